// The floating point mode of kernels: round to nearest, denormals are zero. One setting in every thread, so that
// results are the same bits whichever thread computes them, and so that denormals do not cost a hundred cycles each.
#ifndef SPECIMEN_V2_CORE_FLOAT_MODE_H
#define SPECIMEN_V2_CORE_FLOAT_MODE_H

#include <cstdint>

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace specimen_v2 {

// Sets the mode of the calling thread until the end of the scope, then restores what was there.
class FloatMode {
 public:
#if defined(__x86_64__)
  FloatMode() : saved_(_mm_getcsr()) { _mm_setcsr(kKernelMode); }
  ~FloatMode() { _mm_setcsr(saved_); }
#elif defined(__aarch64__)
  FloatMode() {
    __asm__ volatile("mrs %0, fpcr" : "=r"(saved_));
    __asm__ volatile("msr fpcr, %0" : : "r"(std::uint64_t{1} << 24));
  }
  ~FloatMode() { __asm__ volatile("msr fpcr, %0" : : "r"(saved_)); }
#else
  FloatMode() {}
#endif
  FloatMode(const FloatMode&) = delete;
  FloatMode& operator=(const FloatMode&) = delete;

 private:
#if defined(__x86_64__)
  // All exceptions masked, round to nearest, flush to zero, denormals are zero.
  static constexpr unsigned kKernelMode = 0x1f80 | 0x8000 | 0x0040;
  unsigned saved_;
#elif defined(__aarch64__)
  std::uint64_t saved_ = 0;
#endif
};

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_FLOAT_MODE_H
