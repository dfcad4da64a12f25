// minilm: its kernels as plain C++, for any compiler and machine, and to compare the fast ones with.
//
// Made by specimen from specs/language/minilm.json. Yours to read and change; regenerating keeps away from edited
// files. specimen-hash: 9dd3f547e4d2d378
#include "kernels/attention/reference.h"
#include "kernels/dense/reference.h"
#include "kernels/embedding/reference.h"
#include "kernels/instances.h"
#include "kernels/layer_norm/reference.h"
#include "kernels/sequence_pool/reference.h"
#include "minilm_kernels.h"

using specimen_v2::Buffer;
using specimen_v2::Real;
using namespace minilm::kernels;

static const Real* const_reals(const Buffer* buffer) { return reinterpret_cast<const Real*>(buffer->host); }
static const std::int32_t* const_tokens(const Buffer* buffer) {
  return reinterpret_cast<const std::int32_t*>(buffer->host);
}
static Real* reals(const Buffer* buffer) { return reinterpret_cast<Real*>(buffer->host); }

static const Attention k_attention_12x32_256_masked = minilm::kernels::instances::attention_12x32_256_masked();
static const Dense k_dense_1536_384_rows256_add = minilm::kernels::instances::dense_1536_384_rows256_add();
static const Dense k_dense_384_1536_rows256_gelu = minilm::kernels::instances::dense_384_1536_rows256_gelu();
static const Dense k_dense_384_384_rows256 = minilm::kernels::instances::dense_384_384_rows256();
static const Dense k_dense_384_384_rows256_add = minilm::kernels::instances::dense_384_384_rows256_add();
static const Embedding k_embedding_ids_2x384_add = minilm::kernels::instances::embedding_ids_2x384_add();
static const Embedding k_embedding_ids_30522x384 = minilm::kernels::instances::embedding_ids_30522x384();
static const Embedding k_embedding_positions_512x384_add =
    minilm::kernels::instances::embedding_positions_512x384_add();
static const LayerNorm k_layer_norm_384 = minilm::kernels::instances::layer_norm_384();
static const LayerNorm k_layer_norm_unit_384 = minilm::kernels::instances::layer_norm_unit_384();
static const SequencePool k_sequence_pool_384_masked = minilm::kernels::instances::sequence_pool_384_masked();

extern "C" {

int minilm_f32_attention_12x32_256_masked__reference(const void*, Buffer* query, Buffer* key, Buffer* value,
                                                     Buffer* mask, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  attention_reference(k_attention_12x32_256_masked, y->dim[2].extent, y->dim[1].extent, mask->dim[0].extent,
                      const_reals(query), const_reals(key), const_reals(value), const_tokens(mask), operands, outputs);
  return 0;
}

int minilm_f32_dense_1536_384_rows256_add__reference(const void*, Buffer* x, Buffer* kernel, Buffer* operand0,
                                                     Buffer* operand1, Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  dense_reference(k_dense_1536_384_rows256_add, y->dim[1].extent, const_reals(x), const_reals(kernel), operands,
                  outputs);
  return 0;
}

int minilm_f32_dense_384_1536_rows256_gelu__reference(const void*, Buffer* x, Buffer* kernel, Buffer* operand0,
                                                      Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  dense_reference(k_dense_384_1536_rows256_gelu, y->dim[1].extent, const_reals(x), const_reals(kernel), operands,
                  outputs);
  return 0;
}

int minilm_f32_dense_384_384_rows256__reference(const void*, Buffer* x, Buffer* kernel, Buffer* operand0, Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  dense_reference(k_dense_384_384_rows256, y->dim[1].extent, const_reals(x), const_reals(kernel), operands, outputs);
  return 0;
}

int minilm_f32_dense_384_384_rows256_add__reference(const void*, Buffer* x, Buffer* kernel, Buffer* operand0,
                                                    Buffer* operand1, Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  dense_reference(k_dense_384_384_rows256_add, y->dim[1].extent, const_reals(x), const_reals(kernel), operands,
                  outputs);
  return 0;
}

int minilm_f32_embedding_ids_2x384_add__reference(const void*, Buffer* ids, Buffer* table, Buffer* operand0,
                                                  Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  embedding_reference(k_embedding_ids_2x384_add, y->dim[2].extent, y->dim[1].extent, const_tokens(ids),
                      const_reals(table), operands, outputs);
  return 0;
}

int minilm_f32_embedding_ids_30522x384__reference(const void*, Buffer* ids, Buffer* table, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  embedding_reference(k_embedding_ids_30522x384, y->dim[2].extent, y->dim[1].extent, const_tokens(ids),
                      const_reals(table), operands, outputs);
  return 0;
}

int minilm_f32_embedding_positions_512x384_add__reference(const void*, Buffer* table, Buffer* operand0, Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  embedding_reference(k_embedding_positions_512x384_add, y->dim[2].extent, y->dim[1].extent, const_reals(table),
                      operands, outputs);
  return 0;
}

int minilm_f32_layer_norm_384__reference(const void*, Buffer* x, Buffer* gamma, Buffer* beta, Buffer* y) {
  const Real* const operands[] = {reals(gamma), reals(beta)};
  Real* const outputs[] = {reals(y)};
  layer_norm_reference(k_layer_norm_384, y->dim[1].extent, const_reals(x), operands, outputs);
  return 0;
}

int minilm_f32_layer_norm_unit_384__reference(const void*, Buffer* x, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  layer_norm_reference(k_layer_norm_unit_384, y->dim[1].extent, const_reals(x), operands, outputs);
  return 0;
}

int minilm_f32_sequence_pool_384_masked__reference(const void*, Buffer* x, Buffer* mask, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  sequence_pool_reference(k_sequence_pool_384_masked, y->dim[1].extent, mask->dim[0].extent, const_reals(x),
                          const_tokens(mask), operands, outputs);
  return 0;
}
}

namespace minilm {

extern const Kernels kReferenceKernels;
const Kernels kReferenceKernels = {
    Target::reference,
    minilm_f32_attention_12x32_256_masked__reference,
    minilm_f32_dense_1536_384_rows256_add__reference,
    minilm_f32_dense_384_1536_rows256_gelu__reference,
    minilm_f32_dense_384_384_rows256__reference,
    minilm_f32_dense_384_384_rows256_add__reference,
    minilm_f32_embedding_ids_2x384_add__reference,
    minilm_f32_embedding_ids_30522x384__reference,
    minilm_f32_embedding_positions_512x384_add__reference,
    minilm_f32_layer_norm_384__reference,
    minilm_f32_layer_norm_unit_384__reference,
    minilm_f32_sequence_pool_384_masked__reference,
};

}  // namespace minilm
