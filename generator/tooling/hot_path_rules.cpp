#include "tooling/hot_path_rules.h"

#include <clang/AST/ASTContext.h>
#include <llvm/ADT/StringSet.h>

namespace specimen::gen {
namespace {

const llvm::StringSet<>& allocating_c_functions() {
  static const llvm::StringSet<> names = {"malloc",
                                          "calloc",
                                          "realloc",
                                          "reallocarray",
                                          "free",
                                          "aligned_alloc",
                                          "memalign",
                                          "valloc",
                                          "pvalloc",
                                          "posix_memalign",
                                          "strdup",
                                          "strndup",
                                          "wcsdup",
                                          "asprintf",
                                          "vasprintf",
                                          "getline",
                                          "getdelim",
                                          "mmap",
                                          "mmap64",
                                          "munmap",
                                          "mremap",
                                          "brk",
                                          "sbrk",
                                          "fopen",
                                          "open_memstream",
                                          "__builtin_malloc",
                                          "__builtin_free",
                                          "__builtin_calloc",
                                          "__builtin_realloc",
                                          "__builtin_operator_new",
                                          "__builtin_operator_delete"};
  return names;
}

const llvm::StringSet<>& locking_c_functions() {
  static const llvm::StringSet<> names = {"pthread_mutex_lock",
                                          "pthread_mutex_trylock",
                                          "pthread_mutex_timedlock",
                                          "pthread_mutex_unlock",
                                          "pthread_spin_lock",
                                          "pthread_spin_unlock",
                                          "pthread_rwlock_rdlock",
                                          "pthread_rwlock_wrlock",
                                          "pthread_rwlock_unlock",
                                          "pthread_cond_wait",
                                          "pthread_cond_timedwait",
                                          "pthread_cond_signal",
                                          "pthread_cond_broadcast",
                                          "pthread_once",
                                          "pthread_create",
                                          "pthread_join",
                                          "pthread_barrier_wait",
                                          "sem_wait",
                                          "sem_post",
                                          "flockfile"};
  return names;
}

const llvm::StringSet<>& locking_std_names() {
  static const llvm::StringSet<> names = {"mutex",
                                          "timed_mutex",
                                          "recursive_mutex",
                                          "recursive_timed_mutex",
                                          "shared_mutex",
                                          "lock_guard",
                                          "unique_lock",
                                          "scoped_lock",
                                          "shared_lock",
                                          "shared_timed_mutex",
                                          "lock",
                                          "condition_variable",
                                          "condition_variable_any",
                                          "call_once",
                                          "thread",
                                          "jthread",
                                          "async",
                                          "future",
                                          "promise",
                                          "packaged_task",
                                          "counting_semaphore",
                                          "latch",
                                          "barrier",
                                          "__mutex_base"};
  return names;
}

const llvm::StringSet<>& growing_members() {
  static const llvm::StringSet<> names = {
      "push_back",   "push_front", "emplace_back", "emplace_front", "emplace",         "insert", "insert_after",
      "resize",      "reserve",    "append",       "assign",        "shrink_to_fit",   "rehash", "emplace_hint",
      "try_emplace", "push",       "str",          "splice",        "insert_or_assign"};
  return names;
}

std::string shown_name(const clang::NamedDecl& decl) {
  std::string name;
  llvm::raw_string_ostream out(name);
  clang::PrintingPolicy policy(decl.getASTContext().getLangOpts());
  policy.SuppressUnwrittenScope = true;  // std::vector, not std::__cxx11::vector
  policy.SuppressDefaultTemplateArgs = true;
  decl.printQualifiedName(out, policy);
  return "`" + out.str() + "`";
}

// The outermost class that the function belongs to, or null: what counts for `std::string::iterator` is `std::string`.
const clang::CXXRecordDecl* class_of(const clang::FunctionDecl& function) {
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(&function);
  return method == nullptr ? nullptr : method->getParent();
}

llvm::StringRef identifier_of(const clang::NamedDecl& decl) {
  return decl.getIdentifier() != nullptr ? decl.getName() : llvm::StringRef();
}

std::optional<Violation> violation_of_std(const clang::FunctionDecl& callee) {
  const llvm::StringRef name = identifier_of(callee);
  const clang::CXXRecordDecl* owner = class_of(callee);
  const llvm::StringRef owner_name = owner != nullptr ? identifier_of(*owner) : llvm::StringRef();
  const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(&callee);

  if (name.starts_with("__throw_") || name == "rethrow_exception") {
    return Violation{"throw", shown_name(callee)};
  }
  if (owner_name == "function" || owner_name == "move_only_function") {
    return Violation{"std_function", "`std::" + owner_name.str() + "`"};
  }
  if (locking_std_names().contains(owner != nullptr ? owner_name : name)) {
    return Violation{"lock", owner != nullptr ? "`std::" + owner_name.str() + "`" : shown_name(callee)};
  }
  if (owner == nullptr) {
    return std::nullopt;
  }
  // Members of std::string are compiled into the library, so their bodies are not there to be walked.
  if (owner_name == "basic_string") {
    const bool builds =
        constructor != nullptr && !constructor->isDefaultConstructor() && !constructor->isMoveConstructor();
    const clang::OverloadedOperatorKind op = callee.getOverloadedOperator();
    const bool assigns =
        op == clang::OO_PlusEqual ||
        (op == clang::OO_Equal && !llvm::cast<clang::CXXMethodDecl>(callee).isMoveAssignmentOperator());
    if (builds || assigns || name == "substr" || name == "replace") {
      return Violation{"allocation", builds ? "the construction of a `std::string`" : shown_name(callee)};
    }
  }
  if (growing_members().contains(name)) {
    return Violation{"allocation", shown_name(callee)};
  }
  return std::nullopt;
}

bool allocates(const clang::FunctionDecl& callee) {
  const clang::OverloadedOperatorKind op = callee.getOverloadedOperator();
  const bool operator_new = op == clang::OO_New || op == clang::OO_Array_New;
  const bool operator_delete = op == clang::OO_Delete || op == clang::OO_Array_Delete;
  return (operator_new || operator_delete) && !callee.isReservedGlobalPlacementOperator();
}

}  // namespace

std::optional<Violation> violation_of_name(const clang::FunctionDecl& callee) {
  if (allocates(callee)) {
    return Violation{"allocation", shown_name(callee)};
  }
  // <cstdlib> brings the C functions into std by using-declarations, which lead to the same global function.
  const llvm::StringRef name = identifier_of(callee);
  if (callee.getDeclContext()->getRedeclContext()->isTranslationUnit() || callee.isExternC()) {
    if (allocating_c_functions().contains(name)) {
      return Violation{"allocation", "`" + name.str() + "`"};
    }
    if (locking_c_functions().contains(name)) {
      return Violation{"lock", "`" + name.str() + "`"};
    }
  }
  if (callee.isInStdNamespace() || (class_of(callee) != nullptr && class_of(callee)->isInStdNamespace())) {
    return violation_of_std(callee);
  }
  return std::nullopt;
}

std::optional<Violation> violation_of_statement(const clang::Stmt& statement) {
  if (const auto* made = llvm::dyn_cast<clang::CXXNewExpr>(&statement)) {
    const clang::FunctionDecl* function = made->getOperatorNew();
    if (function == nullptr || allocates(*function)) {
      return Violation{"allocation", "`new`"};
    }
  }
  if (llvm::isa<clang::CXXDeleteExpr>(statement)) {
    return Violation{"allocation", "`delete`"};
  }
  if (llvm::isa<clang::CXXThrowExpr>(statement)) {
    return Violation{"throw", "`throw`"};
  }
  if (const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(&statement)) {
    const clang::CXXMethodDecl* method = call->getMethodDecl();
    const auto* member = llvm::dyn_cast<clang::MemberExpr>(call->getCallee()->IgnoreParens());
    const bool through_table = method != nullptr && method->isVirtual() && member != nullptr &&
                               !member->hasQualifier() &&
                               method->getDevirtualizedMethod(member->getBase(), false) == nullptr;
    if (through_table) {
      return Violation{"virtual_call", "the virtual call of " + shown_name(*method)};
    }
  }
  return std::nullopt;
}

std::optional<Violation> violation_of_variable(const clang::VarDecl& variable) {
  if (!variable.isStaticLocal()) {
    return std::nullopt;
  }
  const bool constant = variable.getInit() == nullptr || variable.isConstexpr() || variable.hasConstantInitialization();
  const bool destroyed = variable.needsDestruction(variable.getASTContext()) != clang::QualType::DK_none;
  if (constant && !destroyed) {
    return std::nullopt;
  }
  return Violation{"lock", "the guard of the static `" + variable.getNameAsString() + "`"};
}

}  // namespace specimen::gen
