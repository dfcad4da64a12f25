#include <limits>

#include "../common/algorithm_random.h"
#include "algorithm.h"

namespace mnist::kernels {

// Blocks of queries, side by side in the lanes of vectors, as the attention kernel has them. What a block computes of
// each key is kept for all blocks of a head, since the gradients of keys and values are sums over all queries; these
// sums have the features of a head in their lanes.
HalideKernel attention_backward_x86(const AttentionBackward& problem, const AttentionBackwardSchedule& schedule,
                                    const Halide::Target& target) {
  using namespace Halide;
  const int vec = target.natural_vector_size<float>(), dim = problem.head_dim;
  const int block = schedule.query_vectors * vec;
  Var c("c"), i("i"), j("j"), h("h"), b("b"), t("t"), n("n");
  ImageParam query(Float(32), 3, "query"), key(Float(32), 3, "key"), value(Float(32), 3, "value"),
      dy(Float(32), 3, "dy");
  ImageParam mask(Int(32), 2, "mask"), random = random_param();
  for (ImageParam* one : {&query, &key, &value, &dy}) fix_sequences(*one, problem.heads * dim, problem.heads * dim);
  fix_tokens(mask);
  const Expr tokens = query.dim(1).extent();

  // Query i of block t is query t * block + i of the sequence; beyond its end the last one stands in.
  const Expr place = t * block + i, own = min(place, tokens - 1), other = min(j, tokens - 1);
  Func turned("turned"), turned_dy("turned_dy"), dot("dot"), change("change"), score("score"), moved("moved");
  Func most("most"), power("power"), total("total"), mean("mean"), factor("factor"), both("both"), out("out");
  turned(i, c, t, h, b) = query(h * dim + c, own, b) * static_cast<float>(problem.scale);
  turned_dy(i, c, t, h, b) = dy(h * dim + c, own, b);
  const int unroll = dim % 4 == 0 ? 4 : 1;
  RDom d(0, unroll, 0, dim / unroll), e(0, unroll, 0, dim / unroll), k(0, tokens, "k");
  const Expr channel = d[1] * unroll + d[0], dy_channel = e[1] * unroll + e[0];
  dot(i, j, t, h, b) = 0.0f;
  dot(i, j, t, h, b) += turned(i, channel, t, h, b) * key(h * dim + channel, other, b);
  change(i, j, t, h, b) = 0.0f;
  change(i, j, t, h, b) += turned_dy(i, dy_channel, t, h, b) * value(h * dim + dy_channel, other, b);
  // Halide's arithmetic knows no infinities.
  const float lowest = std::numeric_limits<float>::lowest();
  const bool drops = problem.masked || problem.causal;
  Expr seen = problem.causal ? j <= place : cast<bool>(true);
  if (problem.masked) seen = seen && mask(other, b) != 0;
  score(i, j, t, h, b) = select(seen, dot(i, j, t, h, b), lowest);
  WeightDropout dropout(random, problem.dropout, block);
  const bool random_factor = problem.dropout > 0;
  const Expr kept = random_factor ? Expr(dropout.factor(i, j, t, h, b)) : Expr(1.0f);
  moved(i, j, t, h, b) = select(seen, kept * change(i, j, t, h, b), 0.0f);
  most(i, t, h, b) = lowest;
  most(i, t, h, b) = max(most(i, t, h, b), score(i, k, t, h, b));
  const Expr exponential = exp_of(score(i, j, t, h, b) - most(i, t, h, b));
  power(i, j, t, h, b) = drops ? select(score(i, j, t, h, b) == lowest, 0.0f, exponential) : exponential;
  total(i, t, h, b) = 0.0f;
  total(i, t, h, b) += power(i, k, t, h, b);
  factor(i, t, h, b) = select(total(i, t, h, b) > 0.0f, 1.0f / total(i, t, h, b), 0.0f);
  mean(i, t, h, b) = 0.0f;
  mean(i, t, h, b) += power(i, k, t, h, b) * factor(i, t, h, b) * moved(i, k, t, h, b);
  const Expr weight = power(i, j, t, h, b) * factor(i, t, h, b);
  both(i, j, t, h, b) =
      Tuple(kept * weight, static_cast<float>(problem.scale) * weight * (moved(i, j, t, h, b) - mean(i, t, h, b)));
  // From here on tokens are counted through the sequence.
  Func of_query("of_query"), of_key("of_key"), of_value("of_value");
  RDom rk(0, tokens, "rk"), rq(0, tokens, "rq"), rv(0, tokens, "rv");
  of_query(c, n, h, b) = 0.0f;
  of_query(c, n, h, b) += both(n % block, rk, n / block, h, b)[1] * key(h * dim + c, rk, b);
  of_key(c, n, h, b) = 0.0f;
  of_key(c, n, h, b) += both(rq % block, n, rq / block, h, b)[1] * query(h * dim + c, rq, b);
  of_value(c, n, h, b) = 0.0f;
  of_value(c, n, h, b) += both(rv % block, n, rv / block, h, b)[0] * dy(h * dim + c, rv, b);
  out(c, n, b) =
      Tuple(of_query(c % dim, n, c / dim, b), of_key(c % dim, n, c / dim, b), of_value(c % dim, n, c / dim, b));

  Var task("task"), no("no"), ni("ni"), jo("jo"), ji("ji");
  const int width = std::min(channel_vector(dim, vec), vec);
  const int keys = most_keys(problem, schedule);
  out.split(c, h, c, dim).split(n, no, ni, schedule.tokens, TailStrategy::GuardWithIf);
  out.reorder({c, ni, no, h, b}).fuse(h, b, task).parallel(task);
  out.vectorize(c, width, TailStrategy::GuardWithIf);
  both.compute_at(out, task).store_in(MemoryType::Heap).bound_extent(i, block).bound_storage(j, keys);
  both.bound_storage(t, divide_up(problem.tokens, block)).reorder({i, j, t, h, b});
  both.vectorize(i, vec).unroll(i);
  for (Func* one : {&turned, &turned_dy})
    one->compute_at(both, t).store_in(MemoryType::Heap).bound_extent(i, block).vectorize(i, vec);
  for (Func* one : {&score, &moved}) {
    one->compute_at(both, t).store_in(MemoryType::Heap).bound_extent(i, block);
    one->align_bounds(j, schedule.keys).bound_storage(j, keys);
    one->split(j, jo, ji, schedule.keys, TailStrategy::RoundUp).reorder(i, ji, jo).vectorize(i, vec).unroll(i);
    one->unroll(ji);
  }
  if (random_factor) dropout.schedule({both, t}, block, divide_up(problem.tokens, 4) * 4, vec);
  const auto product = [&](Func f, Func consumer, RDom r) {
    f.compute_at(consumer, jo).store_in(MemoryType::Stack).bound_extent(i, block).bound_extent(j, schedule.keys);
    f.vectorize(i, vec).unroll(i).unroll(j);
    f.update().reorder(i, j, r[0], r[1]).vectorize(i, vec).unroll(i).unroll(j).unroll(r[0]);
  };
  product(dot, score, d);
  product(change, moved, e);
  power.compute_at(both, t).store_in(MemoryType::Heap).bound_extent(i, block).bound_storage(j, keys);
  power.vectorize(i, vec).unroll(i);
  for (Func* one : {&most, &total, &mean}) {
    one->compute_at(both, t).store_in(MemoryType::Stack).bound_extent(i, block).vectorize(i, vec).unroll(i);
    one->update().reorder(i, k).vectorize(i, vec).unroll(i);
  }
  factor.compute_at(both, t).store_in(MemoryType::Stack).bound_extent(i, block).vectorize(i, vec);
  // A tile of results: all features of a head for some tokens.
  const auto tail = dim % width ? TailStrategy::GuardWithIf : TailStrategy::RoundUp;
  const auto sum = [&](Func f, RDom r) {
    f.compute_at(out, no).store_in(MemoryType::Stack).bound_extent(n, schedule.tokens).bound_extent(c, dim);
    f.vectorize(c, width, tail).unroll(c).unroll(n);
    f.update().reorder(c, n, r.x).vectorize(c, width, tail).unroll(c).unroll(n);
  };
  sum(of_query, rk);
  sum(of_key, rq);
  sum(of_value, rv);

  std::vector<Argument> inputs = {query, key, value, dy};
  if (problem.masked) inputs.push_back(mask);
  if (random_factor) inputs.push_back(random);
  // The others have the first one's bounds.
  std::vector<OutputImageParam> buffers = out.output_buffers();
  fix_sequences(buffers[0], problem.heads * dim, problem.heads * dim);
  for (OutputImageParam& buffer : buffers) {
    buffer.dim(0).set_stride(1);
    buffer.dim(1).set_stride(problem.heads * dim);
  }
  HalideKernel kernel;
  kernel.pipeline = Pipeline(out);
  kernel.arguments = inputs;
  return kernel;
}

}  // namespace mnist::kernels
