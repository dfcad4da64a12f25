// Tensors that keep their values between runs: those of a context, and those of a model that all its contexts share.
#ifndef SPECIMEN_V2_CORE_STATES_H
#define SPECIMEN_V2_CORE_STATES_H

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "info.h"
#include "memory.h"
#include "status.h"
#include "tensor.h"
#include "version.h"

namespace specimen_v2 {

// The states of one owner: one block of memory, allocated once.
class SPECIMEN_V2_API States {
 public:
  States() = default;
  States(const States&) = delete;
  States& operator=(const States&) = delete;

  // Room for `batch` examples of each state of that owner, at the maxima of its symbols, with its initial value.
  // Errors: out_of_memory.
  Status create(const ModelInfo& info, StateOwner owner, int batch, const MemoryHook& hook);
  // Every state has its initial value again.
  void reset();
  std::size_t bytes() const { return bytes_; }

  // The whole state, its capacity included; without data where it has another owner.
  Tensor find(const std::string& path) const;

 private:
  Tensor at(int state) const;

  const ModelInfo* info_ = nullptr;  // null before create
  StateOwner owner_ = StateOwner::context;
  int batch_ = 0;
  std::size_t bytes_ = 0;
  std::unique_ptr<std::size_t[]> offsets_;  // of each state of the model, in bytes
  Memory memory_;
};

// What a model keeps between runs for all its contexts: counters, averages. One context at a time runs with it.
class SPECIMEN_V2_API ModelState {
 public:
  Status create(const ModelInfo& info, const MemoryHook& hook = {}) {
    return states_.create(info, StateOwner::model, 1, hook);
  }
  // Between runs.
  void reset() { states_.reset(); }

  const States& states() const { return states_; }

 private:
  friend class Running;

  States states_;
  std::atomic<bool> running_{false};
};

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_STATES_H
