// How a layer's weights start, by the names that Keras has for it. The runtime computes the values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/runtime.h"
#include "runtime/core/initializer.h"

namespace specimen::gen {

class Initializer {
 public:
  // `he_normal`, `HeNormal`, or an object as Keras writes it, {"class_name": "VarianceScaling", "config": {...}}, or as
  // specs write layers, {"VarianceScaling": {...}}. No value: not one that is known here, and `message` says why.
  static std::optional<Initializer> parse(std::string_view text, std::string& message);

  const InitializerInfo& info() const { return info_; }
  // The values of a tensor, row-major.
  std::vector<float> values(std::uint64_t seed, std::string_view name, const std::vector<std::int64_t>& shape) const;

 private:
  InitializerInfo info_;
};

}  // namespace specimen::gen
