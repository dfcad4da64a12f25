// minilm: its kernels. What each computes, its shapes, and the call that the model makes; outputs come first.
// Sequences are (batch, sequence, features), dense; kernels of rows take every token as a row.
//
// Made by specimen from specs/language/minilm.json. Yours to read and change; regenerating keeps away from edited
// files. specimen-hash: 32c5a4e05c3b00b0
#ifndef SPECIMEN_V2_MINILM_KERNELS_H
#define SPECIMEN_V2_MINILM_KERNELS_H

#include "minilm.h"
#include "runtime/core/buffer.h"
#include "runtime/core/kernel.h"
#include "runtime/core/target.h"

namespace minilm {

// One table for each target. A kernel's symbol is minilm_f32_<name>__<target>.
struct Kernels {
  Target target;
  specimen_v2::Kernel<5>* attention_12x32_256_masked;
  specimen_v2::Kernel<5>* dense_1536_384_rows256_add;
  specimen_v2::Kernel<4>* dense_384_1536_rows256_gelu;
  specimen_v2::Kernel<4>* dense_384_384_rows256;
  specimen_v2::Kernel<5>* dense_384_384_rows256_add;
  specimen_v2::Kernel<4>* embedding_ids_2x384_add;
  specimen_v2::Kernel<3>* embedding_ids_30522x384;
  specimen_v2::Kernel<3>* embedding_positions_512x384_add;
  specimen_v2::Kernel<4>* layer_norm_384;
  specimen_v2::Kernel<2>* layer_norm_unit_384;
  specimen_v2::Kernel<3>* sequence_pool_384_masked;
};

// The table of a target that this build has and this machine runs. Errors: unsupported.
Status choose_kernels(Target requested, const Kernels** chosen);

// attention, 12 heads of 32 features, masked; 101 MFLOP and 1.57 MB per example of 256 tokens.
inline void attention_12x32_256_masked(Context& ctx, Tensor y, ConstTensor query, ConstTensor key, ConstTensor value,
                                       ConstTokens mask) {
  specimen_v2::SequenceArgument query_(query);
  specimen_v2::SequenceArgument key_(key);
  specimen_v2::SequenceArgument value_(value);
  specimen_v2::TokensArgument mask_(mask);
  specimen_v2::SequenceArgument y_(y);
  ctx.done(ctx.kernels().attention_12x32_256_masked(ctx.worker(), query_, key_, value_, mask_, y_), y);
}

// dense of every row, 1536 -> 384, bias, residual; 302 MFLOP and 4.72 MB per example of 256 tokens.
inline void dense_1536_384_rows256_add(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w,
                                       ConstTensor residual) {
  specimen_v2::RowsArgument x_(x, y.rows());
  specimen_v2::WeightArgument filter_(w.filter, {24, 1536, 16});
  specimen_v2::WeightArgument bias_(w.bias, {384});
  specimen_v2::RowsArgument residual_(residual, y.rows());
  specimen_v2::RowsArgument y_(y, y.rows());
  ctx.done(ctx.kernels().dense_1536_384_rows256_add(ctx.worker(), x_, filter_, bias_, residual_, y_), y);
}

// dense of every row, 384 -> 1536, bias, gelu; 302 MFLOP and 4.33 MB per example of 256 tokens.
inline void dense_384_1536_rows256_gelu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::RowsArgument x_(x, y.rows());
  specimen_v2::WeightArgument filter_(w.filter, {96, 384, 16});
  specimen_v2::WeightArgument bias_(w.bias, {1536});
  specimen_v2::RowsArgument y_(y, y.rows());
  ctx.done(ctx.kernels().dense_384_1536_rows256_gelu(ctx.worker(), x_, filter_, bias_, y_), y);
}

// dense of every row, 384 -> 384, bias; 75.5 MFLOP and 1.38 MB per example of 256 tokens.
inline void dense_384_384_rows256(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::RowsArgument x_(x, y.rows());
  specimen_v2::WeightArgument filter_(w.filter, {24, 384, 16});
  specimen_v2::WeightArgument bias_(w.bias, {384});
  specimen_v2::RowsArgument y_(y, y.rows());
  ctx.done(ctx.kernels().dense_384_384_rows256(ctx.worker(), x_, filter_, bias_, y_), y);
}

// dense of every row, 384 -> 384, bias, residual; 75.5 MFLOP and 1.77 MB per example of 256 tokens.
inline void dense_384_384_rows256_add(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w,
                                      ConstTensor residual) {
  specimen_v2::RowsArgument x_(x, y.rows());
  specimen_v2::WeightArgument filter_(w.filter, {24, 384, 16});
  specimen_v2::WeightArgument bias_(w.bias, {384});
  specimen_v2::RowsArgument residual_(residual, y.rows());
  specimen_v2::RowsArgument y_(y, y.rows());
  ctx.done(ctx.kernels().dense_384_384_rows256_add(ctx.worker(), x_, filter_, bias_, residual_, y_), y);
}

// rows by id of 2 x 384, residual; 98.3 kFLOP and 791 kB per example of 256 tokens.
inline void embedding_ids_2x384_add(Context& ctx, Tensor y, ConstTokens ids, const Embeddings& w,
                                    ConstTensor residual) {
  specimen_v2::TokensArgument ids_(ids);
  specimen_v2::WeightArgument embeddings_(w.embeddings, {2, 384});
  specimen_v2::SequenceArgument residual_(residual);
  specimen_v2::SequenceArgument y_(y);
  ctx.done(ctx.kernels().embedding_ids_2x384_add(ctx.worker(), ids_, embeddings_, residual_, y_), y);
}

// rows by id of 30522 x 384; 0 FLOP and 787 kB per example of 256 tokens.
inline void embedding_ids_30522x384(Context& ctx, Tensor y, ConstTokens ids, const Embeddings& w) {
  specimen_v2::TokensArgument ids_(ids);
  specimen_v2::WeightArgument embeddings_(w.embeddings, {30522, 384});
  specimen_v2::SequenceArgument y_(y);
  ctx.done(ctx.kernels().embedding_ids_30522x384(ctx.worker(), ids_, embeddings_, y_), y);
}

// rows by position of 512 x 384, residual; 98.3 kFLOP and 1.18 MB per example of 256 tokens.
inline void embedding_positions_512x384_add(Context& ctx, Tensor y, const PositionEmbeddings& w, ConstTensor residual) {
  specimen_v2::WeightArgument position_embeddings_(w.position_embeddings, {512, 384});
  specimen_v2::SequenceArgument residual_(residual);
  specimen_v2::SequenceArgument y_(y);
  ctx.done(ctx.kernels().embedding_positions_512x384_add(ctx.worker(), position_embeddings_, residual_, y_), y);
}

// layer norm of 384 features, scale, bias; 786 kFLOP and 790 kB per example of 256 tokens.
inline void layer_norm_384(Context& ctx, Tensor y, ConstTensor x, const GammaBeta& w) {
  specimen_v2::RowsArgument x_(x, y.rows());
  specimen_v2::WeightArgument gamma_(w.gamma, {384});
  specimen_v2::WeightArgument beta_(w.beta, {384});
  specimen_v2::RowsArgument y_(y, y.rows());
  ctx.done(ctx.kernels().layer_norm_384(ctx.worker(), x_, gamma_, beta_, y_), y);
}

// unit length of 384 features; 3.07 kFLOP and 3.07 kB per example of 256 tokens.
inline void layer_norm_unit_384(Context& ctx, Tensor y, ConstTensor x) {
  specimen_v2::RowsArgument x_(x, y.batch());
  specimen_v2::RowsArgument y_(y, y.batch());
  ctx.done(ctx.kernels().layer_norm_unit_384(ctx.worker(), x_, y_), y);
}

// mean over the kept tokens; 98.3 kFLOP and 787 kB per example of 256 tokens.
inline void sequence_pool_384_masked(Context& ctx, Tensor y, ConstTensor x, ConstTokens mask) {
  specimen_v2::SequenceArgument x_(x);
  specimen_v2::TokensArgument mask_(mask);
  specimen_v2::RowsArgument y_(y, y.batch());
  ctx.done(ctx.kernels().sequence_pool_384_masked(ctx.worker(), x_, mask_, y_), y);
}

}  // namespace minilm

#endif  // SPECIMEN_V2_MINILM_KERNELS_H
