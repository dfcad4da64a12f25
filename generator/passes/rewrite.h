// What passes share: small edits of a graph that is being rebuilt.
#pragma once

#include <vector>

#include "graph/graph.h"
#include "graph/traits.h"

namespace specimen::gen {

// Every reader of `from` (ops, outputs) reads `to` instead.
void replace_uses(Graph& graph, TensorId from, TensorId to);

// Takes the op out of its region; its tensors stay until dead code is dropped.
void remove_op(Graph& graph, OpId id);

// The same, for an op that goes on as a part of `host`.
void absorb(Graph& graph, OpId id, OpId host);

// Puts an op that is in no region right before or after another one, in that one's region.
void insert_before(Graph& graph, OpId op, OpId anchor);
void insert_after(Graph& graph, OpId op, OpId anchor);

// Adds an op of `pack`; returns its outputs.
std::vector<TensorId> add_pack_op(Graph& graph, Attributes attributes, std::vector<TensorId> inputs, int outputs,
                                  std::string path);

// The position of each op in the order of execution, by op index; -1 for ops of `pack`.
std::vector<int> positions(const Graph& graph);

// The innermost use of a block that a region is in or is, or the function.
RegionId innermost_block(const Graph& graph, RegionId region);
// The same of what writes a tensor; none: nothing does.
RegionId innermost_block(const Graph& graph, TensorId tensor);

// Whether the op reads x as rows without gaps: as its first input, or as a gate of an image.
bool reads_dense(const Graph& graph, const Op& op, TensorId x);

// Inputs of an op as shapes, for asking a shape rule.
std::vector<Shape> input_shapes(const Graph& graph, const Op& op);

}  // namespace specimen::gen
