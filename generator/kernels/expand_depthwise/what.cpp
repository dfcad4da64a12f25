#include "what.h"

#include <algorithm>

#include "../common/tiles.h"
#include "../common/window.h"

namespace specimen::gen {

bool may_expand(const Chain& chain) {
  return chain.outputs() == 1 && !chain.has(Operand::tensor) && !chain.has(Operand::image_channel);
}

int expanded_columns(const ExpandDepthwise& what) {
  return (what.out_width - 1) * what.stride_width + (what.kernel_width - 1) * what.dilation_width + 1;
}

std::string shape_name(const ExpandDepthwise& what) {
  const auto number = [](int n) { return std::to_string(n); };
  const std::string name = number(what.kernel_height) + "x" + number(what.kernel_width) + "_" +
                           number(what.out_height) + "x" + number(what.out_width) + "x" + number(what.in_channels) +
                           "_" + number(what.channels);
  return name + window_suffix(what);
}

std::int64_t flops(const ExpandDepthwise& what) {
  return std::int64_t{2} * what.channels *
         (std::int64_t{what.in_height} * what.in_width * what.in_channels +
          std::int64_t{what.out_height} * what.out_width * what.kernel_height * what.kernel_width);
}

std::vector<KernelArgument> arguments(const ExpandDepthwise& what) {
  KernelArgument x;
  x.name = "x";
  x.shape = {-1, what.in_height, what.in_width, what.in_channels};
  x.storage = what.in;
  x.floats = extent_floats(what.in, what.in_height, what.in_width, what.in_channels);
  KernelArgument filter;
  filter.name = "filter";
  filter.role = Role::weight;
  filter.shape = {divide_up(what.channels, kFilterPanel), 1, 1, what.in_channels, kFilterPanel};
  filter.floats = std::int64_t{filter.shape[0]} * what.in_channels * kFilterPanel;
  KernelArgument depthwise;
  depthwise.name = "depthwise_filter";
  depthwise.role = Role::weight;
  depthwise.shape = {what.kernel_height, what.kernel_width, what.channels};
  depthwise.floats = std::int64_t{what.kernel_height} * what.kernel_width * what.channels;
  std::vector<KernelArgument> list = {x, filter, depthwise};
  append_chain_operands(what.expansion, {-1, what.in_height, what.in_width, what.channels}, Storage{}, &list);
  append_chain_arguments(what.epilogue, {-1, what.out_height, what.out_width, what.channels}, what.out, what.residual,
                         &list);
  return list;
}

KernelTraits traits(const ExpandDepthwise& what) { return {.epilogue = &what.epilogue}; }

std::string describe(const ExpandDepthwise& what) {
  return "1x1 convolution, " + std::to_string(what.in_channels) + " -> " + std::to_string(what.channels) +
         description_after(what.expansion) + ", then " + window_text(what.kernel_height, what.kernel_width) +
         " depthwise convolution" + stride_text(what.stride_height, what.stride_width) +
         dilation_text(what.dilation_height, what.dilation_width) + description_after(what.epilogue);
}

}  // namespace specimen::gen
