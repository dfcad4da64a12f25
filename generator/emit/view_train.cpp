#include <fmt/format.h>

#include "emit/text.h"
#include "emit/view.h"

namespace specimen::gen {

namespace {

std::int64_t elements_of(const PlanParameter& parameter) {
  std::int64_t elements = 1;
  for (int extent : parameter.shape) elements *= extent;
  return elements;
}

// Where the next tensor begins: at a whole vector.
std::int64_t end_of(const PlanParameter& parameter) {
  return parameter.offset + (elements_of(parameter) + kPanel - 1) / kPanel * kPanel;
}

const PlanParameter& find(const Plan& plan, const std::string& name) {
  std::size_t i = 0;
  while (plan.parameters[i].name != name) ++i;
  return plan.parameters[i];
}

}  // namespace

void add_parameters(const Plan& plan, const EmitOptions& options, View& view) {
  view["bindings"] = View::array();
  const PlanFunction& whole = plan.functions[plan.entries[0].function];
  for (const PackStep& step : whole.pack) {
    view["bindings"].push_back({{"member", whole.weights[step.weights].name + "." + step.results[0]},
                                {"offset", find(plan, step.sources[0].name.relative).offset}});
  }
  std::int64_t trained = 0, all = 0;
  view["parameter_list"] = View::array();
  for (const PlanParameter& parameter : plan.parameters) {
    const auto text = options.parameters.find(parameter.name);
    const bool known = text != options.parameters.end();
    view["parameter_list"].push_back({{"literal", cpp_literal(parameter.name)},
                                      {"rank", parameter.shape.size()},
                                      {"extents", fmt::format("{}", fmt::join(parameter.shape, ", "))},
                                      {"offset", parameter.offset},
                                      {"trainable", parameter.trainable ? "true" : "false"},
                                      {"momentum", "-1"},
                                      {"initializer", known ? text->second.initializer : ""},
                                      {"regularizer", known ? text->second.regularizer : ""}});
    all = end_of(parameter);
    if (parameter.trainable) trained = all;
  }
  view["parameter_count"] = plan.parameters.size();
  view["trainable_elements"] = trained;
  view["elements"] = all;
}

}  // namespace specimen::gen
