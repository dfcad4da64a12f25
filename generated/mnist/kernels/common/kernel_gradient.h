// What the gradients of the kernels of dense layers and convolutions share: each is a sum over pixels of products of an
// input and a unit (output channel). Shape, schedule, rule. Plain C++.
#pragma once

#include <cstdint>
#include <vector>

#include "fields.h"
#include "target.h"
#include "tiles.h"

namespace mnist::kernels {

// Of a dense layer: rows that are summed up before they are added to the sum of those before.
inline constexpr int kRowsOfChunk = 192;

// A convolution of `width` x `height` pixels; of a dense layer, chunks of up to `width` rows.
struct KernelGradient {
  int inputs = 1, units = 1;  // of a group
  int groups = 1;
  int kernel_height = 1, kernel_width = 1;
  int stride_height = 1, stride_width = 1;
  int dilation_height = 1, dilation_width = 1;
  int height = 1, width = 1;

  // Rows and columns from one that is packed to the next: of a single tap those that it touches.
  int row_step() const { return kernel_height == 1 ? stride_height : 1; }
  int column_step() const { return kernel_width == 1 ? stride_width : 1; }
  // What is packed for that number of rows of dy.
  int packed_height(int rows) const {
    return ((rows - 1) * stride_height + (kernel_height - 1) * dilation_height) / row_step() + 1;
  }
  int packed_width() const {
    return ((width - 1) * stride_width + (kernel_width - 1) * dilation_width) / column_step() + 1;
  }
};

// A register tile is `unit_vectors` vectors of units by `inputs` inputs of one tap, summed up over the pixels of a
// chunk: `rows` rows of each of `examples` examples. A task packs what it reads of a chunk and adds the sums of its
// tiles to the gradient, chunk after chunk. It computes `unit_tiles` by `input_tiles` tiles of every tap; with several
// `parts` it takes one part of the chunks, and the parts' sums are added pairwise.
struct KernelGradientSchedule {
  int unit_vectors = 1;
  int inputs = 1;
  int unroll = 1;  // pixels of a row in the body of the reduction loop
  int rows = 1, examples = 1;
  int unit_tiles = 1, input_tiles = 1;
  int parts = 1;

  template <class V>
  void fields(V&& v) {
    v("unit_vectors", unit_vectors), v("inputs", inputs), v("unroll", unroll), v("rows", rows);
    v("examples", examples), v("unit_tiles", unit_tiles), v("input_tiles", input_tiles), v("parts", parts);
  }
};

// Lanes that a tile's inputs take where they are packed.
int input_lanes(const KernelGradientSchedule& schedule);

KernelGradientSchedule kernel_gradient_rule(const KernelGradient& shape, Target target);
std::vector<KernelGradientSchedule> kernel_gradient_candidates(const KernelGradient& shape, Target target);
std::int64_t kernel_gradient_workspace(const KernelGradient& shape, const KernelGradientSchedule& schedule,
                                       Target target);

}  // namespace mnist::kernels
