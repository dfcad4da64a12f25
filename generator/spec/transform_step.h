// The steps of `transform` in a checkpoint's rule: {"permute": [2, 3, 1, 0]}, one key each.
#pragma once

#include <optional>
#include <vector>

#include "base/diagnostics.h"
#include "spec/value.h"

namespace specimen::gen {

struct TransformStep {
  // In the order of the table.
  enum class Op { permute, reshape, slice, concat, stack, alias, tie };
  enum class Takes {
    axes,   // a permutation: [2, 3, 1, 0]
    sizes,  // a shape, one of them -1 for what is left: [768, -1]
    slice,  // axis, begin, end: [0, 10, 20]
    axis,   // 0
    names,  // ["name", ...], or one name
  };
  Op op;
  const char* name;
  Takes takes;
  const char* example;
  const char* meaning;  // for messages and the schema
};

const std::vector<TransformStep>& transform_steps();

// The row of the step that `json` is; no value after a diagnostic of this kind at the place that is wrong. With
// `expressions`, a string that starts with `=` stands for any value.
const TransformStep* check_transform_step(const Value& json, bool expressions, Kind kind, Diagnostics& diagnostics);

}  // namespace specimen::gen
