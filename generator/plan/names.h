// Names in the generated code: short, from the paths of the spec, unique where they stand.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/dim.h"
#include "graph/graph.h"

namespace specimen::gen {

// stage1/block2 -> stage1_block2
std::string identifier(const std::string& path);
// Names that a model's header and C interface mean something by: no value, weight, function or struct has one of them.
const std::set<std::string>& header_names();
// bottleneck_56x56x64 -> Bottleneck56x56x64
std::string type_name(const std::string& identifier);
// (batch, 56, 56, 64) -> 56x56x64
std::string dimensions(const std::vector<Dim>& shape);

// Hands out each name once: the second user of `a` gets `a_2`.
class UniqueNames {
 public:
  explicit UniqueNames(std::set<std::string> reserved = {}) : taken_(std::move(reserved)) {}
  std::string take(const std::string& preferred);

 private:
  std::set<std::string> taken_;
};

// a/b/c below a: b/c. A path that is not below stays.
std::string below(const std::string& path, const std::string& base);

// The path of an op without the parts that say nothing: below its function's region, and without the name of a layer
// that is alone in its block (`a/conv` of a conv_bn whose batch norm is folded is `a`).
std::string short_path(const Graph& graph, OpId op, RegionId function);

}  // namespace specimen::gen
