// minilm: the tables of kernels, one for each target that was compiled.
// With MINILM_KERNELS_REFERENCE there is one table, of the plain C++ references in kernels/references.cpp.
//
// Made by specimen from specs/language/minilm.json. Yours to read and change; regenerating keeps away from edited
// files. specimen-hash: 9af632b92cd46ec1
#include "minilm_kernels.h"

using specimen_v2::Kernel;

#if defined(MINILM_KERNELS_REFERENCE)

namespace minilm {

extern const Kernels kReferenceKernels;
static const Kernels* const kTables[] = {&kReferenceKernels};

}  // namespace minilm

#else

// A library keeps its kernels to itself.
#pragma GCC visibility push(hidden)
extern "C" {
Kernel<5> minilm_f32_attention_12x32_256_masked__v3;
Kernel<5> minilm_f32_dense_1536_384_rows256_add__v3;
Kernel<4> minilm_f32_dense_384_1536_rows256_gelu__v3;
Kernel<4> minilm_f32_dense_384_384_rows256__v3;
Kernel<5> minilm_f32_dense_384_384_rows256_add__v3;
Kernel<4> minilm_f32_embedding_ids_2x384_add__v3;
Kernel<3> minilm_f32_embedding_ids_30522x384__v3;
Kernel<3> minilm_f32_embedding_positions_512x384_add__v3;
Kernel<4> minilm_f32_layer_norm_384__v3;
Kernel<2> minilm_f32_layer_norm_unit_384__v3;
Kernel<3> minilm_f32_sequence_pool_384_masked__v3;
Kernel<5> minilm_f32_attention_12x32_256_masked__v4;
Kernel<5> minilm_f32_dense_1536_384_rows256_add__v4;
Kernel<4> minilm_f32_dense_384_1536_rows256_gelu__v4;
Kernel<4> minilm_f32_dense_384_384_rows256__v4;
Kernel<5> minilm_f32_dense_384_384_rows256_add__v4;
Kernel<4> minilm_f32_embedding_ids_2x384_add__v4;
Kernel<3> minilm_f32_embedding_ids_30522x384__v4;
Kernel<3> minilm_f32_embedding_positions_512x384_add__v4;
Kernel<4> minilm_f32_layer_norm_384__v4;
Kernel<2> minilm_f32_layer_norm_unit_384__v4;
Kernel<3> minilm_f32_sequence_pool_384_masked__v4;
}
#pragma GCC visibility pop

namespace minilm {

static const Kernels k_v3 = {
    Target::v3,
    minilm_f32_attention_12x32_256_masked__v3,
    minilm_f32_dense_1536_384_rows256_add__v3,
    minilm_f32_dense_384_1536_rows256_gelu__v3,
    minilm_f32_dense_384_384_rows256__v3,
    minilm_f32_dense_384_384_rows256_add__v3,
    minilm_f32_embedding_ids_2x384_add__v3,
    minilm_f32_embedding_ids_30522x384__v3,
    minilm_f32_embedding_positions_512x384_add__v3,
    minilm_f32_layer_norm_384__v3,
    minilm_f32_layer_norm_unit_384__v3,
    minilm_f32_sequence_pool_384_masked__v3,
};

static const Kernels k_v4 = {
    Target::v4,
    minilm_f32_attention_12x32_256_masked__v4,
    minilm_f32_dense_1536_384_rows256_add__v4,
    minilm_f32_dense_384_1536_rows256_gelu__v4,
    minilm_f32_dense_384_384_rows256__v4,
    minilm_f32_dense_384_384_rows256_add__v4,
    minilm_f32_embedding_ids_2x384_add__v4,
    minilm_f32_embedding_ids_30522x384__v4,
    minilm_f32_embedding_positions_512x384_add__v4,
    minilm_f32_layer_norm_384__v4,
    minilm_f32_layer_norm_unit_384__v4,
    minilm_f32_sequence_pool_384_masked__v4,
};

// From the lowest target to the highest.
static const Kernels* const kTables[] = {&k_v3, &k_v4};

}  // namespace minilm

#endif

namespace minilm {

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
  return Status(StatusCode::unsupported, "minilm was built without kernels for target %s",
                target_name(requested == Target::automatic ? best : requested));
}

}  // namespace minilm
