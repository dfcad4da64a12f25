#include "plan/pack.h"

#include <algorithm>
#include <map>

#include "graph/shapes.h"
#include "plan/names.h"
#include "plan/outline.h"

namespace specimen::gen {

namespace {

std::vector<int> extents(const Shape& shape) {
  std::vector<int> result;
  for (const Dim& dim : shape) result.push_back(static_cast<int>(number(dim)));
  return result;
}

bool is_pack(const Op& op) {
  return std::holds_alternative<PackConv2DOp>(op.attributes) || std::holds_alternative<PackDenseOp>(op.attributes);
}

std::string last_component(const std::string& path) { return path.substr(path.rfind('/') + 1); }

class Packer {
 public:
  Packer(const Graph& graph, std::vector<std::string>& scopes) : graph_(graph), scopes_(scopes) {}

  PackedWeights run(const std::vector<TensorId>& weights) {
    for (TensorId id : weights) member(id);
    for (TensorId id : weights) make(id);
    return std::move(result_);
  }

 private:
  // The tensor's name in the struct, and room for it. Vectors end at a full register, so that kernels may read past
  // them.
  void member(TensorId id) {
    const Tensor& tensor = graph_[id];
    std::string preferred = tensor.kind == TensorKind::weight ? last_component(tensor.name) : "";
    bool depthwise = preferred == "depthwise_kernel";
    if (tensor.producer.valid()) {
      const Op& op = graph_[tensor.producer];
      const bool first = op.outputs[0] == id;
      if (held_as(id) != id)
        preferred = last_component(graph_[held_as(id)].name);
      else if (std::holds_alternative<ScaleShiftOp>(op.attributes))
        preferred = first ? "scale" : "shift";
      else
        preferred = first ? "filter" : is_pack(op) ? "scale" : "bias";
      const auto* fold = std::get_if<FoldBatchNormOp>(&op.attributes);
      depthwise = fold && fold->axis == -2;
    }
    if (preferred == "kernel" || preferred == "depthwise_kernel") preferred = "filter";
    // The second of a kernel that runs two convolutions.
    const bool second = std::any_of(result_.tensors.begin(), result_.tensors.end(),
                                    [&](const PlanWeight& other) { return other.member == preferred; });
    if (depthwise && second) preferred = "depthwise_" + preferred;
    PlanWeight weight;
    weight.member = names_.take(identifier(preferred));
    weight.shape = extents(tensor.shape);
    weight.dtype = tensor.dtype;
    weight.bytes = dtype_bytes(weight.dtype);
    for (int extent : weight.shape) weight.bytes *= extent;
    weight.bytes = align(weight.bytes);
    members_[id] = weight.member;
    result_.tensors.push_back(std::move(weight));
  }

  void source(PackStep& step, const std::string& role, TensorId id) {
    const std::vector<int> shape = extents(graph_[id].shape);
    const TensorId held = held_as(id);
    step.sources.push_back({role, scoped(graph_[held].name, scopes_, false), shape,
                            held == id ? std::vector<int>() : extents(graph_[held].shape)});
  }

  // The tensor of the checkpoint whose elements these are.
  TensorId held_as(TensorId id) const {
    const OpId producer = graph_[id].producer;
    const bool reshaped = producer.valid() && std::holds_alternative<ReshapeWeightOp>(graph_[producer].attributes);
    return reshaped ? graph_[producer].inputs[0] : id;
  }

  // The statistics of a batch norm, in the order of the op's inputs from `next` on.
  void statistics(PackStep& step, const Op& op, std::size_t next, bool scale, bool center) {
    if (scale) source(step, "gamma", op.inputs[next++]);
    if (center) source(step, "beta", op.inputs[next++]);
    source(step, "mean", op.inputs[next++]);
    source(step, "variance", op.inputs[next]);
  }

  // A kernel, as it is or folded with a batch norm; the folded bias is made by the same step.
  void kernel(PackStep& step, TensorId id, const std::string& function) {
    step.function = function;
    const OpId producer = graph_[id].producer;
    if (!graph_[held_as(id)].producer.valid()) {
      source(step, "kernel", id);
      return;
    }
    const Op& op = graph_[producer];
    const auto& fold = std::get<FoldBatchNormOp>(op.attributes);
    step.function += "_batch_norm";
    step.epsilon = fold.epsilon;
    source(step, "kernel", op.inputs[0]);
    if (fold.bias) source(step, "bias", op.inputs[1]);
    statistics(step, op, 1 + fold.bias, fold.scale, fold.center);
    if (members_.count(op.outputs[1])) {
      step.results.push_back(members_.at(op.outputs[1]));
      made_.push_back(op.outputs[1]);
    }
  }

  void make(TensorId id) {
    if (std::find(made_.begin(), made_.end(), id) != made_.end()) return;
    made_.push_back(id);
    PackStep step;
    step.results = {members_.at(id)};
    const OpId producer = graph_[id].producer;
    if (!producer.valid() || held_as(id) != id) {
      // Depthwise kernels are read as they are.
      step.function = "vector";
      source(step, "values", id);
    } else {
      const Op& op = graph_[producer];
      if (is_pack(op) && op.outputs.size() > 1) {
        if (op.outputs[0] != id) {
          // Made with the filter, which comes before it.
          made_.pop_back();
          return;
        }
        step.results.push_back(members_.at(op.outputs[1]));
        made_.push_back(op.outputs[1]);
      }
      step.type = graph_[id].dtype;
      if (const auto* pack = std::get_if<PackConv2DOp>(&op.attributes)) {
        step.algorithm = pack->algorithm;
        kernel(step, op.inputs[0], pack->transposed ? "conv2d_transposed" : "conv2d");
      } else if (std::holds_alternative<PackDenseOp>(op.attributes)) {
        const bool transposed = std::get<PackDenseOp>(op.attributes).transposed;
        kernel(step, op.inputs[0], transposed ? "dense_transposed" : "dense");
      } else if (const auto* fold = std::get_if<FoldBatchNormOp>(&op.attributes)) {
        if (op.outputs[0] != id) {
          // The bias: made with the kernel, which comes later in the list of weights.
          made_.pop_back();
          return;
        }
        kernel(step, id, fold->axis == -2 ? "depthwise" : "conv2d");
      } else {
        const auto& norm = std::get<ScaleShiftOp>(op.attributes);
        step.function = "scale_shift";
        step.epsilon = norm.epsilon;
        statistics(step, op, 0, norm.scale, norm.center);
        step.results = {members_.at(op.outputs[0]), members_.at(op.outputs[1])};
        made_.insert(made_.end(), op.outputs.begin(), op.outputs.end());
      }
    }
    result_.steps.push_back(std::move(step));
  }

  const Graph& graph_;
  std::vector<std::string>& scopes_;
  PackedWeights result_;
  UniqueNames names_;
  std::map<TensorId, std::string> members_;
  std::vector<TensorId> made_;
};

}  // namespace

PackedWeights plan_pack(const Graph& graph, const std::vector<TensorId>& weights, std::vector<std::string>& scopes) {
  return Packer(graph, scopes).run(weights);
}

}  // namespace specimen::gen
