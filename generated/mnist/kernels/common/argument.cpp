#include "argument.h"

namespace specimen::gen {

const char* to_string(Role role) {
  constexpr const char* kNames[] = {"input", "weight", "operand", "output"};
  return kNames[static_cast<int>(role)];
}

std::int64_t extent_floats(const Storage& storage, int height, int width, int channels) {
  return std::int64_t{height - 1} * storage.row + std::int64_t{width - 1} * storage.pixel + channels;
}

Storage dense_storage(int height, int width, int channels) {
  return {channels, width * channels, height * width * channels};
}

void append_chain_arguments(const Chain& chain, const std::vector<int>& shape, const Storage& out,
                            const Storage& residual, std::vector<KernelArgument>* arguments) {
  const int channels = shape.back();
  const int height = shape.size() == 4 ? shape[1] : 1;
  const int width = shape.size() == 4 ? shape[2] : 1;
  int index = 0;
  for (const Step& step : chain.steps) {
    if (step.operand == Operand::none || step.operand == Operand::constant) continue;
    KernelArgument argument;
    argument.name = "operand" + std::to_string(index++);
    argument.role = Role::operand;
    argument.floats = channels;
    if (step.operand == Operand::channel) {
      argument.shape = {channels};
    } else if (step.operand == Operand::image_channel) {
      argument.shape = {-1, channels};
      argument.storage = {channels, channels, channels};
    } else {
      argument.shape = shape;
      argument.storage = residual;
      argument.floats = extent_floats(residual, height, width, channels);
    }
    arguments->push_back(argument);
  }
  for (int i = 0; i < chain.outputs(); ++i) {
    KernelArgument argument;
    argument.name = chain.outputs() == 1 ? "y" : "y" + std::to_string(i);
    argument.role = Role::output;
    argument.shape = shape;
    argument.storage = out;
    argument.floats = extent_floats(out, height, width, channels);
    arguments->push_back(argument);
  }
}

}  // namespace specimen::gen
