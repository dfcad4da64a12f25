#include "plan/in_place.h"

#include <algorithm>
#include <set>

#include "plan/steps.h"

namespace specimen::gen {

namespace {

using Place = PlanValue::Place;

// What others share memory with stays where it is.
bool alike(const PlanValue& a, const PlanValue& b) {
  if (a.viewed || b.viewed || a.parent >= 0 || b.parent >= 0) return false;
  return a.shape == b.shape && a.storage == b.storage && a.padding == b.padding && a.bytes == b.bytes;
}

int times(const std::vector<int>& values, int value) {
  return static_cast<int>(std::count(values.begin(), values.end(), value));
}

// The kernel may be given one buffer for the two values.
bool allows(const Problem& problem, const KernelStep& step, int residual, int output) {
  if (times(inputs_of(step), residual) != 1 || times(outputs_of(step), output) != 1) return false;
  for (const InPlace& pair : in_place(problem)) {
    const PlanArgument &x = step.arguments[pair.residual], &y = step.arguments[pair.output];
    if (x.value == residual && y.value == output) return x.row == y.row && x.column == y.column;
  }
  return false;
}

class Merger {
 public:
  Merger(PlanFunction& function, const std::vector<PlanFunction>& functions, const std::vector<PlanKernel>& kernels)
      : function_(function), functions_(functions), kernels_(kernels), whole_(function.block.empty()) {}

  void run() {
    find_uses();
    for (std::size_t i = 0; i < function_.steps.size(); ++i) {
      const int at = static_cast<int>(i);
      auto& action = function_.steps[i].action;
      if (auto* kernel = std::get_if<KernelStep>(&action)) {
        merge_kernel(at, *kernel);
      } else if (auto* call = std::get_if<CallStep>(&action)) {
        merge_call(at, *call);
      } else if (auto* loop = std::get_if<LoopStep>(&action)) {
        merge_loop(*loop);
      }
    }
    std::erase_if(function_.steps, [](const PlanStep& step) {
      const auto* fill = std::get_if<FillStep>(&step.action);
      return fill && fill->value < 0;
    });
    find_uses();
    if (!whole_) find_overlays();
  }

 private:
  void find_uses() { find_steps(function_); }

  // Before this step, the value is not touched; but for the filling of its padding, which comes right before.
  bool begins(int value, int at) const {
    for (int i = function_.values[value].first_step; i < at; ++i) {
      if (!std::holds_alternative<FillStep>(function_.steps[i].action)) return false;
    }
    return true;
  }

  // After this step nobody reads `from`, before it nobody touches `to`: they can be one.
  bool may_merge(int from, int to, int at) const {
    const PlanValue &x = function_.values[from], &y = function_.values[to];
    const bool ours = x.place == Place::local && (y.place == Place::local || (y.place == Place::output && !whole_));
    return from != to && ours && alike(x, y) && x.last_step == at && begins(to, at);
  }

  // `to` and `from` become one: the output of the function if there is one among them.
  void merge(int from, int to) {
    if (function_.values[to].place == Place::local) std::swap(from, to);
    PlanValue &gone = function_.values[from], &stays = function_.values[to];
    stays.first_step = std::min(stays.first_step, gone.first_step);
    stays.last_step = std::max(stays.last_step, gone.last_step);
    gone.last_step = -1;
    for (PlanStep& step : function_.steps) {
      for_values(step, [&](int& value) { value = value == from ? to : value; });
    }
  }

  void merge_kernel(int at, const KernelStep& step) {
    for (const InPlace& pair : in_place(kernels_[step.kernel].problem)) {
      const int from = step.arguments[pair.residual].value, to = step.arguments[pair.output].value;
      if (!allows(kernels_[step.kernel].problem, step, from, to) || !may_merge(from, to, at)) continue;
      // Its padding is filled already.
      for (int i = at - 1; i >= 0; --i) {
        auto* fill = std::get_if<FillStep>(&function_.steps[i].action);
        if (!fill) break;
        if (fill->value == to) fill->value = -1;
      }
      merge(from, to);
      return;
    }
  }

  void merge_call(int at, const CallStep& step) {
    std::set<int> inputs, outputs;  // of the callee, that are taken
    for (const Overlay& overlay : functions_[step.function].overlays) {
      const int from = step.inputs[overlay.input], to = step.outputs[overlay.output];
      if (!overlay.residual || inputs.count(overlay.input) || outputs.count(overlay.output)) continue;
      if (times(step.inputs, from) != 1 || !may_merge(from, to, at)) continue;
      merge(from, to);
      inputs.insert(overlay.input), outputs.insert(overlay.output);
    }
  }

  // The tensors that a loop carries are read by no other step.
  void merge_loop(const LoopStep& step) {
    for (const Overlay& overlay : functions_[step.function].overlays) {
      const LoopArgument input = step.inputs[overlay.input], output = step.outputs[overlay.output];
      if (input.carried() && output.next == input.value) merge(input.value, input.next);
    }
  }

  void find_overlays() {
    std::vector<int> inputs, outputs;
    for (std::size_t i = 0; i < function_.values.size(); ++i) {
      if (function_.values[i].place == Place::input) inputs.push_back(static_cast<int>(i));
      if (function_.values[i].place == Place::output) outputs.push_back(static_cast<int>(i));
    }
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      for (std::size_t o = 0; o < outputs.size(); ++o) {
        Overlay overlay{static_cast<int>(i), static_cast<int>(o)};
        if (may_overlay(inputs[i], outputs[o], overlay.residual)) function_.overlays.push_back(overlay);
      }
    }
  }

  bool may_overlay(int input, int output, bool& residual) const {
    const PlanValue &x = function_.values[input], &y = function_.values[output];
    if (!alike(x, y) || x.last_step < 0 || y.last_step < 0) return false;
    if (x.last_step < y.first_step) return true;
    if (!begins(output, x.last_step)) return false;
    const auto& action = function_.steps[x.last_step].action;
    if (const auto* kernel = std::get_if<KernelStep>(&action)) {
      residual = true;
      return allows(kernels_[kernel->kernel].problem, *kernel, input, output);
    }
    const auto* call = std::get_if<CallStep>(&action);
    if (!call || times(call->inputs, input) != 1) return false;
    for (const Overlay& inner : functions_[call->function].overlays) {
      if (call->inputs[inner.input] != input || call->outputs[inner.output] != output) continue;
      residual = inner.residual;
      return true;
    }
    return false;
  }

  PlanFunction& function_;
  const std::vector<PlanFunction>& functions_;
  const std::vector<PlanKernel>& kernels_;
  bool whole_;
};

}  // namespace

void run_in_place(PlanFunction& function, const std::vector<PlanFunction>& functions,
                  const std::vector<PlanKernel>& kernels) {
  Merger(function, functions, kernels).run();
}

}  // namespace specimen::gen
