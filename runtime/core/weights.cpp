#include "weights.h"

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <utility>

#include "checksum.h"
#include "os.h"
#include "output_file.h"
#include "packing.h"
#include "printable.h"

namespace specimen_v2 {

PackedWeights::PackedWeights() = default;
PackedWeights::PackedWeights(PackedWeights&& other) noexcept { *this = std::move(other); }
PackedWeights& PackedWeights::operator=(PackedWeights&& other) noexcept {
  file_ = std::move(other.file_);
  memory_ = std::move(other.memory_);
  packing_ = std::move(other.packing_);
  data_ = std::exchange(other.data_, nullptr);
  target_ = std::exchange(other.target_, Target::automatic);
  return *this;
}
PackedWeights::~PackedWeights() = default;

Status PackedWeights::repack(const TensorSource& source) {
  if (!packing_ || is_mapped()) {
    return Status(StatusCode::invalid_argument,
                  "these weights cannot be packed again: open them from a checkpoint, with WeightsOptions::repack");
  }
  return packing_->run(source);
}

Status PackedWeights::save_packed(const char* path, const ModelInfo& info) const {
  if (!is_open()) return Status(StatusCode::invalid_argument, "the weights of %s are not open", info.name);
  if (!may_write_file(path)) {
    return Status(StatusCode::io_error, "cannot write %s: it is no regular file", Printable(path).text());
  }
  alignas(PackedHead) char head[kPackedHead] = {};
  PackedHead fields = {};
  std::memcpy(fields.magic, kPackedMagic, sizeof fields.magic);
  fields.format = kPackedFormat;
  fields.target = static_cast<std::int32_t>(target_);
  std::snprintf(fields.structure, sizeof fields.structure, "%s", info.structure);
  fields.bytes = packed_bytes(info);
  fields.data_checksum = checksum(data_, packed_bytes(info));
  fields.head_checksum = checksum(&fields, offsetof(PackedHead, head_checksum));
  std::memcpy(head, &fields, sizeof fields);

  OutputFile file;
  int error = file.open(path);
  if (error == 0) error = file.write(head, sizeof head);
  if (error == 0) error = file.write(data_, packed_bytes(info));
  if (error == 0) error = file.commit();
  if (error == 0) return Status();
  return Status(StatusCode::io_error, "cannot write %s: %s", Printable(path).text(), std::strerror(error));
}

}  // namespace specimen_v2
