#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "emit/text.h"
#include "emit/view.h"
#include "plan/names.h"

namespace specimen::gen {

namespace {

std::string padding_text(const Padding& padding) {
  return fmt::format("{{{}, {}, {}, {}}}", padding.top, padding.bottom, padding.left, padding.right);
}

// The extents of a tensor behind its batch, but for `last` of them: `196, 192`; `n.sequence` for a symbol.
std::string inner_extents(const std::vector<Dim>& shape, std::size_t last = 0) {
  std::vector<std::string> list;
  for (std::size_t d = 1; d + last < shape.size(); ++d) list.push_back(size_of_run(shape[d]));
  return fmt::format("{}", fmt::join(list, ", "));
}

// What a state holds: `s.key.slice(0, 0, n.batch).slice(1, 0, n.past)`.
std::string state_view(const PlanValue& value, const PlanState& state) {
  std::string text = "s." + state.name;
  for (std::size_t d = 0; d < state.shape.size(); ++d) {
    if (!state.shape[d].is_constant()) text += fmt::format(".slice({}, 0, {})", d, size_of_run(value.shape[d]));
  }
  return text;
}

// The tokens at the end of what a state holds: `key.slice(1, n.past, n.tokens)`.
std::string appended_view(const PlanValue& value, const PlanValue& whole, const std::string& name) {
  return fmt::format("{}.slice(1, {}, {})", name, size_of_run(whole.shape[1] - value.shape[1]),
                     size_of_run(value.shape[1]));
}
// Of a tensor without a batch.
std::string constant_extents(const std::vector<Dim>& shape) {
  std::vector<std::string> list;
  for (const Dim& dim : shape) list.push_back(dim.text());
  return fmt::format("{}", fmt::join(list, ", "));
}

// Where a local is stored: arena.image(0, 28, 28, 1, {2, 2, 2, 2}), mixed.slice(3, 64, 96) or pool.reshape({3136}).
std::string local_view(const PlanValue& value, const std::vector<std::string>& names) {
  if (value.place == PlanValue::Place::reshape) {
    const bool batch = has_batch(value.shape);
    return fmt::format("{}.{}({{{}}})", names[value.parent], batch ? "reshape" : "view",
                       batch ? inner_extents(value.shape) : constant_extents(value.shape));
  }
  if (value.place == PlanValue::Place::slice) {
    return fmt::format("{}.slice({}, {}, {})", names[value.parent], value.shape.size() - 1, value.channel,
                       value.channels);
  }
  if (!has_batch(value.shape)) {
    const std::string extents = value.shape.empty() ? "" : fmt::format(", {{{}}}", constant_extents(value.shape));
    return fmt::format("arena.fixed<{}>({}{})", element_type(value.dtype), value.offset, extents);
  }
  if (value.dtype == DType::i32 || value.shape.size() == 1) {
    const std::string inner = value.shape.size() == 1 ? "" : fmt::format(", {{{}}}", inner_extents(value.shape));
    return fmt::format("arena.dense<{}>({}{})", element_type(value.dtype), value.offset, inner);
  }
  if (value.shape.size() == 4) {
    const std::string padding = value.padding.none() ? "" : ", " + padding_text(value.padding.size);
    return fmt::format("arena.image({}, {}, {}, {}{})", value.offset, value.height, value.width, value.channels,
                       padding);
  }
  if (value.shape.size() == 3)
    return fmt::format("arena.tokens({}, {}, {})", value.offset, inner_extents(value.shape, 1), value.channels);
  return fmt::format("arena.rows({}, {})", value.offset, value.channels);
}

// Whether a value is declared in the text: parameters and values that passes removed are not.
bool has_line(const PlanValue& value) {
  const bool parameter = value.place == PlanValue::Place::input || value.place == PlanValue::Place::output;
  return !parameter && value.last_step >= 0;
}

std::string local_comment(const PlanValue& value) {
  const Padding& b = value.padding.size;
  if (b.none()) return shape_text(value.shape);
  if (b.top == b.bottom && b.top == b.left && b.top == b.right) {
    return fmt::format("{}, padding of {}", shape_text(value.shape), b.top);
  }
  std::vector<std::string> sides;
  const std::pair<int, const char*> all[] = {
      {b.top, "above"}, {b.bottom, "below"}, {b.left, "left"}, {b.right, "right"}};
  for (const auto& [width, side] : all) {
    if (width) sides.push_back(fmt::format("{} {}", width, side));
  }
  return fmt::format("{}, padding: {}", shape_text(value.shape), fmt::join(sides, ", "));
}

// The name of the tensor that a loop carries: its stage (stage1/block2 .. stage1/block4: stage1), or as the array of
// its weights.
std::string loop_name(const PlanFunction& f, const PlanStep& step, const LoopStep& loop) {
  const std::string first = step.path.substr(0, step.path.find(' '));
  const std::size_t slash = first.rfind('/');
  if (slash != std::string::npos) return identifier(first.substr(0, slash));
  return loop.weights >= 0 ? f.weights[loop.weights].name : identifier(first);
}

// a/b/c and a/b/d: a/b. Two blocks in different places of the model have none.
std::string common_path(const std::string& a, const std::string& b) {
  std::size_t common = 0;
  for (std::size_t i = 0; i <= a.size() && i <= b.size(); ++i) {
    const bool ends = (i == a.size() || a[i] == '/') && (i == b.size() || b[i] == '/');
    if (ends) common = i;
    if (i == a.size() || i == b.size() || a[i] != b[i]) break;
  }
  return a.substr(0, common);
}

// The name that each value would have if no other had it: of the block that wrote it, or of the loop that carries it.
std::vector<std::string> preferred_names(const PlanFunction& f) {
  std::vector<std::string> preferred;
  for (const PlanValue& value : f.values) preferred.push_back(value.name);
  auto is_local = [&](int value) { return f.values[value].place == PlanValue::Place::local; };
  std::map<int, std::string> writers;
  for (const PlanStep& step : f.steps) {
    if (const auto* call = std::get_if<CallStep>(&step.action)) {
      for (int value : call->outputs) {
        if (!is_local(value)) continue;
        // Blocks in a row that write over one tensor: stage1/block1 and stage1/block2 make stage1.
        const auto [first, added] = writers.try_emplace(value, step.path);
        if (!added) first->second = common_path(first->second, step.path);
        if (!first->second.empty()) preferred[value] = identifier(first->second);
      }
    }
  }
  for (const PlanStep& step : f.steps) {
    if (const auto* loop = std::get_if<LoopStep>(&step.action)) {
      const std::string name = loop_name(f, step, *loop);
      for (int value : loop->second) {
        if (is_local(value)) preferred[value] = name + "_next";
      }
      for (int value : loop->first) {
        if (is_local(value)) preferred[value] = name;
      }
    }
  }
  return preferred;
}

class Writer {
 public:
  Writer(const Plan& plan, const Calls& calls, int function)
      : plan_(plan),
        calls_(calls),
        function_(function),
        f_(plan.functions[function]),
        names_(value_names(plan, calls, function)) {}

  View run() {
    View view;
    const bool whole = is_entry(plan_, function_);
    // A loop swaps the two tensors that it carries, so their views are not constant.
    for (const PlanStep& step : f_.steps) {
      const auto* loop = std::get_if<LoopStep>(&step.action);
      for (std::size_t i = 0; loop && i < loop->first.size(); ++i) {
        if (loop->first[i] != loop->second[i]) swapped_.insert({loop->first[i], loop->second[i]});
      }
    }
    view["name"] = f_.name;
    view["title"] = comment_text(f_.block.empty() ? "the whole network" : f_.block);
    view["doc"] = comment_text(f_.doc) + ".";
    view["is_shared"] = f_.placements > 1;
    view["placements"] = f_.placements;
    view["parameters"] = parameters();
    view["locals"] = locals();
    view["steps"] = View::array();
    for (std::size_t i = 0; i < f_.steps.size(); ++i) view["steps"].push_back(step(static_cast<int>(i), whole));
    return view;
  }

 private:
  std::string parameters() const {
    std::vector<std::string> list = {"Context& ctx"};
    if (!f_.weights.empty()) list.push_back(fmt::format("const {}& w", f_.weights_struct));
    if (!f_.states.empty()) list.push_back(fmt::format("const {}& s", f_.states_struct));
    for (std::size_t v = 0; v < f_.values.size(); ++v) {
      if (f_.values[v].place == PlanValue::Place::output)
        list.push_back((f_.values[v].dtype == DType::i32 ? "Indices " : "Tensor ") + names_[v]);
    }
    for (std::size_t v = 0; v < f_.values.size(); ++v) {
      const bool tokens = f_.values[v].dtype == DType::i32;
      if (f_.values[v].place == PlanValue::Place::input)
        // Of what only the extents count, no kernel reads it: the parameter has no name.
        list.push_back(std::string(tokens ? "ConstTokens" : "ConstTensor") +
                       (f_.values[v].last_step < 0 ? "" : " " + names_[v]));
    }
    if (reads_sizes(plan_, function_)) list.push_back("const Sizes& n");
    if (!f_.arena_bytes.empty()) list.push_back("Arena arena");
    return fmt::format("{}", fmt::join(list, ", "));
  }

  // Views of inputs only read.
  const char* view_type(const PlanValue& value) const {
    const PlanValue* whole = &value;
    while (whole->parent >= 0) whole = &f_.values[whole->parent];
    if (whole->place != PlanValue::Place::input) return whole->dtype == DType::i32 ? "Indices" : "Tensor";
    return whole->dtype == DType::i32 ? "ConstTokens" : "ConstTensor";
  }

  View locals() const {
    View list = View::array();
    for (std::size_t v = 0; v < f_.values.size(); ++v) {
      const PlanValue& value = f_.values[v];
      if (!has_line(value)) continue;
      list.push_back({{"name", names_[v]},
                      {"type", view_type(value)},
                      {"constness", swapped_.count(static_cast<int>(v)) ? "" : "const "},
                      {"view", view_text(value)},
                      {"comment", local_comment(value)}});
    }
    return list;
  }

  std::string now(int value) const { return names_[value]; }

  // conv1.kernel
  std::string parameter(int weights, int tensor) const {
    return f_.weights[weights].name + "." + f_.weights[weights].tensors[tensor].member;
  }

  // Tensor(g.conv1.kernel, {5, 5, 1, 32})
  std::string gradient_view(const PlanValue& value) const {
    return fmt::format("Tensor(g.{}, {{{}}})", parameter(value.weights, value.tensor), constant_extents(value.shape));
  }

  // Where a value is stored, for which there is a line.
  std::string view_text(const PlanValue& value) const {
    switch (value.place) {
      case PlanValue::Place::state:
        return state_view(value, f_.states[value.state]);
      case PlanValue::Place::appended:
        return appended_view(value, f_.values[value.parent], names_[value.parent]);
      case PlanValue::Place::gradient:
        return gradient_view(value);
      default:
        return local_view(value, names_);
    }
  }

  View step(int index, bool whole) {
    const PlanStep& s = f_.steps[index];
    View view = {{"is_statement", true}, {"is_loop", false}, {"is_titled", false}, {"comment", ""}};
    if (const auto* kernel = std::get_if<KernelStep>(&s.action)) {
      view["text"] = kernel_text(index, *kernel);
    } else if (const auto* fill = std::get_if<FillStep>(&s.action)) {
      const StoredPadding& padding = f_.values[fill->value].padding;
      view["text"] = fmt::format("fill_padding({}, {}, {})", now(fill->value), padding_text(padding.size),
                                 padding.lowest ? "kLowest" : "0");
    } else if (const auto* call = std::get_if<CallStep>(&s.action)) {
      const std::string weights = call->weights >= 0 ? "w." + f_.weights[call->weights].name : "";
      const std::string states = call->states >= 0 ? "s." + f_.states[call->states].name : "";
      view["text"] = call_text(call->function, weights, states, call->outputs, call->inputs, call->arena);
    } else {
      loop(std::get<LoopStep>(s.action), view);
    }
    // In the whole network a line says which stage begins.
    const bool block = !std::holds_alternative<KernelStep>(s.action) && !std::holds_alternative<FillStep>(s.action);
    const std::string stage = s.path.substr(0, s.path.find('/'));
    if (whole && block && stage != stage_) {
      view["is_titled"] = true;
      view["comment"] = comment_text(stage);
    }
    if (whole && !block && in_block_) {
      view["is_titled"] = true;
      view["comment"] = comment_text(s.path);
    }
    in_block_ = block;
    if (block) stage_ = stage;
    return view;
  }

  // Outputs, the first input, the weights, the other inputs.
  std::string kernel_text(int index, const KernelStep& step) const {
    const Wrapper& wrapper = calls_.wrapper(function_, index);
    std::vector<std::string> list = {"ctx"};
    for (std::size_t i = step.arguments.size() - step.outputs; i < step.arguments.size(); ++i) {
      list.push_back(now(step.arguments[i].value));
    }
    bool weights = false;
    for (std::size_t i = 0; i + step.outputs < step.arguments.size(); ++i) {
      if (step.arguments[i].value >= 0) {
        list.push_back(now(step.arguments[i].value));
      } else if (!step.arguments[i].random.empty()) {
        list.push_back(fmt::format("random.of({})", cpp_literal(step.arguments[i].random)));
      } else if (plan_.training) {
        list.push_back("p." + parameter(step.arguments[i].weights, step.arguments[i].tensor));
      } else if (!weights) {
        list.push_back("w." + f_.weights[step.weights].name);
        weights = true;
      }
    }
    return fmt::format("{}({})", wrapper.name, fmt::join(list, ", "));
  }

  std::string call_text(int callee, const std::string& weights, const std::string& states,
                        const std::vector<int>& outputs, const std::vector<int>& inputs,
                        const ArenaBytes& arena) const {
    const PlanFunction& f = plan_.functions[callee];
    std::vector<std::string> list = {"ctx"};
    if (!f.weights.empty()) list.push_back(weights);
    if (!f.states.empty()) list.push_back(states);
    for (int value : outputs) list.push_back(now(value));
    for (int value : inputs) list.push_back(now(value));
    if (reads_sizes(plan_, callee)) list.push_back("n");
    const std::string fixed = arena.fixed == 0 ? "" : fmt::format(", {}", arena.fixed);
    if (!f.arena_bytes.empty())
      list.push_back(arena.empty() ? "arena" : fmt::format("arena.from({}{})", arena.examples, fixed));
    return fmt::format("{}({})", f.name, fmt::join(list, ", "));
  }

  void loop(const LoopStep& loop, View& view) {
    view["is_statement"] = false;
    view["is_loop"] = true;
    const std::string& array = f_.weights[loop.weights].name;
    const bool states = loop.states >= 0;
    view["header"] = states
                         ? fmt::format("int i = 0; i < {}; ++i", loop.count)
                         : fmt::format("const {}& block : w.{}", plan_.functions[loop.function].weights_struct, array);
    std::vector<int> inputs = loop.first;
    inputs.insert(inputs.end(), loop.shared.begin(), loop.shared.end());
    view["text"] =
        call_text(loop.function, states ? fmt::format("w.{}[i]", array) : "block",
                  states ? fmt::format("s.{}[i]", f_.states[loop.states].name) : "", loop.second, inputs, loop.arena);
    view["swaps"] = View::array();
    for (std::size_t i = 0; i < loop.first.size(); ++i) {
      if (loop.first[i] == loop.second[i]) continue;
      view["swaps"].push_back({{"a", now(loop.first[i])}, {"b", now(loop.second[i])}});
      // After an odd number of swaps the names stand for the other value.
      if (loop.count % 2) std::swap(names_[loop.first[i]], names_[loop.second[i]]);
    }
  }

  const Plan& plan_;
  const Calls& calls_;
  int function_;
  const PlanFunction& f_;
  std::vector<std::string> names_;
  std::set<int> swapped_;
  std::string stage_;
  bool in_block_ = false;
};

}  // namespace

std::string size_of_run(const Dim& dim) {
  std::map<std::string, Dim> members;
  for (const std::string& symbol : dim.symbols()) members[symbol] = Dim::symbol("n." + symbol);
  std::string text = dim.substitute(members).text();
  // Sizes are not negative: C++ divides them as a spec does.
  for (std::size_t at = text.find("//"); at != std::string::npos; at = text.find("//", at)) text.erase(at, 1);
  return text;
}

bool reads_sizes(const Plan& plan, int function) {
  const PlanFunction& f = plan.functions[function];
  for (const PlanValue& value : f.values) {
    // A slice has the extents of what it is a slice of.
    if (!has_line(value) || value.place == PlanValue::Place::slice) continue;
    if (value.place == PlanValue::Place::state && !value.shape[0].is_constant()) return true;
    for (std::size_t d = 1; d < value.shape.size(); ++d) {
      if (!value.shape[d].is_constant()) return true;
    }
  }
  return std::any_of(f.steps.begin(), f.steps.end(), [&](const PlanStep& step) {
    const auto* call = std::get_if<CallStep>(&step.action);
    const auto* loop = std::get_if<LoopStep>(&step.action);
    return (call || loop) && reads_sizes(plan, call ? call->function : loop->function);
  });
}

std::string shape_text(const std::vector<Dim>& shape) {
  std::string text;
  for (const Dim& dim : shape) text += (text.empty() ? "" : ", ") + dim.text();
  return "(" + text + ")";
}

std::vector<std::string> value_names(const Plan& plan, const Calls& calls, int function) {
  // What the text of a function calls by name, or declares itself.
  std::set<std::string> reserved = {"ctx",     "w",       "p",     "g",      "s",       "n",    "i",
                                    "arena",   "random",  "block", "status", "running", "info", "fill_padding",
                                    "kLowest", "function"};
  for (const Wrapper& wrapper : calls.wrappers()) reserved.insert(wrapper.name);
  for (const PlanFunction& f : plan.functions) reserved.insert(f.name);
  const PlanFunction& f = plan.functions[function];
  std::vector<std::string> preferred = preferred_names(f);
  // What feed_forward() gives is feed_forward_out.
  for (std::size_t v = 0; v < preferred.size(); ++v) {
    const bool taken = f.values[v].place == PlanValue::Place::local && reserved.count(preferred[v]) > 0;
    if (taken) preferred[v] += "_out";
  }
  UniqueNames names(std::move(reserved));
  std::vector<std::string> result(f.values.size());
  // Inputs and outputs keep their names.
  for (const bool local : {false, true}) {
    for (std::size_t v = 0; v < f.values.size(); ++v) {
      const PlanValue& value = f.values[v];
      const bool parameter = value.place == PlanValue::Place::input || value.place == PlanValue::Place::output;
      if (parameter == local || (local && !has_line(value))) continue;
      result[v] = names.take(preferred[v]);
    }
  }
  return result;
}

View function_view(const Plan& plan, const Calls& calls, int function) { return Writer(plan, calls, function).run(); }

}  // namespace specimen::gen
