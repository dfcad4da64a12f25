// After every pass: the graph is sound, prints and parses, and computes the same numbers as before.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>
#include <string>

#include "graph/maker.h"
#include "graph/read_back.h"
#include "graph/verify.h"
#include "passes/passes.h"

namespace specimen::gen {

inline void expect_same(const std::map<std::string, DenseArray>& a, const std::map<std::string, DenseArray>& b,
                        const std::string& where) {
  ASSERT_EQ(a.size(), b.size()) << where;
  for (const auto& [name, x] : a) {
    const DenseArray& y = b.at(name);
    ASSERT_EQ(x.data.size(), y.data.size()) << where;
    double most = 0, difference = 0;
    for (std::size_t i = 0; i < x.data.size(); ++i) {
      most = std::max(most, std::abs(x.data[i]));
      difference = std::max(difference, std::abs(x.data[i] - y.data[i]));
    }
    EXPECT_LE(difference, 1e-12 * most) << where << " " << name;
  }
}

inline void check_pipeline(Maker m) {
  ASSERT_EQ(verify(m.graph), "");
  const auto inputs = m.random(TensorKind::input);
  const auto weights = m.random(TensorKind::weight);
  const auto expected = evaluate(m.graph, inputs, weights);
  for (TargetKind kind : all_target_kinds()) {
    SCOPED_TRACE(to_string(kind));
    run_passes(m.graph, kind, [&](const Pass& pass, const Graph& graph) {
      ASSERT_EQ(verify(graph), "") << pass.name;
      expect_same(expected, evaluate(graph, inputs, weights), pass.name);
      expect_read_back(graph, pass.name);
    });
    // Every layer is still named: where it runs, alone or in another.
    std::set<std::string> named;
    const Graph finished = run_passes(m.graph, kind);
    for (OpId id : finished.order()) {
      named.insert(finished[id].path);
      named.insert(finished[id].fused.begin(), finished[id].fused.end());
    }
    for (OpId id : m.graph.order()) EXPECT_EQ(named.count(m.graph[id].path), 1u) << m.graph[id].path;
  }
}

inline int count(const Graph& graph, const char* name) {
  int n = 0;
  for (OpId id : graph.order()) n += std::string(op_name(graph[id].attributes)) == name;
  return n;
}

}  // namespace specimen::gen
