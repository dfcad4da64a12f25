#include "emit/view.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/runtime.h"
#include "base/text.h"
#include "emit/text.h"
#include "plan/names.h"
#include "plan/structs.h"
#include "plan/text_inputs.h"

namespace specimen::gen {

namespace {

// Extents as the runtime numbers them: what is below 0 is a symbol.
std::string extents(const Plan& plan, const std::vector<Dim>& shape) {
  const std::vector<std::string> symbols = symbols_of(plan);
  std::vector<std::string> list;
  for (const Dim& dim : shape) {
    const auto symbol = std::find(symbols.begin(), symbols.end(), dim.text()) - symbols.begin();
    list.push_back(dim.is_constant() ? std::to_string(number(dim))
                   : symbol == 0     ? "kBatch"
                                     : std::to_string(-1 - symbol));
  }
  return fmt::format("{}", fmt::join(list, ", "));
}

// Elements of one example: 784, or sequence * 384.
std::string elements_text(const std::vector<Dim>& shape) {
  Dim elements(1);
  for (std::size_t d = has_batch(shape) ? 1 : 0; d < shape.size(); ++d) elements = elements * shape[d];
  return elements.text();
}

// The same as a size_t; a symbol is an int64 there.
std::string size_text(const std::vector<Dim>& shape) {
  std::int64_t known = 1;
  std::string text;
  for (std::size_t d = has_batch(shape) ? 1 : 0; d < shape.size(); ++d) {
    if (shape[d].is_constant()) {
      known *= number(shape[d]);
    } else {
      text += fmt::format("static_cast<std::size_t>({})", shape[d].text());
    }
  }
  return text.empty() ? std::to_string(known) : known == 1 ? text : fmt::format("{} * {}", text, known);
}

DType dtype_of(const PlanInput& input) { return input.dtype; }
DType dtype_of(const PlanOutput& output) { return output.dtype; }
bool by_example(const PlanInput&) { return true; }
bool by_example(const PlanOutput& output) { return output.by_example; }
std::int64_t below_of(const PlanInput& input) { return input.below; }
std::int64_t below_of(const PlanOutput&) { return 0; }
bool is_mask(const PlanInput& input) { return input.is_mask; }
bool is_mask(const PlanOutput&) { return false; }

// Inputs and outputs of an entry, beside the names that the function gives them.
template <class Tensors>
View tensors_view(const Plan& plan, const Tensors& tensors, const PlanFunction& function,
                  const std::vector<std::string>& names, PlanValue::Place place) {
  std::vector<std::string> identifiers;
  for (std::size_t v = 0; v < function.values.size(); ++v) {
    if (function.values[v].place == place) identifiers.push_back(names[v]);
  }
  View list = View::array();
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    const bool tokens = dtype_of(tensors[i]) == DType::i32;
    // The dtype is named where it is not float32: ids and masks.
    std::string details = fmt::format("{}", below_of(tensors[i]));
    if (is_mask(tensors[i])) details += ", true";
    list.push_back(
        {{"name", comment_text(tensors[i].name)},
         {"name_literal", cpp_literal(tensors[i].name)},
         {"identifier", identifiers[i]},
         {"index", i},
         {"rank", tensors[i].shape.size()},
         {"shape", shape_text(tensors[i].shape)},
         {"extents", extents(plan, tensors[i].shape)},
         {"elements", elements_text(tensors[i].shape)},
         {"size", size_text(tensors[i].shape)},
         {"count", has_batch(tensors[i].shape) ? "static_cast<std::size_t>(batch) * " + size_text(tensors[i].shape)
                                               : size_text(tensors[i].shape)},
         {"test_values", fmt::format("result.{}[{}]", tokens ? "indices" : "floats", i)},
         {"by_example", by_example(tensors[i])},
         {"dtype", tokens ? "i32" : "f32"},
         {"element", tokens ? "std::int32_t" : "float"},
         {"elements_name", tokens ? "int32" : "floats"},
         {"view", tokens ? "ConstTokens" : "ConstTensor"},
         {"written", tokens ? "Indices" : "Tensor"},
         {"has_details", tokens},
         {"details", details},
         {"json_literal", cpp_literal(to_json(tensors[i].meaning))}});
  }
  return list;
}

std::string join_names(const View& tensors, const char* prefix, const char* key) {
  std::vector<std::string> list;
  for (const View& tensor : tensors) list.push_back(prefix + tensor[key].get<std::string>());
  return fmt::format("{}", fmt::join(list, ", "));
}

// ConstTensor image, ConstTokens padding_mask
std::string parameters_text(const View& tensors, const char* type) {
  std::vector<std::string> list;
  for (const View& tensor : tensors)
    list.push_back(tensor[type].get<std::string>() + " " + tensor["identifier"].get<std::string>());
  return fmt::format("{}", fmt::join(list, ", "));
}

std::string signature(const View& inputs, const View& outputs) {
  auto side = [](const View& tensors) {
    std::vector<std::string> list;
    for (const View& t : tensors) list.push_back(t["name"].get<std::string>() + " " + t["shape"].get<std::string>());
    return fmt::format("{}", fmt::join(list, ", "));
  };
  return side(inputs) + " -> " + side(outputs);
}

View groups_view(const Calls& calls) {
  View list = View::array();
  for (const TensorGroup& group : calls.groups()) {
    View declarations = View::array();
    for (std::size_t i = 0; i < group.members.size();) {
      const DType type = group.members[i].type;
      std::vector<std::string> pointers;
      for (; i < group.members.size() && group.members[i].type == type; ++i)
        pointers.push_back("*" + group.members[i].name);
      declarations.push_back(
          {{"element", element_type(type)}, {"pointers", fmt::format("{}", fmt::join(pointers, ", "))}});
    }
    list.push_back({{"name", group.name}, {"declarations", declarations}});
  }
  return list;
}

View families_view(const Plan& plan) {
  std::set<std::string> names;
  for (const PlanKernel& kernel : plan.kernels) names.insert(family_name(kernel.problem));
  View list = View::array();
  for (const std::string& name : names) list.push_back({{"family", name}});
  return list;
}

// CMake's variables are in braces, as the tags of templates are.
void add_cmake(View& view) {
  const std::string model = view["model"].get<std::string>(), big = view["MODEL"].get<std::string>();
  view["objects_reference"] = "${" + big + "_KERNEL_OBJECTS}";
  view["kernels_reference"] = "${" + big + "_KERNELS}";
  view["real_reference"] = "${" + big + "_REAL}";
  view["utf8proc_include_reference"] = "${" + big + "_UTF8PROC_INCLUDE}";
  view["utf8proc_library_reference"] = "${" + big + "_UTF8PROC_LIBRARY}";
  view["const_options"] = "const " + model + "_options*";
  view["runtime_sources"] = View::array();  // known when everything else is, as those of `parts`
  view["program_sources"] = View::array();
  view["compiler_sources"] = View::array();
  const bool bundled = view["is_bundled"].get<bool>();
  const bool any = std::any_of(view["kernels"].begin(), view["kernels"].end(),
                               [](const View& kernel) { return !kernel["is_plain"].get<bool>(); });
  view["default_kernels"] = !any ? "reference" : bundled ? "compile" : "objects";
  view["kernel_choices"] = bundled ? "objects, compile or reference" : "objects or reference";
}

// Libraries beside the model's own, since they link more than it does.
View parts_view(const View& view) {
  View parts = View::array();
  if (view["has_image"].get<bool>()) {
    parts.push_back({{"part", "image"},
                     {"is_image", true},
                     {"is_text", false},
                     {"doc", "from the bytes of a JPEG or PNG file to what the model reads"},
                     {"needs", "libjpeg and libpng"},
                     {"packages", "libjpeg libpng"},
                     {"sources", View::array()}});
  }
  if (view["has_text"].get<bool>()) {
    parts.push_back({{"part", "text"},
                     {"is_image", false},
                     {"is_text", true},
                     {"doc", "from texts to the tokens that the model reads"},
                     {"needs", "utf8proc"},
                     {"packages", "libutf8proc"},
                     {"sources", View::array()}});
  }
  return parts;
}

// The lists of labels, and beside each output the one that is its own.
void add_labels(const EmitOptions& options, View& view) {
  view["label_lists"] = View::array();
  std::size_t next = 0;
  for (View& entry : view["entries"]) {
    for (View& output : entry["outputs"]) {
      static const std::vector<std::string> none;
      const std::vector<std::string>& labels = next < options.labels.size() ? options.labels[next] : none;
      ++next;
      output["is_labelled"] = !labels.empty();
      output["labels"] = "";
      output["label_count"] = labels.size();
      if (labels.empty()) continue;
      const std::string name = fmt::format("k{}{}Labels", entry["Infix"].get<std::string>(),
                                           type_name(output["identifier"].get<std::string>()));
      output["labels"] = name;
      View names = View::array();
      for (const std::string& label : labels) names.push_back({{"literal", cpp_literal(label)}});
      view["label_lists"].push_back(
          {{"identifier", name}, {"output", output["name"]}, {"count", labels.size()}, {"names", names}});
    }
  }
  view["has_labels"] = !view["label_lists"].empty();
}

bool has_padding(const Plan& plan) {
  return std::any_of(plan.functions.begin(), plan.functions.end(), [](const PlanFunction& function) {
    return std::any_of(function.steps.begin(), function.steps.end(),
                       [](const PlanStep& step) { return std::holds_alternative<FillStep>(step.action); });
  });
}

// Of kernels, among what they read or among what they write.
bool has_tokens(const Plan& plan, bool written) {
  return std::any_of(plan.kernels.begin(), plan.kernels.end(), [&](const PlanKernel& kernel) {
    const std::vector<KernelArgument> list = arguments(kernel.problem);
    return std::any_of(list.begin(), list.end(), [&](const KernelArgument& a) {
      return a.type == DType::i32 && (a.role == Role::output) == written;
    });
  });
}

bool has_weights_of(const Plan& plan, DType type) {
  for (const PlanFunction& function : plan.functions) {
    for (const PlanWeights& weights : function.weights) {
      for (const PlanWeight& tensor : weights.tensors) {
        if (tensor.dtype == type) return true;
      }
    }
  }
  return false;
}

bool writes_indices(const Plan& plan) {
  return std::any_of(plan.functions.begin(), plan.functions.end(), [](const PlanFunction& function) {
    return std::any_of(function.values.begin(), function.values.end(), [](const PlanValue& value) {
      return value.dtype == DType::i32 && value.place != PlanValue::Place::input;
    });
  });
}

bool has_swaps(const View& function) {
  return std::any_of(function["steps"].begin(), function["steps"].end(),
                     [](const View& step) { return step.value("is_loop", false) && !step["swaps"].empty(); });
}

// The targets that kernels have schedules for; all where there are no kernels.
std::vector<Target> planned_targets(const Plan& plan) {
  if (plan.kernels.empty()) return targets_of(plan.kind);
  std::vector<Target> targets;
  for (const PlanKernel& kernel : plan.kernels) {
    if (kernel.schedule.empty()) continue;
    for (const auto& [target, schedule] : kernel.schedule) targets.push_back(target);
    return targets;
  }
  return targets_of(plan.kind);
}

// mnist_train: mnist
std::string base_model(const Plan& plan) { return plan.model.substr(0, plan.model.rfind('_')); }

// One of the model's functions: what a program calls.
View entry_view(const Plan& plan, const Calls& calls, std::size_t index) {
  const PlanEntry& entry = plan.entries[index];
  const PlanFunction& function = plan.functions[entry.function];
  const std::vector<std::string> names = value_names(plan, calls, entry.function);
  const bool several = plan.entries.size() > 1;
  View view = {{"function", entry.name}, {"function_index", index}, {"function_literal", cpp_literal(entry.name)}};
  // In names of the C interface.
  view["infix"] = several ? "_" + entry.name : "";
  view["INFIX"] = several ? "_" + upper(entry.name) : "";
  view["Infix"] = several ? type_name(entry.name) : "";
  view["comma"] = index + 1 < plan.entries.size();
  view["label"] = several ? "`" + entry.name + "` " : "";
  view["title"] = several ? "The function `" + entry.name + "`" : "The whole network";
  view["entry_doc"] = entry.doc.empty() ? "" : comment_text(entry.doc) + " ";
  view["inputs"] = tensors_view(plan, entry.inputs, function, names, PlanValue::Place::input);
  view["outputs"] = tensors_view(plan, entry.outputs, function, names, PlanValue::Place::output);
  std::vector<std::string> by_example;
  for (const View& output : view["outputs"]) {
    if (output["by_example"].get<bool>()) by_example.push_back(output["index"].dump());
  }
  view["outputs_by_example"] = fmt::format("{}", fmt::join(by_example, ", "));
  view["input_count"] = entry.inputs.size();
  view["output_count"] = entry.outputs.size();
  view["signature"] = signature(view["inputs"], view["outputs"]);
  view["first_input"] = view["inputs"][0]["identifier"];
  view["example_arguments"] =
      join_names(view["inputs"], "", "identifier") + ", " + join_names(view["outputs"], "", "identifier");
  view["entry_parameters"] =
      parameters_text(view["inputs"], "view") + ", " + parameters_text(view["outputs"], "written");
  view["has_ids"] = std::any_of(entry.inputs.begin(), entry.inputs.end(),
                                [](const PlanInput& input) { return input.dtype == DType::i32; });
  view["has_sequence"] = !entry.sequence.empty();
  add_sizes(plan, entry, view);
  view["has_weights"] = !function.weights.empty();
  view["has_arena"] = !function.arena_bytes.empty();
  view["flops_number"] = entry.flops;
  const View text = function_view(plan, calls, entry.function);
  view["locals"] = text["locals"];
  view["steps"] = text["steps"];
  add_arguments(plan, entry, view);
  view["has_random"] = reads_random(plan, entry.function);
  view["ops"] = ops_view(plan, entry);
  view["op_count"] = view["ops"].size();
  return view;
}

}  // namespace

View make_view(const Plan& plan, const EmitOptions& options) {
  const std::int64_t longest = longest_sequence(plan);
  const Calls calls(plan);
  std::int64_t parameters = 0;
  for (const PlanParameter& parameter : plan.parameters) parameters += parameter.elements();
  const auto batch = plan.symbol_maxima.find("batch");

  View view = {{"model", plan.model}, {"MODEL", upper(plan.model)}, {"model_literal", cpp_literal(plan.model)}};
  // What a step of training is made for is the model that its directory is of.
  view["base"] = plan.training ? base_model(plan) : plan.model;
  view["instances_name"] = plan.training ? "train_instances" : "instances";
  view["schedules_name"] = plan.training ? "train_schedules" : "schedules";
  view["training"] = View::array();
  view["train_instances"] = View::array();
  view["doc"] = comment_text(plan.doc);
  view["doc_markdown"] = markdown_text(plan.doc);
  view["source_markdown"] = markdown_text(plan.source);
  view["spec_path"] = comment_text(plan.spec_path);
  view["runtime_version"] = kRuntimeVersion;
  view["runtime"] = runtime_namespace();
  view["RUNTIME"] = upper(runtime_namespace());
  view["is_bundled"] = !options.shared_runtime;
  view["max_batch"] = batch == plan.symbol_maxima.end() ? 1 : batch->second;
  view["arena_bytes_per_example"] = plan.arena_bytes_per_example;
  view["arena_text"] = bytes_text(plan.arena_bytes_per_example);
  view["has_fixed"] = plan.arena_fixed_bytes > 0;
  view["arena_fixed_bytes"] = plan.arena_fixed_bytes;
  view["arena_fixed_text"] = bytes_text(plan.arena_fixed_bytes);
  view["thread_memory_bytes"] = plan.thread_workspace_bytes;
  view["parameters"] = grouped(parameters);
  view["parameters_number"] = parameters;
  view["flops"] = flops_text(plan.entries[0].flops);
  view["structure_literal"] = cpp_literal(plan.structure_hash);

  view["entries"] = View::array();
  for (std::size_t e = 0; e < plan.entries.size(); ++e) view["entries"].push_back(entry_view(plan, calls, e));
  add_labels(options, view);
  // Of what there is one of, the first function says it: programs and examples.
  const View first = view["entries"][0];
  for (const auto& [key, value] : first.items()) view[key] = value;
  view["has_several"] = plan.entries.size() > 1;
  view["entry_count"] = plan.entries.size();
  view["has_any_weights"] = std::any_of(view["entries"].begin(), view["entries"].end(),
                                        [](const View& entry) { return entry["has_weights"].get<bool>(); });
  view["python_inputs"] = join_names(view["inputs"], "", "identifier");
  view["python_outputs"] = join_names(view["outputs"], "", "identifier");
  view["has_tokens"] = std::any_of(view["entries"].begin(), view["entries"].end(),
                                   [](const View& entry) { return entry["has_ids"].get<bool>(); });
  view["writes_indices"] = writes_indices(plan);
  view["has_sequence"] = longest > 0;
  view["sequence"] = plan.entries[0].sequence;
  add_states(plan, view);
  view["max_sequence"] = longest;
  // Long enough for every tile, short enough for plain loops.
  view["test_sequence"] = std::min<std::int64_t>(33, longest);
  view["each"] = each_of(longest);
  view["layouts"] = longest > 0 ? "(batch, sequence, features)" : "NHWC";

  view["tensor_groups"] = groups_view(calls);
  view["structs"] = structs_view(plan, calls);
  const PlanFunction& whole = plan.functions[plan.entries[0].function];
  const std::int64_t weights_bytes = packed_bytes(plan);
  view["weights_members"] = members_view(plan, calls, plan.entries[0].function);
  view["packed_bytes"] = weights_bytes;
  view["weights_text"] = bytes_text(weights_bytes);
  view["packings"] = packings_view(plan);
  std::vector<std::string> scopes;
  for (const std::string& scope : whole.scopes) scopes.push_back(fmt::format("Scope({})", cpp_literal(scope)));
  view["root_scopes"] = fmt::format("{}", fmt::join(scopes, ", "));

  if (plan.training) add_parameters(plan, options, view);

  view["functions"] = View::array();
  for (int f = 0; f < static_cast<int>(plan.functions.size()); ++f) {
    if (!is_entry(plan, f)) view["functions"].push_back(function_view(plan, calls, f));
  }
  view["has_padding"] = has_padding(plan);
  view["has_swaps"] = false;
  for (const char* key : {"functions", "entries"}) {
    for (const View& function : view[key]) view["has_swaps"] = view["has_swaps"].get<bool>() || has_swaps(function);
  }

  view["kernels"] = kernels_view(plan);
  view["wrappers"] = wrappers_view(plan, calls);
  view["targets"] = View::array();
  std::vector<std::string> tables;
  for (Target target : planned_targets(plan)) {
    view["targets"].push_back({{"target", to_string(target)}});
    tables.push_back(std::string("&k_") + to_string(target));
  }
  view["table_list"] = fmt::format("{}", fmt::join(tables, ", "));
  add_device_code(plan, options, view);
  view["instances"] = instances_view(plan);
  view["has_plain"] = std::any_of(plan.kernels.begin(), plan.kernels.end(),
                                  [](const PlanKernel& kernel) { return kernel.schedule.empty(); });
  view["has_bfloat16"] = has_weights_of(plan, DType::bf16);
  view["kernels_read_tokens"] = has_tokens(plan, false);
  view["kernels_write_tokens"] = has_tokens(plan, true);
  view["families"] = families_view(plan);
  view["test_tolerance"] = "1e-4";
  add_image(plan, view);
  add_text(plan, view);
  add_cmake(view);
  view["parts"] = parts_view(view);
  return view;
}

}  // namespace specimen::gen
