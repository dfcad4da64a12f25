// The structs of weights that functions of a plan share, and where in the model their tensors are.
#pragma once

#include "plan/plan.h"

namespace specimen::gen {

// Several entries read the weights of the same layers: what two functions read at the same places of the model becomes
// one struct, with the members of both. Afterwards functions of one struct have the same `weights_struct`, `weights`,
// `pack` and `scopes`. A plan of one entry is left as it is.
void share_structs(Plan& plan);

// One function for each struct of weights, those first whose structs are members of others.
std::vector<int> struct_owners(const Plan& plan);

// Functions whose states are alike share a struct of them: they have the same `states_struct`. Entries have the states
// of all of them.
void share_states(Plan& plan);

// One function for each struct of states, those first whose structs are members of others.
std::vector<int> state_owners(const Plan& plan);

// The paths of these names at a placement whose scopes are `scopes`.
std::vector<std::string> resolve(const std::vector<ScopedName>& names, const std::vector<std::string>& scopes);

// Floats of all packed weights: of each tensor once, however many members are it. The runtime counts in the same way
// (runtime/core/packer.h).
std::int64_t packed_bytes(const Plan& plan);

}  // namespace specimen::gen
