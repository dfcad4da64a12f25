// What a dropout kernel computes: y = x / (1 - rate), or 0 where the element's random number is below the rate, f32. A
// row is an example; the numbers are those of runtime/core/random.h for the element of the example, so that the same
// call on a gradient drops the same elements. Of sequences, whose length is a run-time extent, an example is a
// sequence, and its elements are those of its tokens one after the other. With `shared` above 1 a row is (features /
// shared / inner, shared, inner), and elements that differ in the middle place alone have one number: the numbers are
// those of (features / shared / inner, inner). Arguments: x (rows, features) or (batch, sequence, features), random
// (random_argument); then y as x.
#pragma once

#include "../common/fields.h"
#include "../common/traits.h"

namespace specimen::gen {

struct Dropout {
  int features = 1;
  double rate = 0;
  bool sequences = false;
  int shared = 1, inner = 1;  // not of sequences

  template <class V>
  void fields(V&& v) {
    v("features", features), v("rate", rate), v("sequences", sequences);
    v("shared", shared), v("inner", inner);
  }
};

// Which of a row's random numbers is that of element i. A template for integers, and for Halide's expressions.
template <class Index>
Index number_of(const Dropout& problem, const Index& i) {
  if (problem.shared == 1) return i;
  if (problem.shared * problem.inner == problem.features)
    return problem.inner == 1 ? Index(0) : Index(i % problem.inner);
  return i / (problem.shared * problem.inner) * problem.inner + i % problem.inner;
}

std::string shape_name(const Dropout& problem);  // 1024_p40: a rate of 0.4; 768_p10_tokens
std::int64_t flops(const Dropout& problem);      // a row or a token; one for each element
std::vector<KernelArgument> arguments(const Dropout& problem);
KernelTraits traits(const Dropout& problem);
std::string describe(const Dropout& problem);  // for people

}  // namespace specimen::gen
