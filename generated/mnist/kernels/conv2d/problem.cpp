#include "problem.h"

#include "../common/tiles.h"
#include "../common/window.h"

namespace mnist::kernels {

int touched_height(const Conv2D& problem) {
  if (problem.own_padding) return problem.own_padding->height;
  return touched(problem.out_height, problem.kernel_height, problem.stride_height, problem.dilation_height,
                 winograd_tile(problem.algorithm));
}

int touched_width(const Conv2D& problem) {
  if (problem.own_padding) return problem.own_padding->width;
  return touched(problem.out_width, problem.kernel_width, problem.stride_width, problem.dilation_width,
                 winograd_tile(problem.algorithm));
}

Conv2D flattened(const Conv2D& problem) {
  const bool pointwise = problem.kernel_height == 1 && problem.kernel_width == 1 && problem.stride_height == 1 &&
                         problem.stride_width == 1;
  const auto gapless = [&](const Storage& s) { return s.row == problem.out_width * s.pixel; };
  if (!pointwise || problem.own_padding || !gapless(problem.in) || !gapless(problem.out) || !gapless(problem.residual))
    return problem;
  Conv2D flat = problem;
  flat.out_width = problem.out_height * problem.out_width;
  flat.out_height = 1;
  return flat;
}

std::string shape_name(const Conv2D& problem) {
  const auto number = [](int n) { return std::to_string(n); };
  std::string name = number(problem.kernel_height) + "x" + number(problem.kernel_width) + "_" +
                     number(problem.out_height) + "x" + number(problem.out_width) + "x" + number(problem.in_channels) +
                     "_" + number(problem.out_channels);
  name += window_suffix(problem);
  if (problem.own_padding) name += own_padding_suffix(*problem.own_padding);
  if (problem.groups != 1) name += "_g" + number(problem.groups);
  if (problem.algorithm != ConvAlgorithm::direct) name += "_f" + number(winograd_tile(problem.algorithm));
  if (problem.filter_type) name += std::string("_") + to_string(*problem.filter_type);
  return name;
}

std::int64_t flops(const Conv2D& problem) {
  return std::int64_t{2} * problem.out_height * problem.out_width * problem.out_channels *
         (problem.in_channels / problem.groups) * problem.kernel_height * problem.kernel_width;
}

std::int64_t filter_elements(const Conv2D& problem) {
  const int tile = winograd_tile(problem.algorithm);
  const int taps = tile > 1 ? (tile + 2) * (tile + 2) : problem.kernel_height * problem.kernel_width;
  return std::int64_t{divide_up(problem.out_channels, kPanel)} * kPanel * (problem.in_channels / problem.groups) * taps;
}

std::vector<KernelArgument> arguments(const Conv2D& problem) {
  KernelArgument x;
  x.name = "x";
  x.shape = {-1, touched_height(problem), touched_width(problem), problem.in_channels};
  x.storage = problem.in;
  x.elements = extent_elements(problem.in, touched_height(problem), touched_width(problem), problem.in_channels);
  KernelArgument filter;
  filter.name = "filter";
  filter.role = Role::weight;
  const int panels = divide_up(problem.out_channels, kPanel);
  const int depth = problem.in_channels / problem.groups;
  const int tile = winograd_tile(problem.algorithm);
  if (tile > 1) {
    filter.shape = {(tile + 2) * (tile + 2), panels, depth, kPanel};
  } else {
    filter.shape = {panels, problem.kernel_height, problem.kernel_width, depth, kPanel};
  }
  filter.elements = filter_elements(problem);
  filter.type = problem.filter_type.value_or(DType::f32);
  std::vector<KernelArgument> list = {x, filter};
  append_chain_operands(problem.prologue, {-1, problem.out_height, problem.out_width, problem.in_channels}, Storage{},
                        &list);
  append_chain_arguments(problem.epilogue, {-1, problem.out_height, problem.out_width, problem.out_channels},
                         problem.out, problem.residual, &list);
  return list;
}

KernelTraits traits(const Conv2D& problem) {
  return {.prologue = &problem.prologue,
          .epilogue = &problem.epilogue,
          .overwrites_residual = problem.residual == problem.out,
          .reference_only = problem.filter_type.has_value(),
          .flat = flattened(problem) != problem};
}

std::string describe(const Conv2D& problem) {
  std::string text = problem.prologue.empty() ? "" : describe(problem.prologue) + ", then ";
  text += window_text(problem.kernel_height, problem.kernel_width) + " convolution" +
          stride_text(problem.stride_height, problem.stride_width) +
          dilation_text(problem.dilation_height, problem.dilation_width);
  if (problem.groups > 1) text += ", " + std::to_string(problem.groups) + " groups";
  if (problem.algorithm == ConvAlgorithm::winograd_2) text += ", Winograd F(2,3)";
  if (problem.algorithm == ConvAlgorithm::winograd_4) text += ", Winograd F(4,3)";
  return text + ", " + std::to_string(problem.in_channels) + " -> " + std::to_string(problem.out_channels) +
         (problem.filter_type ? std::string(", ") + dtype_name(*problem.filter_type) + " weights" : "") +
         description_after(problem.epilogue);
}

}  // namespace mnist::kernels
