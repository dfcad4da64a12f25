#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "passes/gradients.h"
#include "passes/passes.h"
#include "passes/rewrite.h"

namespace specimen::gen {

namespace {

class Differentiation {
 public:
  Differentiation(const Graph& graph, std::size_t function) : graph_(graph), function_(function) {}

  Graph run() {
    find_trained();
    const RegionId region = graph_.functions[function_].region;
    const std::vector<Region::Item> forward = graph_[region].items;
    walk(forward, region);
    // In the order of the checkpoint.
    for (std::size_t i = 0; i < weights_; ++i) {
      const TensorId weight(static_cast<int>(i));
      if (graph_[weight].kind != TensorKind::weight || parts_.count(weight) == 0) continue;
      const TensorId gradient = total(weight, region);
      graph_.functions[function_].outputs.push_back({graph_[weight].name, gradient, {}, weight});
    }
    return drop_dead(graph_);
  }

 private:
  // Tensors that depend on what is trained: only they have a gradient.
  void find_trained() {
    weights_ = graph_.tensors.size();
    trained_.assign(weights_, false);
    for (std::size_t i = 0; i < weights_; ++i)
      trained_[i] = graph_.tensors[i].kind == TensorKind::weight && graph_.tensors[i].trainable;
    for (OpId id : graph_.order(graph_.functions[function_])) {
      const bool any = std::any_of(graph_[id].inputs.begin(), graph_[id].inputs.end(),
                                   [&](TensorId input) { return trained_[input.index]; });
      for (TensorId output : graph_[id].outputs) trained_[output.index] = any;
    }
  }

  // The gradients of these ops and regions, the last first, into `to`.
  void walk(const std::vector<Region::Item>& items, RegionId to) {
    for (auto item = items.rbegin(); item != items.rend(); ++item) {
      if (item->op.valid()) {
        differentiate(item->op, to);
        continue;
      }
      Region mirror = graph_[item->region];
      const std::vector<Region::Item> inner = std::exchange(mirror.items, {});
      mirror.backward = true;
      mirror.parent = to;
      const RegionId id(static_cast<int>(graph_.regions.size()));
      graph_.regions.push_back(std::move(mirror));
      graph_[to].items.push_back({{}, id});
      std::map<TensorId, std::size_t> before;
      for (const auto& [tensor, parts] : parts_) before[tensor] = parts.size();
      walk(inner, id);
      if (graph_[id].is_block()) add_up(item->region, id, before);
    }
  }

  // A block gives one gradient of each tensor that it reads: the sum of those of its own readers.
  void add_up(RegionId forward, RegionId to, const std::map<TensorId, std::size_t>& before) {
    for (auto& [tensor, parts] : parts_) {
      const auto at = before.find(tensor);
      const std::size_t first = at == before.end() ? 0 : at->second;
      if (parts.size() < first + 2 || is_inside(tensor, forward)) continue;
      const bool weight = graph_[tensor].kind == TensorKind::weight;
      const std::string name = weight ? graph_[tensor].name + "/gradient" : graph_[to].path + "/x_gradient";
      const std::vector<TensorId> own(parts.begin() + static_cast<std::ptrdiff_t>(first), parts.end());
      parts.resize(first);
      parts.push_back(sum(own, name, to));
    }
  }

  bool is_inside(TensorId tensor, RegionId region) const {
    const OpId producer = graph_[tensor].producer;
    RegionId at = producer.valid() ? graph_[producer].region : RegionId();
    while (at.valid() && at != region) at = graph_[at].parent;
    return at.valid();
  }

  void differentiate(OpId id, RegionId to) {
    std::vector<bool> wanted;
    for (TensorId input : graph_[id].inputs) wanted.push_back(trained_[input.index]);
    if (std::none_of(wanted.begin(), wanted.end(), [](bool wants) { return wants; })) return;
    const bool loss = traits(graph_[id].attributes).is_loss;
    const TensorId result = graph_[id].outputs[0];
    if (!loss && parts_.count(result) == 0) return;  // nothing that the loss needs
    const TensorId gradient = loss ? TensorId() : total(result, to);
    Backward backward(graph_, id, std::move(wanted));
    add_gradients(backward, gradient);
    for (OpId added : backward.added()) {
      graph_[added].region = to;
      graph_[to].items.push_back({added, {}});
      name_once(added);
    }
    for (const Backward::Given& given : backward.given())
      parts_[graph_[id].inputs[given.input]].push_back(given.gradient);
  }

  // The gradient of a tensor: the sum of what each of its readers gave.
  TensorId total(TensorId tensor, RegionId to) { return sum(parts_.at(tensor), graph_[tensor].name + "/gradient", to); }

  TensorId sum(const std::vector<TensorId>& parts, const std::string& name, RegionId to) {
    TensorId sum = parts[0];
    for (std::size_t i = 1; i < parts.size(); ++i) {
      const OpId id = graph_.add_op(BinaryOp{Fn::add}, {sum, parts[i]}, 1, name + "/sum");
      graph_[id].region = to;
      graph_[to].items.push_back({id, {}});
      name_once(id);
      sum = graph_[id].outputs[0];
    }
    return sum;
  }

  // Names of tensors are paths; a tensor with several readers has several parts of a gradient.
  void name_once(OpId id) {
    for (TensorId output : graph_[id].outputs) {
      std::string& name = graph_[output].name;
      if (const int count = ++named_[name]; count > 1) name += "/" + std::to_string(count);
    }
  }

  Graph graph_;
  std::size_t function_;
  std::size_t weights_ = 0;  // tensors before any gradient was added
  std::vector<bool> trained_;
  std::map<TensorId, std::vector<TensorId>> parts_;  // of the gradient of each tensor
  std::map<std::string, int> named_;
};

}  // namespace

Graph differentiate(const Graph& graph) {
  Graph out = graph;
  for (std::size_t f = 0; f < graph.functions.size(); ++f) out = Differentiation(out, f).run();
  return out;
}

}  // namespace specimen::gen
