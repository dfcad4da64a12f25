// What a reduce kernel computes: the sum, mean, maximum or minimum of x along one dimension, f32. Sums are of doubles,
// rounded once. See common/reduction.h for the shapes. Arguments: x; then y, dense.
#pragma once

#include "../common/fields.h"
#include "../common/reduction.h"
#include "../common/traits.h"

namespace specimen::gen {

enum class Reduction : std::uint8_t { sum, mean, max, min };
const char* to_string(Reduction fn);
bool parse(const char* text, Reduction* out);

struct Reduce {
  Reduction fn = Reduction::sum;
  Along along = Along::features;
  int extent = 1;  // along features
  int inner = 1;

  template <class V>
  void fields(V&& v) {
    v("fn", fn), v("along", along), v("extent", extent), v("inner", inner);
  }
};

std::string shape_name(const Reduce& problem);  // mean_49x64
std::int64_t flops(const Reduce& problem);      // a row, a token, an example; one for each element
std::vector<KernelArgument> arguments(const Reduce& problem);
KernelTraits traits(const Reduce& problem);
std::string describe(const Reduce& problem);  // for people

}  // namespace specimen::gen
