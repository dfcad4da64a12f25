#include "import/zip_archive.h"

#include <zip.h>

#include <algorithm>
#include <memory>

#include "base/text.h"

namespace specimen::gen {
namespace {

constexpr zip_int64_t kMaxEntries = 1'000'000;
constexpr std::uint64_t kMaxEntryExpansion =
    1000;  // as for datasets of HDF5: Keras and PyTorch store without compression

struct CloseEntry {
  void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};

}  // namespace

ZipArchive::~ZipArchive() {
  if (archive_) zip_discard(archive_);
}

bool ZipArchive::open(std::string_view bytes, ReadFailure& failure) {
  bytes_ = bytes.size();
  zip_source_t* const source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
  archive_ = source ? zip_open_from_source(source, ZIP_RDONLY, nullptr) : nullptr;
  if (!archive_) {
    if (source) zip_source_free(source);
    return failure.damaged("the archive is damaged or cut short");
  }
  const zip_int64_t count = zip_get_num_entries(archive_, 0);
  if (count > kMaxEntries) return failure.damaged("the archive has too many entries");
  for (zip_int64_t i = 0; i < count; ++i) {
    const std::uint64_t index = static_cast<std::uint64_t>(i);
    const char* const name = zip_get_name(archive_, index, ZIP_FL_ENC_RAW);
    zip_stat_t stat;
    if (name == nullptr || zip_stat_index(archive_, index, 0, &stat) != 0 || (stat.valid & ZIP_STAT_SIZE) == 0 ||
        (stat.valid & ZIP_STAT_COMP_SIZE) == 0)
      return failure.damaged("the archive is damaged");
    const bool encrypted = (stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE;
    entries_.push_back({name, index, stat.size, stat.comp_size, encrypted});
  }
  std::sort(entries_.begin(), entries_.end(), [](const ZipEntry& a, const ZipEntry& b) { return a.name < b.name; });
  const auto twice = std::adjacent_find(entries_.begin(), entries_.end(),
                                        [](const ZipEntry& a, const ZipEntry& b) { return a.name == b.name; });
  if (twice != entries_.end()) return failure.damaged("the archive has two entries `" + printable(twice->name) + "`");
  return true;
}

const ZipEntry* ZipArchive::find(std::string_view name) const {
  const auto at = std::lower_bound(entries_.begin(), entries_.end(), name,
                                   [](const ZipEntry& entry, std::string_view wanted) { return entry.name < wanted; });
  return at != entries_.end() && at->name == name ? &*at : nullptr;
}

bool ZipArchive::read(const ZipEntry& entry, const Take& take, ReadFailure& failure) const {
  const std::string name = "`" + printable(entry.name) + "` ";
  if (entry.encrypted) return failure.damaged(name + "is encrypted");
  if (entry.size / kMaxEntryExpansion > entry.stored)
    return failure.damaged(name + "unpacks to " + std::to_string(entry.size) + " bytes, far more than is stored");
  const std::unique_ptr<zip_file_t, CloseEntry> file(zip_fopen_index(archive_, entry.index, 0));
  if (!file) return failure.damaged(name + "cannot be unpacked: it is damaged or of an unknown compression");
  std::vector<unsigned char> piece(static_cast<std::size_t>(std::clamp<std::uint64_t>(entry.size, 1, 1 << 20)));
  std::uint64_t total = 0;
  for (;;) {
    const zip_int64_t n = zip_fread(file.get(), piece.data(), piece.size());
    if (n < 0) return failure.damaged(name + "cannot be unpacked: it is damaged");  // a wrong checksum, too
    if (n == 0) break;
    total += static_cast<std::uint64_t>(n);
    if (total > entry.size) return failure.damaged(name + "unpacks to more than it says");
    if (!take(piece.data(), static_cast<std::size_t>(n))) return false;
  }
  return total == entry.size || failure.damaged(name + "unpacks to less than it says");
}

bool ZipArchive::read(const ZipEntry& entry, std::vector<unsigned char>& content, ReadFailure& failure) const {
  content.clear();
  const ZipArchive::Take append = [&](const unsigned char* data, std::size_t bytes) {
    content.insert(content.end(), data, data + bytes);
    return true;
  };
  return read(entry, append, failure);
}

}  // namespace specimen::gen
