#include "problem.h"

namespace specimen::gen {

std::string shape_name(const TargetLoss& problem) {
  return std::string(to_string(problem.fn)) + "_" + std::to_string(problem.classes) +
         (problem.label_smoothing != 0 ? "_smoothed" : "") + (problem.weighted ? "_weighted" : "");
}

std::int64_t flops(const TargetLoss& problem) { return std::int64_t{6} * problem.classes; }

std::vector<KernelArgument> arguments(const TargetLoss& problem) {
  std::vector<KernelArgument> list = {rows_argument("values", Role::input, problem.classes),
                                      rows_argument("targets", Role::input, problem.classes)};
  if (problem.weighted) list.push_back(rows_argument("weights", Role::input, 1));
  list.push_back(rows_argument("losses", Role::output, 1));
  list.push_back(rows_argument("gradient", Role::output, problem.classes));
  return list;
}

KernelTraits traits(const TargetLoss&) { return {}; }

std::string describe(const TargetLoss& problem) {
  return std::string(to_string(problem.fn)) + " of " + std::to_string(problem.classes) + " values" +
         (problem.label_smoothing != 0 ? ", smoothed labels" : "") + (problem.weighted ? ", weighted" : "");
}

}  // namespace specimen::gen
