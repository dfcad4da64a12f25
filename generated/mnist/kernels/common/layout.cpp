#include "layout.h"

#include <cstring>

#include "enum_names.h"

namespace mnist::kernels {

namespace {

constexpr const char* kAlgorithms[] = {"direct", "winograd_2", "winograd_4"};
constexpr const char* kDTypeNames[kDTypes] = {"f32", "i32", "bf16", "f16", "i8", "u8", "bool"};

}  // namespace

const char* to_string(DType dtype) { return kDTypeNames[static_cast<int>(dtype)]; }

bool parse(const char* text, DType* out) { return parse_enum(text, kDTypeNames, out); }

bool parse_dtype_name(const char* text, DType* out) {
  for (int i = 0; i < kDTypes; ++i) {
    if (std::strcmp(text, dtype_name(static_cast<DType>(i))) != 0) continue;
    *out = static_cast<DType>(i);
    return true;
  }
  return false;
}

const char* to_string(ConvAlgorithm algorithm) { return kAlgorithms[static_cast<int>(algorithm)]; }

bool parse(const char* text, ConvAlgorithm* out) { return parse_enum(text, kAlgorithms, out); }

}  // namespace mnist::kernels
