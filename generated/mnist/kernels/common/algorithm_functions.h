// The elementwise functions as Halide expressions. Each is accurate over the whole domain (docs/numerics.md), gives NaN
// for NaN, and for infinities what Keras gives. Halide's arithmetic promises neither: it assumes that there are no NaNs
// and infinities. So every comparison here is a strict one; the rest are plain sums and products, which LLVM leaves as
// they are.
#pragma once

#include <Halide.h>

#include "chain.h"

namespace mnist::kernels {

// max(x, low), min(x, high), and both. A NaN of x stays: x86's instructions return their second operand where one is
// NaN, and that is x.
Halide::Expr at_least(const Halide::Expr& low, const Halide::Expr& x);
Halide::Expr at_most(const Halide::Expr& high, const Halide::Expr& x);
Halide::Expr bounded(const Halide::Expr& x, float low, float high);

// False for NaN. Of a value as it was loaded: LLVM believes that a sum is a number.
Halide::Expr is_number(const Halide::Expr& x);

// a - b, whatever it is added to later.
Halide::Expr difference(const Halide::Expr& a, const Halide::Expr& b);

// The larger or the smaller of two, NaN where either is. a is a value as it was loaded, or a constant.
Halide::Expr max_or_nan(const Halide::Expr& a, const Halide::Expr& b);
Halide::Expr min_or_nan(const Halide::Expr& a, const Halide::Expr& b);

// exp(scale * x), for a scale of 1, -1 or another power of two with a sign: infinite from where f32 ends, and less than
// the smallest normal number where the result would be.
Halide::Expr exp_of(const Halide::Expr& x, float scale = 1);

// The value of a step for the running value x.
Halide::Expr apply_step(const Step& step, const Halide::Expr& x, const Halide::Expr& operand);

}  // namespace mnist::kernels
