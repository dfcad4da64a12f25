// How long texts become where a sequence must not be longer than so many tokens.
#pragma once

#include <cstddef>

#include "runtime/core/status.h"

namespace specimen {
inline namespace v1 {

enum class Truncation : unsigned char {
  longest_first,  // the longer of a pair, then both alike: the texts share what there is
  only_first,
  only_second,
};

// Shortens `first` and `second`, tokens of two texts, so that they are `room` together, as Hugging Face's tokenizers
// do. `second` is null where there is one text. Without any room nothing stays, whatever may be cut. Errors:
// invalid_argument (the one text that may be cut is missing, or would have nothing left).
Status truncate(Truncation truncation, std::size_t room, std::size_t* first, std::size_t* second);

}  // namespace v1
}  // namespace specimen
