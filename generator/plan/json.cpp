#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "graph/shapes.h"
#include "kernels/catalog_json.h"
#include "plan/build.h"
#include "plan/structs.h"

namespace specimen::gen {

namespace {

using Json = nlohmann::ordered_json;

Json shape_json(const std::vector<Dim>& shape) {
  Json list = Json::array();
  for (const Dim& dim : shape) {
    if (dim.is_constant()) {
      list.push_back(dim.value());
    } else {
      list.push_back(dim.text());
    }
  }
  return list;
}

Json value_json(const PlanFunction& f, const PlanValue& v) {
  static const char* places[] = {"input", "output",   "local",    "slice", "reshape",
                                 "state", "appended", "gradient", "saved", "element"};
  Json json = {
      {"name", v.name}, {"path", v.path}, {"place", places[static_cast<int>(v.place)]}, {"shape", shape_json(v.shape)}};
  if (v.dtype != DType::f32) json["dtype"] = dtype_name(v.dtype);
  if (!v.padding.none()) {
    json["padding"] = {{"top", v.padding.size.top},
                       {"bottom", v.padding.size.bottom},
                       {"left", v.padding.size.left},
                       {"right", v.padding.size.right},
                       {"fill", v.padding.lowest ? "lowest" : "zero"}};
  }
  json["strides"] = {v.storage.example, v.storage.row, v.storage.pixel};
  json["bytes"] = v.bytes;
  if (v.region == ArenaRegion::fixed) json["fixed"] = true;
  if (v.place == PlanValue::Place::local || v.place == PlanValue::Place::saved) json["offset"] = v.offset;
  if (v.count > 1) json["count"] = v.count;
  if (v.opaque) json["opaque"] = true;
  if (v.place == PlanValue::Place::element) json["element"] = {{"of", f.values[v.parent].name}, {"index", v.element}};
  if (v.place == PlanValue::Place::reshape) json["reshape"] = {{"of", f.values[v.parent].name}};
  if (v.place == PlanValue::Place::slice) json["slice"] = {{"of", f.values[v.parent].name}, {"channel", v.channel}};
  if (v.place == PlanValue::Place::state) json["state"] = f.states[v.state].name;
  if (v.place == PlanValue::Place::gradient)
    json["gradient"] = f.weights[v.weights].name + "/" + f.weights[v.weights].tensors[v.tensor].member;
  if (v.place == PlanValue::Place::appended) json["appended"] = {{"to", f.values[v.parent].name}};
  json["steps"] = {v.first_step, v.last_step};
  return json;
}

Json names_json(const PlanFunction& f, const std::vector<int>& values) {
  Json list = Json::array();
  for (int value : values) list.push_back(f.values[value].name);
  return list;
}

Json scopes_json(const std::vector<ScopedName>& scopes) {
  Json list = Json::array();
  for (const ScopedName& name : scopes) list.push_back({{"scope", name.scope}, {"path", name.relative}});
  return list;
}

// What is of each example, and what is not, if there is any.
void arena_json(const ArenaBytes& bytes, const std::string& ending, Json& json) {
  json["arena" + ending] = bytes.examples;
  if (bytes.fixed != 0) json["fixed" + ending] = bytes.fixed;
}

// Of a carried one both values; of one of several in a row that of element 0 of the weights.
Json arguments_json(const PlanFunction& f, const std::vector<LoopArgument>& arguments) {
  Json list = Json::array();
  for (const LoopArgument& a : arguments) {
    Json row = {{"value", f.values[a.value].name}};
    if (a.carried()) row["next"] = f.values[a.next].name;
    if (f.values[a.value].count > 1) row["element"] = a.element;
    list.push_back(std::move(row));
  }
  return list;
}

Json step_json(const Plan& plan, const PlanFunction& f, const PlanStep& step) {
  Json json = {{"path", step.path}};
  if (const auto* kernel = std::get_if<KernelStep>(&step.action)) {
    json["kernel"] = plan.kernels[kernel->kernel].symbol;
    Json arguments = Json::array();
    for (const PlanArgument& a : kernel->arguments) {
      if (a.value >= 0) {
        Json view = {{"value", f.values[a.value].name}};
        if (a.row || a.column) view["pixel"] = {a.row, a.column};
        arguments.push_back(std::move(view));
      } else if (!a.random.empty()) {
        arguments.push_back({{"random", a.random}});
      } else {
        arguments.push_back(
            {{"weights", f.weights[a.weights].name + "." + f.weights[a.weights].tensors[a.tensor].member}});
      }
    }
    json["arguments"] = std::move(arguments);
    json["outputs"] = kernel->outputs;
  } else if (const auto* fill = std::get_if<FillStep>(&step.action)) {
    json["fill"] = f.values[fill->value].name;
  } else if (const auto* call = std::get_if<CallStep>(&step.action)) {
    json["call"] = plan.functions[call->function].name;
    json["inputs"] = names_json(f, call->inputs);
    json["outputs"] = names_json(f, call->outputs);
    if (!call->saved.empty()) json["saved"] = names_json(f, call->saved);
    arena_json(call->arena, "", json);
    json["scopes"] = scopes_json(call->scopes);
  } else if (const auto* loop = std::get_if<LoopStep>(&step.action)) {
    json["loop"] = plan.functions[loop->function].name;
    json["count"] = loop->count;
    if (loop->backward) json["from"] = loop->first;
    json["inputs"] = arguments_json(f, loop->inputs);
    json["outputs"] = arguments_json(f, loop->outputs);
    if (!loop->saved.empty()) json["saved"] = arguments_json(f, loop->saved);
    arena_json(loop->arena, "", json);
    Json scopes = Json::array();
    for (const auto& list : loop->scopes) scopes.push_back(scopes_json(list));
    json["scopes"] = std::move(scopes);
  }
  if (!step.comment.empty()) json["comment"] = step.comment;
  if (!step.fused.empty()) json["fused"] = step.fused;
  if (!step.remarks.empty()) json["remarks"] = step.remarks;
  return json;
}

Json function_json(const Plan& plan, const PlanFunction& f) {
  Json json = {{"name", f.name}, {"block", f.block}, {"doc", f.doc}, {"placements", f.placements}};
  arena_json(f.arena_bytes, "_bytes", json);
  if (!f.saved_bytes.empty()) json["saved_bytes"] = {f.saved_bytes.examples, f.saved_bytes.fixed};
  json["values"] = Json::array();
  for (const PlanValue& value : f.values) {
    if (value.last_step >= 0) json["values"].push_back(value_json(f, value));
  }
  json["weights"] = Json::array();
  for (const PlanWeights& weights : f.weights) {
    Json member = {{"name", weights.name}, {"count", weights.count}};
    if (weights.function >= 0) {
      member["function"] = plan.functions[weights.function].name;
    } else {
      for (const PlanWeight& tensor : weights.tensors) {
        Json row = {{"member", tensor.member}, {"shape", tensor.shape}};
        if (tensor.dtype != DType::f32) row["dtype"] = dtype_name(tensor.dtype);
        row["bytes"] = tensor.bytes;
        member["tensors"].push_back(std::move(row));
      }
    }
    json["weights"].push_back(std::move(member));
  }
  for (const PlanState& state : f.states) {
    Json member = {{"name", state.name}, {"count", state.count}};
    if (state.function >= 0) {
      member["function"] = plan.functions[state.function].name;
    } else {
      member["path"] = state.path.relative;
      member["shape"] = shape_json(state.shape);
    }
    json["states"].push_back(std::move(member));
  }
  json["pack"] = Json::array();
  for (const PackStep& step : f.pack) {
    Json row = {
        {"function", to_string(step.function)}, {"weights", f.weights[step.weights].name}, {"results", step.results}};
    for (const auto& source : step.sources) {
      Json& row_of_source = row["sources"][to_string(source.role)];
      row_of_source = {{"scope", source.name.scope}, {"path", source.name.relative}, {"shape", source.shape}};
      if (!source.stored.empty()) row_of_source["stored"] = source.stored;
    }
    if (step.epsilon != 0) row["epsilon"] = step.epsilon;
    if (form_of(step.function).algorithm) row["algorithm"] = to_string(step.algorithm);
    if (step.type != DType::f32) row["type"] = dtype_name(step.type);
    json["pack"].push_back(std::move(row));
  }
  json["steps"] = Json::array();
  for (const PlanStep& step : f.steps) json["steps"].push_back(step_json(plan, f, step));
  return json;
}

Json entry_json(const PlanEntry& entry) {
  Json json = {{"name", entry.name}, {"doc", entry.doc}, {"flops", entry.flops}};
  for (const auto& [length, more] : entry.adds) json["adds"][length] = more.text();
  json["inputs"] = Json::array();
  for (const PlanInput& input : entry.inputs) {
    Json row = {{"name", input.name}, {"dtype", dtype_name(input.dtype)}, {"shape", shape_json(input.shape)}};
    if (input.dtype == DType::i32) row["below"] = input.below;
    if (input.is_mask) row["mask"] = true;
    row["meaning"] = Json::parse(to_json(input.meaning), nullptr, false);
    json["inputs"].push_back(std::move(row));
  }
  json["outputs"] = Json::array();
  for (const PlanOutput& output : entry.outputs) {
    json["outputs"].push_back({{"name", output.name},
                               {"dtype", dtype_name(output.dtype)},
                               {"shape", shape_json(output.shape)},
                               {"meaning", Json::parse(to_json(output.meaning), nullptr, false)}});
  }
  return json;
}

}  // namespace

std::string structure_text(const Plan& plan) {
  Json json = Json::array();
  for (const PlanFunction& function : plan.functions) {
    const Json whole = function_json(plan, function);
    json.push_back({whole["name"], whole["weights"], whole["pack"]});
    for (const Json& step : whole["steps"]) {
      if (step.contains("scopes")) json.push_back(step["scopes"]);
    }
  }
  for (const PlanParameter& p : plan.parameters) json.push_back({p.name, p.shape});
  return json.dump();
}

std::string to_json(const Plan& plan) {
  Json json = {{"model", plan.model}, {"doc", plan.doc}, {"spec", plan.spec_path}, {"structure", plan.structure_hash}};
  json["symbols"] = Json::object();
  for (const auto& [name, maximum] : plan.symbol_maxima) json["symbols"][name] = {{"maximum", maximum}};
  for (const PlanConstraint& constraint : plan.constraints) json["constraints"].push_back(constraint.text);
  for (const PlanStateTensor& state : plan.states) {
    json["states"].push_back({{"path", state.path},
                              {"shape", shape_json(state.shape)},
                              {"owner", to_string(state.owner)},
                              {"initial_value", state.initial_value}});
  }
  json["arena_bytes_per_example"] = plan.arena_bytes_per_example;
  json["arena_fixed_bytes"] = plan.arena_fixed_bytes;
  json["flat_bytes_per_example"] = plan.flat_bytes_per_example;
  json["thread_workspace_bytes"] = plan.thread_workspace_bytes;
  json["packed_bytes"] = packed_bytes(plan);
  json["entries"] = Json::array();
  for (const PlanEntry& entry : plan.entries) json["entries"].push_back(entry_json(entry));
  json["kernels"] = Json::array();
  for (const PlanKernel& kernel : plan.kernels) {
    Json row = {{"symbol", kernel.symbol},
                {"family", family_name(kernel.problem)},
                {"doc", kernel.doc},
                {"problem", to_json(kernel.problem)}};
    for (const auto& [target, schedule] : kernel.schedule) row["schedule"][to_string(target)] = to_json(schedule);
    row["reason"] = kernel.reason;
    row["flops"] = kernel.flops;
    row["bytes"] = kernel.bytes;
    row["calls"] = kernel.calls;
    json["kernels"].push_back(std::move(row));
  }
  json["functions"] = Json::array();
  for (const PlanFunction& function : plan.functions) json["functions"].push_back(function_json(plan, function));
  json["parameters"] = Json::array();
  for (const PlanParameter& p : plan.parameters)
    json["parameters"].push_back({{"name", p.name}, {"shape", p.shape}, {"trainable", p.trainable}});
  return json.dump(1) + "\n";
}

}  // namespace specimen::gen
