#include <limits>

#include "../common/algorithm_random.h"
#include "algorithm.h"

namespace mnist::kernels {

// A block of queries, side by side in the lanes of vectors, goes through all keys: scores of a key are one vector each,
// so that maximum, exponential and sum of the softmax need no step across lanes, and a key that is dropped is a vector
// of zeros. The results have the features of values in their lanes. What a query gets is the same sum in the same order
// whatever the sequence is padded to, since zeros change no sum.
HalideKernel attention_x86(const Attention& problem, const AttentionSchedule& schedule, const Halide::Target& target) {
  using namespace Halide;
  const int vec = target.natural_vector_size<float>(), dim = problem.head_dim, value_dim = problem.value_dim;
  const int block = schedule.query_vectors * vec;
  Var c("c"), i("i"), j("j"), h("h"), b("b"), t("t"), n("n");
  ImageParam query(Float(32), 3, "query"), key(Float(32), 3, "key"), value(Float(32), 3, "value");
  ImageParam mask(Int(32), 2, "mask"), random = random_param();
  const int kv_heads = problem.heads / problem.group;
  fix_sequences(query, problem.heads * dim, problem.query_stride);
  fix_sequences(key, kv_heads * dim, problem.key_stride);
  fix_sequences(value, kv_heads * value_dim, problem.value_stride);
  fix_tokens(mask);
  const Expr queries = query.dim(1).extent(), keys = key.dim(1).extent();

  // Query i of block t is query t * block + i of the sequence; beyond its end the last one stands in. With `causal` it
  // sees `ahead` keys more than its own place says.
  const Expr place = t * block + i, ahead = keys - queries;
  Func turned("turned"), dot("dot"), score("score"), most("most"), weight("weight"), total("total"), sum("sum");
  Func factor("factor"), out("out");
  turned(i, c, t, h, b) = query(h * dim + c, min(place, queries - 1), b) * static_cast<float>(problem.scale);
  const int unroll = dim % 4 == 0 ? 4 : 1;
  RDom d(0, unroll, 0, dim / unroll), k(0, keys, "k"), seen_keys(0, keys, "k");
  if (problem.causal) {
    k.where(k < (t + 1) * block + ahead);
    seen_keys.where(seen_keys < (n / block + 1) * block + ahead);
  }
  const Expr channel = d[1] * unroll + d[0];
  dot(i, j, t, h, b) = 0.0f;
  dot(i, j, t, h, b) += turned(i, channel, t, h, b) * key(h / problem.group * dim + channel, min(j, keys - 1), b);
  // Halide's arithmetic knows no infinities.
  const float lowest = std::numeric_limits<float>::lowest();
  const bool drops = problem.masked || problem.causal;
  Expr seen = problem.causal ? j <= place + ahead : cast<bool>(true);
  if (problem.masked) seen = seen && mask(min(j, keys - 1), b) != 0;
  score(i, j, t, h, b) = select(seen, dot(i, j, t, h, b), lowest);
  most(i, t, h, b) = lowest;
  most(i, t, h, b) = max(most(i, t, h, b), score(i, k, t, h, b));
  const Expr power = exp_of(score(i, j, t, h, b) - most(i, t, h, b));
  weight(i, j, t, h, b) = drops ? select(score(i, j, t, h, b) == lowest, 0.0f, power) : power;
  total(i, t, h, b) = 0.0f;
  total(i, t, h, b) += weight(i, k, t, h, b);
  factor(i, t, h, b) = select(total(i, t, h, b) > 0.0f, 1.0f / total(i, t, h, b), 0.0f);
  // From here on queries are counted through the sequence.
  const Expr in_block = n % block, of_block = n / block;
  WeightDropout dropout(random, problem.dropout, block);
  Expr kept = weight(in_block, seen_keys, of_block, h, b);
  if (problem.dropout > 0) kept *= dropout.factor(in_block, seen_keys, of_block, h, b);
  sum(c, n, h, b) = 0.0f;
  sum(c, n, h, b) += kept * value(h / problem.group * value_dim + c, seen_keys, b);
  out(c, n, b) = sum(c % value_dim, n, c / value_dim, b) * factor(in_block, of_block, c / value_dim, b);

  Var task("task"), no("no"), ni("ni"), jo("jo"), ji("ji");
  const int width = std::min(channel_vector(value_dim, vec), vec);
  out.split(c, h, c, value_dim).split(n, t, n, block, TailStrategy::GuardWithIf).split(n, no, ni, schedule.queries);
  out.reorder({c, ni, no, t, h, b}).fuse(t, h, task).fuse(task, b, task).parallel(task);
  out.vectorize(c, width, TailStrategy::GuardWithIf);
  turned.compute_at(out, task).store_in(MemoryType::Heap).bound_extent(i, block).vectorize(i, vec);
  score.compute_at(out, task).store_in(MemoryType::Heap).bound_extent(i, block);
  const int most_keys = divide_up(problem.keys, schedule.keys) * schedule.keys;
  score.align_bounds(j, schedule.keys).bound_storage(j, most_keys);
  score.split(j, jo, ji, schedule.keys, TailStrategy::RoundUp)
      .reorder(i, ji, jo)
      .vectorize(i, vec)
      .unroll(i)
      .unroll(ji);
  dot.compute_at(score, jo).store_in(MemoryType::Stack).bound_extent(i, block).bound_extent(j, schedule.keys);
  dot.vectorize(i, vec).unroll(i).unroll(j);
  dot.update().reorder(i, j, d[0], d[1]).vectorize(i, vec).unroll(i).unroll(j).unroll(d[0]);
  most.compute_at(out, task).store_in(MemoryType::Stack).bound_extent(i, block).vectorize(i, vec).unroll(i);
  most.update().reorder(i, k).vectorize(i, vec).unroll(i);
  weight.compute_at(out, task).store_in(MemoryType::Heap).bound_extent(i, block).bound_storage(j, problem.keys);
  weight.vectorize(i, vec).unroll(i);
  total.compute_at(out, task).store_in(MemoryType::Stack).bound_extent(i, block).vectorize(i, vec).unroll(i);
  total.update().reorder(i, k).vectorize(i, vec).unroll(i);
  factor.compute_at(out, task).store_in(MemoryType::Stack).bound_extent(i, block).vectorize(i, vec);
  if (problem.dropout > 0) dropout.schedule({out, task}, block, divide_up(problem.keys, 4) * 4, vec);
  // A tile of results: all features of a head for some queries.
  const auto tail = value_dim % width ? TailStrategy::GuardWithIf : TailStrategy::RoundUp;
  sum.compute_at(out, no).store_in(MemoryType::Stack).bound_extent(n, schedule.queries).bound_extent(c, value_dim);
  sum.vectorize(c, width, tail).unroll(c).unroll(n);
  sum.update().reorder(c, n, seen_keys).vectorize(c, width, tail).unroll(c).unroll(n);

  ChainAlgorithm none;
  std::vector<Argument> inputs = {query, key, value};
  if (problem.masked) inputs.push_back(mask);
  if (problem.dropout > 0) inputs.push_back(random);
  return finish_sequences(out, none, inputs, problem.heads * value_dim);
}

}  // namespace mnist::kernels
