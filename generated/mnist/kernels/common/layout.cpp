#include "layout.h"

#include "enum_names.h"

namespace mnist::kernels {

namespace {

constexpr const char* kAlgorithms[] = {"direct", "winograd_2", "winograd_4"};

}  // namespace

const char* to_string(DType dtype) { return dtype == DType::f32 ? "f32" : "i32"; }

const char* to_string(ConvAlgorithm algorithm) { return kAlgorithms[static_cast<int>(algorithm)]; }

bool parse(const char* text, ConvAlgorithm* out) { return parse_enum(text, kAlgorithms, out); }

}  // namespace mnist::kernels
