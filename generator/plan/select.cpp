#include "plan/select.h"

#include <limits>

#include "graph/shapes.h"
#include "plan/memory.h"

namespace specimen::gen {

namespace {

using Kernels = std::vector<SelectedKernel>;

int extent(const Tensor& tensor, int dim) {
  // Tensors of fewer dimensions are 1 x 1 images of their last one: rows.
  if (tensor.shape.size() == 4) return static_cast<int>(number(tensor.shape[dim]));
  return dim == 3 && tensor.dtype == ElementType::f32 ? static_cast<int>(number(tensor.shape.back())) : 1;
}

// The arguments of a kernel that reads x, takes the op's other inputs and writes the op's outputs.
SelectedKernel call(const Op& op, What what, int row = 0, int column = 0) {
  SelectedKernel kernel{std::move(what), {}, static_cast<int>(op.outputs.size())};
  kernel.arguments.push_back({op.inputs[0], row, column});
  for (std::size_t i = 1; i < op.inputs.size(); ++i) kernel.arguments.push_back({op.inputs[i]});
  for (TensorId output : op.outputs) kernel.arguments.push_back({output});
  return kernel;
}

Storage residual_of(const Graph& graph, const Op& op, const Chain& chain) {
  const std::vector<Operand> operands = chain.operands();
  const int first = static_cast<int>(op.inputs.size() - operands.size());
  for (std::size_t i = 0; i < operands.size(); ++i) {
    if (operands[i] == Operand::tensor) return storage_of(graph[op.inputs[first + i]]);
  }
  return Storage{};
}

// Where the kernel finds the element of x beside each of y: dimensions of x that are repeated have stride 0.
Storage spread(const Tensor& x, const Tensor& y, int* channel) {
  Storage storage = storage_of(x);
  if (extent(x, 1) != extent(y, 1)) storage.row = 0;
  if (extent(x, 2) != extent(y, 2)) storage.pixel = 0;
  *channel = extent(x, 3) != extent(y, 3) ? 0 : 1;
  return storage;
}

// An elementwise kernel without steps: it copies what `in` and its channels say.
Elementwise copy_to(const Tensor& y) {
  Elementwise what;
  what.height = extent(y, 1);
  what.width = extent(y, 2);
  what.channels = extent(y, 3);
  what.out = storage_of(y);
  return what;
}

template <class What>
void set_window(What& what, const Window& w, const Tensor& y) {
  what.out_height = extent(y, 1);
  what.out_width = extent(y, 2);
  what.stride_height = w.stride_height;
  what.stride_width = w.stride_width;
  if constexpr (requires { what.kernel_height; }) {
    what.kernel_height = w.height;
    what.kernel_width = w.width;
    what.dilation_height = w.dilation_height;
    what.dilation_width = w.dilation_width;
  } else {
    what.pool_height = w.height;
    what.pool_width = w.width;
  }
}

Kernels pick(const Conv2DOp& conv, const Graph& graph, const Op& op) {
  const Tensor& x = graph[op.inputs[0]];
  const Tensor& y = graph[op.outputs[0]];
  Conv2D what;
  set_window(what, conv.window, y);
  what.in_channels = extent(x, 3);
  what.out_channels = conv.filters;
  what.groups = conv.groups;
  what.algorithm = conv.algorithm;
  what.in = storage_of(x);
  what.out = storage_of(y);
  what.residual = residual_of(graph, op, conv.epilogue);
  what.prologue = conv.prologue;
  what.epilogue = conv.epilogue;
  return {call(op, what, -conv.window.padding.top, -conv.window.padding.left)};
}

Kernels pick(const DepthwiseConv2DOp& conv, const Graph& graph, const Op& op) {
  const Tensor& x = graph[op.inputs[0]];
  const Tensor& y = graph[op.outputs[0]];
  DepthwiseConv2D what;
  set_window(what, conv.window, y);
  what.channels = extent(x, 3);
  what.in = storage_of(x);
  what.out = storage_of(y);
  what.residual = residual_of(graph, op, conv.epilogue);
  what.epilogue = conv.epilogue;
  const Padding& padding = conv.window.padding;
  what.in_height = touched_height(what);
  what.in_width = touched_width(what);
  if (!better_without_border(what.in_height, what.in_width)) return {call(op, what, -padding.top, -padding.left)};
  what.in_height = extent(x, 1);
  what.in_width = extent(x, 2);
  what.padding_top = padding.top;
  what.padding_left = padding.left;
  return {call(op, what)};
}

Kernels pick(const ExpandDepthwiseOp& pair, const Graph& graph, const Op& op) {
  const Tensor& x = graph[op.inputs[0]];
  const Tensor& y = graph[op.outputs[0]];
  ExpandDepthwise what;
  set_window(what, pair.depthwise, y);
  what.in_height = extent(x, 1);
  what.in_width = extent(x, 2);
  what.in_channels = extent(x, 3);
  what.channels = pair.filters;
  what.padding_top = pair.depthwise.padding.top;
  what.padding_left = pair.depthwise.padding.left;
  what.in = storage_of(x);
  what.out = storage_of(y);
  what.residual = residual_of(graph, op, pair.epilogue);
  what.expansion = pair.expansion;
  what.epilogue = pair.epilogue;
  return {call(op, what)};
}

Kernels pick(const DenseOp& dense, const Graph& graph, const Op& op) {
  Dense what;
  what.inputs = extent(graph[op.inputs[0]], 3);
  what.units = dense.units;
  what.epilogue = dense.epilogue;
  what.rows = static_cast<int>(most_rows(graph, op.outputs[0]));
  return {call(op, what)};
}

Kernels pick(const Pool2DOp& pool, const Graph& graph, const Op& op) {
  const Tensor& x = graph[op.inputs[0]];
  Pool2D what;
  set_window(what, pool.window, graph[op.outputs[0]]);
  what.pooling = pool.pooling;
  what.in_height = extent(x, 1);
  what.in_width = extent(x, 2);
  what.channels = extent(x, 3);
  what.padding_top = pool.window.padding.top;
  what.padding_left = pool.window.padding.left;
  what.in = storage_of(x);
  what.out = storage_of(graph[op.outputs[0]]);
  what.residual = residual_of(graph, op, pool.epilogue);
  what.epilogue = pool.epilogue;
  return {call(op, what, -pool.window.padding.top, -pool.window.padding.left)};
}

Kernels pick(const GlobalPoolOp& pool, const Graph& graph, const Op& op) {
  const Tensor& x = graph[op.inputs[0]];
  GlobalPool what;
  what.pooling = pool.pooling;
  what.height = extent(x, 1);
  what.width = extent(x, 2);
  what.channels = extent(x, 3);
  what.in = storage_of(x);
  what.epilogue = pool.epilogue;
  return {call(op, what)};
}

Kernels pick(const ElementwiseOp& elementwise, const Graph& graph, const Op& op) {
  const Tensor& y = graph[op.outputs[0]];
  Elementwise what = copy_to(y);
  what.in = spread(graph[op.inputs[0]], y, &what.in_channel);
  what.chain = elementwise.chain;
  const std::vector<Operand> operands = what.chain.operands();
  for (std::size_t i = 0; i < operands.size(); ++i) {
    if (operands[i] == Operand::tensor) what.residual = spread(graph[op.inputs[i + 1]], y, &what.residual_channel);
  }
  return {call(op, what)};
}

Kernels pick(const CropOp& crop, const Graph& graph, const Op& op) {
  Elementwise what = copy_to(graph[op.outputs[0]]);
  what.in = storage_of(graph[op.inputs[0]]);
  return {call(op, what, crop.margin.top, crop.margin.left)};
}

Kernels pick(const PermuteOp& permute, const Graph& graph, const Op& op) {
  Elementwise what = copy_to(graph[op.outputs[0]]);
  const Storage x = storage_of(graph[op.inputs[0]]);
  const int strides[] = {x.image, x.row, x.pixel, 1};
  what.in = {strides[permute.order[1]], strides[permute.order[0]], x.image};
  what.in_channel = strides[permute.order[2]];
  return {call(op, what)};
}

// One kernel copies x to every height-th row and width-th pixel; it is called for each of them.
Kernels pick(const UpSampleOp& up, const Graph& graph, const Op& op) {
  const Tensor& x = graph[op.inputs[0]];
  Elementwise what = copy_to(x);
  what.in = storage_of(x);
  const Storage y = storage_of(graph[op.outputs[0]]);
  what.out = {up.width * y.pixel, up.height * y.row, y.image};
  Kernels kernels;
  for (int row = 0; row < up.height; ++row) {
    for (int column = 0; column < up.width; ++column) {
      kernels.push_back(call(op, what));
      kernels.back().arguments.back().row = row;
      kernels.back().arguments.back().column = column;
    }
  }
  return kernels;
}

Kernels pick(const SoftmaxOp&, const Graph& graph, const Op& op) {
  Softmax what;
  what.classes = static_cast<int>(number(graph[op.inputs[0]].shape.back()));
  return {call(op, what)};
}

Kernels pick(const PadOp& pad, const Graph& graph, const Op& op) {
  const Tensor& x = graph[op.inputs[0]];
  const Tensor& y = graph[op.outputs[0]];
  const Padding& halo = y.halo.size;
  Pad what;
  what.height = extent(x, 1);
  what.width = extent(x, 2);
  what.channels = extent(x, 3);
  // The kernel writes the op's padding and the halo in one go; the plan checked that both hold the same number.
  what.top = pad.padding.top + halo.top;
  what.bottom = pad.padding.bottom + halo.bottom;
  what.left = pad.padding.left + halo.left;
  what.right = pad.padding.right + halo.right;
  what.value = y.halo.lowest ? std::numeric_limits<float>::lowest() : pad.value;
  what.in = storage_of(x);
  what.out = storage_of(y);
  SelectedKernel kernel = call(op, what);
  kernel.arguments.back().row = -halo.top;
  kernel.arguments.back().column = -halo.left;
  return {kernel};
}

Kernels pick(const ConcatOp&, const Graph&, const Op&) { return {}; }
Kernels pick(const ReshapeOp&, const Graph&, const Op&) { return {}; }

Embedding embedding(Lookup lookup, const Chain& epilogue, const Shape& table) {
  Embedding what;
  what.lookup = lookup;
  what.vocabulary = static_cast<int>(number(table[0]));
  what.features = static_cast<int>(number(table[1]));
  what.epilogue = epilogue;
  return what;
}

Kernels pick(const EmbeddingOp& op_, const Graph& graph, const Op& op) {
  return {call(op, embedding(Lookup::ids, op_.epilogue, graph[op.inputs[1]].shape))};
}

Kernels pick(const PositionEmbeddingOp& op_, const Graph& graph, const Op& op) {
  SelectedKernel kernel = call(op, embedding(Lookup::positions, op_.epilogue, graph[op.inputs[1]].shape));
  kernel.arguments.erase(kernel.arguments.begin());  // of x only the extents count, which y has
  return {kernel};
}

Kernels pick(const LayerNormOp& norm, const Graph& graph, const Op& op) {
  LayerNorm what;
  what.features = extent(graph[op.inputs[0]], 3);
  what.norm = norm.norm;
  // The kernel compares squares.
  what.epsilon = norm.norm == Norm::unit ? norm.epsilon * norm.epsilon : norm.epsilon;
  what.scale = norm.scale;
  what.center = norm.center;
  const Tensor &x = graph[op.inputs[0]], &y = graph[op.outputs[0]];
  if (x.shape.size() == 4) {
    what.height = extent(x, 1);
    what.width = extent(x, 2);
    what.in = storage_of(x);
    what.out = storage_of(y);
  }
  return {call(op, what)};
}

Kernels pick(const AttentionOp& attention, const Graph& graph, const Op& op) {
  const Tensor& query = graph[op.inputs[0]];
  Attention what;
  what.heads = attention.heads;
  what.head_dim = extent(query, 3) / attention.heads;
  what.sequence = static_cast<int>(most_rows(graph, op.inputs[0]));
  what.scale = attention.scale;
  what.causal = attention.causal;
  what.masked = attention.masked;
  what.query_stride = what.key_stride = what.value_stride = extent(query, 3);
  return {call(op, what)};
}

Kernels pick(const SequencePoolOp& pool, const Graph& graph, const Op& op) {
  SequencePool what;
  what.features = extent(graph[op.inputs[0]], 3);
  what.masked = pool.masked;
  return {call(op, what)};
}

Kernels pick(const SelectTokenOp& select, const Graph& graph, const Op& op) {
  SelectToken what;
  what.features = extent(graph[op.inputs[0]], 3);
  what.token = select.index;
  return {call(op, what)};
}

// Ops that passes replace, and those of `prepare`: no kernel computes them.
Kernels pick(const BatchNormOp&, const Graph&, const Op&) { return {}; }
Kernels pick(const UnaryOp&, const Graph&, const Op&) { return {}; }
Kernels pick(const BinaryOp&, const Graph&, const Op&) { return {}; }
Kernels pick(const FoldBatchNormOp&, const Graph&, const Op&) { return {}; }
Kernels pick(const ScaleShiftOp&, const Graph&, const Op&) { return {}; }
Kernels pick(const ReshapeWeightOp&, const Graph&, const Op&) { return {}; }
Kernels pick(const PackConv2DOp&, const Graph&, const Op&) { return {}; }
Kernels pick(const PackDenseOp&, const Graph&, const Op&) { return {}; }
Kernels pick(const std::monostate&, const Graph&, const Op&) { return {}; }

}  // namespace

bool has_kernel(const Op& op) {
  return !std::holds_alternative<ReshapeOp>(op.attributes) && !std::holds_alternative<ConcatOp>(op.attributes);
}

std::vector<SelectedKernel> select(const Graph& graph, const Op& op) {
  return std::visit([&](const auto& attributes) { return pick(attributes, graph, op); }, op.attributes);
}

Storage storage_of(const Tensor& tensor) {
  const Padding& halo = tensor.halo.size;
  Storage storage;
  storage.pixel = tensor.slice.of.valid() ? tensor.slice.width : extent(tensor, 3);
  storage.row = (extent(tensor, 2) + halo.left + halo.right) * storage.pixel;
  storage.image = (extent(tensor, 1) + halo.top + halo.bottom) * storage.row;
  return storage;
}

std::int64_t image_bytes(const Graph& graph, TensorId id) {
  const Tensor& tensor = graph[id];
  const bool rows = tensor.shape.size() != 4;
  return align(
      4 * (rows ? most_image_elements(tensor.shape, graph.symbol_maxima) : std::int64_t{storage_of(tensor).image}));
}

std::int64_t most_rows(const Graph& graph, TensorId id) {
  const Shape& shape = graph[id].shape;
  if (shape.size() < 3) return 1;
  return most_image_elements({shape.begin(), shape.end() - 1}, graph.symbol_maxima);
}

}  // namespace specimen::gen
