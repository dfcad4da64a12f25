// Kernels as the lists of test shapes write them: the steps of chains, and kernels of dense tensors from a few numbers.
#pragma once

#include <utility>
#include <vector>

#include "kernels/catalog.h"

namespace specimen::gen {

inline Step unary(Fn fn, double parameter = 0) { return {fn, Operand::none, parameter, false}; }
inline Step binary(Fn fn, Operand operand, double parameter = 0) { return {fn, operand, parameter, false}; }
inline const Step kBias = {Fn::add, Operand::channel, 0, false};
inline const Step kScale = {Fn::multiply, Operand::channel, 0, false};
inline const Step kResidual = {Fn::add, Operand::tensor, 0, false};

// What stands before convolutions: a gate, or a batch norm and an activation.
Chain gate();
Chain preactivation();

// Padding of zeros around its input where it needs one, and bias, residual and relu.
Conv2D convolution(int out_size, int in_channels, int out_channels, int kernel, int stride, bool residual = false);

// Of an image with padding; the same with "same" padding, as Keras has it, of an image without.
DepthwiseConv2D depthwise(int height, int width, int channels, int kernel, int stride, Chain chain = {});
DepthwiseConv2D padded(DepthwiseConv2D w);

// "same" padding, as Keras has it.
ExpandDepthwise expand_depthwise(int height, int width, int in_channels, int channels, int kernel, int stride,
                                 Chain expansion, Chain epilogue = {});

Pool2D pool(Pooling pooling, int in_size, int channels, int size, int stride, bool same);

Elementwise elementwise(int height, int width, int channels, Chain chain);

// Of the tokens of texts of up to 512.
Dense dense_of_rows(int inputs, int units, std::vector<Step> steps);

}  // namespace specimen::gen
