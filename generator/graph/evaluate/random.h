// The random numbers of training, as the evaluator draws them.
#pragma once

#include "graph/evaluate/evaluate.h"
#include "graph/layer_ops.h"

namespace specimen::gen {

// The word of an element of an example of the batch, of a layer with this key. `random` has the words seed, step, and
// the lower 31 bits and the others of the number of the first example.
std::uint32_t drawn(const DenseArray& random, std::uint32_t key, std::uint64_t element, std::int64_t example);

// What dropout multiplies the weight of a query and a key by; 1 where none is drawn.
double dropout_factor(const AttentionOp& op, const DenseArray& random, std::int64_t example, std::int64_t head,
                      std::int64_t query, std::int64_t key);

}  // namespace specimen::gen
