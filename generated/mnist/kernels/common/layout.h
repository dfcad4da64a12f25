// What kernels share with the runtime, under the generator's own names.
#pragma once

#include "runtime/core/layout.h"

namespace mnist::kernels {

using specimen_v2::align;
using specimen_v2::ConvAlgorithm;
using specimen_v2::DType;
using specimen_v2::dtype_bytes;
using specimen_v2::dtype_name;
using specimen_v2::kAlignment;
using specimen_v2::kBatch;
using specimen_v2::kDTypes;
using specimen_v2::kPanel;
using specimen_v2::kSequence;
using specimen_v2::kWinogradA;
using specimen_v2::kWinogradB;
using specimen_v2::panels;
using specimen_v2::winograd_tile;

const char* to_string(DType dtype);  // f32, i32: part of a kernel's name
bool parse(const char* text, DType* out);
// float32, int32: the names of dtype_name.
bool parse_dtype_name(const char* text, DType* out);
const char* to_string(ConvAlgorithm algorithm);
bool parse(const char* text, ConvAlgorithm* out);

}  // namespace mnist::kernels
