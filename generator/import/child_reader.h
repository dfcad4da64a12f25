// Checkpoints that are read in a child process with limits, since their files may be hostile and their libraries are
// not made for that: HDF5, archives, pickles. The child writes the tensors to a temporary safetensors file.
#pragma once

#include <string>

#include "import/checkpoint.h"
#include "import/shard_index.h"

namespace specimen::gen {

// Each fills `checkpoint`. Diagnostics: file_not_written (no room for the tensors), checkpoint_*.
bool read_hdf5(const std::string& path, Checkpoint& checkpoint, Diagnostics& diagnostics, const Span& span);

// The files that Keras's `save_weights("NAME.weights.json", max_shard_size=...)` lists in `index`.
bool read_keras_shards(const std::string& index, const Shards& shards, Checkpoint& checkpoint, Diagnostics& diagnostics,
                       const Span& span);

// The files of state dicts that transformers lists in `pytorch_model.bin.index.json`.
bool read_torch_shards(const std::string& index, const Shards& shards, Checkpoint& checkpoint, Diagnostics& diagnostics,
                       const Span& span);

// A `.keras` file, or one that torch.save wrote, of which `state_dict` names a dictionary.
bool read_archive(const std::string& path, const std::string& state_dict, Checkpoint& checkpoint,
                  Diagnostics& diagnostics, const Span& span);

// A file that torch.save of PyTorch before 1.6 wrote.
bool read_pickle(const std::string& path, const std::string& state_dict, Checkpoint& checkpoint,
                 Diagnostics& diagnostics, const Span& span);

}  // namespace specimen::gen
