// The JSON header of a safetensors file: a strict reader of exactly what the format allows.
#ifndef SPECIMEN_V2_CORE_SAFETENSORS_HEADER_H
#define SPECIMEN_V2_CORE_SAFETENSORS_HEADER_H

#include <cstddef>
#include <cstdint>

#include "safetensors.h"
#include "status.h"

namespace specimen_v2 {

// Reads `size` bytes of JSON whose tensors must fill `data_size` bytes exactly, in any order, without holes or
// overlaps. `file` stands in messages. Errors: data_error, unsupported (dtype), out_of_memory.
Status parse_safetensors_header(const unsigned char* json, std::size_t size, std::uint64_t data_size, const char* file,
                                SafetensorsHeader* header);

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_SAFETENSORS_HEADER_H
