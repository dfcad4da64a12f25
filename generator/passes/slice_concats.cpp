#include <algorithm>
#include <optional>

#include "graph/shapes.h"
#include "passes/passes.h"
#include "passes/rewrite.h"

namespace specimen::gen {

namespace {

// Kernels of these write pixels at any distance from each other.
bool writes_strided(const Attributes& a) {
  return std::holds_alternative<Conv2DOp>(a) || std::holds_alternative<DepthwiseConv2DOp>(a) ||
         std::holds_alternative<ExpandDepthwiseOp>(a) || std::holds_alternative<Pool2DOp>(a) ||
         std::holds_alternative<ElementwiseOp>(a) || std::holds_alternative<PadOp>(a) ||
         std::holds_alternative<ConcatOp>(a);
}

bool reads_dense(const Graph& graph, const Op& op, TensorId x) {
  const Attributes& a = op.attributes;
  if (std::holds_alternative<ReshapeOp>(a) || std::holds_alternative<SoftmaxOp>(a) ||
      std::holds_alternative<DenseOp>(a))
    return true;
  // An image of one pixel may be a gate: those are rows.
  const bool one_pixel = graph[x].shape[1] == Dim(1) && graph[x].shape[2] == Dim(1);
  const bool operand =
      !std::holds_alternative<ConcatOp>(a) && std::count(op.inputs.begin() + 1, op.inputs.end(), x) > 0;
  return one_pixel && operand;
}

// What speaks against that the operand lies in the channels of the concatenation.
std::optional<Reason> refusal(const Graph& graph, const std::vector<std::vector<OpId>>& users, TensorId x) {
  const Tensor& tensor = graph[x];
  if (tensor.kind != TensorKind::value) return Reason::slice_of_caller;
  if (graph.is_output(x)) return Reason::slice_of_output;
  if (tensor.slice.of.valid()) return Reason::slice_elsewhere;
  if (tensor.shape.size() != 4 || !writes_strided(graph[tensor.producer].attributes)) return Reason::slice_is_dense;
  if (graph[tensor.producer].outputs.size() != 1) return Reason::slice_with_sibling;
  const auto& readers = users[x.index];
  const bool dense =
      std::any_of(readers.begin(), readers.end(), [&](OpId id) { return reads_dense(graph, graph[id], x); });
  return dense ? std::optional(Reason::slice_is_dense) : std::nullopt;
}

int channels(const Graph& graph, TensorId id) { return static_cast<int>(number(graph[id].shape.back())); }

}  // namespace

Graph slice_concats(const Graph& graph) {
  Graph out = graph;
  const auto users = graph.users();
  for (OpId id : graph.order()) {
    if (!std::holds_alternative<ConcatOp>(graph[id].attributes)) continue;
    const TensorId y = graph[id].outputs[0];
    int channel = 0;
    for (std::size_t i = 0; i < graph[id].inputs.size(); ++i) {
      TensorId x = graph[id].inputs[i];
      if (const std::optional<Reason> refused = refusal(out, users, x)) {
        const std::string path = graph[id].path + "/part" + std::to_string(i + 1);
        const OpId copy = out.add_op(ElementwiseOp{}, {x}, 1, path, graph[id].span);
        out[copy].alone = {*refused};
        insert_before(out, copy, id);
        x = out[copy].outputs[0];
        out[id].inputs[i] = x;
      }
      out[x].slice = {y, channel, 0};
      channel += channels(out, x);
    }
  }
  // A slice of a slice lies in the memory of the outermost.
  for (Tensor& tensor : out.tensors) {
    if (tensor.slice.of.valid()) tensor.slice.width = channels(out, memory_of(out, tensor.slice.of));
  }
  return out;
}

}  // namespace specimen::gen
