#include <fmt/format.h>

#include "base/text.h"
#include "emit/text.h"
#include "emit/view.h"
#include "plan/structs.h"
#include "plan/text_inputs.h"

namespace specimen::gen {

namespace {

const PlanParameter& find(const Plan& plan, const std::string& name) {
  std::size_t i = 0;
  while (plan.parameters[i].name != name) ++i;
  return plan.parameters[i];
}

// stage1_rest[2].a_conv.kernel: where the buffer has stage1/block4/a/conv/kernel.
void add_bindings(const Plan& plan, int function, const std::vector<std::string>& scopes, const std::string& prefix,
                  View& list) {
  const PlanFunction& f = plan.functions[function];
  for (const PackStep& step : f.pack) {
    const ScopedName& name = step.sources[0].name;
    list.push_back({{"member", prefix + f.weights[step.weights].name + "." + step.results[0]},
                    {"offset", find(plan, join_path(scopes[name.scope], name.relative)).offset}});
  }
  for (const PlanWeights& weights : f.weights) {
    for (std::size_t i = 0; i < weights.scopes.size(); ++i) {
      const std::string element = weights.count > 1 ? fmt::format("[{}]", i) : "";
      add_bindings(plan, weights.function, resolve(weights.scopes[i], scopes), prefix + weights.name + element + ".",
                   list);
    }
  }
}

}  // namespace

void add_parameters(const Plan& plan, const EmitOptions& options, View& view) {
  view["bindings"] = View::array();
  const int whole = plan.entries[0].function;
  add_bindings(plan, whole, plan.functions[whole].scopes, "", view["bindings"]);
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
                                      {"momentum", number_text(parameter.momentum)},
                                      {"initializer", known ? text->second.initializer : ""},
                                      {"regularizer", known ? text->second.regularizer : ""}});
    all = parameter.end();
    if (parameter.trainable) trained = all;
  }
  view["parameter_count"] = plan.parameters.size();
  view["trainable_elements"] = trained;
  view["elements"] = all;
}

void add_recipe(const Plan& plan, const Plan& model, const EmitOptions& options, View& view) {
  const EmitOptions::RecipeText& recipe = *options.recipe;
  view["recipe_doc"] = comment_text(recipe.doc);
  view["recipe_path"] = comment_text(recipe.path);
  view["recipe_literal"] = cpp_literal(recipe.name);
  view["data_literal"] = cpp_literal(recipe.data);
  view["base_function"] = model.entries[0].name;
  const auto texts = text_inputs(model);
  view["reads_texts"] = recipe.format == "texts" && texts.has_value();
  if (texts) {
    const auto slot = [](const std::optional<std::size_t>& input) { return input ? static_cast<int>(*input) : -1; };
    view["token_ids"] = texts->ids;
    view["segment_ids"] = slot(texts->segments);
    view["padding_mask"] = slot(texts->mask);
    view["label_slot"] = model.entries[0].inputs.size();
    view["longest_text"] = longest_sequence(model);
  }
  const auto* image = std::get_if<FromImage>(&model.entries[0].inputs[0].meaning);
  view["pixel_scale"] = number_text(image ? image->scale : 1);
  view["standardize"] = image && image->standardize;
  std::vector<std::string> size;
  for (std::size_t d = 1; d < model.entries[0].inputs[0].shape.size(); ++d)
    size.push_back(model.entries[0].inputs[0].shape[d].text());
  view["input_size"] = fmt::format("{}", fmt::join(size, ", "));
  view["data_format"] = recipe.format;
  view["classes"] = plan.entries[0].inputs.back().below;
  view["members"] = View::array();
  for (const auto& [path, value] : recipe.members) view["members"].push_back({{"path", path}, {"value", value}});
  view["image_members"] = View::array();
  for (const auto& [path, value] : recipe.images) view["image_members"].push_back({{"path", path}, {"value", value}});
  view["has_augmentation"] = !recipe.images.empty();
  view["parameter_groups"] = View::array();
  for (std::size_t i = 0; i < recipe.groups.size(); ++i) {
    View group = {{"index", i}, {"pattern", cpp_literal(recipe.groups[i].pattern)}, {"settings", View::array()}};
    for (const auto& [path, value] : recipe.groups[i].members)
      group["settings"].push_back({{"path", path}, {"value", value}});
    view["parameter_groups"].push_back(std::move(group));
  }
  view["has_groups"] = !recipe.groups.empty();
  view["group_count"] = recipe.groups.size();
  view["metrics"] = View::array();
  for (const auto& [name, k] : recipe.metrics)
    view["metrics"].push_back({{"literal", cpp_literal(name)}, {"kind", name}, {"k", k}});
  view["metric_count"] = recipe.metrics.size();
}

}  // namespace specimen::gen
