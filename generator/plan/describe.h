// One line on a kernel, for people: comments of generated code and listings.
#pragma once

#include <string>

#include "kernels/catalog.h"

namespace specimen::gen {

// "3x3 convolution, stride 2, 64 -> 128, + channel, relu"
std::string describe(const What& what);
// "+ channel, + residual, relu"
std::string describe(const Chain& chain);

}  // namespace specimen::gen
