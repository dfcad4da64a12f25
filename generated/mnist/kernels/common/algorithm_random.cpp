#include "algorithm_random.h"

#include "argument.h"
#include "runtime/core/random.h"

namespace mnist::kernels {

using Halide::cast;
using Halide::Expr;
using Halide::ImageParam;

namespace {

Expr word_of(const ImageParam& random, int i) { return cast<std::uint32_t>(random(i)); }

// Ten rounds of Philox4x32, as runtime/core/random.h has them.
RandomWords philox(RandomWords c, Expr k0, Expr k1) {
  const auto wide = [](std::uint32_t factor, const Expr& x) {
    return cast<std::uint64_t>(x) * Halide::Internal::make_const(Halide::UInt(64), factor);
  };
  const auto low = [](const Expr& x) { return cast<std::uint32_t>(x); };
  const auto high = [](const Expr& x) { return cast<std::uint32_t>(x >> 32); };
  for (int round = 0; round < 10; ++round) {
    const Expr p0 = wide(0xD2511F53, c.word[0]), p1 = wide(0xCD9E8D57, c.word[2]);
    c = {{high(p1) ^ c.word[1] ^ k0, low(p1), high(p0) ^ c.word[3] ^ k1, low(p0)}};
    k0 = k0 + Expr(std::uint32_t{0x9E3779B9});
    k1 = k1 + Expr(std::uint32_t{0xBB67AE85});
  }
  return c;
}

RandomWords words(const ImageParam& random, const Expr& counter, const Expr& index, const Expr& key) {
  const Expr first = cast<std::uint64_t>(word_of(random, 3)) << 31 | cast<std::uint64_t>(word_of(random, 2));
  const Expr example = first + cast<std::uint64_t>(index);
  return philox({{cast<std::uint32_t>(counter), cast<std::uint32_t>(example), word_of(random, 1),
                  cast<std::uint32_t>(example >> 32)}},
                word_of(random, 0), key);
}

}  // namespace

ImageParam random_param() {
  ImageParam random(Halide::Int(32), 1, "random");
  random.dim(0).set_bounds(0, kRandomWords).set_stride(1);
  return random;
}

Expr is_dropped(const Expr& word, double rate) { return (word >> 8) < Expr(specimen_v2::dropped_below(rate)); }

Expr RandomWords::of(const Expr& lane) const { return Halide::mux(lane, {word[0], word[1], word[2], word[3]}); }

RandomWords random_words(const ImageParam& random, const Expr& counter, const Expr& index) {
  return words(random, counter, index, word_of(random, 4));
}

WeightDropout::WeightDropout(const ImageParam& random, double rate, int block) {
  // Keys 4 * q to 4 * q + 3 of a query have the words of one counter.
  Halide::Var q("q"), t("t"), h("h"), b("b");
  const Expr key = (word_of(random, 4) ^ cast<std::uint32_t>(h)) * Expr(specimen_v2::kRandomKeyPrime);
  const Expr counter = (cast<std::uint32_t>(t * block + i) << 14) + cast<std::uint32_t>(q);
  drawn(i, lane, q, t, h, b) = words(random, counter, b, key).of(lane);
  const auto kept = static_cast<float>(1 / (1 - rate));
  factor(i, j, t, h, b) = Halide::select(is_dropped(drawn(i, j % 4, j / 4, t, h, b), rate), 0.0f, kept);
}

void WeightDropout::schedule(const Halide::LoopLevel& at, int block, int keys, int vec) {
  using Halide::MemoryType;
  Halide::Var jo("jo"), ji("ji");
  factor.compute_at(at).store_in(MemoryType::Heap).bound_extent(i, block);
  factor.align_bounds(j, 4).bound_storage(j, keys);
  factor.split(j, jo, ji, 4, Halide::TailStrategy::RoundUp).reorder(i, ji, jo).vectorize(i, vec).unroll(i).unroll(ji);
  drawn.compute_at(factor, jo).store_in(MemoryType::Stack).bound_extent(i, block).bound(lane, 0, 4);
  drawn.reorder(lane, i).unroll(lane).vectorize(i, vec).unroll(i);
}

}  // namespace mnist::kernels
