// The view: everything that templates print, as finished strings in one JSON object (`--emit=view`).
#pragma once

#include <nlohmann/json.hpp>

#include "emit/calls.h"
#include "emit/emit.h"
#include "plan/plan.h"

namespace specimen::gen {

using View = nlohmann::ordered_json;

View make_view(const Plan& plan, const EmitOptions& options);

// Its parts, one file each.
View function_view(const Plan& plan, const Calls& calls, int function);  // parameters, locals, steps
View structs_view(const Plan& plan, const Calls& calls);                 // of the weights, that of the whole left out
View members_view(const Plan& plan, const Calls& calls, int function);   // of one struct
View packings_view(const Plan& plan);                                    // one `pack` for each struct
// Of a step of training: every parameter, and which member of the tree is where.
void add_parameters(const Plan& plan, const EmitOptions& options, View& view);
// How it is trained; `model` is the plan of its inference.
void add_recipe(const Plan& plan, const Plan& model, const View& model_view, const EmitOptions& options, View& view);

View kernels_view(const Plan& plan);  // the table
View wrappers_view(const Plan& plan, const Calls& calls);
View instances_view(const Plan& plan);         // the kernel families' structs
void add_image(const Plan& plan, View& view);  // how an image becomes the input
void add_text(const Plan& plan, View& view);   // how a text does
// Of an entry, in C, in the test and in the README.
void add_arguments(const Plan& plan, const PlanEntry& entry, View& view);
// Paths and costs of an entry, in order of execution.
View ops_view(const Plan& plan, const PlanEntry& entry);
void add_device_code(const Plan& plan, const EmitOptions& options, View& view);  // of a plan for GPUs

// An entry rather than a block of one.
inline bool is_entry(const Plan& plan, int function) { return plan.functions[function].block.empty(); }
// The type of an element in C++.
const char* element_type(DType dtype);
// A constant; -1 for what depends on a symbol.
inline std::int64_t number(const Dim& dim) { return dim.is_constant() ? dim.value() : -1; }
// A dimension of one run: 64, or `n.past + n.tokens`.
std::string size_of_run(const Dim& dim);
// The text of the function names sizes of the run.
bool reads_sizes(const Plan& plan, int function);
// In training, what a function reads or writes, or one that it calls: random numbers, parameters, and gradients, among
// which are the statistics of a batch.
bool reads_random(const Plan& plan, int function);
bool reads_parameters(const Plan& plan, int function);
bool uses_gradients(const Plan& plan, int function);
// The symbols of the model as the runtime numbers them: the batch, then the others by name.
std::vector<std::string> symbols_of(const Plan& plan);
// Of those, the ones that the inputs of an entry say.
std::vector<std::string> input_symbols(const Plan& plan, const PlanEntry& entry);
// Symbols, states, their structs and how these are bound to memory.
void add_states(const Plan& plan, View& view);
void add_sizes(const Plan& plan, const PlanEntry& entry, View& view);
// (batch, 28, 28, 1)
std::string shape_text(const std::vector<Dim>& shape);
// Names of values in C++ text: the plan's, where they are free.
std::vector<std::string> value_names(const Plan& plan, const Calls& calls, int function);

}  // namespace specimen::gen
