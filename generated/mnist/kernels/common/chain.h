// A chain: elementwise steps applied to one running value. It is the epilogue of a convolution, dense or pooling
// kernel, the prologue on an input, and the whole of an elementwise kernel. Graph, plan and kernels share this one
// form.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fields.h"

namespace mnist::kernels {

enum class Fn : std::uint8_t {
#define FUNCTION(name, arity) name,
#include "functions.def"
#undef FUNCTION
};
const char* to_string(Fn fn);
int arity(Fn fn);
bool parse(const char* text, Fn* out);

// What the second argument of a binary step is. Operands other than constants are kernel arguments, in step order.
enum class Operand : std::uint8_t {
  none,             // unary step
  constant,         // the step's `parameter`
  channel,          // (C): one value a channel
  example_channel,  // (B, C): one value an image and channel
  tensor,           // the value's own shape: a residual
};
const char* to_string(Operand operand);
bool parse(const char* text, Operand* out);

struct Step {
  Fn fn = Fn::relu;
  Operand operand = Operand::none;
  double parameter = 0;
  bool store = false;  // the value after this step is an output of its own (the last step's always is)

  template <class V>
  void fields(V&& v) {
    v("fn", fn), v("operand", operand), v("parameter", parameter), v("store", store);
  }
};

// Outputs: one for each `store` step before the last, in order, and then the value after the last step. At most two.
struct Chain {
  std::vector<Step> steps;

  template <class V>
  void fields(V&& v) {
    v("steps", steps);
  }
  bool empty() const { return steps.empty(); }
  bool has(Operand operand) const;
  int outputs() const;                    // 1 or 2
  std::vector<Operand> operands() const;  // of the kernel arguments, in order
};

// For people: "bias, residual, relu".
std::string describe(const Chain& chain);
// The same behind a comma; nothing for an empty chain.
std::string description_after(const Chain& chain);

}  // namespace mnist::kernels
