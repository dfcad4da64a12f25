// Runs a model's spec: binds arguments, walks layers, blocks, repeats and conditions in order, and tells a sink what to
// build. Layers are built while the spec runs, so that expressions may read `input.shape`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/dim.h"
#include "base/ids.h"
#include "base/meaning.h"
#include "base/state.h"
#include "spec/library.h"
#include "spec/value.h"

namespace specimen::gen {

// A tensor, numbered by the sink.
using Ref = Id<struct RefTag>;

struct LayerArgument {
  std::string name;
  Value value;
  Span span;           // of the value; of the call where the default was taken
  bool given = false;  // false: the default
};

// One layer with all its arguments, checked against the layer table, in the table's order, defaults included.
struct LayerCall {
  std::string class_name;
  std::vector<LayerArgument> arguments;
  std::vector<Ref> inputs;
  std::string path;        // stage1/block1/a/conv
  std::string name;        // what the innermost block calls it: conv
  std::string weights_of;  // path of the layer whose weights it uses, or ""
  Span span;               // of the callee's key
  std::vector<Span> input_spans;

  const LayerArgument* find(std::string_view argument) const;  // null: none of that name
  // The argument's value, or a default for one that the layer does not have or that is null.
  const Value& value(std::string_view argument) const;
  Span argument_span(std::string_view argument) const;
  bool flag(std::string_view argument) const { return value(argument).boolean(); }
  std::int64_t integer(std::string_view argument) const { return value(argument).integer(); }
  double number(std::string_view argument) const { return value(argument).number(); }
  const std::string& text(std::string_view argument) const { return value(argument).text(); }
  // `count` ints: one int is repeated, a list must have that length (else: no value, and a diagnostic at it).
  std::optional<std::vector<std::int64_t>> integers(std::string_view argument, std::size_t count,
                                                    Diagnostics& diagnostics) const;
};

// A tensor that keeps its values between runs. Functions of a model that declare one at the same path share it.
struct StateInfo {
  std::string path;  // layer1/attention/key
  std::vector<Dim> shape;
  StateOwner owner = StateOwner::context;
  double initial_value = 0;
  Span span;
};

enum class ScopeKind { block, model, repeat, iteration };

struct ScopeInfo {
  ScopeKind kind = ScopeKind::block;
  std::string name;        // of a block or model: as called; of a repeat: its variable; of an iteration: 0, 1, ...
  std::string path;        // of a block or model: from the root; of a repeat or iteration: of what is around it
  std::string definition;  // the block's or model's name in its spec; "" for repeats
  std::string doc;
  Span span;
};

class LayerSink {
 public:
  virtual ~LayerSink() = default;
  // Before everything else: each symbol of the model with its maximum.
  virtual void symbol(const std::string& name, std::int64_t maximum, const Span& span);
  // What follows is of the function of that name.
  virtual void enter_function(const std::string& name, const std::string& doc);
  // An input of the function.
  virtual Ref input(const std::string& name, const std::string& dtype, const std::vector<Dim>& shape,
                    const InputMeaning& meaning, const Span& span) = 0;
  // A state that layers after it read and write; no value after a diagnostic.
  virtual std::optional<Ref> state(const StateInfo& state) = 0;
  // Outputs of the layer; no value after a diagnostic.
  virtual std::optional<std::vector<Ref>> layer(const LayerCall& call) = 0;
  virtual void enter_scope(const ScopeInfo& scope);
  virtual void leave_scope();
  // Ids or a mask: numbers that no sum takes.
  virtual bool is_int32(Ref) const { return false; }
  // Null where the shape is not known.
  virtual const std::vector<Dim>* shape(Ref ref) const = 0;
  // An output of the function.
  virtual void output(const std::string& name, Ref ref, const OutputMeaning& meaning, const Span& span) = 0;
};

struct ExpandLimits {
  std::int64_t layers = 100'000;
  int depth = 32;                  // of blocks in blocks
  std::int64_t repeats = 10'000;   // of one `for`
  std::int64_t steps = 1'000'000;  // statements run in all
};

struct Constraint {  // less <= more
  Dim less, more;
  std::string text;
  Span span;
};

// What an expanded model was bound to.
struct Expansion {
  Value arguments;  // an object: every argument with its value
  Value let;        // an object: the model's named values
  std::vector<std::pair<std::string, std::int64_t>> symbols;
  std::vector<Constraint> constraints;

  Scope scope() const;  // of arguments and named values: for CheckpointMapping::match
};

// Values for arguments, over those of the variant: `--set`.
using Settings = std::vector<Value::Entry>;

// Expands a model into the sink. No value after diagnostics; the sink may then have seen part of the model.
std::optional<Expansion> expand(Library& library, const ModelChoice& choice, const Settings& settings, LayerSink& sink,
                                Diagnostics& diagnostics, const ExpandLimits& limits = {});

// `classes=37`, as a command line gives it: the value is JSON, `=expression`, or a bare word, which is a string.
std::optional<Value::Entry> parse_setting(std::string_view text, Sources& sources, Diagnostics& diagnostics);

}  // namespace specimen::gen
