#include "plan/outline.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "graph/traits.h"
#include "kernels/common/reflect.h"
#include "plan/names.h"
#include "plan/select.h"

namespace specimen::gen {

namespace {

std::string describe(const Tensor& tensor) {
  const Padding& p = tensor.padding.size;
  return fmt::format("{} {}+{},{},{},{}{}/{}", dtype_name(tensor.dtype), to_string(tensor.shape), p.top, p.bottom,
                     p.left, p.right, tensor.padding.lowest ? "lowest" : "", tensor.slice.width);
}

std::string attributes_text(const Op& op) {
  return std::visit([](const auto& attributes) { return canonical_text(attributes); }, op.attributes);
}

}  // namespace

Outlines::Outlines(const Graph& graph, bool flat) : graph_(graph), index_(graph.regions.size(), -1) {
  for (const Function& function : graph.functions) {
    if (flat) {
      outlines_.push_back(this->flat(function));
    } else {
      outline(function.region);
    }
  }
}

Outline Outlines::flat(const Function& function) const {
  Outline outline;
  outline.region = function.region;
  for (OpId id : graph_.order(function)) {
    if (has_kernel(graph_[id])) outline.items.push_back({id, {}});
  }
  cross(outline);
  outline.scopes = {graph_[outline.region].path};
  return outline;
}

TensorId Outlines::root(TensorId id, const std::set<OpId>* inside) const {
  while (is_reshape(graph_, id) && (!inside || inside->count(graph_[id].producer)))
    id = graph_[graph_[id].producer].inputs[0];
  return id;
}

TensorId Outlines::parent(const Outline& outline, TensorId id, int* channel) const {
  auto is_parameter = [&](TensorId tensor) {
    return std::count(outline.inputs.begin(), outline.inputs.end(), tensor) > 0 ||
           std::count(outline.outputs.begin(), outline.outputs.end(), tensor) > 0;
  };
  while (!is_parameter(id) && graph_[id].slice.of.valid()) {
    *channel += graph_[id].slice.channel;
    id = graph_[id].slice.of;
  }
  return id;
}

bool Outlines::is_weight(TensorId id) const {
  const Tensor& tensor = graph_[id];
  return tensor.kind == TensorKind::weight ||
         (tensor.producer.valid() && stage_of(graph_[tensor.producer].attributes) == Stage::weights);
}

bool Outlines::is_state(TensorId id, RegionId region) const {
  const TensorId state = state_of(graph_, id);
  if (!state.valid()) return false;
  const std::string& path = graph_[region].path;
  return path.empty() || graph_[state].name.compare(0, path.size() + 1, path + "/") == 0;
}

bool Outlines::is_function(RegionId region) const { return graph_[region].is_block() && flatten(region).size() > 1; }

std::vector<Region::Item> Outlines::flatten(RegionId region) const {
  std::vector<Region::Item> items;
  for (const Region::Item& item : graph_[region].items) {
    if (item.op.valid()) {
      if (has_kernel(graph_[item.op])) items.push_back(item);
    } else if (is_function(item.region)) {
      items.push_back(item);
    } else {
      const std::vector<Region::Item> inner = flatten(item.region);
      items.insert(items.end(), inner.begin(), inner.end());
    }
  }
  return items;
}

void Outlines::outline(RegionId region) {
  Outline outline;
  outline.region = region;
  outline.items = flatten(region);
  for (const Region::Item& item : outline.items) {
    if (item.region.valid()) this->outline(item.region);
  }
  cross(outline);
  outline.scopes = {graph_[region].path};
  outline.signature = sign(outline);
  index_[region.index] = static_cast<int>(outlines_.size());
  outlines_.push_back(std::move(outline));
}

void Outlines::cross(Outline& outline) const {
  if (graph_[outline.region].kind == RegionKind::function) {
    const Function& function = graph_.function_of(outline.region);
    for (const Input& input : function.inputs) {
      if (!input.random) outline.inputs.push_back(input.tensor);
    }
    for (const Output& output : function.outputs) {
      if (!output.gradient_of.valid()) outline.outputs.push_back(output.tensor);
    }
    return;
  }
  const std::set<OpId> inside = ops_of(outline.region);
  const auto is_concat = [&](OpId id) { return traits(graph_[id].attributes).result == Result::parts; };
  std::set<TensorId> read, written;
  for (OpId id : inside) {
    // Its operands are written to where it is.
    if (is_concat(id)) written.insert(graph_[id].outputs[0]);
  }
  for (const Region::Item& item : outline.items) {
    const std::vector<TensorId>& in = item.op.valid() ? graph_[item.op].inputs : of(item.region).inputs;
    const std::vector<TensorId>& out = item.op.valid() ? graph_[item.op].outputs : of(item.region).outputs;
    for (TensorId id : in) {
      if (is_weight(id)) continue;
      id = root(id, &inside);
      if (is_state(id, outline.region)) continue;
      if (!written.count(id)) read.insert(id);
    }
    for (TensorId id : out) {
      if (!is_state(id, outline.region)) written.insert(id);
    }
  }
  // In the order in which they were written, as outputs are: so one block's outputs are the next one's inputs in the
  // same order. Ids and masks, which all blocks read, come last.
  outline.inputs.assign(read.begin(), read.end());
  std::stable_partition(outline.inputs.begin(), outline.inputs.end(),
                        [&](TensorId id) { return graph_[id].dtype != DType::i32; });
  // Readers among the region's own ops do not make a tensor an output.
  std::set<TensorId> needed;
  for (OpId id : graph_.order(graph_.function_of(outline.region))) {
    // A reshape hands on what it reads: its own readers count.
    if (inside.count(id) || traits(graph_[id].attributes).result == Result::view) continue;
    for (TensorId input : graph_[id].inputs) needed.insert(root(input));
  }
  for (const Output& output : graph_.function_of(outline.region).outputs) needed.insert(root(output.tensor));
  // If the caller reads or writes a slice, the caller owns the buffer: the outermost concatenation of the region.
  for (OpId id : inside) {
    if (!is_concat(id)) continue;
    for (TensorId operand : graph_[id].inputs) {
      if (inside.count(graph_[operand].producer) && !needed.count(operand)) continue;
      TensorId whole = graph_[id].outputs[0];
      while (graph_[whole].slice.of.valid() && inside.count(graph_[graph_[whole].slice.of].producer))
        whole = graph_[whole].slice.of;
      needed.insert(whole);
    }
  }
  std::set_intersection(written.begin(), written.end(), needed.begin(), needed.end(),
                        std::back_inserter(outline.outputs));
  // Without those that no kernel of the region touches.
  std::set<TensorId> touched;
  int channel = 0;
  for (const Region::Item& item : outline.items) {
    const std::vector<TensorId>& in = item.op.valid() ? graph_[item.op].inputs : of(item.region).inputs;
    const std::vector<TensorId>& out = item.op.valid() ? graph_[item.op].outputs : of(item.region).outputs;
    for (TensorId id : in) touched.insert(parent(outline, root(id, &inside), &channel));
    for (TensorId id : out) touched.insert(parent(outline, id, &channel));
  }
  std::erase_if(outline.outputs, [&](TensorId id) { return is_concat(graph_[id].producer) && !touched.count(id); });
}

std::set<OpId> Outlines::ops_of(RegionId region) const {
  std::set<OpId> ops;
  for (const Region::Item& item : graph_[region].items) {
    if (item.op.valid()) {
      ops.insert(item.op);
    } else {
      ops.merge(ops_of(item.region));
    }
  }
  return ops;
}

std::string Outlines::sign(Outline& outline) const {
  std::map<TensorId, std::string> names;
  std::string text;
  for (std::size_t i = 0; i < outline.inputs.size(); ++i) {
    names[outline.inputs[i]] = fmt::format("x{}", i);
    text += fmt::format("x{} {}\n", i, describe(graph_[outline.inputs[i]]));
  }
  const std::string base = graph_[outline.region].path;
  auto weight = [&](TensorId id) {
    std::string text = "(";
    const OpId producer = graph_[id].producer;
    if (producer.valid()) {
      const Op& op = graph_[producer];
      text += fmt::format("{} {} #{} ", op_name(op.attributes), attributes_text(op),
                          std::find(op.outputs.begin(), op.outputs.end(), id) - op.outputs.begin());
    }
    for (TensorId source : sources_of(graph_, id)) {
      const ScopedName name = scoped(graph_[source].name, outline.scopes, false);
      text += fmt::format("{}:{} {} ", name.scope, name.relative, to_string(graph_[source].shape));
    }
    return text + ")";
  };
  auto value = [&](TensorId id) {
    while (!names.count(id) && is_reshape(graph_, id)) id = graph_[graph_[id].producer].inputs[0];
    if (!names.count(id) && is_state(id, outline.region)) {
      const Tensor& state = graph_[state_of(graph_, id)];
      const ScopedName name = scoped(state.name, outline.scopes, false);
      return fmt::format("state {} {} of the {}", name.relative, to_string(state.shape), to_string(state.owner));
    }
    auto [at, added] = names.try_emplace(id, "");
    if (added) at->second = fmt::format("v{}", names.size());
    return at->second;
  };
  for (const Region::Item& item : outline.items) {
    if (item.op.valid()) {
      const Op& op = graph_[item.op];
      text += fmt::format("{} {} {} {}", below(op.path, base), op_name(op.attributes), attributes_text(op), "");
      for (TensorId id : op.inputs)
        text += " " + (is_weight(id) ? weight(id) : value(id) + to_string(graph_[id].shape));
      for (TensorId id : op.outputs) {
        text += fmt::format(" -> {} {}", value(id), describe(graph_[id]));
        int channel = 0;
        const TensorId whole = parent(outline, id, &channel);
        if (whole != id) text += fmt::format(" in {} at {}", value(whole), channel);
      }
    } else {
      const Outline& callee = of(item.region);
      text += fmt::format("{} call {{\n{}}}", below(graph_[item.region].path, base), callee.signature);
      for (TensorId id : callee.inputs) text += " " + value(id);
      for (TensorId id : callee.outputs) text += " -> " + value(id);
      for (const std::string& scope : callee.scopes) {
        const ScopedName name = scoped(scope, outline.scopes, true);
        text += fmt::format(" {}:{}", name.scope, name.relative);
      }
    }
    text += "\n";
  }
  for (TensorId id : outline.outputs) text += fmt::format("y {} {}\n", value(id), describe(graph_[id]));
  // Parameters that are in others.
  for (const auto* list : {&outline.inputs, &outline.outputs}) {
    for (TensorId id : *list) {
      if (!graph_[id].slice.of.valid()) continue;
      int channel = graph_[id].slice.channel;
      const TensorId whole = parent(outline, graph_[id].slice.of, &channel);
      if (names.count(whole)) text += fmt::format("{} in {} at {}\n", value(id), value(whole), channel);
    }
  }
  return text;
}

bool is_reshape(const Graph& graph, TensorId id) {
  const OpId producer = graph[id].producer;
  return producer.valid() && traits(graph[producer].attributes).result == Result::view;
}

ScopedName scoped(const std::string& name, std::vector<std::string>& scopes, bool is_scope) {
  if (scopes[0].empty()) return {0, name};
  if (name == scopes[0]) return {0, ""};
  if (name.compare(0, scopes[0].size() + 1, scopes[0] + "/") == 0) return {0, name.substr(scopes[0].size() + 1)};
  // Another block's weights: its directory is a scope of its own.
  const std::size_t slash = name.rfind('/');
  const std::string scope = is_scope ? name : slash == std::string::npos ? "" : name.substr(0, slash);
  const std::string rest = is_scope ? "" : slash == std::string::npos ? name : name.substr(slash + 1);
  for (std::size_t i = 1; i < scopes.size(); ++i) {
    if (scopes[i] == scope) return {static_cast<int>(i), rest};
  }
  scopes.push_back(scope);
  return {static_cast<int>(scopes.size()) - 1, rest};
}

std::vector<TensorId> sources_of(const Graph& graph, TensorId packed) {
  std::vector<TensorId> result, work = {packed};
  while (!work.empty()) {
    const TensorId id = work.back();
    work.pop_back();
    if (graph[id].kind == TensorKind::weight) {
      result.push_back(id);
    } else {
      const auto& inputs = graph[graph[id].producer].inputs;
      work.insert(work.end(), inputs.rbegin(), inputs.rend());
    }
  }
  return result;
}

}  // namespace specimen::gen
