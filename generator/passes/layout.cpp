#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "graph/shapes.h"
#include "kernels/common/window.h"
#include "passes/passes.h"
#include "passes/rewrite.h"

namespace specimen::gen {

namespace {

// The padding that a reader needs around its input.
struct Need {
  OpId op;
  StoredPadding padding;
};

Need need_of(const Graph& graph, OpId id, const TargetRules& rules) {
  Need need;
  need.op = id;
  const Op& op = graph[id];
  const OpTraits of = traits(op.attributes);
  const Window* w = of.window;
  if (!w) return need;
  const Shape& x = graph[op.inputs[0]].shape;
  const Shape& y = graph[of.window_result < 0 ? op.outputs[0] : op.inputs[of.window_result]].shape;
  const int rows = touched(static_cast<int>(number(y[1])), w->height, w->stride_height, w->dilation_height, of.tile);
  const int columns = touched(static_cast<int>(number(y[2])), w->width, w->stride_width, w->dilation_width, of.tile);
  if (rules.pads_itself(of.window_kernel, rows, columns)) return need;
  need.padding.size.top = w->padding.top;
  need.padding.size.left = w->padding.left;
  need.padding.size.bottom = std::max(0, rows - w->padding.top - static_cast<int>(number(x[1])));
  need.padding.size.right = std::max(0, columns - w->padding.left - static_cast<int>(number(x[2])));
  need.padding.lowest = of.lowest_padding && !need.padding.size.none();
  return need;
}

Padding wider(const Padding& a, const Padding& b) {
  return {std::max(a.top, b.top), std::max(a.bottom, b.bottom), std::max(a.left, b.left), std::max(a.right, b.right)};
}

// Whether the tensor's memory may have padding: it is ours, and its producer and every reader know images with gaps.
bool may_have_padding(const Graph& graph, const std::vector<std::vector<OpId>>& users, TensorId id) {
  const Tensor& tensor = graph[id];
  if (tensor.kind != TensorKind::value || graph.is_output(id)) return false;
  if (!traits(graph[tensor.producer].attributes).writes_padded) return false;
  return std::none_of(users[id.index].begin(), users[id.index].end(),
                      [&](OpId user) { return reads_dense(graph, graph[user], id); });
}

// May the memory that each tensor is in hold padding? All that is there must allow it.
std::vector<bool> find_room(const Graph& graph, const std::vector<std::vector<OpId>>& users) {
  std::vector<bool> room(graph.tensors.size(), true);
  for (std::size_t i = 0; i < room.size(); ++i) {
    const TensorId id(static_cast<int>(i));
    if (!may_have_padding(graph, users, id)) room[memory_of(graph, id).index] = false;
  }
  for (std::size_t i = 0; i < room.size(); ++i) room[i] = room[memory_of(graph, TensorId(static_cast<int>(i))).index];
  return room;
}

// Why it may not.
Remark no_padding(const Graph& graph, TensorId id) {
  const bool callers = graph[id].kind != TensorKind::value || graph.is_output(id);
  return callers ? Remark::padding_of_caller : Remark::padding_of_flat;
}

// A copy of the tensor that has room around it, for this reader; the same for all that need the same padding.
void read_copy(Graph& graph, TensorId id, const Need& need, Remark remark, std::vector<TensorId>& copies) {
  const auto known =
      std::find_if(copies.begin(), copies.end(), [&](TensorId copy) { return graph[copy].padding == need.padding; });
  if (known != copies.end()) {
    graph[need.op].inputs[0] = *known;
    return;
  }
  // What comes from another block has another name at each use of this one.
  const Op& reader = graph[need.op];
  const bool gradient = graph[innermost_block(graph, reader.region)].backward;
  const std::string& name = gradient ? reader.path : graph[id].name;
  const OpId copy = graph.add_op(PadOp{}, {id}, 1, name + "/padded", reader.span);
  // Names of tensors are paths; two readers with different padding get a copy each.
  graph[graph[copy].outputs[0]].name += "/" + std::to_string(copy.index);
  graph[copy].remarks = {remark};
  insert_before(graph, copy, need.op);
  graph[graph[copy].outputs[0]].padding = need.padding;
  graph[need.op].inputs[0] = graph[copy].outputs[0];
  copies.push_back(graph[copy].outputs[0]);
}

// Who reads what a state holds, and knows no room between examples, reads a copy.
void copy_states(Graph& graph) {
  for (OpId id : graph.order()) {
    const OpTraits of = traits(graph[id].attributes);
    for (std::size_t i = of.writes_state ? 1 : 0; i < graph[id].inputs.size(); ++i) {
      const TensorId x = graph[id].inputs[i];
      if (!has_room_between(graph, x)) continue;
      if (std::count(of.reads_apart.begin(), of.reads_apart.end(), static_cast<int>(i)) > 0) continue;
      const OpId copy = graph.add_op(CopyOp{}, {x}, 1, graph[x].name + "/copy", graph[id].span);
      graph[graph[copy].outputs[0]].name += "/" + std::to_string(copy.index);
      graph[copy].remarks = {Remark::state_with_room};
      insert_before(graph, copy, id);
      graph[id].inputs[i] = graph[copy].outputs[0];
    }
  }
}

// The caller's output buffers are written by kernels, each by one: an output that is an input or what a state holds, a
// reshape of one or the same tensor as another output is a copy. Of what a state holds before the function writes it,
// the copy is made before that.
void copy_outputs(Graph& graph) {
  std::set<TensorId> written;
  for (std::size_t f = 0; f < graph.functions.size(); ++f) {
    for (std::size_t o = 0; o < graph.functions[f].outputs.size(); ++o) {
      const Output output = graph.functions[f].outputs[o];
      const TensorId root = shown_by(graph, output.tensor);
      const bool is_state =
          graph[root].kind == TensorKind::state ||
          (graph[root].producer.valid() && traits(graph[graph[root].producer].attributes).writes_state);
      const bool is_input = !is_state && !graph[root].producer.valid();
      if (!is_state && !is_input && written.insert(root).second) continue;
      const bool room = has_room_between(graph, output.tensor);
      const OpId copy =
          graph.add_op(room ? Attributes(CopyOp{}) : ElementwiseOp{}, {output.tensor}, 1, output.name + "/copy");
      graph[copy].remarks = {is_state   ? Remark::output_is_state
                             : is_input ? Remark::output_is_input
                                        : Remark::output_twice};
      const OpId writer = graph.writer_of(graph.functions[f], root);
      if (writer.valid()) {
        insert_before(graph, copy, writer);
      } else {
        graph[copy].region = graph.functions[f].region;
        graph[graph.functions[f].region].items.push_back({copy, {}});
      }
      graph.functions[f].outputs[o].tensor = graph[copy].outputs[0];
    }
  }
}

// The outermost use of a block that the op is in, or the function itself.
RegionId outermost_block(const Graph& graph, const Op& op) {
  RegionId found = op.region;
  for (RegionId region = op.region; region.valid(); region = graph[region].parent) {
    if (graph[region].kind == RegionKind::block) found = region;
  }
  return found;
}

// The same layer in two uses of a block gets the same padding, the wider of both: so blocks that differ only in who
// reads their results stay one function, and equal ones in a row a loop.
void equalize_padding(Graph& graph, const std::vector<std::vector<OpId>>& users) {
  std::map<std::string, std::vector<TensorId>> groups;
  const std::vector<bool> room = find_room(graph, users);
  for (OpId id : graph.order()) {
    const Op& op = graph[id];
    const Region& block = graph[outermost_block(graph, op)];
    if (block.kind != RegionKind::block) continue;
    for (std::size_t i = 0; i < op.outputs.size(); ++i) {
      const TensorId output = op.outputs[i];
      if (graph[output].shape.size() != 4 || graph[output].slice.of.valid() || !room[output.index]) continue;
      const std::string layer = op.path.substr(std::min(op.path.size(), block.path.size()));
      // The result of a block is one, whichever of its layers writes it.
      const bool leaves = std::any_of(users[output.index].begin(), users[output.index].end(), [&](OpId user) {
        return graph[outermost_block(graph, graph[user])].path != block.path;  // the block's gradients are its own
      });
      groups[block.block + (block.backward ? ":gradient:" : ":") + (leaves ? "" : layer) + ":" + std::to_string(i) +
             to_string(graph[output].shape)]
          .push_back(output);
    }
  }
  for (const auto& [layer, tensors] : groups) {
    StoredPadding widest;
    bool agree = true;
    for (TensorId id : tensors) {
      const StoredPadding& padding = graph[id].padding;
      if (padding.size.none()) continue;
      agree = agree && (widest.size.none() || widest.lowest == padding.lowest);
      widest = {wider(widest.size, padding.size), padding.lowest};
    }
    for (TensorId id : tensors) {
      if (agree) graph[id].padding = widest;
    }
  }
}

// Slices and views have the padding of the memory that they are part of.
void spread_padding(Graph& graph) {
  for (std::size_t i = 0; i < graph.tensors.size(); ++i) {
    const TensorId id(static_cast<int>(i));
    graph[id].padding = graph[memory_of(graph, id)].padding;
  }
}

bool fits_in(const Padding& a, const Padding& b) { return wider(a, b) == b; }

// A residual of the same block that nobody reads later gets the padding of the sum: so the kernel can write the sum
// over it.
void match_residuals(Graph& graph, const std::vector<std::vector<OpId>>& users) {
  const std::vector<int> position = positions(graph);
  const std::vector<bool> room = find_room(graph, users);
  for (OpId id : graph.order()) {
    const Op& op = graph[id];
    const OpTraits of = traits(op.attributes);
    if (!of.overwrites_residual || !of.chain->has(Operand::tensor)) continue;
    const std::vector<Operand> operands = of.chain->operands();
    const auto operand = std::find(operands.begin(), operands.end(), Operand::tensor) - operands.begin();
    const TensorId residual = op.inputs[fixed_inputs(op.attributes) + operand];
    StoredPadding& padding = graph[residual].padding;
    const StoredPadding& wanted = graph[op.outputs[0]].padding;
    if (padding == wanted || graph[residual].shape.size() != 4 || graph[residual].shape != graph[op.outputs[0]].shape ||
        !room[residual.index])
      continue;
    const Op& producer = graph[graph[residual].producer];
    // A concatenation and what is in it keep the padding that they share.
    if (graph[residual].slice.of.valid() || traits(producer.attributes).result == Result::parts) continue;
    const bool dies = std::all_of(users[residual.index].begin(), users[residual.index].end(),
                                  [&](OpId user) { return position[user.index] <= position[id.index]; });
    const bool agrees = padding.size.none() || padding.lowest == wanted.lowest;
    if (dies && agrees && fits_in(padding.size, wanted.size) && producer.outputs.size() == 1 &&
        outermost_block(graph, producer) == outermost_block(graph, op)) {
      padding = wanted;
    }
  }
}

}  // namespace

Graph layout(const Graph& before, const TargetRules& rules) {
  Graph graph = before;
  copy_states(graph);
  copy_outputs(graph);
  Graph out = graph;
  const auto users = graph.users();
  const std::vector<bool> room = find_room(graph, users);
  const std::vector<int> position = positions(graph);
  // A copy is made before its first reader.
  const auto in_order = [&](std::vector<OpId> readers) {
    std::sort(readers.begin(), readers.end(), [&](OpId a, OpId b) { return position[a.index] < position[b.index]; });
    return readers;
  };
  for (std::size_t i = 0; i < graph.tensors.size(); ++i) {
    const TensorId id(static_cast<int>(i));
    if (graph[id].shape.size() != 4) continue;
    const bool allowed = room[i];
    std::vector<TensorId> copies;
    for (OpId user : in_order(users[i])) {
      if (stage_of(graph[user].attributes) == Stage::weights || graph[user].inputs[0] != id) continue;
      const Need need = need_of(graph, user, rules);
      if (need.padding.size.none()) continue;
      StoredPadding& padding = out[memory_of(out, id)].padding;
      const bool agrees = padding.size.none() || padding.lowest == need.padding.lowest;
      if (allowed && agrees) {
        padding.size = wider(padding.size, need.padding.size);
        padding.lowest = need.padding.lowest;
      } else {
        read_copy(out, id, need, !allowed ? no_padding(graph, id) : Remark::padding_of_other_value, copies);
      }
    }
  }
  equalize_padding(out, out.users());
  spread_padding(out);
  // Both outputs of one kernel are stored alike in memory.
  for (const Op& op : graph.ops) {
    if (op.outputs.size() < 2) continue;
    Padding all;
    bool both = true;
    for (TensorId output : op.outputs) {
      all = wider(all, out[output].padding.size);
      both = both && (may_have_padding(graph, users, output) || out[output].shape.size() != 4);
    }
    if (all.none()) continue;
    for (TensorId output : op.outputs) {
      if (both) {
        out[output].padding.size = all;
      } else {
        // One of the two is in a caller's buffer: the other has its readers use copies.
        std::vector<TensorId> copies;
        for (OpId user : in_order(users[output.index])) {
          const Need need = need_of(graph, user, rules);
          if (graph[user].inputs[0] == output && !need.padding.size.none() && !out[output].padding.size.none()) {
            read_copy(out, output, need, Remark::padding_of_caller, copies);
          }
        }
        out[output].padding = StoredPadding{};
      }
    }
  }
  match_residuals(out, out.users());
  return out;
}

}  // namespace specimen::gen
