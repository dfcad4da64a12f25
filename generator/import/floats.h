// Numbers of a checkpoint's tensor, whatever floating point type it has.
#pragma once

#include "import/checkpoint.h"
#include "import/transform.h"

namespace specimen::gen {

bool is_float(SafetensorsDtype dtype);

// Of 16, 32 or 64 bits, rounded to float32.
Array to_float(const CheckpointTensor& tensor);

}  // namespace specimen::gen
