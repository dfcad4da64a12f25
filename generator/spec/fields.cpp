#include "spec/fields.h"

#include <algorithm>

#include "base/nearest.h"
#include "base/text.h"

namespace specimen::gen {

std::optional<Fields> Fields::of(const Value& json, std::string what, Diagnostics& diagnostics) {
  if (json.is_object()) return Fields(json, std::move(what), diagnostics);
  diagnostics.error(Kind::spec_wrong_type, json.span, "{} is an object, not {}", what, describe(json.kind()));
  return std::nullopt;
}

bool Fields::only(const std::vector<std::string>& known) const {
  bool good = true;
  for (const Value::Entry& entry : json_->object()) {
    if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
    good = false;
    diagnostics_->error(Kind::spec_unknown_key, entry.key_span, "{} has no key `{}`", what_, printable(entry.key))
        .suggest(nearest(entry.key, known));
  }
  return good;
}

const Value* Fields::of_kind(std::string_view key, Value::Kind kind) {
  const Value* value = json_->find(key);
  if (!value || value->is(kind)) return value;
  failed_ = true;
  diagnostics_->error(Kind::spec_wrong_type, value->span, "`{}` of {} is {}, not {}", key, what_, describe(kind),
                      describe(value->kind()));
  return nullptr;
}

const Value* Fields::required(std::string_view key) {
  const Value* value = json_->find(key);
  if (value) return value;
  failed_ = true;
  Span place = json_->span;
  place.end = std::min(place.end, place.begin + 1);
  diagnostics_->error(Kind::spec_missing_key, place, "{} needs the key `{}`", what_, key);
  return nullptr;
}

std::optional<double> Fields::number(std::string_view key) {
  const Value* value = json_->find(key);
  if (!value) return std::nullopt;
  if (value->is_number()) return value->number();
  failed_ = true;
  diagnostics_->error(Kind::spec_wrong_type, value->span, "`{}` of {} is a number, not {}", key, what_,
                      describe(value->kind()));
  return std::nullopt;
}

bool Fields::flag(std::string_view key) {
  const Value* value = of_kind(key, Value::Kind::boolean);
  return value && value->boolean();
}

Span Fields::key_span(std::string_view key) const {
  for (const Value::Entry& entry : json_->object())
    if (entry.key == key) return entry.key_span;
  return json_->span;
}

}  // namespace specimen::gen
