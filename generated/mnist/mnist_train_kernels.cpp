// mnist_train: the tables of kernels, one for each target that was compiled.
// With MNIST_TRAIN_KERNELS_REFERENCE there is one table, of the plain C++ references in kernels/references.cpp.
//
// Made by specimen from specs/vision/mnist.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: d60404d3419a4b7e
#include "mnist_train_kernels.h"

using specimen_v2::Kernel;

#if defined(MNIST_TRAIN_KERNELS_REFERENCE)

namespace mnist_train {

extern const Kernels kReferenceKernels;
static const Kernels* const kTables[] = {&kReferenceKernels};

}  // namespace mnist_train

#else

// A library keeps its kernels to itself.
#pragma GCC visibility push(hidden)
extern "C" {
Kernel<4> mnist_train_f32_conv2d_5x5_14x14x32_64_relu__v3;
Kernel<4> mnist_train_f32_conv2d_5x5_28x28x1_32_relu__v3;
Kernel<3> mnist_train_f32_conv2d_backward_kernel_5x5_14x14x32_64__v3;
Kernel<3> mnist_train_f32_conv2d_backward_kernel_5x5_28x28x1_32__v3;
Kernel<3> mnist_train_f32_conv2d_transpose_5x5_14x14x64_32__v3;
Kernel<4> mnist_train_f32_cross_entropy_10__v3;
Kernel<4> mnist_train_f32_dense_1024_10_rows32__v3;
Kernel<3> mnist_train_f32_dense_1024_3136_rows32__v3;
Kernel<3> mnist_train_f32_dense_10_1024_rows32__v3;
Kernel<4> mnist_train_f32_dense_3136_1024_rows32_relu__v3;
Kernel<3> mnist_train_f32_dense_backward_kernel_1024_10__v3;
Kernel<3> mnist_train_f32_dense_backward_kernel_3136_1024__v3;
Kernel<3> mnist_train_f32_dropout_1024_p40__v3;
Kernel<3> mnist_train_f32_elementwise_14x14x64_relu_backward__v3;
Kernel<3> mnist_train_f32_elementwise_1x1x1024_relu_backward__v3;
Kernel<3> mnist_train_f32_elementwise_28x28x32_relu_backward__v3;
Kernel<2> mnist_train_f32_pack_filter_1x1_1024_10__v3;
Kernel<2> mnist_train_f32_pack_filter_1x1_1024_3136_transposed__v3;
Kernel<2> mnist_train_f32_pack_filter_1x1_10_1024_transposed__v3;
Kernel<2> mnist_train_f32_pack_filter_1x1_3136_1024__v3;
Kernel<2> mnist_train_f32_pack_filter_5x5_1_32__v3;
Kernel<2> mnist_train_f32_pack_filter_5x5_32_64__v3;
Kernel<2> mnist_train_f32_pack_filter_5x5_64_32_transposed__v3;
Kernel<2> mnist_train_f32_pad_28x28x1_t2b2l2r2__v3;
Kernel<4> mnist_train_f32_pool2d_backward_max_2x2_14x14x64_s2__v3;
Kernel<4> mnist_train_f32_pool2d_backward_max_2x2_28x28x32_s2__v3;
Kernel<2> mnist_train_f32_pool2d_max_2x2_14x14x32_s2__v3;
Kernel<2> mnist_train_f32_pool2d_max_2x2_7x7x64_s2__v3;
Kernel<2> mnist_train_f32_reduce_mean_batch_1__v3;
Kernel<2> mnist_train_f32_reduce_sum_196x64__v3;
Kernel<2> mnist_train_f32_reduce_sum_784x32__v3;
Kernel<2> mnist_train_f32_reduce_sum_batch_10__v3;
Kernel<2> mnist_train_f32_reduce_sum_batch_1024__v3;
Kernel<2> mnist_train_f32_reduce_sum_batch_32__v3;
Kernel<2> mnist_train_f32_reduce_sum_batch_64__v3;
Kernel<4> mnist_train_f32_conv2d_5x5_14x14x32_64_relu__v4;
Kernel<4> mnist_train_f32_conv2d_5x5_28x28x1_32_relu__v4;
Kernel<3> mnist_train_f32_conv2d_backward_kernel_5x5_14x14x32_64__v4;
Kernel<3> mnist_train_f32_conv2d_backward_kernel_5x5_28x28x1_32__v4;
Kernel<3> mnist_train_f32_conv2d_transpose_5x5_14x14x64_32__v4;
Kernel<4> mnist_train_f32_cross_entropy_10__v4;
Kernel<4> mnist_train_f32_dense_1024_10_rows32__v4;
Kernel<3> mnist_train_f32_dense_1024_3136_rows32__v4;
Kernel<3> mnist_train_f32_dense_10_1024_rows32__v4;
Kernel<4> mnist_train_f32_dense_3136_1024_rows32_relu__v4;
Kernel<3> mnist_train_f32_dense_backward_kernel_1024_10__v4;
Kernel<3> mnist_train_f32_dense_backward_kernel_3136_1024__v4;
Kernel<3> mnist_train_f32_dropout_1024_p40__v4;
Kernel<3> mnist_train_f32_elementwise_14x14x64_relu_backward__v4;
Kernel<3> mnist_train_f32_elementwise_1x1x1024_relu_backward__v4;
Kernel<3> mnist_train_f32_elementwise_28x28x32_relu_backward__v4;
Kernel<2> mnist_train_f32_pack_filter_1x1_1024_10__v4;
Kernel<2> mnist_train_f32_pack_filter_1x1_1024_3136_transposed__v4;
Kernel<2> mnist_train_f32_pack_filter_1x1_10_1024_transposed__v4;
Kernel<2> mnist_train_f32_pack_filter_1x1_3136_1024__v4;
Kernel<2> mnist_train_f32_pack_filter_5x5_1_32__v4;
Kernel<2> mnist_train_f32_pack_filter_5x5_32_64__v4;
Kernel<2> mnist_train_f32_pack_filter_5x5_64_32_transposed__v4;
Kernel<2> mnist_train_f32_pad_28x28x1_t2b2l2r2__v4;
Kernel<4> mnist_train_f32_pool2d_backward_max_2x2_14x14x64_s2__v4;
Kernel<4> mnist_train_f32_pool2d_backward_max_2x2_28x28x32_s2__v4;
Kernel<2> mnist_train_f32_pool2d_max_2x2_14x14x32_s2__v4;
Kernel<2> mnist_train_f32_pool2d_max_2x2_7x7x64_s2__v4;
Kernel<2> mnist_train_f32_reduce_mean_batch_1__v4;
Kernel<2> mnist_train_f32_reduce_sum_196x64__v4;
Kernel<2> mnist_train_f32_reduce_sum_784x32__v4;
Kernel<2> mnist_train_f32_reduce_sum_batch_10__v4;
Kernel<2> mnist_train_f32_reduce_sum_batch_1024__v4;
Kernel<2> mnist_train_f32_reduce_sum_batch_32__v4;
Kernel<2> mnist_train_f32_reduce_sum_batch_64__v4;
}
#pragma GCC visibility pop

namespace mnist_train {

static const Kernels k_v3 = {
    Target::v3,
    mnist_train_f32_conv2d_5x5_14x14x32_64_relu__v3,
    mnist_train_f32_conv2d_5x5_28x28x1_32_relu__v3,
    mnist_train_f32_conv2d_backward_kernel_5x5_14x14x32_64__v3,
    mnist_train_f32_conv2d_backward_kernel_5x5_28x28x1_32__v3,
    mnist_train_f32_conv2d_transpose_5x5_14x14x64_32__v3,
    mnist_train_f32_cross_entropy_10__v3,
    mnist_train_f32_dense_1024_10_rows32__v3,
    mnist_train_f32_dense_1024_3136_rows32__v3,
    mnist_train_f32_dense_10_1024_rows32__v3,
    mnist_train_f32_dense_3136_1024_rows32_relu__v3,
    mnist_train_f32_dense_backward_kernel_1024_10__v3,
    mnist_train_f32_dense_backward_kernel_3136_1024__v3,
    mnist_train_f32_dropout_1024_p40__v3,
    mnist_train_f32_elementwise_14x14x64_relu_backward__v3,
    mnist_train_f32_elementwise_1x1x1024_relu_backward__v3,
    mnist_train_f32_elementwise_28x28x32_relu_backward__v3,
    mnist_train_f32_pack_filter_1x1_1024_10__v3,
    mnist_train_f32_pack_filter_1x1_1024_3136_transposed__v3,
    mnist_train_f32_pack_filter_1x1_10_1024_transposed__v3,
    mnist_train_f32_pack_filter_1x1_3136_1024__v3,
    mnist_train_f32_pack_filter_5x5_1_32__v3,
    mnist_train_f32_pack_filter_5x5_32_64__v3,
    mnist_train_f32_pack_filter_5x5_64_32_transposed__v3,
    mnist_train_f32_pad_28x28x1_t2b2l2r2__v3,
    mnist_train_f32_pool2d_backward_max_2x2_14x14x64_s2__v3,
    mnist_train_f32_pool2d_backward_max_2x2_28x28x32_s2__v3,
    mnist_train_f32_pool2d_max_2x2_14x14x32_s2__v3,
    mnist_train_f32_pool2d_max_2x2_7x7x64_s2__v3,
    mnist_train_f32_reduce_mean_batch_1__v3,
    mnist_train_f32_reduce_sum_196x64__v3,
    mnist_train_f32_reduce_sum_784x32__v3,
    mnist_train_f32_reduce_sum_batch_10__v3,
    mnist_train_f32_reduce_sum_batch_1024__v3,
    mnist_train_f32_reduce_sum_batch_32__v3,
    mnist_train_f32_reduce_sum_batch_64__v3,
};

static const Kernels k_v4 = {
    Target::v4,
    mnist_train_f32_conv2d_5x5_14x14x32_64_relu__v4,
    mnist_train_f32_conv2d_5x5_28x28x1_32_relu__v4,
    mnist_train_f32_conv2d_backward_kernel_5x5_14x14x32_64__v4,
    mnist_train_f32_conv2d_backward_kernel_5x5_28x28x1_32__v4,
    mnist_train_f32_conv2d_transpose_5x5_14x14x64_32__v4,
    mnist_train_f32_cross_entropy_10__v4,
    mnist_train_f32_dense_1024_10_rows32__v4,
    mnist_train_f32_dense_1024_3136_rows32__v4,
    mnist_train_f32_dense_10_1024_rows32__v4,
    mnist_train_f32_dense_3136_1024_rows32_relu__v4,
    mnist_train_f32_dense_backward_kernel_1024_10__v4,
    mnist_train_f32_dense_backward_kernel_3136_1024__v4,
    mnist_train_f32_dropout_1024_p40__v4,
    mnist_train_f32_elementwise_14x14x64_relu_backward__v4,
    mnist_train_f32_elementwise_1x1x1024_relu_backward__v4,
    mnist_train_f32_elementwise_28x28x32_relu_backward__v4,
    mnist_train_f32_pack_filter_1x1_1024_10__v4,
    mnist_train_f32_pack_filter_1x1_1024_3136_transposed__v4,
    mnist_train_f32_pack_filter_1x1_10_1024_transposed__v4,
    mnist_train_f32_pack_filter_1x1_3136_1024__v4,
    mnist_train_f32_pack_filter_5x5_1_32__v4,
    mnist_train_f32_pack_filter_5x5_32_64__v4,
    mnist_train_f32_pack_filter_5x5_64_32_transposed__v4,
    mnist_train_f32_pad_28x28x1_t2b2l2r2__v4,
    mnist_train_f32_pool2d_backward_max_2x2_14x14x64_s2__v4,
    mnist_train_f32_pool2d_backward_max_2x2_28x28x32_s2__v4,
    mnist_train_f32_pool2d_max_2x2_14x14x32_s2__v4,
    mnist_train_f32_pool2d_max_2x2_7x7x64_s2__v4,
    mnist_train_f32_reduce_mean_batch_1__v4,
    mnist_train_f32_reduce_sum_196x64__v4,
    mnist_train_f32_reduce_sum_784x32__v4,
    mnist_train_f32_reduce_sum_batch_10__v4,
    mnist_train_f32_reduce_sum_batch_1024__v4,
    mnist_train_f32_reduce_sum_batch_32__v4,
    mnist_train_f32_reduce_sum_batch_64__v4,
};

// From the lowest target to the highest.
static const Kernels* const kTables[] = {&k_v3, &k_v4};

}  // namespace mnist_train

#endif

namespace mnist_train {

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
  return Status(StatusCode::unsupported, "mnist_train was built without kernels for target %s",
                target_name(requested == Target::automatic ? best : requested));
}

}  // namespace mnist_train
