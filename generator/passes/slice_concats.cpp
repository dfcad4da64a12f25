#include <algorithm>
#include <optional>

#include "graph/shapes.h"
#include "passes/passes.h"
#include "passes/rewrite.h"

namespace specimen::gen {

namespace {

// Why the operand cannot be written among the channels of the concatenation.
std::optional<Remark> refusal(const Graph& graph, const std::vector<std::vector<OpId>>& users, TensorId x) {
  const Tensor& tensor = graph[x];
  if (tensor.kind != TensorKind::value) return Remark::slice_of_caller;
  if (graph.is_output(x)) return Remark::slice_of_output;
  if (tensor.slice.of.valid()) return Remark::slice_elsewhere;
  if (tensor.shape.size() != 4 || !traits(graph[tensor.producer].attributes).writes_strided)
    return Remark::slice_is_dense;
  if (graph[tensor.producer].outputs.size() != 1) return Remark::slice_with_sibling;
  const auto& readers = users[x.index];
  const bool dense =
      std::any_of(readers.begin(), readers.end(), [&](OpId id) { return reads_dense(graph, graph[id], x); });
  return dense ? std::optional(Remark::slice_is_dense) : std::nullopt;
}

int channels(const Graph& graph, TensorId id) { return static_cast<int>(number(graph[id].shape.back())); }

}  // namespace

Graph slice_concats(const Graph& graph) {
  Graph out = graph;
  const auto users = graph.users();
  for (OpId id : graph.order()) {
    if (traits(graph[id].attributes).result != Result::parts) continue;
    const TensorId y = graph[id].outputs[0];
    int channel = 0;
    for (std::size_t i = 0; i < graph[id].inputs.size(); ++i) {
      TensorId x = graph[id].inputs[i];
      if (const std::optional<Remark> refused = refusal(out, users, x)) {
        const std::string path = graph[id].path + "/part" + std::to_string(i + 1);
        const OpId copy = out.add_op(ElementwiseOp{}, {x}, 1, path, graph[id].span);
        out[copy].remarks = {*refused};
        insert_before(out, copy, id);
        x = out[copy].outputs[0];
        out[id].inputs[i] = x;
      }
      out[x].slice = {y, channel, 0};
      channel += channels(out, x);
    }
  }
  // A slice of a slice is in the memory of the outermost.
  for (Tensor& tensor : out.tensors) {
    if (tensor.slice.of.valid()) tensor.slice.width = channels(out, memory_of(out, tensor.slice.of));
  }
  return out;
}

}  // namespace specimen::gen
