// Any bytes as a safetensors file: either an error with a message, or tensors whose every byte can be read.
#include <cstdlib>
#include <cstring>
#include <vector>

#include "fuzz/fuzz.h"
#include "runtime/core/safetensors.h"

namespace specimen_fuzz {

int safetensors(const std::uint8_t* data, std::size_t size) {
  specimen_v2::SafetensorsFile file;
  const specimen_v2::Status status = file.open_memory(data, size, "input");
  if (!status.ok()) {
    if (*status.message() == '\0' || !file.entries().empty()) std::abort();
    return 0;
  }
  std::uint64_t bytes = 0;
  volatile unsigned char sink = 0;
  for (const specimen_v2::SafetensorsEntry& entry : file.entries()) {
    std::uint64_t elements, expected;
    if (file.find(entry.name) != &entry || std::strlen(entry.name.data()) != entry.name.size()) std::abort();
    if (!specimen_v2::safetensors_extent(entry.dtype, entry.shape, entry.rank, &elements, &expected)) std::abort();
    if (expected != entry.bytes || entry.data == nullptr) std::abort();
    const specimen_v2::SafetensorsEntry* found = nullptr;
    if (!file.get(entry.name, entry.dtype, entry.shape, entry.rank, &found).ok() || found != &entry) std::abort();
    std::vector<std::int64_t> longer(entry.shape, entry.shape + entry.rank);
    longer.push_back(1);
    if (file.get(entry.name, entry.dtype, longer.data(), longer.size(), &found).ok()) std::abort();
    for (std::uint64_t i = 0; i < entry.bytes; ++i) sink = sink ^ entry.data[i];
    bytes += entry.bytes;
  }
  for (const specimen_v2::SafetensorsMetadata& item : file.metadata()) {
    if (file.find_metadata(item.key) != item.value) std::abort();
  }
  if (bytes > size) std::abort();  // no two tensors share a byte
  return 0;
}

}  // namespace specimen_fuzz

#ifdef SPECIMEN_LIBFUZZER
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return specimen_fuzz::safetensors(data, size);
}
#endif
