#include <fmt/format.h>

#include "graph/layers/layer.h"
#include "graph/shapes.h"

namespace specimen::gen {

namespace {

TensorId flatten(LayerBuilder& layer) {
  const TensorId x = layer.input(0);
  if (layer.failed()) return x;
  const std::int64_t elements = image_elements(layer.shape(x));
  if (elements < 1 || elements > (std::int64_t{1} << 30)) {
    layer.fail(Kind::layer_shape, layer.call.span, "Flatten cannot count the elements of " + to_string(layer.shape(x)));
    return x;
  }
  return layer.op(ReshapeOp{{static_cast<int>(elements)}}, {x});
}

TensorId reshape(LayerBuilder& layer) {
  const TensorId x = layer.input(0);
  if (layer.failed()) return x;
  const Value& target = layer.call.value("target_shape");
  const std::int64_t elements = image_elements(layer.shape(x));
  ReshapeOp op;
  std::int64_t known = 1;
  int open = -1;
  for (const Value& extent : target.list()) {
    const std::int64_t n = extent.integer();
    if (n == -1 && open < 0) {
      open = static_cast<int>(op.shape.size());
    } else if (n < 1 || n > (1 << 30) || known > (std::int64_t{1} << 40)) {
      layer.fail(Kind::argument_out_of_range, layer.call.argument_span("target_shape"),
                 "target_shape holds positive numbers, and -1 once at most");
      return x;
    } else {
      known *= n;
    }
    op.shape.push_back(static_cast<int>(n));
  }
  if (open >= 0 && elements % known == 0) op.shape[open] = static_cast<int>(elements / known);
  return layer.op(op, {x});
}

TensorId zero_padding(LayerBuilder& layer) {
  const Value& padding = layer.call.value("padding");
  PadOp op;
  Padding& p = op.padding;
  auto sides = [&](const Value& v, int* before, int* after) {
    if (v.is(Value::Kind::integer)) {
      *before = *after = static_cast<int>(v.integer());
    } else if (v.is_list() && v.list().size() == 2 && v.list()[0].is(Value::Kind::integer) &&
               v.list()[1].is(Value::Kind::integer)) {
      *before = static_cast<int>(v.list()[0].integer());
      *after = static_cast<int>(v.list()[1].integer());
    } else {
      layer.fail(Kind::argument_wrong_type, layer.call.argument_span("padding"),
                 "padding is an int, [rows, columns] or [[top, bottom], [left, right]]");
    }
  };
  if (padding.is_list() && padding.list().size() == 2) {
    sides(padding.list()[0], &p.top, &p.bottom);
    sides(padding.list()[1], &p.left, &p.right);
  } else {
    sides(padding, &p.top, &p.bottom);
    sides(padding, &p.left, &p.right);
  }
  for (int side : {p.top, p.bottom, p.left, p.right}) {
    if (side < 0 || side > 4096) {
      layer.fail(Kind::argument_out_of_range, layer.call.argument_span("padding"),
                 fmt::format("padding of {} is not between 0 and 4096", side));
      return layer.input(0);
    }
  }
  if (p.none()) return layer.input(0);
  return layer.op(op, {layer.input(0)});
}

// Layers that matter to training alone leave inference as it is.
TensorId identity(LayerBuilder& layer) { return layer.input(0); }

}  // namespace

std::vector<LayerRule> reshaping_layers() {
  return {
      {LayerInfo("Flatten", "All elements of an image as one row.", {}), flatten},
      {LayerInfo("Reshape", "Another shape of the same elements.",
                 {Argument::needed("target_shape", "list[int]", "Without the batch; -1 once: what is left.")}),
       reshape},
      {LayerInfo("ZeroPadding2D", "Rows and columns of zeros around an image.",
                 {Argument::with_default("padding", "int | list[int] | list[list[int]]", 1,
                                         "An int, [rows, columns] or [[top, bottom], [left, right]].")}),
       zero_padding},
      {LayerInfo("Dropout", "Drops elements in training; does nothing in inference.",
                 {
                     Argument::needed("rate", "float", "Share of elements dropped.").at_least(0).at_most(1),
                     Argument::with_default("noise_shape", "list", Value(),
                                            "Which elements go together: 1 in a dimension for all of them.")
                         .or_null(),
                 }),
       identity},
      {LayerInfo("Identity", "Its input.", {}), identity},
  };
}

}  // namespace specimen::gen
