#include "problem.h"

namespace mnist::kernels {

std::string shape_name(const CrossEntropy& problem) {
  return std::to_string(problem.classes) + (problem.label_smoothing != 0 ? "_smoothed" : "");
}

std::int64_t flops(const CrossEntropy& problem) { return std::int64_t{4} * problem.classes; }

std::vector<KernelArgument> arguments(const CrossEntropy& problem) {
  KernelArgument labels = rows_argument("labels", Role::input, 1);
  labels.type = DType::i32;
  labels.below = problem.classes;
  return {rows_argument("logits", Role::input, problem.classes), labels, rows_argument("losses", Role::output, 1),
          rows_argument("gradient", Role::output, problem.classes)};
}

KernelTraits traits(const CrossEntropy&) { return {}; }

std::string describe(const CrossEntropy& problem) {
  return "softmax and cross-entropy of " + std::to_string(problem.classes) + " classes" +
         (problem.label_smoothing != 0 ? ", smoothed labels" : "");
}

}  // namespace mnist::kernels
