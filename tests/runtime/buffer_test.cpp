#include "runtime/core/buffer.h"

#include <HalideRuntime.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <utility>
#include <vector>

namespace specimen_v2 {
namespace {

#define SAME_PLACE(ours, our_member, theirs, their_member)                              \
  EXPECT_EQ(offsetof(ours, our_member), offsetof(theirs, their_member)) << #our_member; \
  EXPECT_EQ(sizeof(ours::our_member), sizeof(theirs::their_member)) << #our_member

TEST(Buffer, HasTheLayoutOfHalidesStruct) {
  EXPECT_EQ(sizeof(Buffer), sizeof(halide_buffer_t));
  EXPECT_EQ(alignof(Buffer), alignof(halide_buffer_t));
  SAME_PLACE(Buffer, device, halide_buffer_t, device);
  SAME_PLACE(Buffer, device_interface, halide_buffer_t, device_interface);
  SAME_PLACE(Buffer, host, halide_buffer_t, host);
  SAME_PLACE(Buffer, flags, halide_buffer_t, flags);
  SAME_PLACE(Buffer, type, halide_buffer_t, type);
  SAME_PLACE(Buffer, dimensions, halide_buffer_t, dimensions);
  SAME_PLACE(Buffer, dim, halide_buffer_t, dim);
  SAME_PLACE(Buffer, padding, halide_buffer_t, padding);

  EXPECT_EQ(sizeof(BufferDim), sizeof(halide_dimension_t));
  SAME_PLACE(BufferDim, min, halide_dimension_t, min);
  SAME_PLACE(BufferDim, extent, halide_dimension_t, extent);
  SAME_PLACE(BufferDim, stride, halide_dimension_t, stride);
  SAME_PLACE(BufferDim, flags, halide_dimension_t, flags);

  EXPECT_EQ(sizeof(BufferType), sizeof(halide_type_t));
  SAME_PLACE(BufferType, code, halide_type_t, code);
  SAME_PLACE(BufferType, bits, halide_type_t, bits);
  SAME_PLACE(BufferType, lanes, halide_type_t, lanes);
  const BufferType type;
  EXPECT_EQ(type.code, halide_type_float);
}

using Dims = std::vector<std::pair<int, int>>;  // extents and strides, fastest first

Dims dims_of(const Buffer& buffer) {
  Dims list;
  for (int d = 0; d < buffer.dimensions; ++d) {
    EXPECT_EQ(buffer.dim[d].min, 0);
    list.emplace_back(buffer.dim[d].extent, buffer.dim[d].stride);
  }
  return list;
}

TEST(Buffer, ArgumentsSayAllOfAView) {
  float data[3 * 5 * 7 * 2 + 8];
  const Tensor t(data, {3, 5, 7, 2});
  ImageArgument image(t, 3, 4);
  EXPECT_EQ(image.buffer.host, reinterpret_cast<std::uint8_t*>(data + 4));
  EXPECT_EQ(dims_of(image.buffer), (Dims{{2, 1}, {7, 2}, {5, 14}, {3, 70}}));
  ImageArgument slice(t.slice(3, 1, 1), 3);
  EXPECT_EQ(slice.buffer.host, reinterpret_cast<std::uint8_t*>(data + 1));
  EXPECT_EQ(dims_of(slice.buffer), (Dims{{1, 1}, {7, 2}, {5, 14}, {3, 70}}));
  // Rows as images of one pixel, tokens as rows.
  ImageArgument pixels(Tensor(data, {3, 70}), 3);
  EXPECT_EQ(dims_of(pixels.buffer), (Dims{{70, 1}, {1, 70}, {1, 70}, {3, 70}}));
  RowsArgument rows(Tensor(data, {3, 70}), 3);
  EXPECT_EQ(dims_of(rows.buffer), (Dims{{70, 1}, {3, 70}}));
  RowsArgument tokens(Tensor(data, {3, 5, 14}), 15);
  EXPECT_EQ(dims_of(tokens.buffer), (Dims{{14, 1}, {15, 14}}));
  WeightArgument weights(data, {5, 7, 2});
  EXPECT_EQ(dims_of(weights.buffer), (Dims{{2, 1}, {7, 2}, {5, 14}}));
  EXPECT_EQ(weights.buffer.type.bits, 32);
}

TEST(Buffer, SequencesCarryTheirLengthToo) {
  float data[2 * 5 * 3];
  SequenceArgument sequence(Tensor(data, {2, 5, 3}));
  EXPECT_EQ(sequence.buffer.dimensions, 3);
  EXPECT_EQ(sequence.buffer.dim[1].extent, 5);
  EXPECT_EQ(sequence.buffer.dim[2].extent, 2);
  const std::int32_t ids[10] = {};
  TokensArgument tokens(ConstTokens(ids, {2, 5}));
  EXPECT_EQ(tokens.buffer.type.code, halide_type_int);
  EXPECT_EQ(tokens.buffer.type.bits, 32);
  EXPECT_EQ(tokens.buffer.dimensions, 2);
  EXPECT_EQ(tokens.buffer.dim[0].extent, 5);
  EXPECT_EQ(tokens.buffer.dim[1].extent, 2);
  EXPECT_EQ(Tensor(data, {2, 5, 3}).rows(), 10);
  EXPECT_EQ(ConstTokens(ids, {2, 5}).dtype, DType::i32);
}

TEST(Buffer, TensorsTurnAround) {
  float data[2 * 5 * 7 * 3];
  const Tensor t(data, {2, 5, 7, 3});
  TensorArgument argument(t);
  const int extents[] = {3, 7, 5, 2}, strides[] = {1, 3, 21, 105};
  for (int d = 0; d < 4; ++d) {
    EXPECT_EQ(argument.buffer.dim[d].min, 0);
    EXPECT_EQ(argument.buffer.dim[d].extent, extents[d]);
    EXPECT_EQ(argument.buffer.dim[d].stride, strides[d]);
  }
}

TEST(Tensor, SlicesAndKnowsGaps) {
  float data[24] = {};
  const Tensor t(data, {2, 3, 4});
  EXPECT_TRUE(t.is_dense());
  EXPECT_EQ(t.elements(), 24);
  const Tensor s = t.slice(1, 1, 2);
  EXPECT_EQ(s.data, data + 4);
  EXPECT_EQ(s.extent[1], 2);
  EXPECT_FALSE(s.is_dense());
  EXPECT_TRUE(t.slice(0, 1, 1).is_dense());
  const ConstTensor c = t;
  EXPECT_EQ(&c.at(1, 2, 3), data + 23);
}

}  // namespace
}  // namespace specimen_v2
