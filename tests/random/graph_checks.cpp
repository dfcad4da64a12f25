#include "random/graph_checks.h"

#include <fmt/format.h>
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include "graph/text.h"
#include "graph/verify.h"
#include "plan/build.h"
#include "plan/machine.h"
#include "plan/verify.h"

namespace specimen::gen {

namespace {

constexpr double kMostDifference = 1e-10;  // of a pass: both sides compute in double

std::string not_sound(const Graph& graph) {
  if (std::string error = verify(graph); !error.empty()) return error;
  const std::string text = print(graph);
  const SourceFile file("graph", text);
  Diagnostics diagnostics;
  const std::optional<Graph> parsed = parse_graph(file, diagnostics);
  if (!parsed) return "its text is not read back: " + diagnostics.text();
  return print(*parsed) == text ? "" : "its text is read back as another graph";
}

std::string other_values(const Graph& graph, const Numbers& numbers) {
  for (const RandomRun& run : numbers.runs) {
    const Arrays outputs = evaluate(graph, run.inputs, numbers.weights);
    for (const auto& [name, expected] : run.outputs) {
      const double d = difference(outputs.at(name), expected);
      if (!(d <= kMostDifference))
        return fmt::format("output {} differs by {:.3g}, batch {}", name, d, run.symbols.at("batch"));
    }
  }
  return "";
}

}  // namespace

// Runs both plans on contents that are numbers (tests/plan/machine.h), whose complaints are gtest's.
std::string unsound_plan(const Graph& finished, TargetKind kind, const std::function<void(Plan* plan)>& after) {
  std::vector<std::uint64_t> outputs[2];
  ::testing::TestPartResultArray complaints;
  {
    ::testing::ScopedFakeTestPartResultReporter reporter(
        ::testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD, &complaints);
    const MemoryPlanner planners[] = {MemoryPlanner::reuse, MemoryPlanner::trivial};
    for (int i = 0; i < 2; ++i) {
      Plan plan = build_plan(finished, kind, {planners[i]});
      if (after) after(&plan);
      if (std::string error = verify(plan); !error.empty()) return error;
      outputs[i] = Machine(plan).run();
    }
  }
  if (complaints.size() > 0) return complaints.GetTestPartResult(0).message();
  return outputs[0] == outputs[1] ? "" : "with memory that is used again, outputs are others than without";
}

std::optional<Fault> check_graph(const Graph& graph, const Numbers& numbers, const AfterPass& after) {
  if (std::string error = not_sound(graph); !error.empty()) return Fault{"graph", error};
  Graph current = graph;
  std::string text = print(graph);
  for (const Pass& pass : pipeline()) {
    current = pass.run(current, rules_of(TargetKind::cpu));
    if (after) after(pass, &current);
    const std::string now = print(current);
    if (now == text) continue;
    text = now;
    if (std::string error = not_sound(current); !error.empty()) return Fault{pass.name, error};
    if (std::string error = other_values(current, numbers); !error.empty()) return Fault{pass.name, error};
  }
  if (std::string error = unsound_plan(current, TargetKind::cpu); !error.empty()) return Fault{"plan", error};
  for (TargetKind kind : all_target_kinds()) {
    if (after || kind == TargetKind::cpu) continue;
    const std::string name = to_string(kind);
    const Graph finished = run_passes(graph, kind);
    if (std::string error = not_sound(finished); !error.empty()) return Fault{"passes for " + name, error};
    if (std::string error = other_values(finished, numbers); !error.empty()) return Fault{"passes for " + name, error};
    if (std::string error = unsound_plan(finished, kind); !error.empty()) return Fault{"plan for " + name, error};
  }
  return std::nullopt;
}

}  // namespace specimen::gen
