#include "initializer.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace specimen_v2 {
namespace {

// SplitMix64.
class Stream {
 public:
  Stream(std::uint64_t seed, std::string_view name) : state_(0xcbf29ce484222325) {  // FNV-1a of seed and name
    for (int i = 0; i < 8; ++i) add(static_cast<unsigned char>(seed >> (8 * i)));
    for (char c : name) add(static_cast<unsigned char>(c));
  }

  // A multiple of 2^-24 in [0, 1).
  double uniform() { return static_cast<double>(next() >> 40) * 0x1p-24; }

  // Normal, by comparisons alone (Karney, https://arxiv.org/abs/1303.6257, algorithm N).
  double normal() {
    for (;;) {
      int k = 0;
      while (survives(0.5)) ++k;
      bool kept = true;
      for (int i = 0; i < k * (k - 1) && kept; ++i) kept = survives(0.5);
      if (!kept) continue;
      const double x = uniform();
      if (!survives(x * (2 * k + x) * 0.5)) continue;  // exact: x has 24 bits
      return next() >> 63 ? -(k + x) : k + x;
    }
  }

 private:
  void add(unsigned char byte) { state_ = (state_ ^ byte) * 0x100000001b3; }
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }
  // True with probability exp(-h), exactly, by comparisons alone (von Neumann, 1951).
  bool survives(double h) {
    while (h > 1) {
      if (!survives_one(1)) return false;
      h -= 1;
    }
    return survives_one(h);
  }
  bool survives_one(double h) {
    bool even = true;
    for (;;) {
      const double u = uniform();
      if (u >= h) return even;
      h = u;
      even = !even;
    }
  }

  std::uint64_t state_;
};

// keras.initializers.compute_fans.
void fans(const std::int64_t* shape, int rank, double& in, double& out) {
  in = out = 1;
  if (rank == 1) in = out = static_cast<double>(shape[0]);
  if (rank < 2) return;
  double field = 1;
  for (int d = 0; d + 2 < rank; ++d) field *= static_cast<double>(shape[d]);
  in = field * static_cast<double>(shape[rank - 2]);
  out = field * static_cast<double>(shape[rank - 1]);
}

template <class T>
void fill(const InitializerInfo& initializer, std::uint64_t seed, std::string_view name, const std::int64_t* shape,
          int rank, T* values) {
  std::size_t count = 1;
  for (int d = 0; d < rank; ++d) count *= static_cast<std::size_t>(shape[d]);
  const Distribution distribution = initializer.distribution;
  double low = initializer.low, high = initializer.high, stddev = initializer.stddev;
  if (initializer.mode != FanMode::none) {
    double in, out;
    fans(shape, rank, in, out);
    const double fan = initializer.mode == FanMode::fan_in    ? in
                       : initializer.mode == FanMode::fan_out ? out
                                                              : (in + out) / 2;
    const double variance = initializer.scale / std::max(1.0, fan);
    high = std::sqrt(3 * variance);
    low = -high;
    // What is left of a normal distribution between two standard deviations has a smaller one.
    stddev = std::sqrt(variance) / (distribution == Distribution::truncated_normal ? 0.87962566103423978 : 1);
  }
  Stream stream(seed, name);
  for (std::size_t i = 0; i < count; ++i) {
    if (distribution == Distribution::constant) {
      values[i] = static_cast<T>(static_cast<float>(low));
    } else if (distribution == Distribution::uniform) {
      values[i] = static_cast<T>(static_cast<float>(std::fma(high - low, stream.uniform(), low)));
    } else {
      double z = stream.normal();
      while (distribution == Distribution::truncated_normal && (z < -2 || z > 2)) z = stream.normal();
      values[i] = static_cast<T>(static_cast<float>(std::fma(stddev, z, initializer.mean)));
    }
  }
}

}  // namespace

void fill_initial(const InitializerInfo& initializer, std::uint64_t seed, std::string_view name,
                  const std::int64_t* shape, int rank, float* values) {
  fill(initializer, seed, name, shape, rank, values);
}

void fill_initial(const InitializerInfo& initializer, std::uint64_t seed, std::string_view name,
                  const std::int64_t* shape, int rank, double* values) {
  fill(initializer, seed, name, shape, rank, values);
}

}  // namespace specimen_v2
