// resnet50, a step of training: image (batch, 224, 224, 3), labels (batch) -> loss (), logits (batch, 1001), and the
// gradients of all parameters. f32, NHWC. 25,612,201 parameters; 24.5 GFLOP and 86.3 MB of activations and gradients
// per example.
//
// First the model as it is in training, then the loss, then the gradients from the last layer to the first. `p` holds
// the parameters as checkpoints do, `g` their gradients. Kernels that read a filter in panels have it packed right
// before them, since it changes with each step. Offsets are bytes per example into the memory that a function is given:
// `arena` for the time of the call, `saved` for what a block keeps for its gradients.
//
// Made by specimen from specs/vision/resnet.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: a67db927179bb418
#include "resnet50_train.h"

#include "resnet50_train_kernels.h"

namespace resnet50_train {

// bottleneck: (batch, 56, 56, 64) -> (batch, 56, 56, 256).
static void bottleneck_56x56x256_from_56x56x64(Context& ctx, const Bottleneck56x56x256From56x56x64& p,
                                               const Bottleneck56x56x256From56x56x64& g, Tensor y, ConstTensor x,
                                               Arena saved, Arena arena) {
  const Tensor a_conv_filter = arena.fixed<Real>(0, {4, 1, 1, 64, 16});  // (4, 1, 1, 64, 16)
  const Tensor a_conv = saved.image(0, 56, 56, 64);                      // (batch, 56, 56, 64)
  const Tensor a_bn_scale = arena.fixed<Real>(0, {64}), a_bn_shift = arena.fixed<Real>(256, {64});  // (64)
  const Tensor a_bn = saved.image(802816, 56, 56, 64, {1, 1, 1, 1});     // (batch, 56, 56, 64), padding of 1
  const Tensor b_conv_filter = arena.fixed<Real>(0, {4, 3, 3, 64, 16});  // (4, 3, 3, 64, 16)
  const Tensor b_conv = saved.image(1664000, 56, 56, 64);                // (batch, 56, 56, 64)
  const Tensor b_bn_scale = arena.fixed<Real>(0, {64}), b_bn_shift = arena.fixed<Real>(256, {64});  // (64)
  const Tensor b_bn = saved.image(2466816, 56, 56, 64);                   // (batch, 56, 56, 64)
  const Tensor c_conv_filter = arena.fixed<Real>(0, {16, 1, 1, 64, 16});  // (16, 1, 1, 64, 16)
  const Tensor c_conv = saved.image(3269632, 56, 56, 256);                // (batch, 56, 56, 256)
  const Tensor c_bn_scale = arena.fixed<Real>(0, {256}), c_bn_shift = arena.fixed<Real>(1024, {256});  // (256)
  const Tensor shortcut_conv_filter = arena.fixed<Real>(0, {16, 1, 1, 64, 16});  // (16, 1, 1, 64, 16)
  const Tensor shortcut_conv = saved.image(6480896, 56, 56, 256);                // (batch, 56, 56, 256)
  const Tensor shortcut_bn_scale = arena.fixed<Real>(0, {256}),
               shortcut_bn_shift = arena.fixed<Real>(1024, {256});  // (256)
  pack_filter_1x1_64_64(ctx, a_conv_filter, p.a_conv);
  conv2d_1x1_56x56x64_64(ctx, a_conv, x, a_conv_filter);
  batch_norm_statistics_56x56x64(ctx, g.a_bn, a_conv);
  batch_norm_scale_64(ctx, a_bn_scale, a_bn_shift, p.a_bn, g.a_bn);
  fill_padding(a_bn, {1, 1, 1, 1}, 0);
  elementwise_56x56x64_scale_bias_relu_290830b4(ctx, a_bn, a_conv, a_bn_scale, a_bn_shift);
  pack_filter_3x3_64_64(ctx, b_conv_filter, p.b_conv);
  conv2d_3x3_56x56x64_64(ctx, b_conv, a_bn, b_conv_filter);
  batch_norm_statistics_56x56x64(ctx, g.b_bn, b_conv);
  batch_norm_scale_64(ctx, b_bn_scale, b_bn_shift, p.b_bn, g.b_bn);
  elementwise_56x56x64_scale_bias_relu_0de3e07a(ctx, b_bn, b_conv, b_bn_scale, b_bn_shift);
  pack_filter_1x1_64_256(ctx, c_conv_filter, p.c_conv);
  conv2d_1x1_56x56x64_256(ctx, c_conv, b_bn, c_conv_filter);
  batch_norm_statistics_56x56x256(ctx, g.c_bn, c_conv);
  batch_norm_scale_256(ctx, c_bn_scale, c_bn_shift, p.c_bn, g.c_bn);
  elementwise_56x56x256_scale_bias(ctx, y, c_conv, c_bn_scale, c_bn_shift);
  pack_filter_1x1_64_256(ctx, shortcut_conv_filter, p.shortcut_conv);
  conv2d_1x1_56x56x64_256(ctx, shortcut_conv, x, shortcut_conv_filter);
  batch_norm_statistics_56x56x256(ctx, g.shortcut_bn, shortcut_conv);
  batch_norm_scale_256(ctx, shortcut_bn_scale, shortcut_bn_shift, p.shortcut_bn, g.shortcut_bn);
  elementwise_56x56x256_scale_bias_add_relu(ctx, y, shortcut_conv, shortcut_bn_scale, shortcut_bn_shift, y);
}

// bottleneck: (batch, 56, 56, 256) -> (batch, 56, 56, 256). Runs 2 times.
static void bottleneck_56x56x256(Context& ctx, const Bottleneck56x56x256& p, const Bottleneck56x56x256& g, Tensor y,
                                 ConstTensor x, Arena saved, Arena arena) {
  const Tensor a_conv_filter = arena.fixed<Real>(0, {4, 1, 1, 256, 16});  // (4, 1, 1, 256, 16)
  const Tensor a_conv = saved.image(0, 56, 56, 64);                       // (batch, 56, 56, 64)
  const Tensor a_bn_scale = arena.fixed<Real>(0, {64}), a_bn_shift = arena.fixed<Real>(256, {64});  // (64)
  const Tensor a_bn = saved.image(802816, 56, 56, 64, {1, 1, 1, 1});     // (batch, 56, 56, 64), padding of 1
  const Tensor b_conv_filter = arena.fixed<Real>(0, {4, 3, 3, 64, 16});  // (4, 3, 3, 64, 16)
  const Tensor b_conv = saved.image(1664000, 56, 56, 64);                // (batch, 56, 56, 64)
  const Tensor b_bn_scale = arena.fixed<Real>(0, {64}), b_bn_shift = arena.fixed<Real>(256, {64});  // (64)
  const Tensor b_bn = saved.image(2466816, 56, 56, 64);                   // (batch, 56, 56, 64)
  const Tensor c_conv_filter = arena.fixed<Real>(0, {16, 1, 1, 64, 16});  // (16, 1, 1, 64, 16)
  const Tensor c_conv = saved.image(3269632, 56, 56, 256);                // (batch, 56, 56, 256)
  const Tensor c_bn_scale = arena.fixed<Real>(0, {256}), c_bn_shift = arena.fixed<Real>(1024, {256});  // (256)
  pack_filter_1x1_256_64(ctx, a_conv_filter, p.a_conv);
  conv2d_1x1_56x56x256_64(ctx, a_conv, x, a_conv_filter);
  batch_norm_statistics_56x56x64(ctx, g.a_bn, a_conv);
  batch_norm_scale_64(ctx, a_bn_scale, a_bn_shift, p.a_bn, g.a_bn);
  fill_padding(a_bn, {1, 1, 1, 1}, 0);
  elementwise_56x56x64_scale_bias_relu_290830b4(ctx, a_bn, a_conv, a_bn_scale, a_bn_shift);
  pack_filter_3x3_64_64(ctx, b_conv_filter, p.b_conv);
  conv2d_3x3_56x56x64_64(ctx, b_conv, a_bn, b_conv_filter);
  batch_norm_statistics_56x56x64(ctx, g.b_bn, b_conv);
  batch_norm_scale_64(ctx, b_bn_scale, b_bn_shift, p.b_bn, g.b_bn);
  elementwise_56x56x64_scale_bias_relu_0de3e07a(ctx, b_bn, b_conv, b_bn_scale, b_bn_shift);
  pack_filter_1x1_64_256(ctx, c_conv_filter, p.c_conv);
  conv2d_1x1_56x56x64_256(ctx, c_conv, b_bn, c_conv_filter);
  batch_norm_statistics_56x56x256(ctx, g.c_bn, c_conv);
  batch_norm_scale_256(ctx, c_bn_scale, c_bn_shift, p.c_bn, g.c_bn);
  elementwise_56x56x256_scale_bias_add_relu(ctx, y, c_conv, c_bn_scale, c_bn_shift, x);
}

// bottleneck: (batch, 56, 56, 256) -> (batch, 28, 28, 512).
static void bottleneck_28x28x512_from_56x56x256(Context& ctx, const Bottleneck28x28x512From56x56x256& p,
                                                const Bottleneck28x28x512From56x56x256& g, Tensor y, ConstTensor x,
                                                Arena saved, Arena arena) {
  const Tensor a_conv_filter = arena.fixed<Real>(0, {8, 1, 1, 256, 16});  // (8, 1, 1, 256, 16)
  const Tensor a_conv = saved.image(0, 56, 56, 128);                      // (batch, 56, 56, 128)
  const Tensor a_bn_scale = arena.fixed<Real>(0, {128}), a_bn_shift = arena.fixed<Real>(512, {128});  // (128)
  const Tensor a_bn =
      saved.image(1605632, 56, 56, 128, {0, 1, 0, 1});  // (batch, 56, 56, 128), padding: 1 below, 1 right
  const Tensor b_conv_filter = arena.fixed<Real>(0, {8, 3, 3, 128, 16});  // (8, 3, 3, 128, 16)
  const Tensor b_conv = saved.image(3269120, 28, 28, 128);                // (batch, 28, 28, 128)
  const Tensor b_bn_scale = arena.fixed<Real>(0, {128}), b_bn_shift = arena.fixed<Real>(512, {128});  // (128)
  const Tensor b_bn = saved.image(3670528, 28, 28, 128);                   // (batch, 28, 28, 128)
  const Tensor c_conv_filter = arena.fixed<Real>(0, {32, 1, 1, 128, 16});  // (32, 1, 1, 128, 16)
  const Tensor c_conv = saved.image(4071936, 28, 28, 512);                 // (batch, 28, 28, 512)
  const Tensor c_bn_scale = arena.fixed<Real>(0, {512}), c_bn_shift = arena.fixed<Real>(2048, {512});  // (512)
  const Tensor shortcut_conv_filter = arena.fixed<Real>(0, {32, 1, 1, 256, 16});  // (32, 1, 1, 256, 16)
  const Tensor shortcut_conv = saved.image(5677568, 28, 28, 512);                 // (batch, 28, 28, 512)
  const Tensor shortcut_bn_scale = arena.fixed<Real>(0, {512}),
               shortcut_bn_shift = arena.fixed<Real>(2048, {512});  // (512)
  pack_filter_1x1_256_128(ctx, a_conv_filter, p.a_conv);
  conv2d_1x1_56x56x256_128(ctx, a_conv, x, a_conv_filter);
  batch_norm_statistics_56x56x128(ctx, g.a_bn, a_conv);
  batch_norm_scale_128(ctx, a_bn_scale, a_bn_shift, p.a_bn, g.a_bn);
  fill_padding(a_bn, {0, 1, 0, 1}, 0);
  elementwise_56x56x128_scale_bias_relu(ctx, a_bn, a_conv, a_bn_scale, a_bn_shift);
  pack_filter_3x3_128_128(ctx, b_conv_filter, p.b_conv);
  conv2d_3x3_28x28x128_128_s2(ctx, b_conv, a_bn, b_conv_filter);
  batch_norm_statistics_28x28x128(ctx, g.b_bn, b_conv);
  batch_norm_scale_128(ctx, b_bn_scale, b_bn_shift, p.b_bn, g.b_bn);
  elementwise_28x28x128_scale_bias_relu_d92da300(ctx, b_bn, b_conv, b_bn_scale, b_bn_shift);
  pack_filter_1x1_128_512(ctx, c_conv_filter, p.c_conv);
  conv2d_1x1_28x28x128_512(ctx, c_conv, b_bn, c_conv_filter);
  batch_norm_statistics_28x28x512(ctx, g.c_bn, c_conv);
  batch_norm_scale_512(ctx, c_bn_scale, c_bn_shift, p.c_bn, g.c_bn);
  elementwise_28x28x512_scale_bias(ctx, y, c_conv, c_bn_scale, c_bn_shift);
  pack_filter_1x1_256_512(ctx, shortcut_conv_filter, p.shortcut_conv);
  conv2d_1x1_28x28x256_512_s2(ctx, shortcut_conv, x, shortcut_conv_filter);
  batch_norm_statistics_28x28x512(ctx, g.shortcut_bn, shortcut_conv);
  batch_norm_scale_512(ctx, shortcut_bn_scale, shortcut_bn_shift, p.shortcut_bn, g.shortcut_bn);
  elementwise_28x28x512_scale_bias_add_relu(ctx, y, shortcut_conv, shortcut_bn_scale, shortcut_bn_shift, y);
}

// bottleneck: (batch, 28, 28, 512) -> (batch, 28, 28, 512). Runs 3 times.
static void bottleneck_28x28x512(Context& ctx, const Bottleneck28x28x512& p, const Bottleneck28x28x512& g, Tensor y,
                                 ConstTensor x, Arena saved, Arena arena) {
  const Tensor a_conv_filter = arena.fixed<Real>(0, {8, 1, 1, 512, 16});  // (8, 1, 1, 512, 16)
  const Tensor a_conv = saved.image(0, 28, 28, 128);                      // (batch, 28, 28, 128)
  const Tensor a_bn_scale = arena.fixed<Real>(0, {128}), a_bn_shift = arena.fixed<Real>(512, {128});  // (128)
  const Tensor a_bn = saved.image(401408, 28, 28, 128, {1, 1, 1, 1});     // (batch, 28, 28, 128), padding of 1
  const Tensor b_conv_filter = arena.fixed<Real>(0, {8, 3, 3, 128, 16});  // (8, 3, 3, 128, 16)
  const Tensor b_conv = saved.image(862208, 28, 28, 128);                 // (batch, 28, 28, 128)
  const Tensor b_bn_scale = arena.fixed<Real>(0, {128}), b_bn_shift = arena.fixed<Real>(512, {128});  // (128)
  const Tensor b_bn = saved.image(1263616, 28, 28, 128);                   // (batch, 28, 28, 128)
  const Tensor c_conv_filter = arena.fixed<Real>(0, {32, 1, 1, 128, 16});  // (32, 1, 1, 128, 16)
  const Tensor c_conv = saved.image(1665024, 28, 28, 512);                 // (batch, 28, 28, 512)
  const Tensor c_bn_scale = arena.fixed<Real>(0, {512}), c_bn_shift = arena.fixed<Real>(2048, {512});  // (512)
  pack_filter_1x1_512_128(ctx, a_conv_filter, p.a_conv);
  conv2d_1x1_28x28x512_128(ctx, a_conv, x, a_conv_filter);
  batch_norm_statistics_28x28x128(ctx, g.a_bn, a_conv);
  batch_norm_scale_128(ctx, a_bn_scale, a_bn_shift, p.a_bn, g.a_bn);
  fill_padding(a_bn, {1, 1, 1, 1}, 0);
  elementwise_28x28x128_scale_bias_relu_a68feeeb(ctx, a_bn, a_conv, a_bn_scale, a_bn_shift);
  pack_filter_3x3_128_128(ctx, b_conv_filter, p.b_conv);
  conv2d_3x3_28x28x128_128(ctx, b_conv, a_bn, b_conv_filter);
  batch_norm_statistics_28x28x128(ctx, g.b_bn, b_conv);
  batch_norm_scale_128(ctx, b_bn_scale, b_bn_shift, p.b_bn, g.b_bn);
  elementwise_28x28x128_scale_bias_relu_d92da300(ctx, b_bn, b_conv, b_bn_scale, b_bn_shift);
  pack_filter_1x1_128_512(ctx, c_conv_filter, p.c_conv);
  conv2d_1x1_28x28x128_512(ctx, c_conv, b_bn, c_conv_filter);
  batch_norm_statistics_28x28x512(ctx, g.c_bn, c_conv);
  batch_norm_scale_512(ctx, c_bn_scale, c_bn_shift, p.c_bn, g.c_bn);
  elementwise_28x28x512_scale_bias_add_relu(ctx, y, c_conv, c_bn_scale, c_bn_shift, x);
}

// bottleneck: (batch, 28, 28, 512) -> (batch, 14, 14, 1024).
static void bottleneck_14x14x1024_from_28x28x512(Context& ctx, const Bottleneck14x14x1024From28x28x512& p,
                                                 const Bottleneck14x14x1024From28x28x512& g, Tensor y, ConstTensor x,
                                                 Arena saved, Arena arena) {
  const Tensor a_conv_filter = arena.fixed<Real>(0, {16, 1, 1, 512, 16});  // (16, 1, 1, 512, 16)
  const Tensor a_conv = saved.image(0, 28, 28, 256);                       // (batch, 28, 28, 256)
  const Tensor a_bn_scale = arena.fixed<Real>(0, {256}), a_bn_shift = arena.fixed<Real>(1024, {256});  // (256)
  const Tensor a_bn =
      saved.image(802816, 28, 28, 256, {0, 1, 0, 1});  // (batch, 28, 28, 256), padding: 1 below, 1 right
  const Tensor b_conv_filter = arena.fixed<Real>(0, {16, 3, 3, 256, 16});  // (16, 3, 3, 256, 16)
  const Tensor b_conv = saved.image(1664000, 14, 14, 256);                 // (batch, 14, 14, 256)
  const Tensor b_bn_scale = arena.fixed<Real>(0, {256}), b_bn_shift = arena.fixed<Real>(1024, {256});  // (256)
  const Tensor b_bn = saved.image(1864704, 14, 14, 256);                   // (batch, 14, 14, 256)
  const Tensor c_conv_filter = arena.fixed<Real>(0, {64, 1, 1, 256, 16});  // (64, 1, 1, 256, 16)
  const Tensor c_conv = saved.image(2065408, 14, 14, 1024);                // (batch, 14, 14, 1024)
  const Tensor c_bn_scale = arena.fixed<Real>(0, {1024}), c_bn_shift = arena.fixed<Real>(4096, {1024});  // (1024)
  const Tensor shortcut_conv_filter = arena.fixed<Real>(0, {64, 1, 1, 512, 16});  // (64, 1, 1, 512, 16)
  const Tensor shortcut_conv = saved.image(2868224, 14, 14, 1024);                // (batch, 14, 14, 1024)
  const Tensor shortcut_bn_scale = arena.fixed<Real>(0, {1024}),
               shortcut_bn_shift = arena.fixed<Real>(4096, {1024});  // (1024)
  pack_filter_1x1_512_256(ctx, a_conv_filter, p.a_conv);
  conv2d_1x1_28x28x512_256(ctx, a_conv, x, a_conv_filter);
  batch_norm_statistics_28x28x256(ctx, g.a_bn, a_conv);
  batch_norm_scale_256(ctx, a_bn_scale, a_bn_shift, p.a_bn, g.a_bn);
  fill_padding(a_bn, {0, 1, 0, 1}, 0);
  elementwise_28x28x256_scale_bias_relu(ctx, a_bn, a_conv, a_bn_scale, a_bn_shift);
  pack_filter_3x3_256_256(ctx, b_conv_filter, p.b_conv);
  conv2d_3x3_14x14x256_256_s2(ctx, b_conv, a_bn, b_conv_filter);
  batch_norm_statistics_14x14x256(ctx, g.b_bn, b_conv);
  batch_norm_scale_256(ctx, b_bn_scale, b_bn_shift, p.b_bn, g.b_bn);
  elementwise_14x14x256_scale_bias_relu_8a2d4d1c(ctx, b_bn, b_conv, b_bn_scale, b_bn_shift);
  pack_filter_1x1_256_1024(ctx, c_conv_filter, p.c_conv);
  conv2d_1x1_14x14x256_1024(ctx, c_conv, b_bn, c_conv_filter);
  batch_norm_statistics_14x14x1024(ctx, g.c_bn, c_conv);
  batch_norm_scale_1024(ctx, c_bn_scale, c_bn_shift, p.c_bn, g.c_bn);
  elementwise_14x14x1024_scale_bias(ctx, y, c_conv, c_bn_scale, c_bn_shift);
  pack_filter_1x1_512_1024(ctx, shortcut_conv_filter, p.shortcut_conv);
  conv2d_1x1_14x14x512_1024_s2(ctx, shortcut_conv, x, shortcut_conv_filter);
  batch_norm_statistics_14x14x1024(ctx, g.shortcut_bn, shortcut_conv);
  batch_norm_scale_1024(ctx, shortcut_bn_scale, shortcut_bn_shift, p.shortcut_bn, g.shortcut_bn);
  elementwise_14x14x1024_scale_bias_add_relu(ctx, y, shortcut_conv, shortcut_bn_scale, shortcut_bn_shift, y);
}

// bottleneck: (batch, 14, 14, 1024) -> (batch, 14, 14, 1024). Runs 5 times.
static void bottleneck_14x14x1024(Context& ctx, const Bottleneck14x14x1024& p, const Bottleneck14x14x1024& g, Tensor y,
                                  ConstTensor x, Arena saved, Arena arena) {
  const Tensor a_conv_filter = arena.fixed<Real>(0, {16, 1, 1, 1024, 16});  // (16, 1, 1, 1024, 16)
  const Tensor a_conv = saved.image(0, 14, 14, 256);                        // (batch, 14, 14, 256)
  const Tensor a_bn_scale = arena.fixed<Real>(0, {256}), a_bn_shift = arena.fixed<Real>(1024, {256});  // (256)
  const Tensor a_bn = saved.image(200704, 14, 14, 256, {1, 1, 1, 1});      // (batch, 14, 14, 256), padding of 1
  const Tensor b_conv_filter = arena.fixed<Real>(0, {16, 3, 3, 256, 16});  // (16, 3, 3, 256, 16)
  const Tensor b_conv = saved.image(462848, 14, 14, 256);                  // (batch, 14, 14, 256)
  const Tensor b_bn_scale = arena.fixed<Real>(0, {256}), b_bn_shift = arena.fixed<Real>(1024, {256});  // (256)
  const Tensor b_bn = saved.image(663552, 14, 14, 256);                    // (batch, 14, 14, 256)
  const Tensor c_conv_filter = arena.fixed<Real>(0, {64, 1, 1, 256, 16});  // (64, 1, 1, 256, 16)
  const Tensor c_conv = saved.image(864256, 14, 14, 1024);                 // (batch, 14, 14, 1024)
  const Tensor c_bn_scale = arena.fixed<Real>(0, {1024}), c_bn_shift = arena.fixed<Real>(4096, {1024});  // (1024)
  pack_filter_1x1_1024_256(ctx, a_conv_filter, p.a_conv);
  conv2d_1x1_14x14x1024_256(ctx, a_conv, x, a_conv_filter);
  batch_norm_statistics_14x14x256(ctx, g.a_bn, a_conv);
  batch_norm_scale_256(ctx, a_bn_scale, a_bn_shift, p.a_bn, g.a_bn);
  fill_padding(a_bn, {1, 1, 1, 1}, 0);
  elementwise_14x14x256_scale_bias_relu_e13c2a53(ctx, a_bn, a_conv, a_bn_scale, a_bn_shift);
  pack_filter_3x3_256_256(ctx, b_conv_filter, p.b_conv);
  conv2d_3x3_14x14x256_256(ctx, b_conv, a_bn, b_conv_filter);
  batch_norm_statistics_14x14x256(ctx, g.b_bn, b_conv);
  batch_norm_scale_256(ctx, b_bn_scale, b_bn_shift, p.b_bn, g.b_bn);
  elementwise_14x14x256_scale_bias_relu_8a2d4d1c(ctx, b_bn, b_conv, b_bn_scale, b_bn_shift);
  pack_filter_1x1_256_1024(ctx, c_conv_filter, p.c_conv);
  conv2d_1x1_14x14x256_1024(ctx, c_conv, b_bn, c_conv_filter);
  batch_norm_statistics_14x14x1024(ctx, g.c_bn, c_conv);
  batch_norm_scale_1024(ctx, c_bn_scale, c_bn_shift, p.c_bn, g.c_bn);
  elementwise_14x14x1024_scale_bias_add_relu(ctx, y, c_conv, c_bn_scale, c_bn_shift, x);
}

// bottleneck: (batch, 14, 14, 1024) -> (batch, 7, 7, 2048).
static void bottleneck_7x7x2048_from_14x14x1024(Context& ctx, const Bottleneck7x7x2048From14x14x1024& p,
                                                const Bottleneck7x7x2048From14x14x1024& g, Tensor y, ConstTensor x,
                                                Arena saved, Arena arena) {
  const Tensor a_conv_filter = arena.fixed<Real>(0, {32, 1, 1, 1024, 16});  // (32, 1, 1, 1024, 16)
  const Tensor a_conv = saved.image(0, 14, 14, 512);                        // (batch, 14, 14, 512)
  const Tensor a_bn_scale = arena.fixed<Real>(0, {512}), a_bn_shift = arena.fixed<Real>(2048, {512});  // (512)
  const Tensor a_bn =
      saved.image(401408, 14, 14, 512, {0, 1, 0, 1});  // (batch, 14, 14, 512), padding: 1 below, 1 right
  const Tensor b_conv_filter = arena.fixed<Real>(0, {32, 3, 3, 512, 16});  // (32, 3, 3, 512, 16)
  const Tensor b_conv = saved.image(862208, 7, 7, 512);                    // (batch, 7, 7, 512)
  const Tensor b_bn_scale = arena.fixed<Real>(0, {512}), b_bn_shift = arena.fixed<Real>(2048, {512});  // (512)
  const Tensor b_bn = saved.image(962560, 7, 7, 512);                       // (batch, 7, 7, 512)
  const Tensor c_conv_filter = arena.fixed<Real>(0, {128, 1, 1, 512, 16});  // (128, 1, 1, 512, 16)
  const Tensor c_conv = saved.image(1062912, 7, 7, 2048);                   // (batch, 7, 7, 2048)
  const Tensor c_bn_scale = arena.fixed<Real>(0, {2048}), c_bn_shift = arena.fixed<Real>(8192, {2048});  // (2048)
  const Tensor shortcut_conv_filter = arena.fixed<Real>(0, {128, 1, 1, 1024, 16});  // (128, 1, 1, 1024, 16)
  const Tensor shortcut_conv = saved.image(1464320, 7, 7, 2048);                    // (batch, 7, 7, 2048)
  const Tensor shortcut_bn_scale = arena.fixed<Real>(0, {2048}),
               shortcut_bn_shift = arena.fixed<Real>(8192, {2048});  // (2048)
  pack_filter_1x1_1024_512(ctx, a_conv_filter, p.a_conv);
  conv2d_1x1_14x14x1024_512(ctx, a_conv, x, a_conv_filter);
  batch_norm_statistics_14x14x512(ctx, g.a_bn, a_conv);
  batch_norm_scale_512(ctx, a_bn_scale, a_bn_shift, p.a_bn, g.a_bn);
  fill_padding(a_bn, {0, 1, 0, 1}, 0);
  elementwise_14x14x512_scale_bias_relu(ctx, a_bn, a_conv, a_bn_scale, a_bn_shift);
  pack_filter_3x3_512_512(ctx, b_conv_filter, p.b_conv);
  conv2d_3x3_7x7x512_512_s2(ctx, b_conv, a_bn, b_conv_filter);
  batch_norm_statistics_7x7x512(ctx, g.b_bn, b_conv);
  batch_norm_scale_512(ctx, b_bn_scale, b_bn_shift, p.b_bn, g.b_bn);
  elementwise_7x7x512_scale_bias_relu_206eb2b0(ctx, b_bn, b_conv, b_bn_scale, b_bn_shift);
  pack_filter_1x1_512_2048(ctx, c_conv_filter, p.c_conv);
  conv2d_1x1_7x7x512_2048(ctx, c_conv, b_bn, c_conv_filter);
  batch_norm_statistics_7x7x2048(ctx, g.c_bn, c_conv);
  batch_norm_scale_2048(ctx, c_bn_scale, c_bn_shift, p.c_bn, g.c_bn);
  elementwise_7x7x2048_scale_bias(ctx, y, c_conv, c_bn_scale, c_bn_shift);
  pack_filter_1x1_1024_2048(ctx, shortcut_conv_filter, p.shortcut_conv);
  conv2d_1x1_7x7x1024_2048_s2(ctx, shortcut_conv, x, shortcut_conv_filter);
  batch_norm_statistics_7x7x2048(ctx, g.shortcut_bn, shortcut_conv);
  batch_norm_scale_2048(ctx, shortcut_bn_scale, shortcut_bn_shift, p.shortcut_bn, g.shortcut_bn);
  elementwise_7x7x2048_scale_bias_add_relu(ctx, y, shortcut_conv, shortcut_bn_scale, shortcut_bn_shift, y);
}

// bottleneck: (batch, 7, 7, 2048) -> (batch, 7, 7, 2048). Runs 2 times.
static void bottleneck_7x7x2048(Context& ctx, const Bottleneck7x7x2048& p, const Bottleneck7x7x2048& g, Tensor y,
                                ConstTensor x, Arena saved, Arena arena) {
  const Tensor a_conv_filter = arena.fixed<Real>(0, {32, 1, 1, 2048, 16});  // (32, 1, 1, 2048, 16)
  const Tensor a_conv = saved.image(0, 7, 7, 512);                          // (batch, 7, 7, 512)
  const Tensor a_bn_scale = arena.fixed<Real>(0, {512}), a_bn_shift = arena.fixed<Real>(2048, {512});  // (512)
  const Tensor a_bn = saved.image(100352, 7, 7, 512, {1, 1, 1, 1});        // (batch, 7, 7, 512), padding of 1
  const Tensor b_conv_filter = arena.fixed<Real>(0, {32, 3, 3, 512, 16});  // (32, 3, 3, 512, 16)
  const Tensor b_conv = saved.image(266240, 7, 7, 512);                    // (batch, 7, 7, 512)
  const Tensor b_bn_scale = arena.fixed<Real>(0, {512}), b_bn_shift = arena.fixed<Real>(2048, {512});  // (512)
  const Tensor b_bn = saved.image(366592, 7, 7, 512);                       // (batch, 7, 7, 512)
  const Tensor c_conv_filter = arena.fixed<Real>(0, {128, 1, 1, 512, 16});  // (128, 1, 1, 512, 16)
  const Tensor c_conv = saved.image(466944, 7, 7, 2048);                    // (batch, 7, 7, 2048)
  const Tensor c_bn_scale = arena.fixed<Real>(0, {2048}), c_bn_shift = arena.fixed<Real>(8192, {2048});  // (2048)
  pack_filter_1x1_2048_512(ctx, a_conv_filter, p.a_conv);
  conv2d_1x1_7x7x2048_512(ctx, a_conv, x, a_conv_filter);
  batch_norm_statistics_7x7x512(ctx, g.a_bn, a_conv);
  batch_norm_scale_512(ctx, a_bn_scale, a_bn_shift, p.a_bn, g.a_bn);
  fill_padding(a_bn, {1, 1, 1, 1}, 0);
  elementwise_7x7x512_scale_bias_relu_6225ea80(ctx, a_bn, a_conv, a_bn_scale, a_bn_shift);
  pack_filter_3x3_512_512(ctx, b_conv_filter, p.b_conv);
  conv2d_3x3_7x7x512_512(ctx, b_conv, a_bn, b_conv_filter);
  batch_norm_statistics_7x7x512(ctx, g.b_bn, b_conv);
  batch_norm_scale_512(ctx, b_bn_scale, b_bn_shift, p.b_bn, g.b_bn);
  elementwise_7x7x512_scale_bias_relu_206eb2b0(ctx, b_bn, b_conv, b_bn_scale, b_bn_shift);
  pack_filter_1x1_512_2048(ctx, c_conv_filter, p.c_conv);
  conv2d_1x1_7x7x512_2048(ctx, c_conv, b_bn, c_conv_filter);
  batch_norm_statistics_7x7x2048(ctx, g.c_bn, c_conv);
  batch_norm_scale_2048(ctx, c_bn_scale, c_bn_shift, p.c_bn, g.c_bn);
  elementwise_7x7x2048_scale_bias_add_relu(ctx, y, c_conv, c_bn_scale, c_bn_shift, x);
}

// bottleneck: (batch, 7, 7, 2048), (batch, 7, 7, 2048), (batch, 7, 7, 2048) -> (batch, 7, 7, 2048). Runs 2 times.
static void bottleneck_7x7x2048_backward(Context& ctx, const Bottleneck7x7x2048& p, const Bottleneck7x7x2048& g,
                                         Tensor dx, ConstTensor x, ConstTensor y, ConstTensor dy, Arena saved,
                                         Arena arena) {
  const Tensor add_gradient = arena.image(85749056, 7, 7, 2048);                    // (batch, 7, 7, 2048)
  const Tensor c_conv = saved.image(466944, 7, 7, 2048);                            // (batch, 7, 7, 2048)
  const Tensor c_conv_gradient = arena.image(85347648, 7, 7, 2048);                 // (batch, 7, 7, 2048)
  const Tensor b_act_gradient_filter = arena.fixed<Real>(0, {32, 1, 1, 2048, 16});  // (32, 1, 1, 2048, 16)
  const Tensor b_bn = saved.image(366592, 7, 7, 512);                               // (batch, 7, 7, 512)
  const Tensor b_act_gradient = arena.image(86150464, 7, 7, 512);                   // (batch, 7, 7, 512)
  const Tensor b_conv = saved.image(266240, 7, 7, 512);                             // (batch, 7, 7, 512)
  const Tensor b_conv_gradient = arena.image(85347648, 7, 7, 512);                  // (batch, 7, 7, 512)
  const Tensor a_act_gradient_filter = arena.fixed<Real>(0, {32, 3, 3, 512, 16});   // (32, 3, 3, 512, 16)
  const Tensor a_bn = saved.image(100352, 7, 7, 512, {1, 1, 1, 1});                 // (batch, 7, 7, 512), padding of 1
  const Tensor a_act_gradient = arena.image(85448000, 7, 7, 512);                   // (batch, 7, 7, 512)
  const Tensor a_conv = saved.image(0, 7, 7, 512);                                  // (batch, 7, 7, 512)
  const Tensor a_conv_gradient = arena.image(86150464, 7, 7, 512);                  // (batch, 7, 7, 512)
  const Tensor a_conv_x_gradient_filter = arena.fixed<Real>(0, {128, 1, 1, 512, 16});  // (128, 1, 1, 512, 16)
  elementwise_7x7x2048_relu_backward(ctx, add_gradient, dy, y);
  batch_norm_backward_sums_7x7x2048(ctx, g.c_bn, c_conv, add_gradient);
  batch_norm_backward_data_7x7x2048(ctx, c_conv_gradient, c_conv, add_gradient, g.c_bn, p.c_bn);
  pack_filter_1x1_2048_512_transposed(ctx, b_act_gradient_filter, p.c_conv);
  conv2d_transpose_1x1_7x7x2048_512_relu_backward(ctx, b_act_gradient, c_conv_gradient, b_act_gradient_filter, b_bn);
  conv2d_backward_kernel_1x1_7x7x512_2048(ctx, g.c_conv, b_bn, c_conv_gradient);
  batch_norm_backward_sums_7x7x512(ctx, g.b_bn, b_conv, b_act_gradient);
  batch_norm_backward_data_7x7x512(ctx, b_conv_gradient, b_conv, b_act_gradient, g.b_bn, p.b_bn);
  pack_filter_3x3_512_512_transposed(ctx, a_act_gradient_filter, p.b_conv);
  conv2d_transpose_3x3_7x7x512_512_relu_backward(ctx, a_act_gradient, b_conv_gradient, a_act_gradient_filter, a_bn);
  conv2d_backward_kernel_3x3_7x7x512_512(ctx, g.b_conv, a_bn, b_conv_gradient);
  batch_norm_backward_sums_7x7x512(ctx, g.a_bn, a_conv, a_act_gradient);
  batch_norm_backward_data_7x7x512(ctx, a_conv_gradient, a_conv, a_act_gradient, g.a_bn, p.a_bn);
  pack_filter_1x1_512_2048_transposed(ctx, a_conv_x_gradient_filter, p.a_conv);
  conv2d_transpose_1x1_7x7x512_2048_add(ctx, dx, a_conv_gradient, a_conv_x_gradient_filter, add_gradient);
  conv2d_backward_kernel_1x1_7x7x2048_512(ctx, g.a_conv, x, a_conv_gradient);
}

// bottleneck: (batch, 14, 14, 1024), (batch, 7, 7, 2048), (batch, 7, 7, 2048) -> (batch, 14, 14, 1024).
static void bottleneck_7x7x2048_from_14x14x1024_backward(Context& ctx, const Bottleneck7x7x2048From14x14x1024& p,
                                                         const Bottleneck7x7x2048From14x14x1024& g, Tensor dx,
                                                         ConstTensor x, ConstTensor y, ConstTensor dy, Arena saved,
                                                         Arena arena) {
  const Tensor add_gradient = arena.image(80974592, 7, 7, 2048);                              // (batch, 7, 7, 2048)
  const Tensor shortcut_conv = saved.image(1464320, 7, 7, 2048);                              // (batch, 7, 7, 2048)
  const Tensor shortcut_conv_gradient = arena.image(81376000, 7, 7, 2048);                    // (batch, 7, 7, 2048)
  const Tensor shortcut_conv_x_gradient_filter = arena.fixed<Real>(0, {64, 1, 1, 2048, 16});  // (64, 1, 1, 2048, 16)
  const Tensor shortcut_conv_x_gradient = arena.image(81777408, 14, 14, 1024);                // (batch, 14, 14, 1024)
  const Tensor c_conv = saved.image(1062912, 7, 7, 2048);                                     // (batch, 7, 7, 2048)
  const Tensor c_conv_gradient = arena.image(81376000, 7, 7, 2048);                           // (batch, 7, 7, 2048)
  const Tensor b_act_gradient_filter = arena.fixed<Real>(0, {32, 1, 1, 2048, 16});            // (32, 1, 1, 2048, 16)
  const Tensor b_bn = saved.image(962560, 7, 7, 512);                                         // (batch, 7, 7, 512)
  const Tensor b_act_gradient = arena.image(80974592, 7, 7, 512);                             // (batch, 7, 7, 512)
  const Tensor b_conv = saved.image(862208, 7, 7, 512);                                       // (batch, 7, 7, 512)
  const Tensor b_conv_gradient = arena.image(81376000, 7, 7, 512);                            // (batch, 7, 7, 512)
  const Tensor a_act_gradient_filter = arena.fixed<Real>(0, {32, 3, 3, 512, 16});             // (32, 3, 3, 512, 16)
  const Tensor a_bn =
      saved.image(401408, 14, 14, 512, {0, 1, 0, 1});                 // (batch, 14, 14, 512), padding: 1 below, 1 right
  const Tensor a_act_gradient = arena.image(80974592, 14, 14, 512);   // (batch, 14, 14, 512)
  const Tensor a_conv = saved.image(0, 14, 14, 512);                  // (batch, 14, 14, 512)
  const Tensor a_conv_gradient = arena.image(82580224, 14, 14, 512);  // (batch, 14, 14, 512)
  const Tensor a_conv_x_gradient_filter = arena.fixed<Real>(0, {64, 1, 1, 512, 16});  // (64, 1, 1, 512, 16)
  elementwise_7x7x2048_relu_backward(ctx, add_gradient, dy, y);
  batch_norm_backward_sums_7x7x2048(ctx, g.shortcut_bn, shortcut_conv, add_gradient);
  batch_norm_backward_data_7x7x2048(ctx, shortcut_conv_gradient, shortcut_conv, add_gradient, g.shortcut_bn,
                                    p.shortcut_bn);
  pack_filter_1x1_2048_1024_transposed(ctx, shortcut_conv_x_gradient_filter, p.shortcut_conv);
  conv2d_transpose_1x1_14x14x2048_1024_s2(ctx, shortcut_conv_x_gradient, shortcut_conv_gradient,
                                          shortcut_conv_x_gradient_filter);
  conv2d_backward_kernel_1x1_7x7x1024_2048_s2(ctx, g.shortcut_conv, x, shortcut_conv_gradient);
  batch_norm_backward_sums_7x7x2048(ctx, g.c_bn, c_conv, add_gradient);
  batch_norm_backward_data_7x7x2048(ctx, c_conv_gradient, c_conv, add_gradient, g.c_bn, p.c_bn);
  pack_filter_1x1_2048_512_transposed(ctx, b_act_gradient_filter, p.c_conv);
  conv2d_transpose_1x1_7x7x2048_512_relu_backward(ctx, b_act_gradient, c_conv_gradient, b_act_gradient_filter, b_bn);
  conv2d_backward_kernel_1x1_7x7x512_2048(ctx, g.c_conv, b_bn, c_conv_gradient);
  batch_norm_backward_sums_7x7x512(ctx, g.b_bn, b_conv, b_act_gradient);
  batch_norm_backward_data_7x7x512(ctx, b_conv_gradient, b_conv, b_act_gradient, g.b_bn, p.b_bn);
  pack_filter_3x3_512_512_transposed(ctx, a_act_gradient_filter, p.b_conv);
  conv2d_transpose_3x3_14x14x512_512_s2_relu_backward(ctx, a_act_gradient, b_conv_gradient, a_act_gradient_filter,
                                                      a_bn);
  conv2d_backward_kernel_3x3_7x7x512_512_s2(ctx, g.b_conv, a_bn, b_conv_gradient);
  batch_norm_backward_sums_14x14x512(ctx, g.a_bn, a_conv, a_act_gradient);
  batch_norm_backward_data_14x14x512(ctx, a_conv_gradient, a_conv, a_act_gradient, g.a_bn, p.a_bn);
  pack_filter_1x1_512_1024_transposed(ctx, a_conv_x_gradient_filter, p.a_conv);
  conv2d_transpose_1x1_14x14x512_1024_add(ctx, dx, a_conv_gradient, a_conv_x_gradient_filter, shortcut_conv_x_gradient);
  conv2d_backward_kernel_1x1_14x14x1024_512(ctx, g.a_conv, x, a_conv_gradient);
}

// bottleneck: (batch, 14, 14, 1024), (batch, 14, 14, 1024), (batch, 14, 14, 1024) -> (batch, 14, 14, 1024). Runs 5
// times.
static void bottleneck_14x14x1024_backward(Context& ctx, const Bottleneck14x14x1024& p, const Bottleneck14x14x1024& g,
                                           Tensor dx, ConstTensor x, ConstTensor y, ConstTensor dy, Arena saved,
                                           Arena arena) {
  const Tensor add_gradient = arena.image(79108864, 14, 14, 1024);                  // (batch, 14, 14, 1024)
  const Tensor c_conv = saved.image(864256, 14, 14, 1024);                          // (batch, 14, 14, 1024)
  const Tensor c_conv_gradient = arena.image(79911680, 14, 14, 1024);               // (batch, 14, 14, 1024)
  const Tensor b_act_gradient_filter = arena.fixed<Real>(0, {16, 1, 1, 1024, 16});  // (16, 1, 1, 1024, 16)
  const Tensor b_bn = saved.image(663552, 14, 14, 256);                             // (batch, 14, 14, 256)
  const Tensor b_act_gradient = arena.image(80714496, 14, 14, 256);                 // (batch, 14, 14, 256)
  const Tensor b_conv = saved.image(462848, 14, 14, 256);                           // (batch, 14, 14, 256)
  const Tensor b_conv_gradient = arena.image(79911680, 14, 14, 256);                // (batch, 14, 14, 256)
  const Tensor a_act_gradient_filter = arena.fixed<Real>(0, {16, 3, 3, 256, 16});   // (16, 3, 3, 256, 16)
  const Tensor a_bn = saved.image(200704, 14, 14, 256, {1, 1, 1, 1});  // (batch, 14, 14, 256), padding of 1
  const Tensor a_act_gradient = arena.image(80112384, 14, 14, 256);    // (batch, 14, 14, 256)
  const Tensor a_conv = saved.image(0, 14, 14, 256);                   // (batch, 14, 14, 256)
  const Tensor a_conv_gradient = arena.image(79911680, 14, 14, 256);   // (batch, 14, 14, 256)
  const Tensor a_conv_x_gradient_filter = arena.fixed<Real>(0, {64, 1, 1, 256, 16});  // (64, 1, 1, 256, 16)
  elementwise_14x14x1024_relu_backward(ctx, add_gradient, dy, y);
  batch_norm_backward_sums_14x14x1024(ctx, g.c_bn, c_conv, add_gradient);
  batch_norm_backward_data_14x14x1024(ctx, c_conv_gradient, c_conv, add_gradient, g.c_bn, p.c_bn);
  pack_filter_1x1_1024_256_transposed(ctx, b_act_gradient_filter, p.c_conv);
  conv2d_transpose_1x1_14x14x1024_256_relu_backward(ctx, b_act_gradient, c_conv_gradient, b_act_gradient_filter, b_bn);
  conv2d_backward_kernel_1x1_14x14x256_1024(ctx, g.c_conv, b_bn, c_conv_gradient);
  batch_norm_backward_sums_14x14x256(ctx, g.b_bn, b_conv, b_act_gradient);
  batch_norm_backward_data_14x14x256(ctx, b_conv_gradient, b_conv, b_act_gradient, g.b_bn, p.b_bn);
  pack_filter_3x3_256_256_transposed(ctx, a_act_gradient_filter, p.b_conv);
  conv2d_transpose_3x3_14x14x256_256_relu_backward(ctx, a_act_gradient, b_conv_gradient, a_act_gradient_filter, a_bn);
  conv2d_backward_kernel_3x3_14x14x256_256(ctx, g.b_conv, a_bn, b_conv_gradient);
  batch_norm_backward_sums_14x14x256(ctx, g.a_bn, a_conv, a_act_gradient);
  batch_norm_backward_data_14x14x256(ctx, a_conv_gradient, a_conv, a_act_gradient, g.a_bn, p.a_bn);
  pack_filter_1x1_256_1024_transposed(ctx, a_conv_x_gradient_filter, p.a_conv);
  conv2d_transpose_1x1_14x14x256_1024_add(ctx, dx, a_conv_gradient, a_conv_x_gradient_filter, add_gradient);
  conv2d_backward_kernel_1x1_14x14x1024_256(ctx, g.a_conv, x, a_conv_gradient);
}

// bottleneck: (batch, 28, 28, 512), (batch, 14, 14, 1024), (batch, 14, 14, 1024) -> (batch, 28, 28, 512).
static void bottleneck_14x14x1024_from_28x28x512_backward(Context& ctx, const Bottleneck14x14x1024From28x28x512& p,
                                                          const Bottleneck14x14x1024From28x28x512& g, Tensor dx,
                                                          ConstTensor x, ConstTensor y, ConstTensor dy, Arena saved,
                                                          Arena arena) {
  const Tensor add_gradient = arena.image(42099712, 14, 14, 1024);                            // (batch, 14, 14, 1024)
  const Tensor shortcut_conv = saved.image(2868224, 14, 14, 1024);                            // (batch, 14, 14, 1024)
  const Tensor shortcut_conv_gradient = arena.image(42902528, 14, 14, 1024);                  // (batch, 14, 14, 1024)
  const Tensor shortcut_conv_x_gradient_filter = arena.fixed<Real>(0, {32, 1, 1, 1024, 16});  // (32, 1, 1, 1024, 16)
  const Tensor shortcut_conv_x_gradient = arena.image(43705344, 28, 28, 512);                 // (batch, 28, 28, 512)
  const Tensor c_conv = saved.image(2065408, 14, 14, 1024);                                   // (batch, 14, 14, 1024)
  const Tensor c_conv_gradient = arena.image(42902528, 14, 14, 1024);                         // (batch, 14, 14, 1024)
  const Tensor b_act_gradient_filter = arena.fixed<Real>(0, {16, 1, 1, 1024, 16});            // (16, 1, 1, 1024, 16)
  const Tensor b_bn = saved.image(1864704, 14, 14, 256);                                      // (batch, 14, 14, 256)
  const Tensor b_act_gradient = arena.image(42099712, 14, 14, 256);                           // (batch, 14, 14, 256)
  const Tensor b_conv = saved.image(1664000, 14, 14, 256);                                    // (batch, 14, 14, 256)
  const Tensor b_conv_gradient = arena.image(42902528, 14, 14, 256);                          // (batch, 14, 14, 256)
  const Tensor a_act_gradient_filter = arena.fixed<Real>(0, {16, 3, 3, 256, 16});             // (16, 3, 3, 256, 16)
  const Tensor a_bn =
      saved.image(802816, 28, 28, 256, {0, 1, 0, 1});                 // (batch, 28, 28, 256), padding: 1 below, 1 right
  const Tensor a_act_gradient = arena.image(42099712, 28, 28, 256);   // (batch, 28, 28, 256)
  const Tensor a_conv = saved.image(0, 28, 28, 256);                  // (batch, 28, 28, 256)
  const Tensor a_conv_gradient = arena.image(45310976, 28, 28, 256);  // (batch, 28, 28, 256)
  const Tensor a_conv_x_gradient_filter = arena.fixed<Real>(0, {32, 1, 1, 256, 16});  // (32, 1, 1, 256, 16)
  elementwise_14x14x1024_relu_backward(ctx, add_gradient, dy, y);
  batch_norm_backward_sums_14x14x1024(ctx, g.shortcut_bn, shortcut_conv, add_gradient);
  batch_norm_backward_data_14x14x1024(ctx, shortcut_conv_gradient, shortcut_conv, add_gradient, g.shortcut_bn,
                                      p.shortcut_bn);
  pack_filter_1x1_1024_512_transposed(ctx, shortcut_conv_x_gradient_filter, p.shortcut_conv);
  conv2d_transpose_1x1_28x28x1024_512_s2(ctx, shortcut_conv_x_gradient, shortcut_conv_gradient,
                                         shortcut_conv_x_gradient_filter);
  conv2d_backward_kernel_1x1_14x14x512_1024_s2(ctx, g.shortcut_conv, x, shortcut_conv_gradient);
  batch_norm_backward_sums_14x14x1024(ctx, g.c_bn, c_conv, add_gradient);
  batch_norm_backward_data_14x14x1024(ctx, c_conv_gradient, c_conv, add_gradient, g.c_bn, p.c_bn);
  pack_filter_1x1_1024_256_transposed(ctx, b_act_gradient_filter, p.c_conv);
  conv2d_transpose_1x1_14x14x1024_256_relu_backward(ctx, b_act_gradient, c_conv_gradient, b_act_gradient_filter, b_bn);
  conv2d_backward_kernel_1x1_14x14x256_1024(ctx, g.c_conv, b_bn, c_conv_gradient);
  batch_norm_backward_sums_14x14x256(ctx, g.b_bn, b_conv, b_act_gradient);
  batch_norm_backward_data_14x14x256(ctx, b_conv_gradient, b_conv, b_act_gradient, g.b_bn, p.b_bn);
  pack_filter_3x3_256_256_transposed(ctx, a_act_gradient_filter, p.b_conv);
  conv2d_transpose_3x3_28x28x256_256_s2_relu_backward(ctx, a_act_gradient, b_conv_gradient, a_act_gradient_filter,
                                                      a_bn);
  conv2d_backward_kernel_3x3_14x14x256_256_s2(ctx, g.b_conv, a_bn, b_conv_gradient);
  batch_norm_backward_sums_28x28x256(ctx, g.a_bn, a_conv, a_act_gradient);
  batch_norm_backward_data_28x28x256(ctx, a_conv_gradient, a_conv, a_act_gradient, g.a_bn, p.a_bn);
  pack_filter_1x1_256_512_transposed(ctx, a_conv_x_gradient_filter, p.a_conv);
  conv2d_transpose_1x1_28x28x256_512_add(ctx, dx, a_conv_gradient, a_conv_x_gradient_filter, shortcut_conv_x_gradient);
  conv2d_backward_kernel_1x1_28x28x512_256(ctx, g.a_conv, x, a_conv_gradient);
}

// bottleneck: (batch, 28, 28, 512), (batch, 28, 28, 512), (batch, 28, 28, 512) -> (batch, 28, 28, 512). Runs 3 times.
static void bottleneck_28x28x512_backward(Context& ctx, const Bottleneck28x28x512& p, const Bottleneck28x28x512& g,
                                          Tensor dx, ConstTensor x, ConstTensor y, ConstTensor dy, Arena saved,
                                          Arena arena) {
  const Tensor add_gradient = arena.image(43705344, 28, 28, 512);                 // (batch, 28, 28, 512)
  const Tensor c_conv = saved.image(1665024, 28, 28, 512);                        // (batch, 28, 28, 512)
  const Tensor c_conv_gradient = arena.image(42099712, 28, 28, 512);              // (batch, 28, 28, 512)
  const Tensor b_act_gradient_filter = arena.fixed<Real>(0, {8, 1, 1, 512, 16});  // (8, 1, 1, 512, 16)
  const Tensor b_bn = saved.image(1263616, 28, 28, 128);                          // (batch, 28, 28, 128)
  const Tensor b_act_gradient = arena.image(45310976, 28, 28, 128);               // (batch, 28, 28, 128)
  const Tensor b_conv = saved.image(862208, 28, 28, 128);                         // (batch, 28, 28, 128)
  const Tensor b_conv_gradient = arena.image(42099712, 28, 28, 128);              // (batch, 28, 28, 128)
  const Tensor a_act_gradient_filter = arena.fixed<Real>(0, {8, 3, 3, 128, 16});  // (8, 3, 3, 128, 16)
  const Tensor a_bn = saved.image(401408, 28, 28, 128, {1, 1, 1, 1});             // (batch, 28, 28, 128), padding of 1
  const Tensor a_act_gradient = arena.image(42501120, 28, 28, 128);               // (batch, 28, 28, 128)
  const Tensor a_conv = saved.image(0, 28, 28, 128);                              // (batch, 28, 28, 128)
  const Tensor a_conv_gradient = arena.image(45310976, 28, 28, 128);              // (batch, 28, 28, 128)
  const Tensor a_conv_x_gradient_filter = arena.fixed<Real>(0, {32, 1, 1, 128, 16});  // (32, 1, 1, 128, 16)
  elementwise_28x28x512_relu_backward(ctx, add_gradient, dy, y);
  batch_norm_backward_sums_28x28x512(ctx, g.c_bn, c_conv, add_gradient);
  batch_norm_backward_data_28x28x512(ctx, c_conv_gradient, c_conv, add_gradient, g.c_bn, p.c_bn);
  pack_filter_1x1_512_128_transposed(ctx, b_act_gradient_filter, p.c_conv);
  conv2d_transpose_1x1_28x28x512_128_relu_backward(ctx, b_act_gradient, c_conv_gradient, b_act_gradient_filter, b_bn);
  conv2d_backward_kernel_1x1_28x28x128_512(ctx, g.c_conv, b_bn, c_conv_gradient);
  batch_norm_backward_sums_28x28x128(ctx, g.b_bn, b_conv, b_act_gradient);
  batch_norm_backward_data_28x28x128(ctx, b_conv_gradient, b_conv, b_act_gradient, g.b_bn, p.b_bn);
  pack_filter_3x3_128_128_transposed(ctx, a_act_gradient_filter, p.b_conv);
  conv2d_transpose_3x3_28x28x128_128_relu_backward(ctx, a_act_gradient, b_conv_gradient, a_act_gradient_filter, a_bn);
  conv2d_backward_kernel_3x3_28x28x128_128(ctx, g.b_conv, a_bn, b_conv_gradient);
  batch_norm_backward_sums_28x28x128(ctx, g.a_bn, a_conv, a_act_gradient);
  batch_norm_backward_data_28x28x128(ctx, a_conv_gradient, a_conv, a_act_gradient, g.a_bn, p.a_bn);
  pack_filter_1x1_128_512_transposed(ctx, a_conv_x_gradient_filter, p.a_conv);
  conv2d_transpose_1x1_28x28x128_512_add(ctx, dx, a_conv_gradient, a_conv_x_gradient_filter, add_gradient);
  conv2d_backward_kernel_1x1_28x28x512_128(ctx, g.a_conv, x, a_conv_gradient);
}

// bottleneck: (batch, 56, 56, 256), (batch, 28, 28, 512), (batch, 28, 28, 512) -> (batch, 56, 56, 256).
static void bottleneck_28x28x512_from_56x56x256_backward(Context& ctx, const Bottleneck28x28x512From56x56x256& p,
                                                         const Bottleneck28x28x512From56x56x256& g, Tensor dx,
                                                         ConstTensor x, ConstTensor y, ConstTensor dy, Arena saved,
                                                         Arena arena) {
  const Tensor add_gradient = arena.image(12961792, 28, 28, 512);                            // (batch, 28, 28, 512)
  const Tensor shortcut_conv = saved.image(5677568, 28, 28, 512);                            // (batch, 28, 28, 512)
  const Tensor shortcut_conv_gradient = arena.image(14567424, 28, 28, 512);                  // (batch, 28, 28, 512)
  const Tensor shortcut_conv_x_gradient_filter = arena.fixed<Real>(0, {16, 1, 1, 512, 16});  // (16, 1, 1, 512, 16)
  const Tensor shortcut_conv_x_gradient = arena.image(16173056, 56, 56, 256);                // (batch, 56, 56, 256)
  const Tensor c_conv = saved.image(4071936, 28, 28, 512);                                   // (batch, 28, 28, 512)
  const Tensor c_conv_gradient = arena.image(14567424, 28, 28, 512);                         // (batch, 28, 28, 512)
  const Tensor b_act_gradient_filter = arena.fixed<Real>(0, {8, 1, 1, 512, 16});             // (8, 1, 1, 512, 16)
  const Tensor b_bn = saved.image(3670528, 28, 28, 128);                                     // (batch, 28, 28, 128)
  const Tensor b_act_gradient = arena.image(12961792, 28, 28, 128);                          // (batch, 28, 28, 128)
  const Tensor b_conv = saved.image(3269120, 28, 28, 128);                                   // (batch, 28, 28, 128)
  const Tensor b_conv_gradient = arena.image(14567424, 28, 28, 128);                         // (batch, 28, 28, 128)
  const Tensor a_act_gradient_filter = arena.fixed<Real>(0, {8, 3, 3, 128, 16});             // (8, 3, 3, 128, 16)
  const Tensor a_bn =
      saved.image(1605632, 56, 56, 128, {0, 1, 0, 1});                // (batch, 56, 56, 128), padding: 1 below, 1 right
  const Tensor a_act_gradient = arena.image(12961792, 56, 56, 128);   // (batch, 56, 56, 128)
  const Tensor a_conv = saved.image(0, 56, 56, 128);                  // (batch, 56, 56, 128)
  const Tensor a_conv_gradient = arena.image(19384320, 56, 56, 128);  // (batch, 56, 56, 128)
  const Tensor a_conv_x_gradient_filter = arena.fixed<Real>(0, {16, 1, 1, 128, 16});  // (16, 1, 1, 128, 16)
  elementwise_28x28x512_relu_backward(ctx, add_gradient, dy, y);
  batch_norm_backward_sums_28x28x512(ctx, g.shortcut_bn, shortcut_conv, add_gradient);
  batch_norm_backward_data_28x28x512(ctx, shortcut_conv_gradient, shortcut_conv, add_gradient, g.shortcut_bn,
                                     p.shortcut_bn);
  pack_filter_1x1_512_256_transposed(ctx, shortcut_conv_x_gradient_filter, p.shortcut_conv);
  conv2d_transpose_1x1_56x56x512_256_s2(ctx, shortcut_conv_x_gradient, shortcut_conv_gradient,
                                        shortcut_conv_x_gradient_filter);
  conv2d_backward_kernel_1x1_28x28x256_512_s2(ctx, g.shortcut_conv, x, shortcut_conv_gradient);
  batch_norm_backward_sums_28x28x512(ctx, g.c_bn, c_conv, add_gradient);
  batch_norm_backward_data_28x28x512(ctx, c_conv_gradient, c_conv, add_gradient, g.c_bn, p.c_bn);
  pack_filter_1x1_512_128_transposed(ctx, b_act_gradient_filter, p.c_conv);
  conv2d_transpose_1x1_28x28x512_128_relu_backward(ctx, b_act_gradient, c_conv_gradient, b_act_gradient_filter, b_bn);
  conv2d_backward_kernel_1x1_28x28x128_512(ctx, g.c_conv, b_bn, c_conv_gradient);
  batch_norm_backward_sums_28x28x128(ctx, g.b_bn, b_conv, b_act_gradient);
  batch_norm_backward_data_28x28x128(ctx, b_conv_gradient, b_conv, b_act_gradient, g.b_bn, p.b_bn);
  pack_filter_3x3_128_128_transposed(ctx, a_act_gradient_filter, p.b_conv);
  conv2d_transpose_3x3_56x56x128_128_s2_relu_backward(ctx, a_act_gradient, b_conv_gradient, a_act_gradient_filter,
                                                      a_bn);
  conv2d_backward_kernel_3x3_28x28x128_128_s2(ctx, g.b_conv, a_bn, b_conv_gradient);
  batch_norm_backward_sums_56x56x128(ctx, g.a_bn, a_conv, a_act_gradient);
  batch_norm_backward_data_56x56x128(ctx, a_conv_gradient, a_conv, a_act_gradient, g.a_bn, p.a_bn);
  pack_filter_1x1_128_256_transposed(ctx, a_conv_x_gradient_filter, p.a_conv);
  conv2d_transpose_1x1_56x56x128_256_add(ctx, dx, a_conv_gradient, a_conv_x_gradient_filter, shortcut_conv_x_gradient);
  conv2d_backward_kernel_1x1_56x56x256_128(ctx, g.a_conv, x, a_conv_gradient);
}

// bottleneck: (batch, 56, 56, 256), (batch, 56, 56, 256), (batch, 56, 56, 256) -> (batch, 56, 56, 256). Runs 2 times.
static void bottleneck_56x56x256_backward(Context& ctx, const Bottleneck56x56x256& p, const Bottleneck56x56x256& g,
                                          Tensor dx, ConstTensor x, ConstTensor y, ConstTensor dy, Arena saved,
                                          Arena arena) {
  const Tensor add_gradient = arena.image(16173056, 56, 56, 256);                 // (batch, 56, 56, 256)
  const Tensor c_conv = saved.image(3269632, 56, 56, 256);                        // (batch, 56, 56, 256)
  const Tensor c_conv_gradient = arena.image(12961792, 56, 56, 256);              // (batch, 56, 56, 256)
  const Tensor b_act_gradient_filter = arena.fixed<Real>(0, {4, 1, 1, 256, 16});  // (4, 1, 1, 256, 16)
  const Tensor b_bn = saved.image(2466816, 56, 56, 64);                           // (batch, 56, 56, 64)
  const Tensor b_act_gradient = arena.image(19384320, 56, 56, 64);                // (batch, 56, 56, 64)
  const Tensor b_conv = saved.image(1664000, 56, 56, 64);                         // (batch, 56, 56, 64)
  const Tensor b_conv_gradient = arena.image(12961792, 56, 56, 64);               // (batch, 56, 56, 64)
  const Tensor a_act_gradient_filter = arena.fixed<Real>(0, {4, 3, 3, 64, 16});   // (4, 3, 3, 64, 16)
  const Tensor a_bn = saved.image(802816, 56, 56, 64, {1, 1, 1, 1});              // (batch, 56, 56, 64), padding of 1
  const Tensor a_act_gradient = arena.image(13764608, 56, 56, 64);                // (batch, 56, 56, 64)
  const Tensor a_conv = saved.image(0, 56, 56, 64);                               // (batch, 56, 56, 64)
  const Tensor a_conv_gradient = arena.image(19384320, 56, 56, 64);               // (batch, 56, 56, 64)
  const Tensor a_conv_x_gradient_filter = arena.fixed<Real>(0, {16, 1, 1, 64, 16});  // (16, 1, 1, 64, 16)
  elementwise_56x56x256_relu_backward(ctx, add_gradient, dy, y);
  batch_norm_backward_sums_56x56x256(ctx, g.c_bn, c_conv, add_gradient);
  batch_norm_backward_data_56x56x256(ctx, c_conv_gradient, c_conv, add_gradient, g.c_bn, p.c_bn);
  pack_filter_1x1_256_64_transposed(ctx, b_act_gradient_filter, p.c_conv);
  conv2d_transpose_1x1_56x56x256_64_relu_backward(ctx, b_act_gradient, c_conv_gradient, b_act_gradient_filter, b_bn);
  conv2d_backward_kernel_1x1_56x56x64_256(ctx, g.c_conv, b_bn, c_conv_gradient);
  batch_norm_backward_sums_56x56x64(ctx, g.b_bn, b_conv, b_act_gradient);
  batch_norm_backward_data_56x56x64(ctx, b_conv_gradient, b_conv, b_act_gradient, g.b_bn, p.b_bn);
  pack_filter_3x3_64_64_transposed(ctx, a_act_gradient_filter, p.b_conv);
  conv2d_transpose_3x3_56x56x64_64_relu_backward(ctx, a_act_gradient, b_conv_gradient, a_act_gradient_filter, a_bn);
  conv2d_backward_kernel_3x3_56x56x64_64(ctx, g.b_conv, a_bn, b_conv_gradient);
  batch_norm_backward_sums_56x56x64(ctx, g.a_bn, a_conv, a_act_gradient);
  batch_norm_backward_data_56x56x64(ctx, a_conv_gradient, a_conv, a_act_gradient, g.a_bn, p.a_bn);
  pack_filter_1x1_64_256_transposed(ctx, a_conv_x_gradient_filter, p.a_conv);
  conv2d_transpose_1x1_56x56x64_256_add(ctx, dx, a_conv_gradient, a_conv_x_gradient_filter, add_gradient);
  conv2d_backward_kernel_1x1_56x56x256_64(ctx, g.a_conv, x, a_conv_gradient);
}

// bottleneck: (batch, 56, 56, 64), (batch, 56, 56, 256), (batch, 56, 56, 256) -> (batch, 56, 56, 64).
static void bottleneck_56x56x256_from_56x56x64_backward(Context& ctx, const Bottleneck56x56x256From56x56x64& p,
                                                        const Bottleneck56x56x256From56x56x64& g, Tensor dx,
                                                        ConstTensor x, ConstTensor y, ConstTensor dy, Arena saved,
                                                        Arena arena) {
  const Tensor add_gradient = arena.image(0, 56, 56, 256);                                  // (batch, 56, 56, 256)
  const Tensor shortcut_conv = saved.image(6480896, 56, 56, 256);                           // (batch, 56, 56, 256)
  const Tensor shortcut_conv_gradient = arena.image(3211264, 56, 56, 256);                  // (batch, 56, 56, 256)
  const Tensor shortcut_conv_x_gradient_filter = arena.fixed<Real>(0, {4, 1, 1, 256, 16});  // (4, 1, 1, 256, 16)
  const Tensor shortcut_conv_x_gradient = arena.image(6422528, 56, 56, 64);                 // (batch, 56, 56, 64)
  const Tensor c_conv = saved.image(3269632, 56, 56, 256);                                  // (batch, 56, 56, 256)
  const Tensor c_conv_gradient = arena.image(3211264, 56, 56, 256);                         // (batch, 56, 56, 256)
  const Tensor b_act_gradient_filter = arena.fixed<Real>(0, {4, 1, 1, 256, 16});            // (4, 1, 1, 256, 16)
  const Tensor b_bn = saved.image(2466816, 56, 56, 64);                                     // (batch, 56, 56, 64)
  const Tensor b_act_gradient = arena.image(0, 56, 56, 64);                                 // (batch, 56, 56, 64)
  const Tensor b_conv = saved.image(1664000, 56, 56, 64);                                   // (batch, 56, 56, 64)
  const Tensor b_conv_gradient = arena.image(802816, 56, 56, 64);                           // (batch, 56, 56, 64)
  const Tensor a_act_gradient_filter = arena.fixed<Real>(0, {4, 3, 3, 64, 16});             // (4, 3, 3, 64, 16)
  const Tensor a_bn = saved.image(802816, 56, 56, 64, {1, 1, 1, 1});                // (batch, 56, 56, 64), padding of 1
  const Tensor a_act_gradient = arena.image(0, 56, 56, 64);                         // (batch, 56, 56, 64)
  const Tensor a_conv = saved.image(0, 56, 56, 64);                                 // (batch, 56, 56, 64)
  const Tensor a_conv_gradient = arena.image(802816, 56, 56, 64);                   // (batch, 56, 56, 64)
  const Tensor a_conv_x_gradient_filter = arena.fixed<Real>(0, {4, 1, 1, 64, 16});  // (4, 1, 1, 64, 16)
  elementwise_56x56x256_relu_backward(ctx, add_gradient, dy, y);
  batch_norm_backward_sums_56x56x256(ctx, g.shortcut_bn, shortcut_conv, add_gradient);
  batch_norm_backward_data_56x56x256(ctx, shortcut_conv_gradient, shortcut_conv, add_gradient, g.shortcut_bn,
                                     p.shortcut_bn);
  pack_filter_1x1_256_64_transposed(ctx, shortcut_conv_x_gradient_filter, p.shortcut_conv);
  conv2d_transpose_1x1_56x56x256_64(ctx, shortcut_conv_x_gradient, shortcut_conv_gradient,
                                    shortcut_conv_x_gradient_filter);
  conv2d_backward_kernel_1x1_56x56x64_256(ctx, g.shortcut_conv, x, shortcut_conv_gradient);
  batch_norm_backward_sums_56x56x256(ctx, g.c_bn, c_conv, add_gradient);
  batch_norm_backward_data_56x56x256(ctx, c_conv_gradient, c_conv, add_gradient, g.c_bn, p.c_bn);
  pack_filter_1x1_256_64_transposed(ctx, b_act_gradient_filter, p.c_conv);
  conv2d_transpose_1x1_56x56x256_64_relu_backward(ctx, b_act_gradient, c_conv_gradient, b_act_gradient_filter, b_bn);
  conv2d_backward_kernel_1x1_56x56x64_256(ctx, g.c_conv, b_bn, c_conv_gradient);
  batch_norm_backward_sums_56x56x64(ctx, g.b_bn, b_conv, b_act_gradient);
  batch_norm_backward_data_56x56x64(ctx, b_conv_gradient, b_conv, b_act_gradient, g.b_bn, p.b_bn);
  pack_filter_3x3_64_64_transposed(ctx, a_act_gradient_filter, p.b_conv);
  conv2d_transpose_3x3_56x56x64_64_relu_backward(ctx, a_act_gradient, b_conv_gradient, a_act_gradient_filter, a_bn);
  conv2d_backward_kernel_3x3_56x56x64_64(ctx, g.b_conv, a_bn, b_conv_gradient);
  batch_norm_backward_sums_56x56x64(ctx, g.a_bn, a_conv, a_act_gradient);
  batch_norm_backward_data_56x56x64(ctx, a_conv_gradient, a_conv, a_act_gradient, g.a_bn, p.a_bn);
  pack_filter_1x1_64_64_transposed(ctx, a_conv_x_gradient_filter, p.a_conv);
  conv2d_transpose_1x1_56x56x64_64_add(ctx, dx, a_conv_gradient, a_conv_x_gradient_filter, shortcut_conv_x_gradient);
  conv2d_backward_kernel_1x1_56x56x64_64(ctx, g.a_conv, x, a_conv_gradient);
}

Status loss_and_gradients(Context& ctx, ConstTensor image, ConstTokens labels, Tensor loss, Tensor logits) {
  const FunctionInfo& function = info().functions[0];
  Sizes n;
  n.batch = image.extent[0];
  if (Status status = ctx.check(function.inputs[0], image, n); !status) return status;
  if (Status status = ctx.check(function.inputs[1], labels, n); !status) return status;
  if (Status status = ctx.check(function.outputs[0], loss, n); !status) return status;
  if (Status status = ctx.check(function.outputs[1], logits, n); !status) return status;
  // Until the end of this function the floating point mode is set and the threads are awake.
  specimen_v2::Running running(ctx, function);
  if (!running.entered()) return Status(StatusCode::invalid_argument, "this context runs in another thread");
  const Parameters &p = ctx.state().p, &g = ctx.state().g;
  const Arena arena = ctx.arena(n.batch);

  const Tensor stem_conv_filter = arena.fixed<Real>(0, {4, 7, 7, 3, 16});  // (4, 7, 7, 3, 16)
  const Tensor image_padded = arena.image(
      84718336, 224, 224, 3, {3, 2, 3, 2});  // (batch, 224, 224, 3), padding: 3 above, 2 below, 3 left, 2 right
  const Tensor stem_conv = arena.image(75897600, 112, 112, 64);  // (batch, 112, 112, 64)
  const Tensor stem_bn_scale = arena.fixed<Real>(0, {64}), stem_bn_shift = arena.fixed<Real>(256, {64});  // (64)
  const Tensor stem_bn =
      arena.image(72628736, 112, 112, 64, {0, 1, 0, 1});  // (batch, 112, 112, 64), padding: 1 below, 1 right
  const Tensor pool = arena.image(83915520, 56, 56, 64);  // (batch, 56, 56, 64)
  const Tensor avg_pool = arena.rows(85347648, 2048);     // (batch, 2048)
  const Tensor logits_filter = arena.fixed<Real>(0, {63, 2048, 16});                            // (63, 2048, 16)
  const ConstTokens labels_rows = labels.reshape({1});                                          // (batch, 1)
  const Tensor loss_cross_entropy = arena.dense<Real>(85359872);                                // (batch)
  const Tensor loss_cross_entropy_rows = loss_cross_entropy.reshape({1});                       // (batch, 1)
  const Tensor loss_cross_entropy_out = arena.rows(85355840, 1001);                             // (batch, 1001)
  const Tensor loss_rows = loss.view({1});                                                      // (1)
  const Tensor avg_pool_gradient_filter = arena.fixed<Real>(0, {128, 1001, 16});                // (128, 1001, 16)
  const Tensor avg_pool_gradient = arena.rows(85749056, 2048);                                  // (batch, 2048)
  const Tensor stage4_gradient = arena.image(85347648, 7, 7, 2048);                             // (batch, 7, 7, 2048)
  const Tensor stage3_gradient = arena.image(80974592, 14, 14, 1024);                           // (batch, 14, 14, 1024)
  const Tensor stage2_gradient = arena.image(42099712, 28, 28, 512);                            // (batch, 28, 28, 512)
  const Tensor stage1_gradient = arena.image(12961792, 56, 56, 256);                            // (batch, 56, 56, 256)
  const Tensor stage1_block1 = arena.image(3211264, 56, 56, 64);                                // (batch, 56, 56, 64)
  const Tensor stem_act_gradient = arena.image(0, 112, 112, 64);                                // (batch, 112, 112, 64)
  const Tensor stem_bn_gradient = arena.image(3211264, 112, 112, 64);                           // (batch, 112, 112, 64)
  const Tensor stem_conv_gradient = arena.image(0, 112, 112, 64);                               // (batch, 112, 112, 64)
  const auto stage1 = [&](int i) { return arena.image(32465920 + i * 3211264, 56, 56, 256); };  // (batch, 56, 56, 256)
  const auto stage2 = [&](int i) { return arena.image(57718272 + i * 1605632, 28, 28, 512); };  // (batch, 28, 28, 512)
  const auto stage3 = [&](int i) { return arena.image(64140800 + i * 802816, 14, 14, 1024); };  // (batch, 14, 14, 1024)
  const auto stage4 = [&](int i) { return arena.image(82711296 + i * 401408, 7, 7, 2048); };    // (batch, 7, 7, 2048)

  pack_filter_7x7_3_64(ctx, stem_conv_filter, p.stem_conv);
  pad_224x224x3_t3b2l3r2(ctx, image_padded, image);
  conv2d_7x7_112x112x3_64_s2(ctx, stem_conv, image_padded, stem_conv_filter);
  batch_norm_statistics_112x112x64(ctx, g.stem_bn, stem_conv);
  batch_norm_scale_64(ctx, stem_bn_scale, stem_bn_shift, p.stem_bn, g.stem_bn);
  fill_padding(stem_bn, {0, 1, 0, 1}, kLowest);
  elementwise_112x112x64_scale_bias_relu(ctx, stem_bn, stem_conv, stem_bn_scale, stem_bn_shift);
  pool2d_max_3x3_56x56x64_s2(ctx, pool, stem_bn);

  // stage1
  bottleneck_56x56x256_from_56x56x64(ctx, p.stage1_block1, g.stage1_block1, stage1(0), pool, arena.from(22773760),
                                     arena);
  for (int i = 0; i < 2; ++i) {
    bottleneck_56x56x256(ctx, p.stage1_rest[i], g.stage1_rest[i], stage1(i + 1), stage1(i), arena.from(i * 6480896),
                         arena);
  }

  // stage2
  bottleneck_28x28x512_from_56x56x256(ctx, p.stage2_block1, g.stage2_block1, stage2(0), stage1(2), arena.from(50435072),
                                      arena);
  for (int i = 0; i < 3; ++i) {
    bottleneck_28x28x512(ctx, p.stage2_rest[i], g.stage2_rest[i], stage2(i + 1), stage2(i),
                         arena.from(12961792 + i * 3270656), arena);
  }

  // stage3
  bottleneck_14x14x1024_from_28x28x512(ctx, p.stage3_block1, g.stage3_block1, stage3(0), stage2(3),
                                       arena.from(68957696), arena);
  for (int i = 0; i < 5; ++i) {
    bottleneck_14x14x1024(ctx, p.stage3_rest[i], g.stage3_rest[i], stage3(i + 1), stage3(i),
                          arena.from(42099712 + i * 1667072), arena);
  }

  // stage4
  bottleneck_7x7x2048_from_14x14x1024(ctx, p.stage4_block1, g.stage4_block1, stage4(0), stage3(5), arena.from(79108864),
                                      arena);
  for (int i = 0; i < 2; ++i) {
    bottleneck_7x7x2048(ctx, p.stage4_rest[i], g.stage4_rest[i], stage4(i + 1), stage4(i),
                        arena.from(80974592 + i * 868352), arena);
  }

  // avg_pool
  global_pool_average_7x7x2048(ctx, avg_pool, stage4(2));
  pack_filter_1x1_2048_1001(ctx, logits_filter, p.logits);
  dense_2048_1001_rows32(ctx, logits, avg_pool, logits_filter, p.logits);
  cross_entropy_1001(ctx, loss_cross_entropy_rows, loss_cross_entropy_out, logits, labels_rows);
  reduce_mean_batch_1(ctx, loss_rows, loss_cross_entropy_rows);
  reduce_sum_batch_1001(ctx, g.logits, loss_cross_entropy_out);
  pack_filter_1x1_1001_2048_transposed(ctx, avg_pool_gradient_filter, p.logits);
  dense_1001_2048_rows32(ctx, avg_pool_gradient, loss_cross_entropy_out, avg_pool_gradient_filter);
  dense_backward_kernel_2048_1001(ctx, g.logits, avg_pool, loss_cross_entropy_out);
  global_pool_backward_7x7x2048(ctx, stage4_gradient, avg_pool_gradient);

  // stage4, gradients
  for (int i = 1; i >= 0; --i) {
    bottleneck_7x7x2048_backward(ctx, p.stage4_rest[i], g.stage4_rest[i], stage4_gradient, stage4(i), stage4(i + 1),
                                 stage4_gradient, arena.from(80974592 + i * 868352), arena);
  }
  bottleneck_7x7x2048_from_14x14x1024_backward(ctx, p.stage4_block1, g.stage4_block1, stage3_gradient, stage3(5),
                                               stage4(0), stage4_gradient, arena.from(79108864), arena);

  // stage3, gradients
  for (int i = 4; i >= 0; --i) {
    bottleneck_14x14x1024_backward(ctx, p.stage3_rest[i], g.stage3_rest[i], stage3_gradient, stage3(i), stage3(i + 1),
                                   stage3_gradient, arena.from(42099712 + i * 1667072), arena);
  }
  bottleneck_14x14x1024_from_28x28x512_backward(ctx, p.stage3_block1, g.stage3_block1, stage2_gradient, stage2(3),
                                                stage3(0), stage3_gradient, arena.from(68957696), arena);

  // stage2, gradients
  for (int i = 2; i >= 0; --i) {
    bottleneck_28x28x512_backward(ctx, p.stage2_rest[i], g.stage2_rest[i], stage2_gradient, stage2(i), stage2(i + 1),
                                  stage2_gradient, arena.from(12961792 + i * 3270656), arena);
  }
  bottleneck_28x28x512_from_56x56x256_backward(ctx, p.stage2_block1, g.stage2_block1, stage1_gradient, stage1(2),
                                               stage2(0), stage2_gradient, arena.from(50435072), arena);

  // stage1, gradients
  for (int i = 1; i >= 0; --i) {
    bottleneck_56x56x256_backward(ctx, p.stage1_rest[i], g.stage1_rest[i], stage1_gradient, stage1(i), stage1(i + 1),
                                  stage1_gradient, arena.from(i * 6480896), arena);
  }
  bottleneck_56x56x256_from_56x56x64_backward(ctx, p.stage1_block1, g.stage1_block1, stage1_block1, pool, stage1(0),
                                              stage1_gradient, arena.from(22773760), arena);

  // stem, gradients
  pool2d_backward_max_3x3_112x112x64_s2(ctx, stem_act_gradient, stem_bn, pool, stage1_block1);
  elementwise_112x112x64_relu_backward(ctx, stem_bn_gradient, stem_act_gradient, stem_bn);
  batch_norm_backward_sums_112x112x64(ctx, g.stem_bn, stem_conv, stem_bn_gradient);
  batch_norm_backward_data_112x112x64(ctx, stem_conv_gradient, stem_conv, stem_bn_gradient, g.stem_bn, p.stem_bn);
  conv2d_backward_kernel_7x7_112x112x3_64_s2(ctx, g.stem_conv, image_padded, stem_conv_gradient);
  return running.finish();
}

}  // namespace resnet50_train
