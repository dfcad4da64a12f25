// What a pooling makes of the pixels that it sees.
#pragma once

namespace mnist::kernels {

enum class Pooling : unsigned char { max, average };
const char* to_string(Pooling pooling);
bool parse(const char* text, Pooling* out);

}  // namespace mnist::kernels
