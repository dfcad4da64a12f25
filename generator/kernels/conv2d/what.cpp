#include "what.h"

#include <cstring>

#include "../common/tiles.h"
#include "../common/window.h"

namespace specimen::gen {
namespace {

constexpr const char* kAlgorithms[] = {"direct", "winograd_2", "winograd_4"};

// Winograd F(m, 3) computes whole tiles of m x m outputs from (m + 2) x (m + 2) inputs.
int touched(int out, int kernel, int stride, int dilation, ConvAlgorithm algorithm) {
  const int tile = winograd_tile(algorithm);
  if (tile > 1) return divide_up(out, tile) * tile + 2;
  return (out - 1) * stride + (kernel - 1) * dilation + 1;
}

}  // namespace

const char* to_string(ConvAlgorithm algorithm) { return kAlgorithms[static_cast<int>(algorithm)]; }

bool parse(const char* text, ConvAlgorithm* out) {
  int index = 0;
  for (const char* name : kAlgorithms) {
    if (std::strcmp(text, name) == 0) {
      *out = static_cast<ConvAlgorithm>(index);
      return true;
    }
    ++index;
  }
  return false;
}

int touched_height(const Conv2D& what) {
  return touched(what.out_height, what.kernel_height, what.stride_height, what.dilation_height, what.algorithm);
}

int touched_width(const Conv2D& what) {
  return touched(what.out_width, what.kernel_width, what.stride_width, what.dilation_width, what.algorithm);
}

Conv2D flattened(const Conv2D& what) {
  const bool pointwise =
      what.kernel_height == 1 && what.kernel_width == 1 && what.stride_height == 1 && what.stride_width == 1;
  const auto gapless = [&](const Storage& s) { return s.row == what.out_width * s.pixel; };
  if (!pointwise || !gapless(what.in) || !gapless(what.out) || !gapless(what.residual)) return what;
  Conv2D flat = what;
  flat.out_width = what.out_height * what.out_width;
  flat.out_height = 1;
  return flat;
}

std::string shape_name(const Conv2D& what) {
  const auto number = [](int n) { return std::to_string(n); };
  std::string name = number(what.kernel_height) + "x" + number(what.kernel_width) + "_" + number(what.out_height) +
                     "x" + number(what.out_width) + "x" + number(what.in_channels) + "_" + number(what.out_channels);
  name += window_suffix(what);
  if (what.groups != 1) name += "_g" + number(what.groups);
  if (what.algorithm != ConvAlgorithm::direct) name += "_f" + number(winograd_tile(what.algorithm));
  return name;
}

std::int64_t flops(const Conv2D& what) {
  return std::int64_t{2} * what.out_height * what.out_width * what.out_channels * (what.in_channels / what.groups) *
         what.kernel_height * what.kernel_width;
}

std::int64_t filter_floats(const Conv2D& what) {
  const int tile = winograd_tile(what.algorithm);
  const int taps = tile > 1 ? (tile + 2) * (tile + 2) : what.kernel_height * what.kernel_width;
  return std::int64_t{divide_up(what.out_channels, kFilterPanel)} * kFilterPanel * (what.in_channels / what.groups) *
         taps;
}

std::vector<KernelArgument> arguments(const Conv2D& what) {
  KernelArgument x;
  x.name = "x";
  x.shape = {-1, touched_height(what), touched_width(what), what.in_channels};
  x.storage = what.in;
  x.floats = extent_floats(what.in, touched_height(what), touched_width(what), what.in_channels);
  KernelArgument filter;
  filter.name = "filter";
  filter.role = Role::weight;
  const int panels = divide_up(what.out_channels, kFilterPanel);
  const int depth = what.in_channels / what.groups;
  const int tile = winograd_tile(what.algorithm);
  if (tile > 1) {
    filter.shape = {(tile + 2) * (tile + 2), panels, depth, kFilterPanel};
  } else {
    filter.shape = {panels, what.kernel_height, what.kernel_width, depth, kFilterPanel};
  }
  filter.floats = filter_floats(what);
  std::vector<KernelArgument> list = {x, filter};
  append_chain_operands(what.prologue, {-1, what.out_height, what.out_width, what.in_channels}, Storage{}, &list);
  append_chain_arguments(what.epilogue, {-1, what.out_height, what.out_width, what.out_channels}, what.out,
                         what.residual, &list);
  return list;
}

KernelTraits traits(const Conv2D& what) {
  return {.prologue = &what.prologue,
          .epilogue = &what.epilogue,
          .overwrites_residual = what.residual == what.out,
          .flat = flattened(what) != what};
}

std::string describe(const Conv2D& what) {
  std::string text = what.prologue.empty() ? "" : describe(what.prologue) + ", then ";
  text += window_text(what.kernel_height, what.kernel_width) + " convolution" +
          stride_text(what.stride_height, what.stride_width) + dilation_text(what.dilation_height, what.dilation_width);
  if (what.groups > 1) text += ", " + std::to_string(what.groups) + " groups";
  if (what.algorithm == ConvAlgorithm::winograd_2) text += ", Winograd F(2,3)";
  if (what.algorithm == ConvAlgorithm::winograd_4) text += ", Winograd F(4,3)";
  return text + ", " + std::to_string(what.in_channels) + " -> " + std::to_string(what.out_channels) +
         description_after(what.epilogue);
}

}  // namespace specimen::gen
