// digits_resnet20: its kernels as plain C++, for any compiler and machine, and to compare the fast ones with.
//
// Made by specimen from specs/vision/digits_resnet20.json. Yours to read and change; regenerating keeps away from
// edited files. specimen-hash: 2c332eefa5d8a3a1
#include "digits_resnet20_kernels.h"
#include "kernels/conv2d/reference.h"
#include "kernels/dense/reference.h"
#include "kernels/global_pool/reference.h"
#include "kernels/instances.h"
#include "kernels/pad/reference.h"

using specimen_v2::Buffer;
using specimen_v2::Real;
using namespace digits_resnet20::kernels;

static const Real* const_reals(const Buffer* buffer) { return reinterpret_cast<const Real*>(buffer->host); }
static Real* reals(const Buffer* buffer) { return reinterpret_cast<Real*>(buffer->host); }

static const Conv2D k_conv2d_1x1_2x2x32_64_s2_add_relu =
    digits_resnet20::kernels::instances::conv2d_1x1_2x2x32_64_s2_add_relu();
static const Conv2D k_conv2d_1x1_4x4x16_32_s2_add_relu =
    digits_resnet20::kernels::instances::conv2d_1x1_4x4x16_32_s2_add_relu();
static const Conv2D k_conv2d_1x1_8x8x16_16_add_relu =
    digits_resnet20::kernels::instances::conv2d_1x1_8x8x16_16_add_relu();
static const Conv2D k_conv2d_3x3_2x2x32_64_s2_relu =
    digits_resnet20::kernels::instances::conv2d_3x3_2x2x32_64_s2_relu();
static const Conv2D k_conv2d_3x3_2x2x64_64 = digits_resnet20::kernels::instances::conv2d_3x3_2x2x64_64();
static const Conv2D k_conv2d_3x3_2x2x64_64_add_relu =
    digits_resnet20::kernels::instances::conv2d_3x3_2x2x64_64_add_relu();
static const Conv2D k_conv2d_3x3_2x2x64_64_relu = digits_resnet20::kernels::instances::conv2d_3x3_2x2x64_64_relu();
static const Conv2D k_conv2d_3x3_4x4x16_32_s2_relu =
    digits_resnet20::kernels::instances::conv2d_3x3_4x4x16_32_s2_relu();
static const Conv2D k_conv2d_3x3_4x4x32_32 = digits_resnet20::kernels::instances::conv2d_3x3_4x4x32_32();
static const Conv2D k_conv2d_3x3_4x4x32_32_add_relu =
    digits_resnet20::kernels::instances::conv2d_3x3_4x4x32_32_add_relu();
static const Conv2D k_conv2d_3x3_4x4x32_32_relu = digits_resnet20::kernels::instances::conv2d_3x3_4x4x32_32_relu();
static const Conv2D k_conv2d_3x3_8x8x16_16 = digits_resnet20::kernels::instances::conv2d_3x3_8x8x16_16();
static const Conv2D k_conv2d_3x3_8x8x16_16_add_relu =
    digits_resnet20::kernels::instances::conv2d_3x3_8x8x16_16_add_relu();
static const Conv2D k_conv2d_3x3_8x8x16_16_relu = digits_resnet20::kernels::instances::conv2d_3x3_8x8x16_16_relu();
static const Conv2D k_conv2d_3x3_8x8x1_16_relu = digits_resnet20::kernels::instances::conv2d_3x3_8x8x1_16_relu();
static const Dense k_dense_64_10 = digits_resnet20::kernels::instances::dense_64_10();
static const GlobalPool k_global_pool_average_2x2x64 =
    digits_resnet20::kernels::instances::global_pool_average_2x2x64();
static const Pad k_pad_8x8x1_t1b1l1r1 = digits_resnet20::kernels::instances::pad_8x8x1_t1b1l1r1();

extern "C" {

int digits_resnet20_f32_conv2d_1x1_2x2x32_64_s2_add_relu__reference(const void*, Buffer* x, Buffer* filter,
                                                                    Buffer* operand0, Buffer* operand1, Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_2x2x32_64_s2_add_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int digits_resnet20_f32_conv2d_1x1_4x4x16_32_s2_add_relu__reference(const void*, Buffer* x, Buffer* filter,
                                                                    Buffer* operand0, Buffer* operand1, Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_4x4x16_32_s2_add_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int digits_resnet20_f32_conv2d_1x1_8x8x16_16_add_relu__reference(const void*, Buffer* x, Buffer* filter,
                                                                 Buffer* operand0, Buffer* operand1, Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_8x8x16_16_add_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int digits_resnet20_f32_conv2d_3x3_2x2x32_64_s2_relu__reference(const void*, Buffer* x, Buffer* filter,
                                                                Buffer* operand0, Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_3x3_2x2x32_64_s2_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int digits_resnet20_f32_conv2d_3x3_2x2x64_64__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                        Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_3x3_2x2x64_64, y->dim[3].extent, const_reals(x), const_reals(filter), operands, outputs);
  return 0;
}

int digits_resnet20_f32_conv2d_3x3_2x2x64_64_add_relu__reference(const void*, Buffer* x, Buffer* filter,
                                                                 Buffer* operand0, Buffer* operand1, Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_3x3_2x2x64_64_add_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int digits_resnet20_f32_conv2d_3x3_2x2x64_64_relu__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                             Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_3x3_2x2x64_64_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int digits_resnet20_f32_conv2d_3x3_4x4x16_32_s2_relu__reference(const void*, Buffer* x, Buffer* filter,
                                                                Buffer* operand0, Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_3x3_4x4x16_32_s2_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int digits_resnet20_f32_conv2d_3x3_4x4x32_32__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                        Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_3x3_4x4x32_32, y->dim[3].extent, const_reals(x), const_reals(filter), operands, outputs);
  return 0;
}

int digits_resnet20_f32_conv2d_3x3_4x4x32_32_add_relu__reference(const void*, Buffer* x, Buffer* filter,
                                                                 Buffer* operand0, Buffer* operand1, Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_3x3_4x4x32_32_add_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int digits_resnet20_f32_conv2d_3x3_4x4x32_32_relu__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                             Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_3x3_4x4x32_32_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int digits_resnet20_f32_conv2d_3x3_8x8x16_16__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                        Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_3x3_8x8x16_16, y->dim[3].extent, const_reals(x), const_reals(filter), operands, outputs);
  return 0;
}

int digits_resnet20_f32_conv2d_3x3_8x8x16_16_add_relu__reference(const void*, Buffer* x, Buffer* filter,
                                                                 Buffer* operand0, Buffer* operand1, Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_3x3_8x8x16_16_add_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int digits_resnet20_f32_conv2d_3x3_8x8x16_16_relu__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                             Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_3x3_8x8x16_16_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int digits_resnet20_f32_conv2d_3x3_8x8x1_16_relu__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                            Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_3x3_8x8x1_16_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int digits_resnet20_f32_dense_64_10__reference(const void*, Buffer* x, Buffer* kernel, Buffer* operand0, Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  dense_reference(k_dense_64_10, y->dim[1].extent, const_reals(x), const_reals(kernel), operands, outputs);
  return 0;
}

int digits_resnet20_f32_global_pool_average_2x2x64__reference(const void*, Buffer* x, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  global_pool_reference(k_global_pool_average_2x2x64, y->dim[1].extent, const_reals(x), operands, outputs);
  return 0;
}

int digits_resnet20_f32_pad_8x8x1_t1b1l1r1__reference(const void*, Buffer* x, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  pad_reference(k_pad_8x8x1_t1b1l1r1, y->dim[3].extent, const_reals(x), operands, outputs);
  return 0;
}
}

namespace digits_resnet20 {

extern const Kernels kReferenceKernels;
const Kernels kReferenceKernels = {
    Target::reference,
    digits_resnet20_f32_conv2d_1x1_2x2x32_64_s2_add_relu__reference,
    digits_resnet20_f32_conv2d_1x1_4x4x16_32_s2_add_relu__reference,
    digits_resnet20_f32_conv2d_1x1_8x8x16_16_add_relu__reference,
    digits_resnet20_f32_conv2d_3x3_2x2x32_64_s2_relu__reference,
    digits_resnet20_f32_conv2d_3x3_2x2x64_64__reference,
    digits_resnet20_f32_conv2d_3x3_2x2x64_64_add_relu__reference,
    digits_resnet20_f32_conv2d_3x3_2x2x64_64_relu__reference,
    digits_resnet20_f32_conv2d_3x3_4x4x16_32_s2_relu__reference,
    digits_resnet20_f32_conv2d_3x3_4x4x32_32__reference,
    digits_resnet20_f32_conv2d_3x3_4x4x32_32_add_relu__reference,
    digits_resnet20_f32_conv2d_3x3_4x4x32_32_relu__reference,
    digits_resnet20_f32_conv2d_3x3_8x8x16_16__reference,
    digits_resnet20_f32_conv2d_3x3_8x8x16_16_add_relu__reference,
    digits_resnet20_f32_conv2d_3x3_8x8x16_16_relu__reference,
    digits_resnet20_f32_conv2d_3x3_8x8x1_16_relu__reference,
    digits_resnet20_f32_dense_64_10__reference,
    digits_resnet20_f32_global_pool_average_2x2x64__reference,
    digits_resnet20_f32_pad_8x8x1_t1b1l1r1__reference,
};

}  // namespace digits_resnet20
