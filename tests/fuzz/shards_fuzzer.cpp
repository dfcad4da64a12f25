// Any text as the index of safetensors in shards, beside two shards: either a diagnostic, or tensors that can be read.
#include <cstdlib>
#include <fstream>
#include <string>

#include "base/temporary_directory.h"
#include "fuzz/fuzz.h"
#include "import/safetensors_files.h"
#include "import/shard_index.h"
#include "runtime/core/safetensors_writer.h"

namespace specimen_fuzz {
namespace {

// Holds shards "a" (tensors "x", "y") and "b" ("z"); gone at the end of the program.
struct Directory : specimen::gen::TemporaryDirectory {
  Directory() {
    if (!valid()) std::abort();
    const float numbers[] = {1, 2};
    using specimen_v2::SafetensorsDtype;
    const auto write = [&](const char* name, const std::vector<specimen_v2::SafetensorsTensor>& tensors) {
      if (!specimen_v2::write_safetensors(file(name).c_str(), tensors).ok()) std::abort();
    };
    write("a", {{"x", SafetensorsDtype::f32, {2}, numbers}, {"y", SafetensorsDtype::f32, {1, 2}, numbers}});
    write("b", {{"z", SafetensorsDtype::f32, {2}, numbers}});
  }
};

}  // namespace

int shards(const std::uint8_t* data, std::size_t size) {
  static const Directory directory;
  const std::string path = directory.file("model.safetensors.index.json");
  std::ofstream(path, std::ios::binary).write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  specimen::gen::Checkpoint checkpoint;
  specimen::gen::Diagnostics diagnostics;
  const auto shards = specimen::gen::read_shard_index(path, diagnostics, {});
  if (!shards || !specimen::gen::read_sharded_safetensors(path, *shards, checkpoint, diagnostics, {})) {
    if (!diagnostics.has_errors() || diagnostics.text().empty()) std::abort();
    return 0;
  }
  volatile unsigned char sink = 0;
  for (const specimen::gen::CheckpointTensor& tensor : checkpoint.tensors) {
    if (tensor.bytes != 8) std::abort();
    for (std::uint64_t i = 0; i < tensor.bytes; ++i) sink = sink ^ tensor.data[i];
  }
  return 0;
}

}  // namespace specimen_fuzz

#ifdef SPECIMEN_LIBFUZZER
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return specimen_fuzz::shards(data, size);
}
#endif
