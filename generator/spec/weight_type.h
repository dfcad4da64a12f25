// The element types in which a model's kernels read weights, where that is not float32: `weight_types` of a spec.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "spec/edit.h"
#include "spec/value.h"

namespace specimen::gen {

// Weights whose names fit are packed as that type. Of several that fit the last one counts.
struct WeightType {
  PathPattern at;
  std::string type;  // one of weight_type_names()
  Span span;
};

// float32, bfloat16, int8
const std::vector<std::string>& weight_type_names();
// The list. Reports and leaves out what is malformed.
std::vector<WeightType> parse_weight_types(const Value& list, Diagnostics& diagnostics);

}  // namespace specimen::gen
