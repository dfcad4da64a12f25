// mnist: its kernels as plain C++, for any compiler and machine, and to compare the fast ones with.
//
// Made by specimen from specs/vision/mnist.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: e7f5a5b314a9eb5d
#include "kernels/conv2d/reference.h"
#include "kernels/dense/reference.h"
#include "kernels/instances.h"
#include "kernels/pad/reference.h"
#include "kernels/pool2d/reference.h"
#include "mnist_kernels.h"

using specimen_v2::Buffer;
using specimen_v2::Real;
using namespace mnist::kernels;

static const Real* const_reals(const Buffer* buffer) { return reinterpret_cast<const Real*>(buffer->host); }
static Real* reals(const Buffer* buffer) { return reinterpret_cast<Real*>(buffer->host); }

static const Conv2D k_conv2d_5x5_14x14x32_64_relu = mnist::kernels::instances::conv2d_5x5_14x14x32_64_relu();
static const Conv2D k_conv2d_5x5_28x28x1_32_relu = mnist::kernels::instances::conv2d_5x5_28x28x1_32_relu();
static const Dense k_dense_1024_10 = mnist::kernels::instances::dense_1024_10();
static const Dense k_dense_3136_1024_relu = mnist::kernels::instances::dense_3136_1024_relu();
static const Pad k_pad_28x28x1_t2b2l2r2 = mnist::kernels::instances::pad_28x28x1_t2b2l2r2();
static const Pool2D k_pool2d_max_2x2_14x14x32_s2 = mnist::kernels::instances::pool2d_max_2x2_14x14x32_s2();
static const Pool2D k_pool2d_max_2x2_7x7x64_s2 = mnist::kernels::instances::pool2d_max_2x2_7x7x64_s2();

extern "C" {

int mnist_f32_conv2d_5x5_14x14x32_64_relu__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                     Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_5x5_14x14x32_64_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int mnist_f32_conv2d_5x5_28x28x1_32_relu__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                    Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_5x5_28x28x1_32_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int mnist_f32_dense_1024_10__reference(const void*, Buffer* x, Buffer* kernel, Buffer* operand0, Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  dense_reference(k_dense_1024_10, y->dim[1].extent, const_reals(x), const_reals(kernel), operands, outputs);
  return 0;
}

int mnist_f32_dense_3136_1024_relu__reference(const void*, Buffer* x, Buffer* kernel, Buffer* operand0, Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  dense_reference(k_dense_3136_1024_relu, y->dim[1].extent, const_reals(x), const_reals(kernel), operands, outputs);
  return 0;
}

int mnist_f32_pad_28x28x1_t2b2l2r2__reference(const void*, Buffer* x, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  pad_reference(k_pad_28x28x1_t2b2l2r2, y->dim[3].extent, const_reals(x), operands, outputs);
  return 0;
}

int mnist_f32_pool2d_max_2x2_14x14x32_s2__reference(const void*, Buffer* x, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  pool2d_reference(k_pool2d_max_2x2_14x14x32_s2, y->dim[3].extent, const_reals(x), operands, outputs);
  return 0;
}

int mnist_f32_pool2d_max_2x2_7x7x64_s2__reference(const void*, Buffer* x, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  pool2d_reference(k_pool2d_max_2x2_7x7x64_s2, y->dim[3].extent, const_reals(x), operands, outputs);
  return 0;
}
}

namespace mnist {

extern const Kernels kReferenceKernels;
const Kernels kReferenceKernels = {
    Target::reference,
    mnist_f32_conv2d_5x5_14x14x32_64_relu__reference,
    mnist_f32_conv2d_5x5_28x28x1_32_relu__reference,
    mnist_f32_dense_1024_10__reference,
    mnist_f32_dense_3136_1024_relu__reference,
    mnist_f32_pad_28x28x1_t2b2l2r2__reference,
    mnist_f32_pool2d_max_2x2_14x14x32_s2__reference,
    mnist_f32_pool2d_max_2x2_7x7x64_s2__reference,
};

}  // namespace mnist
