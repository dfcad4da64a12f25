#include "what.h"

#include "how.h"

namespace mnist::kernels {

Elementwise flattened(const Elementwise& what) {
  if (what.chain.has(Operand::channel) || what.chain.has(Operand::image_channel)) return what;
  Elementwise flat = what;
  const bool residual = what.chain.has(Operand::tensor);
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

std::vector<KernelArgument> arguments(const Elementwise& what) {
  std::vector<KernelArgument> list = {
      image_argument("x", Role::input, what.height, what.width, what.channels, what.in)};
  append_chain_arguments(what.chain, {-1, what.height, what.width, what.channels}, what.out, what.residual, &list);
  return list;
}

}  // namespace mnist::kernels
