// What passes and plans ask of an op without knowing which it is. Each op answers for itself, in traits.cpp; an op
// without an answer fails the build. A member that an op does not mention keeps its default, which is always safe: the
// op is then left alone.
#pragma once

#include <optional>
#include <vector>

#include "graph/ops.h"
#include "graph/remarks.h"
#include "kernels/common/window.h"

namespace specimen::gen {

// Where an op's result is stored.
enum class Result : std::uint8_t {
  written,  // a kernel writes it
  view,     // in the memory of its input, with another shape
  parts,    // each input is stored where it belongs in the result: a concatenation
};

struct OpTraits {
  Result result = Result::written;
  DType result_dtype = DType::f32;

  // Memory. Strided: there may be a gap after each pixel (channels of other tensors) and after each row (padding).
  bool reads_strided = false;         // of its first input
  std::vector<int> reads_apart = {};  // inputs that may be of a state, with room for more tokens after each example
  bool writes_strided = false;        // of its outputs
  bool writes_padded = false;         // its outputs may have padding around them, which it leaves as it is

  // The window that slides over x. Its padding is stored around x, where its kernel does not pad x itself.
  const Window* window = nullptr;
  int window_result = -1;  // the input that has the extents of what the window makes; -1: the result has them
  // What slides it: the rules of a target say whether it pads x itself there.
  WindowKernel window_kernel = WindowKernel::none;
  int tile = 1;                     // rows and columns of a tile of outputs, the last ones in full (Winograd)
  bool lowest_padding = false;      // the padding is the lowest float rather than zero
  bool takes_zero_padding = false;  // zeros around x may become the window's padding (pad_with_zeros)

  // Chains. Inputs are the fixed ones of ops.def, the operands of `before`, those of `chain`.
  const Chain* before = nullptr;     // of x, or between two convolutions
  const Chain* chain = nullptr;      // of the result: the epilogue, or the whole op
  bool is_chain = false;             // `chain` is the whole op; its operands may be broadcast
  bool takes_prologue = false;       // a chain over x may become `before` (prologue_of)
  bool second_output = false;        // the chain may store a value on its way
  bool overwrites_residual = false;  // a tensor operand is read only at the element that is written next
  std::optional<Remark> never_fused = std::nullopt;  // why the op never runs in the kernel of another

  // How its second input is packed for its kernel; none: it is read as it is, or packed already.
  std::optional<Attributes> packing = std::nullopt;

  // The axis of its second input, from the end, along which output channels can be scaled; 0: none.
  int scaled_axis = 0;

  // Writes its first input, a state; its result is what the state holds then. It runs even where nothing reads that.
  bool writes_state = false;

  // Inputs that are int32; -1: none. Ids choose rows of the input `table`, or one of the classes that are the last
  // dimension of the input `classes`.
  int ids = -1, table = -1, classes = -1, mask = -1;
  int vocabulary = 0;  // of ids that choose rows of what is no input

  // What its random numbers depend on, (4) int32; -1: it has none.
  int random = -1;

  // A loss: its second output is the gradient of its first input, of the mean of all losses.
  bool is_loss = false;
};

// The path of the layer that an op's random numbers depend on; nullptr: it draws none.
std::string* random_layer(Attributes& attributes);
inline const std::string* random_layer(const Attributes& attributes) {
  return random_layer(const_cast<Attributes&>(attributes));
}

OpTraits traits(const Attributes& attributes);

// The chain that ends (or is) an op, to change it; null for ops without one.
Chain* chain_of(Attributes& attributes);
const Chain* chain_of(const Attributes& attributes);
// The chain over x, to set it. The op takes one (takes_prologue).
Chain& prologue_of(Attributes& attributes);
// Makes zeros around x padding of the op's window. The op takes them (takes_zero_padding).
void pad_with_zeros(Attributes& attributes, const Padding& padding);

// Inputs before the operands of the chain that ends the op: those of a prologue or expansion are among them.
int fixed_inputs(const Attributes& attributes);
// What input `index` holds: ids and masks are int32, everything else is f32.
DType input_dtype(const Attributes& attributes, std::size_t index);
// Whether input `index` may be a tensor without a batch: of reductions, and operands of chains that are one value a
// channel.
bool may_lack_batch(const Attributes& attributes, std::size_t index);
// What output `index` holds.
DType output_dtype(const Attributes& attributes, std::size_t index);

}  // namespace specimen::gen
