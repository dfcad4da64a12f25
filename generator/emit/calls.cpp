#include "emit/calls.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "plan/names.h"

namespace specimen::gen {

namespace {

using Kind = WrapperArgument::Kind;

Kind kind_of(const KernelArgument& argument) {
  if (argument.shape.empty() || argument.shape[0] != kBatch) return Kind::vector;
  if (is_tokens(argument)) return Kind::tokens;
  return argument.shape.size() == 4 ? Kind::image : argument.shape.size() == 3 ? Kind::sequence : Kind::rows;
}

// In training: the one layer of which a kernel reads parameters, or reads and writes gradients; -1: none, or several.
int layer_of(const PlanFunction& f, const KernelStep& step, bool gradients) {
  int layer = -1;
  for (const PlanArgument& argument : step.arguments) {
    const bool gradient = argument.value >= 0 && f.values[argument.value].place == PlanValue::Place::gradient;
    const bool parameter = argument.value < 0 && argument.random.empty();
    if (gradients ? !gradient : !parameter) continue;
    const int weights = gradient ? f.values[argument.value].weights : argument.weights;
    if (layer >= 0 && layer != weights) return -1;
    layer = weights;
  }
  return layer;
}

}  // namespace

std::string constant_extents(const std::vector<Dim>& shape) {
  std::vector<std::string> list;
  for (const Dim& dim : shape) list.push_back(dim.text());
  return fmt::format("{}", fmt::join(list, ", "));
}

std::string Calls::kernel_name(const PlanKernel& kernel) {
  return kernel.symbol.compare(0, 4, "f32_") == 0 ? kernel.symbol.substr(4) : kernel.symbol;
}

Calls::Calls(const Plan& plan) {
  add_groups(plan);
  std::vector<std::pair<int, int>> users;
  std::vector<std::size_t> index;
  for (std::size_t f = 0; f < plan.functions.size(); ++f) {
    const std::vector<PlanStep>& steps = plan.functions[f].steps;
    for (std::size_t s = 0; s < steps.size(); ++s) {
      const auto* step = std::get_if<KernelStep>(&steps[s].action);
      if (!step) continue;
      Wrapper wrapper = make(plan, static_cast<int>(f), *step);
      const auto same = std::find_if(wrappers_.begin(), wrappers_.end(), [&](const Wrapper& w) {
        return w.kernel == wrapper.kernel && w.group == wrapper.group && w.parameters == wrapper.parameters &&
               w.gradients == wrapper.gradients && w.arguments == wrapper.arguments;
      });
      index.push_back(static_cast<std::size_t>(same - wrappers_.begin()));
      users.push_back({static_cast<int>(f), static_cast<int>(s)});
      if (same == wrappers_.end()) wrappers_.push_back(std::move(wrapper));
    }
  }
  // Sorted by kernel, then by first use; a kernel that is called in two ways has two names.
  std::vector<std::size_t> order(wrappers_.size()), place(wrappers_.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return wrappers_[a].name < wrappers_[b].name; });
  std::vector<Wrapper> sorted;
  UniqueNames names;
  for (std::size_t i = 0; i < order.size(); ++i) {
    place[order[i]] = i;
    sorted.push_back(std::move(wrappers_[order[i]]));
    sorted.back().name = names.take(sorted.back().name);
  }
  wrappers_ = std::move(sorted);
  for (std::size_t i = 0; i < users.size(); ++i) of_step_[users[i]] = place[index[i]];
}

void Calls::add_groups(const Plan& plan) {
  std::set<std::vector<TensorGroup::Member>> lists;
  auto members = [](const PlanWeights& weights) {
    std::vector<TensorGroup::Member> list;
    for (const PlanWeight& tensor : weights.tensors) list.push_back({tensor.member, tensor.dtype});
    return list;
  };
  std::set<std::string> reserved = header_names();
  for (const PlanFunction& function : plan.functions) {
    reserved.insert(function.weights_struct);
    reserved.insert(function.states_struct);
    for (const PlanWeights& weights : function.weights) {
      if (weights.function < 0) lists.insert(members(weights));
    }
  }
  UniqueNames names(std::move(reserved));
  for (const std::vector<TensorGroup::Member>& list : lists) {
    std::string name;
    for (const TensorGroup::Member& member : list)
      name += (member.type == DType::f32 ? "" : type_name(to_string(member.type))) + type_name(member.name);
    groups_.push_back({names.take(name), list});
  }
  for (std::size_t f = 0; f < plan.functions.size(); ++f) {
    const std::vector<PlanWeights>& weights = plan.functions[f].weights;
    for (std::size_t w = 0; w < weights.size(); ++w) {
      if (weights[w].function >= 0) continue;
      const auto at = std::find_if(groups_.begin(), groups_.end(),
                                   [&](const TensorGroup& g) { return g.members == members(weights[w]); });
      of_weights_[{static_cast<int>(f), static_cast<int>(w)}] = static_cast<std::size_t>(at - groups_.begin());
    }
  }
}

Wrapper Calls::make(const Plan& plan, int function, const KernelStep& step) const {
  const PlanFunction& f = plan.functions[function];
  const PlanKernel& kernel = plan.kernels[step.kernel];
  const std::vector<KernelArgument> described = arguments(kernel.problem);
  Wrapper wrapper;
  wrapper.kernel = step.kernel;
  wrapper.name = kernel_name(kernel);
  if (step.weights >= 0) wrapper.group = group(function, step.weights);
  UniqueNames names({"ctx", "w", "p", "g"});
  const auto group_of = [&](int weights) { return weights < 0 ? "" : group(function, weights); };
  if (plan.training) {
    wrapper.parameters = group_of(layer_of(f, step, false));
    wrapper.gradients = group_of(layer_of(f, step, true));
  }
  const Kind result = kind_of(described.back());
  const PlanValue& y = f.values[step.arguments.back().value];
  for (std::size_t i = 0; i < step.arguments.size(); ++i) {
    const PlanArgument& argument = step.arguments[i];
    WrapperArgument a;
    if (!argument.random.empty()) {
      a.from = WrapperArgument::From::random;
      a.name = "random";
      a.kind = Kind::vector;
      a.type = DType::i32;
    } else if (argument.value < 0) {
      a.from = WrapperArgument::From::weight;
      a.member = f.weights[argument.weights].tensors[argument.tensor].member;
      a.name = a.member;
      a.kind = Kind::weight;
    } else {
      const bool output = i + static_cast<std::size_t>(step.outputs) >= step.arguments.size();
      const Storage& storage = f.values[argument.value].storage;
      a.from = output ? WrapperArgument::From::output : WrapperArgument::From::value;
      a.kind = kind_of(described[i]);
      a.type = f.values[argument.value].dtype;
      // Kernels of rows take all rows of a sequence as they come; the operand that gates an image has one row per
      // example.
      // A result without rows does not say how many x has.
      a.per_row = a.kind == result && y.shape.size() != 2 && (result == Kind::rows || y.shape.size() == 3);
      a.own_count = result == Kind::vector && a.kind == Kind::rows;
      a.own_batch = result == Kind::vector && a.kind == Kind::image;
      a.offset = std::int64_t{argument.row} * storage.row + std::int64_t{argument.column} * storage.pixel;
      const PlanValue& value = f.values[argument.value];
      if (value.place == PlanValue::Place::gradient) {
        a.extents = constant_extents(value.shape);
        a.member = f.weights[value.weights].tensors[value.tensor].member;
      }
      a.name = described[i].role == Role::operand ? (a.kind == result ? "residual" : "gate") : described[i].name;
    }
    a.name = names.take(a.name);
    wrapper.arguments.push_back(std::move(a));
  }
  return wrapper;
}

}  // namespace specimen::gen
