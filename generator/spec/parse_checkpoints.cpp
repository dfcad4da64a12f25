// The rules of a checkpoint, from JSON.
#include <algorithm>

#include "base/nearest.h"
#include "base/text.h"
#include "spec/checkpoints.h"
#include "spec/fields.h"
#include "spec/json.h"
#include "spec/transform_step.h"

namespace specimen::gen {
namespace {

class MappingParser {
 public:
  MappingParser(CheckpointMapping& mapping, Diagnostics& diagnostics) : mapping_(mapping), diagnostics_(diagnostics) {}

  bool parse(const Value& list) {
    bool good = true;
    for (const Value& json : list.list()) {
      std::optional<Fields> fields = Fields::of(json, "a checkpoint's rule", diagnostics_);
      good = fields && entry(*fields) && good;
    }
    for (CheckpointRule& rule : mapping_.rules) rule.layout = mapping_.layout;
    return good;
  }

 private:
  bool entry(Fields& fields) {
    if (fields.get("prefix")) return prefix(fields);
    if (fields.get("layout")) return layout(fields);
    if (fields.get("model")) return use(fields);
    if (fields.get("ignore")) return ignore(fields);
    return rule(fields);
  }

  bool prefix(Fields& fields) {
    const Value* prefix = fields.only({"prefix", "doc"}) ? fields.string("prefix") : nullptr;
    if (prefix) mapping_.prefixes.push_back(prefix->text());
    return prefix;
  }

  bool layout(Fields& fields) {
    const Value* name = fields.only({"layout", "doc"}) ? fields.string("layout") : nullptr;
    if (!name) return false;
    if (name->text() == "torch") mapping_.layout = CheckpointLayout::torch;
    if (name->text() == "torch" || name->text() == "keras") return true;
    diagnostics_.error(Kind::spec_bad_value, name->span, "there is no layout `{}`", printable(name->text()))
        .suggest(nearest(name->text(), {"keras", "torch"}))
        .note("there are keras, which is ours, and torch: kernels with their outputs first");
    return false;
  }

  bool use(Fields& fields) {
    const bool known = fields.only({"model", "at", "theirs", "doc"});
    const Value* model = fields.required_string("model");
    const std::string at = fields.text("at"), theirs = fields.text("theirs");
    if (model) mapping_.uses.push_back({model->text(), at, theirs, model->span});
    return known && model && !fields.failed();
  }

  bool ignore(Fields& fields) {
    const bool known = fields.only({"ignore", "doc"});
    const Value* text = fields.string("ignore");
    std::optional<NamePattern> pattern = text ? NamePattern::parse(*text, diagnostics_) : std::nullopt;
    if (pattern) mapping_.ignored.push_back(std::move(*pattern));
    return known && pattern;
  }

  // Every fault of a rule is reported, not only its first.
  bool rule(Fields& fields) {
    bool good = fields.only({"ours", "theirs", "transform", "if", "doc"});
    const Value* ours = fields.required_string("ours");
    const Value* theirs = fields.required("theirs");
    if (theirs && !theirs->is_string() && !theirs->is_list()) {
      diagnostics_.error(Kind::spec_wrong_type, theirs->span, "`theirs` is a name or a list of names, not {}",
                         describe(theirs->kind()));
      theirs = nullptr;
    }
    const Value* transform = fields.get("transform");
    if (transform && !transform->is_list()) {
      diagnostics_.error(Kind::spec_wrong_type, transform->span, "`transform` is a list of steps, not {}",
                         describe(transform->kind()));
      good = false;
      transform = nullptr;
    }
    for (const Value& step : transform ? transform->list() : Value::List())
      good = check_transform_step(step, true, Kind::spec_bad_value, diagnostics_) && good;
    if (!ours || !theirs) return false;
    std::optional<NamePattern> pattern = NamePattern::parse(*ours, diagnostics_);
    std::optional<Template> name = Template::name(*theirs, diagnostics_);
    std::optional<Template> steps = Template::value(transform ? *transform : Value(Value::List()), diagnostics_);
    std::optional<Template> condition;
    const Value* text = fields.get("if");
    if (text) condition = Template::value(*text, diagnostics_);
    if (!pattern || !name || !steps || (text && !condition)) return false;
    mapping_.rules.push_back(
        {std::move(*pattern), std::move(condition), std::move(*name), std::move(*steps), fields.json().span});
    return good;
  }

  CheckpointMapping& mapping_;
  Diagnostics& diagnostics_;
};

}  // namespace

std::optional<CheckpointMapping> CheckpointMapping::parse(const std::string& kind, const Value& list,
                                                          Diagnostics& diagnostics) {
  CheckpointMapping mapping;
  mapping.kind = kind;
  mapping.span = list.span;
  if (!list.is_list()) {
    diagnostics.error(Kind::spec_wrong_type, list.span, "the rules of a checkpoint are a list, not {}",
                      describe(list.kind()));
    return std::nullopt;
  }
  if (!MappingParser(mapping, diagnostics).parse(list)) return std::nullopt;
  return mapping;
}

}  // namespace specimen::gen
