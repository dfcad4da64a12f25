#include "imports.h"

#include <cstdlib>

#include "context.h"

namespace specimen_v2 {
namespace {

// In front of each block, within the 64 bytes that kernels may read there.
struct BlockHeader {
  std::size_t start;   // of this block in its worker's memory
  std::size_t before;  // start of the block below; kNone: this is the lowest
  bool on_heap;
  bool freed;
};
static_assert(sizeof(BlockHeader) <= kAlignment, "the header fits the slack in front of a block");

constexpr std::size_t kNone = ~std::size_t{0};

// The top block's start is found below the end of the stack, in the slack behind that block.
struct BlockFooter {
  std::size_t start;
};

BlockHeader* header_of(void* memory) { return reinterpret_cast<BlockHeader*>(static_cast<char*>(memory) - kAlignment); }

// Header, block, slack.
constexpr std::size_t block_bytes(std::size_t bytes) { return 2 * kAlignment + align(bytes); }

std::size_t top_block(const Worker& worker) {
  if (worker.used == 0) return kNone;
  return reinterpret_cast<const BlockFooter*>(worker.memory + worker.used - sizeof(BlockFooter))->start;
}

}  // namespace
}  // namespace specimen_v2

using namespace specimen_v2;

extern "C" {

int specimen_v2_do_par_for(void* user_context, int (*task)(void*, int, std::uint8_t*), int min, int size,
                           std::uint8_t* closure) {
  Worker* worker = static_cast<Worker*>(user_context);
  if (size > 1 && worker && !worker->in_loop && worker->context->threads() > 1) {
    return worker->context->parallel_for(task, min, size, closure);
  }
  int result = 0;
  for (int i = 0; i < size; ++i) {
    const int one = task(user_context, min + i, closure);
    if (one != 0) result = one;
  }
  return result;
}

void* specimen_v2_malloc(void* user_context, std::size_t bytes) {
  Worker* worker = static_cast<Worker*>(user_context);
  const std::size_t need = block_bytes(bytes);
  if (need < bytes) return nullptr;
  char* start = nullptr;
  BlockHeader header = {0, kNone, false, false};
  if (worker && need <= worker->capacity - worker->used) {
    start = worker->memory + worker->used;
    header.start = worker->used;
    header.before = top_block(*worker);
    worker->used += need;
    reinterpret_cast<BlockFooter*>(worker->memory + worker->used - sizeof(BlockFooter))->start = header.start;
  } else {
    header.on_heap = true;
    start = static_cast<char*>(worker ? worker->context->allocate_heap(need) : std::aligned_alloc(kAlignment, need));
    if (!start) return nullptr;
  }
  *reinterpret_cast<BlockHeader*>(start) = header;
  return start + kAlignment;
}

void specimen_v2_free(void* user_context, void* memory) {
  if (!memory) return;
  BlockHeader* header = header_of(memory);
  if (header->on_heap) {
    std::free(header);
    return;
  }
  Worker* worker = static_cast<Worker*>(user_context);
  header->freed = true;
  for (std::size_t top = top_block(*worker); top != kNone; top = top_block(*worker)) {
    if (!reinterpret_cast<BlockHeader*>(worker->memory + top)->freed) break;
    worker->used = top;
  }
}
}
