// Snappy's block format, decompressed. (github.com/google/snappy, format_description.txt)
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace specimen::gen {

// False: the bytes are damaged, or say that they hold more than `limit` bytes.
bool snappy_decompress(std::string_view compressed, std::size_t limit, std::string* text);

}  // namespace specimen::gen
