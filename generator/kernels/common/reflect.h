// Reflection by listing: a struct that has `template <class V> void fields(V&& v)` (calling `v("name", member)` for
// every member, in order) can be compared, hashed, printed, parsed and written as JSON by generic visitors.
#pragma once

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace specimen::gen {

// The shortest decimal that reads back as the same double.
std::string shortest(double value);

// A share as a part of a name, in percent: of 0.4 it is 40, of 0.125 it is 12_5.
std::string percent_name(double share);

// Appends `name=value` pairs for every field: a canonical text of a struct, equal exactly when the structs are equal.
class CanonicalText {
 public:
  std::string text;

  template <class T>
  void operator()(const char* name, const T& value) {
    if constexpr (requires { value.has_value(); }) {
      if (value) (*this)(name, *value);  // what is not there has no text
      return;
    } else {
      put(name, value);
    }
  }

  template <class T>
  void put(const char* name, const T& value) {
    if (!text.empty() && text.back() != '{' && text.back() != '[') text += ' ';
    text += name;
    text += '=';
    write(value);
  }

  template <class T>
  void write(const T& value) {
    if constexpr (std::is_same_v<T, std::string>) {
      text += '"' + value + '"';
    } else if constexpr (std::is_enum_v<T>) {
      text += to_string(value);  // found by argument-dependent lookup beside the enum
    } else if constexpr (std::is_same_v<T, bool>) {
      text += value ? "true" : "false";
    } else if constexpr (std::is_integral_v<T>) {
      text += std::to_string(value);
    } else if constexpr (std::is_floating_point_v<T>) {
      text += shortest(value);
    } else if constexpr (requires { value.begin(); }) {
      text += '[';
      bool first = true;
      for (const auto& item : value) {
        if (!first) text += ' ';
        first = false;
        write(item);
      }
      text += ']';
    } else {
      text += '{';
      const_cast<T&>(value).fields(*this);
      text += '}';
    }
  }
};

template <class T>
std::string canonical_text(const T& value) {
  CanonicalText out;
  out.write(value);
  return std::move(out.text);
}

}  // namespace specimen::gen
