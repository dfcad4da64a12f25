// Checkpoints as Keras writes them, converted and compared with the values that Keras was given.
#include "samples.h"

namespace specimen::gen {
namespace {

// Converts `checkpoint` wanting the names of `expected` and compares every value.
void expect_converts(const std::string& checkpoint_name, const std::string& expected_name, bool by_order = false) {
  SCOPED_TRACE(checkpoint_name);
  TemporaryTree tree;
  SafetensorsFile expected;
  Status opened = expected.open(data_file(expected_name).c_str());
  ASSERT_TRUE(opened.ok()) << opened.message();
  Diagnostics diagnostics;
  std::optional<Checkpoint> checkpoint = read_checkpoint(data_file(checkpoint_name), diagnostics);
  ASSERT_TRUE(checkpoint) << diagnostics.text();
  std::optional<ConvertReport> report =
      convert(*checkpoint, wanted_as_in(expected), {}, tree.file("out.safetensors"), diagnostics);
  ASSERT_TRUE(report) << diagnostics.text();
  EXPECT_EQ(report->tensors, expected.entries().size());
  EXPECT_EQ(has_kind(diagnostics, Kind::checkpoint_by_order), by_order) << diagnostics.text();

  SafetensorsFile converted;
  opened = converted.open(tree.file("out.safetensors").c_str());
  ASSERT_TRUE(opened.ok()) << opened.message();
  ASSERT_EQ(converted.entries().size(), expected.entries().size());
  for (const SafetensorsEntry& entry : expected.entries()) {
    const SafetensorsEntry* ours = nullptr;
    Status found =
        converted.get("ours/" + std::string(entry.name), SafetensorsDtype::f32, entry.shape, entry.rank, &ours);
    ASSERT_TRUE(found.ok()) << found.message();
    EXPECT_EQ(floats_of(*ours), floats_of(entry)) << entry.name;
  }
}

TEST(Keras, ReadsKeras3) { expect_converts("vision.weights.h5", "vision.safetensors"); }
TEST(Keras, ReadsModelFiles) { expect_converts("vision.keras", "vision.safetensors"); }
TEST(Keras, ReadsLegacyFilesOfKeras3) { expect_converts("vision_legacy.h5", "vision.safetensors"); }
TEST(Keras, ReadsKeras2) { expect_converts("vision_keras2.h5", "vision.safetensors"); }
TEST(Keras, ReadsKeras1ByPosition) { expect_converts("dense_keras1.h5", "dense.safetensors"); }
TEST(Keras, ReadsNestedModelsAndCells) { expect_converts("nested.weights.h5", "nested.safetensors"); }
TEST(Keras, ReadsHalfFloats) { expect_converts("half_floats.weights.h5", "half_floats.safetensors"); }
TEST(Keras, ReadsBigEndianDoublesAndCompression) { expect_converts("dense_packed.weights.h5", "dense.safetensors"); }
TEST(Keras, MatchesNamelessLayersByOrderWithAWarning) {
  expect_converts("vision_nameless.weights.h5", "vision.safetensors", true);
}

// A checkpoint in safetensors needs no naming.
TEST(Keras, ReadsSafetensors) { expect_converts("vision.safetensors", "vision.safetensors"); }

TEST(Keras, NamesOfLayersWithoutAModel) {
  Diagnostics diagnostics;
  std::optional<Checkpoint> checkpoint = read_checkpoint(data_file("vision.weights.h5"), diagnostics);
  ASSERT_TRUE(checkpoint) << diagnostics.text();
  name_variables(*checkpoint, {}, diagnostics);
  EXPECT_GE(checkpoint->find("conv1_bn/moving_variance"), 0);
  EXPECT_GE(checkpoint->find("conv2_conv/bias"), 0);
  EXPECT_GE(checkpoint->find("expand_depthwise/kernel"), 0);
  EXPECT_GE(checkpoint->find("expand_depthwise/depthwise_kernel"), 0);
  // Three variables of a batch normalisation: gamma or beta is absent, and nothing says which.
  EXPECT_GE(checkpoint->find("conv2_bn/2"), 0);
  EXPECT_TRUE(diagnostics.list().empty()) << diagnostics.text();
}

TEST(Keras, AnotherNumberOfVariablesIsAnError) {
  Diagnostics diagnostics;
  std::optional<Checkpoint> checkpoint = read_checkpoint(data_file("vision.weights.h5"), diagnostics);
  ASSERT_TRUE(checkpoint);
  name_variables(*checkpoint, {{"conv1_conv/kernel", {}}, {"conv1_conv/bias", {}}}, diagnostics);
  ASSERT_TRUE(has_kind(diagnostics, Kind::checkpoint_layer));
  EXPECT_NE(
      diagnostics.text().find("layer `conv1_conv` of the checkpoint has 1 variable, the model expects 2: kernel, bias"),
      std::string::npos)
      << diagnostics.text();
}

TEST(Keras, NamelessLayersThatDoNotFitAreAnError) {
  Diagnostics diagnostics;
  std::optional<Checkpoint> checkpoint = read_checkpoint(data_file("vision_nameless.weights.h5"), diagnostics);
  ASSERT_TRUE(checkpoint);
  name_variables(*checkpoint, {{"conv/kernel", {5, 5, 3, 4}}}, diagnostics);
  EXPECT_TRUE(has_kind(diagnostics, Kind::checkpoint_layer));
}

}  // namespace
}  // namespace specimen::gen
