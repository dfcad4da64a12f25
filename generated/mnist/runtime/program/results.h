// What a program found out about its inputs: the largest values for people, all of it for programs.
#ifndef SPECIMEN_V2_PROGRAM_RESULTS_H
#define SPECIMEN_V2_PROGRAM_RESULTS_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "../core/status.h"

namespace specimen_v2::program {

// The indices of the `count` largest values, the largest first; of equal ones the first. NaN comes last.
std::vector<std::size_t> largest(const float* values, std::size_t size, std::size_t count);

// An output for one example.
struct ResultOutput {
  std::string name;
  std::vector<std::int64_t> shape;    // without the batch
  std::vector<float> values;          // of float32
  std::vector<std::int32_t> indices;  // of int32
  bool is_int32 = false;
};

// What a model made of one example.
struct Result {
  std::string input;  // a path, a text
  double best_ms = 0, median_ms = 0;
  std::vector<ResultOutput> outputs;  // the same for each example, in the same order
};

// One JSON object a line, for each example: {"input", "ms", "median_ms", "outputs": {name: {"shape", "top": [{"index",
// "value", "name"}]}}}; of an int32 output its values, "values", in place of "top". `names` are those of the classes,
// for outputs with as many values. NaN and infinities are null.
std::string json_line(const Result& result, std::size_t top, const std::vector<std::string>& names);

// Whole outputs, examples along the first axis: `.npy` of a model with one output, else safetensors. Examples of
// different lengths are tensors of their own, `name/0`, `name/1`. Errors: invalid_argument, io_error.
Status save_results(const std::string& path, const std::vector<Result>& results);

}  // namespace specimen_v2::program

#endif  // SPECIMEN_V2_PROGRAM_RESULTS_H
