// Views of tensors: where the elements are, not who owns them. Copied freely; making and slicing one costs nothing.
#ifndef SPECIMEN_V2_CORE_TENSOR_H
#define SPECIMEN_V2_CORE_TENSOR_H

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "bfloat16.h"
#include "layout.h"

namespace specimen_v2 {

// The element type of what a view's elements are in C++: of a float, or a double in its place, f32.
template <class T>
inline constexpr DType dtype_of = std::is_floating_point_v<T>                            ? DType::f32
                                  : std::is_same_v<std::remove_const_t<T>, std::int32_t> ? DType::i32
                                  : std::is_same_v<std::remove_const_t<T>, Bfloat16>     ? DType::bf16
                                  : std::is_same_v<std::remove_const_t<T>, std::int8_t>  ? DType::i8
                                  : std::is_same_v<std::remove_const_t<T>, std::uint8_t> ? DType::u8
                                  : std::is_same_v<std::remove_const_t<T>, bool>         ? DType::boolean
                                                                                         : DType::f32;

// What the elements of activations and of packed weights are in memory: float. A build with -DSPECIMEN_V2_REAL=double
// runs the whole model in double, with the reference kernels: to tell rounding from mistakes. Such a build is not
// linked with another one.
#ifndef SPECIMEN_V2_REAL
#define SPECIMEN_V2_REAL float
#endif
using Real = SPECIMEN_V2_REAL;
// Offsets and sizes of arenas are bytes of floats; a double takes twice as many.
inline constexpr std::int64_t kRealScale = std::is_same_v<Real, double> ? 2 : 1;

inline constexpr int kMaxRank = 5;

// A view of `rank` dimensions, slowest first: (batch, height, width, channels), (batch, sequence, features) or (batch,
// features). Strides are in elements. The last dimension of everything that Specimen computes is dense.
template <class T>
struct TensorView {
  T* data = nullptr;
  int rank = 0;
  DType dtype = dtype_of<T>;
  std::int64_t extent[kMaxRank] = {};
  std::int64_t stride[kMaxRank] = {};

  TensorView() = default;

  // A dense view: tensor(data, {2, 28, 28, 1}). At most kMaxRank extents are taken.
  template <std::size_t size>
  TensorView(T* data_, const std::int64_t (&extents)[size]) : data(data_), rank(static_cast<int>(size)) {
    static_assert(size <= kMaxRank, "a view has at most kMaxRank dimensions");
    std::int64_t step = 1;
    for (int d = rank - 1; d >= 0; --d) {
      extent[d] = extents[d];
      stride[d] = step;
      step *= extents[d];
    }
  }

  // A scalar: of no dimensions.
  explicit TensorView(T* scalar) : data(scalar) {}

  // A view that only reads is made from one that also writes.
  template <class U, class = std::enable_if_t<std::is_same_v<const U, T> && !std::is_same_v<U, T>>>
  TensorView(const TensorView<U>& other) : data(other.data), rank(other.rank), dtype(other.dtype) {
    for (int d = 0; d < kMaxRank; ++d) {
      extent[d] = other.extent[d];
      stride[d] = other.stride[d];
    }
  }

  std::int64_t batch() const { return extent[0]; }
  std::int64_t elements() const {
    std::int64_t count = 1;
    for (int d = 0; d < rank; ++d) count *= extent[d];
    return count;
  }
  // All dimensions but the last as one: what kernels of rows count.
  std::int64_t rows() const {
    std::int64_t count = 1;
    for (int d = 0; d + 1 < rank; ++d) count *= extent[d];
    return count;
  }
  bool is_dense() const {
    std::int64_t step = 1;
    for (int d = rank - 1; d >= 0; --d) {
      if (extent[d] != 1 && stride[d] != step) return false;
      step *= extent[d];
    }
    return true;
  }
  // Indices first .. first + count - 1 of dimension d.
  TensorView slice(int d, std::int64_t first, std::int64_t count) const {
    TensorView view = *this;
    view.data += first * stride[d];
    view.extent[d] = count;
    return view;
  }
  // The same elements with other extents behind the batch. The view is dense.
  template <std::size_t size>
  TensorView reshape(const std::int64_t (&extents)[size]) const {
    static_assert(size < kMaxRank, "a view has at most kMaxRank dimensions");
    TensorView view;
    view.data = data;
    view.rank = static_cast<int>(size) + 1;
    view.extent[0] = extent[0];
    std::int64_t step = 1;
    for (int d = static_cast<int>(size); d >= 1; --d) {
      view.extent[d] = extents[d - 1];
      view.stride[d] = step;
      step *= extents[d - 1];
    }
    view.stride[0] = step;
    return view;
  }
  // The same elements in a shape without a batch. The view is dense.
  template <std::size_t size>
  TensorView view(const std::int64_t (&extents)[size]) const {
    return TensorView(data, extents);
  }
  T& at(std::int64_t a, std::int64_t b = 0, std::int64_t c = 0, std::int64_t d = 0) const {
    return data[a * stride[0] + b * stride[1] + c * stride[2] + d * stride[3]];
  }
};

using Tensor = TensorView<Real>;
using ConstTensor = TensorView<const Real>;
using ConstTokens = TensorView<const std::int32_t>;  // ids and masks, (batch, sequence), and indices that are read
using Indices = TensorView<std::int32_t>;

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_TENSOR_H
