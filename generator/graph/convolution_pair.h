// expand_depthwise as the two convolutions that it stands for: what the rules say of it, in terms of theirs.
#pragma once

#include <vector>

#include "graph/ops.h"

namespace specimen::gen {

// `Input`: what a rule knows of an input, its shape or its values.
template <class Input>
struct ConvolutionPair {
  FusedConv2DOp expansion;  // of x, its kernel and its operands
  std::vector<Input> expansion_inputs;
  FusedDepthwiseConv2DOp depthwise;  // of the expanded image, and of these
  std::vector<Input> depthwise_inputs;
};

// Of x, both kernels, the operands of the expansion, those of the epilogue.
template <class Input>
ConvolutionPair<Input> take_apart(const ExpandDepthwiseOp& op, const std::vector<Input>& in) {
  const auto operands = in.begin() + 3,
             epilogue = operands + static_cast<std::ptrdiff_t>(op.expansion.operands().size());
  ConvolutionPair<Input> pair;
  pair.expansion.layer.filters = op.filters;
  pair.expansion.packed = true;
  pair.expansion.epilogue = op.expansion;
  pair.expansion_inputs = {in[0], in[1]};
  pair.expansion_inputs.insert(pair.expansion_inputs.end(), operands, epilogue);
  pair.depthwise = {{op.depthwise}, op.epilogue};
  pair.depthwise_inputs = {in[2]};
  pair.depthwise_inputs.insert(pair.depthwise_inputs.end(), epilogue, in.end());
  return pair;
}

}  // namespace specimen::gen
