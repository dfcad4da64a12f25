// From a model to what a step of training computes of it.
#pragma once

#include <string>

#include "base/loss.h"
#include "graph/graph.h"

namespace specimen::gen {

// The graph's first function as `loss_and_gradients`: with the input `labels`, of a weighted loss `weights`, and the
// output `loss` before its own, the mean over the batch. The passes of training do the rest: `for_training`,
// `differentiate`.
Graph with_loss(const Graph& graph, const Loss& loss);

// Why a step of training cannot be made of the model: an op without a gradient, several functions, an output that the
// loss cannot read; empty: it can.
std::string untrainable(const Graph& graph, const Loss& loss);

// What the model's first output is: logits, or what a softmax or sigmoid made of them.
bool ends_in_logits(const Graph& graph);

}  // namespace specimen::gen
