// Conversion where the checkpoint does not have everything: nothing is made up unless that was asked for, and whatever
// is made up is reported.
#include <gmock/gmock.h>

#include "base/runtime.h"
#include "runtime/core/safetensors_writer.h"
#include "samples.h"

namespace specimen::gen {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Initialize : public testing::Test {
 protected:
  // A checkpoint with conv/kernel (2, 3), head/kernel (3, 4) and head/bias (4).
  Checkpoint checkpoint() {
    static const float numbers[16] = {1, 2, 3, 4, 5, 6};
    const std::string path = tree_.file("in.safetensors");
    const Status written = write_safetensors(path.c_str(), {{"conv/kernel", SafetensorsDtype::f32, {2, 3}, numbers},
                                                            {"head/kernel", SafetensorsDtype::f32, {3, 4}, numbers},
                                                            {"head/bias", SafetensorsDtype::f32, {4}, numbers}});
    EXPECT_TRUE(written.ok());
    return std::move(*read_checkpoint(path, diagnostics_));
  }
  // A model with another number of classes, and a layer more.
  std::vector<WantedTensor> wanted() const {
    return {{"conv/kernel", {"conv/kernel"}, {2, 3}, {}, {}, "glorot_uniform", false},
            {"se/kernel", {}, {3, 3}, {}, {}, "he_normal", true},
            {"late/kernel", {"late/kernel"}, {3, 3}, {}, {}, "ones", false},
            {"head/kernel", {"head/kernel"}, {3, 2}, {}, {}, "glorot_uniform", false},
            {"head/bias", {"head/bias"}, {2}, {}, {}, "zeros", false}};
  }
  std::optional<ConvertReport> run(const ConvertOptions& options) {
    Checkpoint from = checkpoint();
    return convert(from, wanted(), options, tree_.file("out.safetensors"), diagnostics_);
  }
  std::vector<float> result(const std::string& name) {
    SafetensorsFile file;
    EXPECT_TRUE(file.open(tree_.file("out.safetensors").c_str()).ok());
    const SafetensorsEntry* entry = file.find(name);
    return entry ? floats_of(*entry) : std::vector<float>();
  }
  static std::vector<std::string> lines(const ConvertReport& report) {
    std::vector<std::string> all;
    for (const InitializedTensor& tensor : report.initialized)
      all.push_back(tensor.name + " " + shape_text(tensor.shape) + ": " + tensor.why);
    return all;
  }

  TemporaryTree tree_;
  Diagnostics diagnostics_;
};

TEST_F(Initialize, NotWithoutBeingAsked) {
  EXPECT_FALSE(run({}));
  const std::string text = diagnostics_.text();
  EXPECT_TRUE(has_kind(diagnostics_, Kind::weights_missing));
  EXPECT_TRUE(has_kind(diagnostics_, Kind::weights_shape));
  for (const char* line : {"se/kernel (3, 3): new", "late/kernel: needs `late/kernel`", "head/kernel is (3, 2)",
                           "head/bias is (2)", "`--initialize-missing`"})
    EXPECT_THAT(text, HasSubstr(line));
  EXPECT_EQ(tree_.files(), 1u);
}

TEST_F(Initialize, ReportsEveryTensor) {
  ConvertOptions options;
  options.initialize_missing = true;
  const auto report = run(options);
  ASSERT_TRUE(report) << diagnostics_.text();
  EXPECT_THAT(report->loaded, ElementsAre("conv/kernel"));
  EXPECT_THAT(lines(*report), ElementsAre("se/kernel (3, 3): new", "late/kernel (3, 3): not in the checkpoint",
                                          "head/kernel (3, 2): another shape (3, 4) -> (3, 2)",
                                          "head/bias (2): another shape (4) -> (2)"));
  EXPECT_THAT(result("conv/kernel"), ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_EQ(result("late/kernel"), std::vector<float>(9, 1));
  EXPECT_THAT(result("head/bias"), ElementsAre(0, 0));
  EXPECT_EQ(result("head/kernel").size(), 6u);
  const std::vector<float> first = result("se/kernel");
  options.seed = 2;
  ASSERT_TRUE(run(options));
  EXPECT_NE(result("se/kernel"), first);
  options.seed = 1;
  ASSERT_TRUE(run(options));
  EXPECT_EQ(result("se/kernel"), first);
}

// What is left out on purpose need not be asked for again, and its source is not one without a place.
TEST_F(Initialize, WhatIsLeftOut) {
  ConvertOptions options;
  options.load = [](const std::string& ours) { return ours == "conv/kernel" || ours == "se/kernel"; };
  EXPECT_FALSE(run(options));
  EXPECT_THAT(diagnostics_.text(), HasSubstr("1 of the model's 5 tensors are not in the checkpoint"));
  diagnostics_ = Diagnostics();
  options.load = [](const std::string& ours) { return ours == "conv/kernel"; };
  const auto report = run(options);
  ASSERT_TRUE(report) << diagnostics_.text();
  EXPECT_TRUE(report->unexpected.empty());
  for (const InitializedTensor& tensor : report->initialized) EXPECT_EQ(tensor.why, "left out by --load");
  EXPECT_EQ(report->initialized.size(), 4u);
}

TEST_F(Initialize, AnInitializerThatIsNotKnownIsAnError) {
  Checkpoint from = checkpoint();
  std::vector<WantedTensor> tensors = wanted();
  tensors[1].initializer = "orthogonal";
  ConvertOptions options;
  options.initialize_missing = true;
  EXPECT_FALSE(convert(from, tensors, options, tree_.file("out.safetensors"), diagnostics_));
  EXPECT_TRUE(has_kind(diagnostics_, Kind::initializer_unknown)) << diagnostics_.text();
  EXPECT_EQ(tree_.files(), 1u);
}

// A file that has nothing of the model is another model's, whatever may be missing.
TEST_F(Initialize, NotAWholeModel) {
  Checkpoint from = checkpoint();
  ConvertOptions options;
  options.initialize_missing = options.allow_unexpected = true;
  EXPECT_FALSE(convert(from, {{"a", {"a"}, {2}, {}, {}, "zeros", false}}, options, tree_.file("out"), diagnostics_));
  EXPECT_THAT(diagnostics_.text(), HasSubstr("is it one of this model?"));
}

TEST_F(Initialize, CheckLooksForNumbersThatAreNone) {
  const float bad[2] = {1, NAN};
  const std::string path = tree_.file("bad.safetensors");
  ASSERT_TRUE(write_safetensors(path.c_str(), {{"w", SafetensorsDtype::f32, {2}, bad}}).ok());
  auto from = read_checkpoint(path, diagnostics_);
  EXPECT_FALSE(check(*from, {{"w", {"w"}, {2}, {}, {}}}, {}, diagnostics_));
  EXPECT_TRUE(has_kind(diagnostics_, Kind::weights_not_finite));
  EXPECT_THAT(diagnostics_.text(), HasSubstr("`w`: 1 of 2"));
}

}  // namespace
}  // namespace specimen::gen
