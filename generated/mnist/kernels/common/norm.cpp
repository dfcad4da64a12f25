#include "norm.h"

#include "enum_names.h"

namespace mnist::kernels {

namespace {

constexpr const char* kNorms[] = {"layer", "rms", "unit"};

}  // namespace

const char* to_string(Norm norm) { return kNorms[static_cast<int>(norm)]; }

std::string norm_prefix(Norm norm) { return norm == Norm::layer ? "" : std::string(to_string(norm)) + "_"; }

bool parse(const char* text, Norm* out) { return parse_enum(text, kNorms, out); }

}  // namespace mnist::kernels
