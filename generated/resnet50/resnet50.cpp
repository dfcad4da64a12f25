// resnet50, inference: image (batch, 224, 224, 3) -> logits (batch, 1001). f32, NHWC.
// 25,612,201 parameters; 8.18 GFLOP and 5.28 MB of activations per example.
//
// One function for each distinct block, then forward(). Batch norms are folded into the layers before them, activations
// and residuals are part of the kernels. Offsets are bytes per example into the memory that a function is given; a
// block that one place calls shares its caller's, laid out for both. Where y and x are one tensor, the sum is written
// over the residual.
//
// Made by specimen from specs/vision/resnet.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: 264ad9bb2df4682f
#include "resnet50.h"

#include "resnet50_kernels.h"

namespace resnet50 {

// conv_bn: (batch, 224, 224, 3) -> (batch, 112, 112, 64).
static void conv_bn_112x112x64_from_224x224x3(Context& ctx, const ConvBn112x112x64From224x224x3& w, Tensor y,
                                              ConstTensor x, Arena arena) {
  const Tensor image_padded = arena.image(
      3268864, 224, 224, 3, {3, 2, 3, 2});  // (batch, 224, 224, 3), padding: 3 above, 2 below, 3 left, 2 right
  pad_224x224x3_t3b2l3r2(ctx, image_padded, x);
  fill_padding(y, {0, 1, 0, 1}, kLowest);
  conv2d_7x7_112x112x3_64_s2_relu(ctx, y, image_padded, w.conv);
}

// bottleneck: (batch, 56, 56, 64) -> (batch, 56, 56, 256).
static void bottleneck_56x56x256_from_56x56x64(Context& ctx, const Bottleneck56x56x256From56x56x64& w, Tensor y,
                                               ConstTensor x, Arena arena) {
  const Tensor a = arena.image(0, 56, 56, 64, {1, 1, 1, 1});  // (batch, 56, 56, 64), padding of 1
  const Tensor b = arena.image(4071680, 56, 56, 64);          // (batch, 56, 56, 64)
  fill_padding(a, {1, 1, 1, 1}, 0);
  conv2d_1x1_56x56x64_64_relu(ctx, a, x, w.a);
  conv2d_3x3_56x56x64_64_f4_relu(ctx, b, a, w.b);
  conv2d_1x1_56x56x64_256(ctx, y, b, w.c);
  conv2d_1x1_56x56x64_256_add_relu(ctx, y, x, w.shortcut, y);
}

// bottleneck: (batch, 56, 56, 256) -> (batch, 56, 56, 256). Runs 2 times.
static void bottleneck_56x56x256(Context& ctx, const Bottleneck56x56x256& w, Tensor y, ConstTensor x, Arena arena) {
  const Tensor a = arena.image(3211264, 56, 56, 64, {1, 1, 1, 1});  // (batch, 56, 56, 64), padding of 1
  const Tensor b = arena.image(4072448, 56, 56, 64);                // (batch, 56, 56, 64)
  fill_padding(a, {1, 1, 1, 1}, 0);
  conv2d_1x1_56x56x256_64_relu(ctx, a, x, w.a);
  conv2d_3x3_56x56x64_64_f4_relu(ctx, b, a, w.b);
  conv2d_1x1_56x56x64_256_add_relu(ctx, y, b, w.c, x);
}

// bottleneck: (batch, 56, 56, 256) -> (batch, 28, 28, 512).
static void bottleneck_28x28x512_from_56x56x256(Context& ctx, const Bottleneck28x28x512From56x56x256& w, Tensor y,
                                                ConstTensor x, Arena arena) {
  const Tensor a = arena.image(3211264, 56, 56, 128, {0, 1, 0, 1});  // (batch, 56, 56, 128), padding: 1 below, 1 right
  const Tensor b = arena.image(4874752, 28, 28, 128);                // (batch, 28, 28, 128)
  fill_padding(a, {0, 1, 0, 1}, 0);
  conv2d_1x1_56x56x256_128_relu(ctx, a, x, w.a);
  conv2d_3x3_28x28x128_128_s2_relu(ctx, b, a, w.b);
  conv2d_1x1_28x28x128_512(ctx, y, b, w.c);
  conv2d_1x1_28x28x256_512_s2_add_relu(ctx, y, x, w.shortcut, y);
}

// bottleneck: (batch, 28, 28, 512) -> (batch, 28, 28, 512). Runs 3 times.
static void bottleneck_28x28x512(Context& ctx, const Bottleneck28x28x512& w, Tensor y, ConstTensor x, Arena arena) {
  const Tensor a = arena.image(0, 28, 28, 128, {1, 1, 1, 1});  // (batch, 28, 28, 128), padding of 1
  const Tensor b = arena.image(460800, 28, 28, 128);           // (batch, 28, 28, 128)
  fill_padding(a, {1, 1, 1, 1}, 0);
  conv2d_1x1_28x28x512_128_relu(ctx, a, x, w.a);
  conv2d_3x3_28x28x128_128_f4_relu(ctx, b, a, w.b);
  conv2d_1x1_28x28x128_512_add_relu(ctx, y, b, w.c, x);
}

// bottleneck: (batch, 28, 28, 512) -> (batch, 14, 14, 1024).
static void bottleneck_14x14x1024_from_28x28x512(Context& ctx, const Bottleneck14x14x1024From28x28x512& w, Tensor y,
                                                 ConstTensor x, Arena arena) {
  const Tensor a = arena.image(0, 28, 28, 256, {0, 1, 0, 1});  // (batch, 28, 28, 256), padding: 1 below, 1 right
  const Tensor b = arena.image(861184, 14, 14, 256);           // (batch, 14, 14, 256)
  fill_padding(a, {0, 1, 0, 1}, 0);
  conv2d_1x1_28x28x512_256_relu(ctx, a, x, w.a);
  conv2d_3x3_14x14x256_256_s2_relu(ctx, b, a, w.b);
  conv2d_1x1_14x14x256_1024(ctx, y, b, w.c);
  conv2d_1x1_14x14x512_1024_s2_add_relu(ctx, y, x, w.shortcut, y);
}

// bottleneck: (batch, 14, 14, 1024) -> (batch, 14, 14, 1024). Runs 5 times.
static void bottleneck_14x14x1024(Context& ctx, const Bottleneck14x14x1024& w, Tensor y, ConstTensor x, Arena arena) {
  const Tensor a = arena.image(802816, 14, 14, 256,
                               {1, 3, 1, 3});  // (batch, 14, 14, 256), padding: 1 above, 3 below, 1 left, 3 right
  const Tensor b = arena.image(1134592, 14, 14, 256);  // (batch, 14, 14, 256)
  fill_padding(a, {1, 3, 1, 3}, 0);
  conv2d_1x1_14x14x1024_256_relu(ctx, a, x, w.a);
  conv2d_3x3_14x14x256_256_f4_relu(ctx, b, a, w.b);
  conv2d_1x1_14x14x256_1024_add_relu(ctx, y, b, w.c, x);
}

// bottleneck: (batch, 14, 14, 1024) -> (batch, 7, 7, 2048).
static void bottleneck_7x7x2048_from_14x14x1024(Context& ctx, const Bottleneck7x7x2048From14x14x1024& w, Tensor y,
                                                ConstTensor x, Arena arena) {
  const Tensor a = arena.image(802816, 14, 14, 512, {0, 1, 0, 1});  // (batch, 14, 14, 512), padding: 1 below, 1 right
  const Tensor b = arena.image(1263616, 7, 7, 512);                 // (batch, 7, 7, 512)
  fill_padding(a, {0, 1, 0, 1}, 0);
  conv2d_1x1_14x14x1024_512_relu(ctx, a, x, w.a);
  conv2d_3x3_7x7x512_512_s2_relu(ctx, b, a, w.b);
  conv2d_1x1_7x7x512_2048(ctx, y, b, w.c);
  conv2d_1x1_7x7x1024_2048_s2_add_relu(ctx, y, x, w.shortcut, y);
}

// bottleneck: (batch, 7, 7, 2048) -> (batch, 7, 7, 2048). Runs 2 times.
static void bottleneck_7x7x2048(Context& ctx, const Bottleneck7x7x2048& w, Tensor y, ConstTensor x, Arena arena) {
  const Tensor a =
      arena.image(0, 7, 7, 512, {1, 2, 1, 2});      // (batch, 7, 7, 512), padding: 1 above, 2 below, 1 left, 2 right
  const Tensor b = arena.image(204800, 7, 7, 512);  // (batch, 7, 7, 512)
  fill_padding(a, {1, 2, 1, 2}, 0);
  conv2d_1x1_7x7x2048_512_relu(ctx, a, x, w.a);
  conv2d_3x3_7x7x512_512_f2_relu(ctx, b, a, w.b);
  conv2d_1x1_7x7x512_2048_add_relu(ctx, y, b, w.c, x);
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

  const Tensor stem = arena.image(0, 112, 112, 64, {0, 1, 0, 1});  // (batch, 112, 112, 64), padding: 1 below, 1 right
  const Tensor pool = arena.image(3268864, 56, 56, 64);            // (batch, 56, 56, 64)
  const Tensor stage1 = arena.image(0, 56, 56, 256);               // (batch, 56, 56, 256)
  const Tensor stage2 = arena.image(3211264, 28, 28, 512);         // (batch, 28, 28, 512)
  const Tensor stage3 = arena.image(0, 14, 14, 1024);              // (batch, 14, 14, 1024)
  const Tensor stage4 = arena.image(802816, 7, 7, 2048);           // (batch, 7, 7, 2048)
  const Tensor avg_pool = arena.rows(0, 2048);                     // (batch, 2048)

  // stem
  conv_bn_112x112x64_from_224x224x3(ctx, w.stem, stem, image, arena);

  // pool
  pool2d_max_3x3_56x56x64_s2(ctx, pool, stem);

  // stage1
  bottleneck_56x56x256_from_56x56x64(ctx, w.stage1_block1, stage1, pool, arena);
  for (const Bottleneck56x56x256& block : w.stage1_rest) {
    bottleneck_56x56x256(ctx, block, stage1, stage1, arena);
  }

  // stage2
  bottleneck_28x28x512_from_56x56x256(ctx, w.stage2_block1, stage2, stage1, arena);
  for (const Bottleneck28x28x512& block : w.stage2_rest) {
    bottleneck_28x28x512(ctx, block, stage2, stage2, arena);
  }

  // stage3
  bottleneck_14x14x1024_from_28x28x512(ctx, w.stage3_block1, stage3, stage2, arena);
  for (const Bottleneck14x14x1024& block : w.stage3_rest) {
    bottleneck_14x14x1024(ctx, block, stage3, stage3, arena);
  }

  // stage4
  bottleneck_7x7x2048_from_14x14x1024(ctx, w.stage4_block1, stage4, stage3, arena);
  for (const Bottleneck7x7x2048& block : w.stage4_rest) {
    bottleneck_7x7x2048(ctx, block, stage4, stage4, arena);
  }

  // avg_pool
  global_pool_average_7x7x2048(ctx, avg_pool, stage4);
  dense_2048_1001(ctx, logits, avg_pool, w.logits);
  return running.finish();
}

}  // namespace resnet50
