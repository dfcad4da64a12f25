#include "what.h"

namespace specimen::gen {

std::string shape_name(const SelectToken& what) {
  return std::to_string(what.token) + "_of_" + std::to_string(what.features);
}

std::int64_t flops(const SelectToken&) { return 0; }

std::vector<KernelArgument> arguments(const SelectToken& what) {
  return {sequence_argument("x", Role::input, what.features, what.features),
          rows_argument("y", Role::output, what.features)};
}

KernelTraits traits(const SelectToken&) { return {}; }

std::string describe(const SelectToken& what) { return "token " + std::to_string(what.token) + " of each sequence"; }

}  // namespace specimen::gen
