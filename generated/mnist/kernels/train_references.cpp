// mnist_train: its kernels as plain C++, for any compiler and machine, and to compare the fast ones with.
//
// Made by specimen from specs/vision/mnist.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: 1d55ac5b711d82bf
#include "kernels/conv2d/reference.h"
#include "kernels/conv2d_backward_kernel/reference.h"
#include "kernels/conv2d_transpose/reference.h"
#include "kernels/cross_entropy/reference.h"
#include "kernels/dense/reference.h"
#include "kernels/dense_backward_kernel/reference.h"
#include "kernels/dropout/reference.h"
#include "kernels/elementwise/reference.h"
#include "kernels/pack_filter/reference.h"
#include "kernels/pad/reference.h"
#include "kernels/pool2d/reference.h"
#include "kernels/pool2d_backward/reference.h"
#include "kernels/reduce/reference.h"
#include "kernels/train_instances.h"
#include "mnist_train_kernels.h"

using specimen_v2::Buffer;
using specimen_v2::Real;
using namespace mnist::kernels;

static const Real* const_reals(const Buffer* buffer) { return reinterpret_cast<const Real*>(buffer->host); }
static const std::int32_t* const_tokens(const Buffer* buffer) {
  return reinterpret_cast<const std::int32_t*>(buffer->host);
}
static Real* reals(const Buffer* buffer) { return reinterpret_cast<Real*>(buffer->host); }

static const Conv2D k_conv2d_5x5_14x14x32_64_relu = mnist::kernels::train_instances::conv2d_5x5_14x14x32_64_relu();
static const Conv2D k_conv2d_5x5_28x28x1_32_relu = mnist::kernels::train_instances::conv2d_5x5_28x28x1_32_relu();
static const Conv2DBackwardKernel k_conv2d_backward_kernel_5x5_14x14x32_64 =
    mnist::kernels::train_instances::conv2d_backward_kernel_5x5_14x14x32_64();
static const Conv2DBackwardKernel k_conv2d_backward_kernel_5x5_28x28x1_32 =
    mnist::kernels::train_instances::conv2d_backward_kernel_5x5_28x28x1_32();
static const Conv2DTranspose k_conv2d_transpose_5x5_14x14x64_32 =
    mnist::kernels::train_instances::conv2d_transpose_5x5_14x14x64_32();
static const CrossEntropy k_cross_entropy_10 = mnist::kernels::train_instances::cross_entropy_10();
static const Dense k_dense_1024_10_rows32 = mnist::kernels::train_instances::dense_1024_10_rows32();
static const Dense k_dense_1024_3136_rows32 = mnist::kernels::train_instances::dense_1024_3136_rows32();
static const Dense k_dense_10_1024_rows32 = mnist::kernels::train_instances::dense_10_1024_rows32();
static const Dense k_dense_3136_1024_rows32_relu = mnist::kernels::train_instances::dense_3136_1024_rows32_relu();
static const DenseBackwardKernel k_dense_backward_kernel_1024_10 =
    mnist::kernels::train_instances::dense_backward_kernel_1024_10();
static const DenseBackwardKernel k_dense_backward_kernel_3136_1024 =
    mnist::kernels::train_instances::dense_backward_kernel_3136_1024();
static const Dropout k_dropout_1024_p40 = mnist::kernels::train_instances::dropout_1024_p40();
static const Elementwise k_elementwise_14x14x64_relu_backward =
    mnist::kernels::train_instances::elementwise_14x14x64_relu_backward();
static const Elementwise k_elementwise_1x1x1024_relu_backward =
    mnist::kernels::train_instances::elementwise_1x1x1024_relu_backward();
static const Elementwise k_elementwise_28x28x32_relu_backward =
    mnist::kernels::train_instances::elementwise_28x28x32_relu_backward();
static const PackFilter k_pack_filter_1x1_1024_10 = mnist::kernels::train_instances::pack_filter_1x1_1024_10();
static const PackFilter k_pack_filter_1x1_1024_3136_transposed =
    mnist::kernels::train_instances::pack_filter_1x1_1024_3136_transposed();
static const PackFilter k_pack_filter_1x1_10_1024_transposed =
    mnist::kernels::train_instances::pack_filter_1x1_10_1024_transposed();
static const PackFilter k_pack_filter_1x1_3136_1024 = mnist::kernels::train_instances::pack_filter_1x1_3136_1024();
static const PackFilter k_pack_filter_5x5_1_32 = mnist::kernels::train_instances::pack_filter_5x5_1_32();
static const PackFilter k_pack_filter_5x5_32_64 = mnist::kernels::train_instances::pack_filter_5x5_32_64();
static const PackFilter k_pack_filter_5x5_64_32_transposed =
    mnist::kernels::train_instances::pack_filter_5x5_64_32_transposed();
static const Pad k_pad_28x28x1_t2b2l2r2 = mnist::kernels::train_instances::pad_28x28x1_t2b2l2r2();
static const Pool2DBackward k_pool2d_backward_max_2x2_14x14x64_s2 =
    mnist::kernels::train_instances::pool2d_backward_max_2x2_14x14x64_s2();
static const Pool2DBackward k_pool2d_backward_max_2x2_28x28x32_s2 =
    mnist::kernels::train_instances::pool2d_backward_max_2x2_28x28x32_s2();
static const Pool2D k_pool2d_max_2x2_14x14x32_s2 = mnist::kernels::train_instances::pool2d_max_2x2_14x14x32_s2();
static const Pool2D k_pool2d_max_2x2_7x7x64_s2 = mnist::kernels::train_instances::pool2d_max_2x2_7x7x64_s2();
static const Reduce k_reduce_mean_batch_1 = mnist::kernels::train_instances::reduce_mean_batch_1();
static const Reduce k_reduce_sum_196x64 = mnist::kernels::train_instances::reduce_sum_196x64();
static const Reduce k_reduce_sum_784x32 = mnist::kernels::train_instances::reduce_sum_784x32();
static const Reduce k_reduce_sum_batch_10 = mnist::kernels::train_instances::reduce_sum_batch_10();
static const Reduce k_reduce_sum_batch_1024 = mnist::kernels::train_instances::reduce_sum_batch_1024();
static const Reduce k_reduce_sum_batch_32 = mnist::kernels::train_instances::reduce_sum_batch_32();
static const Reduce k_reduce_sum_batch_64 = mnist::kernels::train_instances::reduce_sum_batch_64();

extern "C" {

int mnist_train_f32_conv2d_5x5_14x14x32_64_relu__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                           Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_5x5_14x14x32_64_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int mnist_train_f32_conv2d_5x5_28x28x1_32_relu__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                          Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_5x5_28x28x1_32_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int mnist_train_f32_conv2d_backward_kernel_5x5_14x14x32_64__reference(const void*, Buffer* x, Buffer* dy,
                                                                      Buffer* dkernel) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dkernel)};
  conv2d_backward_kernel_reference(k_conv2d_backward_kernel_5x5_14x14x32_64, dy->dim[3].extent, const_reals(x),
                                   const_reals(dy), operands, outputs);
  return 0;
}

int mnist_train_f32_conv2d_backward_kernel_5x5_28x28x1_32__reference(const void*, Buffer* x, Buffer* dy,
                                                                     Buffer* dkernel) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dkernel)};
  conv2d_backward_kernel_reference(k_conv2d_backward_kernel_5x5_28x28x1_32, dy->dim[3].extent, const_reals(x),
                                   const_reals(dy), operands, outputs);
  return 0;
}

int mnist_train_f32_conv2d_transpose_5x5_14x14x64_32__reference(const void*, Buffer* x, Buffer* filter, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  conv2d_transpose_reference(k_conv2d_transpose_5x5_14x14x64_32, y->dim[3].extent, const_reals(x), const_reals(filter),
                             operands, outputs);
  return 0;
}

int mnist_train_f32_cross_entropy_10__reference(const void*, Buffer* logits, Buffer* labels, Buffer* losses,
                                                Buffer* gradient) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(losses), reals(gradient)};
  cross_entropy_reference(k_cross_entropy_10, gradient->dim[1].extent, const_reals(logits), const_tokens(labels),
                          operands, outputs);
  return 0;
}

int mnist_train_f32_dense_1024_10_rows32__reference(const void*, Buffer* x, Buffer* kernel, Buffer* operand0,
                                                    Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  dense_reference(k_dense_1024_10_rows32, y->dim[1].extent, const_reals(x), const_reals(kernel), operands, outputs);
  return 0;
}

int mnist_train_f32_dense_1024_3136_rows32__reference(const void*, Buffer* x, Buffer* kernel, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  dense_reference(k_dense_1024_3136_rows32, y->dim[1].extent, const_reals(x), const_reals(kernel), operands, outputs);
  return 0;
}

int mnist_train_f32_dense_10_1024_rows32__reference(const void*, Buffer* x, Buffer* kernel, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  dense_reference(k_dense_10_1024_rows32, y->dim[1].extent, const_reals(x), const_reals(kernel), operands, outputs);
  return 0;
}

int mnist_train_f32_dense_3136_1024_rows32_relu__reference(const void*, Buffer* x, Buffer* kernel, Buffer* operand0,
                                                           Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  dense_reference(k_dense_3136_1024_rows32_relu, y->dim[1].extent, const_reals(x), const_reals(kernel), operands,
                  outputs);
  return 0;
}

int mnist_train_f32_dense_backward_kernel_1024_10__reference(const void*, Buffer* x, Buffer* dy, Buffer* dkernel) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dkernel)};
  dense_backward_kernel_reference(k_dense_backward_kernel_1024_10, dy->dim[1].extent, const_reals(x), const_reals(dy),
                                  operands, outputs);
  return 0;
}

int mnist_train_f32_dense_backward_kernel_3136_1024__reference(const void*, Buffer* x, Buffer* dy, Buffer* dkernel) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dkernel)};
  dense_backward_kernel_reference(k_dense_backward_kernel_3136_1024, dy->dim[1].extent, const_reals(x), const_reals(dy),
                                  operands, outputs);
  return 0;
}

int mnist_train_f32_dropout_1024_p40__reference(const void*, Buffer* x, Buffer* random, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  dropout_reference(k_dropout_1024_p40, y->dim[1].extent, const_reals(x), const_tokens(random), operands, outputs);
  return 0;
}

int mnist_train_f32_elementwise_14x14x64_relu_backward__reference(const void*, Buffer* x, Buffer* operand0, Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  elementwise_reference(k_elementwise_14x14x64_relu_backward, y->dim[3].extent, const_reals(x), operands, outputs);
  return 0;
}

int mnist_train_f32_elementwise_1x1x1024_relu_backward__reference(const void*, Buffer* x, Buffer* operand0, Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  elementwise_reference(k_elementwise_1x1x1024_relu_backward, y->dim[3].extent, const_reals(x), operands, outputs);
  return 0;
}

int mnist_train_f32_elementwise_28x28x32_relu_backward__reference(const void*, Buffer* x, Buffer* operand0, Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  elementwise_reference(k_elementwise_28x28x32_relu_backward, y->dim[3].extent, const_reals(x), operands, outputs);
  return 0;
}

int mnist_train_f32_pack_filter_1x1_1024_10__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_1024_10, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int mnist_train_f32_pack_filter_1x1_1024_3136_transposed__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_1024_3136_transposed, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int mnist_train_f32_pack_filter_1x1_10_1024_transposed__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_10_1024_transposed, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int mnist_train_f32_pack_filter_1x1_3136_1024__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_3136_1024, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int mnist_train_f32_pack_filter_5x5_1_32__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_5x5_1_32, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int mnist_train_f32_pack_filter_5x5_32_64__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_5x5_32_64, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int mnist_train_f32_pack_filter_5x5_64_32_transposed__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_5x5_64_32_transposed, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int mnist_train_f32_pad_28x28x1_t2b2l2r2__reference(const void*, Buffer* x, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  pad_reference(k_pad_28x28x1_t2b2l2r2, y->dim[3].extent, const_reals(x), operands, outputs);
  return 0;
}

int mnist_train_f32_pool2d_backward_max_2x2_14x14x64_s2__reference(const void*, Buffer* x, Buffer* y, Buffer* dy,
                                                                   Buffer* dx) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dx)};
  pool2d_backward_reference(k_pool2d_backward_max_2x2_14x14x64_s2, dx->dim[3].extent, const_reals(x), const_reals(y),
                            const_reals(dy), operands, outputs);
  return 0;
}

int mnist_train_f32_pool2d_backward_max_2x2_28x28x32_s2__reference(const void*, Buffer* x, Buffer* y, Buffer* dy,
                                                                   Buffer* dx) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dx)};
  pool2d_backward_reference(k_pool2d_backward_max_2x2_28x28x32_s2, dx->dim[3].extent, const_reals(x), const_reals(y),
                            const_reals(dy), operands, outputs);
  return 0;
}

int mnist_train_f32_pool2d_max_2x2_14x14x32_s2__reference(const void*, Buffer* x, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  pool2d_reference(k_pool2d_max_2x2_14x14x32_s2, y->dim[3].extent, const_reals(x), operands, outputs);
  return 0;
}

int mnist_train_f32_pool2d_max_2x2_7x7x64_s2__reference(const void*, Buffer* x, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  pool2d_reference(k_pool2d_max_2x2_7x7x64_s2, y->dim[3].extent, const_reals(x), operands, outputs);
  return 0;
}

int mnist_train_f32_reduce_mean_batch_1__reference(const void*, Buffer* x, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  reduce_reference(k_reduce_mean_batch_1, x->dim[1].extent, const_reals(x), operands, outputs);
  return 0;
}

int mnist_train_f32_reduce_sum_196x64__reference(const void*, Buffer* x, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  reduce_reference(k_reduce_sum_196x64, y->dim[1].extent, const_reals(x), operands, outputs);
  return 0;
}

int mnist_train_f32_reduce_sum_784x32__reference(const void*, Buffer* x, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  reduce_reference(k_reduce_sum_784x32, y->dim[1].extent, const_reals(x), operands, outputs);
  return 0;
}

int mnist_train_f32_reduce_sum_batch_10__reference(const void*, Buffer* x, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  reduce_reference(k_reduce_sum_batch_10, x->dim[1].extent, const_reals(x), operands, outputs);
  return 0;
}

int mnist_train_f32_reduce_sum_batch_1024__reference(const void*, Buffer* x, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  reduce_reference(k_reduce_sum_batch_1024, x->dim[1].extent, const_reals(x), operands, outputs);
  return 0;
}

int mnist_train_f32_reduce_sum_batch_32__reference(const void*, Buffer* x, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  reduce_reference(k_reduce_sum_batch_32, x->dim[1].extent, const_reals(x), operands, outputs);
  return 0;
}

int mnist_train_f32_reduce_sum_batch_64__reference(const void*, Buffer* x, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  reduce_reference(k_reduce_sum_batch_64, x->dim[1].extent, const_reals(x), operands, outputs);
  return 0;
}
}

namespace mnist_train {

extern const Kernels kReferenceKernels;
const Kernels kReferenceKernels = {
    Target::reference,
    mnist_train_f32_conv2d_5x5_14x14x32_64_relu__reference,
    mnist_train_f32_conv2d_5x5_28x28x1_32_relu__reference,
    mnist_train_f32_conv2d_backward_kernel_5x5_14x14x32_64__reference,
    mnist_train_f32_conv2d_backward_kernel_5x5_28x28x1_32__reference,
    mnist_train_f32_conv2d_transpose_5x5_14x14x64_32__reference,
    mnist_train_f32_cross_entropy_10__reference,
    mnist_train_f32_dense_1024_10_rows32__reference,
    mnist_train_f32_dense_1024_3136_rows32__reference,
    mnist_train_f32_dense_10_1024_rows32__reference,
    mnist_train_f32_dense_3136_1024_rows32_relu__reference,
    mnist_train_f32_dense_backward_kernel_1024_10__reference,
    mnist_train_f32_dense_backward_kernel_3136_1024__reference,
    mnist_train_f32_dropout_1024_p40__reference,
    mnist_train_f32_elementwise_14x14x64_relu_backward__reference,
    mnist_train_f32_elementwise_1x1x1024_relu_backward__reference,
    mnist_train_f32_elementwise_28x28x32_relu_backward__reference,
    mnist_train_f32_pack_filter_1x1_1024_10__reference,
    mnist_train_f32_pack_filter_1x1_1024_3136_transposed__reference,
    mnist_train_f32_pack_filter_1x1_10_1024_transposed__reference,
    mnist_train_f32_pack_filter_1x1_3136_1024__reference,
    mnist_train_f32_pack_filter_5x5_1_32__reference,
    mnist_train_f32_pack_filter_5x5_32_64__reference,
    mnist_train_f32_pack_filter_5x5_64_32_transposed__reference,
    mnist_train_f32_pad_28x28x1_t2b2l2r2__reference,
    mnist_train_f32_pool2d_backward_max_2x2_14x14x64_s2__reference,
    mnist_train_f32_pool2d_backward_max_2x2_28x28x32_s2__reference,
    mnist_train_f32_pool2d_max_2x2_14x14x32_s2__reference,
    mnist_train_f32_pool2d_max_2x2_7x7x64_s2__reference,
    mnist_train_f32_reduce_mean_batch_1__reference,
    mnist_train_f32_reduce_sum_196x64__reference,
    mnist_train_f32_reduce_sum_784x32__reference,
    mnist_train_f32_reduce_sum_batch_10__reference,
    mnist_train_f32_reduce_sum_batch_1024__reference,
    mnist_train_f32_reduce_sum_batch_32__reference,
    mnist_train_f32_reduce_sum_batch_64__reference,
};

}  // namespace mnist_train
