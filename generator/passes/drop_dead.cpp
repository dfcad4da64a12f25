#include <algorithm>

#include "graph/traits.h"
#include "passes/passes.h"

namespace specimen::gen {

namespace {

// Rebuilds the graph from what its outputs need.
class Rebuild {
 public:
  explicit Rebuild(const Graph& graph) : in_(graph), live_(graph.ops.size(), false), tensors_(graph.tensors.size()) {}

  Graph run() {
    mark();
    // Whatever the graph says of itself stays; its parts are made again.
    out_ = in_;
    out_.tensors.clear();
    out_.ops.clear();
    out_.regions.clear();
    out_.pack.clear();
    // Inputs and weights first: weights stay although a pass may have stopped reading them, since checkpoints hold
    // them.
    for (Function& function : out_.functions) {
      for (Input& input : function.inputs) input.tensor = tensor(input.tensor);
    }
    for (std::size_t i = 0; i < in_.tensors.size(); ++i) {
      const TensorKind kind = in_.tensors[i].kind;
      if (kind == TensorKind::weight || kind == TensorKind::state) tensor(TensorId(static_cast<int>(i)));
    }
    for (OpId id : in_.pack) {
      if (live_[id.index]) out_.pack.push_back(op(id, RegionId{}));
    }
    for (Function& function : out_.functions) {
      function.region = region(function.region, RegionId{});
      for (Output& output : function.outputs) {
        output.tensor = tensor(output.tensor);
        if (output.gradient_of.valid()) output.gradient_of = tensor(output.gradient_of);
      }
    }
    for (Tensor& tensor : out_.tensors) {
      if (tensor.slice.of.valid()) tensor.slice = slice(tensor.slice);
    }
    return std::move(out_);
  }

 private:
  void mark() {
    std::vector<OpId> work;
    auto need = [&](TensorId id) {
      const OpId producer = in_[id].producer;
      if (producer.valid() && !live_[producer.index]) {
        live_[producer.index] = true;
        work.push_back(producer);
      }
    };
    for (const Function& function : in_.functions) {
      for (const Output& output : function.outputs) need(output.tensor);
      for (OpId id : in_.order(function)) {
        if (traits(in_[id].attributes).writes_state) need(in_[id].outputs[0]);
      }
    }
    while (!work.empty()) {
      const OpId id = work.back();
      work.pop_back();
      for (TensorId input : in_[id].inputs) need(input);
    }
  }

  // An operand of a concatenation that is gone is no slice.
  Slice slice(Slice slice) const {
    slice.of = tensors_[slice.of.index];
    return slice.of.valid() ? slice : Slice{};
  }

  TensorId tensor(TensorId id) {
    TensorId& mapped = tensors_[id.index];
    if (!mapped.valid()) mapped = out_.add_tensor(in_[id]);
    return mapped;
  }

  OpId op(OpId id, RegionId region) {
    Op op = in_[id];
    const OpId mapped(static_cast<int>(out_.ops.size()));
    op.region = region;
    for (TensorId& input : op.inputs) input = tensor(input);
    for (TensorId& output : op.outputs) {
      output = tensor(output);
      out_[output].producer = mapped;
    }
    out_.ops.push_back(std::move(op));
    return mapped;
  }

  RegionId region(RegionId id, RegionId parent) {
    const RegionId mapped(static_cast<int>(out_.regions.size()));
    out_.regions.push_back(in_[id]);
    out_[mapped].parent = parent;
    out_[mapped].items.clear();
    for (const Region::Item& item : in_[id].items) {
      if (item.op.valid()) {
        if (live_[item.op.index]) {
          const OpId kept = op(item.op, mapped);
          out_[mapped].items.push_back({kept, {}});
        }
      } else if (holds_live(item.region)) {
        const RegionId kept = region(item.region, mapped);
        out_[mapped].items.push_back({{}, kept});
      }
    }
    return mapped;
  }

  bool holds_live(RegionId id) const {
    const auto& items = in_[id].items;
    return std::any_of(items.begin(), items.end(), [&](const Region::Item& item) {
      return item.op.valid() ? static_cast<bool>(live_[item.op.index]) : holds_live(item.region);
    });
  }

  const Graph& in_;
  Graph out_;
  std::vector<bool> live_;
  std::vector<TensorId> tensors_;
};

}  // namespace

Graph drop_dead(const Graph& graph) { return Rebuild(graph).run(); }

}  // namespace specimen::gen
