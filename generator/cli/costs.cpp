#include "cli/costs.h"

#include <map>

#include "graph/shapes.h"

namespace specimen::gen {

namespace {

// A graph at one image, or at one text of so many tokens.
struct Sized {
  const Graph& graph;
  std::map<std::string, std::int64_t> maxima;

  std::int64_t elements(TensorId id) const { return most_image_elements(graph[id].shape, maxima); }

  // Of convolutions, dense layers and attention, as papers count them.
  std::int64_t multiply_adds(const Op& op) const {
    const std::int64_t out = elements(op.outputs[0]);
    const std::vector<Dim>& in = graph[op.inputs[0]].shape;
    if (const auto* conv = std::get_if<Conv2DOp>(&op.attributes))
      return out * conv->window.height * conv->window.width * number(in[3]) / conv->groups;
    if (const auto* depthwise = std::get_if<DepthwiseConv2DOp>(&op.attributes))
      return out * depthwise->window.height * depthwise->window.width;
    if (std::holds_alternative<DenseOp>(op.attributes)) return out * number(in.back());
    // Each token's score with each, and its share of each value.
    if (std::holds_alternative<AttentionOp>(op.attributes)) return 2 * out * in[1].maximum(maxima).value_or(0);
    return 0;
  }

  // Two for each multiply-add, one for each other operation on an element.
  std::int64_t flops(const Op& op) const {
    const std::int64_t out = elements(op.outputs[0]);
    std::int64_t flops = 2 * multiply_adds(op);
    if (const auto* pool = std::get_if<Pool2DOp>(&op.attributes)) {
      flops = out * pool->window.height * pool->window.width;
    } else if (std::holds_alternative<GlobalPoolOp>(op.attributes)) {
      flops = elements(op.inputs[0]);
    } else if (std::holds_alternative<SequencePoolOp>(op.attributes)) {
      flops = elements(op.inputs[0]);
    } else if (std::holds_alternative<LayerNormOp>(op.attributes)) {
      flops = 8 * out;
    } else if (std::holds_alternative<BatchNormOp>(op.attributes)) {
      flops = 2 * out;
    } else if (std::holds_alternative<UnaryOp>(op.attributes) || std::holds_alternative<BinaryOp>(op.attributes)) {
      flops = out;
    } else if (std::holds_alternative<SoftmaxOp>(op.attributes)) {
      flops = 3 * out;
    }
    if (const Chain* chain = chain_of(op.attributes)) flops += out * static_cast<std::int64_t>(chain->steps.size());
    return flops;
  }
};

}  // namespace

std::int64_t elements_of(const Tensor& tensor) {
  std::int64_t elements = 1;
  for (const Dim& dim : tensor.shape) elements *= number(dim);
  return elements;
}

Costs costs_of(const Graph& graph, std::int64_t sequence) {
  Sized sized{graph, graph.symbol_maxima};
  if (sequence > 0) sized.maxima["sequence"] = sequence;
  Costs costs;
  std::vector<bool> counted(graph.tensors.size(), false);
  for (OpId id : graph.order()) {
    const Op& op = graph[id];
    OpCosts row{op.path, op_name(op.attributes), to_string(graph[op.outputs[0]].shape)};
    for (TensorId input : op.inputs) {
      if (graph[input].kind != TensorKind::weight) {
        row.bytes += 4 * sized.elements(input);
      } else {
        row.bytes += 4 * elements_of(graph[input]);
        if (!counted[input.index]) row.parameters += elements_of(graph[input]);
        counted[input.index] = true;
      }
    }
    for (TensorId output : op.outputs) row.bytes += 4 * sized.elements(output);
    row.multiply_adds = sized.multiply_adds(op);
    row.flops = sized.flops(op);
    costs.multiply_adds += row.multiply_adds;
    costs.flops += row.flops;
    costs.ops.push_back(std::move(row));
  }
  for (const Tensor& tensor : graph.tensors) {
    if (tensor.kind != TensorKind::weight) continue;
    costs.parameters += elements_of(tensor);
    if (tensor.trainable) costs.trainable += elements_of(tensor);
  }
  return costs;
}

}  // namespace specimen::gen
