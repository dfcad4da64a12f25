// Evaluates a graph op by op with plain loops in double: what passes, kernels and generated code are checked against.
// Never on the path of a product.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "graph/graph.h"

namespace specimen::gen {

// A dense array, row-major. Packed filters are held as the kernel that they were packed from: packing moves numbers and
// changes none.
struct DenseArray {
  std::vector<std::int64_t> shape;
  std::vector<double> data;
};

std::int64_t elements(const std::vector<std::int64_t>& shape);

// The outputs of one op.
std::vector<DenseArray> evaluate(const Attributes& attributes, const std::vector<const DenseArray*>& inputs);

// Runs one function: named inputs and weights in, named outputs out. `states` holds what each state of the graph holds
// before the run, by name, and afterwards what it holds then. Every tensor of the function is also kept when `all` is
// given, by name.
std::map<std::string, DenseArray> evaluate(const Graph& graph, const std::map<std::string, DenseArray>& inputs,
                                           const std::map<std::string, DenseArray>& weights,
                                           std::map<std::string, DenseArray>* all = nullptr, std::size_t function = 0,
                                           std::map<std::string, DenseArray>* states = nullptr);

}  // namespace specimen::gen
