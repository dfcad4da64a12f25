#include "idx.h"

#include <cinttypes>
#include <cstring>
#include <utility>

namespace specimen_v2::data {

namespace {

struct IdxType {
  unsigned char code;
  std::size_t bytes;
  FieldType field;
};

constexpr IdxType kTypes[] = {{0x08, 1, FieldType::u8},  {0x09, 1, FieldType::i32}, {0x0B, 2, FieldType::i32},
                              {0x0C, 4, FieldType::i32}, {0x0D, 4, FieldType::f32}, {0x0E, 8, FieldType::f64}};

const IdxType* type_of(unsigned char code) {
  for (const IdxType& type : kTypes)
    if (type.code == code) return &type;
  return nullptr;
}

std::uint64_t big_endian(const unsigned char* at, std::size_t bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes; ++i) value = value << 8 | at[i];
  return value;
}

template <typename Bits>
void swap_values(const unsigned char* from, std::size_t count, void* to) {
  auto* at = static_cast<unsigned char*>(to);
  for (std::size_t i = 0; i < count; ++i, at += sizeof(Bits)) {
    const Bits bits = static_cast<Bits>(big_endian(from + i * sizeof(Bits), sizeof(Bits)));
    std::memcpy(at, &bits, sizeof bits);
  }
}

void widen_values(const unsigned char* from, std::size_t count, std::size_t bytes, void* to) {
  auto* at = static_cast<std::int32_t*>(to);
  const std::int32_t sign = bytes == 1 ? 0x80 : 0x8000;
  for (std::size_t i = 0; i < count; ++i) {
    at[i] = (static_cast<std::int32_t>(big_endian(from + i * bytes, bytes)) ^ sign) - sign;
  }
}

}  // namespace

Status IdxFile::open(const std::string& path) {
  const Status status = input_.open(path);
  return status.ok() ? parse() : status;
}

Status IdxFile::open_memory(const void* bytes, std::size_t size, const std::string& path) {
  const Status status = input_.open_memory(bytes, size, path);
  return status.ok() ? parse() : status;
}

Status IdxFile::parse() {
  const unsigned char* bytes = input_.data();
  const std::size_t size = input_.size();
  const char* path = input_.path().c_str();
  if (size < 4) return Status(StatusCode::data_error, "%s: ends after %zu bytes, inside the header of IDX", path, size);
  if (bytes[0] != 0 || bytes[1] != 0 || type_of(bytes[2]) == nullptr) {
    return Status(StatusCode::data_error,
                  "%s: byte 0: %02x %02x %02x is not how an IDX file begins: 00 00 and 08, 09, 0b, 0c, 0d or 0e", path,
                  bytes[0], bytes[1], bytes[2]);
  }
  if (bytes[3] < 1 || bytes[3] > Field::kMaxRank) {
    return Status(StatusCode::unsupported, "%s: byte 3: rank %d; 1 to %d are read", path, bytes[3], Field::kMaxRank);
  }
  type_ = bytes[2];
  rank_ = bytes[3];
  header_ = 4 + 4 * static_cast<std::size_t>(rank_);
  if (size < header_) {
    return Status(StatusCode::data_error, "%s: ends after %zu bytes, inside the header of IDX", path, size);
  }
  item_ = type_of(type_)->bytes;
  bool fits = true;
  for (int i = 0; i < rank_; ++i) {
    const std::uint64_t extent = big_endian(bytes + 4 + 4 * i, 4);
    shape_[i] = static_cast<std::int64_t>(extent);
    if (i > 0) fits = fits && !__builtin_mul_overflow(item_, extent, &item_);
  }
  std::uint64_t needed = 0;
  fits = fits && !__builtin_mul_overflow(item_, static_cast<std::uint64_t>(shape_[0]), &needed);
  if (!fits || needed > UINT64_MAX / 2) {
    return Status(StatusCode::data_error, "%s: byte 4: the sizes in the header of IDX overflow", path);
  }
  if (needed != size - header_) {
    return Status(StatusCode::data_error,
                  "%s: byte %zu: %" PRIu64 " bytes of values by the header of IDX, but there are %zu", path, header_,
                  needed, size - header_);
  }
  // An empty image would let a small file claim billions of examples.
  if (item_ == 0 && shape_[0] > 0) {
    return Status(StatusCode::data_error, "%s: byte 8: examples of no values", path);
  }
  return Status();
}

std::int64_t IdxFile::offset(std::int64_t index) const {
  return static_cast<std::int64_t>(header_ + item_ * static_cast<std::size_t>(index));
}

Status IdxFile::add_field(std::int64_t index, const char* name, Example* example) const {
  const IdxType& type = *type_of(type_);
  const unsigned char* from = input_.data() + offset(index);
  if (type.code == 0x08) {
    example->add_view(name, type.field, shape_ + 1, rank_ - 1, from);
    return Status();
  }
  const Field* field = example->add(name, type.field, shape_ + 1, rank_ - 1);
  if (field == nullptr) return Status(StatusCode::out_of_memory, "%s: no memory for an example", path().c_str());
  void* to = const_cast<void*>(field->data);
  const auto count = static_cast<std::size_t>(field->count());
  if (type.code == 0x09 || type.code == 0x0B) widen_values(from, count, type.bytes, to);
  if (type.code == 0x0C || type.code == 0x0D) swap_values<std::uint32_t>(from, count, to);
  if (type.code == 0x0E) swap_values<std::uint64_t>(from, count, to);
  return Status();
}

Status IdxDataset::open(const std::string& images, const std::string& labels) {
  IdxFile image_file, label_file;
  Status status = image_file.open(images);
  if (status.ok()) status = label_file.open(labels);
  return status.ok() ? open(std::move(image_file), std::move(label_file)) : status;
}

Status IdxDataset::open(IdxFile images, IdxFile labels) {
  if (labels.rank() != 1) {
    return Status(StatusCode::data_error, "%s: byte 3: labels have rank 1, not %d", labels.path().c_str(),
                  labels.rank());
  }
  if (images.shape()[0] != labels.shape()[0]) {
    return Status(StatusCode::data_error, "%s: byte 4: %" PRId64 " labels, but %s has %" PRId64 " images",
                  labels.path().c_str(), labels.shape()[0], images.path().c_str(), images.shape()[0]);
  }
  size_ = images.shape()[0];
  images_ = std::move(images);
  labels_ = std::move(labels);
  return Status();
}

Status IdxDataset::open_directory(const std::string& directory, const std::string& split) {
  IdxFile files[2];
  const char* const endings[2] = {"-images-idx3-ubyte", "-labels-idx1-ubyte"};
  for (int i = 0; i < 2; ++i) {
    const std::string path = directory + "/" + split + endings[i];
    Status status = files[i].open(path);
    if (status.code() == StatusCode::not_found) status = files[i].open(path + ".gz");
    if (status.code() == StatusCode::not_found) {
      return Status(StatusCode::not_found, "%s: neither this file nor %s%s.gz is in the directory", path.c_str(),
                    split.c_str(), endings[i]);
    }
    if (!status.ok()) return status;
  }
  return open(std::move(files[0]), std::move(files[1]));
}

Status IdxDataset::read(std::int64_t index, Example* example) const {
  Status status = check_index(index);
  if (!status.ok()) return status;
  example->clear();
  status = images_.add_field(index, "image", example);
  return status.ok() ? labels_.add_field(index, "label", example) : status;
}

std::string IdxDataset::place(std::int64_t index) const {
  return images_.path() + ", example " + std::to_string(index) + " (byte " + std::to_string(images_.offset(index)) +
         ")";
}

}  // namespace specimen_v2::data
