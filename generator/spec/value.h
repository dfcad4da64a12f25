// A value of the spec language: what JSON holds, plus dimensions. Cheap to copy. Carries the span it was written at.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/dim.h"
#include "base/source.h"

namespace specimen::gen {

class Value {
 public:
  // In the order of the variant below.
  enum class Kind { null, boolean, integer, number, string, list, object, dim };
  struct Entry;
  using List = std::vector<Value>;
  using Object = std::vector<Entry>;  // in the order written; keys are unique

  Span span;

  Value() = default;
  Value(bool v) : data_(v) {}
  Value(int v) : data_(static_cast<std::int64_t>(v)) {}
  Value(std::int64_t v) : data_(v) {}
  Value(double v) : data_(v) {}
  Value(const char* v) : data_(std::make_shared<const std::string>(v)) {}
  Value(std::string v) : data_(std::make_shared<const std::string>(std::move(v))) {}
  Value(List v);
  Value(Object v);
  Value(const Dim& v);  // a constant one becomes an integer

  Kind kind() const { return static_cast<Kind>(data_.index()); }
  bool is(Kind k) const { return kind() == k; }
  bool is_null() const { return is(Kind::null); }
  bool is_string() const { return is(Kind::string); }
  bool is_list() const { return is(Kind::list); }
  bool is_object() const { return is(Kind::object); }
  bool is_number() const { return is(Kind::integer) || is(Kind::number); }

  // Of a value of that kind; of any other, a default: false, 0, "", empty.
  bool boolean() const;
  std::int64_t integer() const;
  double number() const;  // of an integer too
  const std::string& text() const;
  const List& list() const;
  const Object& object() const;
  Dim dim() const;  // of an integer too; invalid for any other kind

  // The member of an object; null where there is none.
  const Value* find(std::string_view key) const;
  Value at(const Span& where) const {
    Value copy = *this;
    copy.span = where;
    return copy;
  }

  // Values in it, all levels counted, text by its length: what limits on size go by.
  std::size_t weight() const;

  // Same kind and content; spans do not count. (1 and 1.0 differ: see equal() in expression.h for the language's ==.)
  bool operator==(const Value& other) const;

 private:
  template <class Items>
  struct Held {  // a list's or object's members, and their weight, counted once
    Items items;
    std::size_t weight = 1;
  };
  std::variant<std::monostate, bool, std::int64_t, double, std::shared_ptr<const std::string>,
               std::shared_ptr<const Held<List>>, std::shared_ptr<const Held<Object>>, std::shared_ptr<const Dim>>
      data_;
};

struct Value::Entry {
  std::string key;
  Value value;
  Span key_span;
};

// "a list", "an int": for messages.
std::string describe(Value::Kind kind);
// JSON text of it on one line, keys in their order; a dimension is a string.
std::string to_json(const Value& value);

}  // namespace specimen::gen
