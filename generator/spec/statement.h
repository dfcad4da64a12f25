// The statements of a `layers` list, parsed, with the span of everything. Expressions are compiled, not evaluated.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "spec/template.h"

namespace specimen::gen {

struct Binding {  // one name of a `let`, or one argument of a variant
  std::string name;
  Span name_span;
  Template value;
};

struct Statement;
using Statements = std::vector<Statement>;

// {"Conv2D": {...}, "name": ..., "from": ..., "weights_of": ...}; a block or model is called in the same way.
struct CallStatement {
  Template callee;  // `Conv2D`, `bottleneck`, or an expression that gives such a name
  std::vector<Binding> arguments;
  std::optional<Template> all_arguments;  // instead of them: an expression that gives an object
  std::optional<Template> name, from, weights_of;
  std::string doc;
};

// {"for": "i", "in": [...], "layers": [...]}
struct ForStatement {
  std::string variable;
  Span variable_span;
  Template in;
  Statements body;
};

// {"if": "=...", "layers": [...], "else": [...]}
struct IfStatement {
  Template condition;
  Statements then_body, else_body;
};

// {"let": {"n": "=..."}}: for the statements after it in the same list, or, with "layers", for those.
struct LetStatement {
  std::vector<Binding> bindings;
  bool has_body = false;
  Statements body;
};

struct Statement {
  enum class Kind { call, repeat, condition, let };
  Kind kind = Kind::call;
  Span span;  // the whole object
  Span key_span;
  // One is set, by `kind`. (Shared: a parsed spec is immutable.)
  std::shared_ptr<const CallStatement> call;
  std::shared_ptr<const ForStatement> repeat;
  std::shared_ptr<const IfStatement> condition;
  std::shared_ptr<const LetStatement> let;
};

}  // namespace specimen::gen
