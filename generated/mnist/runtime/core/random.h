// Random numbers that are a pure function of what they are for: a dropout mask, a shuffle or a crop can be computed
// again anywhere, in any order, by any number of threads, and in another language.
//
// Philox4x32-10: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011. It maps a counter of
// four words to four random words under a key of two. Here the key is (seed, hash of a name), and the counter is
// (element / 4, example, step, 0); element i of an example takes word i % 4.
#ifndef SPECIMEN_V2_CORE_RANDOM_H
#define SPECIMEN_V2_CORE_RANDOM_H

#include <cstdint>
#include <string_view>

namespace specimen_v2 {

struct PhiloxWords {
  std::uint32_t word[4];
};

// Ten rounds of Philox4x32 over the counter (c0, c1, c2, c3) under the key (k0, k1).
constexpr PhiloxWords philox4x32(std::uint32_t c0, std::uint32_t c1, std::uint32_t c2, std::uint32_t c3,
                                 std::uint32_t k0, std::uint32_t k1) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t p0 = std::uint64_t{0xD2511F53} * c0, p1 = std::uint64_t{0xCD9E8D57} * c2;
    c0 = static_cast<std::uint32_t>(p1 >> 32) ^ c1 ^ k0;
    c2 = static_cast<std::uint32_t>(p0 >> 32) ^ c3 ^ k1;
    c1 = static_cast<std::uint32_t>(p1);
    c3 = static_cast<std::uint32_t>(p0);
    k0 += 0x9E3779B9;
    k1 += 0xBB67AE85;
  }
  return {{c0, c1, c2, c3}};
}

// The second word of a key, from the path of a layer or the name of a purpose: FNV-1a, 32 bits. `hash` is that of what
// is before the name.
inline constexpr std::uint32_t kRandomKeyPrime = 0x01000193;
constexpr std::uint32_t random_key(std::string_view name, std::uint32_t hash = 0x811C9DC5) {
  for (char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * kRandomKeyPrime;
  return hash;
}

// Uniform in [0, 1): the upper 24 bits times 2^-24, the same value in float and in double.
template <typename Real>
constexpr Real random_unit(std::uint32_t bits) {
  return static_cast<Real>(bits >> 8) * static_cast<Real>(0x1p-24);
}

// Dropout of a share `rate` drops the elements whose words' upper 24 bits are below this: the share that random_unit
// gives numbers below the rate.
constexpr std::uint32_t dropped_below(double rate) {
  const double all = rate * 16777216.0;
  const auto whole = static_cast<std::uint32_t>(all);
  return whole + (static_cast<double>(whole) < all ? 1 : 0);
}
constexpr bool is_dropped(std::uint32_t word, double rate) { return word >> 8 < dropped_below(rate); }

// The word of one element. `example` may need more than 32 bits; its upper half is the counter's last word.
constexpr std::uint32_t random_word(std::uint32_t seed, std::uint32_t key, std::uint64_t element, std::uint64_t example,
                                    std::uint32_t step) {
  return philox4x32(static_cast<std::uint32_t>(element / 4), static_cast<std::uint32_t>(example), step,
                    static_cast<std::uint32_t>(example >> 32), seed, key)
      .word[element % 4];
}

// The same of example `index` of a batch, by what kernels read: Random::words.
constexpr std::uint32_t random_word(const std::int32_t* words, std::uint32_t key, std::uint64_t element,
                                    std::uint64_t index) {
  const auto word = [&](int i) { return static_cast<std::uint32_t>(words[i]); };
  return random_word(word(0), key, element, (std::uint64_t{word(3)} << 31 | word(2)) + index, word(1));
}

// Whether attention drops the weight of a query and a key in a head, by what its kernel reads. A head has the key of a
// layer whose name is one character longer, and a query has a row of 2^16 elements: so the words depend on no length.
constexpr bool drops_weight(const std::int32_t* words, double rate, int head, int query, int key, int index) {
  const std::uint32_t of_head =
      (static_cast<std::uint32_t>(words[4]) ^ static_cast<std::uint32_t>(head)) * kRandomKeyPrime;
  const std::uint64_t element = (static_cast<std::uint64_t>(query) << 16) + static_cast<std::uint64_t>(key);
  return is_dropped(random_word(words, of_head, element, static_cast<std::uint64_t>(index)), rate);
}

// The words of elements 0, 1, 2, ... one after the other.
class RandomStream {
 public:
  constexpr RandomStream(std::uint32_t seed, std::uint32_t key, std::uint64_t example, std::uint32_t step)
      : seed_(seed), key_(key), step_(step), example_(example) {}

  constexpr std::uint32_t word() {
    if (element_ % 4 == 0) {
      words_ = philox4x32(element_ / 4, static_cast<std::uint32_t>(example_), step_,
                          static_cast<std::uint32_t>(example_ >> 32), seed_, key_);
    }
    return words_.word[element_++ % 4];
  }
  // Uniform in [0, 1).
  constexpr float unit() { return random_unit<float>(word()); }
  // Uniform in [low, high), up to rounding.
  constexpr float between(float low, float high) { return low + (high - low) * unit(); }
  // Uniform in 0, ..., count - 1, by one word; `count` is at least 1.
  constexpr std::uint32_t below(std::uint32_t count) {
    return static_cast<std::uint32_t>(std::uint64_t{word()} * count >> 32);
  }
  // True with this probability.
  constexpr bool chance(float probability) { return unit() < probability; }

 private:
  std::uint32_t seed_, key_, step_, element_ = 0;
  std::uint64_t example_;
  PhiloxWords words_{};
};

// What random numbers of one step depend on, as kernels read it: the seed, the step, the lower 31 bits and the others
// of the number of the batch's first example, and the key of a layer.
struct Random {
  std::int32_t words[5] = {0, 0, 0, 0, static_cast<std::int32_t>(random_key(""))};

  Random(std::uint64_t seed, std::int64_t step, std::int64_t first_example) {
    constexpr std::int64_t kLow = 0x7FFFFFFF;
    words[0] = static_cast<std::int32_t>(static_cast<std::uint32_t>(seed));
    words[1] = static_cast<std::int32_t>(step & kLow);
    words[2] = static_cast<std::int32_t>(first_example & kLow);
    words[3] = static_cast<std::int32_t>(first_example >> 31);
  }

  // Those of the layer at that path.
  Random of(std::string_view path) const {
    Random layer = *this;
    layer.words[4] = static_cast<std::int32_t>(random_key(path, static_cast<std::uint32_t>(words[4])));
    return layer;
  }
  // Those of the block at that path, of which `of` takes paths inside.
  Random in(std::string_view path) const { return of(path).of("/"); }
};

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_RANDOM_H
