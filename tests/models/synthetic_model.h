// A model with synthetic weights: built from its spec, its weights named and made as the reference's were.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "graph/evaluate/evaluate.h"
#include "graph/graph.h"
#include "models/golden.h"

namespace specimen::gen {

struct SyntheticModel {
  Graph graph;                                 // no pass has run
  std::map<std::string, std::string> origins;  // our name of a weight -> the reference's
  std::string diagnostics;                     // empty: all went well
};

// `specs`: the directory of the model's spec, below the checkout.
SyntheticModel build_model(const Golden& golden, const GoldenCase& one, const std::string& specs = "specs");
std::vector<std::int64_t> extents(const Tensor& weight);
// By our names.
std::map<std::string, DenseArray> make_weights(const SyntheticModel& model, const Golden& golden);
std::map<std::string, DenseArray> make_inputs(const GoldenCase& one, std::uint64_t seed);

}  // namespace specimen::gen
