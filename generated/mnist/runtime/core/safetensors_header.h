// The JSON header of a safetensors file: a strict reader of exactly what the format allows.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/core/safetensors.h"
#include "runtime/core/status.h"

namespace specimen {
inline namespace v1 {

// Reads `size` bytes of JSON whose tensors must fill `data_size` bytes exactly, in any order, without holes or
// overlaps. `file` stands in messages. Errors: data_error, unsupported (dtype), out_of_memory.
Status parse_safetensors_header(const unsigned char* json, std::size_t size, std::uint64_t data_size, const char* file,
                                SafetensorsHeader* header);

}  // namespace v1
}  // namespace specimen
