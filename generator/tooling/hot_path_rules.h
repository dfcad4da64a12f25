// What the hot path must not do, said of single statements and of the standard library's names. Private to this layer.
#pragma once

#include <clang/AST/DeclCXX.h>
#include <clang/AST/ExprCXX.h>

#include <optional>
#include <string>

namespace specimen::gen {

// A rule of check.h, and what broke it.
struct Violation {
  std::string rule;
  std::string what;  // "`new`", "`std::mutex::lock`"
};

// Functions that are wrong by their name, whether or not their bodies can be seen: the malloc family, the standard
// containers' growing members, locks.
std::optional<Violation> violation_of_name(const clang::FunctionDecl& callee);

// `new`, `delete`, `throw`, a call through a virtual table, a local static that needs a guard.
std::optional<Violation> violation_of_statement(const clang::Stmt& statement);
std::optional<Violation> violation_of_variable(const clang::VarDecl& variable);

}  // namespace specimen::gen
