// Weights and inputs for a random spec, and its right answers: the graph as the spec says it, in double.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "graph/evaluate/evaluate.h"
#include "random/dice.h"

namespace specimen::gen {

using Arrays = std::map<std::string, DenseArray>;

// One call of the model.
struct RandomRun {
  Dim::Bindings symbols;
  Arrays inputs, outputs;
};

struct Numbers {
  Arrays weights;
  std::vector<RandomRun> runs;
  std::map<std::string, std::int64_t> id_limits;  // int32 inputs that something reads: values are below this
  // How far the outputs move, relative to their largest value, where every tensor on the way is off by the rounding of
  // float32. Where that is much, or a value is not finite, the spec says nothing about Specimen: `usable` is false.
  double rounding = 0;
  bool usable = false;
};

Numbers make_numbers(const Graph& graph, Dice& dice);

// max|a - b| / max|b|; infinite where a holds NaN, or shapes differ.
double difference(const DenseArray& a, const DenseArray& b);

}  // namespace specimen::gen
