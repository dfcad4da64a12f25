#include "weights.h"

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <utility>

#include "checksum.h"
#include "os.h"
#include "printable.h"

namespace specimen_v2 {

PreparedWeights::PreparedWeights() = default;
PreparedWeights::PreparedWeights(PreparedWeights&& other) noexcept { *this = std::move(other); }
PreparedWeights& PreparedWeights::operator=(PreparedWeights&& other) noexcept {
  file_ = std::move(other.file_);
  memory_ = std::move(other.memory_);
  floats_ = std::exchange(other.floats_, nullptr);
  level_ = std::exchange(other.level_, Level::automatic);
  return *this;
}
PreparedWeights::~PreparedWeights() = default;

Status PreparedWeights::save_prepared(const char* path, const ModelInfo& info) const {
  if (!is_open()) return Status(StatusCode::invalid_argument, "the weights of %s are not open", info.name);
  char temporary[4096];
  if (std::snprintf(temporary, sizeof temporary, "%s.partial", path) >= static_cast<int>(sizeof temporary)) {
    return Status(StatusCode::invalid_argument, "the path is too long: %s", Printable(path).text());
  }
  if (!may_write_file(path)) {
    return Status(StatusCode::io_error, "cannot write %s: it is no regular file", Printable(path).text());
  }
  alignas(PreparedHead) char head[kPreparedHead] = {};
  PreparedHead fields = {};
  std::memcpy(fields.magic, kPreparedMagic, sizeof fields.magic);
  fields.format = kPreparedFormat;
  fields.level = static_cast<std::int32_t>(level_);
  std::snprintf(fields.structure, sizeof fields.structure, "%s", info.structure);
  fields.floats = info.prepared_floats;
  fields.floats_checksum = checksum(floats_, info.prepared_floats * sizeof(float));
  fields.head_checksum = checksum(&fields, offsetof(PreparedHead, head_checksum));
  std::memcpy(head, &fields, sizeof fields);

  std::FILE* file = std::fopen(temporary, "wbe");
  bool ok = file != nullptr;
  ok = ok && std::fwrite(head, sizeof head, 1, file) == 1;
  ok = ok && std::fwrite(floats_, sizeof(float), info.prepared_floats, file) == info.prepared_floats;
  const int error = errno;
  if (file) ok = std::fclose(file) == 0 && ok;
  ok = ok && std::rename(temporary, path) == 0;
  if (ok) return Status();
  if (file) (void)std::remove(temporary);
  return Status(StatusCode::io_error, "cannot write %s: %s", Printable(path).text(), std::strerror(error));
}

}  // namespace specimen_v2
