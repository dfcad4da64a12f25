// The memory that a function of a generated model lays its own tensors out in.
#ifndef SPECIMEN_V2_CORE_ARENA_H
#define SPECIMEN_V2_CORE_ARENA_H

#include "padding.h"
#include "tensor.h"

namespace specimen_v2 {

// Offsets are bytes per example: a tensor of offset k begins k * batch bytes behind `base`, so that one layout serves
// every batch. Tensors without a batch are behind `fixed_base`, at offsets in bytes.
struct Arena {
  char* base = nullptr;
  std::int64_t batch = 1;
  char* fixed_base = nullptr;

  // What a function that is called may use.
  Arena from(std::int64_t offset, std::int64_t fixed_offset = 0) const {
    return {base + offset * batch * kRealScale, batch, fixed_base + fixed_offset * kRealScale};
  }

  // (batch, height, width, channels), with room for padding around each image; the view is the inside.
  Tensor image(std::int64_t offset, std::int64_t height, std::int64_t width, std::int64_t channels,
               Padding padding = {}) const {
    const std::int64_t row = (padding.left + width + padding.right) * channels;
    Tensor t;
    t.rank = 4;
    t.extent[0] = batch, t.extent[1] = height, t.extent[2] = width, t.extent[3] = channels;
    t.stride[0] = (padding.top + height + padding.bottom) * row, t.stride[1] = row, t.stride[2] = channels,
    t.stride[3] = 1;
    t.data = at(offset) + padding.top * row + padding.left * channels;
    return t;
  }

  template <class T = Real>
  T* at(std::int64_t offset) const {
    return reinterpret_cast<T*>(base + offset * batch * kRealScale);
  }

  // (batch), and (batch, ...) with these extents behind the batch, without gaps.
  template <class T>
  TensorView<T> dense(std::int64_t offset) const {
    return TensorView<T>(at<T>(offset), {batch});
  }
  template <class T, std::size_t size>
  TensorView<T> dense(std::int64_t offset, const std::int64_t (&extents)[size]) const {
    return dense<T>(offset).reshape(extents);
  }

  // A scalar, and a tensor of these extents: they have no batch.
  template <class T>
  TensorView<T> fixed(std::int64_t offset) const {
    return TensorView<T>(reinterpret_cast<T*>(fixed_base + offset * kRealScale));
  }
  template <class T, std::size_t size>
  TensorView<T> fixed(std::int64_t offset, const std::int64_t (&extents)[size]) const {
    return fixed<T>(offset).view(extents);
  }

  // (batch, features)
  Tensor rows(std::int64_t offset, std::int64_t features) const { return Tensor(at(offset), {batch, features}); }

  // (batch, tokens, features), token by token without gaps. Offsets leave room for the most tokens that there may be.
  Tensor tokens(std::int64_t offset, std::int64_t tokens, std::int64_t features) const {
    return Tensor(at(offset), {batch, tokens, features});
  }
};

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_ARENA_H
