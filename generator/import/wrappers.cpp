#include "import/wrappers.h"

#include <algorithm>

namespace specimen::gen {

bool remove_wrapper(Checkpoint& checkpoint) {
  for (const std::string_view prefix : {"module.", "_orig_mod.", "model."}) {
    const bool all =
        !checkpoint.tensors.empty() &&
        std::all_of(checkpoint.tensors.begin(), checkpoint.tensors.end(), [&](const CheckpointTensor& tensor) {
          return tensor.name.starts_with(prefix) && tensor.name.size() > prefix.size();
        });
    if (!all) continue;
    for (CheckpointTensor& tensor : checkpoint.tensors) tensor.name.erase(0, prefix.size());
    checkpoint.notes.push_back("every name begins with `" + std::string(prefix) + "`, which was left out");
    return true;
  }
  return false;
}

}  // namespace specimen::gen
