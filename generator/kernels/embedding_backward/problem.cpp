#include "problem.h"

namespace specimen::gen {

std::string shape_name(const EmbeddingBackward& problem) {
  return std::string(to_string(problem.lookup)) + "_" + std::to_string(problem.vocabulary) + "x" +
         std::to_string(problem.features);
}

std::int64_t flops(const EmbeddingBackward& problem) { return problem.features; }

std::vector<KernelArgument> arguments(const EmbeddingBackward& problem) {
  std::vector<KernelArgument> list;
  if (problem.lookup == Lookup::ids) list.push_back(token_argument("ids", problem.vocabulary));
  list.push_back(sequence_argument("dy", Role::input, problem.features, problem.features));
  KernelArgument dtable;
  dtable.name = "dtable";
  dtable.role = Role::output;
  dtable.shape = {problem.vocabulary, problem.features};
  dtable.elements = std::int64_t{problem.vocabulary} * problem.features;
  list.push_back(dtable);
  return list;
}

KernelTraits traits(const EmbeddingBackward&) { return {}; }

std::string describe(const EmbeddingBackward& problem) {
  return std::string("gradient of rows by ") + (problem.lookup == Lookup::ids ? "id" : "position") + " of " +
         std::to_string(problem.vocabulary) + " x " + std::to_string(problem.features);
}

}  // namespace specimen::gen
