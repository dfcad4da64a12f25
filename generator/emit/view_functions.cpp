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
// What is in a row of them: 4096 + i * 65536.
std::string offset_text(std::int64_t offset, std::int64_t each) {
  return offset == 0 ? fmt::format("i * {}", each) : fmt::format("{} + i * {}", offset, each);
}

// Where a local is stored: arena.image(0, 28, 28, 1, {2, 2, 2, 2}), mixed.slice(3, 64, 96) or pool.reshape({3136}).
std::string local_view(const PlanValue& value, const std::vector<std::string>& names) {
  const char* memory = value.place == PlanValue::Place::saved ? "saved" : "arena";
  const std::string offset =
      value.count > 1 ? offset_text(value.offset, value.bytes / value.count) : std::to_string(value.offset);
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
    return fmt::format("{}.fixed<{}>({}{})", memory, element_type(value.dtype), offset, extents);
  }
  if (value.dtype == DType::i32 || value.shape.size() == 1) {
    const std::string inner = value.shape.size() == 1 ? "" : fmt::format(", {{{}}}", inner_extents(value.shape));
    return fmt::format("{}.dense<{}>({}{})", memory, element_type(value.dtype), offset, inner);
  }
  if (value.shape.size() == 4) {
    const std::string padding = value.padding.none() ? "" : ", " + padding_text(value.padding.size);
    return fmt::format("{}.image({}, {}, {}, {}{})", memory, offset, value.height, value.width, value.channels,
                       padding);
  }
  if (value.shape.size() == 3)
    return fmt::format("{}.tokens({}, {}, {})", memory, offset, inner_extents(value.shape, 1), value.channels);
  return fmt::format("{}.rows({}, {})", memory, offset, value.channels);
}

// Whether a value is declared in the text: parameters and values that passes removed are not.
bool has_line(const PlanValue& value) {
  const bool parameter = value.place == PlanValue::Place::input || value.place == PlanValue::Place::output;
  // A gradient is named where it is; what is one of several in a row, by their name; what others keep is no tensor.
  const bool elsewhere = value.place == PlanValue::Place::gradient || value.place == PlanValue::Place::element;
  return !parameter && !elsewhere && !value.opaque && value.last_step >= 0;
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
  auto is_local = [&](int value) {
    return f.values[value].place == PlanValue::Place::local || f.values[value].place == PlanValue::Place::saved;
  };
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
      const std::string name = loop_name(f, step, *loop) + (loop->backward ? "_gradient" : "");
      for (const LoopArgument& input : loop->inputs) {
        if (!is_local(input.value)) continue;
        const bool row = f.values[input.value].count > 1;
        if (input.carried() || (row && !loop->backward)) preferred[input.value] = name;
        if (input.carried() && input.next != input.value && is_local(input.next))
          preferred[input.next] = name + "_next";
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
      for (std::size_t i = 0; loop && i < loop->inputs.size(); ++i) {
        const LoopArgument& input = loop->inputs[i];
        if (input.carried() && input.value != input.next) swapped_.insert({input.value, input.next});
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
    if (plan_.training) {
      if (reads_parameters(plan_, function_)) list.push_back(fmt::format("const {}& p", f_.weights_struct));
      if (uses_gradients(plan_, function_)) list.push_back(fmt::format("const {}& g", f_.weights_struct));
    } else if (!f_.weights.empty()) {
      list.push_back(fmt::format("const {}& w", f_.weights_struct));
    }
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
    if (reads_random(plan_, function_)) list.push_back("const Random& random");
    if (reads_sizes(plan_, function_)) list.push_back("const Sizes& n");
    if (!f_.saved_bytes.empty()) list.push_back("Arena saved");
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
      // Two vectors that belong together share a line.
      if (!list.empty() && v > 0 && are_two(f_.values[v - 1], value)) {
        View& before = list.back();
        before["view"] = fmt::format("{}, {} = {}", before["view"].get<std::string>(), names_[v], view_text(value));
        continue;
      }
      list.push_back({{"name", names_[v]},
                      {"is_row", value.count > 1},
                      {"type", view_type(value)},
                      {"constness", swapped_.count(static_cast<int>(v)) ? "" : "const "},
                      {"view", view_text(value)},
                      {"comment", local_comment(value)}});
    }
    for (const PlanStep& step : f_.steps) {
      const auto* loop = std::get_if<LoopStep>(&step.action);
      if (!loop || !reads_random(plan_, loop->function)) continue;
      std::vector<std::string> paths(static_cast<std::size_t>(loop->count));
      for (std::size_t k = 0; k < paths.size(); ++k) {
        const std::size_t element = loop->backward ? paths.size() - 1 - k : k;
        paths[element] = cpp_literal(loop->scopes[k][0].relative);
      }
      list.push_back({{"name", paths_name(*loop) + "[]"},
                      {"is_row", false},
                      {"type", "char* const"},
                      {"constness", "static const "},
                      {"view", fmt::format("{{{}}}", fmt::join(paths, ", "))},
                      {"comment", "which their random numbers depend on"}});
    }
    return list;
  }

  // Both are results of one kernel that have no batch: its scale and shift.
  bool are_two(const PlanValue& a, const PlanValue& b) const {
    const bool vectors = a.shape.size() == 1 && a.shape == b.shape && !has_batch(a.shape);
    return vectors && has_line(a) && a.place == PlanValue::Place::local && b.place == PlanValue::Place::local &&
           a.first_step == b.first_step && a.last_step == b.last_step;
  }

  std::string paths_name(const LoopStep& loop) const {
    return f_.weights[loop.weights].name + (loop.backward ? "_paths_back" : "_paths");
  }

  std::string now(int value) const {
    const PlanValue& v = f_.values[value];
    // Kernels know the extents of a parameter.
    if (v.place == PlanValue::Place::gradient) return "g." + parameter(v.weights, v.tensor);
    return names_[value];
  }

  // The same in an iteration of a loop: stage1(i + 1).
  std::string now(const LoopArgument& argument) const {
    if (f_.values[argument.value].count == 1) return now(argument.value);
    const std::string index = argument.element == 0  ? "i"
                              : argument.element > 0 ? fmt::format("i + {}", argument.element)
                                                     : fmt::format("i - {}", -argument.element);
    return fmt::format("{}({})", names_[argument.value], index);
  }

  // conv1.kernel
  std::string parameter(int weights, int tensor) const {
    return f_.weights[weights].name + "." + f_.weights[weights].tensors[tensor].member;
  }

  // Where a value is stored, for which there is a line.
  std::string view_text(const PlanValue& value) const {
    switch (value.place) {
      case PlanValue::Place::state:
        return state_view(value, f_.states[value.state]);
      case PlanValue::Place::appended:
        return appended_view(value, f_.values[value.parent], names_[value.parent]);
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
      Call text{call->function};
      if (call->weights >= 0) text.weights = f_.weights[call->weights].name;
      if (call->element >= 0) text.weights += fmt::format("[{}]", call->element);
      if (call->states >= 0) text.states = "s." + f_.states[call->states].name;
      for (int value : call->outputs) text.outputs.push_back(now(value));
      for (int value : call->inputs) text.inputs.push_back(now(value));
      text.path = cpp_literal(call->scopes.empty() ? "" : call->scopes[0].relative);
      for (int value : call->saved) text.saved.push_back({value});
      text.arena = call->arena;
      view["text"] = call_text(text);
    } else {
      loop(std::get<LoopStep>(s.action), view);
    }
    // In the whole network a line says which stage begins.
    const bool block = !std::holds_alternative<KernelStep>(s.action) && !std::holds_alternative<FillStep>(s.action);
    const bool gradients = block ? is_backward(s) : s.path.find("/gradient") != std::string::npos;
    const std::string stage = s.path.substr(0, s.path.find('/')) + (gradients ? ", gradients" : "");
    if (whole && block && stage != stage_) {
      view["is_titled"] = true;
      view["comment"] = comment_text(stage);
    }
    if (whole && !block && in_block_) {
      view["is_titled"] = true;
      view["comment"] = comment_text(gradients ? stage : s.path);
    }
    in_block_ = block;
    if (block) stage_ = stage;
    return view;
  }

  bool is_backward(const PlanStep& step) const {
    const auto* call = std::get_if<CallStep>(&step.action);
    const auto* loop = std::get_if<LoopStep>(&step.action);
    return (call || loop) && plan_.functions[call ? call->function : loop->function].backward;
  }

  // As the parameters of its wrapper are: outputs, then inputs.
  std::string kernel_text(int index, const KernelStep& step) const {
    const Wrapper& wrapper = calls_.wrapper(function_, index);
    std::vector<std::string> list = {"ctx"};
    std::set<std::string> known;
    const auto add_group = [&](const std::string& name) {
      if (known.insert(name).second) list.push_back(name);
    };
    const std::size_t inputs = step.arguments.size() - static_cast<std::size_t>(step.outputs);
    for (const bool written : {true, false}) {
      for (std::size_t i = written ? inputs : 0; i < (written ? step.arguments.size() : inputs); ++i) {
        const PlanArgument& argument = step.arguments[i];
        const bool gradient = argument.value >= 0 && f_.values[argument.value].place == PlanValue::Place::gradient;
        if (gradient && !wrapper.gradients.empty()) {
          add_group("g." + f_.weights[f_.values[argument.value].weights].name);
        } else if (argument.value >= 0) {
          list.push_back(now(argument.value));
        } else if (!argument.random.empty()) {
          list.push_back(fmt::format("random.of({})", cpp_literal(argument.random)));
        } else if (!plan_.training) {
          add_group("w." + f_.weights[step.weights].name);
        } else if (!wrapper.parameters.empty()) {
          add_group("p." + f_.weights[argument.weights].name);
        } else {
          list.push_back("p." + parameter(argument.weights, argument.tensor));
        }
      }
    }
    return fmt::format("{}({})", wrapper.name, fmt::join(list, ", "));
  }

  // A call of a block, as its text needs it.
  struct Call {
    int function = -1;
    std::string weights = {}, states = {}, path = {};
    std::vector<std::string> outputs = {}, inputs = {};
    std::vector<LoopArgument> saved = {};
    ArenaBytes arena = {};
    bool bound = false;  // `weights` is the name of what the loop goes over
  };

  std::string call_text(const Call& call) const {
    const PlanFunction& f = plan_.functions[call.function];
    std::vector<std::string> list = {"ctx"};
    if (plan_.training) {
      if (reads_parameters(plan_, call.function)) list.push_back("p." + call.weights);
      if (uses_gradients(plan_, call.function)) list.push_back("g." + call.weights);
    } else if (!f.weights.empty()) {
      list.push_back(call.bound ? call.weights : "w." + call.weights);
    }
    if (!f.states.empty()) list.push_back(call.states);
    list.insert(list.end(), call.outputs.begin(), call.outputs.end());
    list.insert(list.end(), call.inputs.begin(), call.inputs.end());
    if (reads_random(plan_, call.function)) list.push_back(fmt::format("random.in({})", call.path));
    if (reads_sizes(plan_, call.function)) list.push_back("n");
    if (!f.saved_bytes.empty()) list.push_back(saved_text(call.saved));
    const std::string fixed = call.arena.fixed == 0 ? "" : fmt::format(", {}", call.arena.fixed);
    if (!f.arena_bytes.empty())
      list.push_back(call.arena.empty() ? "arena" : fmt::format("arena.from({}{})", call.arena.examples, fixed));
    return fmt::format("{}({})", f.name, fmt::join(list, ", "));
  }

  // The memory of what a function keeps that is called: saved.from(2048), arena.from(4096 + i * 65536).
  std::string saved_text(const std::vector<LoopArgument>& saved) const {
    std::string offsets[2] = {"0", "0"};
    const char* memory = "arena";
    for (const LoopArgument& argument : saved) {
      const PlanValue& value = f_.values[argument.value];
      const PlanValue& whole = value.parent >= 0 ? f_.values[value.parent] : value;
      if (whole.place == PlanValue::Place::saved) memory = "saved";
      std::string& offset = offsets[value.region == ArenaRegion::fixed ? 1 : 0];
      const std::int64_t each = whole.bytes / whole.count;
      offset = value.count > 1 ? offset_text(whole.offset + argument.element * each, each)
                               : std::to_string(whole.offset + value.element * each);
    }
    if (offsets[1] == "0") return offsets[0] == "0" ? memory : fmt::format("{}.from({})", memory, offsets[0]);
    return fmt::format("{}.from({}, {})", memory, offsets[0], offsets[1]);
  }

  void loop(const LoopStep& loop, View& view) {
    view["is_statement"] = false;
    view["is_loop"] = true;
    const std::string& array = f_.weights[loop.weights].name;
    const bool states = loop.states >= 0;
    const bool counts = states || plan_.training;
    view["header"] = loop.backward ? fmt::format("int i = {}; i >= {}; --i", loop.first, loop.first - loop.count + 1)
                     : counts
                         ? fmt::format("int i = 0; i < {}; ++i", loop.count)
                         : fmt::format("const {}& block : w.{}", plan_.functions[loop.function].weights_struct, array);
    Call text{loop.function};
    text.weights = counts ? fmt::format("{}[i]", array) : "block";
    text.bound = !counts;
    if (states) text.states = fmt::format("s.{}[i]", f_.states[loop.states].name);
    for (const LoopArgument& output : loop.outputs) text.outputs.push_back(now(output));
    for (const LoopArgument& input : loop.inputs) text.inputs.push_back(now(input));
    const int lowest = loop.backward ? loop.first - loop.count + 1 : 0;
    text.path = fmt::format("{}[{}]", paths_name(loop), lowest == 0 ? "i" : fmt::format("i - {}", lowest));
    text.saved = loop.saved;
    text.arena = loop.arena;
    view["text"] = call_text(text);
    view["swaps"] = View::array();
    for (const LoopArgument& input : loop.inputs) {
      if (!input.carried() || input.value == input.next) continue;
      view["swaps"].push_back({{"a", now(input.value)}, {"b", now(input.next)}});
      // After an odd number of swaps the names stand for the other value.
      if (loop.count % 2) std::swap(names_[input.value], names_[input.next]);
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

namespace {

// Whether something holds of one of the steps of a function, or of the functions that it calls.
template <class Holds>
bool any_step(const Plan& plan, int function, const Holds& holds) {
  const std::vector<PlanStep>& steps = plan.functions[function].steps;
  return std::any_of(steps.begin(), steps.end(), [&](const PlanStep& step) {
    const auto* call = std::get_if<CallStep>(&step.action);
    const auto* loop = std::get_if<LoopStep>(&step.action);
    if (call || loop) return any_step(plan, call ? call->function : loop->function, holds);
    const auto* kernel = std::get_if<KernelStep>(&step.action);
    return kernel && holds(plan.functions[function], *kernel);
  });
}

}  // namespace

bool reads_random(const Plan& plan, int function) {
  return any_step(plan, function, [](const PlanFunction&, const KernelStep& kernel) {
    return std::any_of(kernel.arguments.begin(), kernel.arguments.end(),
                       [](const PlanArgument& argument) { return !argument.random.empty(); });
  });
}

bool reads_parameters(const Plan& plan, int function) {
  return any_step(plan, function, [](const PlanFunction&, const KernelStep& kernel) {
    return std::any_of(kernel.arguments.begin(), kernel.arguments.end(), [](const PlanArgument& argument) {
      return argument.value < 0 && argument.weights >= 0 && argument.random.empty();
    });
  });
}

bool uses_gradients(const Plan& plan, int function) {
  return any_step(plan, function, [](const PlanFunction& f, const KernelStep& kernel) {
    return std::any_of(kernel.arguments.begin(), kernel.arguments.end(), [&](const PlanArgument& argument) {
      return argument.value >= 0 && f.values[argument.value].place == PlanValue::Place::gradient;
    });
  });
}

std::string shape_text(const std::vector<Dim>& shape) {
  std::string text;
  for (const Dim& dim : shape) text += (text.empty() ? "" : ", ") + dim.text();
  return "(" + text + ")";
}

std::vector<std::string> value_names(const Plan& plan, const Calls& calls, int function) {
  // What the text of a function calls by name, or declares itself.
  std::set<std::string> reserved = {"ctx",   "w",       "p",       "g",      "s",       "n",    "i",
                                    "arena", "random",  "block",   "status", "running", "info", "fill_padding",
                                    "saved", "kLowest", "function"};
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
  for (std::size_t v = 0; v < f.values.size(); ++v) {
    const PlanValue& value = f.values[v];
    if (value.place == PlanValue::Place::element && !value.opaque)
      result[v] = fmt::format("{}({})", result[value.parent], value.element);
  }
  return result;
}

View function_view(const Plan& plan, const Calls& calls, int function) { return Writer(plan, calls, function).run(); }

}  // namespace specimen::gen
