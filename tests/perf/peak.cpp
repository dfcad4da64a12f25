// The most multiply-adds in float32 that this machine does now: `peak THREADS` prints GFLOP/s.
//
// Each thread runs chains of fused multiply-adds on registers, enough of them to hide the latency; nothing touches
// memory. The best of several slices counts, so that a moment of other work on the machine does not.
#include <immintrin.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

namespace {

constexpr int kChains = 20;      // two units of latency four or five need at most 10; there are 32 registers
constexpr int kChains256 = 12;   // of 16 registers
constexpr long kSteps = 500000;  // of every chain: a slice takes 1 to 3 ms
constexpr int kSlices = 100;

__attribute__((target("avx512f"))) float chains512(long steps, float start) {
  __m512 sums[kChains];
  const __m512 a = _mm512_set1_ps(start), b = _mm512_set1_ps(1e-9F);
#pragma GCC unroll 20
  for (__m512& sum : sums) sum = a;
  for (long i = 0; i < steps; ++i) {
#pragma GCC unroll 20
    for (__m512& sum : sums) {
      sum = _mm512_fmadd_ps(sum, a, b);
      __asm__ volatile("" : "+v"(sum));  // each step is done as written
    }
  }
  __m512 total = sums[0];
#pragma GCC unroll 20
  for (const __m512& sum : sums) total = _mm512_add_ps(total, sum);
  return _mm512_cvtss_f32(total);
}

__attribute__((target("avx2,fma"))) float chains256(long steps, float start) {
  __m256 sums[kChains256];
  const __m256 a = _mm256_set1_ps(start), b = _mm256_set1_ps(1e-9F);
#pragma GCC unroll 12
  for (__m256& sum : sums) sum = a;
  for (long i = 0; i < steps; ++i) {
#pragma GCC unroll 12
    for (__m256& sum : sums) {
      sum = _mm256_fmadd_ps(sum, a, b);
      __asm__ volatile("" : "+x"(sum));
    }
  }
  __m256 total = sums[0];
#pragma GCC unroll 12
  for (const __m256& sum : sums) total = _mm256_add_ps(total, sum);
  return _mm256_cvtss_f32(total);
}

// Multiply-adds count as two.
struct Probe {
  float (*run)(long, float);
  double flops;
};

Probe probe() {
  if (__builtin_cpu_supports("avx512f")) return {chains512, 2.0 * 16 * kChains * kSteps};
  return {chains256, 2.0 * 8 * kChains256 * kSteps};
}

}  // namespace

int main(int argc, char** argv) {
  const int threads = argc > 1 ? std::atoi(argv[1]) : 1;
  if (threads < 1 ||
      (!__builtin_cpu_supports("avx512f") && !(__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")))) {
    std::fprintf(stderr, "usage: peak THREADS, on a machine with AVX2 and FMA\n");
    return 2;
  }
  const Probe probed = probe();
  std::atomic<int> waiting{threads};
  std::vector<double> best(threads);
  std::vector<std::thread> pool;
  for (int t = 0; t < threads; ++t) {
    pool.emplace_back([&, t] {
      waiting.fetch_sub(1);
      while (waiting.load() > 0) {
      }
      float sink = 0;
      for (int slice = 0; slice < kSlices; ++slice) {
        const auto begin = std::chrono::steady_clock::now();
        sink += probed.run(kSteps, 0.999F);
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        best[t] = std::max(best[t], probed.flops / seconds * 1e-9);
      }
      if (sink == 12345.0F) std::puts("");  // the results are used
    });
  }
  for (std::thread& thread : pool) thread.join();
  double total = 0;
  for (double one : best) total += one;
  std::printf("%.2f\n", total);
  return 0;
}
