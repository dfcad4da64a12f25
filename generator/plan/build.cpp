#include "plan/build.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "base/hash.h"
#include "graph/shapes.h"
#include "graph/traits.h"
#include "plan/arena.h"
#include "plan/function.h"
#include "plan/names.h"
#include "plan/outline.h"
#include "plan/select.h"
#include "plan/structs.h"

namespace specimen::gen {

namespace {

std::string preferred_name(const PlanFunction& f) {
  std::string name = identifier(f.block);
  const PlanValue* x = nullptr;
  const PlanValue* y = nullptr;
  for (const PlanValue& value : f.values) {
    if (!x && value.place == PlanValue::Place::input) x = &value;
    if (!y && value.place == PlanValue::Place::output) y = &value;
  }
  // A block of a language model runs on tokens of any number; one size of them is the rule.
  const bool image = y && has_batch(y->shape) &&
                     std::all_of(y->shape.begin() + 1, y->shape.end(), [](const Dim& d) { return d.is_constant(); });
  if (!image || y->shape.size() == 3) return name;
  name += "_" + dimensions(y->shape);
  const bool from_image =
      x && has_batch(x->shape) &&
      std::all_of(x->shape.begin() + 1, x->shape.end(), [](const Dim& d) { return d.is_constant(); });
  if (from_image && x->shape != y->shape) name += "_from_" + dimensions(x->shape);
  return name;
}

std::string function_doc(const PlanFunction& f) {
  std::string in, out;
  for (const PlanValue& value : f.values) {
    if (value.place == PlanValue::Place::input) in += (in.empty() ? "" : ", ") + to_string(value.shape);
    if (value.place == PlanValue::Place::output) out += (out.empty() ? "" : ", ") + to_string(value.shape);
  }
  return in + " -> " + out;
}

// Ids stay below the tables that they choose from; a mask is 0 or 1.
PlanInput plan_input(const Graph& graph, const Function& function, const Input& input) {
  PlanInput result{input.name, graph[input.tensor].shape, input.meaning, graph[input.tensor].dtype};
  if (result.dtype != DType::i32) return result;
  for (OpId id : graph.order(function)) {
    const Op& op = graph[id];
    if (std::find(op.inputs.begin(), op.inputs.end(), input.tensor) == op.inputs.end()) continue;
    const OpTraits of = traits(op.attributes);
    const bool ids = of.ids >= 0 && op.inputs[of.ids] == input.tensor;
    const bool mask = of.mask >= 0 && op.inputs[of.mask] == input.tensor;
    if (!ids && !mask) continue;
    const std::int64_t choices = of.classes >= 0     ? number(graph[op.inputs[of.classes]].shape.back())
                                 : of.vocabulary > 0 ? of.vocabulary
                                 : of.table >= 0     ? number(graph[op.inputs[of.table]].shape[0])
                                                     : 2;
    const std::int64_t below = ids ? choices : 2;
    result.is_mask = mask;
    result.below = result.below == 0 ? below : std::min(result.below, below);
  }
  if (result.below == 0) result.below = std::numeric_limits<std::int32_t>::max();  // nothing chooses by it
  return result;
}

// Tensors that are made of all examples of a batch together.
std::set<TensorId> of_whole_batch(const Graph& graph, const Function& function) {
  std::set<TensorId> mixed;
  for (OpId id : graph.order(function)) {
    const Op& op = graph[id];
    const bool reads_one = std::any_of(op.inputs.begin(), op.inputs.end(), [&](TensorId x) { return mixed.count(x); });
    for (TensorId y : op.outputs) {
      if (reads_one || (has_batch(graph[op.inputs[0]].shape) && !has_batch(graph[y].shape))) mixed.insert(y);
    }
  }
  return mixed;
}

// In one buffer: what is trained first, each in the order of the model. Tensors begin at whole vectors.
void place_parameters(std::vector<PlanParameter>& parameters) {
  std::stable_partition(parameters.begin(), parameters.end(), [](const auto& p) { return p.trainable; });
  std::int64_t next = 0;
  for (PlanParameter& parameter : parameters) {
    parameter.offset = next;
    next = parameter.end();
  }
}

void count_calls(const Plan& plan, int function, int times, std::vector<int>& calls) {
  for (const PlanStep& step : plan.functions[function].steps) {
    if (const auto* kernel = std::get_if<KernelStep>(&step.action)) calls[kernel->kernel] += times;
    if (const auto* call = std::get_if<CallStep>(&step.action)) count_calls(plan, call->function, times, calls);
    if (const auto* loop = std::get_if<LoopStep>(&step.action))
      count_calls(plan, loop->function, times * loop->count, calls);
  }
}

std::int64_t flops_of(const Plan& plan, int function, std::int64_t tokens) {
  std::int64_t flops = 0;
  for (const PlanStep& step : plan.functions[function].steps) {
    if (const auto* kernel = std::get_if<KernelStep>(&step.action)) {
      const PlanCost& cost = kernel->flops;
      flops += cost.fixed + (cost.per_token + cost.per_pair * tokens) * tokens;
    } else if (const auto* call = std::get_if<CallStep>(&step.action)) {
      flops += flops_of(plan, call->function, tokens);
    } else if (const auto* loop = std::get_if<LoopStep>(&step.action)) {
      flops += loop->count * flops_of(plan, loop->function, tokens);
    }
  }
  return flops;
}

}  // namespace

Plan build_plan(const Graph& graph, TargetKind kind, const PlanOptions& options) {
  Plan plan;
  plan.kind = kind;
  plan.model = graph.model;
  plan.doc = graph.doc;
  plan.source = graph.source;
  plan.spec_path = graph.spec_path;
  plan.symbol_maxima = graph.symbol_maxima;
  for (const auto& [symbol, maximum] : plan.symbol_maxima) {
    if (is_length(graph, symbol)) plan.lengths.insert(symbol);
  }
  for (const GraphConstraint& c : graph.constraints) plan.constraints.push_back({c.less, c.more, c.text});
  for (const Function& function : graph.functions) {
    PlanEntry entry;
    entry.name = identifier(function.name);
    entry.doc = function.doc;
    entry.sequence = sequence_symbol(graph, function);
    for (OpId id : graph.order(function)) {
      const Op& op = graph[id];
      for (TensorId input : op.inputs) entry.has_states = entry.has_states || state_of(graph, input).valid();
      if (!std::holds_alternative<AppendOp>(op.attributes)) continue;
      entry.adds[graph[op.inputs[0]].shape[1].text()] = graph[op.inputs[1]].shape[1];
    }
    for (const Input& input : function.inputs) {
      if (!input.random) entry.inputs.push_back(plan_input(graph, function, input));
    }
    const std::set<TensorId> mixed = of_whole_batch(graph, function);
    for (const Output& output : function.outputs) {
      plan.training = plan.training || output.gradient_of.valid();
      if (output.gradient_of.valid()) continue;
      entry.outputs.push_back({output.name, graph[output.tensor].shape, output.meaning, graph[output.tensor].dtype,
                               mixed.count(output.tensor) == 0 && has_batch(graph[output.tensor].shape)});
    }
    plan.entries.push_back(std::move(entry));
  }
  for (const Tensor& tensor : graph.tensors) {
    if (tensor.kind == TensorKind::state)
      plan.states.push_back({tensor.name, tensor.shape, tensor.owner, tensor.initial_value});
    if (tensor.kind != TensorKind::weight) continue;
    PlanParameter parameter{tensor.name, {}, tensor.trainable, tensor.initializer, tensor.regularizer, -1, 0};
    for (const Dim& dim : tensor.shape) parameter.shape.push_back(static_cast<int>(number(dim)));
    for (const Output& output : graph.functions[0].outputs) {
      if (output.gradient_of.valid() && graph[output.gradient_of].name == tensor.name)
        parameter.momentum = output.momentum;
    }
    plan.parameters.push_back(std::move(parameter));
  }
  if (plan.training) {
    place_parameters(plan.parameters);
  } else {
    std::sort(plan.parameters.begin(), plan.parameters.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
  }

  const Outlines outlines(graph);
  KernelTable kernels(options.targets.empty() ? targets_of(kind) : options.targets, options.tuned);
  std::map<std::string, int> function_of;
  std::set<std::string> taken = header_names();
  UniqueNames structs(taken);
  taken.insert("pack");
  for (const PlanEntry& entry : plan.entries) taken.insert(entry.name);
  UniqueNames names(std::move(taken));
  std::size_t next_entry = 0;
  for (const Outline& outline : outlines.all()) {
    const int index = static_cast<int>(plan.functions.size());
    const bool whole = graph[outline.region].kind == RegionKind::function;
    // Two entries that do the same are two functions.
    const auto [at, added] = function_of.try_emplace(outline.signature, index);
    if (!added && !whole) {
      ++plan.functions[at->second].placements;
      continue;
    }
    PlanFunction function =
        FunctionBuilder(graph, outlines, plan.functions, function_of, kernels, kind, options).build(outline);
    if (whole) plan.entries[next_entry].function = index;
    if (function.backward && outline.mirror.valid()) {
      const PlanFunction& forward = plan.functions[function_of.at(outlines.of(outline.mirror).signature)];
      function.name = names.take(forward.name + "_backward");
      function.weights_struct = forward.weights_struct;
    } else {
      function.name = whole ? plan.entries[next_entry++].name : names.take(preferred_name(function));
      function.weights_struct =
          whole ? plan.training ? "Parameters" : "Weights" : structs.take(type_name(function.name));
    }
    function.doc = function_doc(function);
    plan.functions.push_back(std::move(function));
  }
  share_structs(plan);
  share_states(plan);

  // What sharing functions costs is measured by the same model as one list of kernels.
  for (const Function& function : graph.functions) {
    std::vector<PlanFunction> flat;
    flat.push_back(FunctionBuilder(graph, outlines, {}, {}, kernels, kind, options).build(outlines.flat(function)));
    place_arena(flat, {0}, options.memory);
    plan.flat_bytes_per_example = std::max(plan.flat_bytes_per_example, flat.back().arena_bytes.examples);
  }

  const std::vector<int> where = kernels.finish();
  for (PlanFunction& function : plan.functions) {
    for (PlanStep& step : function.steps) {
      if (auto* kernel = std::get_if<KernelStep>(&step.action)) kernel->kernel = where[kernel->kernel];
    }
  }
  plan.kernels = std::move(kernels.kernels);
  std::vector<int> roots;
  for (const PlanEntry& entry : plan.entries) roots.push_back(entry.function);
  place_arena(plan.functions, roots, options.memory);
  for (PlanEntry& entry : plan.entries) {
    const ArenaBytes& needed = plan.functions[entry.function].arena_bytes;
    plan.arena_bytes_per_example = std::max(plan.arena_bytes_per_example, needed.examples);
    plan.arena_fixed_bytes = std::max(plan.arena_fixed_bytes, needed.fixed);
    std::vector<int> calls(plan.kernels.size(), 0);
    count_calls(plan, entry.function, 1, calls);
    for (std::size_t i = 0; i < plan.kernels.size(); ++i) {
      plan.kernels[i].calls += calls[i];
      entry.flops += plan.kernels[i].flops * calls[i];
    }
  }
  for (const PlanKernel& kernel : plan.kernels) {
    for (const auto& [target, schedule] : kernel.schedule) {
      plan.thread_workspace_bytes =
          std::max(plan.thread_workspace_bytes, workspace_bytes(kernel.problem, schedule, target));
    }
  }
  plan.structure_hash = hash_text(structure_text(plan));
  return plan;
}

std::int64_t flops_of(const Plan& plan, const PlanEntry& entry, std::int64_t sequence) {
  return flops_of(plan, entry.function, sequence);
}

}  // namespace specimen::gen
