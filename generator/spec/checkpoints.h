// How a model's weights come from a reference's checkpoint: rules from our names to theirs, as data.
//
//   {"ours": "stage{stage}/block{i}/{part}/conv/kernel",
//    "theirs": "conv{stage + 1}_block{i}_{1 + ['a', 'b', 'c'].index(part)}_conv/kernel",
//    "transform": [{"permute": [2, 3, 1, 0]}], "if": "=block == 'bottleneck'"}
//
// Captures stand bare in our name: `{name}` matches characters up to the next `/`, `{name**}` matches across levels.
// A capture of digits is an int. Their name holds expressions over captures and the model's arguments; a list of names
// (with a transform that joins them) is allowed. {"ignore": "optimizer/{rest**}"} names tensors of theirs to leave
// alone; {"prefix": "bert."} says that all of theirs may stand behind that text, as where their model is a part of
// another. {"model": "bert", "at": "backbone", "theirs": "bert."} takes the rules of the same kind of the model that is
// used under that name: their names stand behind `theirs`. {"layout": "torch"} says that theirs are laid out as PyTorch
// does: the kernels of rules without `transform` are turned by their layers' kinds, and `torch[variable]` is PyTorch's
// name of a variable. The first rule that matches counts.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "spec/scope.h"
#include "spec/template.h"
#include "spec/value.h"

namespace specimen::gen {

// A name with captures.
class NamePattern {
 public:
  static std::optional<NamePattern> parse(const Value& string, Diagnostics& diagnostics);
  // Captures by name, in an object; no value: no match.
  std::optional<Value> match(std::string_view name) const;
  // The pattern behind a text.
  NamePattern behind(const std::string& text) const;

 private:
  struct Piece {
    std::string text;  // literal, or the capture's name
    bool capture = false, across = false;
  };
  std::vector<Piece> pieces_;
};

// How the tensors of a checkpoint are laid out.
enum class CheckpointLayout {
  keras,  // as ours
  torch,  // kernels with their outputs first: (out, in, height, width), (out, in)
};

struct CheckpointRule {
  NamePattern ours;
  std::optional<Template> condition;
  Template theirs;
  Template transform;  // a list of objects
  Span span;
  std::string theirs_prefix = {};  // of a rule that another model brought
  CheckpointLayout layout = CheckpointLayout::keras;
};

// The rules of a model that this one uses as a block.
struct CheckpointUse {
  std::string model, at, theirs;
  Span span;
};

// Of a model that extends another one: what a tensor that now is elsewhere is called there.
//
//   "renamed": {"head/{rest**}": "logits/{rest}"}
struct Renaming {
  NamePattern ours;
  Template theirs;
};
// The name by the first of the table that matches, or `ours` itself. No value after diagnostics.
std::optional<std::string> renamed(const std::vector<Renaming>& table, std::string_view ours, const Scope& scope,
                                   Diagnostics& diagnostics);
std::vector<Renaming> parse_renamings(const Value& object, Diagnostics& diagnostics);

// Where one of our tensors comes from.
struct WeightOrigin {
  std::vector<std::string> theirs;
  std::vector<Value> transform;  // objects with one key: {"permute": [...]}, {"reshape": [...]}, ...
  Span rule;
  CheckpointLayout layout = CheckpointLayout::keras;  // of `theirs`, where there is no transform
};

struct CheckpointMapping {
  std::string kind;  // keras, tensorflow, ...
  Span span;
  std::vector<CheckpointRule> rules;
  std::vector<NamePattern> ignored;
  CheckpointLayout layout = CheckpointLayout::keras;
  std::vector<std::string> prefixes;  // that their names may have
  std::vector<CheckpointUse> uses;    // until include() has brought their rules

  // The origin of the tensor `ours`; `scope` holds the model's arguments. No value: no rule matches, or a diagnostic
  // was reported.
  std::optional<WeightOrigin> match(std::string_view ours, const Scope& scope, Diagnostics& diagnostics) const;
  bool ignores(std::string_view theirs) const;
  void include(const CheckpointUse& use, const CheckpointMapping& other);

  static std::optional<CheckpointMapping> parse(const std::string& kind, const Value& list, Diagnostics& diagnostics);
};

}  // namespace specimen::gen
