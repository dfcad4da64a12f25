// What a model costs: parameters, FLOPs and bytes of each op, and in all.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "graph/graph.h"

namespace specimen::gen {

// A layer, for one example, before fusion.
struct OpCosts {
  std::string path, op, shape;
  std::int64_t parameters = 0;     // of weights that no op before it has
  std::int64_t multiply_adds = 0;  // of convolutions, dense layers and attention, as papers count them
  std::int64_t flops = 0;          // two for each multiply-add, one for each other operation on an element
  std::int64_t bytes = 0;          // each tensor touched once
};

struct Costs {
  std::vector<OpCosts> ops;  // in order of execution
  std::int64_t parameters = 0, trainable = 0, multiply_adds = 0, flops = 0;
};

// Of one example of a function with sequences of `sequence` tokens; 0: the longest. Parameters are those of the model.
Costs costs_of(const Graph& graph, const Function& function, std::int64_t sequence = 0);
// Of a tensor whose dimensions are all known.
std::int64_t elements_of(const Tensor& tensor);

}  // namespace specimen::gen
