// Kernel selection: which kernel an op of the finished graph is, and which views it gets.
#pragma once

#include <vector>

#include "graph/graph.h"
#include "kernels/catalog.h"
#include "plan/plan.h"

namespace specimen::gen {

// A tensor handed to a kernel, with the pixel that the kernel's view starts at.
struct SelectedArgument {
  TensorId tensor;
  int row = 0, column = 0;
  bool appended = false;  // of what a state holds, the tokens that the op adds
};

struct SelectedKernel {
  Problem problem;
  std::vector<SelectedArgument> arguments;  // in the kernel's order: inputs, then outputs
  int outputs = 1;
};

// A reshape is another view of the same bytes, a concatenation the memory that its operands are in.
bool has_kernel(const Op& op);
// The kernel calls of an op on targets of a kind, in order.
std::vector<SelectedKernel> select(const Graph& graph, const Op& op, TargetKind kind);

// The last dimension; 1 of ids, and of what has no features: one number for each example, or for all.
int features_of(const Tensor& tensor);
// Where a tensor's elements are, padding included.
Storage storage_of(const Tensor& tensor);
// Bytes of one example with its padding, at the maxima of the symbols, a multiple of the alignment.
std::int64_t image_bytes(const Graph& graph, TensorId id);
// Tokens from one example to the next, of what a state with a length holds; 0: there is no room between examples.
int capacity_of(const Graph& graph, TensorId id);
// The most rows that one example of the shape has: of a sequence, its longest.
std::int64_t most_rows(const Graph& graph, const Shape& shape);

}  // namespace specimen::gen
