// digits_resnet20: the tables of kernels, one for each target that was compiled.
// With DIGITS_RESNET20_KERNELS_REFERENCE there is one table, of the plain C++ references in kernels/references.cpp.
//
// Made by specimen from specs/vision/digits_resnet20.json. Yours to read and change; regenerating keeps away from
// edited files. specimen-hash: d81006d50923f14b
#include "digits_resnet20_kernels.h"

using specimen_v2::Kernel;

#if defined(DIGITS_RESNET20_KERNELS_REFERENCE)

namespace digits_resnet20 {

extern const Kernels kReferenceKernels;
static const Kernels* const kTables[] = {&kReferenceKernels};

}  // namespace digits_resnet20

#else

// A library keeps its kernels to itself.
#pragma GCC visibility push(hidden)
extern "C" {
Kernel<5> digits_resnet20_f32_conv2d_1x1_2x2x32_64_s2_add_relu__v3;
Kernel<5> digits_resnet20_f32_conv2d_1x1_4x4x16_32_s2_add_relu__v3;
Kernel<5> digits_resnet20_f32_conv2d_1x1_8x8x16_16_add_relu__v3;
Kernel<4> digits_resnet20_f32_conv2d_3x3_2x2x32_64_s2_relu__v3;
Kernel<4> digits_resnet20_f32_conv2d_3x3_2x2x64_64__v3;
Kernel<5> digits_resnet20_f32_conv2d_3x3_2x2x64_64_add_relu__v3;
Kernel<4> digits_resnet20_f32_conv2d_3x3_2x2x64_64_relu__v3;
Kernel<4> digits_resnet20_f32_conv2d_3x3_4x4x16_32_s2_relu__v3;
Kernel<4> digits_resnet20_f32_conv2d_3x3_4x4x32_32__v3;
Kernel<5> digits_resnet20_f32_conv2d_3x3_4x4x32_32_add_relu__v3;
Kernel<4> digits_resnet20_f32_conv2d_3x3_4x4x32_32_relu__v3;
Kernel<4> digits_resnet20_f32_conv2d_3x3_8x8x16_16__v3;
Kernel<5> digits_resnet20_f32_conv2d_3x3_8x8x16_16_add_relu__v3;
Kernel<4> digits_resnet20_f32_conv2d_3x3_8x8x16_16_relu__v3;
Kernel<4> digits_resnet20_f32_conv2d_3x3_8x8x1_16_relu__v3;
Kernel<4> digits_resnet20_f32_dense_64_10__v3;
Kernel<2> digits_resnet20_f32_global_pool_average_2x2x64__v3;
Kernel<2> digits_resnet20_f32_pad_8x8x1_t1b1l1r1__v3;
Kernel<5> digits_resnet20_f32_conv2d_1x1_2x2x32_64_s2_add_relu__v4;
Kernel<5> digits_resnet20_f32_conv2d_1x1_4x4x16_32_s2_add_relu__v4;
Kernel<5> digits_resnet20_f32_conv2d_1x1_8x8x16_16_add_relu__v4;
Kernel<4> digits_resnet20_f32_conv2d_3x3_2x2x32_64_s2_relu__v4;
Kernel<4> digits_resnet20_f32_conv2d_3x3_2x2x64_64__v4;
Kernel<5> digits_resnet20_f32_conv2d_3x3_2x2x64_64_add_relu__v4;
Kernel<4> digits_resnet20_f32_conv2d_3x3_2x2x64_64_relu__v4;
Kernel<4> digits_resnet20_f32_conv2d_3x3_4x4x16_32_s2_relu__v4;
Kernel<4> digits_resnet20_f32_conv2d_3x3_4x4x32_32__v4;
Kernel<5> digits_resnet20_f32_conv2d_3x3_4x4x32_32_add_relu__v4;
Kernel<4> digits_resnet20_f32_conv2d_3x3_4x4x32_32_relu__v4;
Kernel<4> digits_resnet20_f32_conv2d_3x3_8x8x16_16__v4;
Kernel<5> digits_resnet20_f32_conv2d_3x3_8x8x16_16_add_relu__v4;
Kernel<4> digits_resnet20_f32_conv2d_3x3_8x8x16_16_relu__v4;
Kernel<4> digits_resnet20_f32_conv2d_3x3_8x8x1_16_relu__v4;
Kernel<4> digits_resnet20_f32_dense_64_10__v4;
Kernel<2> digits_resnet20_f32_global_pool_average_2x2x64__v4;
Kernel<2> digits_resnet20_f32_pad_8x8x1_t1b1l1r1__v4;
}
#pragma GCC visibility pop

namespace digits_resnet20 {

static const Kernels k_v3 = {
    Target::v3,
    digits_resnet20_f32_conv2d_1x1_2x2x32_64_s2_add_relu__v3,
    digits_resnet20_f32_conv2d_1x1_4x4x16_32_s2_add_relu__v3,
    digits_resnet20_f32_conv2d_1x1_8x8x16_16_add_relu__v3,
    digits_resnet20_f32_conv2d_3x3_2x2x32_64_s2_relu__v3,
    digits_resnet20_f32_conv2d_3x3_2x2x64_64__v3,
    digits_resnet20_f32_conv2d_3x3_2x2x64_64_add_relu__v3,
    digits_resnet20_f32_conv2d_3x3_2x2x64_64_relu__v3,
    digits_resnet20_f32_conv2d_3x3_4x4x16_32_s2_relu__v3,
    digits_resnet20_f32_conv2d_3x3_4x4x32_32__v3,
    digits_resnet20_f32_conv2d_3x3_4x4x32_32_add_relu__v3,
    digits_resnet20_f32_conv2d_3x3_4x4x32_32_relu__v3,
    digits_resnet20_f32_conv2d_3x3_8x8x16_16__v3,
    digits_resnet20_f32_conv2d_3x3_8x8x16_16_add_relu__v3,
    digits_resnet20_f32_conv2d_3x3_8x8x16_16_relu__v3,
    digits_resnet20_f32_conv2d_3x3_8x8x1_16_relu__v3,
    digits_resnet20_f32_dense_64_10__v3,
    digits_resnet20_f32_global_pool_average_2x2x64__v3,
    digits_resnet20_f32_pad_8x8x1_t1b1l1r1__v3,
};

static const Kernels k_v4 = {
    Target::v4,
    digits_resnet20_f32_conv2d_1x1_2x2x32_64_s2_add_relu__v4,
    digits_resnet20_f32_conv2d_1x1_4x4x16_32_s2_add_relu__v4,
    digits_resnet20_f32_conv2d_1x1_8x8x16_16_add_relu__v4,
    digits_resnet20_f32_conv2d_3x3_2x2x32_64_s2_relu__v4,
    digits_resnet20_f32_conv2d_3x3_2x2x64_64__v4,
    digits_resnet20_f32_conv2d_3x3_2x2x64_64_add_relu__v4,
    digits_resnet20_f32_conv2d_3x3_2x2x64_64_relu__v4,
    digits_resnet20_f32_conv2d_3x3_4x4x16_32_s2_relu__v4,
    digits_resnet20_f32_conv2d_3x3_4x4x32_32__v4,
    digits_resnet20_f32_conv2d_3x3_4x4x32_32_add_relu__v4,
    digits_resnet20_f32_conv2d_3x3_4x4x32_32_relu__v4,
    digits_resnet20_f32_conv2d_3x3_8x8x16_16__v4,
    digits_resnet20_f32_conv2d_3x3_8x8x16_16_add_relu__v4,
    digits_resnet20_f32_conv2d_3x3_8x8x16_16_relu__v4,
    digits_resnet20_f32_conv2d_3x3_8x8x1_16_relu__v4,
    digits_resnet20_f32_dense_64_10__v4,
    digits_resnet20_f32_global_pool_average_2x2x64__v4,
    digits_resnet20_f32_pad_8x8x1_t1b1l1r1__v4,
};

// From the lowest target to the highest.
static const Kernels* const kTables[] = {&k_v3, &k_v4};

}  // namespace digits_resnet20

#endif

namespace digits_resnet20 {

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
  return Status(StatusCode::unsupported, "digits_resnet20 was built without kernels for target %s",
                target_name(requested == Target::automatic ? best : requested));
}

}  // namespace digits_resnet20
