// A checkpoint of another framework, read: its tensors with the names that that framework gives them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/runtime.h"
#include "runtime/core/mapped_file.h"
#include "runtime/core/safetensors.h"

namespace specimen::gen {

struct CheckpointTensor {
  std::string name;   // "conv1_conv/kernel"; "" while its layer is not named yet
  std::string place;  // where it is in the file: "/layers/conv2d/vars/0", or its key
  SafetensorsDtype dtype = SafetensorsDtype::f32;
  std::vector<std::int64_t> shape;
  const unsigned char* data = nullptr;  // row-major, little endian, at any address; lives as long as the checkpoint
  std::uint64_t bytes = 0;
};

// Variables that belong together, in the order in which their layer made them.
struct CheckpointLayer {
  std::string place;           // "/layers/conv2d_1"
  std::string name;            // "conv1_conv"; "" in files that hold no names (Keras before 3.6)
  std::string short_name;      // the last part of `name` if no other layer has it, else ""
  std::string kind;            // the class, in snake case: "conv2d"; "" where the file does not say
  int ordinal = 0;             // among the layers of its kind
  std::vector<int> variables;  // indices into Checkpoint::tensors
};

struct Checkpoint {
  std::vector<SafetensorsFile> files;  // they own the data, mapped and not copied
  std::vector<MappedFile> data;        // so do these, of formats whose index is another file
  std::vector<CheckpointTensor> tensors;
  std::vector<CheckpointLayer> layers;  // whose variables are known by position; empty for other formats
  std::vector<std::string> notes;       // what was chosen or left out, for the user: one sentence each

  // The tensor of this name, or -1. `x/kernel` and `x/depthwise_kernel` stand for each other: Keras renamed it.
  int find(std::string_view name) const;
};

// A tensor that a model expects, as far as naming needs to know: what is wanted decides what a layer's variables are
// called, since Keras's files number them.
struct ExpectedTensor {
  std::string name;                 // theirs
  std::vector<std::int64_t> shape;  // theirs; empty: not known
};

// What `--help` says of a checkpoint's argument.
inline constexpr const char* kCheckpointFiles =
    "Keras .keras, .weights.h5 or .h5; PyTorch .pth, .pt or .bin; safetensors, or the index.json of its shards; the "
    "PREFIX or index of a TensorFlow checkpoint";

// Reads a file by its content: Keras `.keras` and `.weights.h5` (3.x), legacy Keras `.h5`, a state dict that
// PyTorch saved, safetensors, the index of safetensors in shards, the index of a TensorFlow checkpoint, or what that is
// called without `.index`. Archives, pickles and HDF5 are read in a child process with limits. `state_dict` names a
// dictionary of a PyTorch file that has several (state_dict.h). Diagnostics: file_*, checkpoint_*.
std::optional<Checkpoint> read_checkpoint(const std::string& path, Diagnostics& diagnostics, const Span& span = {},
                                          const std::string& state_dict = {});

// Gives names to the variables of layers that have only numbers. What `expected` says of a layer's variables holds
// where their number agrees; otherwise Keras's own orders. Layers without names are matched by kind and order, with a
// warning. Diagnostics: checkpoint_layer, checkpoint_by_order.
void name_variables(Checkpoint& checkpoint, const std::vector<ExpectedTensor>& expected, Diagnostics& diagnostics,
                    const Span& span = {});

}  // namespace specimen::gen
