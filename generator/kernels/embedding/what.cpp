#include "what.h"

#include <cstring>

namespace specimen::gen {

const char* to_string(Lookup lookup) { return lookup == Lookup::ids ? "ids" : "positions"; }

bool parse(const char* text, Lookup* out) {
  for (Lookup lookup : {Lookup::ids, Lookup::positions}) {
    if (std::strcmp(text, to_string(lookup)) != 0) continue;
    *out = lookup;
    return true;
  }
  return false;
}

std::string shape_name(const Embedding& what) {
  return std::string(to_string(what.lookup)) + "_" + std::to_string(what.vocabulary) + "x" +
         std::to_string(what.features);
}

std::int64_t flops(const Embedding& what) {
  return std::int64_t{what.features} * static_cast<std::int64_t>(what.epilogue.steps.size());
}

std::vector<KernelArgument> arguments(const Embedding& what) {
  std::vector<KernelArgument> list;
  if (what.lookup == Lookup::ids) list.push_back(token_argument("ids"));
  KernelArgument table;
  table.name = "table";
  table.role = Role::weight;
  table.shape = {what.vocabulary, what.features};
  table.floats = std::int64_t{what.vocabulary} * what.features;
  list.push_back(table);
  const Storage tokens = {what.features, what.features, what.features};
  append_chain_arguments(what.epilogue, {kBatch, kSequence, what.features}, tokens, tokens, &list);
  return list;
}

KernelTraits traits(const Embedding& what) { return {.epilogue = &what.epilogue, .overwrites_residual = true}; }

std::string describe(const Embedding& what) {
  return std::string(what.lookup == Lookup::ids ? "rows by id" : "rows by position") + " of " +
         std::to_string(what.vocabulary) + " x " + std::to_string(what.features) + description_after(what.epilogue);
}

}  // namespace specimen::gen
