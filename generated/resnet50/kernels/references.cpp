// resnet50: its kernels as plain C++, for any compiler and machine, and to compare the fast ones with.
//
// Made by specimen from specs/vision/resnet.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: ab5c8a2e5b88f500
#include "kernels/conv2d/reference.h"
#include "kernels/dense/reference.h"
#include "kernels/global_pool/reference.h"
#include "kernels/instances.h"
#include "kernels/pad/reference.h"
#include "kernels/pool2d/reference.h"
#include "resnet50_kernels.h"

using specimen_v2::Buffer;
using specimen_v2::Real;
using namespace resnet50::kernels;

static const Real* const_reals(const Buffer* buffer) { return reinterpret_cast<const Real*>(buffer->host); }
static Real* reals(const Buffer* buffer) { return reinterpret_cast<Real*>(buffer->host); }

static const Conv2D k_conv2d_1x1_14x14x1024_256_relu = resnet50::kernels::instances::conv2d_1x1_14x14x1024_256_relu();
static const Conv2D k_conv2d_1x1_14x14x1024_512_relu = resnet50::kernels::instances::conv2d_1x1_14x14x1024_512_relu();
static const Conv2D k_conv2d_1x1_14x14x256_1024 = resnet50::kernels::instances::conv2d_1x1_14x14x256_1024();
static const Conv2D k_conv2d_1x1_14x14x256_1024_add_relu =
    resnet50::kernels::instances::conv2d_1x1_14x14x256_1024_add_relu();
static const Conv2D k_conv2d_1x1_14x14x512_1024_s2_add_relu =
    resnet50::kernels::instances::conv2d_1x1_14x14x512_1024_s2_add_relu();
static const Conv2D k_conv2d_1x1_28x28x128_512 = resnet50::kernels::instances::conv2d_1x1_28x28x128_512();
static const Conv2D k_conv2d_1x1_28x28x128_512_add_relu =
    resnet50::kernels::instances::conv2d_1x1_28x28x128_512_add_relu();
static const Conv2D k_conv2d_1x1_28x28x256_512_s2_add_relu =
    resnet50::kernels::instances::conv2d_1x1_28x28x256_512_s2_add_relu();
static const Conv2D k_conv2d_1x1_28x28x512_128_relu = resnet50::kernels::instances::conv2d_1x1_28x28x512_128_relu();
static const Conv2D k_conv2d_1x1_28x28x512_256_relu = resnet50::kernels::instances::conv2d_1x1_28x28x512_256_relu();
static const Conv2D k_conv2d_1x1_56x56x256_128_relu = resnet50::kernels::instances::conv2d_1x1_56x56x256_128_relu();
static const Conv2D k_conv2d_1x1_56x56x256_64_relu = resnet50::kernels::instances::conv2d_1x1_56x56x256_64_relu();
static const Conv2D k_conv2d_1x1_56x56x64_256 = resnet50::kernels::instances::conv2d_1x1_56x56x64_256();
static const Conv2D k_conv2d_1x1_56x56x64_256_add_relu =
    resnet50::kernels::instances::conv2d_1x1_56x56x64_256_add_relu();
static const Conv2D k_conv2d_1x1_56x56x64_64_relu = resnet50::kernels::instances::conv2d_1x1_56x56x64_64_relu();
static const Conv2D k_conv2d_1x1_7x7x1024_2048_s2_add_relu =
    resnet50::kernels::instances::conv2d_1x1_7x7x1024_2048_s2_add_relu();
static const Conv2D k_conv2d_1x1_7x7x2048_512_relu = resnet50::kernels::instances::conv2d_1x1_7x7x2048_512_relu();
static const Conv2D k_conv2d_1x1_7x7x512_2048 = resnet50::kernels::instances::conv2d_1x1_7x7x512_2048();
static const Conv2D k_conv2d_1x1_7x7x512_2048_add_relu =
    resnet50::kernels::instances::conv2d_1x1_7x7x512_2048_add_relu();
static const Conv2D k_conv2d_3x3_14x14x256_256_f4_relu =
    resnet50::kernels::instances::conv2d_3x3_14x14x256_256_f4_relu();
static const Conv2D k_conv2d_3x3_14x14x256_256_s2_relu =
    resnet50::kernels::instances::conv2d_3x3_14x14x256_256_s2_relu();
static const Conv2D k_conv2d_3x3_28x28x128_128_f4_relu =
    resnet50::kernels::instances::conv2d_3x3_28x28x128_128_f4_relu();
static const Conv2D k_conv2d_3x3_28x28x128_128_s2_relu =
    resnet50::kernels::instances::conv2d_3x3_28x28x128_128_s2_relu();
static const Conv2D k_conv2d_3x3_56x56x64_64_f4_relu = resnet50::kernels::instances::conv2d_3x3_56x56x64_64_f4_relu();
static const Conv2D k_conv2d_3x3_7x7x512_512_f2_relu = resnet50::kernels::instances::conv2d_3x3_7x7x512_512_f2_relu();
static const Conv2D k_conv2d_3x3_7x7x512_512_s2_relu = resnet50::kernels::instances::conv2d_3x3_7x7x512_512_s2_relu();
static const Conv2D k_conv2d_7x7_112x112x3_64_s2_relu = resnet50::kernels::instances::conv2d_7x7_112x112x3_64_s2_relu();
static const Dense k_dense_2048_1001 = resnet50::kernels::instances::dense_2048_1001();
static const GlobalPool k_global_pool_average_7x7x2048 = resnet50::kernels::instances::global_pool_average_7x7x2048();
static const Pad k_pad_224x224x3_t3b2l3r2 = resnet50::kernels::instances::pad_224x224x3_t3b2l3r2();
static const Pool2D k_pool2d_max_3x3_56x56x64_s2 = resnet50::kernels::instances::pool2d_max_3x3_56x56x64_s2();

extern "C" {

int resnet50_f32_conv2d_1x1_14x14x1024_256_relu__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                           Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_14x14x1024_256_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_f32_conv2d_1x1_14x14x1024_512_relu__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                           Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_14x14x1024_512_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_f32_conv2d_1x1_14x14x256_1024__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                      Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_14x14x256_1024, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_f32_conv2d_1x1_14x14x256_1024_add_relu__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                               Buffer* operand1, Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_14x14x256_1024_add_relu, y->dim[3].extent, const_reals(x), const_reals(filter),
                   operands, outputs);
  return 0;
}

int resnet50_f32_conv2d_1x1_14x14x512_1024_s2_add_relu__reference(const void*, Buffer* x, Buffer* filter,
                                                                  Buffer* operand0, Buffer* operand1, Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_14x14x512_1024_s2_add_relu, y->dim[3].extent, const_reals(x), const_reals(filter),
                   operands, outputs);
  return 0;
}

int resnet50_f32_conv2d_1x1_28x28x128_512__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                     Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_28x28x128_512, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_f32_conv2d_1x1_28x28x128_512_add_relu__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                              Buffer* operand1, Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_28x28x128_512_add_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_f32_conv2d_1x1_28x28x256_512_s2_add_relu__reference(const void*, Buffer* x, Buffer* filter,
                                                                 Buffer* operand0, Buffer* operand1, Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_28x28x256_512_s2_add_relu, y->dim[3].extent, const_reals(x), const_reals(filter),
                   operands, outputs);
  return 0;
}

int resnet50_f32_conv2d_1x1_28x28x512_128_relu__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                          Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_28x28x512_128_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_f32_conv2d_1x1_28x28x512_256_relu__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                          Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_28x28x512_256_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_f32_conv2d_1x1_56x56x256_128_relu__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                          Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_56x56x256_128_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_f32_conv2d_1x1_56x56x256_64_relu__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                         Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_56x56x256_64_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_f32_conv2d_1x1_56x56x64_256__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                    Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_56x56x64_256, y->dim[3].extent, const_reals(x), const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_f32_conv2d_1x1_56x56x64_256_add_relu__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                             Buffer* operand1, Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_56x56x64_256_add_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_f32_conv2d_1x1_56x56x64_64_relu__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                        Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_56x56x64_64_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_f32_conv2d_1x1_7x7x1024_2048_s2_add_relu__reference(const void*, Buffer* x, Buffer* filter,
                                                                 Buffer* operand0, Buffer* operand1, Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_7x7x1024_2048_s2_add_relu, y->dim[3].extent, const_reals(x), const_reals(filter),
                   operands, outputs);
  return 0;
}

int resnet50_f32_conv2d_1x1_7x7x2048_512_relu__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                         Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_7x7x2048_512_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_f32_conv2d_1x1_7x7x512_2048__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                    Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_7x7x512_2048, y->dim[3].extent, const_reals(x), const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_f32_conv2d_1x1_7x7x512_2048_add_relu__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                             Buffer* operand1, Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_7x7x512_2048_add_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_f32_conv2d_3x3_14x14x256_256_f4_relu__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                             Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_3x3_14x14x256_256_f4_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_f32_conv2d_3x3_14x14x256_256_s2_relu__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                             Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_3x3_14x14x256_256_s2_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_f32_conv2d_3x3_28x28x128_128_f4_relu__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                             Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_3x3_28x28x128_128_f4_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_f32_conv2d_3x3_28x28x128_128_s2_relu__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                             Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_3x3_28x28x128_128_s2_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_f32_conv2d_3x3_56x56x64_64_f4_relu__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                           Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_3x3_56x56x64_64_f4_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_f32_conv2d_3x3_7x7x512_512_f2_relu__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                           Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_3x3_7x7x512_512_f2_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_f32_conv2d_3x3_7x7x512_512_s2_relu__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                           Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_3x3_7x7x512_512_s2_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_f32_conv2d_7x7_112x112x3_64_s2_relu__reference(const void*, Buffer* x, Buffer* filter, Buffer* operand0,
                                                            Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_7x7_112x112x3_64_s2_relu, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_f32_dense_2048_1001__reference(const void*, Buffer* x, Buffer* kernel, Buffer* operand0, Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  dense_reference(k_dense_2048_1001, y->dim[1].extent, const_reals(x), const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_f32_global_pool_average_7x7x2048__reference(const void*, Buffer* x, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  global_pool_reference(k_global_pool_average_7x7x2048, y->dim[1].extent, const_reals(x), operands, outputs);
  return 0;
}

int resnet50_f32_pad_224x224x3_t3b2l3r2__reference(const void*, Buffer* x, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  pad_reference(k_pad_224x224x3_t3b2l3r2, y->dim[3].extent, const_reals(x), operands, outputs);
  return 0;
}

int resnet50_f32_pool2d_max_3x3_56x56x64_s2__reference(const void*, Buffer* x, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  pool2d_reference(k_pool2d_max_3x3_56x56x64_s2, y->dim[3].extent, const_reals(x), operands, outputs);
  return 0;
}
}

namespace resnet50 {

extern const Kernels kReferenceKernels;
const Kernels kReferenceKernels = {
    Target::reference,
    resnet50_f32_conv2d_1x1_14x14x1024_256_relu__reference,
    resnet50_f32_conv2d_1x1_14x14x1024_512_relu__reference,
    resnet50_f32_conv2d_1x1_14x14x256_1024__reference,
    resnet50_f32_conv2d_1x1_14x14x256_1024_add_relu__reference,
    resnet50_f32_conv2d_1x1_14x14x512_1024_s2_add_relu__reference,
    resnet50_f32_conv2d_1x1_28x28x128_512__reference,
    resnet50_f32_conv2d_1x1_28x28x128_512_add_relu__reference,
    resnet50_f32_conv2d_1x1_28x28x256_512_s2_add_relu__reference,
    resnet50_f32_conv2d_1x1_28x28x512_128_relu__reference,
    resnet50_f32_conv2d_1x1_28x28x512_256_relu__reference,
    resnet50_f32_conv2d_1x1_56x56x256_128_relu__reference,
    resnet50_f32_conv2d_1x1_56x56x256_64_relu__reference,
    resnet50_f32_conv2d_1x1_56x56x64_256__reference,
    resnet50_f32_conv2d_1x1_56x56x64_256_add_relu__reference,
    resnet50_f32_conv2d_1x1_56x56x64_64_relu__reference,
    resnet50_f32_conv2d_1x1_7x7x1024_2048_s2_add_relu__reference,
    resnet50_f32_conv2d_1x1_7x7x2048_512_relu__reference,
    resnet50_f32_conv2d_1x1_7x7x512_2048__reference,
    resnet50_f32_conv2d_1x1_7x7x512_2048_add_relu__reference,
    resnet50_f32_conv2d_3x3_14x14x256_256_f4_relu__reference,
    resnet50_f32_conv2d_3x3_14x14x256_256_s2_relu__reference,
    resnet50_f32_conv2d_3x3_28x28x128_128_f4_relu__reference,
    resnet50_f32_conv2d_3x3_28x28x128_128_s2_relu__reference,
    resnet50_f32_conv2d_3x3_56x56x64_64_f4_relu__reference,
    resnet50_f32_conv2d_3x3_7x7x512_512_f2_relu__reference,
    resnet50_f32_conv2d_3x3_7x7x512_512_s2_relu__reference,
    resnet50_f32_conv2d_7x7_112x112x3_64_s2_relu__reference,
    resnet50_f32_dense_2048_1001__reference,
    resnet50_f32_global_pool_average_7x7x2048__reference,
    resnet50_f32_pad_224x224x3_t3b2l3r2__reference,
    resnet50_f32_pool2d_max_3x3_56x56x64_s2__reference,
};

}  // namespace resnet50
