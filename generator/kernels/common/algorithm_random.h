// Random numbers in Halide kernels: those of runtime/core/random.h.
#pragma once

#include <Halide.h>

namespace specimen::gen {

// The parameter of random_argument.
Halide::ImageParam random_param();

// Whether dropout drops the element with this word.
Halide::Expr is_dropped(const Halide::Expr& word, double rate);

// The four words of one counter.
struct RandomWords {
  Halide::Expr word[4];

  Halide::Expr of(const Halide::Expr& lane) const;
};
// Of elements 4 * counter to 4 * counter + 3 of example `index` of the batch.
RandomWords random_words(const Halide::ImageParam& random, const Halide::Expr& counter, const Halide::Expr& index);

// Dropout of the weights of attention, whose words are those of specimen_v2::drops_weight.
struct WeightDropout {
  // (query of a block, key, block of queries, head, example): 0, or 1 / (1 - rate).
  Halide::Func factor = Halide::Func("dropout_factor"), drawn = Halide::Func("drawn");
  Halide::Var i = Halide::Var("i"), j = Halide::Var("j"), lane = Halide::Var("lane");

  WeightDropout(const Halide::ImageParam& random, double rate, int block);
  // Computes there the factors of all keys, at most `keys`, for a block of queries.
  void schedule(const Halide::LoopLevel& at, int block, int keys, int vec);
};

}  // namespace specimen::gen
