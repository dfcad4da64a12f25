// The C type of kernels, by their number of buffers. What they get first is a Worker of the context that runs them.
#ifndef SPECIMEN_V2_CORE_KERNEL_H
#define SPECIMEN_V2_CORE_KERNEL_H

#include "buffer.h"

namespace specimen_v2 {

namespace detail {

template <class... Buffers>
struct KernelOf {
  using type = int(const void*, Buffers...);
};
template <int count, class... Buffers>
struct KernelType : KernelType<count - 1, Buffer*, Buffers...> {};
template <class... Buffers>
struct KernelType<0, Buffers...> : KernelOf<Buffers...> {};

}  // namespace detail

// Kernel<3> is int(const void*, Buffer*, Buffer*, Buffer*).
template <int buffers>
using Kernel = typename detail::KernelType<buffers>::type;

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_KERNEL_H
