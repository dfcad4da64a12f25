#include "plan/select.h"

#include <algorithm>
#include <limits>

#include "graph/problem_of.h"
#include "graph/shapes.h"
#include "graph/traits.h"
#include "kernels/target_rules.h"
#include "plan/memory.h"

namespace specimen::gen {

namespace {

using Kernels = std::vector<SelectedKernel>;

int extent(const Tensor& tensor, int dim) {
  // Tensors of fewer dimensions are 1 x 1 images of their last one: rows.
  if (tensor.shape.size() == 4) return static_cast<int>(number(tensor.shape[dim]));
  return dim == 3 ? features_of(tensor) : 1;
}

// What a reduction over adjacent dimensions of x is to a kernel.
template <class Problem>
void set_reduction(Problem& problem, const Shape& x, int first, int last) {
  if (first == 0 && has_batch(x)) {
    problem.along = Along::batch;
  } else if (!x[static_cast<std::size_t>(first)].is_constant()) {
    problem.along = Along::sequence;
  }
  for (int d = first; d < static_cast<int>(x.size()); ++d) {
    const std::int64_t extent = number(x[static_cast<std::size_t>(d)]);
    if (d > last) problem.inner *= static_cast<int>(extent);
    if (d <= last && problem.along == Along::features) problem.extent *= static_cast<int>(extent);
  }
}

// The arguments of a kernel that reads x, takes the op's other inputs and writes the op's outputs.
SelectedKernel call(const Op& op, Problem problem, int row = 0, int column = 0) {
  SelectedKernel kernel{std::move(problem), {}, static_cast<int>(op.outputs.size())};
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
  Elementwise problem;
  problem.height = extent(y, 1);
  problem.width = extent(y, 2);
  problem.channels = extent(y, 3);
  problem.out = storage_of(y);
  return problem;
}

template <class Problem>
void set_window(Problem& problem, const Window& w, const Tensor& y) {
  problem.out_height = extent(y, 1);
  problem.out_width = extent(y, 2);
  problem.stride_height = w.stride_height;
  problem.stride_width = w.stride_width;
  if constexpr (requires { problem.kernel_height; }) {
    problem.kernel_height = w.height;
    problem.kernel_width = w.width;
    problem.dilation_height = w.dilation_height;
    problem.dilation_width = w.dilation_width;
  } else {
    problem.pool_height = w.height;
    problem.pool_width = w.width;
  }
}

Kernels pick(const FusedConv2DOp& conv, const Graph& graph, const Op& op, const TargetRules& rules) {
  const Tensor& x = graph[op.inputs[0]];
  const Tensor& y = graph[op.outputs[0]];
  Conv2D problem = problem_of(conv, x.shape, y.shape);
  problem.in = storage_of(x);
  problem.out = storage_of(y);
  problem.residual = residual_of(graph, op, conv.epilogue);
  const Padding& padding = conv.layer.window.padding;
  if (!rules.pads_itself(WindowKernel::convolution, touched_height(problem), touched_width(problem)))
    return {call(op, problem, -padding.top, -padding.left)};
  problem.own_padding = OwnPadding{extent(x, 1), extent(x, 2), padding.top, padding.left};
  return {call(op, problem)};
}

Kernels pick(const FusedDepthwiseConv2DOp& conv, const Graph& graph, const Op& op, const TargetRules& rules) {
  const Tensor& x = graph[op.inputs[0]];
  const Tensor& y = graph[op.outputs[0]];
  DepthwiseConv2D problem;
  set_window(problem, conv.layer.window, y);
  problem.channels = extent(x, 3);
  problem.in = storage_of(x);
  problem.out = storage_of(y);
  problem.residual = residual_of(graph, op, conv.epilogue);
  problem.epilogue = conv.epilogue;
  const Padding& padding = conv.layer.window.padding;
  problem.in_height = touched_height(problem);
  problem.in_width = touched_width(problem);
  if (!rules.pads_itself(WindowKernel::depthwise, problem.in_height, problem.in_width))
    return {call(op, problem, -padding.top, -padding.left)};
  problem.in_height = extent(x, 1);
  problem.in_width = extent(x, 2);
  problem.padding_top = padding.top;
  problem.padding_left = padding.left;
  return {call(op, problem)};
}

Kernels pick(const FusedConv2DTransposeOp& fused, const Graph& graph, const Op& op, const TargetRules&) {
  const Tensor &x = graph[op.inputs[0]], &y = graph[op.outputs[0]];
  const Window& window = fused.layer.window;
  Conv2DTranspose problem;
  set_window(problem, window, y);
  problem.out_channels = extent(y, 3);
  problem.in_height = extent(x, 1);
  problem.in_width = extent(x, 2);
  problem.in_channels = extent(x, 3);
  problem.groups = fused.layer.groups;
  problem.padding_top = window.padding.top;
  problem.padding_left = window.padding.left;
  problem.in = storage_of(x);
  problem.out = storage_of(y);
  problem.residual = residual_of(graph, op, fused.epilogue);
  problem.epilogue = fused.epilogue;
  return {call(op, problem)};
}

Kernels pick(const ExpandDepthwiseOp& pair, const Graph& graph, const Op& op, const TargetRules&) {
  const Tensor& x = graph[op.inputs[0]];
  const Tensor& y = graph[op.outputs[0]];
  ExpandDepthwise problem = problem_of(pair, x.shape, y.shape);
  problem.in = storage_of(x);
  problem.out = storage_of(y);
  problem.residual = residual_of(graph, op, pair.epilogue);
  return {call(op, problem)};
}

Kernels pick(const FusedDenseOp& dense, const Graph& graph, const Op& op, const TargetRules&) {
  Dense problem;
  problem.inputs = extent(graph[op.inputs[0]], 3);
  problem.units = dense.layer.units;
  problem.epilogue = dense.epilogue;
  problem.filter_type = dense.filter;
  problem.rows = static_cast<int>(most_rows(graph, graph[op.outputs[0]].shape));
  // A kernel that is packed in each step: training, whose batches have many examples. 3136 -> 1024 units of 100
  // examples took 14 ms on two threads one by one, 2.6 as rows.
  constexpr int kExamples = 32;
  const OpId packing = graph[op.inputs[1]].producer;
  if (packing.valid() && std::holds_alternative<PackFilterOp>(graph[packing].attributes))
    problem.rows = std::max(problem.rows, kExamples);
  return {call(op, problem)};
}

Kernels pick(const FusedPool2DOp& fused, const Graph& graph, const Op& op, const TargetRules& rules) {
  const Pool2DOp& pool = fused.layer;
  const Tensor& x = graph[op.inputs[0]];
  Pool2D problem;
  set_window(problem, pool.window, graph[op.outputs[0]]);
  problem.pooling = pool.pooling;
  problem.in_height = extent(x, 1);
  problem.in_width = extent(x, 2);
  problem.channels = extent(x, 3);
  problem.padding_top = pool.window.padding.top;
  problem.padding_left = pool.window.padding.left;
  problem.in = storage_of(x);
  problem.out = storage_of(graph[op.outputs[0]]);
  problem.residual = residual_of(graph, op, fused.epilogue);
  problem.epilogue = fused.epilogue;
  if (!rules.pads_itself(WindowKernel::pooling, touched_height(problem), touched_width(problem)))
    return {call(op, problem, -pool.window.padding.top, -pool.window.padding.left)};
  problem.own_padding =
      OwnPadding{problem.in_height, problem.in_width, problem.padding_top, problem.padding_left, pool.zero_padding};
  return {call(op, problem)};
}

Kernels pick(const FusedGlobalPoolOp& pool, const Graph& graph, const Op& op, const TargetRules&) {
  const Tensor& x = graph[op.inputs[0]];
  GlobalPool problem;
  problem.pooling = pool.layer.pooling;
  problem.height = extent(x, 1);
  problem.width = extent(x, 2);
  problem.channels = extent(x, 3);
  problem.in = storage_of(x);
  problem.epilogue = pool.epilogue;
  return {call(op, problem)};
}

Kernels pick(const ElementwiseOp& elementwise, const Graph& graph, const Op& op, const TargetRules&) {
  const Tensor& y = graph[op.outputs[0]];
  Elementwise problem = copy_to(y);
  problem.in = spread(graph[op.inputs[0]], y, &problem.in_channel);
  problem.chain = elementwise.chain;
  const std::vector<Operand> operands = problem.chain.operands();
  for (std::size_t i = 0; i < operands.size(); ++i) {
    if (operands[i] == Operand::tensor)
      problem.residual = spread(graph[op.inputs[i + 1]], y, &problem.residual_channel);
  }
  return {call(op, problem)};
}

Kernels pick(const CropOp& crop, const Graph& graph, const Op& op, const TargetRules&) {
  Elementwise problem = copy_to(graph[op.outputs[0]]);
  problem.in = storage_of(graph[op.inputs[0]]);
  return {call(op, problem, crop.margin.top, crop.margin.left)};
}

Kernels pick(const PermuteOp& permute, const Graph& graph, const Op& op, const TargetRules&) {
  Elementwise problem = copy_to(graph[op.outputs[0]]);
  const Storage x = storage_of(graph[op.inputs[0]]);
  const int strides[] = {x.example, x.row, x.pixel, 1};
  problem.in = {strides[permute.order[1]], strides[permute.order[0]], x.example};
  problem.in_channel = strides[permute.order[2]];
  return {call(op, problem)};
}

// Where each pixel is repeated, one kernel copies x to every height-th row and width-th pixel; it is called for each of
// them.
Kernels pick(const ResizeOp& resize, const Graph& graph, const Op& op, const TargetRules&) {
  const Tensor &x = graph[op.inputs[0]], &result = graph[op.outputs[0]];
  const Storage y = storage_of(result);
  const int height = extent(x, 1), width = extent(x, 2);
  if (resize.sampling != Sampling::nearest || resize.height % height != 0 || resize.width % width != 0) {
    return {
        call(op, Resize{height, width, resize.height, resize.width, extent(x, 3), resize.sampling, storage_of(x), y})};
  }
  const int rows = resize.height / height, columns = resize.width / width;
  Elementwise problem = copy_to(x);
  problem.in = storage_of(x);
  problem.out = {columns * y.pixel, rows * y.row, y.example};
  Kernels kernels;
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      kernels.push_back(call(op, problem));
      kernels.back().arguments.back().row = row;
      kernels.back().arguments.back().column = column;
    }
  }
  return kernels;
}

Kernels pick(const SoftmaxOp&, const Graph& graph, const Op& op, const TargetRules&) {
  Softmax problem;
  problem.classes = static_cast<int>(number(graph[op.inputs[0]].shape.back()));
  return {call(op, problem)};
}

Kernels pick(const PadOp& pad, const Graph& graph, const Op& op, const TargetRules&) {
  const Tensor& x = graph[op.inputs[0]];
  const Tensor& y = graph[op.outputs[0]];
  const Padding& padding = y.padding.size;
  Pad problem;
  problem.height = extent(x, 1);
  problem.width = extent(x, 2);
  problem.channels = extent(x, 3);
  // The kernel writes the op's padding and the padding in one go; the plan checked that both hold the same number.
  problem.top = pad.padding.top + padding.top;
  problem.bottom = pad.padding.bottom + padding.bottom;
  problem.left = pad.padding.left + padding.left;
  problem.right = pad.padding.right + padding.right;
  problem.value = y.padding.lowest ? std::numeric_limits<float>::lowest() : pad.value;
  problem.in = storage_of(x);
  problem.out = storage_of(y);
  SelectedKernel kernel = call(op, problem);
  kernel.arguments.back().row = -padding.top;
  kernel.arguments.back().column = -padding.left;
  return {kernel};
}

Kernels pick(const ConcatOp&, const Graph&, const Op&, const TargetRules&) { return {}; }
Kernels pick(const ReshapeOp&, const Graph&, const Op&, const TargetRules&) { return {}; }

Embedding embedding(Lookup lookup, const Chain& epilogue, const Shape& table) {
  Embedding problem;
  problem.lookup = lookup;
  problem.vocabulary = static_cast<int>(number(table[0]));
  problem.features = static_cast<int>(number(table[1]));
  problem.epilogue = epilogue;
  return problem;
}

Kernels pick(const FusedEmbeddingOp& fused, const Graph& graph, const Op& op, const TargetRules&) {
  return {call(op, embedding(Lookup::ids, fused.epilogue, graph[op.inputs[1]].shape))};
}

Kernels pick(const FusedPositionEmbeddingOp& fused, const Graph& graph, const Op& op, const TargetRules&) {
  SelectedKernel kernel = call(op, embedding(Lookup::positions, fused.epilogue, graph[op.inputs[1]].shape));
  kernel.arguments.erase(kernel.arguments.begin());  // of x only the extents count, which y has
  return {kernel};
}

// Of a unit norm kernels compare squares.
template <class Kind>
double kernel_epsilon(const Kind& op) {
  return op.norm == Norm::unit ? op.epsilon * op.epsilon : op.epsilon;
}

Kernels pick(const LayerNormOp& norm, const Graph& graph, const Op& op, const TargetRules&) {
  LayerNorm problem;
  problem.features = extent(graph[op.inputs[0]], 3);
  problem.norm = norm.norm;
  problem.epsilon = kernel_epsilon(norm);
  problem.scale = norm.scale;
  problem.center = norm.center;
  const Tensor &x = graph[op.inputs[0]], &y = graph[op.outputs[0]];
  if (x.shape.size() == 4) {
    problem.height = extent(x, 1);
    problem.width = extent(x, 2);
    problem.in = storage_of(x);
    problem.out = storage_of(y);
  }
  return {call(op, problem)};
}

Kernels pick(const AttentionOp& attention, const Graph& graph, const Op& op, const TargetRules&) {
  const auto features = [&](int input) { return extent(graph[op.inputs[input]], 3); };
  Attention problem;
  problem.heads = attention.heads;
  problem.group = attention.group;
  problem.head_dim = features(0) / attention.heads;
  problem.value_dim = features(2) / (attention.heads / attention.group);
  problem.queries = static_cast<int>(most_rows(graph, graph[op.inputs[0]].shape));
  problem.keys = static_cast<int>(most_rows(graph, graph[op.inputs[1]].shape));
  problem.scale = attention.scale;
  problem.causal = attention.causal;
  problem.masked = attention.masked;
  problem.dropout = attention.layer.empty() ? 0 : attention.dropout;
  problem.query_stride = features(0);
  problem.key_stride = features(1);
  problem.value_stride = features(2);
  problem.key_capacity = capacity_of(graph, op.inputs[1]);
  problem.value_capacity = capacity_of(graph, op.inputs[2]);
  if (problem.key_capacity > 0) problem.keys = std::min(problem.keys, problem.key_capacity);
  return {call(op, problem)};
}

Kernels pick(const SequencePoolOp& pool, const Graph& graph, const Op& op, const TargetRules&) {
  SequencePool problem;
  problem.features = extent(graph[op.inputs[0]], 3);
  problem.masked = pool.masked;
  return {call(op, problem)};
}

Kernels pick(const SelectTokenOp& select, const Graph& graph, const Op& op, const TargetRules&) {
  SelectToken problem;
  problem.features = extent(graph[op.inputs[0]], 3);
  problem.token = select.index;
  return {call(op, problem)};
}

Kernels pick(const CopyOp&, const Graph& graph, const Op& op, const TargetRules&) {
  const TensorId x = op.inputs[0];
  return {call(op, Copy{extent(graph[x], 3), capacity_of(graph, x), 0})};
}

Kernels pick(const AppendOp&, const Graph& graph, const Op& op, const TargetRules&) {
  SelectedKernel kernel{Copy{extent(graph[op.inputs[1]], 3), 0, capacity_of(graph, op.inputs[0])}, {}, 1};
  kernel.arguments = {{op.inputs[1]}, {op.outputs[0], 0, 0, true}};
  return {kernel};
}

Kernels pick(const AssignOp&, const Graph& graph, const Op& op, const TargetRules&) {
  Elementwise problem = copy_to(graph[op.outputs[0]]);
  problem.in = storage_of(graph[op.inputs[1]]);
  return {{problem, {{op.inputs[1]}, {op.outputs[0]}}, 1}};
}

Kernels pick(const ReduceOp& reduce, const Graph& graph, const Op& op, const TargetRules&) {
  Reduce problem;
  problem.fn = reduce.fn;
  set_reduction(problem, graph[op.inputs[0]].shape, reduce.axes.front(), reduce.axes.back());
  return {call(op, problem)};
}

Kernels pick(const ArgMaxOp& arg_max, const Graph& graph, const Op& op, const TargetRules&) {
  ArgMax problem;
  set_reduction(problem, graph[op.inputs[0]].shape, arg_max.axis, arg_max.axis);
  return {call(op, problem)};
}

// One dimension, or several that follow each other, may be dropped together.
Kernels pick(const DropoutOp& dropout, const Graph& graph, const Op& op, const TargetRules&) {
  const Tensor& y = graph[op.outputs[0]];
  const std::int64_t elements = example_elements(y.shape);
  if (elements < 0) return {call(op, Dropout{features_of(y), dropout.rate, true})};
  Dropout problem;
  problem.features = static_cast<int>(elements);
  problem.rate = dropout.rate;
  for (std::size_t d = 1; d < dropout.shared.size(); ++d) {
    const int extent = static_cast<int>(number(y.shape[d]));
    if (dropout.shared[d] != 0) problem.shared *= extent;
    problem.inner = dropout.shared[d] != 0 ? 1 : problem.inner * extent;
  }
  if (problem.shared == 1) problem.inner = 1;
  return {call(op, problem)};
}

Kernels pick(const CrossEntropyOp& entropy, const Graph& graph, const Op& op, const TargetRules&) {
  return {call(op, CrossEntropy{extent(graph[op.inputs[0]], 3), entropy.label_smoothing, op.inputs.size() > 2})};
}

Kernels pick(const TargetLossOp& loss, const Graph& graph, const Op& op, const TargetRules&) {
  return {call(op, TargetLoss{loss.fn, extent(graph[op.inputs[0]], 3), loss.label_smoothing, loss.delta, loss.alpha,
                              loss.gamma, loss.balanced, op.inputs.size() > 2})};
}

Kernels pick(const DenseBackwardKernelOp& backward, const Graph& graph, const Op& op, const TargetRules&) {
  return {call(
      op, DenseBackwardKernel{extent(graph[op.inputs[0]], 3), extent(graph[op.inputs[1]], 3), backward.transposed})};
}

Kernels pick(const Conv2DBackwardKernelOp& backward, const Graph& graph, const Op& op, const TargetRules&) {
  const Tensor &x = graph[op.inputs[0]], &gradient = graph[op.inputs[1]];
  Conv2DBackwardKernel problem;
  set_window(problem, backward.window, gradient);
  problem.in_channels = extent(x, 3);
  problem.out_channels = extent(gradient, 3);
  problem.groups = backward.groups;
  problem.in = storage_of(x);
  problem.out = storage_of(gradient);
  return {call(op, problem, -backward.window.padding.top, -backward.window.padding.left)};
}

Kernels pick(const Pool2DBackwardOp& backward, const Graph& graph, const Op& op, const TargetRules&) {
  const Tensor &gradient = graph[op.inputs.back()], &result = graph[op.outputs[0]];
  const Window& window = backward.layer.window;
  Pool2DBackward problem;
  set_window(problem, window, gradient);
  problem.pooling = backward.layer.pooling;
  problem.in_height = backward.height;
  problem.in_width = backward.width;
  problem.channels = extent(result, 3);
  problem.padding_top = window.padding.top;
  problem.padding_left = window.padding.left;
  problem.dy = storage_of(gradient);
  problem.dx = storage_of(result);
  if (problem.pooling != Pooling::max) return {call(op, problem)};
  problem.x = storage_of(graph[op.inputs[0]]);
  problem.y = storage_of(graph[op.inputs[1]]);
  return {call(op, problem, -window.padding.top, -window.padding.left)};
}

// An image, or rows as images of one pixel.
template <class Problem>
void set_image(Problem& problem, const Tensor& x) {
  problem.height = extent(x, 1);
  problem.width = extent(x, 2);
  problem.channels = extent(x, 3);
}

Kernels pick(const BatchNormStatisticsOp&, const Graph& graph, const Op& op, const TargetRules&) {
  BatchNormStatistics problem;
  set_image(problem, graph[op.inputs[0]]);
  problem.in = storage_of(graph[op.inputs[0]]);
  return {call(op, problem)};
}

Kernels pick(const BatchNormScaleOp& norm, const Graph& graph, const Op& op, const TargetRules&) {
  return {call(op, BatchNormScale{static_cast<int>(number(graph[op.inputs[0]].shape[0])), norm.epsilon, norm.scale,
                                  norm.center})};
}

Kernels pick(const BatchNormBackwardSumsOp& sums, const Graph& graph, const Op& op, const TargetRules&) {
  BatchNormBackwardSums problem;
  set_image(problem, graph[op.inputs[0]]);
  problem.epsilon = sums.epsilon;
  problem.in = storage_of(graph[op.inputs[0]]);
  problem.out = storage_of(graph[op.inputs[1]]);
  return {call(op, problem)};
}

Kernels pick(const BatchNormBackwardDataOp& backward, const Graph& graph, const Op& op, const TargetRules&) {
  BatchNormBackwardData problem;
  set_image(problem, graph[op.inputs[0]]);
  problem.epsilon = backward.epsilon;
  problem.scale = backward.scale;
  problem.in = storage_of(graph[op.inputs[0]]);
  problem.out = storage_of(graph[op.inputs[1]]);
  problem.dx = storage_of(graph[op.outputs[0]]);
  return {call(op, problem)};
}

// Of the window of a depthwise convolution of x that makes y, or its gradient.
template <class Problem>
void set_depthwise(Problem& problem, const Window& window, const Tensor& x, const Tensor& y) {
  set_window(problem, window, y);
  problem.channels = extent(x, 3);
  problem.in_height = extent(x, 1);
  problem.in_width = extent(x, 2);
  problem.padding_top = window.padding.top;
  problem.padding_left = window.padding.left;
  problem.in = storage_of(x);
  problem.out = storage_of(y);
}

Kernels pick(const DepthwiseBackwardDataOp& backward, const Graph& graph, const Op& op, const TargetRules&) {
  DepthwiseBackwardData problem;
  set_depthwise(problem, backward.window, graph[op.outputs[0]], graph[op.inputs[0]]);
  return {call(op, problem)};
}

Kernels pick(const DepthwiseBackwardKernelOp& backward, const Graph& graph, const Op& op, const TargetRules&) {
  DepthwiseBackwardKernel problem;
  set_depthwise(problem, backward.window, graph[op.inputs[0]], graph[op.inputs[1]]);
  return {call(op, problem)};
}

Kernels pick(const SpreadOp&, const Graph& graph, const Op& op, const TargetRules&) {
  const Tensor& y = graph[op.outputs[0]];
  Elementwise problem = copy_to(y);
  problem.in = spread(graph[op.inputs[0]], y, &problem.in_channel);
  return {call(op, problem)};
}

// The resizing of x, run from its result to x.
Kernels pick(const ResizeBackwardOp& resize, const Graph& graph, const Op& op, const TargetRules&) {
  const Tensor &gradient = graph[op.inputs[0]], &dx = graph[op.outputs[0]];
  return {call(op, Resize{extent(gradient, 1), extent(gradient, 2), extent(dx, 1), extent(dx, 2), extent(dx, 3),
                          resize.sampling, storage_of(gradient), storage_of(dx), true})};
}

Kernels pick(const GlobalPoolBackwardOp&, const Graph& graph, const Op& op, const TargetRules&) {
  GlobalPoolBackward problem;
  set_image(problem, graph[op.outputs[0]]);
  problem.dx = storage_of(graph[op.outputs[0]]);
  return {call(op, problem)};
}

Kernels pick(const LayerNormBackwardSumsOp& sums, const Graph& graph, const Op& op, const TargetRules&) {
  return {call(op, LayerNormBackwardSums{extent(graph[op.inputs[0]], 3), kernel_epsilon(sums), sums.norm})};
}

Kernels pick(const LayerNormBackwardDataOp& backward, const Graph& graph, const Op& op, const TargetRules&) {
  return {call(op, LayerNormBackwardData{extent(graph[op.inputs[0]], 3), kernel_epsilon(backward), backward.scale,
                                         backward.norm})};
}

Kernels pick(const EmbeddingBackwardOp& backward, const Graph& graph, const Op& op, const TargetRules&) {
  return {call(op, EmbeddingBackward{backward.vocabulary, extent(graph[op.inputs[1]], 3), Lookup::ids})};
}

Kernels pick(const PositionEmbeddingBackwardOp& backward, const Graph& graph, const Op& op, const TargetRules&) {
  return {call(op, EmbeddingBackward{backward.positions, extent(graph[op.inputs[0]], 3), Lookup::positions})};
}

Kernels pick(const AttentionBackwardOp& backward, const Graph& graph, const Op& op, const TargetRules&) {
  const AttentionOp& layer = backward.layer;
  AttentionBackward problem;
  problem.heads = layer.heads;
  problem.head_dim = extent(graph[op.inputs[0]], 3) / layer.heads;
  problem.tokens = static_cast<int>(most_rows(graph, graph[op.inputs[0]].shape));
  problem.scale = layer.scale;
  problem.causal = layer.causal;
  problem.masked = layer.masked;
  problem.dropout = layer.layer.empty() ? 0 : layer.dropout;
  return {call(op, problem)};
}

// Of x only the extents count, which the result has.
Kernels pick(const SequencePoolBackwardOp& backward, const Graph& graph, const Op& op, const TargetRules&) {
  SelectedKernel kernel = call(op, SequencePoolBackward{extent(graph[op.inputs[1]], 3), backward.masked});
  kernel.arguments.erase(kernel.arguments.begin());
  return {kernel};
}

Kernels pick(const SelectTokenBackwardOp& backward, const Graph& graph, const Op& op, const TargetRules&) {
  SelectedKernel kernel = call(op, SelectTokenBackward{extent(graph[op.inputs[1]], 3), backward.index});
  kernel.arguments.erase(kernel.arguments.begin());
  return {kernel};
}

Kernels pick(const PackFilterOp& pack, const Graph& graph, const Op& op, const TargetRules&) {
  const Shape& kernel = graph[op.inputs[0]].shape;
  const auto from_end = [&](std::size_t d) { return static_cast<int>(number(kernel[kernel.size() - d])); };
  PackFilter problem;
  if (kernel.size() == 4) {
    problem.height = from_end(4);
    problem.width = from_end(3);
  }
  problem.inputs = pack.transposed ? from_end(1) / pack.groups : from_end(2);
  problem.outputs = pack.transposed ? from_end(2) * pack.groups : from_end(1);
  problem.groups = pack.groups;
  problem.transposed = pack.transposed;
  return {call(op, problem)};
}

// Ops that passes replace, and those of `pack`: no kernel computes them.
template <class LayerOp>
  requires is_op<Fused<LayerOp>>
Kernels pick(const LayerOp&, const Graph&, const Op&, const TargetRules&) {
  return {};
}
Kernels pick(const BatchNormOp&, const Graph&, const Op&, const TargetRules&) { return {}; }
Kernels pick(const BatchNormTrainingOp&, const Graph&, const Op&, const TargetRules&) { return {}; }
Kernels pick(const UnaryOp&, const Graph&, const Op&, const TargetRules&) { return {}; }
Kernels pick(const BinaryOp&, const Graph&, const Op&, const TargetRules&) { return {}; }
Kernels pick(const FoldBatchNormOp&, const Graph&, const Op&, const TargetRules&) { return {}; }
Kernels pick(const ScaleShiftOp&, const Graph&, const Op&, const TargetRules&) { return {}; }
Kernels pick(const ReshapeWeightOp&, const Graph&, const Op&, const TargetRules&) { return {}; }
Kernels pick(const PackConv2DOp&, const Graph&, const Op&, const TargetRules&) { return {}; }
Kernels pick(const PackDenseOp&, const Graph&, const Op&, const TargetRules&) { return {}; }

}  // namespace

int features_of(const Tensor& tensor) {
  const bool ids = tensor.dtype == DType::i32 && tensor.kind == TensorKind::input;
  const bool rows = !ids && !tensor.shape.empty() && tensor.shape.back().is_constant();
  return rows ? static_cast<int>(number(tensor.shape.back())) : 1;
}

bool has_kernel(const Op& op) { return traits(op.attributes).result == Result::written; }

std::vector<SelectedKernel> select(const Graph& graph, const Op& op, TargetKind kind) {
  const TargetRules& rules = rules_of(kind);
  return std::visit([&](const auto& attributes) { return pick(attributes, graph, op, rules); }, op.attributes);
}

Storage storage_of(const Tensor& tensor) {
  const Padding& padding = tensor.padding.size;
  Storage storage;
  storage.pixel = tensor.slice.of.valid() ? tensor.slice.width : extent(tensor, 3);
  storage.row = (extent(tensor, 2) + padding.left + padding.right) * storage.pixel;
  storage.example = (extent(tensor, 1) + padding.top + padding.bottom) * storage.row;
  return storage;
}

int capacity_of(const Graph& graph, TensorId id) {
  if (!has_room_between(graph, id)) return 0;
  return static_cast<int>(graph[state_of(graph, id)].shape[1].maximum(graph.symbol_maxima).value_or(0));
}

std::int64_t image_bytes(const Graph& graph, TensorId id) {
  const Tensor& tensor = graph[id];
  const bool rows = tensor.shape.size() != 4 || !has_batch(tensor.shape);
  return align(dtype_bytes(tensor.dtype) * (rows ? most_example_elements(tensor.shape, graph.symbol_maxima)
                                                 : std::int64_t{storage_of(tensor).example}));
}

std::int64_t most_rows(const Graph& graph, const Shape& shape) {
  if (shape.size() < 3) return 1;
  return most_example_elements({shape.begin(), shape.end() - 1}, graph.symbol_maxima);
}

}  // namespace specimen::gen
