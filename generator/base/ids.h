// Typed ids: an index into a vector that cannot be mistaken for an index into another one.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace specimen::gen {

template <class Tag>
struct Id {
  std::int32_t index = -1;  // -1: none

  Id() = default;
  explicit constexpr Id(std::int32_t i) : index(i) {}
  explicit constexpr Id(std::size_t i) : index(static_cast<std::int32_t>(i)) {}

  constexpr bool valid() const { return index >= 0; }
  explicit constexpr operator bool() const { return valid(); }
  auto operator<=>(const Id&) const = default;
};

}  // namespace specimen::gen

template <class Tag>
struct std::hash<specimen::gen::Id<Tag>> {
  std::size_t operator()(specimen::gen::Id<Tag> id) const noexcept { return std::hash<std::int32_t>()(id.index); }
};
