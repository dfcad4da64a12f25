#include "what.h"

#include "../common/window.h"

namespace specimen::gen {

int touched_height(const DepthwiseConv2D& what) {
  return (what.out_height - 1) * what.stride_height + (what.kernel_height - 1) * what.dilation_height + 1;
}

int touched_width(const DepthwiseConv2D& what) {
  return (what.out_width - 1) * what.stride_width + (what.kernel_width - 1) * what.dilation_width + 1;
}

bool pads(const DepthwiseConv2D& what) {
  return what.padding_top > 0 || what.padding_left > 0 || touched_height(what) > what.in_height ||
         touched_width(what) > what.in_width;
}

std::string shape_name(const DepthwiseConv2D& what) {
  const auto number = [](int n) { return std::to_string(n); };
  const std::string name = number(what.kernel_height) + "x" + number(what.kernel_width) + "_" +
                           number(what.out_height) + "x" + number(what.out_width) + "x" + number(what.channels);
  return name + window_suffix(what);
}

std::int64_t flops(const DepthwiseConv2D& what) {
  return std::int64_t{2} * what.out_height * what.out_width * what.channels * what.kernel_height * what.kernel_width;
}

std::vector<KernelArgument> arguments(const DepthwiseConv2D& what) {
  KernelArgument x;
  x.name = "x";
  x.shape = {-1, what.in_height, what.in_width, what.channels};
  x.storage = what.in;
  x.floats = extent_floats(what.in, what.in_height, what.in_width, what.channels);
  KernelArgument filter;
  filter.name = "filter";
  filter.role = Role::weight;
  filter.shape = {what.kernel_height, what.kernel_width, what.channels};
  filter.floats = std::int64_t{what.kernel_height} * what.kernel_width * what.channels;
  std::vector<KernelArgument> list = {x, filter};
  append_chain_arguments(what.epilogue, {-1, what.out_height, what.out_width, what.channels}, what.out, what.residual,
                         &list);
  return list;
}

KernelTraits traits(const DepthwiseConv2D& what) { return {.epilogue = &what.epilogue}; }

std::string describe(const DepthwiseConv2D& what) {
  return window_text(what.kernel_height, what.kernel_width) + " depthwise convolution" +
         stride_text(what.stride_height, what.stride_width) + dilation_text(what.dilation_height, what.dilation_width) +
         ", " + std::to_string(what.channels) + " channels" + description_after(what.epilogue);
}

}  // namespace specimen::gen
