#include "plan/outline.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
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

// Without what tells one use of a block from another.
std::string attributes_text(const Op& op, const std::string& base) {
  Attributes attributes = op.attributes;
  if (std::string* layer = random_layer(attributes)) *layer = below(*layer, base);
  return std::visit([](const auto& known) { return canonical_text(known); }, attributes);
}

}  // namespace

Outlines::Outlines(const Graph& graph)
    : graph_(graph), index_(graph.regions.size(), -1), mirrors_(graph.regions.size()) {
  for (const Function& function : graph.functions) {
    for (const Output& output : function.outputs) {
      // What kernels write is the tensor that the gradient is a reshape of.
      if (output.gradient_of.valid()) gradients_[shown_by(graph, output.tensor)] = output.gradient_of;
    }
  }
  find_mirrors();
  for (const Function& function : graph.functions) outline(function.region);
}

// The last use of a block at a path is the first whose gradients follow.
void Outlines::find_mirrors() {
  std::map<std::string, std::vector<RegionId>> open;
  const std::function<void(RegionId)> walk = [&](RegionId region) {
    for (const Region::Item& item : graph_[region].items) {
      if (!item.region.valid()) continue;
      const Region& inner = graph_[item.region];
      if (inner.is_block() && !inner.backward) open[inner.path].push_back(item.region);
      if (inner.is_block() && inner.backward) {
        std::vector<RegionId>& uses = open[inner.path];
        if (!uses.empty()) {
          mirrors_[item.region.index] = uses.back();
          mirrors_[uses.back().index] = item.region;
          uses.pop_back();
        }
      }
      walk(item.region);
    }
  };
  for (const Function& function : graph_.functions) walk(function.region);
}

TensorId Outlines::weight_of(TensorId gradient) const {
  const auto at = gradients_.find(gradient);
  return at == gradients_.end() ? TensorId() : at->second;
}

int Outlines::saved_index(const Outline& outline, TensorId id) const {
  if (!outline.mirror.valid() || !graph_[outline.region].backward) return -1;
  const std::vector<TensorId>& saved = of(outline.mirror).saved;
  const auto at = std::find(saved.begin(), saved.end(), id);
  return at == saved.end() ? -1 : static_cast<int>(at - saved.begin());
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

std::vector<Region::Item> Outlines::of_both(const Outline& outline) const {
  const bool backward = graph_[outline.region].backward;
  std::vector<Region::Item> items = backward && outline.mirror.valid() ? flatten(outline.mirror) : outline.items;
  const RegionId gradients = backward ? outline.region : outline.mirror;
  if (gradients.valid() && outline.mirror.valid()) {
    const std::vector<Region::Item> more = flatten(gradients);
    std::copy_if(more.begin(), more.end(), std::back_inserter(items),
                 [](const Region::Item& item) { return item.op.valid(); });
  }
  return items;
}

std::vector<TensorId> Outlines::weights_of(const Op& op) const {
  std::vector<TensorId> list;
  for (TensorId id : op.inputs) {
    if (graph_[id].kind == TensorKind::weight) list.push_back(id);
  }
  for (const auto* tensors : {&op.inputs, &op.outputs}) {
    for (TensorId id : *tensors) {
      if (const TensorId weight = weight_of(id); weight.valid()) list.push_back(weight);
    }
  }
  return list;
}

bool Outlines::is_random(TensorId id) const {
  return std::any_of(graph_.functions.begin(), graph_.functions.end(), [&](const Function& function) {
    return std::any_of(function.inputs.begin(), function.inputs.end(),
                       [&](const Input& input) { return input.random && input.tensor == id; });
  });
}

bool Outlines::is_state(TensorId id, RegionId region) const {
  const TensorId state = state_of(graph_, id);
  if (!state.valid()) return false;
  const std::string& path = graph_[region].path;
  return path.empty() || graph_[state].name.compare(0, path.size() + 1, path + "/") == 0;
}

bool Outlines::is_function(RegionId region) const {
  // The gradients of a block are a function where the block is one.
  if (graph_[region].backward && mirrors_[region.index].valid()) return is_function(mirrors_[region.index]);
  return graph_[region].is_block() && flatten(region).size() > 1;
}

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
  outline.mirror = mirrors_[region.index];
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
      if (is_weight(id) || is_random(id)) continue;
      // Gradients read what another region shows.
      id = graph_[outline.region].backward ? root(id) : root(id, &inside);
      if (is_state(id, outline.region) || weight_of(id).valid() || saved_index(outline, outermost(id)) >= 0) continue;
      if (!written.count(id)) read.insert(id);
    }
    for (TensorId id : out) {
      if (!is_state(id, outline.region) && !weight_of(id).valid()) written.insert(id);
    }
  }
  // In the order in which they were written, as outputs are: so one block's outputs are the next one's inputs in the
  // same order. Ids and masks, which all blocks read, come last.
  outline.inputs.assign(read.begin(), read.end());
  std::stable_partition(outline.inputs.begin(), outline.inputs.end(),
                        [&](TensorId id) { return graph_[id].dtype != DType::i32; });
  // Readers among the region's own ops do not make a tensor an output; nor do those of its gradients, which find it
  // where the region saved it.
  const bool forward = !graph_[outline.region].backward;
  const std::set<OpId> gradients = forward && outline.mirror.valid() ? ops_of(outline.mirror) : std::set<OpId>();
  std::set<TensorId> needed, later;
  for (OpId id : graph_.order(graph_.function_of(outline.region))) {
    // A reshape hands on what it reads: its own readers count.
    if (inside.count(id) || traits(graph_[id].attributes).result == Result::view) continue;
    for (TensorId input : graph_[id].inputs) (gradients.count(id) ? later : needed).insert(root(input));
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
  std::set<TensorId> saved;
  for (TensorId id : later) {
    int channel = 0;
    const TensorId whole = parent(outline, id, &channel);
    const bool is_output = std::count(outline.outputs.begin(), outline.outputs.end(), whole) > 0;
    if (written.count(id) && written.count(whole) && !is_output) saved.insert(whole);
  }
  outline.saved.assign(saved.begin(), saved.end());
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

TensorId Outlines::outermost(TensorId id) const {
  while (graph_[id].slice.of.valid()) id = graph_[id].slice.of;
  return id;
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
  // A block and its gradients have the same parameters.
  if (is_training()) {
    for (const Region::Item& item : of_both(outline)) {
      if (item.op.valid()) {
        for (TensorId id : weights_of(graph_[item.op])) scoped(graph_[id].name, outline.scopes, false);
      } else {
        for (const std::string& scope : of(item.region).scopes) scoped(scope, outline.scopes, true);
      }
    }
  }
  auto weight = [&](TensorId id) {
    std::string text = "(";
    const OpId producer = graph_[id].producer;
    if (producer.valid()) {
      const Op& op = graph_[producer];
      text += fmt::format("{} {} #{} ", op_name(op.attributes), attributes_text(op, base),
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
    if (const TensorId weight = weight_of(id); weight.valid()) {
      const ScopedName name = scoped(graph_[weight].name, outline.scopes, false);
      return fmt::format("gradient of {}:{}", name.scope, name.relative);
    }
    if (const int saved = saved_index(outline, id); saved >= 0) return fmt::format("s{}", saved);
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
      text += fmt::format("{} {} {} {}", below(op.path, base), op_name(op.attributes), attributes_text(op, base), "");
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
  for (TensorId id : outline.saved) text += fmt::format("saved {} {}\n", value(id), describe(graph_[id]));
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
