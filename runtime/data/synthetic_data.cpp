#include "synthetic_data.h"

#include <cinttypes>
#include <cstring>
#include <utility>

#include "../core/random.h"

namespace specimen_v2::data {

Status SyntheticDataset::open(std::vector<SyntheticField> fields, std::int64_t size, std::uint32_t seed) {
  const StatusCode wrong = StatusCode::invalid_argument;
  if (size < 0) return Status(wrong, "a synthetic data set of %" PRId64 " examples", size);
  for (const SyntheticField& field : fields) {
    const bool known = field.type == FieldType::f32 || field.type == FieldType::u8 || field.type == FieldType::i32;
    if (!known || field.shape.size() > Field::kMaxRank) {
      return Status(wrong, "field \"%s\": synthetic fields are float32, uint8 or int32, of rank 0 to 8",
                    field.name.c_str());
    }
    std::int64_t count = 1;
    for (std::int64_t extent : field.shape) {
      if (extent < 0 || __builtin_mul_overflow(count, extent, &count)) count = INT64_MAX;
    }
    if (count > (std::int64_t{1} << 32)) {
      return Status(wrong, "field \"%s\": negative extents, or over 2^32 values", field.name.c_str());
    }
    if (field.below < 1 || (field.type == FieldType::u8 && field.below > 256)) {
      return Status(wrong, "field \"%s\": values below %d", field.name.c_str(), field.below);
    }
  }
  fields_ = std::move(fields);
  size_ = size;
  seed_ = seed;
  return Status();
}

Status SyntheticDataset::read(std::int64_t index, Example* example) const {
  const Status status = check_index(index);
  if (!status.ok()) return status;
  example->clear();
  for (const SyntheticField& each : fields_) {
    const Field* field = example->add(each.name, each.type, each.shape.data(), static_cast<int>(each.shape.size()));
    if (field == nullptr) return Status(StatusCode::out_of_memory, "no memory for an example");
    void* data = const_cast<void*>(field->data);
    RandomStream random(seed_, random_key(each.name), static_cast<std::uint64_t>(index), 0);
    const auto below = static_cast<std::uint32_t>(each.below);
    const std::int64_t count = field->count();
    for (std::int64_t i = 0; i < count; ++i) {
      if (each.type == FieldType::f32) static_cast<float*>(data)[i] = random.unit();
      if (each.type == FieldType::u8)
        static_cast<std::uint8_t*>(data)[i] = static_cast<std::uint8_t>(random.below(below));
      if (each.type == FieldType::i32)
        static_cast<std::int32_t*>(data)[i] = static_cast<std::int32_t>(random.below(below));
    }
  }
  return Status();
}

std::string SyntheticDataset::place(std::int64_t index) const { return "synthetic example " + std::to_string(index); }

}  // namespace specimen_v2::data
