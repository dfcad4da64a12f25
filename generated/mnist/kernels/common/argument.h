// The arguments of a kernel, described: what the emitter passes, tests allocate and tools print.
//
// A kernel is `int symbol__target(const void* user_context, buffer* a, buffer* b, ...)`: inputs, weights and operands
// in the order of its family's problem.h, then the outputs. Every extent and stride but those of the batch and the
// sequence is a constant of the kernel, so of a buffer it reads only `host`, and
//   of images and rows `dim[d].extent` of the batch (d = 3 for NHWC, 1 for rows), taken from any of them;
//   of sequences, ids and masks the extents of sequence and batch (d = 1 and 2; of ids and masks 0 and 1), and the
//   stride of the batch, taken from any of them that is as long: keys and values are kKeys long, all else kSequence.
//
// Sequences are (batch, sequence, features): tokens follow each other without gaps between the sequences of a batch, so
// that a sequence is also batch * sequence rows; but for arguments with a capacity, which leave room for that
// many tokens.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "chain.h"
#include "layout.h"
#include "storage.h"

namespace mnist::kernels {

// The extent of what attention reads, beside kSequence, that of its queries: both are known at run time.
inline constexpr int kKeys = -3;

enum class Role : std::uint8_t { input, weight, operand, output };
const char* to_string(Role role);

struct KernelArgument {
  std::string name;
  Role role = Role::input;
  // Logical extents, slowest first: (batch, height, width, channels), (batch, sequence, features), (batch, sequence) of
  // ids and masks, (batch, features), or a weight's packed shape. Where the sequence is, kSequence or kKeys.
  std::vector<int> shape;
  // Strides in elements: of images; of rows and sequences all three from one row to the next; of weights, which are
  // dense, zero.
  Storage storage;
  int channel = 1;  // from one channel to the next
  // From the first to one past the last element that the kernel may touch, of one image, row or token.
  std::int64_t elements = 0;
  DType type = DType::f32;
  int below = 2;       // of i32: the values are 0 .. below - 1; 2: a mask
  int capacity = 0;    // of sequences: tokens from one example to the next; 0: as many as there are
  bool table = false;  // a weight of rows that are chosen: no more of them are read than there are ids
};

// How a kernel takes an argument that has a batch.
inline bool is_image(const KernelArgument& a) { return a.shape.size() == 4 && a.shape[0] == kBatch; }
// kSequence or kKeys of a sequence, ids or a mask; 0: of others.
inline int length_of(const KernelArgument& a) { return a.shape.size() > 1 && a.shape[1] < 0 ? a.shape[1] : 0; }
inline bool is_sequence(const KernelArgument& a) { return a.shape.size() == 3 && length_of(a) != 0; }
inline bool is_tokens(const KernelArgument& a) { return a.shape.size() == 2 && length_of(a) != 0; }

// (batch, sequence, features), `stride` elements from one token to the next: a slice of wider tokens where there are
// more.
KernelArgument sequence_argument(const char* name, Role role, int features, int stride, int length = kSequence);
// (batch, sequence) int32: ids below `below`, or a mask that is 1 for tokens to keep and 0 for padding.
KernelArgument token_argument(const char* name, int below = 2, int length = kSequence);
// What random numbers depend on, int32: the seed, the step, the lower 31 bits and the others of the number of the
// batch's first example, and the key of the layer (specimen_v2::Random).
inline constexpr int kRandomWords = 5;
KernelArgument random_argument();
// (batch, height, width, channels), stored like that.
KernelArgument image_argument(const char* name, Role role, int height, int width, int channels, const Storage& storage);
// (rows, features), dense.
KernelArgument rows_argument(const char* name, Role role, int features);

// The operands of a chain. `shape` is that of the value that it acts on, batch first.
void append_chain_operands(const Chain& chain, const std::vector<int>& shape, const Storage& residual,
                           std::vector<KernelArgument>* arguments);
// The operands of a chain that ends a kernel, then its outputs, as every family appends them.
void append_chain_arguments(const Chain& chain, const std::vector<int>& shape, const Storage& out,
                            const Storage& residual, std::vector<KernelArgument>* arguments);

// One past the last element touched by height x width x channels elements stored like that.
std::int64_t extent_elements(const Storage& storage, int height, int width, int channels);

// Strides of an image without padding and without gaps.
Storage dense_storage(int height, int width, int channels);

}  // namespace mnist::kernels
