// Large blocks of memory: aligned, on huge pages where the system gives them, and from the host program where it wants.
#ifndef SPECIMEN_V2_CORE_MEMORY_H
#define SPECIMEN_V2_CORE_MEMORY_H

#include <cstddef>

#include "layout.h"
#include "status.h"

namespace specimen_v2 {

// The host program's memory. `allocate` returns null when there is none; both may be called from any thread, never
// during `forward`.
struct MemoryHook {
  void* (*allocate)(void* data, std::size_t bytes, std::size_t alignment) = nullptr;
  void (*release)(void* data, void* memory, std::size_t bytes) = nullptr;
  void* data = nullptr;
};

// One owned block. Moves, does not copy.
class Memory {
 public:
  Memory() = default;
  ~Memory() { release(); }
  Memory(Memory&& other) noexcept;
  Memory& operator=(Memory&& other) noexcept;
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;

  // `bytes` aligned to kAlignment, their contents undefined. Pages are taken when they are first touched.
  // Errors: out_of_memory; `purpose` says in the message what it was for.
  Status allocate(std::size_t bytes, const MemoryHook& hook, const char* purpose);
  void release();

  char* data() const { return data_; }
  std::size_t size() const { return size_; }

 private:
  char* data_ = nullptr;
  std::size_t size_ = 0;
  MemoryHook hook_;
};

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_MEMORY_H
