// Where Keras keeps a model's weights in a `.weights.h5`: a group for each layer, `/layers/conv2d_1/vars`, and the
// variables in it by number. Keras goes by the layers' classes and their order in the model, never by their names.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "graph/graph.h"
#include "import/convert.h"

namespace specimen::gen {

struct KerasVariable {
  std::string ours;
  std::string group;  // "/layers/conv2d_1/vars"
  std::size_t number = 0;
  std::string layer;  // the layer's name, for people and for reading the file again
};

// What Keras calls a tensor: by the mapping, or else the path with `_` between its levels. No value after diagnostics:
// checkpoint_transform.
std::optional<std::vector<WantedTensor>> keras_names(std::vector<WantedTensor> wanted, Diagnostics& diagnostics);

// The places that the same names have in a file that Keras wrote for its model. No value after diagnostics: those of
// check, checkpoint_format.
std::optional<std::vector<KerasVariable>> places_like(Checkpoint& like, const std::vector<WantedTensor>& wanted,
                                                      Diagnostics& diagnostics);

// The places in a functional model that is made as the spec says. Warns, checkpoint_by_order, where that leaves the
// order of two layers open whose weights have the same shapes.
std::vector<KerasVariable> places_by_order(const Graph& graph, const std::vector<WantedTensor>& wanted,
                                           Diagnostics& diagnostics);

// Writes the tensors of a safetensors file with our names, whole or not at all. False, and `message`.
bool write_keras(const std::string& weights, std::vector<KerasVariable> variables, const std::string& path,
                 std::string& message);

}  // namespace specimen::gen
