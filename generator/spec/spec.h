// What a spec file says, parsed: blocks and models, with the span of everything. Expressions are compiled, not
// evaluated.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "base/state.h"
#include "spec/argument.h"
#include "spec/checkpoints.h"
#include "spec/edit.h"
#include "spec/meaning.h"
#include "spec/statement.h"
#include "spec/template.h"
#include "spec/value.h"
#include "spec/weight_type.h"

namespace specimen::gen {

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
  bool optional = false;  // blocks only: a use may leave it out
  std::string dtype = "float32";
  std::vector<ShapeEntry> shape;      // models only
  const DataKey* data_key = nullptr;  // `from_image`, `from_text`: how raw data becomes the input
  Template data;                      // what it says
  std::string doc;
};

// A tensor that keeps its values between runs, declared by the block or model that it belongs to.
struct StateSpec {
  std::string name;
  Span name_span;
  std::vector<ShapeEntry> shape;
  StateOwner owner = StateOwner::context;
  double initial_value = 0;
  std::string doc;
};

struct OutputSpec {
  std::string name;
  Span name_span;
  std::optional<Template> condition;  // `if`
  Template from;                      // a name; without `from`, the output's own name
  Template meaning;                   // an object: kind, labels
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

// What runs: a block, a model of one function, or a function of a model.
struct Body {
  std::vector<InputSpec> inputs;    // a block without any has one: `input`
  std::vector<OutputSpec> outputs;  // a block without any has one: its last value
  Statements layers;
};

// One of several functions of a model. Layers of one path have the same weights in all of them.
struct FunctionSpec : Body {
  std::string name;
  Span name_span;
  std::string doc;
};

// What blocks and models share. Of a model with `functions` the body is empty.
struct Definition : Body {
  std::string name;
  Span name_span, span;
  const SourceFile* file = nullptr;
  std::string doc, source;
  std::vector<Argument> arguments;
  std::vector<Binding> let;
  std::vector<StateSpec> states;
  std::vector<Edit> edits;  // of what `layers` become, in order: those of the spec that it extends come first
};

struct BlockSpec : Definition {};

struct ModelSpec : Definition {
  Value source_details;  // null, or the object that `source` is: paper, reference, licence of known weights
  std::vector<SymbolSpec> symbols;
  std::vector<ConstraintSpec> constraints;
  std::vector<FunctionSpec> functions;  // none: the model's own body is its function, `forward`
  std::vector<VariantSpec> variants;
  std::vector<CheckpointMapping> checkpoints;  // one for each kind of checkpoint, by name
  std::vector<WeightType> weight_types;
  // Of a model that extends another one: that one, its variant, and the names of tensors that are others there. Its
  // `checkpoints` are its own alone.
  const ModelSpec* base = nullptr;
  const VariantSpec* base_variant = nullptr;
  std::vector<Renaming> renamed;
  std::vector<std::string>
      left_out;  // inputs of that one that this one has not: layers that read others, too, read these

  const CheckpointMapping* checkpoint(std::string_view kind) const;
};

// A spec that `extends` another one, before that one is known.
struct ExtensionSpec {
  bool is_block = false;
  std::string name, base;
  Span name_span, base_span;
  std::vector<std::pair<std::string, Span>> variants;  // their names
  Value json;                                          // an object
};

// What a file holds: one of the three is set.
struct ParsedSpec {
  std::unique_ptr<BlockSpec> block;
  std::unique_ptr<ModelSpec> model;
  std::unique_ptr<ExtensionSpec> extension;

  const Definition* definition() const;  // null for an extension
  // Of the block or model, then of its variants.
  std::vector<std::pair<std::string, Span>> names() const;
};
// Reads a spec's JSON; no value after diagnostics.
std::optional<ParsedSpec> parse_spec(const SourceFile& file, Diagnostics& diagnostics);

}  // namespace specimen::gen
