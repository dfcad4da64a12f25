// What the fuzzers of readers of data sets share: every example is read and every value looked at.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>

#include "runtime/data/dataset.h"

namespace specimen_fuzz {

// A status is good, or says why not.
inline void check_status(const specimen_v2::Status& status) {
  if (status.ok() != (status.message()[0] == '\0')) std::abort();
}

inline void look_at(const specimen_v2::data::Example& example) {
  // Written so that a sanitizer sees each byte that a field has.
  volatile unsigned char sum = 0;
  for (const specimen_v2::data::Field& field : example.fields()) {
    if (field.rank < 0 || field.rank > specimen_v2::data::Field::kMaxRank) std::abort();
    for (const char c : field.name) sum = sum + static_cast<unsigned char>(c);
    const std::int64_t count = field.count();
    if (count < 0) std::abort();
    for (std::int64_t i = 0; i < count; ++i) {
      for (const char c : field.text(i)) sum = sum + static_cast<unsigned char>(c);
      sum = sum + static_cast<unsigned char>(field.integer(i)) + (field.number(i) > 0);
    }
  }
}

inline void look_at(const specimen_v2::data::Dataset& set) {
  specimen_v2::data::Example example;
  const std::int64_t size = set.size();
  if (size < 0) std::abort();
  for (std::int64_t i = 0; i < size && i < 50; ++i) {
    const specimen_v2::Status status = set.read(i, &example);
    check_status(status);
    if (set.place(i).empty()) std::abort();
    if (status.ok()) look_at(example);
  }
  if (size > 0) check_status(set.read(size - 1, &example));
  if (set.read(size, &example).ok() || set.read(-1, &example).ok()) std::abort();
}

}  // namespace specimen_fuzz
