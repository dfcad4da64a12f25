#include "problem.h"

#include <algorithm>
#include <numeric>

#include "../common/tiles.h"
#include "../common/window.h"

namespace specimen::gen {
namespace {

TransposedAxis axis(int kernel, int stride, int dilation, int padding) {
  const int common = std::gcd(stride, dilation);
  TransposedAxis a;
  a.stride = stride;
  a.tap_step = stride / common;
  a.step = dilation / common;
  for (int phase = 0; phase < stride; ++phase) {
    const int full = phase + padding;
    int tap = 0;
    while (tap < kernel && (full - tap * dilation) % stride != 0) ++tap;
    a.count.push_back(tap < kernel ? (kernel - 1 - tap) / a.tap_step + 1 : 0);
    a.tap.push_back(tap < kernel ? tap : 0);
    // Of a phase without taps nothing is read: it may stand at the place of another.
    a.first.push_back(tap < kernel ? (full - tap * dilation) / stride : 0);
  }
  a.most = *std::max_element(a.count.begin(), a.count.end());
  bool any = false;
  for (int phase = 0; phase < stride; ++phase) {
    if (a.count[phase] == 0) continue;
    a.lowest = any ? std::min(a.lowest, a.first[phase]) : a.first[phase];
    a.highest = any ? std::max(a.highest, a.first[phase]) : a.first[phase];
    any = true;
  }
  for (int phase = 0; phase < stride; ++phase) {
    if (a.count[phase] == 0) a.first[phase] = a.lowest;
  }
  a.lowest -= (a.most - 1) * a.step;
  return a;
}

}  // namespace

bool TransposedAxis::even() const {
  return std::all_of(count.begin(), count.end(), [&](int taps) { return taps == most; });
}

TransposedAxis rows_of(const Conv2DTranspose& problem) {
  return axis(problem.kernel_height, problem.stride_height, problem.dilation_height, problem.padding_top);
}

TransposedAxis columns_of(const Conv2DTranspose& problem) {
  return axis(problem.kernel_width, problem.stride_width, problem.dilation_width, problem.padding_left);
}

int touched_height(const Conv2DTranspose& problem, int rows) {
  const TransposedAxis a = rows_of(problem);
  return rows + a.highest - a.lowest;
}

int touched_width(const Conv2DTranspose& problem) {
  const TransposedAxis a = columns_of(problem);
  return divide_up(problem.out_width, problem.stride_width) + a.highest - a.lowest;
}

bool pads(const Conv2DTranspose& problem) {
  const auto beyond = [](const TransposedAxis& a, int out, int in) {
    return a.lowest < 0 || divide_up(out, a.stride) - 1 + a.highest >= in;
  };
  return beyond(rows_of(problem), problem.out_height, problem.in_height) ||
         beyond(columns_of(problem), problem.out_width, problem.in_width);
}

std::string shape_name(const Conv2DTranspose& problem) {
  const auto number = [](int n) { return std::to_string(n); };
  const std::string groups = problem.groups == 1 ? "" : "_g" + number(problem.groups);
  return number(problem.kernel_height) + "x" + number(problem.kernel_width) + "_" + number(problem.out_height) + "x" +
         number(problem.out_width) + "x" + number(problem.in_channels) + "_" + number(problem.out_channels) + groups +
         window_suffix(problem);
}

std::int64_t flops(const Conv2DTranspose& problem) {
  return std::int64_t{2} * problem.in_height * problem.in_width * problem.in_channels * problem.kernel_height *
         problem.kernel_width * problem.out_channels / problem.groups;
}

std::vector<KernelArgument> arguments(const Conv2DTranspose& problem) {
  KernelArgument filter;
  filter.name = "filter";
  filter.role = Role::weight;
  filter.shape = {divide_up(problem.out_channels, kPanel), problem.kernel_height, problem.kernel_width,
                  problem.in_channels / problem.groups, kPanel};
  filter.elements = 1;
  for (int extent : filter.shape) filter.elements *= extent;
  std::vector<KernelArgument> list = {
      image_argument("x", Role::input, problem.in_height, problem.in_width, problem.in_channels, problem.in), filter};
  append_chain_arguments(problem.epilogue, {kBatch, problem.out_height, problem.out_width, problem.out_channels},
                         problem.out, problem.residual, &list);
  return list;
}

KernelTraits traits(const Conv2DTranspose& problem) { return {.epilogue = &problem.epilogue}; }

std::string describe(const Conv2DTranspose& problem) {
  return window_text(problem.kernel_height, problem.kernel_width) + " transposed convolution" +
         stride_text(problem.stride_height, problem.stride_width) +
         dilation_text(problem.dilation_height, problem.dilation_width) + ", " + std::to_string(problem.in_channels) +
         " -> " + std::to_string(problem.out_channels) +
         (problem.groups > 1 ? ", " + std::to_string(problem.groups) + " groups" : "") +
         description_after(problem.epilogue);
}

}  // namespace specimen::gen
