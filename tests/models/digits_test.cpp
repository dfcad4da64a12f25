// The network trained on real digits: the weights that Keras saved give Keras's answer on every held-out image.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "base/diagnostics.h"
#include "graph/evaluate/evaluate.h"
#include "import/checkpoint.h"
#include "models/synthetic_model.h"
#include "passes/passes.h"

namespace specimen::gen {
namespace {

const std::string kDirectory = std::string(SPECIMEN_SOURCE_DIR) + "/tests/golden/digits/";

std::vector<unsigned char> bytes_of(const std::string& name) {
  std::ifstream file(kDirectory + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

class DigitsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::ifstream file(kDirectory + "digits_resnet20.json");
    golden = nlohmann::json::parse(file);
    logits = {golden.at("logits").at("shape").get<std::vector<std::int64_t>>(),
              1,
              {},
              golden.at("logits").at("max_abs"),
              decode_floats(golden.at("logits").at("data"))};
  }

  nlohmann::json golden;
  GoldenOutput logits;
};

TEST_F(DigitsTest, AgreesWithKerasImageByImage) {
  Golden model_golden;
  model_golden.model = golden.at("model");
  model_golden.checkpoint = golden.at("checkpoint");
  const SyntheticModel model = build_model(model_golden, GoldenCase());
  ASSERT_EQ(model.diagnostics, "");

  Diagnostics diagnostics;
  auto checkpoint = read_checkpoint(kDirectory + "digits_resnet20.weights.h5", diagnostics);
  ASSERT_TRUE(checkpoint) << diagnostics.text(false);
  std::vector<ExpectedTensor> expected;
  for (const Tensor& tensor : model.graph.tensors) {
    if (tensor.kind == TensorKind::weight) expected.push_back({model.origins.at(tensor.name), extents(tensor)});
  }
  name_variables(*checkpoint, expected, diagnostics);
  EXPECT_EQ(diagnostics.text(false), "");
  std::map<std::string, DenseArray> weights;
  for (const Tensor& tensor : model.graph.tensors) {
    if (tensor.kind != TensorKind::weight) continue;
    const int index = checkpoint->find(model.origins.at(tensor.name));
    ASSERT_GE(index, 0) << tensor.name;
    const CheckpointTensor& found = checkpoint->tensors[static_cast<std::size_t>(index)];
    ASSERT_EQ(found.shape, extents(tensor)) << tensor.name;
    const auto* values = reinterpret_cast<const float*>(found.data);
    weights[tensor.name] = {found.shape, std::vector<double>(values, values + elements(found.shape))};
  }

  const std::int64_t total = golden.at("total");
  const std::vector<unsigned char> images = bytes_of(golden.at("images")), labels = bytes_of(golden.at("labels"));
  ASSERT_EQ(images.size(), static_cast<std::size_t>(16 + total * 64));
  ASSERT_EQ(labels.size(), static_cast<std::size_t>(8 + total));
  DenseArray pixels{{total, 8, 8, 1}, {}};
  for (std::size_t i = 16; i < images.size(); ++i) pixels.data.push_back(images[i] / 255.0);
  const auto outputs = evaluate(run_passes(model.graph, TargetKind::cpu), {{"image", pixels}}, weights);
  const std::vector<double>& answer = outputs.at("logits").data;
  EXPECT_LE(difference(answer, logits), 2e-7);

  std::int64_t correct = 0;
  for (std::int64_t i = 0; i < total; ++i) {
    const auto row = answer.begin() + i * 10;
    const auto predicted = std::max_element(row, row + 10) - row;
    EXPECT_EQ(predicted, golden.at("predicted").at(static_cast<std::size_t>(i)).get<std::int64_t>()) << "image " << i;
    correct += predicted == labels[static_cast<std::size_t>(8 + i)];
  }
  EXPECT_EQ(correct, golden.at("correct").get<std::int64_t>());
}

}  // namespace
}  // namespace specimen::gen
