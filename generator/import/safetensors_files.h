// Safetensors, whole or in parts: an index beside the parts says {"weight_map": {tensor: file}}.
#pragma once

#include <string>

#include "import/checkpoint.h"
#include "import/shard_index.h"

namespace specimen::gen {

// Adds a file's tensors under their own names, which are their places, too.
void add_tensors(const SafetensorsFile& file, Checkpoint& checkpoint);

// Both map files and fill `tensors`; names are places. Diagnostics: file_*, checkpoint_unreadable.
bool read_safetensors(const std::string& path, Checkpoint& checkpoint, Diagnostics& diagnostics, const Span& span);

// Each tensor is in the shard that the index gives it to and nowhere else.
bool read_sharded_safetensors(const std::string& index, const Shards& shards, Checkpoint& checkpoint,
                              Diagnostics& diagnostics, const Span& span);

}  // namespace specimen::gen
