// mnist, inference: image (batch, 28, 28, 1) -> logits (batch, 10). f32, NHWC.
// 3,274,634 parameters; 27.8 MFLOP and 142 kB of activations per example.
//
// One function for each distinct block, then forward(). Batch norms are folded into the layers before them, activations
// and residuals are part of the kernels. Offsets are bytes per example into the memory that a function is given; a
// block that one place calls shares its caller's, laid out for both. Where y and x are one tensor, the sum is written
// over the residual.
//
// Made by specimen from specs/vision/mnist.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: a52797e8ad55577e
#include "mnist.h"

#include "mnist_kernels.h"

namespace mnist {

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

  const Tensor image_padded = arena.image(100352, 28, 28, 1, {2, 2, 2, 2});  // (batch, 28, 28, 1), padding of 2
  const Tensor conv1 = arena.image(0, 28, 28, 32);                           // (batch, 28, 28, 32)
  const Tensor pool1 = arena.image(100352, 14, 14, 32, {2, 2, 2, 2});        // (batch, 14, 14, 32), padding of 2
  const Tensor conv2 = arena.image(0, 14, 14, 64);                           // (batch, 14, 14, 64)
  const Tensor pool2 = arena.image(50176, 7, 7, 64);                         // (batch, 7, 7, 64)
  const Tensor flatten = pool2.reshape({3136});                              // (batch, 3136)
  const Tensor hidden = arena.rows(0, 1024);                                 // (batch, 1024)

  pad_28x28x1_t2b2l2r2(ctx, image_padded, image);
  conv2d_5x5_28x28x1_32_relu(ctx, conv1, image_padded, w.conv1);
  fill_padding(pool1, {2, 2, 2, 2}, 0);
  pool2d_max_2x2_14x14x32_s2(ctx, pool1, conv1);
  conv2d_5x5_14x14x32_64_relu(ctx, conv2, pool1, w.conv2);
  pool2d_max_2x2_7x7x64_s2(ctx, pool2, conv2);
  dense_3136_1024_relu(ctx, hidden, flatten, w.hidden);
  dense_1024_10(ctx, logits, hidden, w.classifier);
  return running.finish();
}

}  // namespace mnist
