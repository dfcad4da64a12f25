// Which tensors of a model are taken from a checkpoint.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "graph/graph.h"

namespace specimen::gen {

class LoadRule {
 public:
  // `words`: `all`, `backbone`, or path patterns as edits have them (`stage*/**`), which select a tensor by its own
  // path or by that of a layer or block around it; several select what any of them does. None: all. No value after
  // diagnostics: name_invalid, weights_load.
  static std::optional<LoadRule> parse(const std::vector<std::string>& words, const Graph& graph,
                                       Diagnostics& diagnostics);

  bool takes(const std::string& tensor) const { return all_ || tensors_.count(tensor) != 0; }

 private:
  bool all_ = true;
  std::set<std::string> tensors_;
};

// Weights of everything that images depend on, up to the last pooling over whole images: what Keras keeps with
// `include_top=False`.
std::set<std::string> backbone(const Graph& graph);

}  // namespace specimen::gen
