// resnet50: the tables of kernels, one for each target that was compiled.
// With RESNET50_KERNELS_REFERENCE there is one table, of the plain C++ references in kernels/references.cpp.
//
// Made by specimen from specs/vision/resnet.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: 6d86237b34a3f2a2
#include "resnet50_kernels.h"

using specimen_v2::Kernel;

#if defined(RESNET50_KERNELS_REFERENCE)

namespace resnet50 {

extern const Kernels kReferenceKernels;
static const Kernels* const kTables[] = {&kReferenceKernels};

}  // namespace resnet50

#else

// A library keeps its kernels to itself.
#pragma GCC visibility push(hidden)
extern "C" {
Kernel<4> resnet50_f32_conv2d_1x1_14x14x1024_256_relu__v3;
Kernel<4> resnet50_f32_conv2d_1x1_14x14x1024_512_relu__v3;
Kernel<4> resnet50_f32_conv2d_1x1_14x14x256_1024__v3;
Kernel<5> resnet50_f32_conv2d_1x1_14x14x256_1024_add_relu__v3;
Kernel<5> resnet50_f32_conv2d_1x1_14x14x512_1024_s2_add_relu__v3;
Kernel<4> resnet50_f32_conv2d_1x1_28x28x128_512__v3;
Kernel<5> resnet50_f32_conv2d_1x1_28x28x128_512_add_relu__v3;
Kernel<5> resnet50_f32_conv2d_1x1_28x28x256_512_s2_add_relu__v3;
Kernel<4> resnet50_f32_conv2d_1x1_28x28x512_128_relu__v3;
Kernel<4> resnet50_f32_conv2d_1x1_28x28x512_256_relu__v3;
Kernel<4> resnet50_f32_conv2d_1x1_56x56x256_128_relu__v3;
Kernel<4> resnet50_f32_conv2d_1x1_56x56x256_64_relu__v3;
Kernel<4> resnet50_f32_conv2d_1x1_56x56x64_256__v3;
Kernel<5> resnet50_f32_conv2d_1x1_56x56x64_256_add_relu__v3;
Kernel<4> resnet50_f32_conv2d_1x1_56x56x64_64_relu__v3;
Kernel<5> resnet50_f32_conv2d_1x1_7x7x1024_2048_s2_add_relu__v3;
Kernel<4> resnet50_f32_conv2d_1x1_7x7x2048_512_relu__v3;
Kernel<4> resnet50_f32_conv2d_1x1_7x7x512_2048__v3;
Kernel<5> resnet50_f32_conv2d_1x1_7x7x512_2048_add_relu__v3;
Kernel<4> resnet50_f32_conv2d_3x3_14x14x256_256_f4_relu__v3;
Kernel<4> resnet50_f32_conv2d_3x3_14x14x256_256_s2_relu__v3;
Kernel<4> resnet50_f32_conv2d_3x3_28x28x128_128_f4_relu__v3;
Kernel<4> resnet50_f32_conv2d_3x3_28x28x128_128_s2_relu__v3;
Kernel<4> resnet50_f32_conv2d_3x3_56x56x64_64_f4_relu__v3;
Kernel<4> resnet50_f32_conv2d_3x3_7x7x512_512_f2_relu__v3;
Kernel<4> resnet50_f32_conv2d_3x3_7x7x512_512_s2_relu__v3;
Kernel<4> resnet50_f32_conv2d_7x7_112x112x3_64_s2_relu__v3;
Kernel<4> resnet50_f32_dense_2048_1001__v3;
Kernel<2> resnet50_f32_global_pool_average_7x7x2048__v3;
Kernel<2> resnet50_f32_pad_224x224x3_t3b2l3r2__v3;
Kernel<2> resnet50_f32_pool2d_max_3x3_56x56x64_s2__v3;
Kernel<4> resnet50_f32_conv2d_1x1_14x14x1024_256_relu__v4;
Kernel<4> resnet50_f32_conv2d_1x1_14x14x1024_512_relu__v4;
Kernel<4> resnet50_f32_conv2d_1x1_14x14x256_1024__v4;
Kernel<5> resnet50_f32_conv2d_1x1_14x14x256_1024_add_relu__v4;
Kernel<5> resnet50_f32_conv2d_1x1_14x14x512_1024_s2_add_relu__v4;
Kernel<4> resnet50_f32_conv2d_1x1_28x28x128_512__v4;
Kernel<5> resnet50_f32_conv2d_1x1_28x28x128_512_add_relu__v4;
Kernel<5> resnet50_f32_conv2d_1x1_28x28x256_512_s2_add_relu__v4;
Kernel<4> resnet50_f32_conv2d_1x1_28x28x512_128_relu__v4;
Kernel<4> resnet50_f32_conv2d_1x1_28x28x512_256_relu__v4;
Kernel<4> resnet50_f32_conv2d_1x1_56x56x256_128_relu__v4;
Kernel<4> resnet50_f32_conv2d_1x1_56x56x256_64_relu__v4;
Kernel<4> resnet50_f32_conv2d_1x1_56x56x64_256__v4;
Kernel<5> resnet50_f32_conv2d_1x1_56x56x64_256_add_relu__v4;
Kernel<4> resnet50_f32_conv2d_1x1_56x56x64_64_relu__v4;
Kernel<5> resnet50_f32_conv2d_1x1_7x7x1024_2048_s2_add_relu__v4;
Kernel<4> resnet50_f32_conv2d_1x1_7x7x2048_512_relu__v4;
Kernel<4> resnet50_f32_conv2d_1x1_7x7x512_2048__v4;
Kernel<5> resnet50_f32_conv2d_1x1_7x7x512_2048_add_relu__v4;
Kernel<4> resnet50_f32_conv2d_3x3_14x14x256_256_f4_relu__v4;
Kernel<4> resnet50_f32_conv2d_3x3_14x14x256_256_s2_relu__v4;
Kernel<4> resnet50_f32_conv2d_3x3_28x28x128_128_f4_relu__v4;
Kernel<4> resnet50_f32_conv2d_3x3_28x28x128_128_s2_relu__v4;
Kernel<4> resnet50_f32_conv2d_3x3_56x56x64_64_f4_relu__v4;
Kernel<4> resnet50_f32_conv2d_3x3_7x7x512_512_f2_relu__v4;
Kernel<4> resnet50_f32_conv2d_3x3_7x7x512_512_s2_relu__v4;
Kernel<4> resnet50_f32_conv2d_7x7_112x112x3_64_s2_relu__v4;
Kernel<4> resnet50_f32_dense_2048_1001__v4;
Kernel<2> resnet50_f32_global_pool_average_7x7x2048__v4;
Kernel<2> resnet50_f32_pad_224x224x3_t3b2l3r2__v4;
Kernel<2> resnet50_f32_pool2d_max_3x3_56x56x64_s2__v4;
}
#pragma GCC visibility pop

namespace resnet50 {

static const Kernels k_v3 = {
    Target::v3,
    resnet50_f32_conv2d_1x1_14x14x1024_256_relu__v3,
    resnet50_f32_conv2d_1x1_14x14x1024_512_relu__v3,
    resnet50_f32_conv2d_1x1_14x14x256_1024__v3,
    resnet50_f32_conv2d_1x1_14x14x256_1024_add_relu__v3,
    resnet50_f32_conv2d_1x1_14x14x512_1024_s2_add_relu__v3,
    resnet50_f32_conv2d_1x1_28x28x128_512__v3,
    resnet50_f32_conv2d_1x1_28x28x128_512_add_relu__v3,
    resnet50_f32_conv2d_1x1_28x28x256_512_s2_add_relu__v3,
    resnet50_f32_conv2d_1x1_28x28x512_128_relu__v3,
    resnet50_f32_conv2d_1x1_28x28x512_256_relu__v3,
    resnet50_f32_conv2d_1x1_56x56x256_128_relu__v3,
    resnet50_f32_conv2d_1x1_56x56x256_64_relu__v3,
    resnet50_f32_conv2d_1x1_56x56x64_256__v3,
    resnet50_f32_conv2d_1x1_56x56x64_256_add_relu__v3,
    resnet50_f32_conv2d_1x1_56x56x64_64_relu__v3,
    resnet50_f32_conv2d_1x1_7x7x1024_2048_s2_add_relu__v3,
    resnet50_f32_conv2d_1x1_7x7x2048_512_relu__v3,
    resnet50_f32_conv2d_1x1_7x7x512_2048__v3,
    resnet50_f32_conv2d_1x1_7x7x512_2048_add_relu__v3,
    resnet50_f32_conv2d_3x3_14x14x256_256_f4_relu__v3,
    resnet50_f32_conv2d_3x3_14x14x256_256_s2_relu__v3,
    resnet50_f32_conv2d_3x3_28x28x128_128_f4_relu__v3,
    resnet50_f32_conv2d_3x3_28x28x128_128_s2_relu__v3,
    resnet50_f32_conv2d_3x3_56x56x64_64_f4_relu__v3,
    resnet50_f32_conv2d_3x3_7x7x512_512_f2_relu__v3,
    resnet50_f32_conv2d_3x3_7x7x512_512_s2_relu__v3,
    resnet50_f32_conv2d_7x7_112x112x3_64_s2_relu__v3,
    resnet50_f32_dense_2048_1001__v3,
    resnet50_f32_global_pool_average_7x7x2048__v3,
    resnet50_f32_pad_224x224x3_t3b2l3r2__v3,
    resnet50_f32_pool2d_max_3x3_56x56x64_s2__v3,
};

static const Kernels k_v4 = {
    Target::v4,
    resnet50_f32_conv2d_1x1_14x14x1024_256_relu__v4,
    resnet50_f32_conv2d_1x1_14x14x1024_512_relu__v4,
    resnet50_f32_conv2d_1x1_14x14x256_1024__v4,
    resnet50_f32_conv2d_1x1_14x14x256_1024_add_relu__v4,
    resnet50_f32_conv2d_1x1_14x14x512_1024_s2_add_relu__v4,
    resnet50_f32_conv2d_1x1_28x28x128_512__v4,
    resnet50_f32_conv2d_1x1_28x28x128_512_add_relu__v4,
    resnet50_f32_conv2d_1x1_28x28x256_512_s2_add_relu__v4,
    resnet50_f32_conv2d_1x1_28x28x512_128_relu__v4,
    resnet50_f32_conv2d_1x1_28x28x512_256_relu__v4,
    resnet50_f32_conv2d_1x1_56x56x256_128_relu__v4,
    resnet50_f32_conv2d_1x1_56x56x256_64_relu__v4,
    resnet50_f32_conv2d_1x1_56x56x64_256__v4,
    resnet50_f32_conv2d_1x1_56x56x64_256_add_relu__v4,
    resnet50_f32_conv2d_1x1_56x56x64_64_relu__v4,
    resnet50_f32_conv2d_1x1_7x7x1024_2048_s2_add_relu__v4,
    resnet50_f32_conv2d_1x1_7x7x2048_512_relu__v4,
    resnet50_f32_conv2d_1x1_7x7x512_2048__v4,
    resnet50_f32_conv2d_1x1_7x7x512_2048_add_relu__v4,
    resnet50_f32_conv2d_3x3_14x14x256_256_f4_relu__v4,
    resnet50_f32_conv2d_3x3_14x14x256_256_s2_relu__v4,
    resnet50_f32_conv2d_3x3_28x28x128_128_f4_relu__v4,
    resnet50_f32_conv2d_3x3_28x28x128_128_s2_relu__v4,
    resnet50_f32_conv2d_3x3_56x56x64_64_f4_relu__v4,
    resnet50_f32_conv2d_3x3_7x7x512_512_f2_relu__v4,
    resnet50_f32_conv2d_3x3_7x7x512_512_s2_relu__v4,
    resnet50_f32_conv2d_7x7_112x112x3_64_s2_relu__v4,
    resnet50_f32_dense_2048_1001__v4,
    resnet50_f32_global_pool_average_7x7x2048__v4,
    resnet50_f32_pad_224x224x3_t3b2l3r2__v4,
    resnet50_f32_pool2d_max_3x3_56x56x64_s2__v4,
};

// From the lowest target to the highest.
static const Kernels* const kTables[] = {&k_v3, &k_v4};

}  // namespace resnet50

#endif

namespace resnet50 {

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
  return Status(StatusCode::unsupported, "resnet50 was built without kernels for target %s",
                target_name(requested == Target::automatic ? best : requested));
}

}  // namespace resnet50
