// From a checkpoint of another framework to a safetensors file with our names and layouts.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostics.h"
#include "import/checkpoint.h"
#include "import/transform.h"

namespace specimen::gen {

// A tensor of ours and where it comes from.
struct WantedTensor {
  std::string ours;
  std::vector<std::string> theirs;  // several: the transforms join them
  std::vector<std::int64_t> shape;  // ours
  std::vector<Transform> transforms;
  Span rule;                     // of the checkpoint rule, for messages
  std::string initializer = {};  // of the layer, by Keras's name
  bool added = false;            // the model that the checkpoint is of has no such tensor; `theirs` may then be empty
  std::vector<std::string> prefixes = {};  // that their names may have
};

// The tensor that `name`, one of `wanted.theirs` or of those that it is tied to, stands for: of that name, of one of
// the aliases, or of either behind a prefix. -1: none.
int find_theirs(const Checkpoint& checkpoint, const WantedTensor& wanted, const std::string& name);

struct ConvertOptions {
  std::function<bool(std::string_view theirs)> ignored;  // tensors of theirs to leave alone; may be empty
  bool allow_unexpected = false;  // tensors of theirs without a place are left alone, and listed in the report
  std::vector<std::pair<std::string, std::string>> metadata = {};  // for the file's header
  std::function<bool(const std::string& ours)> load = {};  // tensors of ours to take; the others are initialised
  bool initialize_missing = false;            // what the checkpoint lacks, or has in another shape, is initialised
  std::uint64_t seed = 1;                     // of initialisation
  std::vector<ExpectedTensor> expected = {};  // what the checkpoint's own model has, where that is another one
};

// A tensor of ours that did not come from the checkpoint.
struct InitializedTensor {
  std::string name;
  std::vector<std::int64_t> shape;
  std::string why;  // "new", "not in the checkpoint", "another shape (1000) -> (37)", "left out by --load"
};

struct ConvertReport {
  std::size_t tensors = 0;
  std::uint64_t parameters = 0, bytes = 0;
  std::vector<std::string> loaded;  // ours, in the model's order
  std::vector<InitializedTensor> initialized;
  std::vector<std::string> unexpected;  // theirs, sorted
};

// Whether the checkpoint has what is wanted; everything that is wrong is listed. Besides what convert reports:
// weights_not_finite.
std::optional<ConvertReport> check(Checkpoint& checkpoint, const std::vector<WantedTensor>& wanted,
                                   const ConvertOptions& options, Diagnostics& diagnostics);

// Writes every wanted tensor as float32 (from 16, 32 or 64 bits) to `output`, whole or not at all. Everything that is
// wrong is listed before anything is written. Names the checkpoint's variables first. Diagnostics: checkpoint_layer,
// checkpoint_by_order, checkpoint_transform, weights_*, initializer_unknown, file_not_written.
std::optional<ConvertReport> convert(Checkpoint& checkpoint, const std::vector<WantedTensor>& wanted,
                                     const ConvertOptions& options, const std::string& output,
                                     Diagnostics& diagnostics);

}  // namespace specimen::gen
