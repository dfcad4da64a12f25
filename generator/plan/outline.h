// The outline: which regions of the graph become functions, what goes in and out of each, and which are the same.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "graph/graph.h"
#include "plan/plan.h"

namespace specimen::gen {

// A region that becomes a function: a use of a block with at least two kernel calls, the gradients of one, or the
// whole.
struct Outline {
  RegionId region;
  RegionId mirror;                        // of a block its gradients, and of these the block; none: it has none
  std::vector<Region::Item> items;        // ops that run a kernel, and regions that are functions themselves
  std::vector<TensorId> inputs, outputs;  // tensors that enter or leave it, in order of first use
  std::vector<TensorId> saved;            // of a block: what it writes that its gradients alone read, in order
  std::vector<std::string> scopes;        // prefixes of weight names; [0] is the region's own path
  std::string signature;                  // equal signatures: one function
};

class Outlines {
 public:
  explicit Outlines(const Graph& graph);

  const std::vector<Outline>& all() const { return outlines_; }  // callees before callers
  const Outline& of(RegionId region) const { return outlines_[index_[region.index]]; }

  // A function as if no block were one: one list of ops.
  Outline flat(const Function& function) const;

  // The tensor whose memory a chain of reshapes shows; `inside`: of those among these ops only.
  TensorId root(TensorId id, const std::set<OpId>* inside = nullptr) const;
  // The tensor that a slice is part of: a parameter of the function if one contains it, else the outermost. Adds the
  // slice's first channel there to `channel`. A tensor that is no slice is returned as it is.
  TensorId parent(const Outline& outline, TensorId id, int* channel) const;
  // The tensor comes from the checkpoint, as it is or through `pack`.
  bool is_weight(TensorId id) const;
  // The graph is a step of training.
  bool is_training() const { return !gradients_.empty(); }
  // What the parameters are of that a block and its gradients read or write themselves: the items of the block, then
  // those of its gradients.
  std::vector<Region::Item> of_both(const Outline& outline) const;
  // The weights that an op reads, and whose gradients it writes; of a step of training.
  std::vector<TensorId> weights_of(const Op& op) const;
  // The tensor is what random numbers of a step depend on.
  bool is_random(TensorId id) const;
  // The weight of which the tensor is the gradient, or the batch's statistic: both are written to a place of their own.
  TensorId weight_of(TensorId gradient) const;
  // Of what the gradients of a block read, how many of the block's saved tensors are before it; -1: it was not saved.
  int saved_index(const Outline& outline, TensorId id) const;
  // The tensor is what a state holds that a block inside of this region declares, or the region itself.
  bool is_state(TensorId id, RegionId region) const;

 private:
  std::vector<Region::Item> flatten(RegionId region) const;
  bool is_function(RegionId region) const;
  void find_mirrors();
  void outline(RegionId region);
  void cross(Outline& outline) const;
  TensorId outermost(TensorId id) const;         // that a slice is part of
  std::set<OpId> ops_of(RegionId region) const;  // at any depth
  std::string sign(Outline& outline) const;

  const Graph& graph_;
  std::vector<Outline> outlines_;
  std::vector<int> index_;                  // of a region's outline; -1
  std::vector<RegionId> mirrors_;           // of each region
  std::map<TensorId, TensorId> gradients_;  // the weight of each
};

// The tensor is a reshape of another.
bool is_reshape(const Graph& graph, TensorId id);
// The name below one of the scopes, of which one may be added for it.
ScopedName scoped(const std::string& name, std::vector<std::string>& scopes, bool is_scope);
// The checkpoint tensors that a packed tensor is made of.
std::vector<TensorId> sources_of(const Graph& graph, TensorId packed);

}  // namespace specimen::gen
