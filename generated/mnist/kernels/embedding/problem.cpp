#include "problem.h"

#include <cstring>

namespace mnist::kernels {

const char* to_string(Lookup lookup) { return lookup == Lookup::ids ? "ids" : "positions"; }

bool parse(const char* text, Lookup* out) {
  for (Lookup lookup : {Lookup::ids, Lookup::positions}) {
    if (std::strcmp(text, to_string(lookup)) != 0) continue;
    *out = lookup;
    return true;
  }
  return false;
}

std::string shape_name(const Embedding& problem) {
  return std::string(to_string(problem.lookup)) + "_" + std::to_string(problem.vocabulary) + "x" +
         std::to_string(problem.features);
}

std::int64_t flops(const Embedding& problem) {
  return std::int64_t{problem.features} * static_cast<std::int64_t>(problem.epilogue.steps.size());
}

std::vector<KernelArgument> arguments(const Embedding& problem) {
  std::vector<KernelArgument> list;
  if (problem.lookup == Lookup::ids) list.push_back(token_argument("ids", problem.vocabulary));
  KernelArgument table;
  table.name = "table";
  table.role = Role::weight;
  table.shape = {problem.vocabulary, problem.features};
  table.elements = std::int64_t{problem.vocabulary} * problem.features;
  table.table = true;
  list.push_back(table);
  const Storage tokens = {problem.features, problem.features, problem.features};
  append_chain_arguments(problem.epilogue, {kBatch, kSequence, problem.features}, tokens, tokens, &list);
  return list;
}

KernelTraits traits(const Embedding& problem) { return {.epilogue = &problem.epilogue, .overwrites_residual = true}; }

std::string describe(const Embedding& problem) {
  return std::string(problem.lookup == Lookup::ids ? "rows by id" : "rows by position") + " of " +
         std::to_string(problem.vocabulary) + " x " + std::to_string(problem.features) +
         description_after(problem.epilogue);
}

}  // namespace mnist::kernels
