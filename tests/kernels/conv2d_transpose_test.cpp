// conv2d_transpose on every target, by rule and with every schedule that tuning tries, against its reference in double.
#include <gtest/gtest.h>

#include "check.h"
#include "makers.h"
#include "shapes.h"

namespace specimen::gen {
namespace {

// Without padding around x. `cut`: rows and columns that are taken from the start of the full result, `more`: that the
// end has beyond it.
Conv2DTranspose transposed(int size, int in, int filters, int kernel, int stride, int cut, int more, int dilation = 1,
                           Chain chain = {{kBias, unary(Fn::relu)}}) {
  Conv2DTranspose w;
  w.in_height = size, w.in_width = size + 1;
  w.in_channels = in, w.out_channels = filters;
  w.kernel_height = w.kernel_width = kernel;
  w.stride_height = w.stride_width = stride;
  w.dilation_height = w.dilation_width = dilation;
  w.padding_top = w.padding_left = cut;
  const int full = (kernel - 1) * dilation + 1 - cut + more;
  w.out_height = (w.in_height - 1) * stride + full, w.out_width = (w.in_width - 1) * stride + full;
  w.in = dense_storage(w.in_height, w.in_width, in);
  w.out = w.residual = dense_storage(w.out_height, w.out_width, filters);
  w.epilogue = std::move(chain);
  return w;
}

std::vector<Problem> transpose_edges() {
  std::vector<Problem> list;
  // Channels around panels, registers and odd counts of panels.
  for (int channels : {1, 3, 8, 15, 16, 17, 24, 33, 48, 80, 112}) {
    list.push_back(transposed(5, 8, channels, 2, 2, 0, 0));
    list.push_back(transposed(4, 5, channels, 3, 2, 1, -1));
  }
  // Pixels around tiles.
  for (int size : {1, 2, 3, 6, 7, 13, 14, 15, 29}) {
    list.push_back(transposed(size, 16, 32, 2, 2, 0, 0));
    list.push_back(transposed(size, 4, 32, 4, 2, 1, -1));
  }
  // Strides, larger and smaller than the kernel; taps that phases share out unevenly or not at all.
  for (int stride : {1, 2, 3, 4, 5}) {
    for (int kernel : {1, 2, 3, 5}) {
      list.push_back(transposed(4, 6, 20, kernel, stride, 0, std::max(0, stride - kernel)));
      if (kernel > 1) list.push_back(transposed(4, 6, 20, kernel, stride, kernel / 2, 0));
    }
  }
  list.push_back(transposed(3, 7, 21, 16, 8, 4, -4));
  for (int dilation : {2, 3}) list.push_back(transposed(6, 9, 24, 3, 1, dilation, -dilation, dilation));
  list.push_back(transposed(6, 9, 24, 3, 4, 2, 0, 2));
  Conv2DTranspose uneven = transposed(5, 8, 24, 3, 2, 1, -1);
  uneven.stride_width = 1, uneven.kernel_width = 2, uneven.padding_left = 0;
  uneven.out_width = uneven.in_width + 1;
  uneven.out = uneven.residual = dense_storage(uneven.out_height, uneven.out_width, 24);
  list.push_back(uneven);
  // Input channels that no unrolling divides; a residual; gaps after pixels and rows of x and y.
  for (int in : {1, 3, 130}) list.push_back(transposed(6, in, 32, 3, 2, 1, 0));
  list.push_back(transposed(7, 32, 48, 2, 2, 0, 0, 1, {{kBias, kResidual, unary(Fn::relu)}}));
  list.push_back(transposed(7, 32, 40, 3, 2, 1, -1, 1, {{kBias, kResidual, unary(Fn::sigmoid)}}));
  for (int kernel : {2, 4}) {
    Conv2DTranspose gaps = transposed(7, 20, 24, kernel, 2, kernel / 2 - 1, 1 - kernel / 2);
    gaps.in = {20 + 5, 11 * 25, 9 * 11 * 25};
    gaps.out = {24 + 8, (gaps.out_width + 3) * 32, (gaps.out_height + 1) * (gaps.out_width + 3) * 32};
    list.push_back(gaps);
  }
  return list;
}

class Conv2DTransposes : public testing::TestWithParam<Target> {};

TEST_P(Conv2DTransposes, Edges) { check_all(transpose_edges(), GetParam()); }

TEST_P(Conv2DTransposes, EveryCandidate) {
  if (!host_has(GetParam())) GTEST_SKIP() << "this machine has no " << to_string(GetParam());
  const Conv2DTranspose problem = transposed(9, 12, 48, 4, 2, 1, -1);
  CheckOptions options;
  options.batch = 2;
  for (const Conv2DTransposeSchedule& schedule : candidates(problem, GetParam())) {
    Instance instance = by_rule({problem}, GetParam())[0];
    instance.schedule = schedule;
    const KernelLibrary library({instance});
    check(instance, library.find(instance), options);
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, Conv2DTransposes, testing::Values(Target::v3, Target::v4),
                         [](const testing::TestParamInfo<Target>& info) { return std::string(to_string(info.param)); });

}  // namespace
}  // namespace specimen::gen
