// What a model says of itself at run time. Constants of the generated code.
#ifndef SPECIMEN_V2_CORE_INFO_H
#define SPECIMEN_V2_CORE_INFO_H

#include <cstddef>
#include <cstdint>

#include "tensor.h"

namespace specimen_v2 {

struct TensorInfo {
  const char* name;
  DType dtype;
  int rank;
  std::int64_t extent[kMaxRank];        // kBatch, kSequence: known at run time
  const char* json;                     // how raw data becomes this input, or what this output means; an object
  std::int32_t below = 0;               // int32: the values are 0 .. below - 1
  bool is_mask = false;                 // int32: 1 for tokens that count, 0 for padding
  const char* const* labels = nullptr;  // of an output: the classes' names, in order
  int label_count = 0;
};

// What one example costs, by the tokens that it has; models without sequences have the fixed part alone.
struct Cost {
  std::int64_t fixed = 0, per_token = 0, per_pair = 0;  // of tokens

  std::int64_t of(std::int64_t tokens) const { return fixed + (per_token + per_pair * tokens) * tokens; }
};

struct OpInfo {
  const char* path;  // stage1/block2/a
  Cost flops;        // two for each multiply-add, one for each other operation on an element
  Cost bytes;        // of what it reads and writes, each element once
};

// What a program calls: `forward`, or one of several functions over the same weights.
struct FunctionInfo {
  const char* name;
  const TensorInfo* inputs;
  int input_count;
  const TensorInfo* outputs;
  int output_count;
  const OpInfo* ops;  // in order of execution
  int op_count;
  std::int64_t flops_per_example;  // at the longest sequence
};

struct ModelInfo {
  const char* name;
  const char* structure;  // hash of parameters and layouts: what packed weights must match
  const FunctionInfo* functions;
  int function_count;  // one at least
  int max_batch;
  std::int64_t arena_bytes_per_example;
  std::size_t thread_memory_bytes;  // the most that one kernel asks for, in each thread
  std::size_t packed_floats;      // of all packed weights
  std::int64_t parameters;
  int max_sequence = 0;  // 0: the model has no sequences
};

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_INFO_H
