#include "dataset.h"

#include <cinttypes>

namespace specimen_v2::data {

Status Dataset::check_index(std::int64_t index) const {
  if (index >= 0 && index < size()) return Status();
  return Status(StatusCode::invalid_argument, "example %" PRId64 " was asked for, of %" PRId64, index, size());
}

}  // namespace specimen_v2::data
