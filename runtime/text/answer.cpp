#include "answer.h"

#include <algorithm>
#include <cmath>

namespace specimen_v2 {
namespace {

// Of token `at` in a softmax over the tokens of the text; `column` is 0 for starts and 1 for ends.
double probability(const float* logits, const TokenSpan* spans, std::size_t tokens, std::int32_t text, int column,
                   std::size_t at) {
  double sum = 0;
  for (std::size_t i = 0; i < tokens; ++i) {
    const double difference =
        static_cast<double>(logits[2 * i + column]) - static_cast<double>(logits[2 * at + column]);
    if (spans[i].text == text) sum += std::exp(difference);
  }
  return 1 / sum;
}

}  // namespace

bool find_answer(const float* logits, const TokenSpan* spans, std::size_t tokens, std::int32_t text,
                 std::size_t most_tokens, Answer* answer) {
  bool found = false;
  double best = 0;
  for (std::size_t first = 0; first < tokens; ++first) {
    if (spans[first].text != text) continue;
    const std::size_t end = first + std::min(most_tokens, tokens - first);
    for (std::size_t last = first; last < end && spans[last].text == text; ++last) {
      const double score = static_cast<double>(logits[2 * first]) + static_cast<double>(logits[2 * last + 1]);
      if (std::isnan(score) || (found && score <= best)) continue;
      found = true;
      best = score;
      answer->first = first;
      answer->last = last;
    }
  }
  if (!found) return false;
  answer->probability = probability(logits, spans, tokens, text, 0, answer->first) *
                        probability(logits, spans, tokens, text, 1, answer->last);
  return true;
}

}  // namespace specimen_v2
