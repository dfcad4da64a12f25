// TensorFlow checkpoints of version 2: PREFIX.index and PREFIX.data-?????-of-?????.
#pragma once

#include <string>

#include "import/checkpoint.h"

namespace specimen::gen {

// Maps the data files and fills `tensors`; the checksum of each is verified. Of object-based checkpoints `name` is what
// the variable was called, where the file says so, and `place` the key. String tensors, which are no weights, are left
// out. Diagnostics: file_*, checkpoint_unreadable, checkpoint_unsupported.
bool read_tensorflow(const std::string& prefix, Checkpoint& checkpoint, Diagnostics& diagnostics, const Span& span);

}  // namespace specimen::gen
