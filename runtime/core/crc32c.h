// CRC-32C (Castagnoli), and the masked form in which leveldb and TensorFlow store it.
#ifndef SPECIMEN_V2_CORE_CRC32C_H
#define SPECIMEN_V2_CORE_CRC32C_H

#include <cstddef>
#include <cstdint>

namespace specimen_v2 {

// Of more bytes after those that `crc` is of; 0 to begin with.
std::uint32_t crc32c(std::uint32_t crc, const void* data, std::size_t size);

// How LevelDB stores a CRC: rotated and shifted, because the CRC of data that contains its own CRC is not a good check.
constexpr std::uint32_t mask_crc(std::uint32_t crc) { return (crc >> 15 | crc << 17) + 0xA282EAD8u; }

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_CRC32C_H
