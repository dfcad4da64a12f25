// Files of weights: what training starts from, and what it exports.
#ifndef SPECIMEN_V2_TRAIN_WEIGHTS_FILE_H
#define SPECIMEN_V2_TRAIN_WEIGHTS_FILE_H

#include <string>
#include <vector>

#include "../core/status.h"
#include "parameters.h"

namespace specimen_v2::train {

// The weights alone, f32, by their own names; with `average`, that slot in place of the trainable ones. Errors:
// io_error.
Status export_weights(const std::string& path, const TrainState& state, int average);

// Parameters that a safetensors file has under their names, with their shapes. `missing` gets the names of the others,
// which stay as they are. Errors: those of SafetensorsFile; data_error where it has none of them.
Status read_weights(const std::string& path, TrainState* state, std::vector<const char*>* missing);

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_WEIGHTS_FILE_H
