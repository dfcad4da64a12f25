// The evaluator against Keras in float64, layer by layer (tests/oracles/record_layers.py).
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/runtime.h"
#include "graph/build.h"
#include "graph/evaluate/evaluate.h"
#include "graph/layers/layer.h"
#include "graph/shapes.h"
#include "runtime/core/synthetic.h"
#include "spec/library.h"

namespace specimen::gen {
namespace {

using nlohmann::json;

// Keras keeps some constants in float32 whatever the dtype of the layer is: the square root of two in gelu, the slopes
// of leaky_relu and LeakyReLU, the scale of attention scores.
double tolerance(const std::string& layer, const json& arguments) {
  const std::string text = arguments.dump();
  const bool has_float32 = layer.ends_with("Attention") || layer == "LeakyReLU" ||
                           text.find("gelu") != std::string::npos || text.find("leaky_relu") != std::string::npos ||
                           text.find("negative_slope") != std::string::npos;
  // TensorFlow interpolates images in float32.
  const bool interpolates = layer == "Resizing" || text.find("\"interpolation\":\"bi") != std::string::npos;
  return interpolates ? 5e-7 : has_float32 ? 2e-8 : 1e-12;
}

std::string directory() { return std::string(SPECIMEN_SOURCE_DIR) + "/tests/golden/layers/"; }

DenseArray filled(const SyntheticTensor& tensor, std::vector<std::int64_t> shape) {
  std::vector<float> values(static_cast<std::size_t>(elements(shape)));
  fill_synthetic(tensor, 0, values.size(), values.data());
  return {std::move(shape), std::vector<double>(values.begin(), values.end())};
}

DenseArray input(std::uint64_t seed, const std::string& name, const json& from) {
  DenseArray array{from.at("shape"), {}};
  const std::string role = from.at("role");
  if (role == "input") return filled(synthetic_input(seed, name), array.shape);
  std::vector<std::int32_t> values(static_cast<std::size_t>(elements(array.shape)), 0);
  if (role == "ids") {
    fill_synthetic_ids(seed, name, from.at("below"), 0, values.size(), values.data());
  } else {
    const std::vector<std::int64_t> lengths = from.at("lengths");
    for (std::size_t row = 0; row < lengths.size(); ++row)
      std::fill_n(values.begin() + static_cast<std::ptrdiff_t>(row) * array.shape[1], lengths[row], 1);
  }
  array.data.assign(values.begin(), values.end());
  return array;
}

std::vector<double> decode(const std::string& text) {
  std::vector<unsigned char> bytes;
  unsigned bits = 0, count = 0;
  for (char c : text) {
    const char* const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char* const at = std::strchr(alphabet, c);
    if (!at || c == 0) break;
    bits = bits << 6 | static_cast<unsigned>(at - alphabet), count += 6;
    if (count >= 8) bytes.push_back(static_cast<unsigned char>(bits >> (count -= 8)));
  }
  std::vector<double> values(bytes.size() / 8);
  std::memcpy(values.data(), bytes.data(), values.size() * 8);
  return values;
}

// A spec of this one layer; before one that reads an embedding's table stands the embedding.
std::string spec_of(const std::string& layer, const json& one) {
  json spec = {{"model", "one_layer"}, {"symbols", {{"batch", {{"max", 8}}}}}, {"layers", json::array()}};
  json from = json::array();
  for (std::size_t i = 0; i < one.at("inputs").size(); ++i) {
    const std::string name = fmt::format("x{}", i);
    const json& given = one["inputs"][i];
    json shape = given.at("shape");
    shape[0] = "batch";
    spec["inputs"][name] = {{"shape", shape}, {"dtype", given["role"] == "input" ? "float32" : "int32"}};
    from.push_back(name);
  }
  json call = {{layer, one.at("arguments")}, {"name", "layer"}, {"from", from.size() == 1 ? from[0] : from}};
  if (layer == "ReverseEmbedding") {
    spec["inputs"]["ids"] = {{"shape", {"batch", 1}}, {"dtype", "int32"}};
    const json sizes = {{"input_dim", one["arguments"]["input_dim"]}, {"output_dim", one["inputs"][0]["shape"].back()}};
    spec["layers"].push_back({{"Embedding", sizes}, {"name", "table"}, {"from", "ids"}});
    call["weights_of"] = "table";
  }
  spec["layers"].push_back(call);
  spec["outputs"] = {{"y", {{"from", "layer"}}}};
  if (layer == "Split") {
    const json& parts = one["arguments"]["num_or_size_splits"];
    spec["outputs"] = json::object();
    for (std::size_t i = 0; i < (parts.is_array() ? parts.size() : parts.get<std::size_t>()); ++i)
      spec["outputs"][fmt::format("y{}", i)] = {{"from", fmt::format("layer/{}", i)}};
  }
  return spec.dump();
}

// The one output; of several the rows of each example, one after the other.
DenseArray joined(const std::map<std::string, DenseArray>& outputs) {
  if (outputs.size() == 1) return outputs.begin()->second;
  DenseArray y{{outputs.begin()->second.shape[0], 0}, {}};
  for (std::int64_t b = 0; b < y.shape[0]; ++b) {
    for (const auto& [name, part] : outputs) {
      const auto width = static_cast<std::ptrdiff_t>(part.data.size()) / y.shape[0];
      y.data.insert(y.data.end(), part.data.begin() + b * width, part.data.begin() + (b + 1) * width);
    }
  }
  y.shape[1] = static_cast<std::int64_t>(y.data.size()) / y.shape[0];
  return y;
}

void check(const std::string& layer, std::uint64_t seed, const json& one) {
  Library library({}, layer_table());
  library.add_text("one_layer.json", spec_of(layer, one));
  Diagnostics diagnostics;
  const auto choice = library.find_model("one_layer", diagnostics);
  const auto graph = choice ? build_graph(library, *choice, {}, diagnostics) : std::nullopt;
  ASSERT_TRUE(graph) << diagnostics.text();
  std::map<std::string, DenseArray> inputs, weights;
  for (std::size_t i = 0; i < one.at("inputs").size(); ++i)
    inputs[fmt::format("x{}", i)] = input(seed, fmt::format("x{}", i), one["inputs"][i]);
  inputs["ids"] = {{1, 1}, {0}};
  for (const Tensor& tensor : graph->tensors) {
    if (tensor.kind != TensorKind::weight) continue;
    std::vector<std::int64_t> shape;
    for (const Dim& dim : tensor.shape) shape.push_back(number(dim));
    SyntheticTensor made;
    ASSERT_TRUE(synthetic_weight(seed, tensor.name, shape.data(), shape.size(), &made)) << tensor.name;
    weights[tensor.name] = filled(made, shape);
  }
  const DenseArray y = joined(evaluate(*graph, inputs, weights));
  EXPECT_EQ(y.shape, one.at("output").at("shape").get<std::vector<std::int64_t>>());
  const std::vector<double> expected = decode(one["output"].at("data"));
  ASSERT_EQ(y.data.size(), expected.size());
  double largest = 0, difference = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    largest = std::max(largest, std::abs(expected[i]));
    const double d = std::abs(y.data[i] - expected[i]);
    if (!(d <= difference)) difference = d;
  }
  EXPECT_GT(largest, 0);
  EXPECT_LE(difference, tolerance(layer, one.at("arguments")) * largest);
}

class KerasLayer : public ::testing::TestWithParam<const LayerRule*> {};

TEST_P(KerasLayer, IsWhatTheEvaluatorComputes) {
  const std::string layer = GetParam()->info.name;
  std::ifstream file(directory() + layer + ".json");
  ASSERT_TRUE(file) << "tests/oracles/record_layers.py does not record " << layer;
  const json golden = json::parse(file);
  ASSERT_FALSE(golden.at("cases").empty());
  for (const json& one : golden["cases"]) {
    SCOPED_TRACE(one.at("arguments").dump() + " of " + one.at("inputs").dump());
    check(layer, golden.at("seed"), one);
  }
}

// All but those that write states, which Keras lacks: tests/states has them.
std::vector<const LayerRule*> all_layers() {
  const std::vector<LayerRule> of_states = state_layers();
  std::vector<const LayerRule*> list;
  for (const LayerRule& rule : layer_rules()) {
    const bool writes = std::any_of(of_states.begin(), of_states.end(),
                                    [&](const LayerRule& one) { return one.info.name == rule.info.name; });
    if (!writes) list.push_back(&rule);
  }
  return list;
}

INSTANTIATE_TEST_SUITE_P(All, KerasLayer, ::testing::ValuesIn(all_layers()),
                         [](const auto& info) { return info.param->info.name; });

}  // namespace
}  // namespace specimen::gen
