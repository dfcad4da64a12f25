#include "tfrecord.h"

#include <dirent.h>

#include <algorithm>
#include <cerrno>
#include <cinttypes>
#include <cstring>
#include <utility>

#include "../core/crc32c.h"

namespace specimen_v2::data {

namespace {

constexpr std::size_t kLengthBytes = 12, kSumBytes = 4;  // a length and its checksum; the checksum of the data

std::uint64_t little_endian(const unsigned char* at, int bytes) {
  std::uint64_t value = 0;
  for (int i = bytes; i-- > 0;) value = value << 8 | at[i];
  return value;
}

bool has_sum(const unsigned char* data, std::size_t size) {
  return mask_crc(crc32c(0, data, size)) == little_endian(data + size, 4);
}

}  // namespace

Status TfRecordFile::open(const std::string& path) {
  const Status status = input_.open_as_it_is(path);
  return status.ok() ? index() : status;
}

Status TfRecordFile::open_memory(const void* bytes, std::size_t size, const std::string& path) {
  input_.open_memory_as_it_is(bytes, size, path);
  return index();
}

Status TfRecordFile::index() {
  offsets_.clear();
  // A length may look like the first bytes of gzip, but then its checksum is right.
  const bool plain = input_.size() >= kLengthBytes && has_sum(input_.data(), 8);
  Status status;
  if (!plain && input_.looks_like_gzip()) status = input_.inflate_gzip();
  if (!plain && !input_.inflated() && input_.looks_like_zlib()) status = input_.inflate_zlib();
  if (!status.ok()) return status;
  const unsigned char* data = input_.data();
  const std::uint64_t size = input_.size();
  const char* path = input_.path().c_str();
  for (std::uint64_t at = 0; at < size;) {
    const std::size_t record = offsets_.size();
    if (size - at < kLengthBytes) {
      return Status(StatusCode::data_error,
                    "%s: ends after %" PRIu64 " bytes, inside the length of record %zu at byte %" PRIu64, path, size,
                    record, at);
    }
    if (!has_sum(data + at, 8)) {
      return Status(StatusCode::data_error, "%s: byte %" PRIu64 ": the length of record %zu has a wrong checksum%s",
                    path, at, record, at == 0 ? ": is this a TFRecord file?" : "");
    }
    const std::uint64_t length = little_endian(data + at, 8), left = size - at - kLengthBytes;
    if (left < kSumBytes || length > left - kSumBytes) {
      return Status(StatusCode::data_error,
                    "%s: ends after %" PRIu64 " bytes, inside record %zu, which begins at byte %" PRIu64
                    " and has %" PRIu64 " bytes",
                    path, size, record, at, length);
    }
    offsets_.push_back(at);
    at += kLengthBytes + length + kSumBytes;
  }
  return Status();
}

Status TfRecordFile::record(std::int64_t index, std::string_view* bytes) const {
  const unsigned char* at = input_.data() + offset(index);
  const auto length = static_cast<std::size_t>(little_endian(at, 8));
  if (!has_sum(at + kLengthBytes, length)) {
    return Status(StatusCode::data_error, "%s: byte %" PRIu64 ": the data of record %" PRId64 " has a wrong checksum",
                  path().c_str(), offset(index), index);
  }
  *bytes = {reinterpret_cast<const char*>(at + kLengthBytes), length};
  return Status();
}

Status TfRecordDataset::open(const std::vector<std::string>& files) {
  files_.clear();
  firsts_.clear();
  size_ = 0;
  for (const std::string& path : files) {
    TfRecordFile file;
    const Status status = file.open(path);
    if (!status.ok()) return status;
    firsts_.push_back(size_);
    size_ += file.size();
    files_.push_back(std::move(file));
  }
  return Status();
}

Status TfRecordDataset::open_memory(const void* bytes, std::size_t size, const std::string& path) {
  TfRecordFile file;
  const Status status = file.open_memory(bytes, size, path);
  if (!status.ok()) return status;
  files_.clear();
  firsts_.assign(1, 0);
  size_ = file.size();
  files_.push_back(std::move(file));
  return Status();
}

Status TfRecordDataset::open_directory(const std::string& directory, const std::string& prefix) {
  DIR* listing = opendir(directory.c_str());
  if (listing == nullptr) {
    const StatusCode code = errno == ENOENT || errno == ENOTDIR ? StatusCode::not_found : StatusCode::io_error;
    return Status(code, "%s: cannot list: %s", directory.c_str(), std::strerror(errno));
  }
  std::vector<std::string> files;
  while (const dirent* entry = readdir(listing)) {
    const std::string name = entry->d_name;
    const bool part =
        name.compare(0, prefix.size(), prefix) == 0 && name.find("-of-", prefix.size()) != std::string::npos;
    if (part || name == prefix + ".tfrecord") files.push_back(directory + "/" + name);
  }
  closedir(listing);
  if (files.empty()) {
    return Status(StatusCode::not_found, "%s: no file %s*-of-* and no %s.tfrecord", directory.c_str(), prefix.c_str(),
                  prefix.c_str());
  }
  std::sort(files.begin(), files.end());
  return open(files);
}

const TfRecordFile& TfRecordDataset::file_of(std::int64_t* index) const {
  const auto after = std::upper_bound(firsts_.begin(), firsts_.end(), *index);
  const auto file = static_cast<std::size_t>(after - firsts_.begin()) - 1;
  *index -= firsts_[file];
  return files_[file];
}

Status TfRecordDataset::read(std::int64_t index, Example* example) const {
  Status status = check_index(index);
  if (!status.ok()) return status;
  std::int64_t in_file = index;
  std::string_view bytes;
  status = file_of(&in_file).record(in_file, &bytes);
  if (!status.ok()) return status;
  status = parse_tf_example(bytes, example);
  if (status.ok()) return status;
  return Status(status.code(), "%s: %s", place(index).c_str(), status.message());
}

std::string TfRecordDataset::place(std::int64_t index) const {
  const TfRecordFile& file = file_of(&index);
  return file.path() + ", record " + std::to_string(index) + " (byte " + std::to_string(file.offset(index)) + ")";
}

}  // namespace specimen_v2::data
