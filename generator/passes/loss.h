// From a model to what a step of training computes of it.
#pragma once

#include <string>

#include "graph/graph.h"

namespace specimen::gen {

// Sparse categorical cross-entropy, the mean over the batch
// (https://keras.io/api/losses/probabilistic_losses/#sparsecategoricalcrossentropy-class).
struct Loss {
  double label_smoothing = 0;
};

// The graph's first function as `loss_and_gradients`: with the input `labels`, and the output `loss` before its own.
// The passes of training do the rest: `for_training`, `differentiate`.
Graph with_loss(const Graph& graph, const Loss& loss);

// Why a step of training cannot be made of the model: an op without a gradient, several functions; empty: it can.
std::string untrainable(const Graph& graph);

}  // namespace specimen::gen
