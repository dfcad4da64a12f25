// Builds one function of the plan from its outline.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "graph/graph.h"
#include "plan/build.h"
#include "plan/names.h"
#include "plan/outline.h"
#include "plan/plan.h"

namespace specimen::gen {

// How often what a kernel reads or writes is there for one image: the most, and as an expression
// over symbols.
struct Rows {
  std::int64_t most = 1;
  Dim count = Dim(1);
};

// The kernels of a plan, each distinct one once.
class KernelTable {
 public:
  // `targets`: the targets that kernels get schedules for, all of one kind.
  KernelTable(std::vector<Target> targets, const std::map<Target, TunedTable>& tuned)
      : targets_(std::move(targets)), tuned_(tuned) {}

  // `rows`: 1 where an example is an image or a vector. `keys`: of arguments with kKeys: how many.
  int add(const Problem& problem, const Rows& rows, const Rows& keys);
  // Sorts by symbol; returns where each index went.
  std::vector<int> finish();
  std::vector<PlanKernel> kernels;

 private:
  void schedule(PlanKernel& kernel) const;

  std::vector<Target> targets_;
  const std::map<Target, TunedTable>& tuned_;
  std::map<std::string, int> by_text_;
};

class FunctionBuilder {
 public:
  // `functions` holds the callees, `function_of` the function of each distinct signature.
  FunctionBuilder(const Graph& graph, const Outlines& outlines, const std::vector<PlanFunction>& functions,
                  const std::map<std::string, int>& function_of, KernelTable& kernels, TargetKind kind,
                  const PlanOptions& options);

  PlanFunction build(const Outline& outline);

 private:
  int value_of(TensorId id);
  int add_value(TensorId id, PlanValue::Place place, const std::string& preferred);
  // A view of the value in the shape of `id`, which is a reshape of it or what it is a reshape of.
  int add_reshape(int value, TensorId id, const std::string& preferred);
  // The value in the shape in which the kernel sees it: itself, or a view.
  int shaped(int value, const KernelArgument& argument);
  std::string local_name(TensorId id) const;
  std::string input_name(TensorId id) const;
  // What a state holds, as a value.
  int add_state(TensorId id);
  // Where the gradient of a weight is written, as a value.
  int add_gradient(TensorId id, TensorId weight);
  // In training: the struct of parameters, by layer, and those of the blocks that are called; and where what the block
  // keeps for its gradients is.
  void declare_parameters();
  void declare_layer(TensorId weight);
  void place_saved();
  // What a function that is called here keeps, in each region of the arena.
  std::vector<int> saved_by(RegionId callee);
  // Of what a state holds, the tokens that the op that writes it adds.
  int add_appended(int value, const std::vector<Dim>& shape);
  void add_op(OpId id);
  void add_call(RegionId region);

  const Graph& graph_;
  const Outlines& outlines_;
  const std::vector<PlanFunction>& functions_;
  const std::map<std::string, int>& function_of_;
  KernelTable& kernels_;
  TargetKind kind_;
  const PlanOptions& options_;

  const Outline* outline_ = nullptr;
  PlanFunction function_;
  std::map<TensorId, int> values_;
  std::map<std::pair<int, std::string>, int> shaped_;  // views that kernels need, by value and shape
  UniqueNames value_names_, weight_names_, state_names_;
  std::map<TensorId, int> states_;  // members of the struct of states
  // In training: where each weight is in the struct of parameters, and each block's parameters are, by its path.
  std::map<TensorId, PlanArgument> parameters_;
  std::map<std::string, int> layers_, blocks_;
  // Where each tensor is in what the block keeps, and what each block that is called keeps; their values.
  std::map<TensorId, std::int64_t> saved_;
  std::map<std::string, ArenaBytes> saved_blocks_;
  std::map<std::string, std::vector<int>> opaque_;
};

}  // namespace specimen::gen
