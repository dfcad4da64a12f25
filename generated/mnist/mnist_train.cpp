// mnist, a step of training: image (batch, 28, 28, 1), labels (batch) -> loss (), logits (batch, 10), and the gradients
// of all parameters. f32, NHWC. 3,274,634 parameters; 82.2 MFLOP and 305 kB of activations and gradients per example.
//
// First the model as it is in training, then the loss, then the gradients from the last layer to the first. `p` holds
// the parameters as checkpoints do, `g` their gradients. Kernels that read a filter in panels have it packed right
// before them, since it changes with each step. Offsets are bytes per example into the memory that a function is given:
// `arena` for the time of the call, `saved` for what a block keeps for its gradients.
//
// Made by specimen from specs/vision/mnist.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: c68f4c18ff6bd540
#include "mnist_train.h"

#include "mnist_train_kernels.h"

namespace mnist_train {

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
  const Random random(ctx.state().seed, ctx.state().step, ctx.state().first_example);
  const Arena arena = ctx.arena(n.batch);

  const Tensor conv1_filter = arena.fixed<Real>(0, {2, 5, 5, 1, 16});            // (2, 5, 5, 1, 16)
  const Tensor image_padded = arena.image(100352, 28, 28, 1, {2, 2, 2, 2});      // (batch, 28, 28, 1), padding of 2
  const Tensor conv1 = arena.image(104448, 28, 28, 32);                          // (batch, 28, 28, 32)
  const Tensor pool1 = arena.image(0, 14, 14, 32, {2, 2, 2, 2});                 // (batch, 14, 14, 32), padding of 2
  const Tensor conv2_filter = arena.fixed<Real>(0, {4, 5, 5, 32, 16});           // (4, 5, 5, 32, 16)
  const Tensor conv2 = arena.image(41472, 14, 14, 64);                           // (batch, 14, 14, 64)
  const Tensor pool2 = arena.image(254976, 7, 7, 64);                            // (batch, 7, 7, 64)
  const Tensor hidden_filter = arena.fixed<Real>(0, {64, 3136, 16});             // (64, 3136, 16)
  const Tensor flatten = pool2.reshape({3136});                                  // (batch, 3136)
  const Tensor hidden = arena.rows(91648, 1024);                                 // (batch, 1024)
  const Tensor dropout = arena.rows(95744, 1024);                                // (batch, 1024)
  const Tensor classifier_filter = arena.fixed<Real>(0, {1, 1024, 16});          // (1, 1024, 16)
  const ConstTokens labels_rows = labels.reshape({1});                           // (batch, 1)
  const Tensor loss_cross_entropy = arena.dense<Real>(99840);                    // (batch)
  const Tensor loss_cross_entropy_rows = loss_cross_entropy.reshape({1});        // (batch, 1)
  const Tensor loss_cross_entropy_out = arena.rows(99904, 10);                   // (batch, 10)
  const Tensor loss_rows = loss.view({1});                                       // (1)
  const Tensor dropout_gradient_filter = arena.fixed<Real>(0, {64, 10, 16});     // (64, 10, 16)
  const Tensor dropout_gradient = arena.rows(204800, 1024);                      // (batch, 1024)
  const Tensor hidden_gradient = arena.rows(95744, 1024);                        // (batch, 1024)
  const Tensor flatten_gradient_filter = arena.fixed<Real>(0, {196, 1024, 16});  // (196, 1024, 16)
  const Tensor flatten_gradient = arena.rows(267520, 3136);                      // (batch, 3136)
  const Tensor pool2_gradient = flatten_gradient.reshape({7, 7, 64});            // (batch, 7, 7, 64)
  const Tensor conv2_gradient = arena.image(204800, 14, 14, 64);                 // (batch, 14, 14, 64)
  const Tensor conv2_gradient_2 = arena.image(254976, 14, 14, 64);               // (batch, 14, 14, 64)
  const Tensor conv2_gradient_2_rows = conv2_gradient_2.reshape({12544});        // (batch, 12544)
  const Tensor conv2_bias_gradient_1 = arena.rows(41472, 64);                    // (batch, 64)
  const Tensor pool1_gradient_filter = arena.fixed<Real>(0, {2, 5, 5, 64, 16});  // (2, 5, 5, 64, 16)
  const Tensor pool1_gradient = arena.image(41472, 14, 14, 32);                  // (batch, 14, 14, 32)
  const Tensor conv1_gradient = arena.image(204800, 28, 28, 32);                 // (batch, 28, 28, 32)
  const Tensor conv1_gradient_2 = arena.image(0, 28, 28, 32);                    // (batch, 28, 28, 32)
  const Tensor conv1_gradient_2_rows = conv1_gradient_2.reshape({25088});        // (batch, 25088)
  const Tensor conv1_bias_gradient_1 = arena.rows(104448, 32);                   // (batch, 32)

  pack_filter_5x5_1_32(ctx, conv1_filter, p.conv1);
  pad_28x28x1_t2b2l2r2(ctx, image_padded, image);
  conv2d_5x5_28x28x1_32_relu(ctx, conv1, image_padded, conv1_filter, p.conv1);
  fill_padding(pool1, {2, 2, 2, 2}, 0);
  pool2d_max_2x2_14x14x32_s2(ctx, pool1, conv1);
  pack_filter_5x5_32_64(ctx, conv2_filter, p.conv2);
  conv2d_5x5_14x14x32_64_relu(ctx, conv2, pool1, conv2_filter, p.conv2);
  pool2d_max_2x2_7x7x64_s2(ctx, pool2, conv2);
  pack_filter_1x1_3136_1024(ctx, hidden_filter, p.hidden);
  dense_3136_1024_rows32_relu(ctx, hidden, flatten, hidden_filter, p.hidden);
  dropout_1024_p40(ctx, dropout, hidden, random.of("dropout"));
  pack_filter_1x1_1024_10(ctx, classifier_filter, p.classifier);
  dense_1024_10_rows32(ctx, logits, dropout, classifier_filter, p.classifier);
  cross_entropy_10(ctx, loss_cross_entropy_rows, loss_cross_entropy_out, logits, labels_rows);
  reduce_mean_batch_1(ctx, loss_rows, loss_cross_entropy_rows);
  reduce_sum_batch_10(ctx, g.classifier, loss_cross_entropy_out);
  pack_filter_1x1_10_1024_transposed(ctx, dropout_gradient_filter, p.classifier);
  dense_10_1024_rows32(ctx, dropout_gradient, loss_cross_entropy_out, dropout_gradient_filter);
  dense_backward_kernel_1024_10(ctx, g.classifier, dropout, loss_cross_entropy_out);
  dropout_1024_p40(ctx, hidden_gradient, dropout_gradient, random.of("dropout"));
  elementwise_1x1x1024_relu_backward(ctx, hidden, hidden_gradient, hidden);
  reduce_sum_batch_1024(ctx, g.hidden, hidden);
  pack_filter_1x1_1024_3136_transposed(ctx, flatten_gradient_filter, p.hidden);
  dense_1024_3136_rows32(ctx, flatten_gradient, hidden, flatten_gradient_filter);
  dense_backward_kernel_3136_1024(ctx, g.hidden, flatten, hidden);
  pool2d_backward_max_2x2_14x14x64_s2(ctx, conv2_gradient, conv2, pool2, pool2_gradient);
  elementwise_14x14x64_relu_backward(ctx, conv2_gradient_2, conv2_gradient, conv2);
  reduce_sum_196x64(ctx, conv2_bias_gradient_1, conv2_gradient_2_rows);
  reduce_sum_batch_64(ctx, g.conv2, conv2_bias_gradient_1);
  pack_filter_5x5_64_32_transposed(ctx, pool1_gradient_filter, p.conv2);
  conv2d_transpose_5x5_14x14x64_32(ctx, pool1_gradient, conv2_gradient_2, pool1_gradient_filter);
  conv2d_backward_kernel_5x5_14x14x32_64(ctx, g.conv2, pool1, conv2_gradient_2);
  pool2d_backward_max_2x2_28x28x32_s2(ctx, conv1_gradient, conv1, pool1, pool1_gradient);
  elementwise_28x28x32_relu_backward(ctx, conv1_gradient_2, conv1_gradient, conv1);
  reduce_sum_784x32(ctx, conv1_bias_gradient_1, conv1_gradient_2_rows);
  reduce_sum_batch_32(ctx, g.conv1, conv1_bias_gradient_1);
  conv2d_backward_kernel_5x5_28x28x1_32(ctx, g.conv1, image_padded, conv1_gradient_2);
  return running.finish();
}

}  // namespace mnist_train
