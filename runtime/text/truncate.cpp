#include "truncate.h"

#include <algorithm>
#include <utility>

namespace specimen_v2 {

Status truncate(Truncation truncation, std::size_t room, std::size_t* first, std::size_t* second) {
  const std::size_t total = *first + (second == nullptr ? 0 : *second);
  if (total <= room) return Status();
  if (room == 0) {
    *first = 0;
    if (second != nullptr) *second = 0;
    return Status();
  }
  if (truncation == Truncation::longest_first) {
    if (second == nullptr) {
      *first = room;
      return Status();
    }
    std::size_t* shorter = *first <= *second ? first : second;
    std::size_t* longer = shorter == first ? second : first;
    *shorter = std::min(*shorter, room / 2);
    *longer = room - *shorter;
    return Status();
  }
  std::size_t* cut = truncation == Truncation::only_first ? first : second;
  if (cut == nullptr) {
    return Status(StatusCode::invalid_argument, "only the second text may be cut, and there is none");
  }
  if (*cut <= total - room) {
    return Status(StatusCode::invalid_argument,
                  "the %s text alone may be cut, and its %zu tokens are not more than the %zu that are too many",
                  cut == first ? "first" : "second", *cut, total - room);
  }
  *cut -= total - room;
  return Status();
}

}  // namespace specimen_v2
