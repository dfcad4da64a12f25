#include "algorithm.h"

#include "attention/algorithm.h"
#include "conv2d/algorithm.h"
#include "dense/algorithm.h"
#include "depthwise_conv2d/algorithm.h"
#include "elementwise/algorithm.h"
#include "embedding/algorithm.h"
#include "expand_depthwise/algorithm.h"
#include "global_pool/algorithm.h"
#include "layer_norm/algorithm.h"
#include "pad/algorithm.h"
#include "pool2d/algorithm.h"
#include "select_token/algorithm.h"
#include "sequence_pool/algorithm.h"
#include "softmax/algorithm.h"

namespace mnist::kernels {
namespace {

HalideKernel schedule(const Conv2D& what, const Conv2DSchedule& how, const Halide::Target& target) {
  return conv2d_x86(what, how, target);
}
HalideKernel schedule(const DepthwiseConv2D& what, const DepthwiseConv2DSchedule& how, const Halide::Target& target) {
  return depthwise_conv2d_x86(what, how, target);
}
HalideKernel schedule(const Dense& what, const DenseSchedule& how, const Halide::Target& target) {
  return dense_x86(what, how, target);
}
HalideKernel schedule(const Pool2D& what, const Pool2DSchedule& how, const Halide::Target& target) {
  return pool2d_x86(what, how, target);
}
HalideKernel schedule(const GlobalPool& what, const GlobalPoolSchedule& how, const Halide::Target& target) {
  return global_pool_x86(what, how, target);
}
HalideKernel schedule(const Elementwise& what, const ElementwiseSchedule& how, const Halide::Target& target) {
  return elementwise_x86(what, how, target);
}
HalideKernel schedule(const Softmax& what, const SoftmaxSchedule& how, const Halide::Target& target) {
  return softmax_x86(what, how, target);
}
HalideKernel schedule(const Pad& what, const PadSchedule& how, const Halide::Target& target) {
  return pad_x86(what, how, target);
}
HalideKernel schedule(const LayerNorm& what, const LayerNormSchedule& how, const Halide::Target& target) {
  return layer_norm_x86(what, how, target);
}
HalideKernel schedule(const Attention& what, const AttentionSchedule& how, const Halide::Target& target) {
  return attention_x86(what, how, target);
}
HalideKernel schedule(const Embedding& what, const EmbeddingSchedule& how, const Halide::Target& target) {
  return embedding_x86(what, how, target);
}
HalideKernel schedule(const SequencePool& what, const SequencePoolSchedule& how, const Halide::Target& target) {
  return sequence_pool_x86(what, how, target);
}
HalideKernel schedule(const SelectToken& what, const SelectTokenSchedule& how, const Halide::Target& target) {
  return select_token_x86(what, how, target);
}
HalideKernel schedule(const ExpandDepthwise& what, const ExpandDepthwiseSchedule& how, const Halide::Target& target) {
  return expand_depthwise_x86(what, how, target);
}

}  // namespace

Halide::Target kernel_target(Level level) {
  using Halide::Target;
  Target target("x86-64-linux-sse41-avx-f16c-fma-avx2-no_runtime-user_context-no_asserts-no_bounds_query");
  if (level == Level::v4) target = target.with_feature(Target::AVX512).with_feature(Target::AVX512_Skylake);
  return target;
}

HalideKernel build_kernel(const What& what, const How& how, Level level) {
  return std::visit(
      [&](const auto& w) {
        using Schedule = decltype(rule(w, level));
        return schedule(w, std::get<Schedule>(how), kernel_target(level));
      },
      what);
}

}  // namespace mnist::kernels
