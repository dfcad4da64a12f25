#include "passes/rewrite.h"

#include <algorithm>
#include <utility>

namespace specimen::gen {

namespace {

std::vector<Region::Item>::iterator find(Graph& graph, OpId id) {
  std::vector<Region::Item>& items = graph[graph[id].region].items;
  return std::find_if(items.begin(), items.end(), [&](const Region::Item& item) { return item.op == id; });
}

}  // namespace

void replace_uses(Graph& graph, TensorId from, TensorId to) {
  for (Op& op : graph.ops) std::replace(op.inputs.begin(), op.inputs.end(), from, to);
  for (Function& function : graph.functions) {
    for (Output& output : function.outputs) {
      if (output.tensor == from) output.tensor = to;
    }
  }
}

void remove_op(Graph& graph, OpId id) {
  graph[graph[id].region].items.erase(find(graph, id));
  graph[id].region = RegionId{};
  graph[id].inputs.clear();
}

void absorb(Graph& graph, OpId id, OpId host) {
  std::vector<std::string>& fused = graph[host].fused;
  // Several ops of one layer are one entry.
  const std::string& path = graph[id].path;
  if (path != graph[host].path && (fused.empty() || fused.back() != path)) fused.push_back(path);
  fused.insert(fused.end(), graph[id].fused.begin(), graph[id].fused.end());
  if (graph[id].region.valid()) remove_op(graph, id);
}

void insert_before(Graph& graph, OpId op, OpId anchor) {
  const RegionId region = graph[anchor].region;
  graph[op].region = region;
  graph[region].items.insert(find(graph, anchor), Region::Item{op, {}});
}

void insert_after(Graph& graph, OpId op, OpId anchor) {
  const RegionId region = graph[anchor].region;
  graph[op].region = region;
  graph[region].items.insert(std::next(find(graph, anchor)), Region::Item{op, {}});
}

std::vector<TensorId> add_pack_op(Graph& graph, Attributes attributes, std::vector<TensorId> inputs, int outputs,
                                  std::string path) {
  const OpId id = graph.add_op(std::move(attributes), std::move(inputs), outputs, std::move(path));
  graph.pack.push_back(id);
  return graph[id].outputs;
}

std::vector<int> positions(const Graph& graph) {
  std::vector<int> result(graph.ops.size(), -1);
  int next = 0;
  for (OpId id : graph.order()) result[id.index] = next++;
  return result;
}

std::vector<Shape> input_shapes(const Graph& graph, const Op& op) {
  std::vector<Shape> shapes;
  for (TensorId input : op.inputs) shapes.push_back(graph[input].shape);
  return shapes;
}

RegionId innermost_block(const Graph& graph, RegionId region) {
  while (!graph[region].is_block() && graph[region].parent.valid()) region = graph[region].parent;
  return region;
}

RegionId innermost_block(const Graph& graph, TensorId tensor) {
  const OpId producer = graph[tensor].producer;
  if (!producer.valid() || !graph[producer].region.valid()) return {};
  return innermost_block(graph, graph[producer].region);
}

bool reads_dense(const Graph& graph, const Op& op, TensorId x) {
  const OpTraits of = traits(op.attributes);
  if (!of.reads_strided) return true;
  // An image of one pixel may be a gate: those are rows.
  if (of.result == Result::parts || graph[x].shape.size() != 4) return false;
  const bool one_pixel = graph[x].shape[1] == Dim(1) && graph[x].shape[2] == Dim(1);
  return one_pixel && std::count(op.inputs.begin() + 1, op.inputs.end(), x) > 0;
}

}  // namespace specimen::gen
