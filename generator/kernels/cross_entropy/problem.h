// What a cross_entropy kernel computes: softmax and the cross-entropy with smoothed labels in one, f32. Of each row of
// logits, with target = (1 - label_smoothing) * (1 at the label, else 0) + label_smoothing / classes:
//   loss = -sum(target * log(softmax(logits))), gradient = (softmax(logits) - target) / rows
// The gradient is that of the mean of all losses. Where rows are weighted, both are times the row's weight. Rows is a
// run-time extent.
// Arguments: logits (rows, classes), labels (rows, 1) int32 below `classes`, [weights (rows, 1)]; then losses (rows,
// 1), gradient (rows, classes).
#pragma once

#include "../common/fields.h"
#include "../common/traits.h"

namespace specimen::gen {

struct CrossEntropy {
  int classes = 1;
  double label_smoothing = 0;
  bool weighted = false;

  template <class V>
  void fields(V&& v) {
    v("classes", classes), v("label_smoothing", label_smoothing), v("weighted", weighted);
  }
};

std::string shape_name(const CrossEntropy& problem);  // 1000, 1000_smoothed
std::int64_t flops(const CrossEntropy& problem);      // a row; four for each class: maximum, exponential, sum, gradient
std::vector<KernelArgument> arguments(const CrossEntropy& problem);
KernelTraits traits(const CrossEntropy& problem);
std::string describe(const CrossEntropy& problem);  // for people

}  // namespace specimen::gen
