// What a norm over features divides by, and whether it subtracts the mean before.
#pragma once

#include <string>

namespace mnist::kernels {

// layer: sqrt(variance + epsilon), of features less their mean; rms: sqrt(mean of squares + epsilon); unit:
// sqrt(max(sum of squares, epsilon)).
enum class Norm : unsigned char { layer, rms, unit };
const char* to_string(Norm norm);
bool parse(const char* text, Norm* out);
std::string norm_prefix(Norm norm);  // of a name: "rms_", and of a layer norm nothing

}  // namespace mnist::kernels
