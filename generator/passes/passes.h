// The passes, in the order in which they run. Each is a pure function from a graph to a graph that computes the same.
#pragma once

#include <functional>
#include <vector>

#include "graph/graph.h"

namespace specimen::gen {

// Layers that have no kernel of their own become others that compute the same.
Graph lower(const Graph& graph);
// A pad of zeros before a convolution or a max pool becomes its padding.
Graph fold_padding(const Graph& graph);
// What layers mean in inference: dropout does nothing, batch norms use their moving statistics.
Graph for_inference(const Graph& graph);
// A batch norm after a convolution or dense layer goes into its kernel and bias, in `prepare`.
Graph fold_batch_norm(const Graph& graph);
// Ops of layers become kernel ops: with room for chains, or where they work element by element, chains themselves.
Graph to_kernel_ops(const Graph& graph);
// Chains move into the kernel that writes their input: epilogues. A value that others read too becomes a second output.
Graph fuse_chains(const Graph& graph);
// Chains that are left move into the 1x1 convolution that alone reads them: prologues.
Graph fuse_prologues(const Graph& graph);
// Direct or Winograd, for every convolution; filters are packed for it in `prepare`.
Graph pack(const Graph& graph);
// A 1x1 convolution and the depthwise one that alone reads it become one op, where that is faster.
Graph fuse_expansions(const Graph& graph);
// Operands of a concatenation become slices of its result, written there by their kernels; what cannot is copied.
Graph slice_concats(const Graph& graph);
// Halos: the producer of an image leaves room for the padding that its readers need; a caller's buffer is copied.
Graph layout(const Graph& graph);
// Ops whose results nobody reads, tensors without op, empty regions; ids are renumbered in order of execution.
Graph drop_dead(const Graph& graph);

struct Pass {
  const char* name;
  const char* what;
  Graph (*run)(const Graph&);
};
const std::vector<Pass>& pipeline();

// Runs all of them; `after` sees the graph that each one made.
Graph run_passes(const Graph& graph, const std::function<void(const Pass&, const Graph&)>& after = nullptr);

}  // namespace specimen::gen
