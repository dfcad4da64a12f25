#include "cli/compare.h"

#include <fmt/format.h>

#include <cctype>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "graph/shapes.h"
#include "kernels/common/json.h"

namespace specimen::gen {

namespace {

// The ops of one layer, and where it stands.
struct Layer {
  std::string path;
  std::vector<const Op*> ops;
};

std::vector<Layer> layers_of(const Graph& graph) {
  std::vector<Layer> layers;
  std::map<std::string, std::size_t> known;
  for (OpId id : graph.order()) {
    const Op& op = graph[id];
    const auto [at, is_new] = known.emplace(op.path, layers.size());
    if (is_new) layers.push_back({op.path, {}});
    layers[at->second].ops.push_back(&op);
  }
  return layers;
}

std::string kinds_of(const Layer& layer) {
  std::string text;
  for (const Op* op : layer.ops) text += (text.empty() ? "" : ", ") + std::string(op_name(op->attributes));
  return text;
}

std::set<std::string> block_paths(const Graph& graph) {
  std::set<std::string> paths;
  for (const Region& region : graph.regions)
    if (region.is_block()) paths.insert(region.path);
  return paths;
}

// The layers of `graph` at paths that the other one lacks; of a block that it lacks as a whole, the block.
std::vector<OneSided> one_sided(const Graph& graph, const std::vector<Layer>& layers,
                                const std::set<std::string>& other_layers, const std::set<std::string>& other_blocks) {
  std::vector<OneSided> result;
  for (const Layer& layer : layers) {
    if (other_layers.count(layer.path) != 0) continue;
    OneSided item{layer.path, kinds_of(layer)};
    for (RegionId id = layer.ops[0]->region; id.valid(); id = graph[id].parent) {
      const Region& region = graph[id];
      if (region.is_block() && other_blocks.count(region.path) == 0) item = {region.path, region.block};
    }
    if (result.empty() || result.back().path != item.path) result.push_back(std::move(item));
  }
  return result;
}

nlohmann::ordered_json attributes_of(const Op& op) {
  return std::visit([](const auto& attributes) { return to_json(attributes).flatten(); }, op.attributes);
}

std::vector<LayerChange::Field> changed_fields(const Layer& a, const Layer& b) {
  if (kinds_of(a) != kinds_of(b)) return {{"op", kinds_of(a), kinds_of(b)}};
  std::vector<LayerChange::Field> fields;
  for (std::size_t i = 0; i < a.ops.size(); ++i) {
    const nlohmann::ordered_json from = attributes_of(*a.ops[i]), to = attributes_of(*b.ops[i]);
    std::vector<std::string> keys;
    for (const auto& item : from.items()) keys.push_back(item.key());
    for (const auto& item : to.items())
      if (!from.contains(item.key())) keys.push_back(item.key());
    const auto text = [](const nlohmann::ordered_json& json, const std::string& key) {
      if (!json.contains(key)) return std::string("none");
      return json[key].is_string() ? json[key].get<std::string>() : json[key].dump();
    };
    for (const std::string& key : keys) {
      if (text(from, key) == text(to, key)) continue;
      std::string name = key.substr(1);
      for (char& c : name) c = c == '/' ? '.' : c;
      fields.push_back({name, text(from, key), text(to, key)});
    }
  }
  return fields;
}

std::string shapes_of(const Graph& graph, const Layer& layer) {
  std::string text;
  for (const Op* op : layer.ops)
    for (TensorId output : op->outputs) text += to_string(graph[output].shape);
  return text;
}

void compare_weights(const Graph& a, const Graph& b, const std::function<std::string(const std::string&)>& name_in_a,
                     Comparison& out) {
  std::map<std::string, const Tensor*> theirs;
  for (const Tensor& tensor : a.tensors)
    if (tensor.kind == TensorKind::weight) theirs[tensor.name] = &tensor;
  std::set<std::string> used;
  for (const Tensor& tensor : b.tensors) {
    if (tensor.kind != TensorKind::weight) continue;
    const auto known = theirs.find(name_in_a(tensor.name));
    if (known == theirs.end()) {
      out.missing.push_back(tensor.name);
      continue;
    }
    used.insert(known->first);
    if (known->second->shape == tensor.shape)
      out.fit.push_back(tensor.name);
    else
      out.other_shape.push_back({tensor.name, to_string(known->second->shape), to_string(tensor.shape)});
  }
  for (const Tensor& tensor : a.tensors)
    if (tensor.kind == TensorKind::weight && used.count(tensor.name) == 0) out.extra.push_back(tensor.name);
}

}  // namespace

Comparison compare(const Graph& a, const Graph& b, const std::function<std::string(const std::string&)>& name_in_a) {
  Comparison out;
  const std::vector<Layer> before = layers_of(a), after = layers_of(b);
  std::map<std::string, const Layer*> known;
  std::set<std::string> paths_before, paths_after;
  for (const Layer& layer : before) known[layer.path] = &layer, paths_before.insert(layer.path);
  for (const Layer& layer : after) paths_after.insert(layer.path);
  out.added = one_sided(b, after, paths_before, block_paths(a));
  out.removed = one_sided(a, before, paths_after, block_paths(b));
  for (const Layer& layer : after) {
    const auto same = known.find(layer.path);
    if (same == known.end()) continue;
    std::vector<LayerChange::Field> fields = changed_fields(*same->second, layer);
    if (!fields.empty())
      out.changed.push_back({layer.path, std::move(fields)});
    else if (shapes_of(a, *same->second) != shapes_of(b, layer))
      out.reshaped.push_back(layer.path);
  }
  compare_weights(a, b, name_in_a, out);
  return out;
}

std::vector<Grouped> group_paths(const std::vector<std::pair<std::string, std::string>>& paths_and_rest) {
  struct Group {
    std::string text;                  // a mark for each number
    std::vector<std::string> numbers;  // of the first path; `*` where another path has another one
    std::string rest;
    int count = 0;
  };
  constexpr char kMark = '\1';
  std::vector<Group> groups;
  std::map<std::pair<std::string, std::string>, std::size_t> known;
  for (const auto& [path, rest] : paths_and_rest) {
    std::string text;
    std::vector<std::string> numbers;
    for (char c : path) {
      const bool digit = std::isdigit(static_cast<unsigned char>(c));
      if (digit && (text.empty() || text.back() != kMark)) numbers.emplace_back();
      if (digit) numbers.back() += c;
      if (!digit || text.empty() || text.back() != kMark) text += digit ? kMark : c;
    }
    const auto [at, is_new] = known.emplace(std::pair(text, rest), groups.size());
    if (is_new) groups.push_back({text, numbers, rest, 0});
    Group& group = groups[at->second];
    ++group.count;
    for (std::size_t i = 0; i < numbers.size(); ++i)
      if (group.numbers[i] != numbers[i]) group.numbers[i] = "*";
  }
  std::vector<Grouped> result;
  for (const Group& group : groups) {
    std::string text;
    auto number = group.numbers.begin();
    for (char c : group.text) text += c == kMark ? *number++ : std::string(1, c);
    result.push_back({group.count == 1 ? text : fmt::format("{} x {}", group.count, text), group.rest});
  }
  return result;
}

}  // namespace specimen::gen
