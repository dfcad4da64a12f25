// Reads the list under `edit`.
#include <algorithm>

#include "base/text.h"
#include "spec/edit.h"
#include "spec/fields.h"
#include "spec/spec_parser.h"

namespace specimen::gen {
namespace {

constexpr std::size_t kMostEdits = 1000;  // of one spec
const std::vector<std::string> kVerbs = {"set", "replace", "insert_before", "insert_after", "remove"};

std::optional<Selector> parse_selector(const Value& json, Diagnostics& diagnostics) {
  Selector selector;
  selector.span = json.span;
  if (json.is_string()) {
    std::optional<PathPattern> path = PathPattern::parse(json, diagnostics);
    if (path) selector.path = std::move(*path);
    return path ? std::optional<Selector>(std::move(selector)) : std::nullopt;
  }
  std::optional<Fields> fields = Fields::of(json, "a selector", diagnostics);
  if (!fields) return std::nullopt;
  bool good = fields->only({"path", "layer", "where"});
  if (const Value* text = fields->string("path")) {
    std::optional<PathPattern> path = PathPattern::parse(*text, diagnostics);
    good = good && path;
    if (path) selector.path = std::move(*path);
  }
  if (const Value* layer = fields->string("layer")) {
    selector.layer = layer->text();
    selector.layer_span = layer->span;
    if (selector.layer.empty()) {
      diagnostics.error(Kind::spec_bad_value, layer->span, "`layer` is the name of a layer or block, not empty");
      good = false;
    }
  }
  if (const Value* where = fields->object("where")) selector.where = parse_bindings(*where, "an argument", diagnostics);
  if (json.object().empty()) {
    diagnostics.error(Kind::spec_missing_key, json.span, "a selector needs `path`, `layer` or `where`")
        .note("`\"**\"` selects every layer");
    return std::nullopt;
  }
  return good && !fields->failed() ? std::optional<Selector>(std::move(selector)) : std::nullopt;
}

// One call, or a list of them.
bool parse_calls(const Value& json, const std::string& verb, Statements& out, Diagnostics& diagnostics) {
  int errors = diagnostics.errors();
  out = parse_statements(json.is_list() ? json : Value(Value::List{json}).at(json.span), diagnostics);
  if (diagnostics.errors() > errors) return false;
  for (const Statement& statement : out) {
    if (statement.call) continue;
    diagnostics.error(Kind::spec_wrong_type, statement.key_span, "`{}` takes layers and blocks, not statements", verb)
        .note("what needs `for`, `if` or `let` is a block of its own");
    return false;
  }
  if (!out.empty()) return true;
  diagnostics.error(Kind::spec_bad_value, json.span, "`{}` needs a layer or block", verb);
  return false;
}

std::optional<Edit> parse_edit(const Value& json, Diagnostics& diagnostics) {
  std::optional<Fields> fields = Fields::of(json, "an edit", diagnostics);
  if (!fields) return std::nullopt;
  std::vector<std::string> known = {"at", "doc"};
  known.insert(known.end(), kVerbs.begin(), kVerbs.end());
  bool good = fields->only(known);
  Edit edit;
  const Value* value = nullptr;
  for (std::size_t i = 0; i < kVerbs.size(); ++i) {
    const Value* found = fields->get(kVerbs[i]);
    if (!found) continue;
    if (value) {
      diagnostics
          .error(Kind::spec_bad_value, fields->key_span(kVerbs[i]), "an edit does one thing, not `{}` and `{}`",
                 to_string(edit.verb), kVerbs[i])
          .note("write two edits: they are made in the order of the list");
      return std::nullopt;
    }
    value = found;
    edit.verb = static_cast<Edit::Verb>(i);
    edit.span = fields->key_span(kVerbs[i]);
  }
  const Value* at = fields->required("at");
  if (!value) {
    if (good) {
      diagnostics.error(Kind::spec_missing_key, json.span, "an edit says what to do: {}", join(kVerbs, ", "));
    }
    return std::nullopt;
  }
  const std::string verb = to_string(edit.verb);
  for (const Value& one : !at ? Value::List() : at->is_list() ? at->list() : Value::List{*at}) {
    std::optional<Selector> selector = parse_selector(one, diagnostics);
    good = good && selector;
    if (selector) edit.at.push_back(std::move(*selector));
  }
  if (edit.verb == Edit::Verb::set) {
    const Value* object = fields->object("set");
    if (object) edit.set = parse_bindings(*object, "an argument", diagnostics);
  } else if (edit.verb == Edit::Verb::remove) {
    if (!value->boolean()) {
      diagnostics.error(Kind::spec_wrong_type, value->span, "`remove` is true");
      good = false;
    }
  } else {
    good = parse_calls(*value, verb, edit.layers, diagnostics) && good;
  }
  if (at && edit.at.empty() && good)
    diagnostics.error(Kind::spec_bad_value, at->span, "`at` selects nothing: the list is empty");
  return good && !fields->failed() && !edit.at.empty() ? std::optional<Edit>(std::move(edit)) : std::nullopt;
}

}  // namespace

const char* to_string(Edit::Verb verb) { return kVerbs[static_cast<std::size_t>(verb)].c_str(); }

std::vector<Edit> parse_edits(const Value& list, int generation, Diagnostics& diagnostics) {
  std::vector<Edit> edits;
  if (list.list().size() > kMostEdits) {
    diagnostics.error(Kind::limit_nodes, list.span, "a spec has at most {} edits, not {}", kMostEdits,
                      list.list().size());
    return edits;
  }
  for (const Value& json : list.list()) {
    if (diagnostics.full()) break;
    std::optional<Edit> edit = parse_edit(json, diagnostics);
    if (!edit) continue;
    edit->generation = generation;
    edits.push_back(std::move(*edit));
  }
  return edits;
}

}  // namespace specimen::gen
