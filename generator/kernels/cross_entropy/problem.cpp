#include "problem.h"

namespace specimen::gen {

std::string shape_name(const CrossEntropy& problem) {
  return std::to_string(problem.classes) + (problem.label_smoothing != 0 ? "_smoothed" : "") +
         (problem.weighted ? "_weighted" : "");
}

std::int64_t flops(const CrossEntropy& problem) { return std::int64_t{4} * problem.classes; }

std::vector<KernelArgument> arguments(const CrossEntropy& problem) {
  KernelArgument labels = rows_argument("labels", Role::input, 1);
  labels.type = DType::i32;
  labels.below = problem.classes;
  std::vector<KernelArgument> list = {rows_argument("logits", Role::input, problem.classes), labels};
  if (problem.weighted) list.push_back(rows_argument("weights", Role::input, 1));
  list.push_back(rows_argument("losses", Role::output, 1));
  list.push_back(rows_argument("gradient", Role::output, problem.classes));
  return list;
}

KernelTraits traits(const CrossEntropy&) { return {}; }

std::string describe(const CrossEntropy& problem) {
  return "softmax and cross-entropy of " + std::to_string(problem.classes) + " classes" +
         (problem.label_smoothing != 0 ? ", smoothed labels" : "") + (problem.weighted ? ", weighted" : "");
}

}  // namespace specimen::gen
