// What is done to tensors of a checkpoint on the way to ours: steps given as data in a checkpoint rule.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "spec/transform_step.h"
#include "spec/value.h"

namespace specimen::gen {

using ArrayShape = std::vector<std::int64_t>;

struct Transform {
  using Op = TransformStep::Op;
  Op op = Op::permute;
  std::vector<std::int64_t> numbers;  // of permute, reshape, slice, concat, stack
  std::vector<std::string> names;     // of alias, tie
};

// Row-major float32.
struct Array {
  ArrayShape shape;
  std::vector<float> values;
};

// Reads {"permute": [...]} and the like, as WeightOrigin::transform holds them. Diagnostics: checkpoint_transform.
std::optional<std::vector<Transform>> parse_transforms(const std::vector<Value>& list, Diagnostics& diagnostics);

// The shapes after the steps. An error: what is wrong, in `message`, and false. `alias` and `tie` change nothing.
bool transform_shapes(const std::vector<Transform>& steps, std::vector<ArrayShape>& shapes, std::string& message);

// The same with values. Only after transform_shapes has accepted the shapes.
void transform_arrays(const std::vector<Transform>& steps, std::vector<Array>& arrays);

std::string shape_text(const ArrayShape& shape);  // "(64, 3)"

}  // namespace specimen::gen
