// The part of a text that answers a question, as models of spans see it: logits of where it starts and where it ends.
#ifndef SPECIMEN_V2_TEXT_ANSWER_H
#define SPECIMEN_V2_TEXT_ANSWER_H

#include <cstddef>
#include <cstdint>

#include "wordpiece.h"

namespace specimen_v2 {

struct Answer {
  std::size_t first = 0, last = 0;  // tokens
  double probability = 0;
};

// The tokens first ... last of the text `text` (0: the first, 1: the second of a pair), at most `most_tokens` of them,
// whose logits of the start of `first` and the end of `last` have the largest sum; the earliest of equal ones.
// `logits`: start and end for each of the `tokens` of one sequence, (tokens, 2). The probability is that of the start
// times that of the end, each a softmax over the tokens of the text. False where the text has no token, or no sum is a
// number.
bool find_answer(const float* logits, const TokenSpan* spans, std::size_t tokens, std::int32_t text,
                 std::size_t most_tokens, Answer* answer);

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_TEXT_ANSWER_H
