// Reductions, named and meant as in keras.ops.
#include <fmt/format.h>

#include <algorithm>

#include "graph/layers/layer.h"

namespace specimen::gen {

namespace {

// Dimension `axis` of x, the batch included; negative ones count from the end. -1 after a diagnostic.
int dimension(LayerBuilder& layer, TensorId x, std::int64_t axis) {
  const int rank = static_cast<int>(layer.shape(x).size());
  if (axis >= -rank && axis < rank) return static_cast<int>(axis < 0 ? axis + rank : axis);
  layer.fail(Kind::argument_out_of_range, layer.call.argument_span("axis"),
             fmt::format("{} has no axis {}: -{} to {}, where 0 is the batch", to_string(layer.shape(x)), axis, rank,
                         rank - 1));
  return -1;
}

TensorId reduce(LayerBuilder& layer, Reduction fn) {
  const TensorId x = layer.input(0);
  if (layer.failed()) return x;
  const Value& given = layer.call.value("axis");
  ReduceOp op;
  op.fn = fn;
  op.keepdims = layer.call.flag("keepdims");
  const int rank = static_cast<int>(layer.shape(x).size());
  for (int axis = 0; given.is_null() && axis < rank; ++axis) op.axes.push_back(axis);
  if (given.is(Value::Kind::integer)) op.axes.push_back(dimension(layer, x, given.integer()));
  if (given.is_list()) {
    for (const Value& axis : given.list()) op.axes.push_back(dimension(layer, x, axis.integer()));
  }
  std::sort(op.axes.begin(), op.axes.end());
  if (layer.failed()) return x;
  if (op.axes.empty() || std::adjacent_find(op.axes.begin(), op.axes.end()) != op.axes.end()) {
    layer.fail(Kind::argument_out_of_range, layer.call.argument_span("axis"),
               op.axes.empty() ? "axis names one dimension at least; null: all" : "axis names a dimension twice");
    return x;
  }
  return layer.op(op, {x});
}

TensorId sum(LayerBuilder& layer) { return reduce(layer, Reduction::sum); }
TensorId mean(LayerBuilder& layer) { return reduce(layer, Reduction::mean); }
TensorId max(LayerBuilder& layer) { return reduce(layer, Reduction::max); }
TensorId min(LayerBuilder& layer) { return reduce(layer, Reduction::min); }

TensorId arg_max(LayerBuilder& layer) {
  const TensorId x = layer.input(0);
  if (layer.failed()) return x;
  const int axis = dimension(layer, x, layer.integer("axis"));
  return layer.failed() ? x : layer.op(ArgMaxOp{axis, layer.call.flag("keepdims")}, {x});
}

std::vector<Argument> arguments(Argument axis) {
  return {std::move(axis),
          Argument::with_default("keepdims", "bool", false, "Keeps what is reduced as dimensions of 1.")};
}

LayerRule row(const char* name, const char* doc, TensorId (*build)(LayerBuilder&)) {
  return {LayerInfo(name, doc,
                    arguments(Argument::with_default("axis", "int | list[int]", Value(),
                                                     "Which dimensions; 0 is the batch, negative ones count from the "
                                                     "end. null: all, which gives one number.")
                                  .or_null())),
          build};
}

}  // namespace

std::vector<LayerRule> reduction_layers() {
  return {
      row("Sum", "The sum over some dimensions.", sum),
      row("Mean", "The mean over some dimensions.", mean),
      row("Max", "The largest element over some dimensions.", max),
      row("Min", "The smallest element over some dimensions.", min),
      {LayerInfo("ArgMax", "Where along a dimension the largest element is, the first of equal ones: int32.",
                 arguments(Argument::needed("axis", "int",
                                            "Which dimension; 0 is the batch, negative ones count from the end."))),
       arg_max},
  };
}

}  // namespace specimen::gen
