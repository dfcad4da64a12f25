// How packed weights are made: the functions of the runtime that do it, and what the tensors are to them.
#pragma once

#include <cstdint>

namespace specimen::gen {

enum class PackFunction : std::uint8_t {
#define PACK_FUNCTION(name, algorithm, tensor, norm) name,
#include "plan/pack_functions.def"
#undef PACK_FUNCTION
};

// What a function is given, besides shapes: see pack_functions.def.
struct PackForm {
  bool algorithm, tensor, norm;
};

constexpr PackForm form_of(PackFunction function) {
  switch (function) {
#define PACK_FUNCTION(name, algorithm, tensor, norm) \
  case PackFunction::name:                           \
    return {algorithm, tensor, norm};
#include "plan/pack_functions.def"
#undef PACK_FUNCTION
  }
  return {};
}

constexpr const char* to_string(PackFunction function) {
  switch (function) {
#define PACK_FUNCTION(name, algorithm, tensor, norm) \
  case PackFunction::name:                           \
    return #name;
#include "plan/pack_functions.def"
#undef PACK_FUNCTION
  }
  return "";
}

enum class PackRole : std::uint8_t { values, kernel, bias, gamma, beta, mean, variance };

constexpr const char* to_string(PackRole role) {
  switch (role) {
    case PackRole::values:
      return "values";
    case PackRole::kernel:
      return "kernel";
    case PackRole::bias:
      return "bias";
    case PackRole::gamma:
      return "gamma";
    case PackRole::beta:
      return "beta";
    case PackRole::mean:
      return "mean";
    case PackRole::variance:
      return "variance";
  }
  return "";
}

}  // namespace specimen::gen
