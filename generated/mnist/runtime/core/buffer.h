// What a kernel takes as an argument: Halide's buffer struct, declared here so that generated code needs no header of
// Halide. A test compares it with HalideRuntime.h, member by member.
#ifndef SPECIMEN_V2_CORE_BUFFER_H
#define SPECIMEN_V2_CORE_BUFFER_H

#include <cstdint>

#include "tensor.h"

namespace specimen_v2 {

struct BufferDim {
  std::int32_t min = 0, extent = 0, stride = 0;
  std::uint32_t flags = 0;
};

struct BufferType {
  std::uint8_t code = 2;  // floating point
  std::uint8_t bits = 8 * sizeof(Real);
  std::uint16_t lanes = 1;
};

// The codes are Halide's: 0 of signed integers, 3 of bfloat16.
inline constexpr BufferType kInt32 = {0, 32, 1}, kInt8 = {0, 8, 1}, kBfloat16 = {3, 16, 1};

struct Buffer {
  std::uint64_t device = 0;
  const void* device_interface = nullptr;
  std::uint8_t* host = nullptr;
  std::uint64_t flags = 0;
  BufferType type;
  std::int32_t dimensions = 0;
  BufferDim* dim = nullptr;
  void* padding = nullptr;
};

// The constructors below are calls: a model makes hundreds of arguments, and each would be as much code in place.

// An argument of a kernel: all that Halide's struct can say of a view. A kernel's own extents and strides are constants
// but for the batch, so that it reads no more of these than the address and how many images or rows there are.
template <int rank>
struct KernelArgument {
  Buffer buffer;
  BufferDim dims[rank];

  // `count` images or rows of the view, from `offset` floats behind its first element on. A view of other dimensions
  // than the kernel's is one of rows: the last dimension is theirs, and the others count them.
  __attribute__((noinline)) explicit KernelArgument(const ConstTensor& t, std::int64_t count, std::int64_t offset = 0) {
    // The kernel's type decides whether it writes; Halide's struct has no const.
    buffer.host = reinterpret_cast<std::uint8_t*>(const_cast<Real*>(t.data + offset));
    set(t, count);
  }
  __attribute__((noinline)) explicit KernelArgument(const ConstTokens& t, std::int64_t count) {
    buffer.host = reinterpret_cast<std::uint8_t*>(const_cast<std::int32_t*>(t.data));
    buffer.type = kInt32;
    set(t, count);
  }
  KernelArgument(const KernelArgument&) = delete;
  KernelArgument& operator=(const KernelArgument&) = delete;
  operator Buffer*() { return &buffer; }

 private:
  template <class T>
  void set(const TensorView<T>& t, std::int64_t count) {
    buffer.dimensions = rank;
    buffer.dim = dims;
    const int inner = t.rank == rank ? rank - 1 : 1;
    const int next = t.rank - 1 - inner;  // the dimension of the view that `count` goes through
    const auto stride = static_cast<std::int32_t>(next < 0 ? t.extent[0] : t.stride[next]);
    for (int d = 0; d < rank; ++d) {
      const int from = t.rank - 1 - d;
      const bool own = d < inner;
      dims[d].extent = own ? static_cast<std::int32_t>(t.extent[from]) : 1;
      dims[d].stride = own ? static_cast<std::int32_t>(t.stride[from]) : stride;
    }
    dims[rank - 1].extent = static_cast<std::int32_t>(count);
  }
};

using ImageArgument = KernelArgument<4>;   // (batch, height, width, channels)
using RowsArgument = KernelArgument<2>;    // (rows, features)
using VectorArgument = KernelArgument<1>;  // of a tensor without a batch all elements

// (batch, sequence, features), token by token without gaps: both extents, and how far one text is
// from the next, are known at run time.
struct SequenceArgument {
  Buffer buffer;
  BufferDim dims[3];

  __attribute__((noinline)) explicit SequenceArgument(const ConstTensor& t) {
    buffer.host = reinterpret_cast<std::uint8_t*>(const_cast<Real*>(t.data));
    buffer.dimensions = 3;
    buffer.dim = dims;
    for (int d = 0; d < 3; ++d) {
      dims[2 - d].extent = static_cast<std::int32_t>(t.extent[d]);
      dims[2 - d].stride = static_cast<std::int32_t>(t.stride[d]);
    }
    dims[2].stride = static_cast<std::int32_t>(t.stride[0]);
  }
  SequenceArgument(const SequenceArgument&) = delete;
  SequenceArgument& operator=(const SequenceArgument&) = delete;
  operator Buffer*() { return &buffer; }
};

// (batch, sequence) of ids, or of a mask.
struct TokensArgument {
  Buffer buffer;
  BufferDim dims[2];

  __attribute__((noinline)) explicit TokensArgument(const ConstTokens& t) {
    buffer.host = reinterpret_cast<std::uint8_t*>(const_cast<std::int32_t*>(t.data));
    buffer.type = kInt32;
    buffer.dimensions = 2;
    buffer.dim = dims;
    for (int d = 0; d < 2; ++d) {
      dims[1 - d].extent = static_cast<std::int32_t>(t.extent[d]);
      dims[1 - d].stride = static_cast<std::int32_t>(t.stride[d]);
    }
    dims[1].stride = static_cast<std::int32_t>(t.stride[0]);
  }
  TokensArgument(const TokensArgument&) = delete;
  TokensArgument& operator=(const TokensArgument&) = delete;
  operator Buffer*() { return &buffer; }
};

// Packed weights: dense, no batch; extents slowest first.
template <int rank>
struct WeightArgument {
  Buffer buffer;
  BufferDim dims[rank];

  __attribute__((noinline)) WeightArgument(const Real* data, const std::int32_t (&extents)[rank]) {
    set(data, extents);
  }
  __attribute__((noinline)) WeightArgument(const Bfloat16* data, const std::int32_t (&extents)[rank]) {
    buffer.type = kBfloat16;
    set(data, extents);
  }
  __attribute__((noinline)) WeightArgument(const std::int8_t* data, const std::int32_t (&extents)[rank]) {
    buffer.type = kInt8;
    set(data, extents);
  }
  WeightArgument(const WeightArgument&) = delete;
  WeightArgument& operator=(const WeightArgument&) = delete;
  operator Buffer*() { return &buffer; }

 private:
  template <class T>
  void set(const T* data, const std::int32_t (&extents)[rank]) {
    buffer.host = reinterpret_cast<std::uint8_t*>(const_cast<T*>(data));
    buffer.dimensions = rank;
    buffer.dim = dims;
    std::int32_t stride = 1;
    for (int d = 0; d < rank; ++d) {
      dims[d].extent = extents[rank - 1 - d];
      dims[d].stride = stride;
      stride *= dims[d].extent;
    }
  }
};

// All extents and strides of a view of up to four dimensions, with minimum 0: what a kernel of run-time shape takes.
struct TensorArgument {
  Buffer buffer;
  BufferDim dims[kMaxRank];

  explicit TensorArgument(ConstTensor t) {
    buffer.host = reinterpret_cast<std::uint8_t*>(const_cast<Real*>(t.data));
    buffer.dimensions = t.rank;
    buffer.dim = dims;
    for (int d = 0; d < t.rank; ++d) {
      BufferDim& dim = dims[t.rank - 1 - d];  // Halide counts from the fastest
      dim.extent = static_cast<std::int32_t>(t.extent[d]);
      dim.stride = static_cast<std::int32_t>(t.stride[d]);
    }
  }
  TensorArgument(const TensorArgument&) = delete;
  TensorArgument& operator=(const TensorArgument&) = delete;
  operator Buffer*() { return &buffer; }
};

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_BUFFER_H
