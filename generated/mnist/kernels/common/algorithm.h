// What every family's Halide code shares: kernel arguments with constant strides, and chains as expressions.
#pragma once

#include <Halide.h>

#include <algorithm>
#include <vector>

#include "algorithm_functions.h"
#include "chain.h"
#include "storage.h"
#include "target.h"
#include "tiles.h"

namespace mnist::kernels {

// A scheduled pipeline and its inputs, in the order of the kernel's arguments; outputs follow them.
struct HalideKernel {
  Halide::Pipeline pipeline;
  std::vector<Halide::Argument> arguments;
};

inline constexpr int kBatchDim = 3;

// Every extent and stride but the batch is a constant: addresses become displacements, and nothing is checked at run
// time.
template <class P>
void fix_image(P&& parameter, const Storage& s, int channels, int width, int height) {
  parameter.dim(0).set_bounds(0, channels).set_stride(1);
  parameter.dim(1).set_bounds(0, width).set_stride(s.pixel);
  parameter.dim(2).set_bounds(0, height).set_stride(s.row);
  parameter.dim(3).set_min(0).set_stride(s.example);
}

// (rows, features), dense; the number of rows is a run-time extent.
template <class P>
void fix_rows(P&& parameter, int features) {
  parameter.dim(0).set_bounds(0, features).set_stride(1);
  parameter.dim(1).set_min(0).set_stride(features);
}

// (batch, sequence, features), `stride` elements from one token to the next; batch and sequence are run-time extents,
// and the batch has a run-time stride.
template <class P>
void fix_sequences(P&& parameter, int features, int stride) {
  parameter.dim(0).set_bounds(0, features).set_stride(1);
  parameter.dim(1).set_min(0).set_stride(stride);
  parameter.dim(2).set_min(0);
}

// (batch, sequence): ids and masks.
template <class P>
void fix_tokens(P&& parameter) {
  parameter.dim(0).set_min(0).set_stride(1);
  parameter.dim(1).set_min(0);
}

// Packed weights: dense, aligned, extents fastest first.
inline Halide::ImageParam weights_param(const char* name, const std::vector<int>& extents) {
  Halide::ImageParam parameter(Halide::Float(32), static_cast<int>(extents.size()), name);
  int stride = 1;
  for (int d = 0; d < static_cast<int>(extents.size()); ++d) {
    parameter.dim(d).set_bounds(0, extents[d]).set_stride(stride);
    stride *= extents[d];
  }
  parameter.set_host_alignment(64);
  return parameter;
}

// A chain at work: the parameters of its operands, and the values that are outputs.
struct ChainAlgorithm {
  std::vector<Halide::ImageParam> operands;
  std::vector<Halide::Expr> outputs;  // one, or two: a tuple
};
// For images: variables c, x, y, n. `residual` is the storage of tensor operands.
ChainAlgorithm apply_image_chain(const Chain& chain, Halide::Expr value, const Storage& residual, int channels,
                                 int width, int height, Halide::Var c, Halide::Var x, Halide::Var y, Halide::Var n);
// For rows: variables c, n.
ChainAlgorithm apply_rows_chain(const Chain& chain, Halide::Expr value, int channels, Halide::Var c, Halide::Var n);

// For sequences: variables c, s, n.
ChainAlgorithm apply_sequences_chain(const Chain& chain, Halide::Expr value, int channels, Halide::Var c, Halide::Var s,
                                     Halide::Var n);

// The kernel of a function that writes images: fixes its outputs, appends the operands.
HalideKernel finish_images(Halide::Func out, const ChainAlgorithm& chain, std::vector<Halide::Argument> inputs,
                           const Storage& s, int channels, int width, int height);
HalideKernel finish_rows(Halide::Func out, const ChainAlgorithm& chain, std::vector<Halide::Argument> inputs,
                         int channels);

HalideKernel finish_sequences(Halide::Func out, const ChainAlgorithm& chain, std::vector<Halide::Argument> inputs,
                              int channels);

// Zeros beside an image whose columns 0 to `inside` the first update of padded(c, x, y, n) writes: in its columns from
// `first` on and up to `end`, `vec` channels at a time.
void zero_beside(Halide::Func padded, int first, int inside, int end, int vec);

// Defines `out` with the chain's outputs.
template <class... Args>
void define(Halide::Func out, const ChainAlgorithm& chain, const Args&... args) {
  if (chain.outputs.size() == 1) {
    out(args...) = chain.outputs[0];
  } else {
    out(args...) = Halide::Tuple(chain.outputs);
  }
}

}  // namespace mnist::kernels
