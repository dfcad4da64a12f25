// What plans and names need to know of a kernel besides its arguments: each family says it in its problem.h.
#pragma once

#include <string>

#include "argument.h"
#include "chain.h"

namespace mnist::kernels {

// Null: a kernel of this family has none.
struct KernelTraits {
  const Chain* prologue = nullptr;  // of an input
  const Chain* epilogue = nullptr;  // of the result
  const Chain* chain = nullptr;     // the kernel is a chain and nothing else
  // A tensor operand that is read at the element that is written next, and only there: an output may have its buffer.
  bool overwrites_residual = false;
  bool writes_padding = false;  // of its output, and not only what is inside
  // Work on pairs of tokens: flops() counts `queries` (kSequence) with `keys` (kKeys) each, the most that there are;
  // 0: each row once.
  int queries = 0, keys = 0;
  bool reference_only = false;  // no schedule computes it: its kernel is the reference
  bool flat = false;            // compiled in another form, since rows follow each other without gaps

  const Chain* result() const { return chain ? chain : epilogue; }
};

}  // namespace mnist::kernels
