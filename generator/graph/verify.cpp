#include "graph/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "graph/shapes.h"
#include "graph/traits.h"

namespace specimen::gen {

namespace {

class Verifier {
 public:
  explicit Verifier(const Graph& graph) : graph_(graph), ready_(graph.tensors.size(), false) {}

  std::string run() {
    std::set<std::string> weights, states;
    for (std::size_t i = 0; i < graph_.tensors.size(); ++i) {
      const Tensor& tensor = graph_.tensors[i];
      if (tensor.kind == TensorKind::value) continue;
      ready_[i] = true;
      if (tensor.producer.valid()) return fmt::format("{}: an input or weight has a producer", tensor.name);
      if (tensor.kind == TensorKind::weight && !weights.insert(tensor.name).second) {
        return fmt::format("two weights are called {}", tensor.name);
      }
      if (tensor.kind == TensorKind::state && !states.insert(tensor.name).second)
        return fmt::format("two states are called {}", tensor.name);
    }
    for (OpId id : graph_.pack) {
      if (std::string error = op(id, true); !error.empty()) return error;
    }
    std::set<int> seen;
    for (OpId id : graph_.order()) {
      if (!seen.insert(id.index).second) return fmt::format("{} runs twice", graph_[id].path);
      if (std::string error = op(id, false); !error.empty()) return error;
    }
    std::set<std::string> names;
    for (const Function& function : graph_.functions) {
      if (!names.insert(function.name).second) return fmt::format("two functions are called {}", function.name);
      for (const Output& output : function.outputs) {
        if (!known(output.tensor) || !ready_[output.tensor.index])
          return fmt::format("output {} is never written", output.name);
      }
    }
    if (std::string error = crossings(); !error.empty()) return error;
    if (std::string error = states_in_order(); !error.empty()) return error;
    const auto sliced = std::count_if(graph_.tensors.begin(), graph_.tensors.end(),
                                      [](const Tensor& tensor) { return tensor.slice.of.valid(); });
    if (sliced != slices_) return "a tensor is a slice of what it is no operand of, or twice";
    if (std::string error = memory(); !error.empty()) return error;
    return regions();
  }

 private:
  bool known(TensorId id) const { return id.valid() && id.index < static_cast<int>(graph_.tensors.size()); }

  std::string op(OpId id, bool pack) {
    const Op& op = graph_[id];
    if ((stage_of(op.attributes) == Stage::weights) != pack)
      return fmt::format("{} ({}) is in the wrong place", op.path, op_name(op.attributes));
    std::vector<Shape> shapes;
    for (std::size_t i = 0; i < op.inputs.size(); ++i) {
      const TensorId input = op.inputs[i];
      if (!known(input) || !ready_[input.index]) return fmt::format("{} reads a tensor before it is written", op.path);
      if (pack && (graph_[input].kind == TensorKind::input || graph_[input].kind == TensorKind::state))
        return fmt::format("{}: pack reads what is known at run time only", op.path);
      if (graph_[input].dtype != input_dtype(op.attributes, i))
        return fmt::format("{} reads {} as another dtype", op.path, dtype_name(graph_[input].dtype));
      shapes.push_back(graph_[input].shape);
    }
    const Shapes inferred = infer_shapes(op.attributes, shapes);
    if (!inferred.error.empty()) return fmt::format("{}: {}", op.path, inferred.error);
    if (inferred.outputs.size() != op.outputs.size()) return fmt::format("{}: wrong number of outputs", op.path);
    for (std::size_t i = 0; i < op.outputs.size(); ++i) {
      if (!known(op.outputs[i])) return fmt::format("{}: an output does not exist", op.path);
      const Tensor& tensor = graph_[op.outputs[i]];
      if (tensor.producer != id) return fmt::format("{}: an output names another producer", op.path);
      if (tensor.shape != inferred.outputs[i]) return fmt::format("{}: the shape of an output is wrong", op.path);
      const DType dtype = output_dtype(op.attributes, i);
      if (tensor.dtype != dtype) return fmt::format("{}: an output is not {}", op.path, dtype_name(dtype));
      if (ready_[op.outputs[i].index]) return fmt::format("{}: an output is written twice", op.path);
      ready_[op.outputs[i].index] = true;
    }
    return traits(op.attributes).result == Result::parts ? slices(op) : "";
  }

  // Operands that are in the result of a concatenation are where they belong; nothing else is a slice of it.
  std::string slices(const Op& op) {
    std::int64_t channel = 0;
    for (TensorId input : op.inputs) {
      const Slice& slice = graph_[input].slice;
      if (slice.of == op.outputs[0]) {
        if (slice.channel != channel) return fmt::format("{}: an operand is elsewhere in it", op.path);
        ++slices_;
      }
      channel += number(graph_[input].shape.back());
    }
    return "";
  }

  // How tensors are stored. Slices are of results of later ops, so that none is of itself.
  std::string memory() const {
    for (std::size_t i = 0; i < graph_.tensors.size(); ++i) {
      const Tensor& tensor = graph_.tensors[i];
      const TensorId whole = memory_of(graph_, TensorId(static_cast<int>(i)));
      if (tensor.slice.of.valid() && tensor.slice.width != number(graph_[whole].shape.back()))
        return fmt::format("{}: a slice of a tensor of another width", tensor.name);
      const Padding& padding = tensor.padding.size;
      if (std::min({padding.top, padding.bottom, padding.left, padding.right}) < 0)
        return fmt::format("{}: padding is negative", tensor.name);
      if (!padding.none() && (tensor.kind != TensorKind::value || tensor.shape.size() != 4))
        return fmt::format("{}: padding around what is no image that an op writes", tensor.name);
    }
    return "";
  }

  // What one function writes or is given, another one does not read.
  std::string crossings() const {
    std::vector<int> owner(graph_.tensors.size(), -1);
    for (std::size_t f = 0; f < graph_.functions.size(); ++f) {
      const Function& function = graph_.functions[f];
      const int self = static_cast<int>(f);
      for (const Input& input : function.inputs) owner[input.tensor.index] = self;
      const std::vector<OpId> order = graph_.order(function);
      for (OpId id : order) {
        for (TensorId output : graph_[id].outputs) owner[output.index] = self;
      }
      const auto foreign = [&](TensorId id) {
        const TensorKind kind = graph_[id].kind;
        const bool shared = kind == TensorKind::weight || kind == TensorKind::state || packed(id);
        return !shared && owner[id.index] != self;
      };
      for (OpId id : order) {
        for (TensorId input : graph_[id].inputs) {
          if (foreign(input)) return fmt::format("{} reads what another function has", graph_[id].path);
        }
      }
      for (const Output& output : function.outputs) {
        if (foreign(output.tensor)) return fmt::format("output {} is what another function has", output.name);
      }
    }
    return "";
  }

  // A function writes a state once, and reads what was there before only until then.
  std::string states_in_order() const {
    for (const Function& function : graph_.functions) {
      std::set<TensorId> written;
      for (OpId id : graph_.order(function)) {
        const Op& op = graph_[id];
        const bool writes = traits(op.attributes).writes_state;
        if (writes && graph_[op.inputs[0]].kind != TensorKind::state)
          return fmt::format("{} writes what is no state", op.path);
        // A reshape is read where its readers run.
        const bool view = traits(op.attributes).result == Result::view;
        for (TensorId input : op.inputs) {
          if (!view && written.count(shown_by(graph_, input)))
            return fmt::format("{} uses the state {} after it was written", op.path, graph_[input].name);
        }
        if (writes) written.insert(op.inputs[0]);
      }
    }
    return "";
  }

  bool packed(TensorId id) const {
    const OpId producer = graph_[id].producer;
    return producer.valid() && stage_of(graph_[producer].attributes) == Stage::weights;
  }

  std::string regions() const {
    for (std::size_t i = 0; i < graph_.regions.size(); ++i) {
      for (const Region::Item& item : graph_.regions[i].items) {
        if (item.op.valid() == item.region.valid())
          return fmt::format("region {} holds an empty item", graph_.regions[i].path);
        const RegionId self(static_cast<int>(i));
        if (item.op.valid() && graph_[item.op].region != self)
          return fmt::format("{} names another region", graph_[item.op].path);
        if (item.region.valid() && graph_[item.region].parent != self) {
          return fmt::format("region {} names another parent", graph_[item.region].path);
        }
      }
    }
    return "";
  }

  const Graph& graph_;
  std::vector<bool> ready_;
  std::ptrdiff_t slices_ = 0;  // that are operands of what they are in
};

}  // namespace

std::string verify(const Graph& graph) { return Verifier(graph).run(); }

}  // namespace specimen::gen
