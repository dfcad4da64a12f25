// Passes on text: each goes on from the text of the graph before it, as `specimen opt` does.
#include "graph/text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>

#include "base/runtime.h"
#include "graph/build.h"
#include "graph/layers/layer.h"
#include "passes/check_pipeline.h"
#include "runtime/core/bfloat16.h"
#include "spec/library.h"

namespace specimen::gen {
namespace {

// For every model: the graph after each pass, read from text and given to the next pass, becomes the graph that the
// pipeline makes. So the text holds whatever passes ask.
TEST(PassesOnText, ReproduceThePipeline) {
  Diagnostics diagnostics;
  Library library({std::string(SPECIMEN_SOURCE_DIR) + "/specs"}, layer_table());
  const std::vector<ModelChoice> models = library.models(diagnostics);
  for (const ModelChoice& choice : models) {
    SCOPED_TRACE(choice.name());
    const std::optional<Graph> graph = build_graph(library, choice, {}, diagnostics);
    ASSERT_TRUE(graph) << diagnostics.text();
    std::string text = print(*graph);
    run_passes(*graph, TargetKind::cpu, [&](const Pass& pass, const Graph& after) {
      const ReadText before(text);
      ASSERT_TRUE(before.graph) << before.messages();
      text = print(after);
      EXPECT_TRUE(print(pass.run(*before.graph, rules_of(TargetKind::cpu))) == text) << pass.name;
    });
    if (HasFailure()) break;
  }
  EXPECT_GT(models.size(), 60u);
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Weights that are packed as other types, as those hold them: rounding does not change them then.
void round_weights(const Graph& graph, std::map<std::string, DenseArray>* weights) {
  for (const Tensor& tensor : graph.tensors) {
    if (tensor.kind != TensorKind::weight || tensor.packed_as == DType::f32) continue;
    DenseArray& array = weights->at(tensor.name);
    const auto channels = static_cast<std::size_t>(array.shape.back());
    for (std::size_t c = 0; c < channels; ++c) {
      double most = 0;
      for (std::size_t i = c; i < array.data.size(); i += channels) most = std::max(most, std::abs(array.data[i]));
      const double factor = static_cast<float>(most / 127);
      for (std::size_t i = c; i < array.data.size(); i += channels) {
        double& value = array.data[i];
        value = tensor.packed_as == DType::i8 ? std::nearbyint(value / factor) * factor
                                              : double(to_bfloat16(static_cast<float>(value)));
      }
    }
  }
}

// The goldens' inputs and what is expected of them compute the same.
TEST(PassesOnText, GoldensKeepTheirValues) {
  int count = 0;
  const std::string expected = ".expected.graph";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(SPECIMEN_SOURCE_DIR "/tests/passes")) {
    const std::string path = entry.path().string();
    if (!path.ends_with(expected)) continue;
    // These add outputs: gradients_test.cpp checks them.
    if (path.find("/for_training/") != std::string::npos || path.find("/differentiate/") != std::string::npos) continue;
    SCOPED_TRACE(path);
    const ReadText before(text_of(path.substr(0, path.size() - expected.size()) + ".graph")), after(text_of(path));
    ASSERT_TRUE(before.graph) << before.messages();
    ASSERT_TRUE(after.graph) << after.messages();
    Maker m;
    m.graph = *before.graph;
    const auto inputs = m.random(TensorKind::input);
    auto weights = m.random(TensorKind::weight);
    round_weights(*before.graph, &weights);
    const auto states = m.random(TensorKind::state);
    auto left = states, left_after = states;
    expect_same(evaluate(*before.graph, inputs, weights, nullptr, 0, &left),
                evaluate(*after.graph, inputs, weights, nullptr, 0, &left_after), "golden");
    expect_same(left, left_after, "states of the golden");
    ++count;
  }
  EXPECT_GE(count, 30);
}

}  // namespace
}  // namespace specimen::gen
