#include "graph/shapes.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <tuple>

#include "graph/broadcast.h"
#include "graph/convolution_pair.h"
#include "graph/shapes_sequences.h"
#include "graph/traits.h"
#include "kernels/expand_depthwise/problem.h"

namespace specimen::gen {

namespace {

std::string needs_image(const char* op, const std::vector<Dim>& x) {
  if (x.size() != 4) return fmt::format("{} needs an image (batch, height, width, channels), got {}", op, to_string(x));
  for (int i = 1; i < 4; ++i) {
    if (number(x[i]) < 1) return fmt::format("{} needs a positive number as dimension {} of {}", op, i, to_string(x));
  }
  return "";
}

// Kernels repeat what has one row, pixel or channel of y; rows of sequences are as many as there are.
bool may_spread(const std::vector<Dim>& shape, const std::vector<Dim>& y) {
  const bool same_rows = shape.size() != 3 || (y.size() == 3 && shape[1] == y[1]);
  return shape.size() == y.size() && y.size() <= 4 && same_rows && broadcast(shape, y).has_value();
}

// The operands of a chain on y, which begin at input `fixed`; `spread`: tensors may be broadcast to y.
std::string check_operands(const Chain& chain, const InputShapes& inputs, int fixed, const std::vector<Dim>& y,
                           bool spread = false) {
  std::vector<Operand> operands = chain.operands();
  if (inputs.size() < fixed + operands.size()) {
    return fmt::format("a chain with {} operands got {} inputs", operands.size(),
                       static_cast<int>(inputs.size()) - fixed);
  }
  for (std::size_t i = 0; i < operands.size(); ++i) {
    const std::vector<Dim>& shape = inputs[fixed + i];
    bool fits = true;
    switch (operands[i]) {
      case Operand::channel:
        fits = shape.size() == 1 && shape[0] == y.back();
        break;
      case Operand::example_channel:
        fits = y.size() != 3 && example_elements(shape) == number(y.back());
        break;
      case Operand::tensor:
        fits = shape == y || (spread && may_spread(shape, y) && broadcast(shape, y) == y);
        break;
      default:
        break;
    }
    if (!fits) return fmt::format("operand {} does not fit {}", to_string(shape), to_string(y));
  }
  return "";
}

Shapes with_chain(const Chain& chain, const InputShapes& inputs, int fixed, const std::vector<Dim>& y,
                  bool spread = false) {
  if (example_elements(y) > kMostElements) return fail(fmt::format("{} is too large for one example", to_string(y)));
  if (std::string error = check_operands(chain, inputs, fixed, y, spread); !error.empty()) return fail(error);
  if (inputs.size() > fixed + chain.operands().size()) {
    return fail(fmt::format("a chain with {} operands got {} inputs", chain.operands().size(), inputs.size() - fixed));
  }
  return {std::vector<std::vector<Dim>>(chain.outputs(), y), ""};
}

std::string check_window(const char* op, const Window& w, const std::vector<Dim>& x) {
  if (w.height < 1 || w.width < 1 || w.stride_height < 1 || w.stride_width < 1 || w.dilation_height < 1 ||
      w.dilation_width < 1) {
    return fmt::format("{}: sizes, strides and dilations are at least 1", op);
  }
  const std::int64_t height = number(x[1]) + w.padding.top + w.padding.bottom;
  const std::int64_t width = number(x[2]) + w.padding.left + w.padding.right;
  if (std::int64_t{w.height - 1} * w.dilation_height + 1 > height ||
      std::int64_t{w.width - 1} * w.dilation_width + 1 > width) {
    return fmt::format("{}: a window of {}x{} does not fit an image of {}x{}", op, w.height, w.width, height, width);
  }
  return "";
}

std::vector<Dim> slide(const Window& w, const std::vector<Dim>& x, const Dim& channels) {
  return {x[0], Dim(w.out_height(static_cast<int>(number(x[1])))), Dim(w.out_width(static_cast<int>(number(x[2])))),
          channels};
}

std::string check_conv(const Conv2DOp& op, const std::vector<Dim>& x) {
  if (std::string error = needs_image("Conv2D", x); !error.empty()) return error;
  if (std::string error = check_window("Conv2D", op.window, x); !error.empty()) return error;
  if (op.filters < 1) return "Conv2D: filters is at least 1";
  const std::int64_t channels = number(x[3]);
  if (op.groups < 1 || channels % op.groups != 0 || op.filters % op.groups != 0) {
    return fmt::format("Conv2D: {} groups do not divide {} input channels and {} filters", op.groups, channels,
                       op.filters);
  }
  return "";
}

std::string check_kernel(const Conv2DOp& op, const std::vector<Dim>& x, const std::vector<Dim>& given) {
  std::vector<Dim> kernel = {Dim(op.window.height), Dim(op.window.width), Dim(number(x[3]) / op.groups),
                             Dim(op.filters)};
  if (given.size() == 3 && op.window.height == 1) kernel.erase(kernel.begin());
  if (given == kernel) return "";
  return fmt::format("Conv2D: the kernel is {}, not {}", to_string(given), to_string(kernel));
}

Shapes infer(const Conv2DOp& op, const InputShapes& in) {
  if (std::string error = check_conv(op, in[0]); !error.empty()) return fail(error);
  if (std::string error = check_kernel(op, in[0], in[1]); !error.empty()) return fail(error);
  return result(slide(op.window, in[0], Dim(op.filters)));
}

Shapes infer(const FusedConv2DOp& op, const InputShapes& in) {
  const Conv2DOp& conv = op.layer;
  if (std::string error = check_conv(conv, in[0]); !error.empty()) return fail(error);
  if (std::string error = op.packed ? "" : check_kernel(conv, in[0], in[1]); !error.empty()) return fail(error);
  const Chain& prologue = op.prologue;
  if (!prologue.empty()) {
    if (!is_pointwise(conv.window) || conv.groups != 1 || prologue.has(Operand::tensor) || prologue.outputs() != 1) {
      return fail("Conv2D: a prologue needs a 1x1 window, stride 1, one group; it stores nothing and reads no tensors");
    }
    if (std::string error = check_operands(prologue, in, 2, in[0]); !error.empty()) return fail(error);
  }
  const int fixed = 2 + static_cast<int>(prologue.operands().size());
  return with_chain(op.epilogue, in, fixed, slide(conv.window, in[0], Dim(conv.filters)));
}

// The layer's op, then the chain on its result.
template <class LayerOp>
Shapes infer(const Fused<LayerOp>& op, const InputShapes& in);

Shapes infer(const DepthwiseConv2DOp& op, const InputShapes& in) {
  if (std::string error = needs_image("DepthwiseConv2D", in[0]); !error.empty()) return fail(error);
  if (std::string error = check_window("DepthwiseConv2D", op.window, in[0]); !error.empty()) return fail(error);
  std::vector<Dim> kernel = {Dim(op.window.height), Dim(op.window.width), in[0][3], Dim(1)};
  if (in[1].size() == 4 && number(in[1][3]) > 0) kernel[3] = in[1][3];
  if (in[1] != kernel)
    return fail(fmt::format("DepthwiseConv2D: the kernel is {}, not {}", to_string(in[1]), to_string(kernel)));
  return result(slide(op.window, in[0], in[0][3] * kernel[3]));
}

Shapes infer(const ExpandDepthwiseOp& op, const InputShapes& in) {
  if (!may_expand(op.expansion))
    return fail("expand_depthwise: an expansion stores nothing and reads one value a channel");
  auto pair = take_apart(op, in);
  Shapes expanded = infer(pair.expansion, pair.expansion_inputs);
  if (!expanded.error.empty()) return expanded;
  pair.depthwise_inputs.insert(pair.depthwise_inputs.begin(), expanded.outputs[0]);
  return infer(pair.depthwise, pair.depthwise_inputs);
}

// The kernel, or the filter that it is packed to.
Shapes infer(const Conv2DTransposeOp& op, const InputShapes& in) {
  if (std::string error = needs_image("Conv2DTranspose", in[0]); !error.empty()) return fail(error);
  const Window& w = op.window;
  if (std::min({w.height, w.width, w.stride_height, w.stride_width, w.dilation_height, w.dilation_width, op.filters}) <
      1)
    return fail("Conv2DTranspose: sizes, strides, dilations and filters are at least 1");
  if (op.groups < 1 || number(in[0][3]) % op.groups != 0 || op.filters % op.groups != 0)
    return fail(fmt::format("Conv2DTranspose: {} groups do not divide {} input channels and {} filters", op.groups,
                            number(in[0][3]), op.filters));
  const std::vector<Dim> kernel = {Dim(w.height), Dim(w.width), Dim(op.filters / op.groups), in[0][3]};
  const std::vector<Dim> packed = {Dim((op.filters + kPanel - 1) / kPanel), Dim(w.height), Dim(w.width),
                                   Dim(number(in[0][3]) / op.groups), Dim(kPanel)};
  if (in[1] != kernel && in[1] != packed)
    return fail(fmt::format("Conv2DTranspose: the kernel is {}, not {}", to_string(in[1]), to_string(kernel)));
  const auto extent = [](const Dim& x, int size, int stride, int dilation, int cut) {
    return (number(x) - 1) * stride + std::int64_t{size - 1} * dilation + 1 - cut;
  };
  const std::int64_t height =
      extent(in[0][1], w.height, w.stride_height, w.dilation_height, w.padding.top + w.padding.bottom);
  const std::int64_t width =
      extent(in[0][2], w.width, w.stride_width, w.dilation_width, w.padding.left + w.padding.right);
  if (height < 1 || width < 1) return fail(fmt::format("Conv2DTranspose: nothing is left of {}x{}", height, width));
  return result({in[0][0], Dim(height), Dim(width), Dim(op.filters)});
}

std::string check_rows(const DenseOp& op, const std::vector<Dim>& x, bool packed) {
  if (x.size() < 2 || number(x.back()) < 1)
    return fmt::format("Dense needs rows (batch, features), got {}", to_string(x));
  if (x.size() > 3 && (packed || op.transposed))
    return fmt::format("the table of an Embedding multiplies (batch, features) or (batch, sequence, features), not {}",
                       to_string(x));
  if (op.units < 1) return "Dense: units is at least 1";
  return "";
}

std::string check_kernel(const DenseOp& op, const std::vector<Dim>& x, const std::vector<Dim>& given) {
  const Dim &inputs = x.back(), units = Dim(op.units);
  const std::vector<Dim> kernel = op.transposed ? std::vector<Dim>{units, inputs} : std::vector<Dim>{inputs, units};
  if (given == kernel) return "";
  return fmt::format("Dense: the kernel is {}, not {}", to_string(given), to_string(kernel));
}

std::vector<Dim> with_features(std::vector<Dim> x, int features) {
  x.back() = Dim(features);
  return x;
}

Shapes infer(const DenseOp& op, const InputShapes& in) {
  if (std::string error = check_rows(op, in[0], false); !error.empty()) return fail(error);
  if (std::string error = check_kernel(op, in[0], in[1]); !error.empty()) return fail(error);
  return result(with_features(in[0], op.units));
}

Shapes infer(const FusedDenseOp& op, const InputShapes& in) {
  if (std::string error = check_rows(op.layer, in[0], op.packed); !error.empty()) return fail(error);
  if (std::string error = op.packed ? "" : check_kernel(op.layer, in[0], in[1]); !error.empty()) return fail(error);
  return with_chain(op.epilogue, in, 2, with_features(in[0], op.layer.units));
}

Shapes infer(const BatchNormOp& op, const InputShapes& in) {
  if (in[0].size() < 2) return fail(fmt::format("BatchNormalization needs channels, got {}", to_string(in[0])));
  if (in.size() != 3u + op.scale + op.center) return fail("BatchNormalization: wrong number of statistics");
  for (std::size_t i = 1; i < in.size(); ++i) {
    if (in[i] != std::vector<Dim>{in[0].back()}) return fail("BatchNormalization: statistics do not fit the channels");
  }
  return {{in[0]}, ""};
}

Shapes infer(const DropoutOp& op, const InputShapes& in) {
  if (!(op.rate >= 0 && op.rate <= 1)) return fail(fmt::format("Dropout: the rate {} is not between 0 and 1", op.rate));
  if (!op.shared.empty() && op.shared.size() != in[0].size())
    return fail(fmt::format("Dropout: noise_shape has {} dimensions, and x is {}", op.shared.size(), to_string(in[0])));
  if (in.size() > 1 && in[1] != std::vector<Dim>{Dim(4)})
    return fail(fmt::format("Dropout: what random numbers depend on is (4), not {}", to_string(in[1])));
  for (int shared : op.shared) {
    if (shared != 0 && shared != 1) return fail("Dropout: elements of a dimension are dropped together (1) or not (0)");
  }
  return {{in[0]}, ""};
}

Shapes infer(const UnaryOp&, const InputShapes& in) { return {{in[0]}, ""}; }

Shapes infer(const BinaryOp& op, const InputShapes& in) {
  const std::vector<Dim>& a = in[0];
  const std::vector<Dim>& b = in[1];
  const bool per_channel = b.size() == 1 && !a.empty() && b[0] == a.back();
  if (a == b || per_channel) return {{a}, ""};
  const std::optional<std::vector<Dim>> y = broadcast(a, b);
  if (!y || a.empty() || b.empty() || a[0] != b[0]) {
    return fail(fmt::format("{} of {} and {}: the shapes differ in a dimension where neither is 1", to_string(op.fn),
                            to_string(a), to_string(b)));
  }
  for (std::size_t i = 1; i < y->size(); ++i) {
    if (number((*y)[i]) < 0 && (with_rank(a, y->size())[i] != with_rank(b, y->size())[i]))
      return fail(fmt::format("{} of {} and {}: a value cannot be repeated `{}` times, a number known at run time only",
                              to_string(op.fn), to_string(a), to_string(b), (*y)[i].text()));
  }
  return {{*y}, ""};
}

Shapes infer(const Pool2DOp& op, const InputShapes& in) {
  if (std::string error = needs_image("pooling", in[0]); !error.empty()) return fail(error);
  if (std::string error = check_window("pooling", op.window, in[0]); !error.empty()) return fail(error);
  return result(slide(op.window, in[0], in[0][3]));
}

Shapes infer(const GlobalPoolOp& op, const InputShapes& in) {
  if (std::string error = needs_image("global pooling", in[0]); !error.empty()) return fail(error);
  std::vector<Dim> y = {in[0][0], in[0][3]};
  if (op.keepdims) y = {in[0][0], Dim(1), Dim(1), in[0][3]};
  return {{y}, ""};
}

Shapes infer(const SoftmaxOp&, const InputShapes& in) {
  if (in[0].size() < 2) return fail(fmt::format("Softmax needs rows, got {}", to_string(in[0])));
  return {{in[0]}, ""};
}

Shapes infer(const PadOp& op, const InputShapes& in) {
  if (std::string error = needs_image("ZeroPadding2D", in[0]); !error.empty()) return fail(error);
  const Padding& p = op.padding;
  if (p.top < 0 || p.bottom < 0 || p.left < 0 || p.right < 0) return fail("ZeroPadding2D: padding is at least 0");
  std::vector<Dim> y = {in[0][0], in[0][1] + Dim(p.top) + Dim(p.bottom), in[0][2] + Dim(p.left) + Dim(p.right),
                        in[0][3]};
  if (example_elements(y) > kMostElements) return fail(fmt::format("{} is too large for one example", to_string(y)));
  return {{y}, ""};
}

Shapes infer(const CropOp& op, const InputShapes& in) {
  if (std::string error = needs_image("Cropping2D", in[0]); !error.empty()) return fail(error);
  const Padding& m = op.margin;
  if (m.top < 0 || m.bottom < 0 || m.left < 0 || m.right < 0) return fail("Cropping2D: margins are at least 0");
  const std::int64_t height = number(in[0][1]) - m.top - m.bottom, width = number(in[0][2]) - m.left - m.right;
  if (height < 1 || width < 1) return fail(fmt::format("Cropping2D leaves nothing of {}", to_string(in[0])));
  return {{{in[0][0], Dim(height), Dim(width), in[0][3]}}, ""};
}

Shapes infer(const PermuteOp& op, const InputShapes& in) {
  std::vector<bool> seen(in[0].size(), false);
  std::vector<Dim> y = {in[0].empty() ? Dim(1) : in[0][0]};
  for (int dim : op.order) {
    const bool known = dim >= 1 && dim < static_cast<int>(in[0].size()) && !seen[static_cast<std::size_t>(dim)];
    if (!known)
      return fail(fmt::format("Permute of {}: dims name each dimension after the batch once", to_string(in[0])));
    seen[static_cast<std::size_t>(dim)] = true;
    y.push_back(in[0][static_cast<std::size_t>(dim)]);
  }
  if (y.size() != in[0].size())
    return fail(fmt::format("Permute of {}: dims name each dimension after the batch once", to_string(in[0])));
  for (std::size_t i = 1; i < y.size(); ++i) {
    if (number(y[i]) < 0 && y != in[0])
      return fail(fmt::format("Permute moves dimensions whose size is a number, got {}", to_string(in[0])));
  }
  return {{y}, ""};
}

Shapes infer(const ResizeOp& op, const InputShapes& in) {
  if (std::string error = needs_image("resizing", in[0]); !error.empty()) return fail(error);
  if (op.height < 1 || op.width < 1) return fail("resizing: height and width are at least 1");
  std::vector<Dim> y = {in[0][0], Dim(op.height), Dim(op.width), in[0][3]};
  if (example_elements(y) < 1 || example_elements(y) > kMostElements)
    return fail(fmt::format("{} is too large for one example", to_string(y)));
  return {{y}, ""};
}

Shapes infer(const ConcatOp&, const InputShapes& in) {
  std::vector<Dim> y = in[0];
  for (std::size_t i = 1; i < in.size(); ++i) {
    bool fits = in[i].size() == y.size();
    for (std::size_t d = 0; fits && d + 1 < y.size(); ++d) fits = in[i][d] == y[d];
    if (!fits)
      return fail(fmt::format("Concatenate of {} and {}: only the last dimension may differ", to_string(in[0]),
                              to_string(in[i])));
    y.back() = y.back() + in[i].back();
  }
  return {{y}, ""};
}

Shapes infer(const ReshapeOp& op, const InputShapes& in) {
  std::int64_t elements = 1;
  std::vector<Dim> y = {in[0].empty() ? Dim(1) : in[0][0]};
  for (int extent : op.shape) {
    elements *= extent;
    y.push_back(Dim(extent));
  }
  if (y.size() > 4) return fail(fmt::format("{}: tensors have at most four dimensions", to_string(y)));
  if (elements != example_elements(in[0])) {
    return fail(fmt::format("{} elements per example cannot be reshaped to {}", example_elements(in[0]), to_string(y)));
  }
  return {{y}, ""};
}

Shapes infer(const LayerNormOp& op, const InputShapes& in) {
  if (in[0].size() < 2 || number(in[0].back()) < 1)
    return fail(fmt::format("normalization needs features, got {}", to_string(in[0])));
  if (in.size() != 1u + op.scale + op.center) return fail("normalization: wrong number of weights");
  for (std::size_t i = 1; i < in.size(); ++i) {
    if (in[i] != std::vector<Dim>{in[0].back()}) return fail("normalization: weights do not fit the features");
  }
  return {{in[0]}, ""};
}

Shapes infer(const CopyOp&, const InputShapes& in) {
  if (std::string error = needs_sequence("Copy", in[0]); !error.empty()) return fail(error);
  return {{in[0]}, ""};
}

Shapes infer(const AppendOp&, const InputShapes& in) {
  const std::vector<Dim>&state = in[0], &x = in[1];
  if (state.size() != 3 || x.size() != 3 || state[0] != x[0] || state[2] != x[2]) {
    return fail(fmt::format("Append: {} does not continue a state of {}: the batch and the features are equal",
                            to_string(x), to_string(state)));
  }
  return {{{state[0], state[1] + x[1], state[2]}}, ""};
}

Shapes infer(const AssignOp&, const InputShapes& in) {
  if (in[0] != in[1])
    return fail(fmt::format("Assign: the state is {}, and {} is written", to_string(in[0]), to_string(in[1])));
  return {{in[0]}, ""};
}

// Without these dimensions, or with 1 in their place.
Shapes reduced(const char* op, const std::vector<Dim>& x, const std::vector<int>& axes, bool keepdims) {
  std::vector<Dim> y;
  std::size_t next = 0;
  for (std::size_t d = 0; d < x.size(); ++d) {
    const bool gone = next < axes.size() && axes[next] == static_cast<int>(d);
    if (gone) ++next;
    if (!gone || keepdims) y.push_back(gone ? Dim(1) : x[d]);
  }
  if (axes.empty() || next != axes.size())
    return fail(fmt::format("{}: axes are dimensions of {}, each named once, in order", op, to_string(x)));
  // Rows of a length that is known at run time only; the batch alone is one number for each example.
  const bool dense = y.empty() || y.back().is_constant() || (y.size() == 1 && has_batch(y));
  if (!dense)
    return fail(fmt::format("{} of {} would be {}, whose last dimension is known at run time only: keepdims keeps it",
                            op, to_string(x), to_string(y)));
  for (std::size_t d = has_batch(y) ? 1 : 0; d < y.size(); ++d) {
    if (!has_batch(y) && !y[d].is_constant())
      return fail(
          fmt::format("{} over the batch of {} leaves a dimension that is known at run time only", op, to_string(x)));
  }
  return {{std::move(y)}, ""};
}

Shapes infer(const ReduceOp& op, const InputShapes& in) { return reduced("reduce", in[0], op.axes, op.keepdims); }

// Indices may have any length.
Shapes infer(const ArgMaxOp& op, const InputShapes& in) {
  std::vector<Dim> y = in[0];
  if (op.axis < 0 || op.axis >= static_cast<int>(y.size()))
    return fail(fmt::format("ArgMax: {} has no dimension {}", to_string(y), op.axis));
  const auto at = y.begin() + op.axis;
  const bool length = in[0].size() == 3 && op.axis == 2 && !op.keepdims && has_batch(in[0]);
  if (!length) return reduced("ArgMax", in[0], {op.axis}, op.keepdims);
  y.erase(at);
  return {{std::move(y)}, ""};
}

Shapes infer(const ElementwiseOp& op, const InputShapes& in) {
  std::vector<Dim> y = in[0];
  const std::vector<Operand> operands = op.chain.operands();
  for (std::size_t i = 0; i < operands.size() && i + 1 < in.size(); ++i) {
    if (operands[i] == Operand::tensor && may_spread(in[i + 1], y)) y = *broadcast(in[i + 1], y);
  }
  if (y != in[0] && !may_spread(in[0], y)) return fail("operands do not fit " + to_string(in[0]));
  return with_chain(op.chain, in, 1, y, true);
}

// Vectors of one shape, from `first` on.
std::string check_vectors(const char* op, const InputShapes& in, std::size_t first, std::size_t count) {
  if (in.size() != first + count) return fmt::format("{} reads {} inputs here, got {}", op, first + count, in.size());
  for (std::size_t i = first; i < in.size(); ++i) {
    if (in[i].size() != 1 || in[i] != in[first])
      return fmt::format("{} needs vectors of one length, got {}", op, to_string(in[i]));
  }
  return "";
}

Shapes infer(const CrossEntropyOp& op, const InputShapes& in) {
  if (in[0].size() < 2 || number(in[0].back()) < 2)
    return fail(fmt::format("cross-entropy needs logits of two classes or more, got {}", to_string(in[0])));
  if (in[1] != rows(in[0]))
    return fail(fmt::format("cross-entropy: the labels of {} are {}, not {}", to_string(in[0]), to_string(rows(in[0])),
                            to_string(in[1])));
  if (in.size() == 3 && in[2] != rows(in[0]))
    return fail(fmt::format("cross-entropy: the weights of {} are {}, not {}", to_string(in[0]), to_string(rows(in[0])),
                            to_string(in[2])));
  if (!(op.label_smoothing >= 0 && op.label_smoothing < 1))
    return fail(fmt::format("cross-entropy: label smoothing of {} is not between 0 and 1", op.label_smoothing));
  // Tokens keep a last dimension, since their number may be known at run time only.
  std::vector<Dim> losses = rows(in[0]);
  if (losses.size() == 2) losses.push_back(Dim(1));
  return {{losses, in[0]}, ""};
}

Shapes infer(const TargetLossOp& op, const InputShapes& in) {
  if (in[0].size() < 2 || number(in[0].back()) < (is_categorical(op.fn) ? 2 : 1))
    return fail(fmt::format("{} needs rows of {}, got {}", to_string(op.fn),
                            is_categorical(op.fn) ? "two classes or more" : "values", to_string(in[0])));
  if (in[1] != in[0])
    return fail(fmt::format("{}: the targets of {} are {}", to_string(op.fn), to_string(in[0]), to_string(in[1])));
  if (in.size() == 3 && in[2] != rows(in[0]))
    return fail(fmt::format("{}: the weights of {} are {}, not {}", to_string(op.fn), to_string(in[0]),
                            to_string(rows(in[0])), to_string(in[2])));
  if (!(op.label_smoothing >= 0 && op.label_smoothing < 1))
    return fail(fmt::format("{}: label smoothing of {} is not between 0 and 1", to_string(op.fn), op.label_smoothing));
  return {{rows(in[0]), in[0]}, ""};
}

Shapes infer(const DenseBackwardKernelOp& op, const InputShapes& in) {
  if (in[0].size() < 2 || number(in[0].back()) < 1 || number(in[1].back()) < 1 || rows(in[0]) != rows(in[1]))
    return fail(fmt::format("the gradient of a dense kernel needs rows of x and y, got {} and {}", to_string(in[0]),
                            to_string(in[1])));
  std::vector<Dim> kernel = {in[0].back(), in[1].back()};
  if (op.transposed) std::swap(kernel[0], kernel[1]);
  return {{kernel}, ""};
}

Shapes infer(const Conv2DBackwardKernelOp& op, const InputShapes& in) {
  for (const std::vector<Dim>& image : in) {
    if (std::string error = needs_image("the gradient of a convolution", image); !error.empty()) return fail(error);
  }
  Conv2DOp conv{static_cast<int>(number(in[1][3])), op.window, op.groups};
  if (std::string error = check_conv(conv, in[0]); !error.empty()) return fail(error);
  if (in[1] != slide(op.window, in[0], in[1][3]))
    return fail(fmt::format("the gradient of a convolution of {} is not {}", to_string(in[0]), to_string(in[1])));
  return {{{Dim(op.window.height), Dim(op.window.width), Dim(number(in[0][3]) / op.groups), in[1][3]}}, ""};
}

Shapes vectors_of_channels(const char* op, const InputShapes& in, std::size_t first, std::size_t inputs,
                           const Dim& channels, int outputs) {
  bool fits = in.size() == inputs;
  for (std::size_t i = first; i < in.size(); ++i) fits = fits && in[i] == std::vector<Dim>{channels};
  if (!fits) return fail(fmt::format("{}: wrong number of vectors, or of their channels", op));
  return {std::vector<std::vector<Dim>>(static_cast<std::size_t>(outputs), {channels}), ""};
}

Shapes infer(const BatchNormTrainingOp& op, const InputShapes& in) {
  if (in[0].size() < 2) return fail(fmt::format("BatchNormalization needs channels, got {}", to_string(in[0])));
  Shapes result = vectors_of_channels("BatchNormalization", in, 1, 1u + op.scale + op.center, in[0].back(), 2);
  if (result.error.empty()) result.outputs.insert(result.outputs.begin(), in[0]);
  return result;
}

Shapes infer(const BatchNormStatisticsOp&, const InputShapes& in) {
  if (in[0].size() < 2) return fail(fmt::format("batch_norm_statistics needs channels, got {}", to_string(in[0])));
  return vectors_of_channels("batch_norm_statistics", in, 1, 1, in[0].back(), 2);
}

Shapes infer(const BatchNormScaleOp& op, const InputShapes& in) {
  if (in[0].size() != 1) return fail(fmt::format("batch_norm_scale needs vectors, got {}", to_string(in[0])));
  return vectors_of_channels("batch_norm_scale", in, 0, 2u + op.scale + op.center, in[0][0], 2);
}

Shapes infer(const BatchNormBackwardSumsOp&, const InputShapes& in) {
  if (in[0].size() < 2 || in[0] != in[1]) return fail("batch_norm_backward_sums: x and the gradient of y differ");
  return vectors_of_channels("batch_norm_backward_sums", in, 2, 4, in[0].back(), 2);
}

Shapes infer(const BatchNormBackwardDataOp& op, const InputShapes& in) {
  if (in[0].size() < 2 || in[0] != in[1]) return fail("batch_norm_backward_data: x and the gradient of y differ");
  Shapes result = vectors_of_channels("batch_norm_backward_data", in, 2, 6u + op.scale, in[0].back(), 0);
  if (result.error.empty()) result.outputs = {in[0]};
  return result;
}

Shapes infer(const DepthwiseBackwardDataOp& op, const InputShapes& in) {
  if (std::string error = needs_image("the gradient of a convolution", in[0]); !error.empty()) return fail(error);
  const std::vector<Dim> x = {in[0][0], Dim(op.height), Dim(op.width), in[0][3]};
  Shapes y = infer(DepthwiseConv2DOp{op.window}, {x, in[1]});
  if (!y.error.empty()) return y;
  if (y.outputs[0] != in[0])
    return fail(fmt::format("the gradient of a convolution of {} is not {}", to_string(x), to_string(in[0])));
  return result(x);
}

Shapes infer(const DepthwiseBackwardKernelOp& op, const InputShapes& in) {
  if (in[0].size() != 4) return fail(needs_image("the gradient of a convolution", in[0]));
  const std::vector<Dim> kernel = {Dim(op.window.height), Dim(op.window.width), in[0][3], Dim(1)};
  Shapes y = infer(DepthwiseConv2DOp{op.window}, {in[0], kernel});
  if (!y.error.empty()) return y;
  if (y.outputs[0] != in[1])
    return fail(fmt::format("the gradient of a convolution of {} is not {}", to_string(in[0]), to_string(in[1])));
  return {{kernel}, ""};
}

Shapes infer(const GlobalPoolBackwardOp& op, const InputShapes& in) {
  if (in[0].size() < 2 || op.height < 1 || op.width < 1)
    return fail(fmt::format("the gradient of a global pooling is not {}", to_string(in[0])));
  return result({in[0][0], Dim(op.height), Dim(op.width), in[0].back()});
}

Shapes infer(const LayerNormBackwardSumsOp&, const InputShapes& in) {
  if (in[0].size() < 2 || in[0] != in[1]) return fail("layer_norm_backward_sums: x and the gradient of y differ");
  return vectors_of_channels("layer_norm_backward_sums", in, 2, 2, in[0].back(), 2);
}

Shapes infer(const LayerNormBackwardDataOp& op, const InputShapes& in) {
  if (in[0].size() < 2 || in[0] != in[1]) return fail("layer_norm_backward_data: x and the gradient of y differ");
  Shapes result = vectors_of_channels("layer_norm_backward_data", in, 2, 2u + op.scale, in[0].back(), 0);
  if (result.error.empty()) result.outputs = {in[0]};
  return result;
}

Shapes infer(const SpreadOp& op, const InputShapes& in) {
  std::vector<Dim> y = {in[0].empty() ? Dim(1) : in[0][0]};
  for (int extent : op.shape) y.push_back(Dim(extent));
  if (in[0].size() != y.size() || in[0].size() > 4 || broadcast(in[0], y) != y)
    return fail(fmt::format("{} is not {} repeated along dimensions of 1", to_string(y), to_string(in[0])));
  return result(y);
}

Shapes infer(const ResizeBackwardOp& op, const InputShapes& in) {
  if (std::string error = needs_image("the gradient of a resizing", in[0]); !error.empty()) return fail(error);
  if (op.height < 1 || op.width < 1) return fail("the gradient of a resizing: height and width are at least 1");
  return result({in[0][0], Dim(op.height), Dim(op.width), in[0][3]});
}

Shapes infer(const Pool2DBackwardOp& op, const InputShapes& in) {
  const std::vector<Dim>& gradient = in.back();
  if (std::string error = needs_image("the gradient of a pooling", gradient); !error.empty()) return fail(error);
  const std::vector<Dim> x = {gradient[0], Dim(op.height), Dim(op.width), gradient[3]};
  const std::size_t wanted = op.layer.pooling == Pooling::max ? 3 : 1;
  Shapes y = infer(op.layer, {x});
  if (!y.error.empty()) return y;
  const bool fits =
      in.size() == wanted && gradient == y.outputs[0] && (wanted == 1 || (in[0] == x && in[1] == gradient));
  return fits ? result(x)
              : fail(fmt::format("the gradient of a pooling of {} is not {}", to_string(x), to_string(gradient)));
}

// Panels, as PackConv2DOp and PackDenseOp make them.
Shapes infer(const PackConv2DOp& op, const InputShapes& in);
Shapes infer(const PackDenseOp& op, const InputShapes& in);
Shapes infer(const PackFilterOp& op, const InputShapes& in) {
  if (in[0].size() == 2) return infer(PackDenseOp{op.transposed, std::nullopt}, in);
  return infer(PackConv2DOp{ConvAlgorithm::direct, op.groups, op.transposed, std::nullopt}, in);
}

Shapes infer(const FoldBatchNormOp& op, const InputShapes& in) {
  const std::vector<Dim>& kernel = in[0];
  const std::size_t vectors = 2u + op.bias + op.scale + op.center;
  if (std::string error = check_vectors("fold_batch_norm", in, 1, vectors); !error.empty()) return fail(error);
  if (op.axis >= 0 || kernel.size() < static_cast<std::size_t>(-op.axis))
    return fail(fmt::format("fold_batch_norm: {} has no axis {}", to_string(kernel), op.axis));
  const Dim& channels = kernel[kernel.size() - static_cast<std::size_t>(-op.axis)];
  if (in[1][0] != channels)
    return fail(fmt::format("fold_batch_norm: {} channels and vectors {}", channels.text(), to_string(in[1])));
  return {{kernel, {channels}}, ""};
}

Shapes infer(const ScaleShiftOp& op, const InputShapes& in) {
  if (std::string error = check_vectors("scale_shift", in, 0, 2u + op.scale + op.center); !error.empty())
    return fail(error);
  return {{in[0], in[0]}, ""};
}

Shapes infer(const ReshapeWeightOp& op, const InputShapes& in) {
  const std::vector<Dim>& held = in[0];
  std::vector<Dim> y;
  for (int extent : op.shape) y.push_back(Dim(extent));
  // Of shapes with a batch the elements of one are counted, overflow included.
  const auto elements = [](std::vector<Dim> shape) {
    shape.insert(shape.begin(), Dim(1));
    return example_elements(shape);
  };
  if (elements(y) < 1 || elements(y) != elements(held))
    return fail(fmt::format("{} is no other shape of {}", to_string(y), to_string(held)));
  return {{y}, ""};
}

// A filter, and where it holds integers what each channel's are times.
Shapes packed(std::vector<Dim> filter, const Dim& channels, const std::optional<DType>& type) {
  if (type == DType::i8) return {{std::move(filter), {channels}}, ""};
  return {{std::move(filter)}, ""};
}

Shapes infer(const PackConv2DOp& op, const InputShapes& in) {
  if (in[0].size() != 4) return fail("pack_conv2d needs a kernel (height, width, in, out)");
  const int groups = op.transposed ? op.groups : 1;
  if (groups < 1 || number(in[0][3]) % groups != 0)
    return fail(fmt::format("pack_conv2d: {} groups do not divide {}", groups, to_string(in[0])));
  const Dim inputs = op.transposed ? Dim(number(in[0][3]) / groups) : in[0][2],
            filters = op.transposed ? in[0][2] * Dim(groups) : in[0][3];
  const Dim panels((number(filters) + kPanel - 1) / kPanel);
  if (op.type && op.algorithm != ConvAlgorithm::direct) return fail("pack_conv2d rounds no transformed kernel");
  if (op.algorithm == ConvAlgorithm::direct)
    return packed({panels, in[0][0], in[0][1], inputs, Dim(kPanel)}, filters, op.type);
  if (op.transposed) return fail("pack_conv2d transforms no kernel (height, width, out, in)");
  const int tile = winograd_tile(op.algorithm) + 2;
  return {{{Dim(tile * tile), panels, inputs, Dim(kPanel)}}, ""};
}

Shapes infer(const PackDenseOp& op, const InputShapes& in) {
  if (in[0].size() != 2) return fail("pack_dense needs a kernel (inputs, units)");
  const Dim &inputs = in[0][op.transposed ? 1 : 0], &units = in[0][op.transposed ? 0 : 1];
  return packed({Dim((number(units) + kPanel - 1) / kPanel), inputs, Dim(kPanel)}, units, op.type);
}

template <class LayerOp>
Shapes infer(const Fused<LayerOp>& op, const InputShapes& in) {
  const int fixed = fixed_inputs(op);
  const Shapes layer = infer(op.layer, InputShapes(in.begin(), in.begin() + fixed));
  return layer.error.empty() ? with_chain(op.epilogue, in, fixed, layer.outputs[0]) : layer;
}

int most_inputs(const Attributes& attributes) {
  static constexpr int most[] = {
#define OP(Kind, name, stage, fewest, most) most,
#include "graph/ops.def"
#undef OP
  };
  return most[attributes.index()];
}

}  // namespace

Shapes infer_shapes(const Attributes& attributes, const std::vector<std::vector<Dim>>& inputs) {
  const int count = static_cast<int>(inputs.size());
  const int most = most_inputs(attributes);
  if (count < fixed_inputs(attributes) || (most >= 0 && count > most)) {
    return fail(fmt::format("{} takes {}{} inputs, got {}", op_name(attributes), fixed_inputs(attributes),
                            most < 0 ? " or more" : "", count));
  }
  return std::visit([&](const auto& op) { return infer(op, inputs); }, attributes);
}

std::int64_t number(const Dim& dim) { return dim.is_constant() ? dim.value() : -1; }

std::int64_t most_example_elements(const std::vector<Dim>& shape, const Dim::Bindings& maxima) {
  Dim elements(1);
  for (std::size_t i = has_batch(shape) ? 1 : 0; i < shape.size(); ++i) elements = elements * shape[i];
  return elements.maximum(maxima).value_or(-1);
}

std::int64_t example_elements(const std::vector<Dim>& shape) {
  std::int64_t elements = 1;
  for (std::size_t i = has_batch(shape) ? 1 : 0; i < shape.size(); ++i) {
    const std::int64_t extent = number(shape[i]);
    if (extent < 0 || (extent > 0 && elements > std::numeric_limits<std::int64_t>::max() / extent)) return -1;
    elements *= extent;
  }
  return elements;
}

}  // namespace specimen::gen
