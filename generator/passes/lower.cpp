#include <algorithm>
#include <map>
#include <utility>

#include "graph/broadcast.h"
#include "graph/shapes.h"
#include "passes/passes.h"
#include "passes/rewrite.h"

namespace specimen::gen {

namespace {

class Lowering {
 public:
  explicit Lowering(const Graph& graph) : graph_(graph) {}

  Graph run() {
    for (OpId id : graph_.order()) {
      if (std::holds_alternative<DepthwiseConv2DOp>(graph_[id].attributes)) {
        depthwise(id);
      } else if (std::holds_alternative<DenseOp>(graph_[id].attributes)) {
        dense(id);
      } else if (std::holds_alternative<Conv2DOp>(graph_[id].attributes)) {
        conv(id);
      } else if (std::holds_alternative<BinaryOp>(graph_[id].attributes)) {
        binary(id);
      } else if (std::holds_alternative<PermuteOp>(graph_[id].attributes)) {
        permute(id);
      } else if (std::holds_alternative<ReduceOp>(graph_[id].attributes)) {
        reduce(id);
      }
    }
    return drop_dead(graph_);
  }

 private:
  // Several outputs a channel: a group of filters for each channel. The elements of the kernel stay where they are.
  void depthwise(OpId id) {
    const Op& op = graph_[id];
    const Shape& kernel = graph_[op.inputs[1]].shape;
    const int channels = static_cast<int>(number(kernel[2])), multiplier = static_cast<int>(number(kernel[3]));
    if (multiplier == 1) return;
    const auto& depthwise = std::get<DepthwiseConv2DOp>(op.attributes);
    Conv2DOp conv;
    conv.filters = channels * multiplier;
    conv.window = depthwise.window;
    conv.groups = channels;
    replace(id, conv, {conv.window.height, conv.window.width, 1, conv.filters});
  }

  // Rows that are pixels: a 1x1 convolution, which knows images with strides.
  void dense(OpId id) {
    const Op& op = graph_[id];
    const Shape& x = graph_[op.inputs[0]].shape;
    if (x.size() < 4) return;
    Conv2DOp conv;
    conv.filters = std::get<DenseOp>(op.attributes).units;
    const int inputs = static_cast<int>(number(x.back()));
    replace(id, conv, {1, 1, inputs, conv.filters});
  }

  // Over a sequence, which is an image of one row already: its kernel has no height.
  void conv(OpId id) {
    const Shape& kernel = graph_[graph_[id].inputs[1]].shape;
    if (kernel.size() != 3) return;
    std::vector<int> shape = {1};
    for (const Dim& dim : kernel) shape.push_back(static_cast<int>(number(dim)));
    replace(id, std::get<Conv2DOp>(graph_[id].attributes), shape);
  }

  // Operands get one rank, but for those that chains take as they are. What is repeated for each row of (batch, rows,
  // channels) is repeated for each row of an image.
  void binary(OpId id) {
    const std::vector<TensorId> inputs = graph_[id].inputs;
    const Shape a = graph_[inputs[0]].shape, b = graph_[inputs[1]].shape, y = graph_[graph_[id].outputs[0]].shape;
    if (a == b || b.size() == 1 || gates_channels(a, b) || gates_channels(b, a)) return;
    const bool rows = y.size() == 3 && with_rank(a, 3)[1] != with_rank(b, 3)[1];
    for (std::size_t i = 0; i < 2; ++i) {
      Shape shape = with_rank(graph_[inputs[i]].shape, y.size());
      if (rows) shape.insert(shape.begin() + 2, Dim(1));
      if (shape != graph_[inputs[i]].shape) reshape_input(id, i, shape);
    }
    if (rows) reshape_result(id, {y[0], y[1], Dim(1), y[2]});
  }

  // Three dimensions are an image of channels that are single; in their own order nothing moves.
  void permute(OpId id) {
    auto& order = std::get<PermuteOp>(graph_[id].attributes).order;
    const Shape y = graph_[graph_[id].outputs[0]].shape;
    if (std::is_sorted(order.begin(), order.end())) {
      replace_uses(graph_, graph_[id].outputs[0], graph_[id].inputs[0]);
      remove_op(graph_, id);
    } else if (y.size() == 3) {
      order.push_back(3);
      Shape x = graph_[graph_[id].inputs[0]].shape;
      x.push_back(Dim(1));
      reshape_input(id, 0, x);
      reshape_result(id, {y[0], y[1], y[2], Dim(1)});
    }
  }

  // A kernel reduces adjacent dimensions: the last ones first, and the batch by itself and last, so that what is added
  // up does not depend on threads. A mean is one of means, since all have equal parts.
  void reduce(OpId id, int part = 1) {
    const ReduceOp whole = std::get<ReduceOp>(graph_[id].attributes);
    const TensorId x = graph_[id].inputs[0];
    const std::vector<int> first = first_reduced(graph_[x].shape, whole.axes);
    if (first == whole.axes) return;
    ReduceOp rest = whole;
    rest.axes.clear();
    for (int axis : whole.axes) {
      if (std::find(first.begin(), first.end(), axis) != first.end()) continue;
      // Dimensions that are gone do not count.
      rest.axes.push_back(axis > first.front() && !whole.keepdims ? axis - static_cast<int>(first.size()) : axis);
    }
    const std::string path = graph_[id].path + "/" + std::to_string(part);
    const OpId before = graph_.add_op(ReduceOp{whole.fn, first, whole.keepdims}, {x}, 1, path, graph_[id].span);
    insert_before(graph_, before, id);
    graph_[id].attributes = rest;
    graph_[id].inputs[0] = graph_[before].outputs[0];
    reduce(id, part + 1);
  }

  // A length that is known at run time only, or the last of the dimensions that are adjacent.
  static std::vector<int> first_reduced(const Shape& x, const std::vector<int>& axes) {
    const int batch = has_batch(x) ? 0 : -1;
    for (int axis : axes) {
      if (axis != batch && !x[static_cast<std::size_t>(axis)].is_constant()) return {axis};
    }
    std::vector<int> last = {axes.back()};
    for (auto axis = axes.rbegin() + 1; axis != axes.rend(); ++axis) {
      if (*axis + 1 != last.front() || *axis == batch) break;
      last.insert(last.begin(), *axis);
    }
    return last;
  }

  OpId reshape(TensorId x, const Shape& shape, OpId owner, const char* name) {
    std::vector<int> extents;
    for (std::size_t i = 1; i < shape.size(); ++i) extents.push_back(static_cast<int>(number(shape[i])));
    return graph_.add_op(ReshapeOp{extents}, {x}, 1, graph_[owner].path + "/" + name, graph_[owner].span);
  }

  void reshape_input(OpId id, std::size_t index, const Shape& shape) {
    const OpId op = reshape(graph_[id].inputs[index], shape, id, index == 0 ? "image" : "operand_image");
    insert_before(graph_, op, id);
    graph_[id].inputs[index] = graph_[op].outputs[0];
  }

  // The op's kernel writes `inside`, and its readers get the shape that they know.
  void reshape_result(OpId id, Shape inside) {
    const TensorId result = graph_[id].outputs[0];
    const Shape y = std::exchange(graph_[result].shape, std::move(inside));
    const OpId op = reshape(result, y, id, "rows");
    replace_uses(graph_, result, graph_[op].outputs[0]);
    graph_[op].inputs[0] = result;
    insert_after(graph_, op, id);
  }

  // `conv` is a copy: new ops move the old ones.
  void replace(OpId id, Conv2DOp conv, const std::vector<int>& kernel_shape) {
    const TensorId kernel = graph_[id].inputs[1];
    TensorId& reshaped = reshaped_[{kernel.index, conv.groups}];
    if (!reshaped.valid())
      reshaped =
          add_pack_op(graph_, ReshapeWeightOp{kernel_shape}, {kernel}, 1, graph_[id].path + "/kernel_of_pixels")[0];
    graph_[id].attributes = conv;
    graph_[id].inputs[1] = reshaped;
  }

  Graph graph_;
  std::map<std::pair<int, int>, TensorId> reshaped_;  // by weight and groups: a weight that several layers share once
};

}  // namespace

Graph lower(const Graph& graph) { return Lowering(graph).run(); }

}  // namespace specimen::gen
