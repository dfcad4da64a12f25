#include <memory>

#include "graph/evaluate/evaluate.h"
#include "graph/traits.h"

namespace specimen::gen {

std::map<std::string, DenseArray> evaluate(const Graph& graph, const std::map<std::string, DenseArray>& inputs,
                                           const std::map<std::string, DenseArray>& weights,
                                           std::map<std::string, DenseArray>* all, std::size_t function,
                                           std::map<std::string, DenseArray>* states) {
  std::vector<std::unique_ptr<DenseArray>> values(graph.tensors.size());
  std::vector<int> readers(graph.tensors.size(), 0);
  const std::vector<OpId> order = graph.order(graph.functions[function]);
  for (OpId id : graph.pack) {
    for (TensorId input : graph[id].inputs) ++readers[input.index];
  }
  for (OpId id : order) {
    for (TensorId input : graph[id].inputs) ++readers[input.index];
  }
  for (const Output& output : graph.functions[function].outputs) ++readers[output.tensor.index];

  auto read = [&](TensorId id) -> const DenseArray* {
    if (!values[id.index]) {
      const Tensor& tensor = graph[id];
      const auto& held = tensor.kind == TensorKind::weight  ? weights
                         : tensor.kind == TensorKind::state ? *states
                                                            : inputs;
      values[id.index] = std::make_unique<DenseArray>(held.at(tensor.name));
    }
    return values[id.index].get();
  };
  std::map<std::string, DenseArray> written;  // states; readers see what was there before
  auto run = [&](OpId id) {
    const Op& op = graph[id];
    std::vector<const DenseArray*> in;
    for (TensorId input : op.inputs) in.push_back(read(input));
    std::vector<DenseArray> out = evaluate(op.attributes, in);
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (all) (*all)[graph[op.outputs[i]].name] = out[i];
      if (traits(op.attributes).writes_state) written[graph[op.inputs[0]].name] = out[i];
      values[op.outputs[i].index] = std::make_unique<DenseArray>(std::move(out[i]));
    }
    for (TensorId input : op.inputs) {
      if (--readers[input.index] == 0) values[input.index].reset();
    }
  };
  for (OpId id : graph.pack) run(id);
  for (OpId id : order) run(id);
  std::map<std::string, DenseArray> outputs;
  for (const Output& output : graph.functions[function].outputs) outputs[output.name] = *read(output.tensor);
  for (auto& [name, array] : written) (*states)[name] = std::move(array);
  return outputs;
}

}  // namespace specimen::gen
