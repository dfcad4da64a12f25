// The random numbers of training, as the evaluator draws them.
#pragma once

#include <array>
#include <string_view>

#include "graph/evaluate/evaluate.h"
#include "graph/layer_ops.h"

namespace specimen::gen {

// What the random numbers of the layer at that path depend on, as a kernel reads it. `random` has all but the key.
std::array<std::int32_t, 5> random_words(const DenseArray& random, std::string_view layer);

// What dropout multiplies the weight of a query and a key by; 1 where none is drawn. `random`: the last input.
double dropout_factor(const AttentionOp& op, const DenseArray& random, std::int64_t example, std::int64_t head,
                      std::int64_t query, std::int64_t key);

}  // namespace specimen::gen
