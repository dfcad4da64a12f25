// What Keras 3 writes beyond a plain model: names that count from elsewhere, models inside of models, shards, states of
// training, linked data sets. Each is converted and compared with the values that Keras was given.
#include "samples.h"

namespace specimen::gen {
namespace {

class Keras3 : public testing::Test {
 protected:
  // Converts `file` wanting all of `expected`, and compares every value; the notes on what was done.
  std::vector<std::string> converts(const std::string& file, const std::string& expected_name) {
    SCOPED_TRACE(file);
    diagnostics_ = Diagnostics();
    SafetensorsFile expected, converted;
    EXPECT_TRUE(expected.open(data_file(expected_name + ".safetensors").c_str()).ok());
    auto checkpoint = read_checkpoint(data_file(file), diagnostics_);
    const auto report =
        checkpoint ? convert(*checkpoint, wanted_as_in(expected), {}, tree_.file("out.safetensors"), diagnostics_)
                   : std::nullopt;
    EXPECT_TRUE(report) << diagnostics_.text();
    if (!report) return {};
    EXPECT_TRUE(report->unexpected.empty());
    EXPECT_TRUE(diagnostics_.list().empty()) << diagnostics_.text();
    EXPECT_TRUE(converted.open(tree_.file("out.safetensors").c_str()).ok());
    for (const SafetensorsEntry& entry : expected.entries()) {
      const SafetensorsEntry* const ours = converted.find("ours/" + std::string(entry.name));
      EXPECT_TRUE(ours && floats_of(*ours) == floats_of(entry)) << entry.name;
    }
    return checkpoint->notes;
  }
  // The diagnostics of a conversion that fails.
  std::string refused(const std::string& file, const std::vector<WantedTensor>& wanted) {
    diagnostics_ = Diagnostics();
    auto checkpoint = read_checkpoint(data_file(file), diagnostics_);
    EXPECT_FALSE(checkpoint && convert(*checkpoint, wanted, {}, tree_.file("out.safetensors"), diagnostics_)) << file;
    return diagnostics_.text();
  }
  static std::vector<WantedTensor> wanted_of(const std::string& expected_name) {
    SafetensorsFile expected;
    EXPECT_TRUE(expected.open(data_file(expected_name + ".safetensors").c_str()).ok());
    return wanted_as_in(expected);
  }

  Diagnostics diagnostics_;
  TemporaryTree tree_;
};

constexpr const char* kFormats[] = {".weights.h5", ".keras", "_legacy.h5"};

// All layers of a class have one shape, so that only their order tells them apart.
TEST_F(Keras3, AModelMadeAfterOtherLayersIsMatchedByOrder) {
  for (const char* format : kFormats) {
    const std::vector<std::string> notes = converts(std::string("later") + format, "later");
    ASSERT_EQ(notes.size(), 3u) << format;
    EXPECT_NE(notes[1].find("`conv2d_2` to `conv2d_4`"), std::string::npos) << notes[1];
  }
}

// One layer fewer: which one it is, nobody can know, and a name that is there stands for another layer.
TEST_F(Keras3, AnotherNumberOfLayersIsNotMatchedByName) {
  for (const char* format : kFormats) {
    std::vector<WantedTensor> wanted = wanted_of("later");
    wanted.push_back({"ours/conv2d_3/kernel", {"conv2d_3/kernel"}, {1, 1, 3, 3}, {}, {}});
    const std::string text = refused(std::string("later") + format, wanted);
    EXPECT_TRUE(has_kind(diagnostics_, Kind::checkpoint_layer)) << text;
    EXPECT_NE(text.find("the checkpoint's 3 layers of the class `conv2d` begin with `conv2d_2`, the model's 4 with "
                        "`conv2d`"),
              std::string::npos)
        << text;
  }
}

TEST_F(Keras3, ModelsInsideOfModels) {
  for (const char* format : kFormats)
    EXPECT_TRUE(converts(std::string("nested_models") + format, "nested_models").empty());
}

TEST_F(Keras3, StatesOfTrainingAreLeftOut) {
  for (const char* format : kFormats) EXPECT_TRUE(converts(std::string("states") + format, "states").empty());
}

// A normalization that does something must not be dropped.
TEST_F(Keras3, ANormalizationThatCountsIsUnexpected) {
  const std::string text = refused("normalization.weights.h5", wanted_of("states"));
  EXPECT_TRUE(has_kind(diagnostics_, Kind::weights_unexpected)) << text;
  EXPECT_NE(text.find("the checkpoint has 1 tensor that"), std::string::npos) << text;
  EXPECT_NE(text.find("`normalization/mean`"), std::string::npos) << text;
}

TEST_F(Keras3, LinkedDataSetsAreReadUnderEachOfTheirNames) {
  for (const char* name : {"linked_hard.weights.h5", "linked_soft.weights.h5"}) converts(name, "linked");
}

TEST_F(Keras3, ShardsAreReadByTheirIndex) { EXPECT_TRUE(converts("shards.weights.json", "shards").empty()); }

TEST_F(Keras3, OneShardIsNotTakenForTheWhole) {
  for (const char* name : {"shards_00000.weights.h5", "shards_00001.weights.h5"}) {
    const std::string text = refused(name, wanted_of("shards"));
    EXPECT_TRUE(has_kind(diagnostics_, Kind::checkpoint_format)) << text;
    EXPECT_NE(text.find("shards.weights.json` instead"), std::string::npos) << text;
  }
}

TEST_F(Keras3, ShardsThatDoNotFitTheirIndexAreRefused) {
  const auto refused_with = [&](const std::string& index) {
    write_bytes(tree_.file("m.weights.json"), index);
    Diagnostics diagnostics;
    EXPECT_FALSE(read_checkpoint(tree_.file("m.weights.json"), diagnostics));
    return diagnostics.text();
  };
  for (const char* name : {"0", "1"})
    write_bytes(tree_.file("m_" + std::string(name) + ".weights.h5"),
                read_bytes(data_file("shards_0000" + std::string(name) + ".weights.h5")));
  const std::string conv = R"("/layers/conv2d/vars": "m_0.weights.h5")",
                    dense = R"("/layers/dense/vars": "m_1.weights.h5")",
                    norm = R"("/layers/batch_normalization/vars": ["m_1.weights.h5"])";
  const auto map = [](const std::string& entries) { return "{\"weight_map\": {" + entries + "}}"; };
  EXPECT_NE(refused_with(map(conv + "," + dense)).find("does not put `/layers/batch_normalization/vars` into"),
            std::string::npos);
  EXPECT_NE(refused_with(map(conv + "," + dense + "," + norm + R"(,"/layers/a/vars": "m_0.weights.h5")"))
                .find("puts `/layers/a/vars` into"),
            std::string::npos);
  EXPECT_NE(refused_with(map(conv + R"(,"/layers/a/vars": "m_2.weights.h5")")).find("there is no such file"),
            std::string::npos);
  EXPECT_NE(refused_with(map(conv + R"(,"/layers/a/vars": ["../m_1.weights.h5"])")).find("no file beside the index"),
            std::string::npos);
  write_bytes(tree_.file("m_2.weights.h5"), read_bytes(tree_.file("m_0.weights.h5")));
  EXPECT_NE(
      refused_with(map(R"("/layers/conv2d/vars": ["m_0.weights.h5", "m_2.weights.h5"])")).find("in two of its files"),
      std::string::npos);
}

}  // namespace
}  // namespace specimen::gen
