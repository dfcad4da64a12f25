#include "import/keras_archive.h"

#include <zip.h>

#include <cstdio>
#include <memory>
#include <vector>

namespace specimen::gen {
namespace {

constexpr const char* kWeights = "model.weights.h5";
constexpr zip_int64_t kMaxEntries = 10'000;
constexpr std::uint64_t kMaxExpansion = 1000;  // as for datasets of HDF5: Keras itself stores without compression

struct CloseArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseEntry {
  void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};
struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// The index of the one entry with the weights, or -1.
zip_int64_t find_weights(zip_t* archive, std::string& message) {
  const zip_int64_t count = zip_get_num_entries(archive, 0);
  if (count > kMaxEntries) return message = "the archive has too many entries", -1;
  zip_int64_t found = -1;
  bool sharded = false;
  for (zip_int64_t i = 0; i < count; ++i) {
    const char* name = zip_get_name(archive, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW);
    if (name == nullptr) continue;
    sharded = sharded || std::string(name) == "model.weights.json";
    if (std::string(name) != kWeights) continue;
    if (found >= 0) return message = "the archive has two entries `model.weights.h5`", -1;
    found = i;
  }
  if (found < 0)
    message = sharded ? "the weights are in shards: save the model whole, or with `save_weights`"
                      : "the archive has no entry `model.weights.h5`";
  return found;
}

}  // namespace

bool extract_keras_weights(const std::string& path, const std::string& output, std::uint64_t limit,
                           std::string& message) {
  const auto fail = [&](const std::string& what) { return message = what, false; };
  int error = 0;
  const std::unique_ptr<zip_t, CloseArchive> archive(zip_open(path.c_str(), ZIP_RDONLY, &error));
  if (!archive) return fail("the archive is damaged or cut short");
  const zip_int64_t index = find_weights(archive.get(), message);
  if (index < 0) return false;
  zip_stat_t stat;
  if (zip_stat_index(archive.get(), static_cast<zip_uint64_t>(index), 0, &stat) != 0 ||
      (stat.valid & ZIP_STAT_SIZE) == 0 || (stat.valid & ZIP_STAT_COMP_SIZE) == 0)
    return fail("the archive is damaged");
  if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE)
    return fail("`model.weights.h5` is encrypted");
  if (stat.size > limit || stat.size / kMaxExpansion > stat.comp_size)
    return fail("`model.weights.h5` unpacks to " + std::to_string(stat.size) + " bytes, far more than is stored");
  const std::unique_ptr<zip_file_t, CloseEntry> entry(
      zip_fopen_index(archive.get(), static_cast<zip_uint64_t>(index), 0));
  if (!entry) return fail("`model.weights.h5` cannot be unpacked: it is damaged or of an unknown compression");
  const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(output.c_str(), "wb"));
  if (!file) return fail("there is no place for what is unpacked");
  std::vector<char> part(std::size_t{1} << 16);
  std::uint64_t total = 0;
  for (;;) {
    const zip_int64_t n = zip_fread(entry.get(), part.data(), part.size());
    if (n < 0) return fail("`model.weights.h5` cannot be unpacked: it is damaged");  // a wrong checksum, too
    if (n == 0) break;
    total += static_cast<std::uint64_t>(n);
    if (total > stat.size) return fail("`model.weights.h5` unpacks to more than it says");
    if (std::fwrite(part.data(), 1, static_cast<std::size_t>(n), file.get()) != static_cast<std::size_t>(n))
      return fail("there is no place for what is unpacked");
  }
  if (total != stat.size) return fail("`model.weights.h5` unpacks to less than it says");
  return std::fflush(file.get()) == 0 || fail("there is no place for what is unpacked");
}

}  // namespace specimen::gen
