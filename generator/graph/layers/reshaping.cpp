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

// Of the four sides of an image: an int, [rows, columns] or [[top, bottom], [left, right]].
Padding sides_of(LayerBuilder& layer, const char* argument) {
  const Value& given = layer.call.value(argument);
  const auto fail = [&](Kind kind, const std::string& message) {
    layer.fail(kind, layer.call.argument_span(argument), message);
    return Padding();
  };
  std::vector<std::int64_t> sides;
  const auto add = [&](const Value& pair) {
    const auto count = sides.size();
    if (pair.is(Value::Kind::integer)) sides.insert(sides.end(), 2, pair.integer());
    for (const Value& side : pair.list()) {
      if (side.is(Value::Kind::integer)) sides.push_back(side.integer());
    }
    return sides.size() == count + 2 && (!pair.is_list() || pair.list().size() == 2);
  };
  const bool two = given.is_list() && given.list().size() == 2;
  if (two ? !add(given.list()[0]) || !add(given.list()[1]) : !given.is(Value::Kind::integer)) {
    return fail(Kind::argument_wrong_type,
                fmt::format("{} is an int, [rows, columns] or [[top, bottom], [left, right]]", argument));
  }
  if (!two) sides.assign(4, given.integer());
  for (std::int64_t side : sides) {
    if (side < 0 || side > 4096)
      return fail(Kind::argument_out_of_range, fmt::format("{} of {} is not between 0 and 4096", argument, side));
  }
  return {static_cast<int>(sides[0]), static_cast<int>(sides[1]), static_cast<int>(sides[2]),
          static_cast<int>(sides[3])};
}

TensorId zero_padding(LayerBuilder& layer) {
  const Padding padding = sides_of(layer, "padding");
  return padding.none() ? layer.input(0) : layer.op(PadOp{padding, 0}, {layer.input(0)});
}

TensorId cropping(LayerBuilder& layer) {
  const Padding margin = sides_of(layer, "cropping");
  return margin.none() ? layer.input(0) : layer.op(CropOp{margin}, {layer.input(0)});
}

TensorId permute(LayerBuilder& layer) {
  PermuteOp op;
  for (const Value& dim : layer.call.value("dims").list()) op.order.push_back(static_cast<int>(dim.integer()));
  return layer.op(op, {layer.input(0)});
}

TensorId up_sampling(LayerBuilder& layer) {
  const auto [height, width] = layer.pair("size");
  return layer.op(UpSampleOp{height, width}, {layer.input(0)});
}

// Elements that are dropped together: the dimensions whose extent in noise_shape is 1.
TensorId dropout(LayerBuilder& layer) {
  DropoutOp op;
  op.rate = layer.call.number("rate");
  const Value& noise_shape = layer.call.value("noise_shape");
  if (!noise_shape.is_null()) {
    for (const Value& extent : noise_shape.list())
      op.shared.push_back(extent.is(Value::Kind::integer) && extent.integer() == 1 ? 1 : 0);
  }
  return layer.op(op, {layer.input(0)});
}

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
      {LayerInfo("Cropping2D", "An image without its outer rows and columns.",
                 {Argument::with_default("cropping", "int | list[int] | list[list[int]]", 0,
                                         "An int, [rows, columns] or [[top, bottom], [left, right]].")}),
       cropping},
      {LayerInfo("Permute", "The dimensions in another order.",
                 {Argument::needed("dims", "list[int]", "The order; the first dimension after the batch is 1.")
                      .at_least(1)
                      .at_most(8)}),
       permute},
      {LayerInfo("UpSampling2D", "Each pixel repeated below and beside itself.",
                 {
                     Argument::with_default("size", "int | list[int]", 2, "How often, in rows and columns.")
                         .at_least(1)
                         .at_most(16),
                     Argument::with_default("interpolation", "string", "nearest", "Between pixels there is none.")
                         .one_of({"nearest"}),
                 }),
       up_sampling},
      {LayerInfo("Dropout", "Drops elements in training; does nothing in inference.",
                 {
                     Argument::needed("rate", "float", "Share of elements dropped.").at_least(0).at_most(1),
                     Argument::with_default("noise_shape", "list", Value(),
                                            "Which elements go together: 1 in a dimension for all of them.")
                         .or_null(),
                 }),
       dropout},
      {LayerInfo("Identity", "Its input.", {}), identity},
  };
}

}  // namespace specimen::gen
