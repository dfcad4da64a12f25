#include "example.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace specimen_v2::data {

namespace {

template <typename T>
T value_at(const void* data, std::int64_t i) {
  T value;
  std::memcpy(&value, static_cast<const unsigned char*>(data) + static_cast<std::size_t>(i) * sizeof value,
              sizeof value);
  return value;
}

std::int64_t to_integer(double value) {
  if (!(value == value)) return 0;
  if (value >= 0x1p63) return std::numeric_limits<std::int64_t>::max();
  if (value <= -0x1p63) return std::numeric_limits<std::int64_t>::min();
  return static_cast<std::int64_t>(value);
}

constexpr std::size_t kFieldAlignment = 16;
constexpr std::size_t kFirstBlock = 4096;  // bytes

}  // namespace

const char* field_type_name(FieldType type) {
  constexpr const char* kNames[] = {"uint8", "int32", "int64", "float32", "float64", "text"};
  return kNames[static_cast<int>(type)];
}

std::size_t field_type_bytes(FieldType type) {
  constexpr std::size_t kBytes[] = {1, 4, 8, 4, 8, sizeof(std::string_view)};
  return kBytes[static_cast<int>(type)];
}

std::int64_t Field::count() const {
  std::int64_t count = 1;
  for (int i = 0; i < rank; ++i) count *= shape[i];
  return count;
}

double Field::number(std::int64_t i) const {
  switch (type) {
    case FieldType::u8:
      return bytes()[i];
    case FieldType::i32:
      return value_at<std::int32_t>(data, i);
    case FieldType::i64:
      return static_cast<double>(value_at<std::int64_t>(data, i));
    case FieldType::f32:
      return value_at<float>(data, i);
    case FieldType::f64:
      return value_at<double>(data, i);
    case FieldType::text:
      break;
  }
  return 0;
}

std::int64_t Field::integer(std::int64_t i) const {
  if (type == FieldType::i64) return value_at<std::int64_t>(data, i);
  return to_integer(number(i));
}

std::string_view Field::text(std::int64_t i) const {
  return type == FieldType::text ? value_at<std::string_view>(data, i) : std::string_view();
}

void Example::clear() {
  fields_.clear();
  if (blocks_.size() > 1) {
    // The next example will need about as much: one block, so that it finds it in one piece.
    std::size_t all = 0;
    for (const Block& block : blocks_) all += block.size;
    blocks_.clear();
    Block block;
    block.bytes.reset(static_cast<unsigned char*>(std::malloc(all)));
    if (block.bytes) {
      block.size = all;
      blocks_.push_back(std::move(block));
    }
  }
  for (Block& block : blocks_) block.used = 0;
}

const Field* Example::find(std::string_view name) const {
  for (const Field& field : fields_)
    if (field.name == name) return &field;
  return nullptr;
}

Field* Example::add(std::string_view name, FieldType type, const std::int64_t* shape, int rank) {
  std::size_t count = 1;
  for (int i = 0; i < rank; ++i)
    if (__builtin_mul_overflow(count, static_cast<std::size_t>(shape[i]), &count)) return nullptr;
  std::size_t bytes = 0;
  if (__builtin_mul_overflow(count, field_type_bytes(type), &bytes)) return nullptr;
  void* data = allocate(bytes);
  return data == nullptr ? nullptr : add_view(name, type, shape, rank, data);
}

Field* Example::add_view(std::string_view name, FieldType type, const std::int64_t* shape, int rank, const void* data) {
  Field field;
  field.name = name;
  field.type = type;
  field.rank = rank;
  for (int i = 0; i < rank; ++i) field.shape[i] = shape[i];
  field.data = data;
  fields_.push_back(field);
  return &fields_.back();
}

void Example::sort_fields() {
  // By place as well, since std::stable_sort would allocate.
  for (std::size_t i = 0; i < fields_.size(); ++i) fields_[i].place_ = i;
  std::sort(fields_.begin(), fields_.end(),
            [](const Field& a, const Field& b) { return a.name != b.name ? a.name < b.name : a.place_ < b.place_; });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    if (i + 1 < fields_.size() && fields_[i + 1].name == fields_[i].name) continue;
    fields_[kept++] = fields_[i];
  }
  fields_.resize(kept);
}

void* Example::allocate(std::size_t bytes) {
  if (bytes > std::numeric_limits<std::size_t>::max() / 4) return nullptr;
  const std::size_t rounded = (bytes + kFieldAlignment - 1) / kFieldAlignment * kFieldAlignment;
  if (blocks_.empty() || blocks_.back().size - blocks_.back().used < rounded) {
    Block block;
    block.size = blocks_.empty() ? kFirstBlock : 2 * blocks_.back().size;
    if (block.size < rounded) block.size = rounded;
    block.bytes.reset(static_cast<unsigned char*>(std::malloc(block.size)));
    if (!block.bytes) return nullptr;
    blocks_.push_back(std::move(block));
  }
  Block& block = blocks_.back();
  void* data = block.bytes.get() + block.used;
  block.used += rounded;
  return data;
}

}  // namespace specimen_v2::data
