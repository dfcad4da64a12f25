// digits_resnet20, inference: image (batch, 8, 8, 1) -> logits (batch, 10). f32, NHWC.
// 274,074 parameters; 5.1 MFLOP and 19.2 kB of activations per example.
//
// One function for each distinct block, then forward(). Batch norms are folded into the layers before them, activations
// and residuals are part of the kernels. Offsets are bytes per example into the memory that a function is given; a
// block that one place calls shares its caller's, laid out for both. Where y and x are one tensor, the sum is written
// over the residual.
//
// Made by specimen from specs/vision/digits_resnet20.json. Yours to read and change; regenerating keeps away from
// edited files. specimen-hash: 7581a47ee896efa4
#include "digits_resnet20.h"

#include "digits_resnet20_kernels.h"

namespace digits_resnet20 {

// conv_bn: (batch, 8, 8, 1) -> (batch, 8, 8, 16).
static void conv_bn_8x8x16_from_8x8x1(Context& ctx, const ConvBn8x8x16From8x8x1& w, Tensor y, ConstTensor x,
                                      Arena arena) {
  const Tensor image_padded = arena.image(6400, 8, 8, 1, {1, 1, 1, 1});  // (batch, 8, 8, 1), padding of 1
  pad_8x8x1_t1b1l1r1(ctx, image_padded, x);
  fill_padding(y, {1, 1, 1, 1}, 0);
  conv2d_3x3_8x8x1_16_relu(ctx, y, image_padded, w.conv);
}

// basic: (batch, 8, 8, 16) -> (batch, 8, 8, 16).
static void basic_8x8x16(Context& ctx, const Basic8x8x16& w, Tensor y, ConstTensor x, Arena arena) {
  const Tensor a = arena.image(12800, 8, 8, 16, {1, 1, 1, 1});  // (batch, 8, 8, 16), padding of 1
  fill_padding(a, {1, 1, 1, 1}, 0);
  conv2d_3x3_8x8x16_16_relu(ctx, a, x, w.a);
  fill_padding(y, {1, 1, 1, 1}, 0);
  conv2d_3x3_8x8x16_16(ctx, y, a, w.b);
  conv2d_1x1_8x8x16_16_add_relu(ctx, y, x, w.shortcut, y);
}

// basic: (batch, 8, 8, 16) -> (batch, 8, 8, 16). Runs 2 times.
static void basic_8x8x16_2(Context& ctx, const Basic8x8x162& w, Tensor y, ConstTensor x, Arena arena) {
  const Tensor a = arena.image(0, 8, 8, 16, {1, 1, 1, 1});  // (batch, 8, 8, 16), padding of 1
  fill_padding(a, {1, 1, 1, 1}, 0);
  conv2d_3x3_8x8x16_16_relu(ctx, a, x, w.a);
  fill_padding(y, {1, 1, 1, 1}, 0);
  conv2d_3x3_8x8x16_16_add_relu(ctx, y, a, w.b, x);
}

// basic: (batch, 8, 8, 16) -> (batch, 4, 4, 32).
static void basic_4x4x32_from_8x8x16(Context& ctx, const Basic4x4x32From8x8x16& w, Tensor y, ConstTensor x,
                                     Arena arena) {
  const Tensor a = arena.image(12800, 4, 4, 32, {1, 1, 1, 1});  // (batch, 4, 4, 32), padding of 1
  fill_padding(a, {1, 1, 1, 1}, 0);
  conv2d_3x3_4x4x16_32_s2_relu(ctx, a, x, w.a);
  fill_padding(y, {1, 1, 1, 1}, 0);
  conv2d_3x3_4x4x32_32(ctx, y, a, w.b);
  conv2d_1x1_4x4x16_32_s2_add_relu(ctx, y, x, w.shortcut, y);
}

// basic: (batch, 4, 4, 32) -> (batch, 4, 4, 32). Runs 2 times.
static void basic_4x4x32(Context& ctx, const Basic4x4x32& w, Tensor y, ConstTensor x, Arena arena) {
  const Tensor a = arena.image(4608, 4, 4, 32, {1, 1, 1, 1});  // (batch, 4, 4, 32), padding of 1
  fill_padding(a, {1, 1, 1, 1}, 0);
  conv2d_3x3_4x4x32_32_relu(ctx, a, x, w.a);
  fill_padding(y, {1, 1, 1, 1}, 0);
  conv2d_3x3_4x4x32_32_add_relu(ctx, y, a, w.b, x);
}

// basic: (batch, 4, 4, 32) -> (batch, 2, 2, 64).
static void basic_2x2x64_from_4x4x32(Context& ctx, const Basic2x2x64From4x4x32& w, Tensor y, ConstTensor x,
                                     Arena arena) {
  const Tensor a = arena.image(8704, 2, 2, 64, {1, 1, 1, 1});  // (batch, 2, 2, 64), padding of 1
  fill_padding(a, {1, 1, 1, 1}, 0);
  conv2d_3x3_2x2x32_64_s2_relu(ctx, a, x, w.a);
  fill_padding(y, {1, 1, 1, 1}, 0);
  conv2d_3x3_2x2x64_64(ctx, y, a, w.b);
  conv2d_1x1_2x2x32_64_s2_add_relu(ctx, y, x, w.shortcut, y);
}

// basic: (batch, 2, 2, 64) -> (batch, 2, 2, 64). Runs 2 times.
static void basic_2x2x64(Context& ctx, const Basic2x2x64& w, Tensor y, ConstTensor x, Arena arena) {
  const Tensor a = arena.image(0, 2, 2, 64, {1, 1, 1, 1});  // (batch, 2, 2, 64), padding of 1
  fill_padding(a, {1, 1, 1, 1}, 0);
  conv2d_3x3_2x2x64_64_relu(ctx, a, x, w.a);
  fill_padding(y, {1, 1, 1, 1}, 0);
  conv2d_3x3_2x2x64_64_add_relu(ctx, y, a, w.b, x);
}

// The whole network.
Status forward(Context& ctx, ConstTensor image, Tensor logits) {
  const FunctionInfo& function = info().functions[0];
  Sizes n;
  n.batch = image.extent[0];
  if (Status status = ctx.check(function.inputs[0], image, n); !status) return status;
  if (Status status = ctx.check(function.outputs[0], logits, n); !status) return status;
  // Until the end of this function the floating point mode is set and the threads are awake.
  specimen_v2::Running running(ctx, function);
  if (!running.entered()) return Status(StatusCode::invalid_argument, "this context runs in another thread");
  const Weights& w = ctx.weights();
  const Arena arena = ctx.arena(n.batch);

  const Tensor stem = arena.image(0, 8, 8, 16, {1, 1, 1, 1});       // (batch, 8, 8, 16), padding of 1
  const Tensor stage1 = arena.image(6400, 8, 8, 16, {1, 1, 1, 1});  // (batch, 8, 8, 16), padding of 1
  const Tensor stage2 = arena.image(0, 4, 4, 32, {1, 1, 1, 1});     // (batch, 4, 4, 32), padding of 1
  const Tensor stage3 = arena.image(4608, 2, 2, 64, {1, 1, 1, 1});  // (batch, 2, 2, 64), padding of 1
  const Tensor avg_pool = arena.rows(0, 64);                        // (batch, 64)

  // stem
  conv_bn_8x8x16_from_8x8x1(ctx, w.stem, stem, image, arena);

  // stage1
  basic_8x8x16(ctx, w.stage1_block1, stage1, stem, arena);
  for (const Basic8x8x162& block : w.stage1_rest) {
    basic_8x8x16_2(ctx, block, stage1, stage1, arena);
  }

  // stage2
  basic_4x4x32_from_8x8x16(ctx, w.stage2_block1, stage2, stage1, arena);
  for (const Basic4x4x32& block : w.stage2_rest) {
    basic_4x4x32(ctx, block, stage2, stage2, arena);
  }

  // stage3
  basic_2x2x64_from_4x4x32(ctx, w.stage3_block1, stage3, stage2, arena);
  for (const Basic2x2x64& block : w.stage3_rest) {
    basic_2x2x64(ctx, block, stage3, stage3, arena);
  }

  // avg_pool
  global_pool_average_2x2x64(ctx, avg_pool, stage3);
  dense_64_10(ctx, logits, avg_pool, w.logits);
  return running.finish();
}

}  // namespace digits_resnet20
