// From a checkpoint's tensors to what kernels read: panels of 16 output channels, Winograd transforms, batch norms
// folded into kernels. Pure functions of numbers; sums and products in double, rounded once.
#ifndef SPECIMEN_V2_CORE_PACK_H
#define SPECIMEN_V2_CORE_PACK_H

#include <cstddef>
#include <cstdint>

#include "tensor.h"

namespace specimen_v2 {

struct FilterShape {
  int height = 1, width = 1, in = 1, out = 1;
};

std::size_t packed_elements(ConvAlgorithm algorithm, const FilterShape& shape);
std::size_t packed_dense_elements(int inputs, int units);

// What multiplies and is added to each channel: a batch norm in inference, beside the bias of the layer before it.
// Any of the pointers but mean and variance may be null.
struct BatchNorm {
  const float *gamma = nullptr, *beta = nullptr, *mean = nullptr, *variance = nullptr;
  double epsilon = 0;
};

// scale = gamma / sqrt(variance + epsilon), shift = beta - mean * scale, both of `channels` doubles.
void scale_and_shift(const BatchNorm& norm, int channels, double* scale, double* shift);

// `kernel` is Keras's (height, width, in, out). `scale`: one factor for each output channel, or null.
void pack_conv2d(ConvAlgorithm algorithm, const FilterShape& shape, const float* kernel, const double* scale,
                 Real* packed);

// `kernel` is (height, width, out, in), of a transposed convolution; packed as `direct`.
void pack_conv2d_transposed(const FilterShape& shape, const float* kernel, Real* packed);

// `kernel` is Keras's (inputs, units); packed: [units/16][inputs][16].
void pack_dense(int inputs, int units, const float* kernel, const double* scale, Real* packed);

// The same of a kernel that is (units, inputs).
void pack_dense_transposed(int inputs, int units, const float* kernel, Real* packed);

// out[i][c] = kernel[i][c] * scale[c]: depthwise kernels, (height * width) rows of channels.
void scale_rows(std::int64_t rows, int channels, const float* kernel, const double* scale, Real* out);

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_PACK_H
