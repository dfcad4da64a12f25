#include <fmt/format.h>

#include <algorithm>

#include "emit/text.h"
#include "emit/view.h"
#include "plan/names.h"
#include "plan/structs.h"

namespace specimen::gen {

namespace {

int index_of(const std::vector<std::string>& symbols, const std::string& symbol) {
  return static_cast<int>(std::find(symbols.begin(), symbols.end(), symbol) - symbols.begin());
}

View states_members(const Plan& plan, const PlanFunction& f) {
  View list = View::array();
  for (const PlanState& state : f.states) {
    const bool tensor = state.function < 0;
    list.push_back({{"name", state.name},
                    {"array", state.count > 1 ? fmt::format("[{}]", state.count) : ""},
                    {"type", tensor ? "Tensor" : plan.functions[state.function].states_struct},
                    {"comment", tensor ? shape_text(state.shape) : ""},
                    {"has_comment", tensor}});
  }
  return list;
}

// s.key = ctx.state(at("key")), bind_states(ctx, s.layer1, at("layer1"))
View binder(const PlanFunction& f) {
  View view = {{"struct", f.states_struct}, {"steps", View::array()}};
  const auto at = [](const ScopedName& name) { return fmt::format("at({})", cpp_literal(name.relative)); };
  for (const PlanState& state : f.states) {
    if (state.function < 0) {
      view["steps"].push_back({{"text", fmt::format("s.{} = ctx.state({})", state.name, at(state.path))}});
      continue;
    }
    for (std::size_t i = 0; i < state.scopes.size(); ++i) {
      const std::string element = state.count > 1 ? fmt::format("[{}]", i) : "";
      view["steps"].push_back(
          {{"text", fmt::format("bind_states(ctx, s.{}{}, {})", state.name, element, at(state.scopes[i][0]))}});
    }
  }
  return view;
}

}  // namespace

std::vector<std::string> symbols_of(const Plan& plan) {
  std::vector<std::string> symbols = {"batch"};
  for (const auto& [name, maximum] : plan.symbol_maxima) {
    if (name != "batch") symbols.push_back(name);
  }
  return symbols;
}

std::vector<std::string> input_symbols(const Plan& plan, const PlanEntry& entry) {
  std::vector<std::string> found;
  for (const std::string& symbol : symbols_of(plan)) {
    const bool said = std::any_of(entry.inputs.begin(), entry.inputs.end(), [&](const PlanInput& input) {
      return std::find(input.shape.begin(), input.shape.end(), Dim::symbol(symbol)) != input.shape.end();
    });
    if (said) found.push_back(symbol);
  }
  return found;
}

void add_states(const Plan& plan, View& view) {
  const std::vector<std::string> symbols = symbols_of(plan);
  view["symbols"] = View::array();
  view["lengths"] = View::array();
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    const auto maximum = plan.symbol_maxima.find(symbols[i]);
    const std::int64_t most = maximum == plan.symbol_maxima.end() ? 1 : maximum->second;
    const bool length = plan.lengths.count(symbols[i]) > 0;
    view["symbols"].push_back({{"name", symbols[i]},
                               {"literal", cpp_literal(symbols[i])},
                               {"max", most},
                               {"BIG", upper(symbols[i])},
                               {"extent", -1 - static_cast<int>(i)},
                               {"comma", i + 1 < symbols.size()},
                               {"is_length", length},
                               {"start", i == 0 ? 1 : 0}});
    if (length) view["lengths"].push_back({{"name", symbols[i]}, {"index", i}, {"max", most}});
  }
  view["symbol_count"] = symbols.size();
  view["has_lengths"] = !view["lengths"].empty();
  view["states"] = View::array();
  bool of_model = false;
  for (const PlanStateTensor& state : plan.states) {
    std::vector<std::string> extents;
    for (const Dim& dim : state.shape)
      extents.push_back(dim.is_constant() ? std::to_string(number(dim))
                                          : std::to_string(-1 - index_of(symbols, dim.text())));
    view["states"].push_back({{"literal", cpp_literal(state.path)},
                              {"owner", to_string(state.owner)},
                              {"rank", state.shape.size()},
                              {"extents", fmt::format("{}", fmt::join(extents, ", "))},
                              {"initial_value", number_text(state.initial_value)}});
    of_model = of_model || state.owner == StateOwner::model;
  }
  view["state_count"] = plan.states.size();
  view["has_states"] = !plan.states.empty();
  view["has_model_states"] = of_model;
  view["state_structs"] = View::array();
  view["binders"] = View::array();
  for (int index : state_owners(plan)) {
    const PlanFunction& f = plan.functions[index];
    view["state_structs"].push_back({{"name", f.states_struct},
                                     {"doc", f.block.empty() ? "All states." : comment_text(f.block) + "."},
                                     {"members", states_members(plan, f)}});
    view["binders"].push_back(binder(f));
  }
}

void add_sizes(const Plan& plan, const PlanEntry& entry, View& view) {
  const std::vector<std::string> symbols = symbols_of(plan), said = input_symbols(plan, entry);
  const PlanFunction& f = plan.functions[entry.function];
  view["sizes"] = View::array();
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    std::string value;
    if (plan.lengths.count(symbols[i]) > 0 && entry.has_states) value = fmt::format("ctx.length({})", i);
    for (std::size_t k = entry.inputs.size(); k-- > 0;) {
      const std::vector<Dim>& shape = entry.inputs[k].shape;
      const auto at = std::find(shape.begin(), shape.end(), Dim::symbol(symbols[i]));
      if (at == shape.end()) continue;
      value = fmt::format("{}.extent[{}]", view["inputs"][k]["identifier"].get<std::string>(), at - shape.begin());
    }
    if (!value.empty()) view["sizes"].push_back({{"name", symbols[i]}, {"value", value}});
  }
  view["growths"] = View::array();
  for (const auto& [length, more] : entry.adds)
    view["growths"].push_back({{"symbol", index_of(symbols, length)}, {"more", size_of_run(more)}});
  view["grows"] = !entry.adds.empty();
  // Those whose symbols this entry knows.
  view["constraints"] = View::array();
  for (const PlanConstraint& constraint : plan.constraints) {
    const Dim room = constraint.more - constraint.less;
    const std::vector<std::string> names = room.symbols();
    const bool known = std::all_of(names.begin(), names.end(), [&](const std::string& name) {
      return std::any_of(view["sizes"].begin(), view["sizes"].end(),
                         [&](const View& size) { return size["name"] == name; });
    });
    if (!known) continue;
    std::string format, values;
    for (const std::string& name : names) {
      format += fmt::format("{}{} is %lld", format.empty() ? "" : ", ", name);
      values += fmt::format(", static_cast<long long>(n.{})", name);
    }
    view["constraints"].push_back(
        {{"fails", fmt::format("{} > {}", size_of_run(constraint.less), size_of_run(constraint.more))},
         {"format", cpp_literal("`%s` does not hold: " + format)},
         {"text", cpp_literal(constraint.text)},
         {"values", values}});
  }
  view["has_entry_states"] = !f.states.empty() && entry.has_states;
  view["input_symbols"] = View::array();
  for (const std::string& symbol : said) {
    if (symbol != "batch") view["input_symbols"].push_back({{"name", symbol}});
  }
}

}  // namespace specimen::gen
