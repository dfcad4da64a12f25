#include "import/keras_archive.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace specimen::gen {
namespace {

constexpr const char* kWeights = "model.weights.h5";

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

}  // namespace

bool extract_keras_weights(const ZipArchive& archive, const std::string& output, std::uint64_t limit,
                           ReadFailure& failure) {
  const ZipEntry* const entry = archive.find(kWeights);
  if (!entry && archive.find("model.weights.json"))
    return failure.set(Failed::damaged, "the weights are in shards inside the archive",
                       "save the model whole, or its weights with `model.save_weights`");
  if (!entry) return failure.damaged(std::string("the archive has no entry `") + kWeights + "`");
  if (entry->size > limit)
    return failure.damaged("`model.weights.h5` unpacks to " + std::to_string(entry->size) +
                           " bytes, far more than is stored");
  const auto no_place = [&] { return failure.set(Failed::not_written, std::strerror(errno), ""); };
  const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(output.c_str(), "wb"));
  if (!file) return no_place();
  const ZipArchive::Take write = [&](const unsigned char* data, std::size_t bytes) {
    return std::fwrite(data, 1, bytes, file.get()) == bytes || no_place();
  };
  return archive.read(*entry, write, failure) && (std::fflush(file.get()) == 0 || no_place());
}

}  // namespace specimen::gen
