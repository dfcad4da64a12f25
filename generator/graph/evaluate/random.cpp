#include "graph/evaluate/random.h"

#include <algorithm>

#include "base/runtime.h"
#include "runtime/core/random.h"

namespace specimen::gen {

std::array<std::int32_t, 5> random_words(const DenseArray& random, std::string_view layer) {
  std::array<std::int32_t, 5> words;
  std::transform(random.data.begin(), random.data.end(), words.begin(),
                 [](double word) { return static_cast<std::int32_t>(static_cast<std::int64_t>(word)); });
  words[4] = static_cast<std::int32_t>(random_key(layer));
  return words;
}

double dropout_factor(const AttentionOp& op, const DenseArray& random, std::int64_t example, std::int64_t head,
                      std::int64_t query, std::int64_t key) {
  if (op.layer.empty()) return 1;
  const auto at = [](std::int64_t i) { return static_cast<int>(i); };
  const bool dropped =
      drops_weight(random_words(random, op.layer).data(), op.dropout, at(head), at(query), at(key), at(example));
  return dropped ? 0 : 1 / (1 - op.dropout);
}

}  // namespace specimen::gen
