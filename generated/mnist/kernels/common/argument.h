// The arguments of a kernel, described: what the emitter passes, tests allocate and tools print.
//
// A kernel is `int symbol__level(const void* user_context, buffer* a, buffer* b, ...)`: inputs, weights and operands in
// the order of its family's what.h, then the outputs. Every extent and stride but the batch is a constant of the
// kernel, so of a buffer it reads only `host`, and of tensors that have a batch also `dim[d].extent` of the batch
// dimension (d = 3 for NHWC, 1 for rows), taken from the outputs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "chain.h"
#include "storage.h"

namespace specimen::gen {

enum class Role : std::uint8_t { input, weight, operand, output };
const char* to_string(Role role);

struct KernelArgument {
  std::string name;
  Role role = Role::input;
  // Logical extents, slowest first: (batch, height, width, channels), (batch, features), or a weight's packed shape.
  // -1 stands for the batch.
  std::vector<int> shape;
  Storage storage;          // of images and rows: strides in floats; all zero for weights, which are dense
  std::int64_t floats = 0;  // from the first to one past the last float that the kernel may touch, of one image
};

// The operands of a chain. `shape` is that of the value that it acts on, batch first.
void append_chain_operands(const Chain& chain, const std::vector<int>& shape, const Storage& residual,
                           std::vector<KernelArgument>* arguments);
// The operands of a chain that ends a kernel, then its outputs, as every family appends them.
void append_chain_arguments(const Chain& chain, const std::vector<int>& shape, const Storage& out,
                            const Storage& residual, std::vector<KernelArgument>* arguments);

// One past the last float touched by height x width x channels elements stored like that.
std::int64_t extent_floats(const Storage& storage, int height, int width, int channels);

// Strides of an image without border and without gaps.
Storage dense_storage(int height, int width, int channels);

}  // namespace specimen::gen
