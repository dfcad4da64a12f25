#include "graph/traits.h"

namespace specimen::gen {

namespace {

OpTraits of(const Conv2DOp& op) {
  return {.reads_strided = true,
          .writes_strided = true,
          .writes_padded = true,
          .window = &op.window,
          .window_kernel = WindowKernel::convolution,
          .takes_zero_padding = true,
          .scaled_axis = -1};
}

OpTraits of(const DepthwiseConv2DOp& op) {
  return {.reads_strided = true,
          .writes_strided = true,
          .writes_padded = true,
          .window = &op.window,
          .window_kernel = WindowKernel::depthwise,
          .takes_zero_padding = true,
          .scaled_axis = -2};
}

// Its kernel puts what zeros it needs around x itself.
OpTraits of(const Conv2DTransposeOp& op) {
  return {.reads_strided = true,
          .writes_strided = true,
          .writes_padded = true,
          .packing = PackConv2DOp{.groups = op.groups, .transposed = true, .type = std::nullopt}};
}

// The layer's, and a chain on its result.
template <class LayerOp>
OpTraits of(const Fused<LayerOp>& op);

OpTraits of(const FusedConv2DOp& op) {
  OpTraits traits = of(op.layer);
  traits.tile = winograd_tile(op.algorithm);
  traits.before = &op.prologue;
  traits.chain = &op.epilogue;
  // No other kernel takes over a filter of another type.
  traits.takes_prologue = is_pointwise(op.layer.window) && op.layer.groups == 1 && !op.filter;
  if (!op.packed) traits.packing = PackConv2DOp{op.algorithm, op.layer.groups, false, op.filter};
  traits.second_output = true;
  traits.overwrites_residual = true;
  return traits;
}

// Its depthwise convolution pads the image between the two itself.
OpTraits of(const ExpandDepthwiseOp& op) {
  return {.reads_strided = true,
          .writes_strided = true,
          .writes_padded = true,
          .before = &op.expansion,
          .chain = &op.epilogue};
}

OpTraits of(const DenseOp& op) { return {.scaled_axis = op.transposed ? 0 : -1}; }

OpTraits of(const FusedDenseOp& op) {
  OpTraits traits = of(op.layer);
  traits.chain = &op.epilogue;
  if (!op.packed) traits.packing = PackDenseOp{op.layer.transposed, op.filter};
  return traits;
}

OpTraits of(const Pool2DOp& op) {
  const bool maximum = op.pooling == Pooling::max;
  return {.reads_strided = true,
          .writes_strided = true,
          .writes_padded = true,
          .window = &op.window,
          .window_kernel = WindowKernel::pooling,
          .lowest_padding = maximum && !op.zero_padding,
          // An average would count the zeros; padding that already reads the lowest float cannot also read zeros.
          .takes_zero_padding = maximum && (op.window.padding.none() || op.zero_padding),
          .never_fused = Remark::pools_a_window};
}

// Its results are rows.
OpTraits of(const GlobalPoolOp&) { return {.reads_strided = true, .never_fused = Remark::pools_all_pixels}; }

OpTraits of(const ElementwiseOp& op) {
  return {.reads_strided = true,
          .writes_strided = true,
          .writes_padded = true,
          .chain = &op.chain,
          .is_chain = true,
          .second_output = true,
          .overwrites_residual = true};
}

// The kernel of a pad writes what the op says around x; padding of a reader would be around that.
OpTraits of(const PadOp& op) {
  return {.reads_strided = true, .writes_strided = true, .writes_padded = op.padding.none()};
}

constexpr OpTraits kStrided{.reads_strided = true, .writes_strided = true, .writes_padded = true};

OpTraits of(const CropOp&) { return kStrided; }
OpTraits of(const PermuteOp&) { return kStrided; }
OpTraits of(const ResizeOp&) { return kStrided; }
OpTraits of(const LayerNormOp&) { return kStrided; }

OpTraits of(const ConcatOp&) {
  OpTraits traits = kStrided;
  traits.result = Result::parts;
  return traits;
}

// Its kernel takes each example as one row, without gaps.
OpTraits of(const DropoutOp& op) { return {.random = op.layer.empty() ? -1 : 1}; }

// These become elementwise ops, or parts of others.
OpTraits of(const BatchNormOp&) { return kStrided; }
OpTraits of(const UnaryOp&) { return kStrided; }
OpTraits of(const BinaryOp&) { return kStrided; }

OpTraits of(const ReshapeOp&) { return {.result = Result::view}; }

OpTraits of(const SoftmaxOp&) { return {}; }
OpTraits of(const EmbeddingOp&) { return {.ids = 0, .table = 1}; }
OpTraits of(const PositionEmbeddingOp&) { return {}; }
OpTraits of(const AttentionOp& op) {
  return {.reads_apart = {1, 2}, .mask = op.masked ? 3 : -1, .random = op.layer.empty() ? -1 : 3 + op.masked};
}
OpTraits of(const SequencePoolOp& op) { return {.mask = op.masked ? 1 : -1}; }
OpTraits of(const SelectTokenOp&) { return {}; }
OpTraits of(const CopyOp&) { return {.reads_apart = {0}}; }
OpTraits of(const AppendOp&) { return {.writes_state = true}; }
OpTraits of(const AssignOp&) { return {.writes_state = true}; }
OpTraits of(const ReduceOp&) { return {}; }
OpTraits of(const ArgMaxOp&) { return {.result_dtype = DType::i32}; }

OpTraits of(const CrossEntropyOp&) { return {.ids = 1, .classes = 0, .is_loss = true}; }
OpTraits of(const TargetLossOp&) { return {.is_loss = true}; }
OpTraits of(const DenseBackwardKernelOp&) { return {}; }
OpTraits of(const Conv2DBackwardKernelOp& op) {
  return {.reads_strided = true,
          .window = &op.window,
          .window_result = 1,
          .window_kernel = WindowKernel::convolution,
          .takes_zero_padding = true};
}
OpTraits of(const BatchNormTrainingOp&) { return kStrided; }
OpTraits of(const BatchNormStatisticsOp&) { return {.reads_strided = true}; }
OpTraits of(const BatchNormScaleOp&) { return {}; }
OpTraits of(const BatchNormBackwardSumsOp&) { return {.reads_strided = true}; }
OpTraits of(const BatchNormBackwardDataOp&) { return kStrided; }
OpTraits of(const DepthwiseBackwardDataOp&) { return kStrided; }
OpTraits of(const DepthwiseBackwardKernelOp&) { return {.reads_strided = true}; }
OpTraits of(const GlobalPoolBackwardOp&) { return {.writes_strided = true, .writes_padded = true}; }
OpTraits of(const LayerNormBackwardSumsOp&) { return {}; }
OpTraits of(const LayerNormBackwardDataOp&) { return {}; }
OpTraits of(const EmbeddingBackwardOp& op) { return {.ids = 0, .vocabulary = op.vocabulary}; }
OpTraits of(const PositionEmbeddingBackwardOp&) { return {}; }
OpTraits of(const AttentionBackwardOp& op) {
  return {.mask = op.layer.masked ? 4 : -1, .random = op.layer.layer.empty() ? -1 : 4 + op.layer.masked};
}
OpTraits of(const SequencePoolBackwardOp& op) { return {.mask = op.masked ? 2 : -1}; }
OpTraits of(const SelectTokenBackwardOp&) { return {}; }
OpTraits of(const SpreadOp&) { return kStrided; }
OpTraits of(const ResizeBackwardOp&) { return kStrided; }

// A maximum reads x as its pooling does.
OpTraits of(const Pool2DBackwardOp& op) {
  OpTraits traits = kStrided;
  if (op.layer.pooling != Pooling::max) return traits;
  traits.window = &op.layer.window;
  traits.window_result = 1;
  traits.window_kernel = WindowKernel::pooling;
  traits.lowest_padding = !op.layer.zero_padding;
  return traits;
}
OpTraits of(const PackFilterOp&) { return {}; }

OpTraits of(const FoldBatchNormOp&) { return {}; }
OpTraits of(const ScaleShiftOp&) { return {}; }
OpTraits of(const ReshapeWeightOp&) { return {}; }
OpTraits of(const PackConv2DOp&) { return {}; }
OpTraits of(const PackDenseOp&) { return {}; }

template <class LayerOp>
OpTraits of(const Fused<LayerOp>& op) {
  OpTraits traits = of(op.layer);
  traits.chain = &op.epilogue;
  return traits;
}

int fewest_inputs(const Attributes& attributes) {
  static constexpr int fewest[] = {
#define OP(Kind, name, stage, fewest, most) fewest,
#include "graph/ops.def"
#undef OP
  };
  return fewest[attributes.index()];
}

}  // namespace

OpTraits traits(const Attributes& attributes) {
  return std::visit([](const auto& op) { return of(op); }, attributes);
}

const Chain* chain_of(const Attributes& attributes) { return traits(attributes).chain; }

// The traits of an op that may be changed point into it.
Chain* chain_of(Attributes& attributes) { return const_cast<Chain*>(traits(attributes).chain); }

std::string* random_layer(Attributes& attributes) {
  return std::visit(
      [](auto& op) -> std::string* {
        if constexpr (requires { op.layer.c_str(); }) {
          return op.layer.empty() ? nullptr : &op.layer;
        } else if constexpr (requires { op.layer.layer.c_str(); }) {
          return op.layer.layer.empty() ? nullptr : &op.layer.layer;
        } else {
          return nullptr;
        }
      },
      attributes);
}

Chain& prologue_of(Attributes& attributes) { return const_cast<Chain&>(*traits(attributes).before); }

void pad_with_zeros(Attributes& attributes, const Padding& padding) {
  Padding& all = const_cast<Window*>(traits(attributes).window)->padding;
  all.top += padding.top;
  all.bottom += padding.bottom;
  all.left += padding.left;
  all.right += padding.right;
  if (auto* pool = std::get_if<Pool2DOp>(&attributes)) pool->zero_padding = true;
}

int fixed_inputs(const Attributes& attributes) {
  const Chain* before = traits(attributes).before;
  return fewest_inputs(attributes) + (before ? static_cast<int>(before->operands().size()) : 0);
}

// The type of the packed filter that an op reads as its second input.
std::optional<DType> filter_type(const Attributes& attributes) {
  if (const auto* conv = std::get_if<FusedConv2DOp>(&attributes)) return conv->filter;
  if (const auto* dense = std::get_if<FusedDenseOp>(&attributes)) return dense->filter;
  return std::nullopt;
}

DType input_dtype(const Attributes& attributes, std::size_t index) {
  if (const std::optional<DType> type = filter_type(attributes); type && index == 1) return *type;
  const OpTraits of = traits(attributes);
  const int input = static_cast<int>(index);
  return input == of.ids || input == of.mask || input == of.random ? DType::i32 : DType::f32;
}

bool may_lack_batch(const Attributes& attributes, std::size_t index) {
  if (std::holds_alternative<ReduceOp>(attributes) || std::holds_alternative<ArgMaxOp>(attributes)) return true;
  if (std::holds_alternative<AssignOp>(attributes)) return true;
  if (std::holds_alternative<PackFilterOp>(attributes) || std::holds_alternative<BatchNormScaleOp>(attributes))
    return true;
  if (std::holds_alternative<BatchNormTrainingOp>(attributes)) return index > 0;
  if (std::holds_alternative<BatchNormBackwardSumsOp>(attributes)) return index > 1;
  if (std::holds_alternative<BatchNormBackwardDataOp>(attributes)) return index > 1;
  if (std::holds_alternative<DepthwiseBackwardDataOp>(attributes)) return index == 1;
  if (traits(attributes).random == static_cast<int>(index)) return true;
  if (std::holds_alternative<BinaryOp>(attributes)) return index == 1;
  const Chain* chain = chain_of(attributes);
  const std::size_t first = static_cast<std::size_t>(fixed_inputs(attributes));
  if (!chain || index < first) return false;
  const std::vector<Operand> operands = chain->operands();
  return index - first < operands.size() && operands[index - first] == Operand::channel;
}

DType output_dtype(const Attributes& attributes, std::size_t index) {
  std::optional<DType> type;
  if (const auto* conv = std::get_if<PackConv2DOp>(&attributes)) type = conv->type;
  if (const auto* dense = std::get_if<PackDenseOp>(&attributes)) type = dense->type;
  return type && index == 0 ? *type : traits(attributes).result_dtype;
}

}  // namespace specimen::gen
