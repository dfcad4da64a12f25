#include "algorithm.h"

namespace specimen::gen {

HalideKernel attention_x86(const Attention& what, const AttentionSchedule&, const Halide::Target&) {
  using namespace Halide;
  Var c("c"), i("i"), j("j"), h("h"), b("b"), task("task");
  ImageParam query(Float(32), 3, "query"), key(Float(32), 3, "key"), value(Float(32), 3, "value");
  ImageParam mask(Int(32), 2, "mask");
  const int dim = what.head_dim;
  Func score("score"), most("most"), total("total"), sum("sum"), out("out");
  const Expr sequence = query.dim(1).extent();
  RDom d(0, dim), keys(0, sequence);
  score(j, i, h, b) = 0.0f;
  score(j, i, h, b) += query(h * dim + d, i, b) * key(h * dim + d, j, b);
  const auto seen = [&](const Expr& k) {
    Expr yes = cast<bool>(true);
    if (what.masked) yes = yes && mask(k, b) != 0;
    if (what.causal) yes = yes && k <= i;
    return yes;
  };
  constexpr float kLowest = -3e38f;
  most(i, h, b) = kLowest;
  most(i, h, b) = max(most(i, h, b), select(seen(keys), score(keys, i, h, b), kLowest));
  const auto weight = [&](const Expr& k) {
    return select(seen(k), bounded_exp(score(k, i, h, b) - most(i, h, b), static_cast<float>(what.scale)), 0.0f);
  };
  total(i, h, b) = 0.0f;
  total(i, h, b) += weight(keys);
  sum(c, i, h, b) = 0.0f;
  sum(c, i, h, b) += weight(keys) * value(h * dim + c, keys, b);
  out(c, i, b) = select(total(i, c / dim, b) > 0, sum(c % dim, i, c / dim, b) / total(i, c / dim, b), 0.0f);

  Var ho("ho");
  out.split(c, ho, c, dim).reorder(c, i, ho, b).fuse(ho, b, task).parallel(task);
  score.compute_at(out, i).store_in(MemoryType::Heap).bound_storage(j, what.sequence);
  most.compute_at(out, i);
  total.compute_at(out, i);
  sum.compute_at(out, i);
  ChainAlgorithm none;
  std::vector<Argument> inputs = {query, key, value};
  if (what.masked) inputs.push_back(mask);
  const int features = what.heads * dim;
  fix_sequences(query, features, what.query_stride);
  fix_sequences(key, features, what.key_stride);
  fix_sequences(value, features, what.value_stride);
  fix_tokens(mask);
  return finish_sequences(out, none, inputs, features);
}

}  // namespace specimen::gen
