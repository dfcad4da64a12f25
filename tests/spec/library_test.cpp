#include "spec/library.h"

#include <filesystem>

#include "base/file.h"
#include "spec/spec_support.h"

namespace specimen::gen {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

const char* const kBlock = R"J({"block": "unit", "layers": [{"Dense": {"units": 1}, "name": "d"}]})J";

std::string model(const std::string& name, const std::string& layers, const std::string& variants = "{}") {
  return R"J({"model": ")J" + name +
         R"J(", "doc": "Doc.", "arguments": {"n": {"type": "int", "default": 1}}, "inputs": {"x": {"shape": [1, 4]}}, "layers": [)J" +
         layers + R"J(], "outputs": ["y"], "variants": )J" + variants + "}";
}
const char* const kUnit = R"J({"unit": {}, "name": "y"})J";

class LibraryTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string text = (fs::temp_directory_path() / "specimen_library_XXXXXX").string();
    directory = mkdtemp(text.data());
    write("specs/blocks/unit.json", kBlock);
    write("specs/vision/net.json",
          model("net", kUnit, R"J({"net_small": {"n": 1}, "net_large": {"n": 9, "doc": "Large."}})J"));
    write("specs/targets/v3.json", "{\"not\": \"a spec\"}");
    write("specs/configs/huggingface.json", "{\"not\": \"a spec\"}");
    write("specs/schema.json", "{}");
  }
  void TearDown() override { fs::remove_all(directory); }
  void write(const std::string& name, const std::string& text) {
    Diagnostics d;
    ASSERT_TRUE(write_file(directory + "/" + name, text, d)) << d.text();
  }

  std::string directory;
  Diagnostics diagnostics;
};

std::string with_rules(std::string text, const std::string& rules) {
  text.pop_back();
  return text + R"J(, "checkpoints": {"theirs": )J" + rules + "}}";
}

TEST_F(LibraryTest, TakesTheRulesOfAModelThatItUses) {
  write("specs/vision/base.json",
        with_rules(model("base", kUnit),
                   R"J([{"ours": "y/{rest**}", "theirs": "unit.{rest}"}, {"ignore": "step{rest**}"}])J"));
  write("specs/vision/head.json",
        with_rules(model("head", R"J({"base": {}, "name": "backbone"}, {"unit": {}, "name": "y"})J"), R"J([
    {"model": "base", "at": "backbone", "theirs": "inner."}, {"ours": "y/{rest**}", "theirs": "head.{rest}"}])J"));
  write("specs/vision/deep.json", with_rules(model("deep", R"J({"head": {}, "name": "y"})J"),
                                             R"J([{"model": "head", "at": "y", "theirs": "outer."}])J"));
  Library library({directory + "/specs"}, test_layers());
  const auto theirs = [&](const char* name, const char* ours) {
    const std::optional<ModelChoice> choice = library.find_model(name, diagnostics);
    const CheckpointMapping* mapping = choice ? choice->model->checkpoint("theirs") : nullptr;
    const auto origin = mapping ? mapping->match(ours, Scope(), diagnostics) : std::nullopt;
    return origin ? origin->theirs[0] : "none";
  };
  EXPECT_EQ(theirs("head", "backbone/y/d/kernel"), "inner.unit.d/kernel");
  EXPECT_EQ(theirs("head", "y/d/kernel"), "head.d/kernel");
  EXPECT_EQ(theirs("deep", "y/backbone/y/d/kernel"), "outer.inner.unit.d/kernel");
  EXPECT_EQ(theirs("deep", "y/y/d/kernel"), "outer.head.d/kernel");
  EXPECT_TRUE(library.find_model("deep", diagnostics)->model->checkpoint("theirs")->ignores("outer.inner.step3"));
  EXPECT_EQ(diagnostics.text(), "");
}

TEST_F(LibraryTest, RulesOfAnotherModelAreThere) {
  write("specs/vision/one.json", with_rules(model("one", kUnit), R"J([{"model": "two", "at": "y"}])J"));
  write("specs/vision/two.json", with_rules(model("two", kUnit), R"J([{"model": "one", "at": "y"}])J"));
  write("specs/vision/lone.json", with_rules(model("lone", kUnit), R"J([{"model": "net", "at": "y"}])J"));
  Library library({directory + "/specs"}, test_layers());
  EXPECT_FALSE(library.find_model("one", diagnostics));
  EXPECT_THAT(diagnostics.text(), HasSubstr("there is no model `one` with rules of `theirs`"));
  EXPECT_FALSE(library.find_model("lone", diagnostics));
  EXPECT_THAT(diagnostics.text(), HasSubstr("there is no model `net` with rules of `theirs`"));
}

TEST_F(LibraryTest, FindsModelsVariantsAndBlocks) {
  Library library({directory + "/specs", directory + "/none"}, test_layers());
  std::optional<ModelChoice> net = library.find_model("net", diagnostics);
  ASSERT_TRUE(net) << diagnostics.text();
  EXPECT_EQ(net->name(), "net");
  EXPECT_EQ(net->doc(), "Doc.");
  std::optional<ModelChoice> large = library.find_model("net_large", diagnostics);
  ASSERT_TRUE(large);
  EXPECT_EQ(large->name(), "net_large");
  EXPECT_EQ(large->doc(), "Large.");
  EXPECT_EQ(large->model, net->model);
  EXPECT_TRUE(library.find_block("unit", diagnostics)->block);
  EXPECT_TRUE(library.find_block("net_small", diagnostics)->model.variant);
  std::vector<std::string> names;
  for (const ModelChoice& choice : library.models(diagnostics)) names.push_back(choice.name());
  EXPECT_THAT(names, ElementsAre("net", "net_large", "net_small"));
  EXPECT_EQ(library.blocks(diagnostics).size(), 1u);
  EXPECT_TRUE(library.is_block("Dense"));
  EXPECT_TRUE(library.is_block("unit"));
  EXPECT_TRUE(library.is_block("net_large"));
  EXPECT_FALSE(library.is_block("none"));
  EXPECT_FALSE(diagnostics.has_errors()) << diagnostics.text();
}

TEST_F(LibraryTest, AVariantIsFoundWithoutReadingItsModelFirst) {
  Library library({directory + "/specs"}, test_layers());
  EXPECT_TRUE(library.find_model("net_small", diagnostics)) << diagnostics.text();
}

TEST_F(LibraryTest, UnknownNames) {
  Library library({directory + "/specs"}, test_layers());
  EXPECT_FALSE(library.find_model("net_smal", diagnostics));
  EXPECT_FALSE(library.find_model("unit", diagnostics));
  EXPECT_FALSE(library.find_block("unti", diagnostics));
  EXPECT_FALSE(library.find_model("../vision/net", diagnostics));
  EXPECT_FALSE(library.find_model("", diagnostics));
  EXPECT_THAT(kinds(diagnostics),
              ElementsAre("model_unknown", "model_unknown", "block_unknown", "model_unknown", "model_unknown"));
  EXPECT_THAT(diagnostics.text(), HasSubstr("did you mean `net_small`?"));
  EXPECT_THAT(diagnostics.text(), HasSubstr("`unit` is a block, not a model"));
  EXPECT_THAT(diagnostics.text(), HasSubstr("did you mean `unit`?"));
}

TEST_F(LibraryTest, ABrokenFileHidesNothingElse) {
  write("specs/vision/broken.json", "{\"model\": ");
  Library library({directory + "/specs"}, test_layers());
  EXPECT_TRUE(library.find_model("net_small", diagnostics)) << diagnostics.text();
  EXPECT_FALSE(diagnostics.has_errors());
  EXPECT_FALSE(library.find_model("broken", diagnostics));
  EXPECT_FALSE(library.find_model("broken", diagnostics));
  EXPECT_EQ(diagnostics.errors(), 2);
  Diagnostics d;
  EXPECT_FALSE(library.find_model("elsewhere", d));
  EXPECT_THAT(d.text(), HasSubstr("broken.json` could not be read"));
}

TEST_F(LibraryTest, AVariantOfABrokenSpecShowsItsErrors) {
  write(
      "specs/vision/broken.json",
      R"J({"model": "broken", "symbols": {}, "inputs": {"x": {"shape": [1, 2]}}, "layrs": [], "outputs": {"x": "x"}, "variants": {"broken_small": {}}})J");
  Library library({directory + "/specs"}, test_layers());
  EXPECT_FALSE(library.find_model("broken_small", diagnostics));
  EXPECT_THAT(kinds(diagnostics), testing::Contains("spec_unknown_key"));
  EXPECT_THAT(kinds(diagnostics), testing::Not(testing::Contains("model_unknown")));
}

TEST_F(LibraryTest, EarlierDirectoriesWin) {
  write("mine/net.json", model("net", R"J({"Dense": {"units": 7}, "name": "y"})J"));
  Library library({directory + "/mine", directory + "/specs"}, test_layers());
  RecordingSink sink;
  ASSERT_TRUE(expand(library, *library.find_model("net", diagnostics), {}, sink, diagnostics)) << diagnostics.text();
  EXPECT_EQ(sink.calls[0].integer("units"), 7);
  library.models(diagnostics);
  EXPECT_FALSE(diagnostics.has_errors()) << diagnostics.text();
}

TEST_F(LibraryTest, TwoSpecsOfOneName) {
  write("specs/other.json", model("other", kUnit, R"J({"net_large": {}})J"));
  Library library({directory + "/specs"}, test_layers());
  library.models(diagnostics);
  EXPECT_THAT(kinds(diagnostics), ElementsAre("spec_defined_twice"));
  EXPECT_THAT(diagnostics.text(), HasSubstr("it was first given here"));
}

TEST_F(LibraryTest, AFileOutsideWithItsOwnBlocksBesideIt) {
  write("my/own.json", R"J({"block": "own", "layers": [{"unit": {}, "name": "u"}]})J");
  write("my/anything.json", model("my_net", R"J({"own": {}, "name": "y"})J"));
  Library library({directory + "/specs"}, test_layers());
  std::optional<ModelChoice> choice = library.find_model(directory + "/my/anything.json", diagnostics);
  ASSERT_TRUE(choice) << diagnostics.text();
  RecordingSink sink;
  EXPECT_TRUE(expand(library, *choice, {}, sink, diagnostics)) << diagnostics.text();
  EXPECT_EQ(sink.calls[0].path, "y/u/d");
  EXPECT_TRUE(library.find_model(directory + "/my/anything.json", diagnostics));
  EXPECT_FALSE(library.find_model(directory + "/my/none.json", diagnostics));
  EXPECT_FALSE(library.find_model(directory + "/my/own.json", diagnostics));
  EXPECT_FALSE(library.find_model(directory + "/my", diagnostics));
  EXPECT_THAT(kinds(diagnostics), ElementsAre("file_not_found", "model_unknown", "model_unknown"));
}

TEST(Specs, EverySpecOfTheProjectIsWellFormed) {
  std::string directory = std::string(SPECIMEN_SOURCE_DIR) + "/specs";
  // Layers are not known here: only the form of the files is checked.
  LayerList none;
  Library library({directory}, none);
  Diagnostics diagnostics;
  EXPECT_GT(library.models(diagnostics).size(), 0u);
  EXPECT_GT(library.blocks(diagnostics).size(), 0u);
  EXPECT_EQ(diagnostics.text(), "");
}

}  // namespace
}  // namespace specimen::gen
