#include "plan/loops.h"

#include <algorithm>
#include <map>

#include "plan/steps.h"

namespace specimen::gen {

namespace {

// How many steps read or write each value.
std::map<int, int> uses(const PlanFunction& function) {
  std::map<int, int> count;
  for (const PlanStep& step : function.steps) {
    std::visit(
        [&](const auto& s) {
          using T = std::decay_t<decltype(s)>;
          if constexpr (std::is_same_v<T, KernelStep>) {
            for (const PlanArgument& argument : s.arguments) ++count[argument.value];
          } else if constexpr (std::is_same_v<T, CallStep>) {
            for (int value : s.inputs) ++count[value];
            for (int value : s.outputs) ++count[value];
          }
        },
        step.action);
  }
  return count;
}

const CallStep* call(const PlanStep& step) { return std::get_if<CallStep>(&step.action); }

bool is_local(const PlanFunction& function, const std::vector<int>& values) {
  return std::all_of(values.begin(), values.end(), [&](int v) {
    return function.values[v].place == PlanValue::Place::local && !function.values[v].viewed;
  });
}

// A call's inputs that are carried, one for each output; those behind them are the same in every iteration.
std::vector<int> carried_inputs(const CallStep& step) {
  const std::size_t count = std::min(step.inputs.size(), step.outputs.size());
  return {step.inputs.begin(), step.inputs.begin() + static_cast<std::ptrdiff_t>(count)};
}

std::vector<int> shared_inputs(const CallStep& step) {
  const std::size_t count = std::min(step.inputs.size(), step.outputs.size());
  return {step.inputs.begin() + static_cast<std::ptrdiff_t>(count), step.inputs.end()};
}

// stage1_block2 .. stage1_block4 are stage1_rest beside stage1_block1; block4, block5 are block4_to_5.
std::string array_name(const PlanFunction& function, const std::string& first, const std::string& last) {
  const std::size_t bar = first.rfind('_');
  const std::string parent = bar == std::string::npos ? "" : first.substr(0, bar + 1);
  bool siblings = !parent.empty(), taken = false;
  bool found = false;
  for (const PlanWeights& weights : function.weights) {
    found = found || (weights.name != first && siblings && weights.name.compare(0, parent.size(), parent) == 0);
    taken = taken || weights.name == parent + "rest";
  }
  if (found && !taken) return parent + "rest";
  const std::size_t digits = last.find_last_not_of("0123456789") + 1;
  return first + "_to_" + last.substr(digits);
}

// Removes the members that are gone; returns where the others went.
template <class Member>
std::vector<int> drop(std::vector<Member>& members, const std::vector<bool>& gone) {
  std::vector<int> moved(members.size(), -1);
  std::vector<Member> kept;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (gone[i]) continue;
    moved[i] = static_cast<int>(kept.size());
    kept.push_back(std::move(members[i]));
  }
  members = std::move(kept);
  return moved;
}

}  // namespace

void roll_loops(PlanFunction& function) {
  const std::map<int, int> count = uses(function);
  std::vector<PlanStep> steps;
  std::map<int, int> renamed;  // values of rolled calls -> the value that holds them now
  auto now = [&](std::vector<int> values) {
    for (int& value : values) {
      const auto at = renamed.find(value);
      if (at != renamed.end()) value = at->second;
    }
    return values;
  };
  std::vector<bool> gone(function.weights.size(), false), gone_states(function.states.size(), false);

  for (std::size_t i = 0; i < function.steps.size();) {
    const CallStep* first = call(function.steps[i]);
    std::size_t end = i + 1;
    // The first call's inputs are overwritten by the second: they must be ours, and nobody else's.
    auto carried = [&](const std::vector<int>& values) {
      return is_local(function, values) &&
             std::all_of(values.begin(), values.end(), [&](int v) { return count.at(v) == 2; });
    };
    if (first && first->weights >= 0 && first->inputs.size() >= first->outputs.size() &&
        carried(carried_inputs(*first))) {
      while (end < function.steps.size()) {
        const CallStep* before = call(function.steps[end - 1]);
        const CallStep* next = call(function.steps[end]);
        if (!next || next->function != first->function || carried_inputs(*next) != before->outputs ||
            shared_inputs(*next) != shared_inputs(*first) || !carried(before->outputs)) {
          break;
        }
        ++end;
        if (!is_local(function, next->outputs)) break;
      }
    }
    if (end - i < 2) {
      PlanStep step = function.steps[i++];
      std::visit(
          [&](auto& s) {
            using T = std::decay_t<decltype(s)>;
            if constexpr (std::is_same_v<T, KernelStep>) {
              for (PlanArgument& argument : s.arguments) {
                const auto at = renamed.find(argument.value);
                if (argument.value >= 0 && at != renamed.end()) argument.value = at->second;
              }
            } else if constexpr (std::is_same_v<T, CallStep>) {
              s.inputs = now(s.inputs);
              s.outputs = now(s.outputs);
            }
          },
          step.action);
      steps.push_back(std::move(step));
      continue;
    }
    LoopStep loop;
    loop.function = first->function;
    loop.count = static_cast<int>(end - i);
    const CallStep& last = *call(function.steps[end - 1]);
    loop.first = now(carried_inputs(*first));
    loop.second = first->outputs;
    loop.shared = now(shared_inputs(*first));
    // Where the result is a parameter, that is one of the two tensors: the one that an odd or even count ends with.
    if (!is_local(function, last.outputs)) {
      std::vector<int>& end_tensor = loop.count % 2 ? loop.second : loop.first;
      for (std::size_t v = 0; v < end_tensor.size(); ++v) {
        for (PlanStep& step : steps) {
          for_values(step, [&](int& value) { value = value == end_tensor[v] ? last.outputs[v] : value; });
        }
      }
      end_tensor = last.outputs;
    }
    loop.weights = first->weights;
    loop.states = first->states;
    PlanWeights& weights = function.weights[first->weights];
    weights.count = loop.count;
    weights.name = array_name(function, weights.name, function.weights[call(function.steps[end - 1])->weights].name);
    if (loop.states >= 0) {
      PlanState& states = function.states[loop.states];
      states.count = loop.count;
      states.name = weights.name;
    }
    for (std::size_t k = i; k < end; ++k) {
      const CallStep& step = *call(function.steps[k]);
      loop.scopes.push_back(step.scopes);
      if (k > i && loop.states >= 0) {
        function.states[loop.states].scopes.push_back(step.scopes);
        gone_states[step.states] = true;
      }
      if (k > i) {
        weights.scopes.push_back(step.scopes);
        gone[step.weights] = true;
      }
      const std::vector<int>& target = (k - i) % 2 == 0 ? loop.second : loop.first;
      for (std::size_t v = 0; v < step.outputs.size(); ++v) renamed[step.outputs[v]] = target[v];
    }
    PlanStep step;
    step.action = std::move(loop);
    step.path = function.steps[i].path + " .. " + function.steps[end - 1].path;
    step.comment = function.steps[i].comment;
    steps.push_back(std::move(step));
    i = end;
  }
  function.steps = std::move(steps);

  // Weights and states of rolled calls are elements of arrays now.
  const std::vector<int> moved = drop(function.weights, gone);
  move_states(function, drop(function.states, gone_states));
  for (PackStep& step : function.pack) step.weights = moved[step.weights];
  for (PlanStep& step : function.steps) move_weights(step, moved);
}

}  // namespace specimen::gen
