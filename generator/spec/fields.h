// Reads the members of a JSON object: what must be there, what may be there, and nothing else.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "spec/value.h"

namespace specimen::gen {

class Fields {
 public:
  // No value after a diagnostic when `json` is no object. `what` names it in messages: "a model's input".
  static std::optional<Fields> of(const Value& json, std::string what, Diagnostics& diagnostics);

  // Reports every other key, with the nearest known one.
  bool only(const std::vector<std::string>& known) const;

  // The member, or null: absent, or, after a diagnostic, of another type. `failed` is then true.
  const Value* get(std::string_view key) const { return json_->find(key); }
  const Value* of_kind(std::string_view key, Value::Kind kind);
  const Value* string(std::string_view key) { return of_kind(key, Value::Kind::string); }
  const Value* object(std::string_view key) { return of_kind(key, Value::Kind::object); }
  const Value* list(std::string_view key) { return of_kind(key, Value::Kind::list); }
  // As above; absent is a diagnostic too.
  const Value* required(std::string_view key);
  const Value* required_string(std::string_view key) { return required(key) ? string(key) : nullptr; }
  std::string text(std::string_view key) {
    const Value* value = string(key);
    return value ? value->text() : "";
  }
  // A number, an int included.
  std::optional<double> number(std::string_view key);
  bool flag(std::string_view key);
  // Where the key stands; the object's own place where there is none.
  Span key_span(std::string_view key) const;

  const Value& json() const { return *json_; }
  bool failed() const { return failed_; }

 private:
  Fields(const Value& json, std::string what, Diagnostics& diagnostics)
      : json_(&json), what_(std::move(what)), diagnostics_(&diagnostics) {}

  const Value* json_;
  std::string what_;
  Diagnostics* diagnostics_;
  bool failed_ = false;
};

}  // namespace specimen::gen
