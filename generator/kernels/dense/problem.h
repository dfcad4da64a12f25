// What a dense kernel computes: y (rows, units) = epilogue(x (rows, inputs) . kernel), f32; rows is a run-time extent.
// Arguments: x, kernel in panels [units/16][inputs][16] (the last one filled with zeros), the epilogue's operands; then
// y.
#pragma once

#include <optional>

#include "../common/fields.h"
#include "../common/layout.h"
#include "../common/traits.h"

namespace specimen::gen {

struct Dense {
  int inputs = 1, units = 1;
  Chain epilogue;
  // The most rows of one example: 1 for a vector; the longest sequence where tokens are rows. More in training, where
  // the examples of a batch are rows, too.
  int rows = 1;
  std::optional<DType> filter_type;  // of the kernel; none: f32

  template <class V>
  void fields(V&& v) {
    v("inputs", inputs), v("units", units), v("epilogue", epilogue), v("rows", rows);
    v("filter_type", filter_type);
  }
};

std::string shape_name(const Dense& problem);        // 2048_1001, 768_3072_rows512
std::int64_t flops(const Dense& problem);            // a row; two for each multiply-add
std::int64_t kernel_elements(const Dense& problem);  // packed, zeros included
std::vector<KernelArgument> arguments(const Dense& problem);
KernelTraits traits(const Dense& problem);
std::string describe(const Dense& problem);  // for people

}  // namespace specimen::gen
