// What a dense kernel computes: y (rows, units) = epilogue(x (rows, inputs) . kernel), f32; rows is a run-time extent.
// Arguments: x, kernel in panels [units/16][inputs][16] (the last one filled with zeros), the epilogue's operands; then
// y.
#pragma once

#include "../common/chain.h"

namespace mnist::kernels {

struct Dense {
  int inputs = 1, units = 1;
  Chain epilogue;
  int rows = 1;  // the most rows of one image: 1 for a vector; the longest sequence where tokens are rows

  template <class V>
  void fields(V&& v) {
    v("inputs", inputs), v("units", units), v("epilogue", epilogue), v("rows", rows);
  }
};

}  // namespace mnist::kernels
