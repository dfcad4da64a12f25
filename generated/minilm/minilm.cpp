// minilm, inference: token_ids (batch, sequence), segment_ids (batch, sequence), padding_mask (batch, sequence) ->
// embedding (batch, 384). f32, (batch, sequence, features). 22,565,376 parameters; 6.05 GFLOP and 1.97 MB of
// activations per example of 256 tokens.
//
// One function for each distinct block, then forward(). Activations and residuals are part of the kernels. Offsets are
// bytes per example into the memory that a function is given, with room for the longest; the tokens of
// shorter ones are close together there. A block that one place calls shares its caller's memory, laid out for both.
//
// Made by specimen from specs/language/minilm.json. Yours to read and change; regenerating keeps away from edited
// files. specimen-hash: 6d18aa12e4df1bfb
#include "minilm.h"

#include "minilm_kernels.h"

namespace minilm {

// bert_embeddings: (batch, sequence), (batch, sequence) -> (batch, sequence, 384).
static void bert_embeddings(Context& ctx, const BertEmbeddings& w, Tensor y, ConstTokens token_ids,
                            ConstTokens segment_ids, const Sizes& n, Arena arena) {
  const Tensor token = arena.tokens(393216, n.sequence, 384);  // (batch, sequence, 384)
  embedding_ids_30522x384(ctx, token, token_ids, w.token);
  embedding_positions_512x384_add(ctx, token, w.position, token);
  embedding_ids_2x384_add(ctx, token, segment_ids, w.segment, token);
  layer_norm_384(ctx, y, token, w.norm);
}

// multi_head_attention: (batch, sequence, 384), (batch, sequence) -> (batch, sequence, 384). Runs 6 times.
static void multi_head_attention(Context& ctx, const MultiHeadAttention& w, Tensor y, ConstTensor x,
                                 ConstTokens padding_mask, const Sizes& n, Arena arena) {
  const Tensor query = arena.tokens(393216, n.sequence, 384);   // (batch, sequence, 384)
  const Tensor key = arena.tokens(786432, n.sequence, 384);     // (batch, sequence, 384)
  const Tensor value = arena.tokens(1179648, n.sequence, 384);  // (batch, sequence, 384)
  const Tensor heads = arena.tokens(1572864, n.sequence, 384);  // (batch, sequence, 384)
  dense_384_384_rows256(ctx, query, x, w.query);
  dense_384_384_rows256(ctx, key, x, w.key);
  dense_384_384_rows256(ctx, value, x, w.value);
  attention_12x32_256_masked(ctx, heads, query, key, value, padding_mask);
  dense_384_384_rows256_add(ctx, y, heads, w.output, x);
}

// feed_forward: (batch, sequence, 384) -> (batch, sequence, 384). Runs 6 times.
static void feed_forward(Context& ctx, const FeedForward& w, Tensor y, ConstTensor x, const Sizes& n, Arena arena) {
  const Tensor intermediate = arena.tokens(0, n.sequence, 1536);  // (batch, sequence, 1536)
  dense_384_1536_rows256_gelu(ctx, intermediate, x, w.intermediate);
  dense_1536_384_rows256_add(ctx, y, intermediate, w.output, x);
}

// transformer_encoder: (batch, sequence, 384), (batch, sequence) -> (batch, sequence, 384). Runs 6 times.
static void transformer_encoder(Context& ctx, const TransformerEncoder& w, Tensor y, ConstTensor x,
                                ConstTokens padding_mask, const Sizes& n, Arena arena) {
  const Tensor attention = arena.tokens(393216, n.sequence, 384);          // (batch, sequence, 384)
  const Tensor feed_forward_out = arena.tokens(1572864, n.sequence, 384);  // (batch, sequence, 384)
  multi_head_attention(ctx, w.attention, attention, x, padding_mask, n, arena);
  layer_norm_384(ctx, feed_forward_out, attention, w.attention_norm);
  feed_forward(ctx, w.feed_forward, feed_forward_out, feed_forward_out, n, arena);
  layer_norm_384(ctx, y, feed_forward_out, w.feed_forward_norm);
}

// bert: (batch, sequence), (batch, sequence), (batch, sequence) -> (batch, sequence, 384).
static void bert(Context& ctx, const Bert& w, Tensor y, ConstTokens token_ids, ConstTokens segment_ids,
                 ConstTokens padding_mask, const Sizes& n, Arena arena) {
  bert_embeddings(ctx, w.embeddings, y, token_ids, segment_ids, n, arena);
  for (const TransformerEncoder& block : w.layer1_to_6) {
    transformer_encoder(ctx, block, y, y, padding_mask, n, arena);
  }
}

// The whole network.
Status forward(Context& ctx, ConstTokens token_ids, ConstTokens segment_ids, ConstTokens padding_mask,
               Tensor embedding) {
  const FunctionInfo& function = info().functions[0];
  Sizes n;
  n.batch = token_ids.extent[0];
  n.sequence = token_ids.extent[1];
  if (Status status = ctx.check(function.inputs[0], token_ids, n); !status) return status;
  if (Status status = ctx.check(function.inputs[1], segment_ids, n); !status) return status;
  if (Status status = ctx.check(function.inputs[2], padding_mask, n); !status) return status;
  if (Status status = ctx.check(function.outputs[0], embedding, n); !status) return status;
  // Until the end of this function the floating point mode is set and the threads are awake.
  specimen_v2::Running running(ctx, function);
  if (!running.entered()) return Status(StatusCode::invalid_argument, "this context runs in another thread");
  const Weights& w = ctx.weights();
  const Arena arena = ctx.arena(n.batch);

  const Tensor backbone = arena.tokens(0, n.sequence, 384);  // (batch, sequence, 384)
  const Tensor mean = arena.rows(393216, 384);               // (batch, 384)

  // backbone
  bert(ctx, w.backbone, backbone, token_ids, segment_ids, padding_mask, n, arena);

  // mean
  sequence_pool_384_masked(ctx, mean, backbone, padding_mask);
  layer_norm_unit_384(ctx, embedding, mean);
  return running.finish();
}

}  // namespace minilm
