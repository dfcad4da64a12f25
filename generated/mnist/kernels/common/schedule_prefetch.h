// Spread prefetch of a convolution's weights, as a lowering pass.
//
// Late layers reuse each weight for few pixels (49 at 7x7), so a kernel that reads weights only when it needs them
// waits for memory during the first pixel tile of every channel block, and not at all during the others. This pass lets
// every pixel tile ask, inside its reduction loop, for its share of the next channel block: memory and arithmetic
// overlap.
#pragma once

#include <Halide.h>

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace mnist::kernels {

// Adds prefetches to the innermost loop of the update of `accumulator` (lowered: "sum.s1."): the tiles together ask for
// `lines` cache lines of `filter`, `distance` floats after those that the first tile reads. `tile_loops`: suffixes of
// the loops over pixel tiles of one channel block, outermost first, with their extents.
class SpreadPrefetch : public Halide::Internal::IRMutator {
 public:
  SpreadPrefetch(const std::string& accumulator, std::string filter, int distance, int lines,
                 std::vector<std::pair<std::string, int>> tile_loops)
      : update_(accumulator + ".s1."),
        filter_(std::move(filter)),
        distance_(distance),
        lines_(lines),
        tile_loops_(std::move(tile_loops)) {}

 protected:
  using IRMutator::visit;

  Halide::Internal::Stmt visit(const Halide::Internal::LetStmt* op) override {
    // Addresses are hoisted into lets; those inside the loops depend on their variables and are expanded again.
    const bool inside = !reduction_.empty() || !tiles_.empty();
    if (inside) lets_.emplace_back(op->name, op->value);
    Halide::Internal::Stmt s = IRMutator::visit(op);
    if (inside) lets_.pop_back();
    return s;
  }

  Halide::Internal::Stmt visit(const Halide::Internal::For* op) override {
    using namespace Halide;
    using namespace Halide::Internal;
    std::string tile_loop;
    for (const auto& [suffix, extent] : tile_loops_) {
      const bool found = op->name.size() >= suffix.size() &&
                         op->name.compare(op->name.size() - suffix.size(), suffix.size(), suffix) == 0;
      if (!found) continue;
      tile_loop = suffix;
      tiles_[suffix] = {op->name, op->min};
    }
    if (op->name.compare(0, update_.size(), update_) != 0) {
      Stmt s = IRMutator::visit(op);
      tiles_.erase(tile_loop);  // an iteration peeled off behind the loop counts as tile 0
      return s;
    }
    reduction_.push_back(op);
    Stmt body = mutate(op->body);
    if (!innermost_done_) {
      body = Block::make(prefetches(op->body), body);
      innermost_done_ = true;
    }
    reduction_.pop_back();
    if (reduction_.empty()) innermost_done_ = false;
    return For::make(op->name, op->min, op->extent, op->for_type, op->partition_policy, op->device_api, body);
  }

 private:
  using Lets = std::vector<std::pair<std::string, Halide::Expr>>;  // outermost first

  class FirstLoad : public Halide::Internal::IRVisitor {
   public:
    explicit FirstLoad(const std::string& name) : name_(name) {}
    Halide::Expr index;
    Lets lets;  // around it

   protected:
    using IRVisitor::visit;
    void visit(const Halide::Internal::Let* op) override { enter(op); }
    void visit(const Halide::Internal::LetStmt* op) override { enter(op); }
    void visit(const Halide::Internal::Load* op) override {
      if (op->name == name_ && !index.defined()) {
        const auto* ramp = op->index.as<Halide::Internal::Ramp>();
        index = ramp ? ramp->base : op->index;
        lets = around_;
      }
      IRVisitor::visit(op);
    }

   private:
    template <class T>
    void enter(const T* op) {
      op->value.accept(this);
      around_.emplace_back(op->name, op->value);
      op->body.accept(this);
      around_.pop_back();
    }

    const std::string& name_;
    Lets around_;
  };

  Halide::Internal::Stmt prefetches(const Halide::Internal::Stmt& body) {
    using namespace Halide;
    using namespace Halide::Internal;
    FirstLoad first(filter_);
    body.accept(&first);
    Expr base = first.index;
    Lets lets = lets_;
    lets.insert(lets.end(), first.lets.begin(), first.lets.end());
    for (auto let = lets.rbegin(); let != lets.rend(); ++let) base = substitute(let->first, let->second, base);
    Expr iteration = 0, iterations = 1;
    for (const For* loop : reduction_) {
      base = substitute(loop->name, loop->min, base);
      iteration = iteration * loop->extent + (Variable::make(Int(32), loop->name) - loop->min);
      iterations *= loop->extent;
    }
    Expr tile = 0;
    for (const auto& [suffix, extent] : tile_loops_) {
      const auto it = tiles_.find(suffix);
      if (it == tiles_.end()) {
        tile = tile * extent;
        continue;
      }
      const auto& [name, min] = it->second;
      tile = tile * extent + (Variable::make(Int(32), name) - min);
      base = substitute(name, min, base);
    }
    // Each tile's share, evenly over its iterations: `every` lines in each, and what remains one by one at the start.
    // More at a time than the cache's misses in flight would stop the loop instead.
    int tiles = 1;
    for (const auto& [suffix, extent] : tile_loops_) tiles *= extent;
    const auto count = as_const_int(simplify(iterations));
    if (!count) throw std::logic_error("the extent of a reduction with prefetch is not constant");
    const int share = (lines_ + tiles - 1) / tiles, loop = static_cast<int>(*count);
    const int every = share / loop, rest = share - every * loop;
    std::vector<Expr> lines;
    for (int i = 0; i < every; ++i) lines.push_back(iteration * every + i);
    if (rest > 0) lines.push_back(every * loop + min(iteration, rest - 1));
    // Into L2 (locality 2), by LLVM's own intrinsic, which Halide's modules declare: Halide's prefetch is non-temporal,
    // which on Intel evicts the line before it is read (1x1 at 7x7: 27 % of peak, so 65 %).
    const Expr filter = reinterpret(UInt(64), Variable::make(Handle(), filter_));
    Stmt all;
    for (const Expr& line : lines) {
      const Expr at = simplify(base + distance_ + (tile * share + line) * 16);
      const Expr address = reinterpret(Handle(), filter + cast<std::uint64_t>(at) * 4);
      Stmt one = Evaluate::make(Call::make(Int(32), "llvm.prefetch.p0", {address, 0, 2, 1}, Call::Extern));
      all = all.defined() ? Block::make(all, one) : one;
    }
    return all;
  }

  std::string update_, filter_;
  int distance_, lines_;
  std::vector<std::pair<std::string, int>> tile_loops_;
  std::map<std::string, std::pair<std::string, Halide::Expr>> tiles_;  // by suffix: the loop's name and start
  std::vector<const Halide::Internal::For*> reduction_;
  Lets lets_;
  bool innermost_done_ = false;
};

}  // namespace mnist::kernels
