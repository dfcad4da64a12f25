// How long texts become where a sequence must not be longer than a number of tokens.
#ifndef SPECIMEN_V2_TEXT_TRUNCATE_H
#define SPECIMEN_V2_TEXT_TRUNCATE_H

#include <cstddef>

#include "../core/status.h"

namespace specimen_v2 {

enum class Truncation : unsigned char {
  longest_first,  // the longer of a pair, then both alike: the texts share what there is
  only_first,
  only_second,
};

// Shortens `first` and `second`, tokens of two texts, so that they are `room` together, as Hugging Face's tokenizers
// do. `second` is null where there is one text. Without any room nothing stays, whatever may be cut. Errors:
// invalid_argument (the one text that may be cut is missing, or would have nothing left).
Status truncate(Truncation truncation, std::size_t room, std::size_t* first, std::size_t* second);

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_TEXT_TRUNCATE_H
