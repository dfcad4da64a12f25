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

namespace {

View members_view(const EmitOptions::RecipeText::Members& members) {
  View list = View::array();
  for (const auto& [path, value] : members) list.push_back({{"path", path}, {"value", value}});
  return list;
}

std::string literals(const std::vector<std::string>& texts) {
  std::vector<std::string> list;
  for (const std::string& text : texts) list.push_back(cpp_literal(text));
  return fmt::format("{}", fmt::join(list, ", "));
}

// The fields of an input of the model: those that the recipe names, or the one that is called as it is.
std::vector<std::string> fields_of(const EmitOptions::RecipeText::Data& data, const std::string& input) {
  for (const auto& [name, fields] : data.inputs) {
    if (name == input) return fields;
  }
  return {input};
}

std::string file_of(const std::vector<std::pair<std::string, std::string>>& files, const char* standard) {
  return cpp_literal(files.empty() ? standard : files[0].second);
}

// Where the data come from.
void add_files(const EmitOptions::RecipeText::Data& data, View& view) {
  for (const char* format :
       {"idx", "cifar", "npy", "csv", "tsv", "json_lines", "tfrecord", "image_directory", "synthetic"})
    view[std::string("is_") + format] = data.format == format;
  view["is_table"] = data.format == "csv" || data.format == "tsv";
  view["is_conventional"] = data.format == "idx" || data.format == "cifar";
  view["opener"] = view["is_table"].get<bool>() ? "csv" : data.format;
  view["separator"] = data.format == "tsv" ? "\\t" : ",";
  view["columns"] = literals(data.columns);
  view["has_columns"] = !data.columns.empty();
  const bool directory = data.format == "image_directory";
  view["training_file"] = file_of(data.training, "train");
  view["evaluation_file"] = file_of(data.evaluation, directory ? "val" : "validation");
  for (const auto& [name, files] :
       {std::pair("training_arrays", &data.training), {"evaluation_arrays", &data.evaluation}}) {
    view[name] = View::array();
    for (const auto& [field, file] : *files)
      view[name].push_back({{"field", cpp_literal(field)}, {"file", cpp_literal(file)}});
  }
  view["training_count"] = data.training.size();
  view["evaluation_count"] = data.evaluation.size();
  view["column_count"] = data.columns.size();
}

// How the fields of an example become inputs.
void add_inputs(const Plan& plan, const Plan& model, const EmitOptions::RecipeText::Data& data, View& view) {
  const std::vector<PlanInput>& inputs = model.entries[0].inputs;
  const auto* image = std::get_if<FromImage>(&inputs[0].meaning);
  const bool table = view["is_table"].get<bool>() || data.format == "json_lines";
  const bool images = !table && inputs.size() == 1 && inputs[0].shape.size() == 4;
  const bool maps_fields = data.format != "synthetic" && data.format != "texts";
  view["maps_fields"] = maps_fields;
  view["is_images"] = images && maps_fields;
  view["is_values"] = !images && maps_fields;
  view["is_resized"] = images && (data.format == "tfrecord" || data.format == "image_directory");
  view["pixel_scale"] = number_text(image ? image->scale : 1);
  view["standardize"] = image && image->standardize;
  std::vector<std::string> size, means, deviations;
  for (std::size_t d = 1; d < inputs[0].shape.size(); ++d) size.push_back(inputs[0].shape[d].text());
  view["input_size"] = fmt::format("{}", fmt::join(size, ", "));
  view["channels"] = View::array();
  // Images of any size are finished as the model's program does it, these included.
  const bool own_means = image && !view["is_resized"].get<bool>();
  for (std::size_t c = 0; own_means && c < image->mean.size(); ++c)
    view["channels"].push_back({{"index", c},
                                {"mean", number_text(image->mean[c])},
                                {"deviation", number_text(c < image->std.size() ? image->std[c] : 1)}});
  const bool own = view["is_conventional"].get<bool>() || data.format == "image_directory";
  view["image_field"] = cpp_literal(own || data.inputs.empty() ? "image" : data.inputs[0].second[0]);
  view["image_members"] = members_view(data.images);
  view["has_augmentation"] = !data.images.empty() || data.crops;
  view["has_crops"] = data.crops;
  view["crop_members"] = members_view(data.crop);
  view["value_inputs"] = View::array();
  std::vector<std::string> read = data.labels;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const std::vector<std::string> fields = fields_of(data, inputs[i].name);
    view["value_inputs"].push_back({{"index", i}, {"fields", literals(fields)}, {"count", fields.size()}});
    read.insert(read.end(), fields.begin(), fields.end());
  }
  if (!data.weight.empty()) read.push_back(data.weight);
  view["read_columns"] = literals(read);
  view["read_count"] = read.size();
  view["value_input_count"] = inputs.size();
  view["label_fields"] = literals(data.labels);
  view["label_count"] = data.labels.size();
  view["label_offset"] = data.label_offset;
  view["has_weight"] = !data.weight.empty();
  view["weight_literal"] = cpp_literal(data.weight);
  const PlanInput& labels = plan.entries[0].inputs[inputs.size()];
  view["classes"] = labels.dtype == DType::i32 ? labels.below : number(labels.shape.back());
}

}  // namespace

void add_recipe(const Plan& plan, const Plan& model, const View& model_view, const EmitOptions& options, View& view) {
  const EmitOptions::RecipeText& recipe = *options.recipe;
  view["recipe_doc"] = comment_text(recipe.doc);
  view["recipe_path"] = comment_text(recipe.path);
  view["recipe_literal"] = cpp_literal(recipe.name);
  view["exported_literal"] = cpp_literal(recipe.exported);
  view["data_literal"] = cpp_literal(recipe.data.name.empty() ? recipe.data.format : recipe.data.name);
  view["base_function"] = model.entries[0].name;
  const auto texts = text_inputs(model);
  view["reads_texts"] = recipe.data.format == "texts" && texts.has_value();
  if (texts) {
    const auto slot = [](const std::optional<std::size_t>& input) { return input ? static_cast<int>(*input) : -1; };
    view["token_ids"] = texts->ids;
    view["segment_ids"] = slot(texts->segments);
    view["padding_mask"] = slot(texts->mask);
    view["label_slot"] = model.entries[0].inputs.size();
    view["longest_text"] = longest_sequence(model);
  }
  add_files(recipe.data, view);
  add_inputs(plan, model, recipe.data, view);
  view["image_settings"] = model_view["image_settings"];
  view["members"] = members_view(recipe.members);
  view["parameter_groups"] = View::array();
  for (std::size_t i = 0; i < recipe.groups.size(); ++i) {
    view["parameter_groups"].push_back({{"index", i},
                                        {"pattern", cpp_literal(recipe.groups[i].pattern)},
                                        {"settings", members_view(recipe.groups[i].members)}});
  }
  view["has_groups"] = !recipe.groups.empty();
  view["group_count"] = recipe.groups.size();
  view["metrics"] = View::array();
  for (const auto& [name, k] : recipe.metrics) {
    const bool loss = name == "crossentropy" || name == "mean_squared_error" || name == "mean_absolute_error";
    view["metrics"].push_back(
        {{"literal", cpp_literal(name)}, {"kind", name}, {"k", k}, {"larger", loss ? "false" : "true"}});
  }
  view["has_metrics"] = !recipe.metrics.empty();
  view["metric_count"] = recipe.metrics.size();
  view["from_logits"] = recipe.from_logits ? "true" : "false";
  view["each_class"] = recipe.each_class ? "true" : "false";
}

}  // namespace specimen::gen
