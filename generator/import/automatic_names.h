// The names that Keras gives to layers without one, `conv2d`, `conv2d_1`, `conv2d_2`, ..., count from the start of the
// process and not of the model: a model that was made after another layer has other names in its files.
#pragma once

#include <string>
#include <vector>

#include "import/checkpoint.h"

namespace specimen::gen {

// Gives the layers of a checkpoint the names that `expected` has, class by class in their order, where the names of a
// class count from elsewhere; a note says so. Diagnostics: checkpoint_layer, where the numbers of layers differ, so
// that which is which cannot be known.
void align_automatic_names(Checkpoint& checkpoint, const std::vector<std::string>& expected, Diagnostics& diagnostics,
                           const Span& span);

}  // namespace specimen::gen
