// `weights_of` in another way: without it, with copies of the weights.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "graph/graph.h"
#include "plan/plan.h"
#include "random/numbers.h"
#include "random/spec_maker.h"

namespace specimen::gen {

// The spec without `weights_of`, and the statement that each of those that had it shares with. An extension stays as it
// is, and so does ReverseEmbedding, which has no table of its own.
RandomSpec without_sharing(const RandomSpec& spec, std::map<std::string, std::string>* owners);

// "", or how the graph of the spec differs from one whose uses have weights of their own, which are equal.
std::string check_sharing(const RandomSpec& spec, const Graph& graph, const Numbers& numbers);

// The names of two weights of other blocks that the function packs, alike in shape and type: exchanged, they still fit.
// {nullptr, nullptr} if there are none.
std::pair<ScopedName*, ScopedName*> weights_alike(PlanFunction* function);

}  // namespace specimen::gen
