#include <utility>
#include <variant>

#include "passes/passes.h"
#include "passes/rewrite.h"

namespace specimen::gen {

namespace {

TensorId random_of(Graph& graph, Function& function) {
  for (const Input& input : function.inputs) {
    if (input.random) return input.tensor;
  }
  Tensor tensor;
  tensor.name = "random";
  tensor.kind = TensorKind::input;
  tensor.dtype = DType::i32;
  tensor.shape = {Dim(4)};
  const TensorId id = graph.add_tensor(std::move(tensor));
  function.inputs.push_back({"random", id, {}, true});
  return id;
}

template <class... Kinds>
bool is_any(const Attributes& attributes) {
  return (std::holds_alternative<Kinds>(attributes) || ...);
}

// Its random numbers are those of the layer.
template <class Kind>
void draw(Graph& graph, Function& function, OpId id) {
  const TensorId random = random_of(graph, function);
  std::get<Kind>(graph[id].attributes).layer = graph[id].path;
  graph[id].inputs.push_back(random);
}

// Dropout at rate 0 does nothing.
void drop_elements(Graph& graph, Function& function, OpId id) {
  if (std::get<DropoutOp>(graph[id].attributes).rate > 0) return draw<DropoutOp>(graph, function, id);
  replace_uses(graph, graph[id].outputs[0], graph[id].inputs[0]);
  remove_op(graph, id);
}

void drop_weights(Graph& graph, Function& function, OpId id) {
  if (std::get<AttentionOp>(graph[id].attributes).dropout > 0) draw<AttentionOp>(graph, function, id);
}

// The statistics of the batch are outputs, too, in the places of the moving ones: what these become is the update's
// concern.
void normalize(Graph& graph, Function& function, OpId id) {
  const auto norm = std::get<BatchNormOp>(graph[id].attributes);
  if (norm.frozen) return;
  std::vector<TensorId> inputs = graph[id].inputs;
  const TensorId variance = inputs.back(), mean = inputs[inputs.size() - 2];
  inputs.resize(inputs.size() - 2);
  const OpId training = graph.add_op(BatchNormTrainingOp{norm.epsilon, norm.scale, norm.center}, inputs, 3,
                                     graph[id].path, graph[id].span);
  insert_before(graph, training, id);
  const std::vector<TensorId> outputs = graph[training].outputs;
  const TensorId y = graph[id].outputs[0];
  graph[outputs[0]].name = graph[y].name;
  graph[outputs[1]].name = graph[id].path + "/mean";
  graph[outputs[2]].name = graph[id].path + "/variance";
  replace_uses(graph, y, outputs[0]);
  remove_op(graph, id);
  function.outputs.push_back({graph[mean].name, outputs[1], {}, mean, norm.momentum});
  function.outputs.push_back({graph[variance].name, outputs[2], {}, variance, norm.momentum});
}

// Whether the layer only goes along with others: no block is a function for its sake.
bool goes_along(const Op& op) {
  return is_any<UnaryOp, BinaryOp, BatchNormOp, BatchNormTrainingOp, DropoutOp, ReshapeOp, PadOp, CropOp>(
      op.attributes);
}

int count_layers(const Graph& graph, RegionId region) {
  int layers = 0;
  for (const Region::Item& item : graph[region].items)
    layers += item.op.valid() ? (goes_along(graph[item.op]) ? 0 : 1) : count_layers(graph, item.region);
  return layers;
}

// Uses of a block with one convolution, say, and what goes along with it become a part of the block around them: as in
// inference, where they are one kernel, a function for each would only hide what is computed.
void dissolve_small_blocks(Graph& graph, RegionId region) {
  std::vector<Region::Item> items;
  for (const Region::Item& item : graph[region].items) {
    if (!item.region.valid()) {
      items.push_back(item);
      continue;
    }
    dissolve_small_blocks(graph, item.region);
    if (!graph[item.region].is_block() || count_layers(graph, item.region) > 1) {
      items.push_back(item);
      continue;
    }
    for (const Region::Item& inner : graph[item.region].items) {
      if (inner.op.valid()) {
        graph[inner.op].region = region;
      } else {
        graph[inner.region].parent = region;
      }
      items.push_back(inner);
    }
  }
  graph[region].items = std::move(items);
}

}  // namespace

Graph for_training(const Graph& graph) {
  Graph out = graph;
  for (std::size_t f = 0; f < graph.functions.size(); ++f) {
    for (OpId id : graph.order(graph.functions[f])) {
      if (std::holds_alternative<DropoutOp>(graph[id].attributes)) drop_elements(out, out.functions[f], id);
      if (std::holds_alternative<AttentionOp>(graph[id].attributes)) drop_weights(out, out.functions[f], id);
      if (std::holds_alternative<BatchNormOp>(graph[id].attributes)) normalize(out, out.functions[f], id);
    }
    dissolve_small_blocks(out, out.functions[f].region);
  }
  return drop_dead(out);
}

}  // namespace specimen::gen
