#include "reduction.h"

#include "enum_names.h"

namespace specimen::gen {

namespace {

constexpr const char* kAlong[] = {"features", "sequence", "batch"};

}  // namespace

const char* to_string(Along along) { return kAlong[static_cast<int>(along)]; }

bool parse(const char* text, Along* out) { return parse_enum(text, kAlong, out); }

std::vector<KernelArgument> reduction_arguments(Along along, int extent, int inner, DType result) {
  KernelArgument x = along == Along::sequence ? sequence_argument("x", Role::input, inner, inner)
                                              : rows_argument("x", Role::input, inner);
  if (along == Along::features) x = rows_argument("x", Role::input, extent * inner);
  KernelArgument y = rows_argument("y", Role::output, inner);
  if (along == Along::batch) y.shape = {inner};
  y.type = result;
  return {x, y};
}

std::string reduction_name(Along along, int extent, int inner) {
  const std::string of = along == Along::features ? std::to_string(extent) : to_string(along);
  return of + (along == Along::features ? "x" : "_") + std::to_string(inner);
}

std::string reduction_text(Along along, int extent, int inner) {
  const std::string of =
      along == Along::features ? std::to_string(extent) + " elements" : std::string("the ") + to_string(along);
  return "over " + of + (inner > 1 ? " of " + std::to_string(inner) + " features" : "");
}

}  // namespace specimen::gen
