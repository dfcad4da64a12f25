#include "plan/loops.h"

#include <algorithm>
#include <map>

#include "plan/steps.h"

namespace specimen::gen {

namespace {

using Place = PlanValue::Place;

// How many steps read or write each value.
std::map<int, int> uses(const PlanFunction& function) {
  std::map<int, int> count;
  for (const PlanStep& step : function.steps) {
    if (!std::holds_alternative<FillStep>(step.action)) for_values(step, [&](int value) { ++count[value]; });
  }
  return count;
}

bool is_local(const PlanValue& value) { return value.place == Place::local && !value.viewed; }

bool fit_in_a_row(const PlanValue& a, const PlanValue& b) {
  return a.place == b.place && a.shape == b.shape && a.dtype == b.dtype && a.padding == b.padding &&
         a.bytes == b.bytes && a.region == b.region && a.opaque == b.opaque;
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

// Calls of one function in a row.
class Roller {
 public:
  Roller(PlanFunction& function, const std::vector<PlanFunction>& functions, bool training)
      : function_(function), functions_(functions), training_(training), count_(uses(function)) {}

  void run() {
    gone_.assign(function_.weights.size(), false);
    gone_states_.assign(function_.states.size(), false);
    std::vector<PlanStep> steps;
    for (std::size_t i = 0; i < function_.steps.size();) {
      const std::size_t end = find_run(i);
      if (end - i < 2) {
        rename(function_.steps[i]);
        steps.push_back(std::move(function_.steps[i++]));
        continue;
      }
      steps.push_back(roll(i, end, steps));
      i = end;
    }
    function_.steps = std::move(steps);

    // Weights and states of rolled calls are elements of arrays now.
    const std::vector<int> moved = drop(function_.weights, gone_);
    move_states(function_, drop(function_.states, gone_states_));
    for (PackStep& step : function_.pack) step.weights = moved[step.weights];
    for (PlanValue& value : function_.values) value.weights = value.weights < 0 ? -1 : moved[value.weights];
    for (PlanStep& step : function_.steps) move_weights(step, moved);
  }

 private:
  // Where an argument of the calls comes from, from one call to the next.
  enum class Source {
    shared,     // the same value in all
    alternate,  // what the call before wrote, which nobody else reads
    row,        // a value of its own in each
  };
  struct Argument {
    Source source = Source::shared;
    int partner = -1;  // of an input the output that it is, in the call before; of an output the input
  };
  struct Run {
    std::vector<Argument> inputs, outputs;
  };

  const CallStep& at(std::size_t i) const { return std::get<CallStep>(function_.steps[i].action); }
  bool is_call(std::size_t i) const {
    return i < function_.steps.size() && std::holds_alternative<CallStep>(function_.steps[i].action);
  }
  bool backward(std::size_t i) const { return functions_[at(i).function].backward; }

  // Whether the two calls may be iterations in a row, whatever their arguments are.
  bool follows(std::size_t i) const {
    const CallStep &a = at(i), &b = at(i + 1);
    if (a.function != b.function || a.weights < 0 || b.weights < 0) return false;
    if (backward(i)) return a.element >= 0 && a.weights == b.weights && b.element == a.element - 1;
    return a.element < 0 && b.element < 0 && a.weights != b.weights;
  }

  Run pattern(std::size_t i) const {
    const CallStep &a = at(i), &b = at(i + 1);
    Run run;
    run.inputs.resize(a.inputs.size());
    run.outputs.resize(a.outputs.size());
    for (std::size_t j = 0; j < a.inputs.size(); ++j) {
      const auto output = std::find(a.outputs.begin(), a.outputs.end(), b.inputs[j]);
      if (output == a.outputs.end()) {
        run.inputs[j].source = a.inputs[j] == b.inputs[j] ? Source::shared : Source::row;
        continue;
      }
      const auto m = output - a.outputs.begin();
      run.inputs[j].partner = static_cast<int>(m);
      run.outputs[m].partner = static_cast<int>(j);
      // What others read as well must stay.
      run.inputs[j].source = run.outputs[m].source = count_.at(*output) == 2 ? Source::alternate : Source::row;
    }
    for (Argument& output : run.outputs) {
      if (output.partner < 0) output.source = Source::row;
    }
    return run;
  }

  // One past the last of the calls from i on that are a loop.
  std::size_t find_run(std::size_t i) const {
    if (!is_call(i) || !is_call(i + 1) || !follows(i)) return i + 1;
    const Run run = pattern(i);
    std::size_t end = i + 1;
    while (is_call(end) && follows(end - 1) && matches(run, pattern(end - 1))) ++end;
    // The last one's results may be read by several, or written for the caller.
    while (end - i >= 2 && !possible(run, i, end)) --end;
    return end;
  }

  static bool matches(const Run& a, const Run& b) {
    const auto same = [](const Argument& x, const Argument& y) {
      return x.source == y.source && x.partner == y.partner;
    };
    return std::equal(a.inputs.begin(), a.inputs.end(), b.inputs.begin(), b.inputs.end(), same) &&
           std::equal(a.outputs.begin(), a.outputs.end(), b.outputs.begin(), b.outputs.end(), same);
  }

  bool possible(const Run& run, std::size_t i, std::size_t end) const {
    for (std::size_t j = 0; j < run.inputs.size(); ++j) {
      const Argument& input = run.inputs[j];
      // The second call overwrites the first one's inputs: they must be ours, and nobody else's.
      if (input.source == Source::alternate) {
        const int first = now(at(i).inputs[j]);
        if (!is_local(function_.values[first]) || count_.at(at(i).inputs[j]) != 2) return false;
        for (std::size_t k = i; k + 1 < end; ++k) {
          if (!is_local(function_.values[at(k).outputs[input.partner]])) return false;
        }
      }
      if (input.source == Source::row && !is_row(row(run, i, end, j, true), i)) return false;
    }
    for (std::size_t m = 0; m < run.outputs.size(); ++m) {
      const Argument& output = run.outputs[m];
      if (output.source == Source::row && output.partner < 0 && !is_row(row(run, i, end, m, false), i)) return false;
    }
    for (std::size_t s = 0; s < at(i).saved.size(); ++s) {
      if (!is_row(saved(i, end, s), i)) return false;
    }
    return true;
  }

  // The values of an argument in all calls; of one that is handed on, the last result, too.
  std::vector<int> row(const Run& run, std::size_t i, std::size_t end, std::size_t index, bool input) const {
    std::vector<int> values;
    for (std::size_t k = i; k < end; ++k) values.push_back(input ? at(k).inputs[index] : at(k).outputs[index]);
    if (input && run.inputs[index].partner >= 0) values.push_back(at(end - 1).outputs[run.inputs[index].partner]);
    return values;
  }

  std::vector<int> saved(std::size_t i, std::size_t end, std::size_t index) const {
    std::vector<int> values;
    for (std::size_t k = i; k < end; ++k) values.push_back(at(k).saved[index]);
    return values;
  }

  // Whether values are, or can be, tensors in a row: from the first to the last, of gradients from the last to the
  // first.
  bool is_row(const std::vector<int>& values, std::size_t i) const {
    if (!training_) return false;
    const PlanValue& first = function_.values[values[0]];
    for (std::size_t k = 1; k < values.size(); ++k) {
      const PlanValue &a = function_.values[values[k - 1]], &b = function_.values[values[k]];
      if (backward(i)) {
        const bool next = b.place == Place::element && a.place == b.place && b.parent == a.parent;
        if (!next || b.element != a.element - 1) return false;
        continue;
      }
      if (!fit_in_a_row(a, b) || std::count(values.begin(), values.end(), values[k]) != 1) return false;
      // What is saved is where the block's own rule has it.
      if (b.place == Place::saved && b.offset != a.offset + align(a.bytes)) return false;
    }
    if (backward(i)) return first.place == Place::element;
    return (first.place == Place::local || first.place == Place::saved) &&
           std::none_of(values.begin(), values.end(), [&](int v) { return function_.values[v].viewed; });
  }

  // Makes values tensors in a row, if they are none yet; of the first one where it is, seen from element `base` on.
  LoopArgument row_argument(const std::vector<int>& values, int base) {
    const PlanValue& known = function_.values[values[0]];
    if (known.place == Place::element) return {known.parent, -1, known.element - base};
    PlanValue whole = known;
    whole.count = static_cast<int>(values.size());
    whole.bytes = align(known.bytes) * whole.count;
    whole.viewed = true;
    const int index = static_cast<int>(function_.values.size());
    function_.values.push_back(std::move(whole));
    for (std::size_t k = 0; k < values.size(); ++k) {
      PlanValue& value = function_.values[values[k]];
      value.place = Place::element;
      value.parent = index;
      value.element = static_cast<int>(k);
    }
    return {index, -1, -base};
  }

  PlanStep roll(std::size_t i, std::size_t end, std::vector<PlanStep>& before) {
    const Run run = pattern(i);
    const CallStep first = at(i);
    LoopStep loop;
    loop.function = first.function;
    loop.count = static_cast<int>(end - i);
    loop.backward = backward(i);
    loop.first = std::max(0, first.element);
    loop.outputs.resize(run.outputs.size());
    for (std::size_t j = 0; j < run.inputs.size(); ++j) {
      const Argument& input = run.inputs[j];
      if (input.source == Source::shared) {
        loop.inputs.push_back({now(first.inputs[j])});
      } else if (input.source == Source::row) {
        loop.inputs.push_back(row_argument(row(run, i, end, j, true), loop.first));
        if (input.partner < 0) continue;
        loop.outputs[input.partner] = loop.inputs.back();
        loop.outputs[input.partner].element += loop.backward ? -1 : 1;
      } else {
        loop.inputs.push_back(alternate(i, end, j, input.partner, before));
        loop.outputs[input.partner] = {loop.inputs.back().next, loop.inputs.back().value};
      }
    }
    for (std::size_t m = 0; m < run.outputs.size(); ++m) {
      if (run.outputs[m].partner < 0) loop.outputs[m] = row_argument(row(run, i, end, m, false), loop.first);
    }
    for (std::size_t s = 0; s < first.saved.size(); ++s)
      loop.saved.push_back(row_argument(saved(i, end, s), loop.first));
    loop.weights = first.weights;
    loop.states = first.states;
    if (!loop.backward) join_members(i, end, loop);
    for (std::size_t k = i; k < end; ++k) loop.scopes.push_back(at(k).scopes);
    PlanStep step;
    step.path = function_.steps[i].path + " .. " + function_.steps[end - 1].path;
    step.comment = function_.steps[i].comment;
    step.action = std::move(loop);
    return step;
  }

  // The two values of an argument that one call writes and the next reads.
  LoopArgument alternate(std::size_t i, std::size_t end, std::size_t input, int output, std::vector<PlanStep>& before) {
    LoopArgument argument{now(at(i).inputs[input]), at(i).outputs[output]};
    const int result = at(end - 1).outputs[output];
    const bool odd = (end - i) % 2 != 0;
    // Where the result is a parameter, that is one of the two tensors: the one that an odd or even count ends with.
    if (!is_local(function_.values[result])) {
      int& end_tensor = odd ? argument.next : argument.value;
      for (PlanStep& step : before) {
        for_values(step, [&](int& value) { value = value == end_tensor ? result : value; });
      }
      end_tensor = result;
    }
    for (std::size_t k = i; k < end; ++k)
      renamed_[at(k).outputs[output]] = (k - i) % 2 == 0 ? argument.next : argument.value;
    return argument;
  }

  // The weights and states of the calls become arrays, of which later calls name elements.
  void join_members(std::size_t i, std::size_t end, const LoopStep& loop) {
    PlanWeights& weights = function_.weights[loop.weights];
    weights.count = loop.count;
    weights.name = array_name(function_, weights.name, function_.weights[at(end - 1).weights].name);
    if (loop.states >= 0) {
      PlanState& states = function_.states[loop.states];
      states.count = loop.count;
      states.name = weights.name;
    }
    std::map<int, int> elements;
    for (std::size_t k = i; k < end; ++k) {
      const CallStep& step = at(k);
      elements[step.weights] = static_cast<int>(k - i);
      if (k == i) continue;
      if (loop.states >= 0) {
        function_.states[loop.states].scopes.push_back(step.scopes);
        gone_states_[step.states] = true;
      }
      weights.scopes.push_back(step.scopes);
      gone_[step.weights] = true;
    }
    for (std::size_t k = end; k < function_.steps.size(); ++k) {
      auto* later = std::get_if<CallStep>(&function_.steps[k].action);
      const auto element = later ? elements.find(later->weights) : elements.end();
      if (element == elements.end()) continue;
      later->element = element->second;
      later->weights = loop.weights;
    }
  }

  // The value that holds what was in this one.
  int now(int value) const {
    const auto at = renamed_.find(value);
    return at == renamed_.end() ? value : at->second;
  }
  void rename(PlanStep& step) {
    for_values(step, [&](int& value) { value = now(value); });
  }

  PlanFunction& function_;
  const std::vector<PlanFunction>& functions_;
  bool training_;
  std::map<int, int> count_;
  std::map<int, int> renamed_;  // values of rolled calls -> the value that holds them now
  std::vector<bool> gone_, gone_states_;
};

}  // namespace

void roll_loops(PlanFunction& function, const std::vector<PlanFunction>& functions, bool training) {
  Roller(function, functions, training).run();
}

}  // namespace specimen::gen
