#include "graph/evaluate/random.h"

#include "base/runtime.h"
#include "runtime/core/random.h"

namespace specimen::gen {

std::uint32_t drawn(const DenseArray& random, std::uint32_t key, std::uint64_t element, std::int64_t example) {
  const auto word = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<std::int64_t>(random.data[i]));
  };
  const std::uint64_t first = std::uint64_t{word(3)} << 31 | word(2);
  return random_word(word(0), key, element, first + static_cast<std::uint64_t>(example), word(1));
}

double dropout_factor(const AttentionOp& op, const DenseArray& random, std::int64_t example, std::int64_t head,
                      std::int64_t query, std::int64_t key) {
  if (op.layer.empty()) return 1;
  const std::uint32_t of_head = (random_key(op.layer) ^ static_cast<std::uint32_t>(head)) * 0x01000193;
  const auto element = static_cast<std::uint64_t>(query * 65536 + key);
  return random_unit<double>(drawn(random, of_head, element, example)) < op.dropout ? 0 : 1 / (1 - op.dropout);
}

}  // namespace specimen::gen
