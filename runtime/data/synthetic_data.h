// Examples without a file: a pure function of (seed, index), for measuring speed and for tests.
#ifndef SPECIMEN_V2_DATA_SYNTHETIC_DATA_H
#define SPECIMEN_V2_DATA_SYNTHETIC_DATA_H

#include <cstdint>
#include <string>
#include <vector>

#include "dataset.h"

namespace specimen_v2::data {

struct SyntheticField {
  std::string name;
  FieldType type = FieldType::f32;  // f32: uniform in [0, 1); u8, i32: uniform in 0, ..., below - 1
  std::vector<std::int64_t> shape;  // of one example
  std::int32_t below = 256;
};

// Element i of a field is the Philox word of (seed, hash of its name; i, index, step 0).
class SyntheticDataset final : public Dataset {
 public:
  // Errors: invalid_argument (a negative size, another type, over 2^32 values in a field, `below` under 1, over 256 for
  // bytes).
  Status open(std::vector<SyntheticField> fields, std::int64_t size, std::uint32_t seed);

  std::int64_t size() const override { return size_; }
  Status read(std::int64_t index, Example* example) const override;
  std::string place(std::int64_t index) const override;

 private:
  std::vector<SyntheticField> fields_;
  std::int64_t size_ = 0;
  std::uint32_t seed_ = 0;
};

}  // namespace specimen_v2::data

#endif  // SPECIMEN_V2_DATA_SYNTHETIC_DATA_H
