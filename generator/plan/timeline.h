// The life of every buffer while a function runs, down to the kernels of the functions that it calls.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "plan/memory.h"
#include "plan/plan.h"

namespace specimen::gen {

class Timeline {
 public:
  // `shared`: functions that several places call; their insides are placed already.
  // Of what is in one region of the arena.
  Timeline(const std::vector<PlanFunction>& functions, const std::vector<bool>& shared, int root, ArenaRegion region);

  // What is to be placed: a local, or all that a shared function has at one call. The root's parameters are not.
  struct Owner {
    int function = -1;
    int value = -1, step = -1;  // one of the two
  };
  const std::vector<Owner>& owners() const { return owners_; }
  std::vector<Block> blocks() const;

 private:
  // One call of a function: in a loop, all iterations.
  struct Instance {
    int function = -1;
    int block = -1;  // that its locals are parts of; -1: each is a block of its own
    std::int64_t base = 0;
    std::vector<int> locals;     // buffer of each value
    std::map<int, int> callees;  // instance of each step
  };
  // The times at which the content of a buffer is needed, found while steps pass.
  struct Buffer {
    int block = -1;  // -1: not ours
    std::int64_t offset = 0, bytes = 0;
    std::vector<Life> lives;
    int filled = -1;      // when its padding was written for what comes next
    bool sliced = false;  // written in parts: no write begins another life

    void read(int now);
    void write(int now);
    void fill(int now) { filled = filled < 0 ? now : filled; }
  };

  int add_instance(int function, int block, std::int64_t base);
  int add_buffer(const PlanValue& value, int block, std::int64_t offset);
  int add_block(Owner owner);
  void walk(int instance, const std::vector<int>& parameters);
  void call(int caller, int step, int function, std::int64_t arena, const std::vector<int>& inputs,
            const std::vector<int>& outputs, const std::vector<int>& saved);
  void run(const KernelStep& step, const std::vector<int>& buffers);

  const std::vector<PlanFunction>& functions_;
  const std::vector<bool>& shared_;
  ArenaRegion region_;
  std::vector<Owner> owners_;
  std::vector<Instance> instances_;
  std::vector<Buffer> buffers_;
  int now_ = 0;
};

}  // namespace specimen::gen
