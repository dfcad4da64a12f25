// A spec from memory, built into a graph; and the blocks of the zoo.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "graph/graph.h"
#include "spec/library.h"

namespace specimen::gen {

struct RandomSpec;

// Sizes of every random spec.
inline constexpr std::int64_t kMostBatch = 3, kMostTokens = 9;

struct BuiltSpec {
  explicit BuiltSpec(const RandomSpec& spec);

  std::unique_ptr<Library> library;  // spans of the graph are in its sources
  std::optional<Graph> graph;
  std::string error;  // what Specimen said where it made no graph
};

// All blocks below specs/.
const std::vector<const BlockSpec*>& zoo_blocks();

}  // namespace specimen::gen
