#include "graph/costs.h"

#include "graph/shapes.h"
#include "graph/traits.h"

namespace specimen::gen {

namespace {

// What the cost of an op depends on, for one example.
struct Operands {
  std::int64_t out = 0;  // elements of its first output
  std::int64_t x = 0;    // elements of its first input
  const Shape& shape;    // of the first input
  const Shape& second;   // of the second; of the first where there is one
  const Dim::Bindings& maxima;
};

struct Work {
  std::int64_t multiply_adds = 0;  // of convolutions, dense layers and attention, as papers count them
  std::int64_t others = 0;         // other operations on an element; those of chains are added by the caller
};

Work work(const Conv2DOp& op, const Operands& on) {
  return {on.out * op.window.height * op.window.width * number(on.shape[3]) / op.groups, 0};
}
Work work(const Conv2DTransposeOp& op, const Operands& on) {
  return {on.x * op.window.height * op.window.width * op.filters / op.groups, 0};
}
Work work(const DepthwiseConv2DOp& op, const Operands& on) { return {on.out * op.window.height * op.window.width, 0}; }
Work work(const ExpandDepthwiseOp& op, const Operands& on) {
  return {on.x * op.filters + on.out * op.depthwise.height * op.depthwise.width, 0};
}
Work work(const DenseOp&, const Operands& on) { return {on.out * number(on.shape.back()), 0}; }
// Each query's score with each key, and its share of each value.
Work work(const AttentionOp&, const Operands& on) {
  return {(on.x + on.out) * on.second[1].maximum(on.maxima).value_or(0), 0};
}
Work work(const Pool2DOp& op, const Operands& on) { return {0, on.out * op.window.height * op.window.width}; }
Work work(const GlobalPoolOp&, const Operands& on) { return {0, on.x}; }
Work work(const SequencePoolOp&, const Operands& on) { return {0, on.x}; }
Work work(const ReduceOp&, const Operands& on) { return {0, on.x}; }
Work work(const ArgMaxOp&, const Operands& on) { return {0, on.x}; }
Work work(const LayerNormOp&, const Operands& on) { return {0, 8 * on.out}; }
Work work(const BatchNormOp&, const Operands& on) { return {0, 2 * on.out}; }
Work work(const UnaryOp&, const Operands& on) { return {0, on.out}; }
Work work(const BinaryOp&, const Operands& on) { return {0, on.out}; }
// Two for each share of a row, then of a pixel; none where pixels are chosen.
Work work(const ResizeOp& op, const Operands& on) {
  return {0, op.sampling == Sampling::nearest ? 0 : 4 * taps_of(op.sampling) * on.out};
}
Work work(const DropoutOp&, const Operands&) { return {}; }
Work work(const SoftmaxOp&, const Operands& on) { return {0, 3 * on.out}; }
Work work(const ElementwiseOp&, const Operands&) { return {}; }

// These move elements.
Work work(const PadOp&, const Operands&) { return {}; }
Work work(const CropOp&, const Operands&) { return {}; }
Work work(const PermuteOp&, const Operands&) { return {}; }
Work work(const ConcatOp&, const Operands&) { return {}; }
Work work(const ReshapeOp&, const Operands&) { return {}; }
Work work(const EmbeddingOp&, const Operands&) { return {}; }
Work work(const PositionEmbeddingOp&, const Operands&) { return {}; }
Work work(const SelectTokenOp&, const Operands&) { return {}; }
Work work(const CopyOp&, const Operands&) { return {}; }
Work work(const AppendOp&, const Operands&) { return {}; }
Work work(const AssignOp&, const Operands&) { return {}; }

Work work(const CrossEntropyOp&, const Operands& on) { return {0, 6 * on.x}; }
Work work(const TargetLossOp&, const Operands& on) { return {0, 6 * on.x}; }
Work work(const DenseBackwardKernelOp&, const Operands& on) { return {on.x * number(on.second.back()), 0}; }
Work work(const Conv2DBackwardKernelOp& op, const Operands& on) {
  const std::int64_t pixels = number(on.second[1]) * number(on.second[2]);
  return {pixels * op.window.height * op.window.width * number(on.shape[3]) * number(on.second[3]) / op.groups, 0};
}
Work work(const BatchNormTrainingOp&, const Operands& on) { return {0, 6 * on.x}; }
Work work(const BatchNormStatisticsOp&, const Operands& on) { return {0, 4 * on.x}; }
Work work(const BatchNormScaleOp&, const Operands&) { return {}; }
Work work(const BatchNormBackwardSumsOp&, const Operands& on) { return {0, 4 * on.x}; }
Work work(const BatchNormBackwardDataOp&, const Operands& on) { return {0, 4 * on.x}; }
Work work(const DepthwiseBackwardDataOp& op, const Operands& on) {
  return {on.x * op.window.height * op.window.width, 0};
}
Work work(const DepthwiseBackwardKernelOp& op, const Operands& on) {
  return {number(on.second[1]) * number(on.second[2]) * number(on.second[3]) * op.window.height * op.window.width, 0};
}
Work work(const GlobalPoolBackwardOp&, const Operands& on) { return {0, on.out}; }
Work work(const LayerNormBackwardSumsOp&, const Operands& on) { return {0, 8 * on.x}; }
Work work(const LayerNormBackwardDataOp&, const Operands& on) { return {0, 12 * on.x}; }
Work work(const EmbeddingBackwardOp&, const Operands& on) { return {0, on.x}; }
Work work(const PositionEmbeddingBackwardOp&, const Operands& on) { return {0, on.x}; }
// The scores, the gradients of weights, and a product for each of the three gradients.
Work work(const AttentionBackwardOp&, const Operands& on) {
  return {5 * on.x * on.second[1].maximum(on.maxima).value_or(0), 0};
}
Work work(const SequencePoolBackwardOp&, const Operands& on) { return {0, on.out}; }
Work work(const SelectTokenBackwardOp&, const Operands&) { return {}; }
Work work(const SpreadOp&, const Operands&) { return {}; }
Work work(const ResizeBackwardOp& op, const Operands& on) { return work(ResizeOp{0, 0, op.sampling}, on); }
Work work(const Pool2DBackwardOp& op, const Operands& on) {
  return {0, on.out * op.layer.window.height * op.layer.window.width};
}
Work work(const PackFilterOp&, const Operands&) { return {}; }

// These run once, when weights are opened.
Work work(const FoldBatchNormOp&, const Operands&) { return {}; }
Work work(const ScaleShiftOp&, const Operands&) { return {}; }
Work work(const ReshapeWeightOp&, const Operands&) { return {}; }
Work work(const PackConv2DOp&, const Operands&) { return {}; }
Work work(const PackDenseOp&, const Operands&) { return {}; }

template <class LayerOp>
Work work(const Fused<LayerOp>& op, const Operands& on) {
  return work(op.layer, on);
}

// A graph at one example whose symbols have these values.
struct Sized {
  const Graph& graph;
  Dim::Bindings maxima;

  std::int64_t elements(TensorId id) const { return most_example_elements(graph[id].shape, maxima); }
  std::int64_t bytes(TensorId id) const { return dtype_bytes(graph[id].dtype) * elements(id); }

  void add_work(const Op& op, OpCosts* costs) const {
    const TensorId second = op.inputs[op.inputs.size() > 1 ? 1 : 0];
    const Operands on{elements(op.outputs[0]), elements(op.inputs[0]), graph[op.inputs[0]].shape, graph[second].shape,
                      maxima};
    const Work all = std::visit([&](const auto& attributes) { return work(attributes, on); }, op.attributes);
    costs->multiply_adds = all.multiply_adds;
    costs->flops = 2 * all.multiply_adds + all.others;
    if (const Chain* chain = chain_of(op.attributes))
      costs->flops += on.out * static_cast<std::int64_t>(chain->steps.size());
  }
};

// The weight itself of one that an op reads in another shape.
TensorId held(const Graph& graph, TensorId id) {
  const OpId producer = graph[id].producer;
  const bool other = producer.valid() && std::holds_alternative<ReshapeWeightOp>(graph[producer].attributes);
  return other ? graph[producer].inputs[0] : id;
}

// A bias or an activation, which belongs to its layer. What the op before wrote (`between` bytes) is then neither
// written nor read.
void add_to_layer(const OpCosts& row, std::int64_t between, OpCosts* layer) {
  layer->shape = row.shape;
  layer->parameters += row.parameters;
  layer->multiply_adds += row.multiply_adds;
  layer->flops += row.flops;
  layer->bytes += row.bytes - 2 * between;
}

}  // namespace

std::int64_t elements_of(const Tensor& tensor) {
  std::int64_t elements = 1;
  for (const Dim& dim : tensor.shape) elements *= number(dim);
  return elements;
}

Costs costs_of(const Graph& graph, const Function& function, std::int64_t sequence) {
  Sized sized{graph, graph.symbol_maxima};
  if (sequence > 0) sized.maxima[sequence_symbol(graph, function)] = sequence;
  Costs costs;
  std::vector<bool> counted(graph.tensors.size(), false);
  TensorId written;  // by the op before
  for (OpId id : graph.order(function)) {
    const Op& op = graph[id];
    OpCosts row{op.path, op_name(op.attributes), to_string(graph[op.outputs[0]].shape)};
    for (TensorId read : op.inputs) {
      const TensorId input = held(graph, read);
      if (graph[input].kind != TensorKind::weight) {
        row.bytes += sized.bytes(input);
      } else {
        row.bytes += dtype_bytes(graph[input].dtype) * elements_of(graph[input]);
        if (!counted[input.index]) row.parameters += elements_of(graph[input]);
        counted[input.index] = true;
      }
    }
    for (TensorId output : op.outputs) row.bytes += sized.bytes(output);
    sized.add_work(op, &row);
    costs.multiply_adds += row.multiply_adds;
    costs.flops += row.flops;
    if (!costs.ops.empty() && costs.ops.back().path == row.path) {
      add_to_layer(row, op.inputs[0] == written ? sized.bytes(written) : 0, &costs.ops.back());
    } else {
      costs.ops.push_back(std::move(row));
    }
    written = op.outputs[0];
  }
  for (const Tensor& tensor : graph.tensors) {
    if (tensor.kind != TensorKind::weight) continue;
    costs.parameters += elements_of(tensor);
    if (tensor.trainable) costs.trainable += elements_of(tensor);
  }
  return costs;
}

}  // namespace specimen::gen
