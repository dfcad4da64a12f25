// Taking the weights out of a `.keras` file: a zip archive with `model.weights.h5` inside. Runs in a child process
// only.
#pragma once

#include <cstdint>
#include <string>

namespace specimen::gen {

// Writes the archive's `model.weights.h5` to `output`. No other entry is read, and no name of the archive becomes a
// path. False, and `message`, if the archive is damaged, has no such entry or two of them, has it encrypted, or unpacks
// to more than `limit` bytes or far more than is stored.
bool extract_keras_weights(const std::string& path, const std::string& output, std::uint64_t limit,
                           std::string& message);

}  // namespace specimen::gen
