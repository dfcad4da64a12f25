// What is different between two models: layers, and weights by name and shape.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "graph/graph.h"

namespace specimen::gen {

// A layer that one of the two has, or the outermost block around it that only that one has.
struct OneSided {
  std::string path, what;  // what: conv2d, or the block's name
};

struct LayerChange {
  std::string path;
  struct Field {
    std::string name, from, to;  // window.stride_height, 1, 2; or op, conv2d, dense
  };
  std::vector<Field> fields;
};

struct WeightChange {
  std::string name, from, to;  // shapes
};

struct Comparison {
  std::vector<OneSided> added, removed;  // layers, in order of execution
  std::vector<LayerChange> changed;      // the same path, other attributes
  std::vector<std::string> reshaped;     // the same attributes, another shape: what is before or around them changed
  // Tensors of a checkpoint of the first model, in the second one.
  std::vector<std::string> fit;           // the same name and shape
  std::vector<WeightChange> other_shape;  // the same name
  std::vector<std::string> missing;       // the second one needs them, the first one has none such
  std::vector<std::string> extra;         // the second one does not have them
};

// `name_in_a`: what a tensor of b is called in a.
Comparison compare(const Graph& a, const Graph& b, const std::function<std::string(const std::string&)>& name_in_a);

// Paths that differ in numbers alone, as one: `stage1/a`, `stage2/a` -> `2 x stage*/a`. In the order of the first of
// each; what else the items differ in stands in `rest`.
struct Grouped {
  std::string text, rest;
};
std::vector<Grouped> group_paths(const std::vector<std::pair<std::string, std::string>>& paths_and_rest);

}  // namespace specimen::gen
