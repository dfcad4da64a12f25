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
  std::int64_t extent[kMaxRank];        // below 0: a symbol of the model, known at run time; see ModelInfo::symbol
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

// A dimension that is known at run time.
struct SymbolInfo {
  const char* name;
  std::int64_t max;
  bool is_length = false;  // how much the states of a context hold: the context counts it
};

// A tensor that keeps its values between runs.
struct StateInfo {
  const char* path;  // layer1/attention/key
  StateOwner owner;
  int rank;
  std::int64_t extent[kMaxRank];  // below 0: a symbol, whose maximum is the capacity
  double initial_value;
};

struct ModelInfo {
  const char* name;
  const char* structure;  // hash of parameters and layouts: what packed weights must match
  const FunctionInfo* functions;
  int function_count;  // one at least
  int max_batch;
  std::int64_t arena_bytes_per_example;
  std::size_t thread_memory_bytes;  // the most that one kernel asks for, in each thread
  std::size_t packed_bytes;         // of all packed weights
  std::int64_t parameters;
  const SymbolInfo* symbols;  // the batch first
  int symbol_count;
  const StateInfo* states;  // null: the model has none
  int state_count;
  std::int64_t arena_fixed_bytes = 0;  // of activations that do not depend on the batch

  // The symbol of an extent below 0: that of -1 is the batch.
  const SymbolInfo& symbol(std::int64_t extent) const { return symbols[-1 - extent]; }
  // The most tokens of what `functions[0]` reads: of the first symbol in its inputs after the batch; 0: there is none.
  int max_sequence() const {
    for (int i = 0; i < functions[0].input_count; ++i) {
      for (int d = 0; d < functions[0].inputs[i].rank; ++d) {
        const std::int64_t extent = functions[0].inputs[i].extent[d];
        if (extent < kBatch) return static_cast<int>(symbol(extent).max);
      }
    }
    return 0;
  }
};

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_INFO_H
