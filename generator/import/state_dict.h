// The tensors that a pickle of PyTorch describes: which storage each one is in, and where.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/runtime.h"
#include "import/pickle.h"
#include "import/read_failure.h"
#include "runtime/core/safetensors.h"

namespace specimen::gen {

// A run of bytes that tensors share.
struct TorchStorage {
  SafetensorsDtype dtype = SafetensorsDtype::u8;  // u8 where the file does not say
  bool known = true;                              // false: numbers of a type that no weight has
  std::uint64_t elements = 0;
  std::uint64_t bytes = 0;
};

struct TorchTensor {
  std::string name;
  SafetensorsDtype dtype = SafetensorsDtype::f32;
  std::vector<std::int64_t> shape, strides;  // in elements
  std::uint64_t offset = 0;                  // in elements, from the start of the storage
  std::uint64_t elements = 0, bytes = 0;     // of the tensor itself
  std::string storage;                       // its key
};

struct StateDict {
  std::string path;                  // of the dictionary in the file: "", "model_state_dict", "checkpoint.model"
  std::vector<TorchTensor> tensors;  // sorted by name
  std::size_t others = 0;            // entries of the dictionary that are no tensors
};

// The storages that a pickle names, by key.
bool read_storages(const Pickle& pickle, std::map<std::string, TorchStorage>& storages, ReadFailure& failure);

// Fails if the pickle names anything but tensors and plain data, so that a file with code is never taken for one of
// weights. Every tensor is inside of its storage. `wanted` is the path of the dictionary to read; "": the only one
// there is, or the one that is called `state_dict`, `model_state_dict` or `model` where no other is called an average
// of it (`ema`).
bool read_state_dict(const Pickle& pickle, const std::map<std::string, TorchStorage>& storages,
                     const std::string& wanted, StateDict& result, ReadFailure& failure);

}  // namespace specimen::gen
