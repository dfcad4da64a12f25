#include "spec/value.h"

#include <algorithm>

#include "base/text.h"

namespace specimen::gen {
namespace {

constexpr std::size_t kHeaviest = std::size_t{1} << 60;

std::size_t add(std::size_t a, std::size_t b) { return std::min(kHeaviest, a + b); }

}  // namespace

Value::Value(List v) {
  auto held = std::make_shared<Held<List>>();
  held->items = std::move(v);
  for (const Value& item : held->items) held->weight = add(held->weight, item.weight());
  data_ = std::shared_ptr<const Held<List>>(std::move(held));
}

Value::Value(Object v) {
  auto held = std::make_shared<Held<Object>>();
  held->items = std::move(v);
  for (const Entry& entry : held->items) held->weight = add(held->weight, entry.value.weight() + entry.key.size() / 16);
  data_ = std::shared_ptr<const Held<Object>>(std::move(held));
}

Value::Value(const Dim& v) {
  if (v.is_constant())
    data_ = v.value();
  else
    data_ = std::make_shared<const Dim>(v);
}

bool Value::boolean() const {
  const bool* v = std::get_if<bool>(&data_);
  return v && *v;
}

std::int64_t Value::integer() const {
  const std::int64_t* v = std::get_if<std::int64_t>(&data_);
  return v ? *v : 0;
}

double Value::number() const {
  const double* v = std::get_if<double>(&data_);
  return v ? *v : static_cast<double>(integer());
}

const std::string& Value::text() const {
  static const std::string none;
  return is(Kind::string) ? *std::get<4>(data_) : none;
}

const Value::List& Value::list() const {
  static const List none;
  return is(Kind::list) ? std::get<5>(data_)->items : none;
}

const Value::Object& Value::object() const {
  static const Object none;
  return is(Kind::object) ? std::get<6>(data_)->items : none;
}

Dim Value::dim() const {
  if (is(Kind::integer)) return Dim(integer());
  return is(Kind::dim) ? *std::get<7>(data_) : Dim::invalid();
}

const Value* Value::find(std::string_view key) const {
  for (const Entry& entry : object())
    if (entry.key == key) return &entry.value;
  return nullptr;
}

std::size_t Value::weight() const {
  if (is(Kind::string)) return 1 + text().size() / 16;
  if (is(Kind::list)) return std::get<5>(data_)->weight;
  if (is(Kind::object)) return std::get<6>(data_)->weight;
  return 1;
}

bool Value::operator==(const Value& other) const {
  if (kind() != other.kind()) return false;
  switch (kind()) {
    case Kind::null:
      return true;
    case Kind::boolean:
      return boolean() == other.boolean();
    case Kind::integer:
      return integer() == other.integer();
    case Kind::number:
      return number() == other.number();
    case Kind::string:
      return text() == other.text();
    case Kind::dim:
      return dim() == other.dim();
    case Kind::list:
      return list() == other.list();
    case Kind::object:
      return std::equal(object().begin(), object().end(), other.object().begin(), other.object().end(),
                        [](const Entry& a, const Entry& b) { return a.key == b.key && a.value == b.value; });
  }
  return false;
}

std::string describe(Value::Kind kind) {
  switch (kind) {
    case Value::Kind::null:
      return "null";
    case Value::Kind::boolean:
      return "a bool";
    case Value::Kind::integer:
      return "an int";
    case Value::Kind::number:
      return "a float";
    case Value::Kind::string:
      return "a string";
    case Value::Kind::list:
      return "a list";
    case Value::Kind::object:
      return "an object";
    case Value::Kind::dim:
      return "a dimension";
  }
  return "";
}

std::string to_json(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null:
      return "null";
    case Value::Kind::boolean:
      return value.boolean() ? "true" : "false";
    case Value::Kind::integer:
      return std::to_string(value.integer());
    case Value::Kind::number:
      return number_text(value.number());
    case Value::Kind::string:
      return json_string(value.text());
    case Value::Kind::dim:
      return json_string(value.dim().text());
    case Value::Kind::list: {
      std::string text = "[";
      for (const Value& item : value.list()) text += (text.size() > 1 ? ", " : "") + to_json(item);
      return text + "]";
    }
    case Value::Kind::object: {
      std::string text = "{";
      for (const Value::Entry& entry : value.object())
        text += (text.size() > 1 ? ", " : "") + json_string(entry.key) + ": " + to_json(entry.value);
      return text + "}";
    }
  }
  return "";
}

}  // namespace specimen::gen
