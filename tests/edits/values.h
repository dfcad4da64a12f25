// What a graph computes before the passes and after them, on random numbers.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

#include "graph/evaluate/evaluate.h"
#include "graph/shapes.h"
#include "passes/passes.h"

namespace specimen::gen {

inline void expect_passes_leave_values(const Graph& graph) {
  std::mt19937 random(3);
  std::uniform_real_distribution<double> number_between(0.1, 1.0);
  std::map<std::string, DenseArray> inputs, weights;
  for (const Tensor& tensor : graph.tensors) {
    if (tensor.kind == TensorKind::value) continue;
    DenseArray array;
    for (const Dim& dim : tensor.shape)
      array.shape.push_back(dim.is_constant() ? dim.value() : dim == batch_symbol() ? 2 : 5);
    std::size_t count = 1;
    for (std::int64_t extent : array.shape) count *= static_cast<std::size_t>(extent);
    for (std::size_t i = 0; i < count; ++i) {
      // 1 and 0 are ids of every table, and a mask.
      array.data.push_back(tensor.dtype == DType::i32
                               ? i % 3 != 1
                               : number_between(random) *
                                     (i % 2 && tensor.name.find("variance") == std::string::npos ? -1 : 1));
    }
    (tensor.kind == TensorKind::input ? inputs : weights)[tensor.name] = std::move(array);
  }
  const auto before = evaluate(graph, inputs, weights),
             after = evaluate(run_passes(graph, TargetKind::cpu), inputs, weights);
  ASSERT_EQ(before.size(), after.size());
  for (const auto& [name, value] : before) {
    double largest = 0, difference = 0;
    for (std::size_t i = 0; i < value.data.size(); ++i) {
      largest = std::max(largest, std::abs(value.data[i]));
      difference = std::max(difference, std::abs(value.data[i] - after.at(name).data[i]));
    }
    EXPECT_GT(largest, 0);
    EXPECT_LE(difference, 1e-9 * largest) << name;
  }
}

}  // namespace specimen::gen
