// Builds one function of the plan from its outline.
#pragma once

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

// The kernels of a plan, each distinct one once.
class KernelTable {
 public:
  // `targets`: the targets that kernels get schedules for, all of one kind.
  KernelTable(std::vector<Target> targets, const std::map<Target, TunedTable>& tuned)
      : targets_(std::move(targets)), tuned_(tuned) {}

  // `rows`: the most that one example has; 1 where it is an image or a vector. `of_sequence`: the symbol says how many
  // there are.
  int add(const Problem& problem, std::int64_t rows, bool of_sequence);
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
  // The value in that shape: itself, or a view.
  int shaped(int value, const std::vector<Dim>& shape);
  std::string local_name(TensorId id) const;
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
  UniqueNames value_names_, weight_names_;
};

}  // namespace specimen::gen
