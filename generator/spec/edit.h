// Edits: changes of a spec that another one extends. They act where layers are expanded (edit_apply.cpp), so a wildcard
// changes every use of a block alike, and one iteration of a repeat can be changed alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "spec/statement.h"
#include "spec/value.h"

namespace specimen::gen {

// `stage*/block1/**`: `*` stands for any text within a level, `**` for any number of levels; at the end, for one or
// more.
class PathPattern {
 public:
  PathPattern() : PathPattern("**") {}
  // No value after a diagnostic: name_invalid.
  static std::optional<PathPattern> parse(const Value& text, Diagnostics& diagnostics);

  bool matches(std::string_view path) const;
  const std::string& text() const { return text_; }
  // `**` at the end is two: `*`, and `**` for the rest.
  const std::vector<std::string>& levels() const { return levels_; }
  static bool level_matches(std::string_view pattern, std::string_view level);

 private:
  explicit PathPattern(std::string text);
  std::string text_;
  std::vector<std::string> levels_;
};

// What an edit acts on: uses of layers, blocks and models that fit all of these.
struct Selector {
  PathPattern path;
  std::string layer;  // the class, or the block's or model's name; empty: any
  Span layer_span;
  std::vector<Binding> where;  // arguments and their values
  Span span;
};

struct Edit {
  enum class Verb { set, replace, insert_before, insert_after, remove };
  Verb verb = Verb::set;
  std::vector<Selector> at;       // any of them
  std::vector<Binding> set;       // arguments and their new values
  std::vector<Statement> layers;  // of replace and insert_*: calls, each reading what the one before it gives
  Span span;                      // of the verb's key
  int generation = 0;             // 0 in the first spec that extends another one, 1 in one that extends that, ...
};

// The word that a spec has for it.
const char* to_string(Edit::Verb verb);
// The list under `edit`. Reports and leaves out what is malformed.
std::vector<Edit> parse_edits(const Value& list, int generation, Diagnostics& diagnostics);

}  // namespace specimen::gen
