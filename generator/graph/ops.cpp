#include "graph/ops.h"

#include <type_traits>

namespace specimen::gen {

namespace {

enum class Gradient { later, none };

// One overload an op: one that is missing fails the build.
constexpr Gaps kNone{}, kBoth{true, true}, kRead{true, false};

Gaps gaps(const Conv2DOp&) { return kBoth; }
Gaps gaps(const DepthwiseConv2DOp&) { return kBoth; }
Gaps gaps(const ExpandDepthwiseOp&) { return kBoth; }
Gaps gaps(const Pool2DOp&) { return kBoth; }
Gaps gaps(const PadOp&) { return kBoth; }
Gaps gaps(const CropOp&) { return kBoth; }
Gaps gaps(const PermuteOp&) { return kBoth; }
Gaps gaps(const UpSampleOp&) { return kBoth; }
Gaps gaps(const ConcatOp&) { return kBoth; }
Gaps gaps(const LayerNormOp&) { return kBoth; }
Gaps gaps(const ElementwiseOp&) { return kBoth; }
Gaps gaps(const BatchNormOp&) { return kBoth; }  // this and the next two become elementwise, or parts of others
Gaps gaps(const UnaryOp&) { return kBoth; }
Gaps gaps(const BinaryOp&) { return kBoth; }
Gaps gaps(const GlobalPoolOp&) { return kRead; }  // its results are rows
Gaps gaps(const DenseOp&) { return kNone; }
Gaps gaps(const SoftmaxOp&) { return kNone; }
Gaps gaps(const ReshapeOp&) { return kNone; }
Gaps gaps(const EmbeddingOp&) { return kNone; }
Gaps gaps(const PositionEmbeddingOp&) { return kNone; }
Gaps gaps(const AttentionOp&) { return kNone; }
Gaps gaps(const SequencePoolOp&) { return kNone; }
Gaps gaps(const SelectTokenOp&) { return kNone; }
Gaps gaps(const FoldBatchNormOp&) { return kNone; }
Gaps gaps(const ScaleShiftOp&) { return kNone; }
Gaps gaps(const ReshapeWeightOp&) { return kNone; }
Gaps gaps(const PackConv2DOp&) { return kNone; }
Gaps gaps(const PackDenseOp&) { return kNone; }
Gaps gaps(const std::monostate&) { return kNone; }

const char* gradient_text(Gradient gradient) { return gradient == Gradient::later ? "later" : "none"; }

struct Row {
  const char* name;
  Gradient gradient;
  Attributes (*defaults)();  // not a value: a list of so many variants takes the compiler gigabytes
};

constexpr Row kRows[] = {
#define OP(Kind, name, fewest, most, gradient) {#name, Gradient::gradient, [] { return Attributes(Kind{}); }},
#include "graph/ops.def"
#undef OP
};
constexpr std::size_t kRowCount = sizeof kRows / sizeof kRows[0];

}  // namespace

const char* dtype_text(ElementType dtype) { return dtype == ElementType::i32 ? "int32" : "float32"; }

const char* op_name(const Attributes& attributes) {
  return attributes.index() < kRowCount ? kRows[attributes.index()].name : "none";
}

const char* op_gradient(const Attributes& attributes) { return gradient_text(kRows[attributes.index()].gradient); }

bool is_prepare(const Attributes& attributes) { return kRows[attributes.index()].gradient == Gradient::none; }

bool op_from_name(const std::string& name, Attributes* out) {
  for (const Row& row : kRows) {
    if (name == row.name) {
      *out = row.defaults();
      return true;
    }
  }
  return false;
}

Chain* chain_of(Attributes& attributes) {
  return std::visit(
      [](auto& op) -> Chain* {
        if constexpr (requires { op.epilogue; })
          return &op.epilogue;
        else if constexpr (requires { op.chain; })
          return &op.chain;
        else
          return nullptr;
      },
      attributes);
}

const Chain* chain_of(const Attributes& attributes) { return chain_of(const_cast<Attributes&>(attributes)); }

int fixed_inputs(const Attributes& attributes) {
  static const int fewest_inputs[] = {
#define OP(Kind, name, fewest, most, gradient) fewest,
#include "graph/ops.def"
#undef OP
      0};
  const auto* conv = std::get_if<Conv2DOp>(&attributes);
  const auto* pair = std::get_if<ExpandDepthwiseOp>(&attributes);
  const Chain* before = conv ? &conv->prologue : pair ? &pair->expansion : nullptr;
  return fewest_inputs[attributes.index()] + (before ? static_cast<int>(before->operands().size()) : 0);
}

ElementType input_dtype(const Attributes& attributes, std::size_t index) {
  const bool ids = std::holds_alternative<EmbeddingOp>(attributes) && index == 0;
  const bool mask = (std::holds_alternative<AttentionOp>(attributes) && index == 3) ||
                    (std::holds_alternative<SequencePoolOp>(attributes) && index == 1);
  return ids || mask ? ElementType::i32 : ElementType::f32;
}

const Window* window_of(const Attributes& attributes) {
  return std::visit(
      [](const auto& op) -> const Window* {
        if constexpr (requires { op.window; })
          return &op.window;
        else
          return nullptr;
      },
      attributes);
}

Gaps gaps_of(const Attributes& attributes) {
  return std::visit([](const auto& op) { return gaps(op); }, attributes);
}

}  // namespace specimen::gen
