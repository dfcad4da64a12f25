// The shape rules of the ops that know where one sequence ends, and what all shape rules share.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "graph/ops.h"
#include "graph/shapes.h"

namespace specimen::gen {

using InputShapes = std::vector<std::vector<Dim>>;

inline Shapes fail(std::string message) { return {{}, std::move(message)}; }
// One result, of a size that fits.
Shapes result(std::vector<Dim> y);
// All dimensions but the last: one for each row.
std::vector<Dim> rows(const std::vector<Dim>& x);
// What is wrong where an op needs (batch, sequence, features); empty: nothing.
std::string needs_sequence(const char* op, const std::vector<Dim>& x);

Shapes infer(const EmbeddingOp& op, const InputShapes& in);
Shapes infer(const PositionEmbeddingOp& op, const InputShapes& in);
Shapes infer(const AttentionOp& op, const InputShapes& in);
Shapes infer(const SequencePoolOp& op, const InputShapes& in);
Shapes infer(const SelectTokenOp& op, const InputShapes& in);
Shapes infer(const EmbeddingBackwardOp& op, const InputShapes& in);
Shapes infer(const PositionEmbeddingBackwardOp& op, const InputShapes& in);
Shapes infer(const AttentionBackwardOp& op, const InputShapes& in);
Shapes infer(const SequencePoolBackwardOp& op, const InputShapes& in);
Shapes infer(const SelectTokenBackwardOp& op, const InputShapes& in);

}  // namespace specimen::gen
