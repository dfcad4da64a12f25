#include "weights.h"

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <utility>

#include "checksum.h"
#include "os.h"
#include "output_file.h"
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
  fields.floats_checksum = checksum(floats_, info.prepared_floats * sizeof(Real));
  fields.head_checksum = checksum(&fields, offsetof(PreparedHead, head_checksum));
  std::memcpy(head, &fields, sizeof fields);

  OutputFile file;
  int error = file.open(path);
  if (error == 0) error = file.write(head, sizeof head);
  if (error == 0) error = file.write(floats_, sizeof(Real) * info.prepared_floats);
  if (error == 0) error = file.commit();
  if (error == 0) return Status();
  return Status(StatusCode::io_error, "cannot write %s: %s", Printable(path).text(), std::strerror(error));
}

}  // namespace specimen_v2
