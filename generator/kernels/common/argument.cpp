#include "argument.h"

#include <algorithm>
#include <limits>

namespace specimen::gen {

const char* to_string(Role role) {
  constexpr const char* kNames[] = {"input", "weight", "operand", "output"};
  return kNames[static_cast<int>(role)];
}

KernelArgument sequence_argument(const char* name, Role role, int features, int stride, int length) {
  KernelArgument argument;
  argument.name = name;
  argument.role = role;
  argument.shape = {kBatch, length, features};
  argument.storage = {stride, stride, stride};
  argument.elements = features;
  return argument;
}

KernelArgument token_argument(const char* name, int below, int length) {
  KernelArgument argument;
  argument.name = name;
  argument.shape = {kBatch, length};
  argument.storage = {1, 1, 1};
  argument.elements = 1;
  argument.type = DType::i32;
  argument.below = below;
  return argument;
}

KernelArgument random_argument() {
  KernelArgument argument;
  argument.name = "random";
  argument.shape = {kRandomWords};
  argument.elements = kRandomWords;
  argument.type = DType::i32;
  argument.below = std::numeric_limits<int>::max();
  return argument;
}

KernelArgument image_argument(const char* name, Role role, int height, int width, int channels,
                              const Storage& storage) {
  KernelArgument argument;
  argument.name = name;
  argument.role = role;
  argument.shape = {kBatch, height, width, channels};
  argument.storage = storage;
  argument.elements = extent_elements(storage, height, width, channels);
  return argument;
}

KernelArgument rows_argument(const char* name, Role role, int features) {
  KernelArgument argument;
  argument.name = name;
  argument.role = role;
  argument.shape = {kBatch, features};
  argument.storage = {features, features, features};
  argument.elements = features;
  return argument;
}

std::int64_t extent_elements(const Storage& storage, int height, int width, int channels) {
  return std::int64_t{height - 1} * storage.row + std::int64_t{width - 1} * storage.pixel + channels;
}

Storage dense_storage(int height, int width, int channels) {
  return {channels, width * channels, height * width * channels};
}

namespace {

std::int64_t elements_of(const std::vector<int>& shape, const Storage& storage) {
  return shape.size() == 4 ? extent_elements(storage, shape[1], shape[2], shape[3]) : shape.back();
}

}  // namespace

void append_chain_operands(const Chain& chain, const std::vector<int>& shape, const Storage& residual,
                           std::vector<KernelArgument>* arguments) {
  const int channels = shape.back();
  int index = static_cast<int>(std::count_if(arguments->begin(), arguments->end(), [](const KernelArgument& argument) {
    return argument.role == Role::operand;
  }));
  for (const Step& step : chain.steps) {
    if (step.operand == Operand::none || step.operand == Operand::constant) continue;
    KernelArgument argument;
    argument.name = "operand" + std::to_string(index++);
    argument.role = Role::operand;
    argument.elements = channels;
    if (step.operand == Operand::channel) {
      argument.shape = {channels};
    } else if (step.operand == Operand::example_channel) {
      argument.shape = {-1, channels};
      argument.storage = {channels, channels, channels};
    } else {
      argument.shape = shape;
      argument.storage = residual;
      argument.elements = elements_of(shape, residual);
    }
    arguments->push_back(argument);
  }
}

void append_chain_arguments(const Chain& chain, const std::vector<int>& shape, const Storage& out,
                            const Storage& residual, std::vector<KernelArgument>* arguments) {
  append_chain_operands(chain, shape, residual, arguments);
  for (int i = 0; i < chain.outputs(); ++i) {
    KernelArgument argument;
    argument.name = chain.outputs() == 1 ? "y" : "y" + std::to_string(i);
    argument.role = Role::output;
    argument.shape = shape;
    argument.storage = out;
    argument.elements = elements_of(shape, out);
    arguments->push_back(argument);
  }
}

}  // namespace specimen::gen
