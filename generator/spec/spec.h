// What a spec file says, parsed: blocks and models, with the span of everything. Expressions are compiled, not
// evaluated.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "spec/argument.h"
#include "spec/checkpoints.h"
#include "spec/template.h"
#include "spec/value.h"

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

// A dimension of an input's shape.
struct ShapeEntry {
  Template value;       // an integer, or an expression that gives an int or a dimension
  bool is_dim = false;  // a string without `=`: an expression over symbols
  Dim dim;
  Span span;
};

struct InputSpec {
  std::string name;
  Span name_span;
  std::string dtype = "float32";
  std::vector<ShapeEntry> shape;  // models only
  Template meaning;               // an object: how raw data becomes the input (`from_image`, ...)
  std::string doc;
};

struct OutputSpec {
  std::string name;
  Span name_span;
  std::optional<Template> condition;  // `if`
  Template from;                      // a name; without `from`, the output's own name
  Template meaning;                   // an object: labels, kind, ...
};

struct SymbolSpec {
  std::string name;
  Span name_span;
  Template max;
  std::string doc;
};

struct ConstraintSpec {  // `less <= more`; an equation gives two
  Dim less, more;
  std::string text;
  Span span;
};

struct VariantSpec {
  std::string name;
  Span name_span;
  std::vector<Binding> arguments;
  std::string doc;
};

// What blocks and models share.
struct Definition {
  std::string name;
  Span name_span, span;
  const SourceFile* file = nullptr;
  std::string doc, source;
  std::vector<Argument> arguments;
  std::vector<Binding> let;
  std::vector<InputSpec> inputs;    // a block without any has one: `input`
  std::vector<OutputSpec> outputs;  // a block without any has one: its last value
  Statements layers;
};

struct BlockSpec : Definition {};

struct ModelSpec : Definition {
  Value source_details;  // null, or the object that `source` is: paper, reference, licence of known weights
  std::vector<SymbolSpec> symbols;
  std::vector<ConstraintSpec> constraints;
  std::vector<VariantSpec> variants;
  std::vector<CheckpointMapping> checkpoints;  // one for each kind of checkpoint, by name

  const CheckpointMapping* checkpoint(std::string_view kind) const;
};

// Reads a spec's JSON; null after diagnostics. One of the two is set.
struct ParsedSpec {
  std::unique_ptr<BlockSpec> block;
  std::unique_ptr<ModelSpec> model;
};
std::optional<ParsedSpec> parse_spec(const SourceFile& file, Diagnostics& diagnostics);

}  // namespace specimen::gen
