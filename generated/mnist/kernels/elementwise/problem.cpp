#include "problem.h"

namespace mnist::kernels {

Elementwise flattened(const Elementwise& problem) {
  if (problem.chain.has(Operand::channel) || problem.chain.has(Operand::example_channel)) return problem;
  Elementwise flat = problem;
  const bool residual = problem.chain.has(Operand::tensor);
  if (problem.in_channel != 1 || problem.residual_channel != 1) return problem;
  const auto pixels_touch = [&](const Storage& s) { return s.pixel == problem.channels; };
  if (!pixels_touch(problem.in) || !pixels_touch(problem.out) || (residual && !pixels_touch(problem.residual)))
    return problem;
  flat.channels = problem.width * problem.channels;
  flat.width = 1;
  // Rows of one pixel each: what was the row stride stays the row stride; the pixel stride is no longer used.
  flat.in.pixel = flat.out.pixel = flat.channels;
  if (residual) flat.residual.pixel = flat.channels;
  return flat;
}

std::string shape_name(const Elementwise& problem) {
  return std::to_string(problem.height) + "x" + std::to_string(problem.width) + "x" + std::to_string(problem.channels);
}

std::int64_t flops(const Elementwise& problem) {
  return std::int64_t{problem.height} * problem.width * problem.channels *
         static_cast<std::int64_t>(problem.chain.steps.size());
}

namespace {

// Of the elements that are there: a dimension that is repeated has one.
void describe_view(const Elementwise& problem, const Storage& storage, int channel, KernelArgument* argument) {
  const int height = storage.row == 0 ? 1 : problem.height, width = storage.pixel == 0 ? 1 : problem.width;
  const int channels = channel == 0 ? 1 : problem.channels;
  argument->shape = {-1, height, width, channels};
  argument->storage = storage;
  argument->channel = channel;
  argument->elements = extent_elements(storage, height, width, 1) + std::int64_t{channels - 1} * channel;
}

}  // namespace

std::vector<KernelArgument> arguments(const Elementwise& problem) {
  KernelArgument x;
  x.name = "x";
  describe_view(problem, problem.in, problem.in_channel, &x);
  std::vector<KernelArgument> list = {x};
  append_chain_arguments(problem.chain, {-1, problem.height, problem.width, problem.channels}, problem.out,
                         problem.residual, &list);
  std::size_t next = 1;
  for (Operand operand : problem.chain.operands()) {
    if (operand == Operand::tensor) describe_view(problem, problem.residual, problem.residual_channel, &list[next]);
    ++next;
  }
  return list;
}

KernelTraits traits(const Elementwise& problem) {
  return {.chain = &problem.chain,
          .overwrites_residual = problem.residual == problem.out && problem.residual_channel == 1,
          .flat = flattened(problem) != problem};
}

std::string describe(const Elementwise& problem) { return problem.chain.empty() ? "copy" : describe(problem.chain); }

}  // namespace mnist::kernels
