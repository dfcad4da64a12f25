// What a model says of itself at run time. Constants of the generated code.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/core/tensor.h"

namespace specimen {
inline namespace v1 {

struct TensorInfo {
  const char* name;
  DType dtype;
  int rank;
  std::int64_t extent[kMaxRank];  // -1 is the batch
  const char* json;               // how raw data becomes this input, or what this output means; an object
};

struct ModelInfo {
  const char* name;
  const char* structure;  // hash of parameters and layouts: what prepared weights must match
  const TensorInfo* inputs;
  int input_count;
  const TensorInfo* outputs;
  int output_count;
  const char* const* ops;  // paths, in order of execution
  int op_count;
  int max_batch;
  std::int64_t arena_bytes_per_image;
  std::size_t thread_memory_bytes;  // the most that one kernel asks for, in each thread
  std::size_t prepared_floats;      // of all prepared weights
  std::int64_t parameters;
  std::int64_t flops_per_image;
};

}  // namespace v1
}  // namespace specimen
