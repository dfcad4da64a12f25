// Keras 3's `.keras` archive: a zip file whose entry `model.weights.h5` holds the weights.
#pragma once

#include <cstdint>
#include <string>

#include "import/read_failure.h"
#include "import/zip_archive.h"

namespace specimen::gen {

// Unpacks the entry into the file `output`, of at most `limit` bytes.
bool extract_keras_weights(const ZipArchive& archive, const std::string& output, std::uint64_t limit,
                           ReadFailure& failure);

}  // namespace specimen::gen
