#include "plan/describe.h"

#include <fmt/format.h>

namespace specimen::gen {

namespace {

std::string step_text(const Step& step) {
  std::string operand;
  switch (step.operand) {
    case Operand::none:
      break;
    case Operand::constant:
      operand = fmt::format("{}", step.parameter);
      break;
    case Operand::channel:
      operand = step.fn == Fn::add ? "bias" : step.fn == Fn::multiply ? "scale" : "channel";
      break;
    case Operand::image_channel:
      operand = "gate";
      break;
    case Operand::tensor:
      operand = "residual";
      break;
  }
  if (step.operand == Operand::none) return to_string(step.fn);
  if (step.fn == Fn::add) return operand;
  return fmt::format("{} {}", to_string(step.fn), operand);
}

std::string suffix(const Chain& chain) {
  const std::string text = describe(chain);
  return text.empty() ? "" : ", " + text;
}

template <class Window>
std::string strides(const Window& w) {
  std::string text;
  if (w.stride_height != 1 || w.stride_width != 1) {
    text += w.stride_height == w.stride_width ? fmt::format(", stride {}", w.stride_height)
                                              : fmt::format(", stride {}x{}", w.stride_height, w.stride_width);
  }
  if constexpr (requires { w.dilation_height; }) {
    if (w.dilation_height != 1 || w.dilation_width != 1)
      text += fmt::format(", dilation {}x{}", w.dilation_height, w.dilation_width);
  }
  return text;
}

std::string line(const Conv2D& w) {
  const char* algorithm = w.algorithm == ConvAlgorithm::winograd_2   ? ", Winograd F(2,3)"
                          : w.algorithm == ConvAlgorithm::winograd_4 ? ", Winograd F(4,3)"
                                                                     : "";
  const std::string prologue = w.prologue.empty() ? "" : describe(w.prologue) + ", then ";
  return fmt::format("{}{}x{} convolution{}{}{}, {} -> {}{}", prologue, w.kernel_height, w.kernel_width, strides(w),
                     w.groups > 1 ? fmt::format(", {} groups", w.groups) : "", algorithm, w.in_channels, w.out_channels,
                     suffix(w.epilogue));
}

std::string line(const DepthwiseConv2D& w) {
  return fmt::format("{}x{} depthwise convolution{}, {} channels{}", w.kernel_height, w.kernel_width, strides(w),
                     w.channels, suffix(w.epilogue));
}

std::string line(const ExpandDepthwise& w) {
  return fmt::format("1x1 convolution, {} -> {}{}, then {}x{} depthwise convolution{}{}", w.in_channels, w.channels,
                     suffix(w.expansion), w.kernel_height, w.kernel_width, strides(w), suffix(w.epilogue));
}

std::string line(const Dense& w) {
  return fmt::format("dense{}, {} -> {}{}", w.rows > 1 ? " of every row" : "", w.inputs, w.units, suffix(w.epilogue));
}

std::string line(const Pool2D& w) {
  return fmt::format("{}x{} {} pooling{}{}", w.pool_height, w.pool_width, to_string(w.pooling), strides(w),
                     suffix(w.epilogue));
}

std::string line(const GlobalPool& w) {
  return fmt::format("global {} pooling of {}x{}{}", to_string(w.pooling), w.height, w.width, suffix(w.epilogue));
}

std::string line(const Elementwise& w) { return w.chain.empty() ? "copy" : describe(w.chain); }

std::string line(const Softmax& w) { return fmt::format("softmax over {} classes", w.classes); }

std::string line(const Pad& w) {
  return fmt::format("copy with a border of {}, {}, {}, {} (top, bottom, left, right)", w.top, w.bottom, w.left,
                     w.right);
}

std::string line(const LayerNorm& w) {
  constexpr const char* kNames[] = {"layer norm", "root mean square norm", "unit length"};
  return fmt::format("{} of {} features{}{}", kNames[static_cast<int>(w.norm)], w.features, w.scale ? ", scale" : "",
                     w.center ? ", bias" : "");
}

std::string line(const Attention& w) {
  return fmt::format("{}attention, {} heads of {} features{}", w.causal ? "causal " : "", w.heads, w.head_dim,
                     w.masked ? ", masked" : "");
}

std::string line(const Embedding& w) {
  return fmt::format("{} of {} x {}{}", w.lookup == Lookup::ids ? "rows by id" : "rows by position", w.vocabulary,
                     w.features, suffix(w.epilogue));
}

std::string line(const SequencePool& w) { return fmt::format("mean over the {}tokens", w.masked ? "kept " : ""); }

std::string line(const SelectToken& w) { return fmt::format("token {} of each sequence", w.token); }

}  // namespace

std::string describe(const Chain& chain) {
  std::string text;
  for (std::size_t i = 0; i < chain.steps.size(); ++i) {
    if (i) text += ", ";
    text += step_text(chain.steps[i]);
    if (chain.steps[i].store && i + 1 < chain.steps.size()) text += " (kept)";
  }
  return text;
}

std::string describe(const What& what) {
  return std::visit([](const auto& w) { return line(w); }, what);
}

}  // namespace specimen::gen
