#include "plan/pack.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

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

// What the results of a weights op are called in the struct.
using Members = std::array<std::string, 2>;
Members members_of(const PackConv2DOp&) { return {"filter", "scale"}; }
Members members_of(const PackDenseOp&) { return {"filter", "scale"}; }
Members members_of(const FoldBatchNormOp&) { return {"filter", "bias"}; }
Members members_of(const ScaleShiftOp&) { return {"scale", "shift"}; }
Members members_of(const ReshapeWeightOp&) { return {"", ""}; }  // as in the checkpoint

// The functions that pack a kernel as it is, and folded with a batch norm; none: passes do not ask for it.
struct KernelFunctions {
  std::optional<PackFunction> plain, folded;
};
KernelFunctions functions_of(const PackConv2DOp& op) {
  if (op.transposed) return {PackFunction::conv2d_transposed, std::nullopt};
  return {PackFunction::conv2d, PackFunction::conv2d_batch_norm};
}
KernelFunctions functions_of(const PackDenseOp& op) {
  if (op.transposed) return {PackFunction::dense_transposed, std::nullopt};
  return {PackFunction::dense, PackFunction::dense_batch_norm};
}
KernelFunctions functions_of(const FoldBatchNormOp& op) {
  return {std::nullopt, op.axis == -2 ? PackFunction::depthwise_batch_norm : PackFunction::conv2d_batch_norm};
}

// Calls f with the attributes of a weights op, whose kinds ops.def has.
template <class F>
auto visit_weights_op(const Op& op, F&& f) {
#define OP(Kind, name, stage, fewest, most) OP_##stage(Kind)
#define OP_layer(Kind)
#define OP_kernel(Kind)
#define OP_weights(Kind) \
  if (const auto* attributes = std::get_if<Kind>(&op.attributes)) return f(*attributes);
#include "graph/ops.def"
#undef OP_weights
#undef OP_kernel
#undef OP_layer
#undef OP
  return decltype(f(ReshapeWeightOp()))();  // weights come from no other
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
      const Members members = visit_weights_op(op, [](const auto& attributes) { return members_of(attributes); });
      preferred = held_as(id) != id ? last_component(graph_[held_as(id)].name) : members[op.outputs[0] == id ? 0 : 1];
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

  void source(PackStep& step, PackRole role, TensorId id) {
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
    if (scale) source(step, PackRole::gamma, op.inputs[next++]);
    if (center) source(step, PackRole::beta, op.inputs[next++]);
    source(step, PackRole::mean, op.inputs[next++]);
    source(step, PackRole::variance, op.inputs[next]);
  }

  // A kernel, as it is or folded with a batch norm; the folded bias is made by the same step.
  void kernel(PackStep& step, TensorId id, const KernelFunctions& functions) {
    const OpId producer = graph_[id].producer;
    if (!graph_[held_as(id)].producer.valid()) {
      step.function = functions.plain.value();
      source(step, PackRole::kernel, id);
      return;
    }
    const Op& op = graph_[producer];
    const auto& fold = std::get<FoldBatchNormOp>(op.attributes);
    step.function = functions.folded.value();
    step.epsilon = fold.epsilon;
    source(step, PackRole::kernel, op.inputs[0]);
    if (fold.bias) source(step, PackRole::bias, op.inputs[1]);
    statistics(step, op, 1 + fold.bias, fold.scale, fold.center);
    if (members_.count(op.outputs[1])) {
      step.results.push_back(members_.at(op.outputs[1]));
      made_.push_back(op.outputs[1]);
    }
  }

  // Its second result are the factors of integers.
  template <class Pack>
  void packed_kernel(PackStep& step, const Op& op, const Pack& pack) {
    if (op.outputs.size() > 1) {
      step.results.push_back(members_.at(op.outputs[1]));
      made_.push_back(op.outputs[1]);
    }
    kernel(step, op.inputs[0], functions_of(pack));
  }

  // The step that makes the results of a weights op, of which the first is there already.
  void plan(PackStep& step, const Op& op, const PackConv2DOp& pack) {
    step.algorithm = pack.algorithm;
    packed_kernel(step, op, pack);
  }
  void plan(PackStep& step, const Op& op, const PackDenseOp& pack) { packed_kernel(step, op, pack); }
  void plan(PackStep& step, const Op& op, const FoldBatchNormOp& fold) {
    kernel(step, op.outputs[0], functions_of(fold));
  }
  void plan(PackStep& step, const Op& op, const ScaleShiftOp& norm) {
    step.function = PackFunction::scale_shift;
    step.epsilon = norm.epsilon;
    statistics(step, op, 0, norm.scale, norm.center);
    step.results = {members_.at(op.outputs[0]), members_.at(op.outputs[1])};
    made_.insert(made_.end(), op.outputs.begin(), op.outputs.end());
  }
  void plan(PackStep& step, const Op& op, const ReshapeWeightOp&) { as_stored(step, op.outputs[0]); }

  // A vector, or a kernel of a depthwise convolution, as the checkpoint has it.
  void as_stored(PackStep& step, TensorId id) {
    step.function = PackFunction::vector;
    source(step, PackRole::values, id);
  }

  void make(TensorId id) {
    if (std::find(made_.begin(), made_.end(), id) != made_.end()) return;
    PackStep step;
    step.results = {members_.at(id)};
    const OpId producer = graph_[id].producer;
    if (!producer.valid()) {
      as_stored(step, id);
    } else {
      const Op& op = graph_[producer];
      const bool first = op.outputs[0] == id, both = std::holds_alternative<ScaleShiftOp>(op.attributes);
      if (!first && !both) return;  // made with the first, which is in the list of weights, too
      if (held_as(id) == id) step.type = graph_[id].dtype;
      visit_weights_op(op, [&](const auto& attributes) { plan(step, op, attributes); });
    }
    made_.push_back(id);
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
