#include <fmt/format.h>

#include <set>

#include "base/text.h"
#include "emit/text.h"
#include "emit/view.h"
#include "plan/structs.h"

namespace specimen::gen {

namespace {

std::string scope_variable(int scope) { return scope == 0 ? "at" : fmt::format("at{}", scope + 1); }

std::string name_text(const ScopedName& name) {
  return fmt::format("{}({})", scope_variable(name.scope), cpp_literal(name.relative));
}

// The name that plays a role, or `none`.
std::string role_text(const PackStep& step, PackRole role) {
  for (const PackStep::Source& source : step.sources) {
    if (source.role == role) return name_text(source.name);
  }
  return "none";
}

std::string norm_text(const PackStep& step) {
  return fmt::format("{{{}, {}, {}, {}, {}}}", role_text(step, PackRole::gamma), role_text(step, PackRole::beta),
                     role_text(step, PackRole::mean), role_text(step, PackRole::variance), number_text(step.epsilon));
}

// p.conv2d_batch_norm(w.a.filter, w.a.bias, ConvAlgorithm::direct, {1, 1, 64, 64}, at("a/conv/kernel"), none, {...})
std::string step_text(const PlanFunction& f, const PackStep& step) {
  std::vector<std::string> arguments;
  for (const std::string& result : step.results)
    arguments.push_back("w." + f.weights[step.weights].name + "." + result);
  if (step.type == DType::i8) {  // integers and their factors are one argument
    arguments[0] = fmt::format("{{{}, {}}}", arguments[0], arguments[1]);
    arguments.erase(arguments.begin() + 1);
  }
  const PackForm form = form_of(step.function);
  if (form.algorithm) arguments.push_back(std::string("ConvAlgorithm::") + to_string(step.algorithm));
  arguments.push_back(fmt::format("{{{}}}", fmt::join(step.sources[0].shape, ", ")));
  if (form.tensor) arguments.push_back(name_text(step.sources[0].name));
  if (form.tensor && form.norm) arguments.push_back(role_text(step, PackRole::bias));
  if (form.norm) arguments.push_back(norm_text(step));
  if (!step.sources[0].stored.empty())
    arguments.push_back(fmt::format("{{{}}}", fmt::join(step.sources[0].stored, ", ")));
  return fmt::format("p.{}({})", to_string(step.function), fmt::join(arguments, ", "));
}

std::string call_text(const std::string& member, const std::vector<ScopedName>& scopes) {
  std::vector<std::string> list;
  for (const ScopedName& scope : scopes) list.push_back(name_text(scope));
  return fmt::format("pack(p, w.{}, {})", member, fmt::join(list, ", "));
}

// The scopes that the text of a function's packing names.
std::set<int> used_scopes(const PlanFunction& f) {
  std::set<int> used;
  for (const PackStep& step : f.pack) {
    for (const PackStep::Source& source : step.sources) used.insert(source.name.scope);
  }
  for (const PlanWeights& weights : f.weights) {
    for (const std::vector<ScopedName>& one : weights.scopes) {
      for (const ScopedName& name : one) used.insert(name.scope);
    }
  }
  return used;
}

View packing(const PlanFunction& f) {
  View view = {{"title", comment_text(f.block.empty() ? "The whole network." : f.block + ": " + f.doc)},
               {"struct", f.weights_struct}};
  // A use of a block whose weights are all another's does not read its own scope.
  const std::set<int> used = used_scopes(f);
  std::vector<std::string> scopes;
  for (std::size_t i = 0; i < f.scopes.size(); ++i) {
    const int scope = static_cast<int>(i);
    scopes.push_back("const Scope&" + (used.count(scope) ? " " + scope_variable(scope) : ""));
  }
  view["scopes"] = fmt::format("{}", fmt::join(scopes, ", "));
  view["steps"] = View::array();
  auto add = [&](std::string text) { view["steps"].push_back({{"text", std::move(text)}}); };
  for (const PackStep& step : f.pack) add(step_text(f, step));
  for (const PlanWeights& weights : f.weights) {
    for (std::size_t i = 0; i < weights.scopes.size(); ++i)
      add(call_text(weights.count > 1 ? fmt::format("{}[{}]", weights.name, i) : weights.name, weights.scopes[i]));
  }
  return view;
}

// {fixed, per_token, per_pair}, without zeros at the end.
std::string cost_text(const PlanCost& cost) {
  if (cost.per_token == 0 && cost.per_pair == 0) return std::to_string(cost.fixed);
  std::string text = fmt::format("{}, {}", cost.fixed, cost.per_token);
  if (cost.per_pair != 0) text += fmt::format(", {}", cost.per_pair);
  return text;
}

void collect_ops(const Plan& plan, int function, const std::vector<std::string>& scopes, View& list) {
  for (const PlanStep& step : plan.functions[function].steps) {
    if (const auto* kernel = std::get_if<KernelStep>(&step.action)) {
      list.push_back({{"literal", cpp_literal(join_path(scopes[0], step.path))},
                      {"flops", cost_text(kernel->flops)},
                      {"bytes", cost_text(kernel->bytes)}});
    } else if (const auto* call = std::get_if<CallStep>(&step.action)) {
      collect_ops(plan, call->function, resolve(call->scopes, scopes), list);
    } else if (const auto* loop = std::get_if<LoopStep>(&step.action)) {
      for (const auto& one : loop->scopes) collect_ops(plan, loop->function, resolve(one, scopes), list);
    }
  }
}

}  // namespace

View packings_view(const Plan& plan) {
  View list = View::array();
  for (int f : struct_owners(plan)) list.push_back(packing(plan.functions[f]));
  return list;
}

View ops_view(const Plan& plan, const PlanEntry& entry) {
  View list = View::array();
  collect_ops(plan, entry.function, plan.functions[entry.function].scopes, list);
  return list;
}

}  // namespace specimen::gen
