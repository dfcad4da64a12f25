// Equality of structs that list their members by `fields`: C++17 has no defaulted comparison, and these headers are
// also bundled into generated directories, whose language is C++17.
#pragma once

#include <utility>
#include <vector>

namespace specimen::gen {
namespace detail {

struct FieldAddresses {
  std::vector<const void*> addresses;

  template <class T>
  void operator()(const char*, const T& member) {
    addresses.push_back(&member);
  }
};

struct FieldsEqual {
  const std::vector<const void*>& others;
  std::size_t next = 0;
  bool equal = true;

  template <class T>
  void operator()(const char*, const T& member) {
    equal = equal && member == *static_cast<const T*>(others[next]);
    ++next;
  }
};

}  // namespace detail

template <class T, class = decltype(std::declval<T&>().fields(std::declval<detail::FieldAddresses&>()))>
bool operator==(const T& a, const T& b) {
  detail::FieldAddresses others;
  const_cast<T&>(b).fields(others);  // `fields` serves readers and writers alike; these visitors only read
  detail::FieldsEqual compare{others.addresses};
  const_cast<T&>(a).fields(compare);
  return compare.equal;
}

template <class T, class = decltype(std::declval<T&>().fields(std::declval<detail::FieldAddresses&>()))>
bool operator!=(const T& a, const T& b) {
  return !(a == b);
}

}  // namespace specimen::gen
