#include "what.h"

namespace specimen::gen {

Elementwise flattened(const Elementwise& what) {
  if (what.chain.has(Operand::channel) || what.chain.has(Operand::image_channel)) return what;
  Elementwise flat = what;
  const bool residual = what.chain.has(Operand::tensor);
  if (what.in_channel != 1 || what.residual_channel != 1) return what;
  const auto pixels_touch = [&](const Storage& s) { return s.pixel == what.channels; };
  if (!pixels_touch(what.in) || !pixels_touch(what.out) || (residual && !pixels_touch(what.residual))) return what;
  flat.channels = what.width * what.channels;
  flat.width = 1;
  // Rows of one pixel each: what was the row stride stays the row stride; the pixel stride is no longer used.
  flat.in.pixel = flat.out.pixel = flat.channels;
  if (residual) flat.residual.pixel = flat.channels;
  return flat;
}

std::string shape_name(const Elementwise& what) {
  return std::to_string(what.height) + "x" + std::to_string(what.width) + "x" + std::to_string(what.channels);
}

std::int64_t flops(const Elementwise& what) {
  return std::int64_t{what.height} * what.width * what.channels * static_cast<std::int64_t>(what.chain.steps.size());
}

namespace {

// Of the elements that are there: a dimension that is repeated has one.
void describe_view(const Elementwise& what, const Storage& storage, int channel, KernelArgument* argument) {
  const int height = storage.row == 0 ? 1 : what.height, width = storage.pixel == 0 ? 1 : what.width;
  const int channels = channel == 0 ? 1 : what.channels;
  argument->shape = {-1, height, width, channels};
  argument->storage = storage;
  argument->channel = channel;
  argument->floats = extent_floats(storage, height, width, 1) + std::int64_t{channels - 1} * channel;
}

}  // namespace

std::vector<KernelArgument> arguments(const Elementwise& what) {
  KernelArgument x;
  x.name = "x";
  describe_view(what, what.in, what.in_channel, &x);
  std::vector<KernelArgument> list = {x};
  append_chain_arguments(what.chain, {-1, what.height, what.width, what.channels}, what.out, what.residual, &list);
  std::size_t next = 1;
  for (Operand operand : what.chain.operands()) {
    if (operand == Operand::tensor) describe_view(what, what.residual, what.residual_channel, &list[next]);
    ++next;
  }
  return list;
}

KernelTraits traits(const Elementwise& what) {
  return {.chain = &what.chain,
          .overwrites_residual = what.residual == what.out && what.residual_channel == 1,
          .flat = flattened(what) != what};
}

std::string describe(const Elementwise& what) { return what.chain.empty() ? "copy" : describe(what.chain); }

}  // namespace specimen::gen
