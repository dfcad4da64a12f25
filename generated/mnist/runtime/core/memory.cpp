#include "memory.h"

#include <cstdint>
#include <cstdlib>
#include <utility>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace specimen_v2 {

namespace {

constexpr std::size_t kHugePage = std::size_t{2} << 20;

// Blocks of several huge pages start at one, and ask for them; a refusal costs speed only.
void* allocate_default(std::size_t bytes) {
  const std::size_t alignment = bytes >= 2 * kHugePage ? kHugePage : kAlignment;
  if (bytes > SIZE_MAX - alignment) return nullptr;
  void* memory = std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  if (memory && alignment == kHugePage) (void)madvise(memory, bytes / kHugePage * kHugePage, MADV_HUGEPAGE);
#endif
  return memory;
}

}  // namespace

Memory::Memory(Memory&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)), hook_(other.hook_) {}

Memory& Memory::operator=(Memory&& other) noexcept {
  if (this != &other) {
    release();
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
    hook_ = other.hook_;
  }
  return *this;
}

Status Memory::allocate(std::size_t bytes, const MemoryHook& hook, const char* purpose) {
  release();
  if ((hook.allocate == nullptr) != (hook.release == nullptr)) {
    return Status(StatusCode::invalid_argument, "a memory hook needs both `allocate` and `release`");
  }
  void* memory = hook.allocate ? hook.allocate(hook.data, bytes, kAlignment) : allocate_default(bytes);
  if (hook.release && reinterpret_cast<std::uintptr_t>(memory) % kAlignment != 0) {
    hook.release(hook.data, memory, bytes);
    return Status(StatusCode::invalid_argument, "the memory hook returned memory that is not aligned to %zu bytes",
                  kAlignment);
  }
  if (!memory) return Status(StatusCode::out_of_memory, "no memory for %s: %zu bytes", purpose, bytes);
  data_ = static_cast<char*>(memory);
  size_ = bytes;
  hook_ = hook;
  return Status();
}

void Memory::release() {
  if (!data_) return;
  if (hook_.release) {
    hook_.release(hook_.data, data_, size_);
  } else {
    std::free(data_);
  }
  data_ = nullptr;
  size_ = 0;
}

}  // namespace specimen_v2
