// mnist: the tables of kernels, one for each target that was compiled.
// With MNIST_KERNELS_REFERENCE there is one table, of the plain C++ references in kernels/references.cpp.
//
// Made by specimen from specs/vision/mnist.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: 84cad657e61e0913
#include "mnist_kernels.h"

using specimen_v2::Kernel;

#if defined(MNIST_KERNELS_REFERENCE)

namespace mnist {

extern const Kernels kReferenceKernels;
static const Kernels* const kTables[] = {&kReferenceKernels};

}  // namespace mnist

#else

// A library keeps its kernels to itself.
#pragma GCC visibility push(hidden)
extern "C" {
Kernel<4> mnist_f32_conv2d_5x5_14x14x32_64_relu__v3;
Kernel<4> mnist_f32_conv2d_5x5_28x28x1_32_relu__v3;
Kernel<4> mnist_f32_dense_1024_10__v3;
Kernel<4> mnist_f32_dense_3136_1024_relu__v3;
Kernel<2> mnist_f32_pad_28x28x1_t2b2l2r2__v3;
Kernel<2> mnist_f32_pool2d_max_2x2_14x14x32_s2__v3;
Kernel<2> mnist_f32_pool2d_max_2x2_7x7x64_s2__v3;
Kernel<4> mnist_f32_conv2d_5x5_14x14x32_64_relu__v4;
Kernel<4> mnist_f32_conv2d_5x5_28x28x1_32_relu__v4;
Kernel<4> mnist_f32_dense_1024_10__v4;
Kernel<4> mnist_f32_dense_3136_1024_relu__v4;
Kernel<2> mnist_f32_pad_28x28x1_t2b2l2r2__v4;
Kernel<2> mnist_f32_pool2d_max_2x2_14x14x32_s2__v4;
Kernel<2> mnist_f32_pool2d_max_2x2_7x7x64_s2__v4;
}
#pragma GCC visibility pop

namespace mnist {

static const Kernels k_v3 = {
    Target::v3,
    mnist_f32_conv2d_5x5_14x14x32_64_relu__v3,
    mnist_f32_conv2d_5x5_28x28x1_32_relu__v3,
    mnist_f32_dense_1024_10__v3,
    mnist_f32_dense_3136_1024_relu__v3,
    mnist_f32_pad_28x28x1_t2b2l2r2__v3,
    mnist_f32_pool2d_max_2x2_14x14x32_s2__v3,
    mnist_f32_pool2d_max_2x2_7x7x64_s2__v3,
};

static const Kernels k_v4 = {
    Target::v4,
    mnist_f32_conv2d_5x5_14x14x32_64_relu__v4,
    mnist_f32_conv2d_5x5_28x28x1_32_relu__v4,
    mnist_f32_dense_1024_10__v4,
    mnist_f32_dense_3136_1024_relu__v4,
    mnist_f32_pad_28x28x1_t2b2l2r2__v4,
    mnist_f32_pool2d_max_2x2_14x14x32_s2__v4,
    mnist_f32_pool2d_max_2x2_7x7x64_s2__v4,
};

// From the lowest target to the highest.
static const Kernels* const kTables[] = {&k_v3, &k_v4};

}  // namespace mnist

#endif

namespace mnist {

Status choose_kernels(Target requested, const Kernels** chosen) {
  Target best = Target::automatic;
  if (Status status = specimen_v2::choose_target(requested, &best); !status) return status;
  *chosen = nullptr;
  for (const Kernels* table : kTables) {
    const bool fits = requested == Target::automatic ? static_cast<int>(table->target) <= static_cast<int>(best)
                                                     : table->target == requested;
    if (fits) *chosen = table;
  }
  if (*chosen) return Status();
  return Status(StatusCode::unsupported, "mnist was built without kernels for target %s",
                target_name(requested == Target::automatic ? best : requested));
}

}  // namespace mnist
