#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "graph/layers/layer.h"
#include "graph/shapes.h"

namespace specimen::gen {

namespace {

TensorId flatten(LayerBuilder& layer) {
  const TensorId x = layer.input(0);
  if (layer.failed()) return x;
  const std::int64_t elements = example_elements(layer.shape(x));
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
  const std::int64_t elements = example_elements(layer.shape(x));
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

// Of one layer: each is a value with a name.
constexpr int kMostParts = 256;

std::vector<int> extents_of(const Shape& shape) {
  std::vector<int> extents;
  for (std::size_t i = 1; i < shape.size(); ++i) extents.push_back(static_cast<int>(number(shape[i])));
  return extents;
}

// The elements from `begin` to before `end` along an axis, as columns of an image: what comes before the axis are rows,
// what comes after it channels.
TensorId part_of(LayerBuilder& layer, TensorId x, int axis, int begin, int end, const std::string& part = "") {
  if (layer.failed()) return x;
  Shape y = layer.shape(x);
  const int rank = static_cast<int>(y.size());
  const int rows = layer.extent_of(x, 1, axis), extent = layer.extent_of(x, axis, axis + 1),
            channels = layer.extent_of(x, axis + 1, rank);
  if (begin == 0 && end == extent) return x;
  y[static_cast<std::size_t>(axis)] = Dim(end - begin);
  if (rank == 4 && axis == 1) return layer.op(CropOp{{begin, extent - end, 0, 0}}, {x}, part);
  if (rank == 4 && axis == 2) return layer.op(CropOp{{0, 0, begin, extent - end}}, {x}, part);
  const TensorId image = layer.reshaped(x, {rows, extent, channels}, part);
  return layer.reshaped(layer.op(CropOp{{0, 0, begin, extent - end}}, {image}, part), extents_of(y), part);
}

// The extent along the axis; -1 after a diagnostic.
int sliced_extent(LayerBuilder& layer, TensorId x, int axis) {
  if (layer.failed()) return -1;
  const int rank = static_cast<int>(layer.shape(x).size());
  if (layer.extent_of(x, 1, rank) < 0) {
    layer.fail(Kind::layer_shape, layer.call.span,
               fmt::format("{} needs numbers as extents after the batch, got {}", layer.call.class_name,
                           to_string(layer.shape(x))));
    return -1;
  }
  return layer.extent_of(x, axis, axis + 1);
}

TensorId slice(LayerBuilder& layer) {
  const TensorId x = layer.input(0);
  const int axis = layer.axis_of(x), extent = sliced_extent(layer, x, axis);
  if (layer.failed()) return x;
  const auto bound = [&](const char* name, int otherwise) {
    const Value& given = layer.call.value(name);
    if (given.is_null()) return std::int64_t{otherwise};
    return given.integer() < 0 ? given.integer() + extent : given.integer();
  };
  const std::int64_t begin = bound("begin", 0), end = bound("end", extent);
  if (begin < 0 || end > extent || begin >= end) {
    layer.fail(Kind::argument_out_of_range, layer.call.span,
               fmt::format("Slice from {} to {} of {} along axis {}: between 0 and {}, the end behind the begin", begin,
                           end, to_string(layer.shape(x)), axis, extent));
    return x;
  }
  return part_of(layer, x, axis, static_cast<int>(begin), static_cast<int>(end));
}

// The sizes of the parts: a number of equal ones, or a list in which one may be -1, what is left. Empty after a
// diagnostic.
std::vector<int> sizes_of(LayerBuilder& layer, int extent) {
  const Value& given = layer.call.value("num_or_size_splits");
  std::vector<int> sizes;
  std::int64_t known = 0;
  int open = -1;
  const std::int64_t count = given.is_list() ? static_cast<std::int64_t>(given.list().size()) : given.integer();
  if (!given.is_list() && count >= 1 && count <= kMostParts && extent % count == 0)
    sizes.assign(static_cast<std::size_t>(count), extent / static_cast<int>(count));
  for (const Value& size : given.is_list() ? given.list() : Value::List{}) {
    const std::int64_t n = size.integer();
    const bool rest = n == -1 && open < 0;
    if (rest) open = static_cast<int>(sizes.size());
    known += rest ? 0 : n < 1 || n > extent ? extent + 1 : n;
    sizes.push_back(static_cast<int>(n));
  }
  if (open >= 0)
    sizes[static_cast<std::size_t>(open)] = extent - static_cast<int>(std::min<std::int64_t>(known, extent));
  const bool whole = given.is_list() ? (open >= 0 ? known < extent : known == extent) : !sizes.empty();
  if (whole && count <= kMostParts) return sizes;
  layer.fail(Kind::argument_out_of_range, layer.call.argument_span("num_or_size_splits"),
             fmt::format("Split makes of {} elements as many equal parts as divide them, or parts of sizes whose sum "
                         "they are, of which one may be -1, and {} at most",
                         extent, kMostParts));
  return {};
}

LayerOutputs split(LayerBuilder& layer) {
  const TensorId x = layer.input(0);
  const int axis = layer.axis_of(x), extent = sliced_extent(layer, x, axis);
  if (layer.failed()) return x;
  std::vector<TensorId> parts;
  int begin = 0;
  for (int size : sizes_of(layer, extent)) {
    parts.push_back(part_of(layer, x, axis, begin, begin + size, std::to_string(parts.size())));
    begin += size;
  }
  return parts;
}

TensorId permute(LayerBuilder& layer) {
  PermuteOp op;
  for (const Value& dim : layer.call.value("dims").list()) op.order.push_back(static_cast<int>(dim.integer()));
  return layer.op(op, {layer.input(0)});
}

// What is no image is said by the shape rule.
TensorId resized(LayerBuilder& layer, std::int64_t height, std::int64_t width) {
  const TensorId x = layer.input(0);
  if (layer.failed()) return x;
  const Shape& shape = layer.shape(x);
  if (shape.size() == 4 && number(shape[1]) == height && number(shape[2]) == width) return x;
  ResizeOp op;
  parse(layer.call.text("interpolation").c_str(), &op.sampling);
  const auto bounded = [](std::int64_t n) { return static_cast<int>(std::clamp<std::int64_t>(n, 1, kMostElements)); };
  op.height = bounded(height);
  op.width = bounded(width);
  return layer.op(op, {x});
}

TensorId up_sampling(LayerBuilder& layer) {
  const auto [height, width] = layer.pair("size");
  if (layer.failed()) return layer.input(0);
  const Shape& shape = layer.shape(layer.input(0));
  const bool image = shape.size() == 4;
  return resized(layer, image ? number(shape[1]) * height : 1, image ? number(shape[2]) * width : 1);
}

TensorId resizing(LayerBuilder& layer) {
  const std::pair<const char*, const char*> missing[] = {
      {"crop_to_aspect_ratio", "cut the image with `Cropping2D` first"},
      {"pad_to_aspect_ratio", "pad the image with `ZeroPadding2D` first"},
      {"antialias", "smooth the image with `AveragePooling2D` first"}};
  for (const auto& [argument, cure] : missing) {
    if (!layer.call.flag(argument)) continue;
    layer.fail(Kind::argument_not_a_choice, layer.call.argument_span(argument),
               fmt::format("Resizing does not {} here: {}, or let `from_image` size the input",
                           std::string_view(argument) == "antialias" ? "smooth" : "keep the aspect ratio", cure));
    return layer.input(0);
  }
  return resized(layer, layer.integer("height"), layer.integer("width"));
}

Argument interpolation_argument(const char* otherwise) {
  return Argument::with_default("interpolation", "string", otherwise,
                                "Which pixels make a new one: the nearest, or a weighted mean of 2x2 or 4x4.")
      .one_of({"nearest", "bilinear", "bicubic"});
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
      {LayerInfo("Slice", "A part of its input along an axis.",
                 {
                     Argument::with_default("axis", "int", -1, "Along which, after the batch; -1 is the last."),
                     Argument::with_default("begin", "int", 0, "The first element; below 0 it counts from the end."),
                     Argument::with_default("end", "int", Value(),
                                            "One past the last element; below 0 it counts from the end, null: the end.")
                         .or_null(),
                 }),
       slice},
      {LayerInfo(
           "Split",
           "Its input cut into parts along an axis, as TensorFlow's `tf.split` does it; they are read as `name/0`, "
           "`name/1` and so on.",
           {
               Argument::needed("num_or_size_splits", "int | list[int]",
                                "How many parts of one size, or the size of each; -1 once: what is left.")
                   .at_least(-1),
               Argument::with_default("axis", "int", -1, "Along which, after the batch; -1 is the last."),
           }),
       split},
      {LayerInfo("UpSampling2D", "An image of as many times the rows and columns.",
                 {
                     Argument::with_default("size", "int | list[int]", 2, "How many times, rows and columns.")
                         .at_least(1)
                         .at_most(16),
                     interpolation_argument("nearest"),
                 }),
       up_sampling},
      {LayerInfo("Resizing", "An image of another size, as TensorFlow's `tf.image.resize` makes it.",
                 {
                     Argument::needed("height", "int", "Rows of the result.").at_least(1).at_most(1 << 14),
                     Argument::needed("width", "int", "Columns of the result.").at_least(1).at_most(1 << 14),
                     interpolation_argument("bilinear"),
                     Argument::with_default("crop_to_aspect_ratio", "bool", false, "Only false."),
                     Argument::with_default("pad_to_aspect_ratio", "bool", false, "Only false."),
                     Argument::with_default("antialias", "bool", false, "Only false."),
                 }),
       resizing},
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
