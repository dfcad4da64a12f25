// What the steps of a function touch.
#pragma once

#include <algorithm>
#include <type_traits>
#include <vector>

#include "plan/plan.h"

namespace specimen::gen {

// Calls `visit(int&)` for every value that the step names, reads before writes.
template <class Step, class F>
void for_values(Step& step, F visit) {
  std::visit(
      [&](auto& s) {
        using T = std::decay_t<decltype(s)>;
        if constexpr (std::is_same_v<T, KernelStep>) {
          for (auto& argument : s.arguments) {
            if (argument.value >= 0) visit(argument.value);
          }
        } else if constexpr (std::is_same_v<T, FillStep>) {
          if (s.value >= 0) visit(s.value);
        } else if constexpr (std::is_same_v<T, CallStep>) {
          for (auto& value : s.inputs) visit(value);
          for (auto& value : s.saved) visit(value);
          for (auto& value : s.outputs) visit(value);
        } else {
          for (auto* list : {&s.inputs, &s.saved, &s.outputs}) {
            for (auto& argument : *list) {
              visit(argument.value);
              if (argument.carried()) visit(argument.next);
            }
          }
        }
      },
      step.action);
}

// Members of the function's struct of weights have moved: member i is `moved[i]` now.
inline void move_weights(PlanStep& step, const std::vector<int>& moved) {
  std::visit(
      [&](auto& s) {
        using T = std::decay_t<decltype(s)>;
        if constexpr (!std::is_same_v<T, FillStep>) {
          if (s.weights >= 0) s.weights = moved[s.weights];
        }
        if constexpr (std::is_same_v<T, KernelStep>) {
          for (PlanArgument& argument : s.arguments) {
            if (argument.weights >= 0) argument.weights = moved[argument.weights];
          }
        }
      },
      step.action);
}

// The same of members of its struct of states.
inline void move_states(PlanFunction& f, const std::vector<int>& moved) {
  for (PlanValue& value : f.values) {
    if (value.state >= 0) value.state = moved[value.state];
  }
  for (PlanStep& step : f.steps) {
    if (auto* call = std::get_if<CallStep>(&step.action); call && call->states >= 0) call->states = moved[call->states];
    if (auto* loop = std::get_if<LoopStep>(&step.action); loop && loop->states >= 0) loop->states = moved[loop->states];
  }
}

inline std::vector<int> inputs_of(const KernelStep& step) {
  std::vector<int> values;
  for (std::size_t i = 0; i + step.outputs < step.arguments.size(); ++i) {
    if (step.arguments[i].value >= 0) values.push_back(step.arguments[i].value);
  }
  return values;
}

inline std::vector<int> outputs_of(const KernelStep& step) {
  std::vector<int> values;
  for (std::size_t i = step.arguments.size() - step.outputs; i < step.arguments.size(); ++i) {
    values.push_back(step.arguments[i].value);
  }
  return values;
}

// Sets first_step and last_step of all values.
inline void find_steps(PlanFunction& function) {
  for (PlanValue& value : function.values) {
    value.first_step = static_cast<int>(function.steps.size());
    value.last_step = -1;
  }
  for (std::size_t i = 0; i < function.steps.size(); ++i) {
    for_values(function.steps[i], [&](int value) {
      // A step that touches a slice touches the value that it is part of.
      for (; value >= 0; value = function.values[value].parent) {
        PlanValue& v = function.values[value];
        v.first_step = std::min(v.first_step, static_cast<int>(i));
        v.last_step = static_cast<int>(i);
      }
    });
  }
}

}  // namespace specimen::gen
