#include "graph/graph.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

#include "graph/shapes.h"
#include "graph/traits.h"

namespace specimen::gen {

namespace {

constexpr const char* kRegionKinds[] = {"function", "block", "model", "repeat", "iteration"};

}  // namespace

const char* to_string(RegionKind kind) { return kRegionKinds[static_cast<int>(kind)]; }

bool parse(const char* text, RegionKind* out) {
  for (int i = 0; i < 5; ++i) {
    if (std::strcmp(text, kRegionKinds[i]) == 0) {
      *out = static_cast<RegionKind>(i);
      return true;
    }
  }
  return false;
}

TensorId Graph::add_tensor(Tensor tensor) {
  tensors.push_back(std::move(tensor));
  return TensorId(static_cast<int>(tensors.size()) - 1);
}

OpId Graph::add_op(Attributes attributes, std::vector<TensorId> inputs, int outputs, std::string path, Span span) {
  const OpId id(static_cast<int>(ops.size()));
  std::vector<Shape> shapes;
  for (TensorId input : inputs) shapes.push_back((*this)[input].shape);
  Shapes inferred = infer_shapes(attributes, shapes);
  assert(inferred.error.empty() && static_cast<int>(inferred.outputs.size()) == outputs);
  Op op;
  op.attributes = std::move(attributes);
  op.inputs = std::move(inputs);
  for (int i = 0; i < outputs; ++i) {
    Tensor tensor;
    tensor.name = i == 0 ? path : path + "/" + std::to_string(i + 1);
    tensor.shape = inferred.outputs[i];
    tensor.dtype = output_dtype(op.attributes, static_cast<std::size_t>(i));
    tensor.producer = id;
    op.outputs.push_back(add_tensor(std::move(tensor)));
  }
  op.path = std::move(path);
  op.span = span;
  ops.push_back(std::move(op));
  return id;
}

std::vector<OpId> Graph::order() const {
  std::vector<OpId> result;
  for (const Function& function : functions) {
    const std::vector<OpId> ops = order(function);
    result.insert(result.end(), ops.begin(), ops.end());
  }
  return result;
}

std::vector<OpId> Graph::order(const Function& function) const {
  std::vector<OpId> result;
  // An explicit stack: regions nest as deep as a spec says.
  std::vector<std::pair<RegionId, std::size_t>> stack;
  if (function.region.valid()) stack.emplace_back(function.region, 0);
  while (!stack.empty()) {
    auto& [region, next] = stack.back();
    const Region& r = (*this)[region];
    if (next == r.items.size()) {
      stack.pop_back();
      continue;
    }
    const Region::Item& item = r.items[next++];
    if (item.op.valid()) {
      result.push_back(item.op);
    } else {
      stack.emplace_back(item.region, 0);
    }
  }
  return result;
}

std::vector<std::vector<OpId>> Graph::users() const {
  std::vector<std::vector<OpId>> result(tensors.size());
  auto note = [&](OpId id) {
    for (TensorId input : (*this)[id].inputs) {
      auto& list = result[input.index];
      if (list.empty() || list.back() != id) list.push_back(id);
    }
  };
  for (OpId id : pack) note(id);
  for (OpId id : order()) note(id);
  return result;
}

bool is_length(const Graph& graph, const std::string& symbol) {
  return std::any_of(graph.tensors.begin(), graph.tensors.end(), [&](const Tensor& tensor) {
    return tensor.kind == TensorKind::state && tensor.shape.size() > 1 && tensor.shape[1] == Dim::symbol(symbol);
  });
}

std::string sequence_symbol(const Graph& graph, const Function& function) {
  for (const Input& input : function.inputs) {
    const Shape& shape = graph[input.tensor].shape;
    for (std::size_t d = 1; d < shape.size(); ++d) {
      if (!shape[d].is_constant()) return shape[d].symbols().front();
    }
  }
  return "";
}

std::int64_t longest_sequence(const Graph& graph, const Function& function) {
  const auto found = graph.symbol_maxima.find(sequence_symbol(graph, function));
  return found == graph.symbol_maxima.end() ? 0 : found->second;
}

TensorId shown_by(const Graph& graph, TensorId id) {
  while (graph[id].producer.valid() && traits(graph[graph[id].producer].attributes).result == Result::view)
    id = graph[graph[id].producer].inputs[0];
  return id;
}

TensorId state_of(const Graph& graph, TensorId id) {
  if (graph[id].kind == TensorKind::state) return id;
  const OpId producer = graph[id].producer;
  if (producer.valid() && traits(graph[producer].attributes).writes_state) return graph[producer].inputs[0];
  return {};
}

bool has_room_between(const Graph& graph, TensorId id) {
  const TensorId state = state_of(graph, id);
  return state.valid() && graph[state].shape.size() > 1 && !graph[state].shape[1].is_constant();
}

TensorId memory_of(const Graph& graph, TensorId id) {
  while (graph[id].slice.of.valid()) id = graph[id].slice.of;
  return id;
}

bool Graph::is_output(TensorId id) const {
  for (const Function& function : functions) {
    for (const Output& output : function.outputs) {
      if (output.tensor == id) return true;
    }
  }
  return false;
}

OpId Graph::writer_of(const Function& function, TensorId state) const {
  for (OpId id : order(function)) {
    const Op& op = (*this)[id];
    if (traits(op.attributes).writes_state && op.inputs[0] == state) return id;
  }
  return {};
}

const Function& Graph::function_of(RegionId region) const {
  while ((*this)[region].parent.valid()) region = (*this)[region].parent;
  for (const Function& function : functions) {
    if (function.region == region) return function;
  }
  assert(false);
  return functions.front();
}

}  // namespace specimen::gen
