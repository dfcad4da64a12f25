// From the places of tensors in a Keras HDF5 file to layers and the names of their variables.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "import/checkpoint.h"

namespace specimen::gen {

// Fills `tensors` and `layers` from the dump (hdf5_dump.h) that is the first of `checkpoint.files`. Variables that the
// file names are named; the others wait for name_variables. `path` stands in messages. Diagnostics: checkpoint_format,
// checkpoint_unreadable, checkpoint_layer.
bool keras_layers(const std::string& path, Checkpoint& checkpoint, Diagnostics& diagnostics, const Span& span);

// "conv2d_12" -> conv2d, 12; "dense" -> dense, 0.
void split_ordinal(const std::string& element, std::string& kind, int& ordinal);
// Whether a layer, or a model inside of a model, may be of this class, in snake case: those that have weights.
bool is_layer_kind(std::string_view kind);

// Where a variable stands among those of its layer: every Keras class makes its own in one order, "kernel" before
// "bias", "gamma" before "beta" before "moving_mean". Names that no class has come last.
int variable_rank(std::string_view variable);
bool is_variable_name(std::string_view variable);

// Whether a tensor without a place in the model can be left out without a word: the count of examples that a
// Normalization keeps, and its mean and variance where they change nothing (0 and 1).
bool changes_nothing(const CheckpointTensor& tensor);

// What a layer of this class calls `count` variables; empty where that is not certain.
std::vector<std::string> default_variables(std::string_view kind, std::size_t count);

}  // namespace specimen::gen
