// A checksum that finds damage: bits that a disk or a copy changed. It is no protection against forgery.
#ifndef SPECIMEN_V2_CORE_CHECKSUM_H
#define SPECIMEN_V2_CORE_CHECKSUM_H

#include <cstddef>
#include <cstdint>

namespace specimen_v2 {

// Of `bytes` bytes, which may start anywhere. About as fast as memory is read. A change within eight aligned bytes
// always shows; any other with a probability of 1 - 2^-64.
std::uint64_t checksum(const void* data, std::size_t bytes);

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_CHECKSUM_H
