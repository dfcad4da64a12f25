// The kernels of training on every target: gradients, packing in a step, losses.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>

#include "check.h"
#include "kernels/batch_norm_statistics/reference.h"
#include "kernels/cross_entropy/reference.h"
#include "kernels/target_loss/reference.h"
#include "runtime/core/pack.h"
#include "training_shapes.h"

namespace specimen::gen {
namespace {

class Training : public testing::TestWithParam<Target> {};

std::vector<CheckOptions> batches(const std::vector<int>& list) {
  std::vector<CheckOptions> options(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) options[i].batch = list[i];
  return options;
}

// Every candidate of each problem.
void check_candidates(const std::vector<Problem>& problems, Target target, int batch) {
  if (!host_has(target)) GTEST_SKIP() << "this machine has no " << to_string(target);
  std::vector<Instance> instances;
  for (const Problem& problem : problems) {
    for (const Schedule& schedule : candidates(problem, target)) {
      instances.push_back(
          {"c" + std::to_string(instances.size()) + "_" + symbol_stem(problem), problem, schedule, target});
    }
  }
  const KernelLibrary library(instances);
  for (const Instance& instance : instances) check(instance, library.find(instance), batches({batch})[0]);
}

TEST_P(Training, PackFilterEdges) { check_all(pack_filter_edges(), GetParam(), batches({1})); }
TEST_P(Training, DenseBackwardKernelEdges) {
  check_all(dense_backward_kernel_edges(), GetParam(), batches({1, 3, 130, 1000}));
}
TEST_P(Training, Conv2DBackwardKernelEdges) { check_all(conv2d_backward_kernel_edges(), GetParam()); }
TEST_P(Training, Conv2DBackwardKernelRandom) {
  check_all(random_conv2d_backward_kernel(random_count()), GetParam(), batches({1, 5}));
}
TEST_P(Training, Pool2DBackwardEdges) { check_all(pool2d_backward_edges(), GetParam()); }
TEST_P(Training, DropoutEdges) { check_all(dropout_edges(), GetParam(), batches({1, 3, 9})); }
TEST_P(Training, ResizeBackwardEdges) { check_all(resize_backward_edges(), GetParam()); }
TEST_P(Training, GroupedConv2DTransposeEdges) { check_all(grouped_conv2d_transpose_edges(), GetParam()); }
TEST_P(Training, BatchNormScaleEdges) { check_all(batch_norm_scale_edges(), GetParam(), batches({1})); }
TEST_P(Training, CrossEntropyEdges) { check_all(cross_entropy_edges(), GetParam(), batches({1, 3, 40})); }

TEST_P(Training, TargetLossEdges) { check_all(target_loss_edges(), GetParam(), batches({1, 3, 40})); }

TEST_P(Training, DepthwiseBackwardEdges) { check_all(depthwise_backward_edges(), GetParam()); }
TEST_P(Training, BatchNormEdges) { check_all(batch_norm_edges(), GetParam(), batches({1, 3, 70})); }
TEST_P(Training, LayerNormBackwardEdges) {
  check_all(layer_norm_backward_edges(), GetParam(), batches({1, 3, 33, 100}));
}

CheckOptions tokens(int batch, int sequence, Mask mask = Mask::padding) {
  CheckOptions options;
  options.batch = batch, options.sequence = sequence, options.mask = mask;
  return options;
}

TEST_P(Training, TokenBackwardEdges) {
  check_all(token_backward_edges(), GetParam(),
            {tokens(1, 1), tokens(3, 7), tokens(2, 16, Mask::none), tokens(1, 17, Mask::random), tokens(2, 128)});
}
TEST_P(Training, AttentionBackwardEdges) {
  check_all(attention_backward_edges(), GetParam(),
            {tokens(1, 1), tokens(2, 7), tokens(1, 16, Mask::all), tokens(2, 17, Mask::random), tokens(2, 33),
             tokens(1, 5, Mask::none), tokens(1, 128, Mask::random), tokens(1, 250)});
}
TEST_P(Training, AttentionBackwardCandidates) {
  check_candidates({AttentionBackward{2, 64, 128, 0.125, false, true}}, GetParam(), 1);
}

// Pixels far from zero and close together, and equal ones.
TEST_P(Training, VarianceFarFromZero) {
  if (!host_has(GetParam())) GTEST_SKIP() << "this machine has no " << to_string(GetParam());
  constexpr int kSize = 9, kChannels = 20, kBatch = 11;
  const BatchNormStatistics w = {kSize, kSize, kChannels, dense_storage(kSize, kSize, kChannels)};
  const std::vector<Instance> instances = by_rule({w}, GetParam());
  const KernelLibrary library(instances);
  std::mt19937 engine(3);
  std::vector<float> x(static_cast<std::size_t>(kBatch * w.in.example));
  for (std::size_t i = 0; i < x.size(); ++i) {
    const bool equal = i % kChannels == 5;
    x[i] = equal ? 1234.5678f : 1e4f + std::uniform_real_distribution<float>(-1, 1)(engine);
  }
  std::vector<float> mean(kChannels), variance(kChannels);
  std::vector<double> want_mean(kChannels), want_variance(kChannels);
  const std::vector<double> exact(x.begin(), x.end());
  double* const outputs[] = {want_mean.data(), want_variance.data()};
  batch_norm_statistics_reference<double>(w, kBatch, exact.data(), nullptr, outputs);
  halide_dimension_t dims[4] = {};
  dims[3].extent = kBatch;
  halide_buffer_t buffers[3] = {};
  void* const hosts[] = {x.data(), mean.data(), variance.data()};
  void* pointers[3];
  for (int i = 0; i < 3; ++i) {
    buffers[i].host = static_cast<std::uint8_t*>(hosts[i]);
    buffers[i].dim = i == 0 ? dims : nullptr;
    pointers[i] = &buffers[i];
  }
  FakeRuntime runtime;
  ASSERT_EQ(call(library.find(instances[0]), &runtime, pointers, 3), 0);
  for (int c = 0; c < kChannels; ++c) {
    EXPECT_NEAR(mean[c], want_mean[c], 1e-7 * want_mean[c]) << c;
    EXPECT_NEAR(variance[c], want_variance[c], 1e-5) << c;
  }
  EXPECT_EQ(variance[5], 0);
  EXPECT_EQ(mean[5], 1234.5678f);
}

TEST_P(Training, Candidates) {
  check_candidates({DenseBackwardKernel{96, 80}, DenseBackwardKernel{75, 33, true}}, GetParam(), 300);
  check_candidates(conv2d_backward_kernel_candidates(), GetParam(), 4);
  check_candidates({PackFilter{3, 3, 40, 50}, PackFilter{1, 1, 70, 130, 1, true}}, GetParam(), 1);
}

// A gradient that is a sum of 100,000 products of one sign.
TEST_P(Training, LongSums) {
  check_all({DenseBackwardKernel{20, 48}, DenseBackwardKernel{1, 3}}, GetParam(), batches({100000}));
}

// Runs a kernel of losses over three rows of five; `tolerance` is of each loss, that of the gradient 1e-6.
template <class Kernel>
void expect_losses(Kernel kernel, void* values, void* targets, const std::vector<double>& want_losses,
                   const std::vector<double>& want_gradient, double tolerance) {
  std::vector<float> losses(3), gradient(15);
  halide_dimension_t dims[2] = {{0, 5, 1, 0}, {0, 3, 5, 0}};
  halide_buffer_t buffers[4] = {};
  void* const hosts[] = {values, targets, losses.data(), gradient.data()};
  void* pointers[4];
  for (int i = 0; i < 4; ++i) {
    buffers[i].host = static_cast<std::uint8_t*>(hosts[i]);
    buffers[i].dim = dims;
    pointers[i] = &buffers[i];
  }
  FakeRuntime runtime;
  ASSERT_EQ(call(kernel, &runtime, pointers, 4), 0);
  for (int i = 0; i < 3; ++i) EXPECT_NEAR(losses[i], want_losses[i], tolerance * std::fabs(want_losses[i])) << i;
  for (int i = 0; i < 15; ++i) EXPECT_NEAR(gradient[i], want_gradient[i], 1e-6) << i;
}

// Logits far apart, and far from zero.
TEST_P(Training, CrossEntropyOfLargeLogits) {
  if (!host_has(GetParam())) GTEST_SKIP() << "this machine has no " << to_string(GetParam());
  const std::vector<Instance> instances = by_rule({CrossEntropy{5, 0}, CrossEntropy{5, 0.1}}, GetParam());
  const KernelLibrary library(instances);
  std::vector<float> logits = {1e4f, -1e4f, 0, 9999, 10000, -3e4f, -3e4f, -3e4f, -3e4f, -3e4f, 100, 0, 0, 0, -100};
  std::vector<std::int32_t> labels = {3, 4, 4};
  for (const Instance& instance : instances) {
    const std::vector<double> exact(logits.begin(), logits.end());
    std::vector<double> want_losses(3), want(15);
    double* const outputs[] = {want_losses.data(), want.data()};
    cross_entropy_reference<double>(std::get<CrossEntropy>(instance.problem), 3, exact.data(), labels.data(), nullptr,
                                    outputs);
    expect_losses(library.find(instance), logits.data(), labels.data(), want_losses, want, 1e-6);
  }
}

// Values far from zero: no exponential overflows, and a probability of 1 or 0 is no infinity.
TEST_P(Training, TargetLossOfLargeValues) {
  if (!host_has(GetParam())) GTEST_SKIP() << "this machine has no " << to_string(GetParam());
  std::vector<Problem> problems;
  for (LossFn fn : {LossFn::binary_crossentropy, LossFn::binary_focal_crossentropy, LossFn::categorical_crossentropy,
                    LossFn::categorical_focal_crossentropy, LossFn::huber})
    problems.push_back(TargetLoss{fn, 5});
  const std::vector<Instance> instances = by_rule(problems, GetParam());
  const KernelLibrary library(instances);
  std::vector<float> values = {1e4f, -1e4f, 0, 9999, 10000, -3e4f, -3e4f, -3e4f, -3e4f, -3e4f, 100, 0, 0, 0, -100};
  std::vector<float> targets = {0, 1, 0, 0.5f, 1, 1, 0, 0, 0, 1, 1, 0, 0, 1, 0};
  for (const Instance& instance : instances) {
    SCOPED_TRACE(instance.symbol);
    const std::vector<double> exact(values.begin(), values.end()), exact_targets(targets.begin(), targets.end());
    std::vector<double> want_losses(3), want(15);
    double* const outputs[] = {want_losses.data(), want.data()};
    target_loss_reference<double>(std::get<TargetLoss>(instance.problem), 3, exact.data(), exact_targets.data(),
                                  nullptr, outputs);
    expect_losses(library.find(instance), values.data(), targets.data(), want_losses, want, 1e-5);
  }
}

// The bits of the runtime's own packing.
TEST_P(Training, PackFilterIsThatOfTheRuntime) {
  if (!host_has(GetParam())) GTEST_SKIP() << "this machine has no " << to_string(GetParam());
  const std::vector<Instance> instances = by_rule(pack_filter_edges(), GetParam());
  const KernelLibrary library(instances);
  std::mt19937 engine(7);
  for (const Instance& instance : instances) {
    const auto& w = std::get<PackFilter>(instance.problem);
    SCOPED_TRACE(instance.symbol);
    const std::vector<KernelArgument> described = arguments(instance.problem);
    std::vector<float> kernel(static_cast<std::size_t>(described[0].elements));
    for (float& v : kernel) v = std::uniform_real_distribution<float>(-1, 1)(engine);
    kernel[0] = -0.0f;
    // The kernel that a layer with these inputs and outputs has: (height, width, inputs, outputs).
    std::vector<float> plain(kernel.size());
    const int per_group = w.outputs / w.groups, taps = w.height * w.width;
    for (int t = 0; t < taps; ++t) {
      const int from = w.flipped ? taps - 1 - t : t;
      for (int i = 0; i < w.inputs; ++i) {
        for (int o = 0; o < w.outputs; ++o) {
          const int row = w.transposed ? o % per_group : i, row_length = w.transposed ? w.inputs * w.groups : w.outputs;
          const int column = w.transposed ? o / per_group * w.inputs + i : o;
          plain[static_cast<std::size_t>((t * w.inputs + i) * w.outputs + o)] =
              kernel[static_cast<std::size_t>(from * w.inputs * w.outputs + row * row_length + column)];
        }
      }
    }
    std::vector<float> want(static_cast<std::size_t>(described[1].elements)), got(want.size(), 5);
    specimen_v2::pack_conv2d(ConvAlgorithm::direct, {w.height, w.width, w.inputs, w.outputs}, plain.data(), nullptr,
                             want.data());
    halide_buffer_t buffers[2] = {};
    buffers[0].host = reinterpret_cast<std::uint8_t*>(kernel.data());
    buffers[1].host = reinterpret_cast<std::uint8_t*>(got.data());
    void* pointers[] = {&buffers[0], &buffers[1]};
    FakeRuntime runtime;
    ASSERT_EQ(call(library.find(instance), &runtime, pointers, 2), 0);
    EXPECT_EQ(std::memcmp(want.data(), got.data(), want.size() * sizeof(float)), 0);
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, Training, testing::Values(Target::v3, Target::v4),
                         [](const auto& info) { return to_string(info.param); });

}  // namespace
}  // namespace specimen::gen
