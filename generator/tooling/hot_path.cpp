#include "tooling/hot_path.h"

#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/Basic/SourceManager.h>
#include <llvm/ADT/DenseMap.h>

#include <algorithm>
#include <deque>
#include <optional>
#include <vector>

#include "tooling/hot_path_rules.h"

namespace specimen::gen {
namespace {

// Visits what one body does when it runs: calls, also the implicit ones of constructors, destructors and conversions.
// What is only named (sizeof, decltype, noexcept) does not run.
template <typename OnViolation, typename OnCall>
class BodyVisitor : public clang::RecursiveASTVisitor<BodyVisitor<OnViolation, OnCall>> {
 public:
  using Base = clang::RecursiveASTVisitor<BodyVisitor>;

  BodyVisitor(OnViolation on_violation, OnCall on_call) : on_violation_(on_violation), on_call_(on_call) {}

  bool shouldVisitImplicitCode() const { return true; }
  bool TraverseUnaryExprOrTypeTraitExpr(clang::UnaryExprOrTypeTraitExpr*) { return true; }
  bool TraverseCXXNoexceptExpr(clang::CXXNoexceptExpr*) { return true; }
  bool TraverseTypeLoc(clang::TypeLoc) { return true; }
  // The condition and the branch that `if constexpr` chose are what runs.
  bool TraverseIfStmt(clang::IfStmt* statement) {
    if (statement->isConstexpr()) {
      if (const auto chosen = statement->getNondiscardedCase(context_of(statement))) {
        return *chosen == nullptr || Base::TraverseStmt(*chosen);
      }
    }
    return Base::TraverseIfStmt(statement);
  }

  bool VisitStmt(clang::Stmt* statement) {
    if (const std::optional<Violation> violation = violation_of_statement(*statement)) {
      on_violation_(statement->getBeginLoc(), *violation);
    }
    return true;
  }

  bool VisitCallExpr(clang::CallExpr* call) {
    const clang::FunctionDecl* callee = call->getDirectCallee();
    if (callee == nullptr) {
      return true;  // through a pointer: the kernel table, the host's hooks
    }
    if (const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(callee); method != nullptr && method->isVirtual()) {
      const auto* member = llvm::dyn_cast<clang::MemberExpr>(call->getCallee()->IgnoreParens());
      const clang::CXXMethodDecl* known =
          member == nullptr ? nullptr : method->getDevirtualizedMethod(member->getBase(), false);
      callee = known != nullptr ? known : callee;
    }
    on_call_(call->getBeginLoc(), *callee);
    return true;
  }

  bool VisitCXXConstructExpr(clang::CXXConstructExpr* construct) {
    on_call_(construct->getBeginLoc(), *construct->getConstructor());
    return true;
  }

  bool VisitCXXBindTemporaryExpr(clang::CXXBindTemporaryExpr* bind) {
    if (const clang::CXXDestructorDecl* destructor = bind->getTemporary()->getDestructor()) {
      on_call_(bind->getBeginLoc(), *destructor);
    }
    return true;
  }

  bool VisitCXXDefaultArgExpr(clang::CXXDefaultArgExpr* argument) { return Base::TraverseStmt(argument->getExpr()); }
  bool VisitCXXDefaultInitExpr(clang::CXXDefaultInitExpr* init) { return Base::TraverseStmt(init->getExpr()); }

  bool VisitVarDecl(clang::VarDecl* variable) {
    if (const std::optional<Violation> violation = violation_of_variable(*variable)) {
      on_violation_(variable->getLocation(), *violation);
    }
    const bool owned = !variable->getType()->isDependentType() && !variable->isStaticLocal();
    const clang::CXXRecordDecl* record =
        owned ? variable->getType()->getBaseElementTypeUnsafe()->getAsCXXRecordDecl() : nullptr;
    if (record != nullptr && record->hasDefinition() && !record->hasTrivialDestructor() && record->getDestructor()) {
      on_call_(variable->getLocation(), *record->getDestructor());
    }
    return true;
  }

  void visit(const clang::FunctionDecl& function, const clang::ASTContext& context) {
    context_ = &context;
    if (const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(&function)) {
      for (const clang::CXXCtorInitializer* init : constructor->inits()) {
        Base::TraverseStmt(init->getInit());
      }
    }
    Base::TraverseStmt(function.getBody());
    if (const auto* destructor = llvm::dyn_cast<clang::CXXDestructorDecl>(&function)) {
      visit_parts(*destructor->getParent(), function.getLocation());
    }
  }

 private:
  const clang::ASTContext& context_of(const clang::Stmt*) const { return *context_; }

  // A destructor also runs those of the members and bases.
  void visit_parts(const clang::CXXRecordDecl& record, clang::SourceLocation place) {
    std::vector<clang::QualType> parts;
    for (const clang::FieldDecl* field : record.fields()) {
      parts.push_back(field->getType());
    }
    for (const clang::CXXBaseSpecifier& base : record.bases()) {
      parts.push_back(base.getType());
    }
    for (const clang::QualType& type : parts) {
      const clang::CXXRecordDecl* part = type->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
      if (part != nullptr && part->hasDefinition() && !part->hasTrivialDestructor() && part->getDestructor()) {
        on_call_(place, *part->getDestructor());
      }
    }
  }

  const clang::ASTContext* context_ = nullptr;
  OnViolation on_violation_;
  OnCall on_call_;
};

const clang::FunctionDecl* definition_of(const clang::FunctionDecl& function) {
  const clang::FunctionDecl* definition = nullptr;
  return function.getBody(definition) != nullptr ? definition : nullptr;
}

class HotPath {
 public:
  HotPath(clang::ASTContext& context, const CheckOptions& options, FindingSink& sink,
          std::set<std::string>& found_roots)
      : context_(context), options_(options), sink_(sink), found_roots_(found_roots) {}

  void check() {
    find_roots(*context_.getTranslationUnitDecl());
    while (!queue_.empty()) {
      const clang::FunctionDecl* function = queue_.front();
      queue_.pop_front();
      walk(*function);
    }
  }

 private:
  bool in_system(clang::SourceLocation location) const {
    return context_.getSourceManager().isInSystemHeader(context_.getSourceManager().getExpansionLoc(location));
  }

  void find_roots(const clang::DeclContext& scope) {
    for (clang::Decl* decl : scope.decls()) {
      if (in_system(decl->getLocation())) {
        continue;
      }
      if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(decl)) {
        const bool here = function->isThisDeclarationADefinition() && !function->isDependentContext() &&
                          sink_.file_of(context_.getSourceManager(), function->getLocation()) != nullptr;
        if (here && is_root(*function)) {
          reach(*function, nullptr);
        }
      } else if (const auto* inner = llvm::dyn_cast<clang::DeclContext>(decl)) {
        find_roots(*inner);
      }
    }
  }

  bool is_root(const clang::FunctionDecl& function) {
    bool found = false;
    const std::string plain = function.getNameAsString();
    const std::string qualified = function.getQualifiedNameAsString();
    for (const std::string& name : options_.hot_functions) {
      // "forward" is any forward; "Model::forward" is one whatever the namespaces around it.
      const bool matches = name == plain || name == qualified || llvm::StringRef(qualified).ends_with("::" + name);
      if (matches) {
        found_roots_.insert(name);
        found = true;
      }
    }
    return found;
  }

  void reach(const clang::FunctionDecl& function, const clang::FunctionDecl* caller) {
    const clang::FunctionDecl* definition = definition_of(function);
    if (definition != nullptr && callers_.try_emplace(definition, caller).second) {
      queue_.push_back(definition);
    }
  }

  void walk(const clang::FunctionDecl& function) {
    const auto report = [this, &function](clang::SourceLocation place, const Violation& violation) {
      sink_.add(violation.rule, context_.getSourceManager(), place,
                violation.what + " on the hot path: " + chain(function));
    };
    const auto follow = [this, &function, &report](clang::SourceLocation place, const clang::FunctionDecl& callee) {
      if (const std::optional<Violation> violation = violation_of_name(callee)) {
        report(place, *violation);
      } else if (!in_system(callee.getLocation())) {
        reach(callee, &function);
      } else if (const std::optional<Violation> inside = violation_inside(callee, &function)) {
        Violation through = *inside;
        through.what = "`" + callee.getNameAsString() + "`, which reaches " + inside->what + ",";
        report(place, through);
      }
    };
    BodyVisitor visitor(report, follow);
    visitor.visit(function, context_);
  }

  // The first violation that a function of a system header leads to; remembered. User code that it calls back (a
  // comparison, a deleter) joins the walk.
  std::optional<Violation> violation_inside(const clang::FunctionDecl& function, const clang::FunctionDecl* caller) {
    const clang::FunctionDecl* definition = definition_of(function);
    if (definition == nullptr) {
      return std::nullopt;
    }
    if (!system_.try_emplace(definition, std::nullopt).second) {
      return system_[definition];  // known, or being walked further up
    }
    std::optional<Violation> first;
    const auto note = [&first](clang::SourceLocation, const Violation& violation) {
      // A container that allocates also throws when it cannot; the allocation is what there is to fix.
      if (!first || (first->rule == "throw" && violation.rule != "throw")) {
        first = violation;
      }
    };
    const auto follow = [this, caller, &note](clang::SourceLocation place, const clang::FunctionDecl& callee) {
      if (const std::optional<Violation> violation = violation_of_name(callee)) {
        note(place, *violation);
      } else if (!in_system(callee.getLocation())) {
        reach(callee, caller);
      } else if (const std::optional<Violation> inside = violation_inside(callee, caller)) {
        note(place, *inside);
      }
    };
    BodyVisitor visitor(note, follow);
    visitor.visit(*definition, context_);
    system_[definition] = first;
    return first;
  }

  // "forward -> bottleneck -> helper"
  std::string chain(const clang::FunctionDecl& function) const {
    std::vector<std::string> names;
    for (const clang::FunctionDecl* at = &function; at != nullptr; at = callers_.lookup(at)) {
      names.push_back(at->getNameAsString());
    }
    std::string text;
    for (auto name = names.rbegin(); name != names.rend(); ++name) {
      text += (text.empty() ? "" : " -> ") + *name;
    }
    return text;
  }

  clang::ASTContext& context_;
  const CheckOptions& options_;
  FindingSink& sink_;
  std::set<std::string>& found_roots_;
  std::deque<const clang::FunctionDecl*> queue_;
  llvm::DenseMap<const clang::FunctionDecl*, const clang::FunctionDecl*> callers_;
  llvm::DenseMap<const clang::FunctionDecl*, std::optional<Violation>> system_;
};

}  // namespace

void check_hot_path(clang::ASTContext& context, const CheckOptions& options, FindingSink& sink,
                    std::set<std::string>& found_roots) {
  HotPath(context, options, sink, found_roots).check();
}

}  // namespace specimen::gen
