#include "compiler/machine.h"

#include <immintrin.h>
#include <sys/mman.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <thread>
#include <vector>

namespace specimen::gen {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// Twelve chains hide a latency of four at two multiply-adds a cycle; each returns a sum so that nothing is dropped.
constexpr int kChains = 12;

__attribute__((target("avx512f"))) float multiply_add_v4(long rounds) {
  __m512 sums[kChains], a = _mm512_set1_ps(0.999f), b = _mm512_set1_ps(1e-3f);
  for (__m512& sum : sums) sum = b;
  for (long i = 0; i < rounds; ++i) {
#pragma GCC unroll 12
    for (int c = 0; c < kChains; ++c) sums[c] = _mm512_fmadd_ps(sums[c], a, b);
  }
  for (int c = 1; c < kChains; ++c) sums[0] = _mm512_add_ps(sums[0], sums[c]);
  float out[16];
  _mm512_storeu_ps(out, sums[0]);
  return out[0] + out[15];
}

__attribute__((target("avx2,fma"))) float multiply_add_v3(long rounds) {
  __m256 sums[kChains], a = _mm256_set1_ps(0.999f), b = _mm256_set1_ps(1e-3f);
  for (__m256& sum : sums) sum = b;
  for (long i = 0; i < rounds; ++i) {
#pragma GCC unroll 12
    for (int c = 0; c < kChains; ++c) sums[c] = _mm256_fmadd_ps(sums[c], a, b);
  }
  for (int c = 1; c < kChains; ++c) sums[0] = _mm256_add_ps(sums[0], sums[c]);
  float out[8];
  _mm256_storeu_ps(out, sums[0]);
  return out[0] + out[7];
}

// Runs on all threads at once; the time from the first start to the last end.
template <class F>
double run_together(int threads, F work) {
  const Clock::time_point start = Clock::now();
  std::vector<std::thread> others;
  for (int t = 1; t < threads; ++t) others.emplace_back([&, t] { work(t); });
  work(0);
  for (std::thread& thread : others) thread.join();
  return seconds_since(start);
}

volatile float sink;

}  // namespace

bool machine_has(Target target) {
  const bool v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (target == Target::v3) return v3;
  return v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512cd");
}

double peak_gflops(Target target, int threads) {
  constexpr long kRounds = 4'000'000;
  const double operations = 2.0 * kRounds * kChains * vector_floats(target) * threads;
  double best = 0;
  for (int i = 0; i < 10; ++i) {
    const double seconds = run_together(
        threads, [&](int) { sink = target == Target::v4 ? multiply_add_v4(kRounds) : multiply_add_v3(kRounds); });
    best = std::max(best, operations / seconds * 1e-9);
  }
  return best;
}

namespace {

// Eight streams of whole lines: one stream does not reach what memory can deliver.
__attribute__((target("avx2"))) float read_lines(const float* from, std::size_t floats) {
  constexpr int kStreams = 8;
  const std::size_t part = floats / kStreams / 16 * 16;
  __m256 sums[kStreams];
  for (__m256& sum : sums) sum = _mm256_setzero_ps();
  for (std::size_t i = 0; i < part; i += 16) {
#pragma GCC unroll 8
    for (int s = 0; s < kStreams; ++s) {
      sums[s] = _mm256_add_ps(sums[s], _mm256_load_ps(from + s * part + i));
      sums[s] = _mm256_add_ps(sums[s], _mm256_load_ps(from + s * part + i + 8));
    }
  }
  for (int s = 1; s < kStreams; ++s) sums[0] = _mm256_add_ps(sums[0], sums[s]);
  float out[8];
  _mm256_storeu_ps(out, sums[0]);
  return out[0] + out[7];
}

}  // namespace

double read_bandwidth(int threads) {
  constexpr std::size_t kBytes = std::size_t{512} << 20, kHugePage = std::size_t{2} << 20;
  const std::unique_ptr<void, void (*)(void*)> memory(std::aligned_alloc(kHugePage, kBytes), std::free);
  madvise(memory.get(), kBytes, MADV_HUGEPAGE);
  float* floats = static_cast<float*>(memory.get());
  std::fill(floats, floats + kBytes / 4, 1.0f);
  const std::size_t part = kBytes / 4 / threads / 1024 * 1024;
  double best = 0;
  for (int i = 0; i < 4; ++i) {
    const double seconds = run_together(threads, [&](int t) { sink = read_lines(floats + part * t, part); });
    best = std::max(best, static_cast<double>(part) * 4 * threads / seconds * 1e-9);
  }
  return best;
}

Timing time_runs(const std::function<void()>& work, double seconds) {
  work();
  std::vector<double> times;
  const Clock::time_point start = Clock::now();
  while (times.size() < 9 || (seconds_since(start) < seconds && times.size() < 100'000)) {
    const Clock::time_point begin = Clock::now();
    work();
    times.push_back(seconds_since(begin) * 1e6);
  }
  std::sort(times.begin(), times.end());
  return {times.front(), times[times.size() / 2]};
}

}  // namespace specimen::gen
