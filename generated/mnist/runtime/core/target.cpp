#include "target.h"

#include <cstring>
#include <initializer_list>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace specimen_v2 {

const char* target_name(Target target) {
  switch (target) {
    case Target::automatic:
      return "auto";
    case Target::reference:
      return "reference";
    case Target::v3:
      return "v3";
    case Target::v4:
      return "v4";
  }
  return "unknown";
}

bool parse_target(const char* text, Target* target) {
  for (Target candidate : {Target::automatic, Target::reference, Target::v3, Target::v4}) {
    if (std::strcmp(text, target_name(candidate)) == 0) {
      *target = candidate;
      return true;
    }
  }
  return false;
}

#if defined(__x86_64__)

namespace {

struct Registers {
  unsigned a = 0, b = 0, c = 0, d = 0;
};

Registers cpuid(unsigned leaf) {
  Registers r;
  if (!__get_cpuid_count(leaf, 0, &r.a, &r.b, &r.c, &r.d)) r = Registers();
  return r;
}

constexpr bool has(unsigned value, unsigned bits) { return (value & bits) == bits; }
constexpr unsigned bit(int n) { return 1u << n; }

// Which registers the operating system saves (XCR0): 1 xmm, 2 ymm, 5-7 the masks and zmm.
unsigned saved_registers() {
  unsigned low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

}  // namespace

Target detect_target() {
  const Registers one = cpuid(1);
  const Registers seven = cpuid(7);
  const Registers extended = cpuid(0x80000001u);
  constexpr unsigned kFma = bit(12), kMovbe = bit(22), kOsxsave = bit(27), kAvx = bit(28), kF16c = bit(29);
  constexpr unsigned kBmi1 = bit(3), kAvx2 = bit(5), kBmi2 = bit(8), kLzcnt = bit(5);
  if (!has(one.c, kFma | kMovbe | kOsxsave | kAvx | kF16c)) return Target::reference;
  if (!has(seven.b, kBmi1 | kAvx2 | kBmi2) || !has(extended.c, kLzcnt)) return Target::reference;
  const unsigned saved = saved_registers();
  if (!has(saved, bit(1) | bit(2))) return Target::reference;
  constexpr unsigned kAvx512 = bit(16) | bit(17) | bit(28) | bit(30) | bit(31);  // F, DQ, CD, BW, VL
  if (!has(seven.b, kAvx512) || !has(saved, bit(5) | bit(6) | bit(7))) return Target::v3;
  return Target::v4;
}

#else

Target detect_target() { return Target::reference; }

#endif

Status choose_target(Target requested, Target* target) {
  const Target best = detect_target();
  if (requested != Target::automatic && static_cast<int>(requested) > static_cast<int>(best)) {
    return Status(StatusCode::unsupported, "target %s was asked for, and this machine has %s", target_name(requested),
                  target_name(best));
  }
  *target = requested == Target::automatic ? best : requested;
  return Status();
}

}  // namespace specimen_v2
