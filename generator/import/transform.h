// What is done to tensors of a checkpoint on the way to ours: steps given as data in a checkpoint rule.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "spec/value.h"

namespace specimen::gen {

struct Transform {
  enum class Op {
    permute,  // numbers: for each axis of the result, the axis of the source: {"permute": [2, 3, 1, 0]}
    reshape,  // numbers: the shape, one of them may be -1: {"reshape": [768, 12, 64]}
    slice,    // numbers: axis, begin, end (negative from the end): {"slice": [1, 0, 768]}
    concat,   // numbers: axis; joins the tensors of a list along it: {"concat": 0}
    stack,    // numbers: axis; joins them along a new one: {"stack": 0}
    alias,    // names: what the tensor may be called instead: {"alias": ["old/name"]}
    tie,      // names: tensors that must equal it, and have no place of their own: {"tie": ["lm_head/kernel"]}
  };
  Op op = Op::permute;
  std::vector<std::int64_t> numbers;
  std::vector<std::string> names;
};

// Row-major float32.
struct Array {
  std::vector<std::int64_t> shape;
  std::vector<float> values;
};

// Reads {"permute": [...]} and the like, as WeightOrigin::transform holds them. Diagnostics: checkpoint_transform.
std::optional<std::vector<Transform>> parse_transforms(const std::vector<Value>& list, Diagnostics& diagnostics);

// The shapes after the steps. An error: what is wrong, in `message`, and false. `alias` and `tie` change nothing.
bool transform_shapes(const std::vector<Transform>& steps, std::vector<std::vector<std::int64_t>>& shapes,
                      std::string& message);

// The same with values. Only after transform_shapes has accepted the shapes.
void transform_arrays(const std::vector<Transform>& steps, std::vector<Array>& arrays);

std::string shape_text(const std::vector<std::int64_t>& shape);  // "(64, 3)"

}  // namespace specimen::gen
