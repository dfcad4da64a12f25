// Conversion: what is missing, unexpected or of another shape is listed, and the file is written whole or not at all.
#include "import/convert.h"

#include <gmock/gmock.h>

#include <cstring>

#include "base/runtime.h"
#include "runtime/core/safetensors_writer.h"
#include "samples.h"

namespace specimen::gen {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Convert : public testing::Test {
 protected:
  // A checkpoint in safetensors of these tensors.
  Checkpoint checkpoint(const std::vector<SafetensorsTensor>& tensors) {
    Status written = write_safetensors(tree_.file("in.safetensors").c_str(), tensors);
    EXPECT_TRUE(written.ok()) << written.message();
    std::optional<Checkpoint> read = read_checkpoint(tree_.file("in.safetensors"), diagnostics_);
    EXPECT_TRUE(read) << diagnostics_.text();
    return std::move(*read);
  }
  SafetensorsTensor floats(const std::string& name, std::vector<std::int64_t> shape) const {
    return {name, SafetensorsDtype::f32, std::move(shape), kNumbers};
  }
  std::optional<ConvertReport> run(Checkpoint checkpoint, const std::vector<WantedTensor>& wanted,
                                   const ConvertOptions& options = {}) {
    return convert(checkpoint, wanted, options, tree_.file("out.safetensors"), diagnostics_);
  }
  std::vector<float> result(const std::string& name) {
    SafetensorsFile file;
    EXPECT_TRUE(file.open(tree_.file("out.safetensors").c_str()).ok());
    const SafetensorsEntry* entry = file.find(name);
    return entry == nullptr ? std::vector<float>() : floats_of(*entry);
  }
  void expect_nothing_written() { EXPECT_EQ(tree_.files(), 1u); }  // the input

  static constexpr float kNumbers[] = {0, 1, 2, 3, 4, 5, 6, 7};
  TemporaryTree tree_;
  Diagnostics diagnostics_;
};

TEST_F(Convert, RenamesAndTransforms) {
  auto report = run(checkpoint({floats("w", {2, 3}), floats("b", {2}), floats("unused", {1})}),
                    {{"dense/kernel", {"w"}, {3, 2}, {{Transform::Op::permute, {1, 0}, {}}}, {}},
                     {"dense/bias", {"b", "b"}, {4}, {{Transform::Op::concat, {0}, {}}}, {}}},
                    {[](std::string_view name) { return name == "unused"; }, false, {{"format", "specimen"}}});
  ASSERT_TRUE(report) << diagnostics_.text();
  EXPECT_EQ(report->parameters, 10u);
  EXPECT_TRUE(report->unexpected.empty());
  EXPECT_THAT(result("dense/kernel"), ElementsAre(0, 3, 1, 4, 2, 5));
  EXPECT_THAT(result("dense/bias"), ElementsAre(0, 1, 0, 1));
}

TEST_F(Convert, ListsEverythingThatIsWrongAndWritesNothing) {
  auto report = run(checkpoint({floats("conv1/kernel", {2, 3}), floats("conv2/kernel", {2}), floats("extra", {1, 1})}),
                    {{"a", {"conv1/kernel"}, {3, 2}, {}, {}},
                     {"b", {"conv1/kernal"}, {2, 3}, {}, {}},
                     {"c", {"nowhere"}, {2}, {}, {}},
                     {"d", {"conv2/kernel"}, {2}, {{Transform::Op::permute, {1, 0}, {}}}, {}}});
  EXPECT_FALSE(report);
  std::string text = diagnostics_.text();
  EXPECT_THAT(text, HasSubstr("2 of the model's 4 tensors are not in the checkpoint"));
  EXPECT_THAT(text, HasSubstr("b: needs `conv1/kernal`, nearest is `conv1/kernel`"));
  EXPECT_THAT(text, HasSubstr("c: needs `nowhere`"));
  EXPECT_THAT(text, HasSubstr("a is (3, 2); `conv1/kernel` is (2, 3)"));
  EXPECT_THAT(text, HasSubstr("d: permute (1, 0)"));
  EXPECT_THAT(text, HasSubstr("the checkpoint has 1 tensor that the model does not have"));
  EXPECT_THAT(text, HasSubstr("`extra` (1, 1)"));
  for (Kind kind : {Kind::weights_missing, Kind::weights_shape, Kind::checkpoint_transform, Kind::weights_unexpected}) {
    EXPECT_TRUE(has_kind(diagnostics_, kind));
  }
  EXPECT_EQ(diagnostics_.exit_class(), ExitClass::weights);
  expect_nothing_written();
}

TEST_F(Convert, ErrorsUnderlineTheRuleThatIsWrong) {
  Sources sources;
  const SourceFile* const file = sources.add("net.json", "right,\nfirst,\nsecond\n");
  const Span right{file, 0, 5}, first{file, 7, 12}, second{file, 14, 20};
  EXPECT_FALSE(
      run(checkpoint({floats("a", {2}), floats("b", {3}), floats("c", {4})}), {{"a", {"a"}, {2}, {}, right},
                                                                               {"b", {"b"}, {2}, {}, first},
                                                                               {"b2", {"b"}, {2}, {}, first},
                                                                               {"c", {"c"}, {2}, {}, second}}));
  ASSERT_EQ(diagnostics_.list().size(), 1u);
  const Diagnostic& error = diagnostics_.list()[0];
  EXPECT_EQ(error.kind, Kind::weights_shape);
  EXPECT_EQ(error.span, first);
  ASSERT_EQ(error.notes.size(), 4u);
  EXPECT_FALSE(error.notes[0].span.valid());
  EXPECT_FALSE(error.notes[1].span.valid());
  EXPECT_EQ(error.notes[2].span, second);
  EXPECT_THAT(error.notes[2].message, HasSubstr("c is (2); `c` is (4)"));
}

TEST_F(Convert, UnexpectedTensorsMayBeAllowed) {
  auto report = run(checkpoint({floats("w", {2}), floats("z", {1}), floats("extra", {1})}), {{"w", {"w"}, {2}, {}, {}}},
                    {nullptr, true, {}});
  ASSERT_TRUE(report) << diagnostics_.text();
  EXPECT_THAT(report->unexpected, ElementsAre("extra", "z"));
}

TEST_F(Convert, AnotherModelsCheckpointIsSaidToBeOne) {
  EXPECT_FALSE(run(checkpoint({floats("w", {2})}), {{"a", {"a"}, {2}, {}, {}}}));
  EXPECT_THAT(diagnostics_.text(), HasSubstr("none of the model's tensors is in the checkpoint"));
}

TEST_F(Convert, ReadsOtherFloats) {
  const double doubles[] = {0.1, -1e300};
  const std::uint16_t halves[] = {0x3C00, 0xC000, 0x0001, 0x7BFF, 0x8000, 0xFC00, 0x03FF};
  const std::uint16_t brains[] = {0x3F80, 0xC049};
  auto report = run(checkpoint({{"d", SafetensorsDtype::f64, {2}, doubles},
                                {"h", SafetensorsDtype::f16, {7}, halves},
                                {"b", SafetensorsDtype::bf16, {2}, brains}}),
                    {{"d", {"d"}, {2}, {}, {}}, {"h", {"h"}, {7}, {}, {}}, {"b", {"b"}, {2}, {}, {}}});
  ASSERT_TRUE(report) << diagnostics_.text();
  EXPECT_THAT(result("d"), ElementsAre(0.1f, -INFINITY));
  EXPECT_THAT(result("h"), ElementsAre(1.f, -2.f, 0x1p-24f, 65504.f, -0.f, -INFINITY, 1023 * 0x1p-24f));
  EXPECT_THAT(result("b"), ElementsAre(1.f, -3.140625f));
}

TEST_F(Convert, IntegersAreNotWeights) {
  EXPECT_FALSE(run(checkpoint({{"i", SafetensorsDtype::i32, {2}, kNumbers}}), {{"i", {"i"}, {2}, {}, {}}}));
  EXPECT_TRUE(has_kind(diagnostics_, Kind::weights_dtype)) << diagnostics_.text();
  expect_nothing_written();
}

TEST_F(Convert, AliasAndTie) {
  std::vector<Transform> steps = {{Transform::Op::alias, {}, {"old/w"}}, {Transform::Op::tie, {}, {"head"}}};
  auto report =
      run(checkpoint({floats("old/w", {2, 2}), floats("head", {2, 2})}), {{"w", {"new/w"}, {2, 2}, steps, {}}});
  ASSERT_TRUE(report) << diagnostics_.text();
  EXPECT_THAT(result("w"), ElementsAre(0, 1, 2, 3));
}

TEST_F(Convert, NamesBehindAPrefix) {
  std::vector<Transform> steps = {{Transform::Op::alias, {}, {"old.w"}}, {Transform::Op::tie, {}, {"head"}}};
  std::vector<WantedTensor> wanted = {{"w", {"new.w"}, {2}, steps, {}}, {"b", {"b"}, {1}, {}, {}}};
  for (WantedTensor& tensor : wanted) tensor.prefixes = {"bert."};
  // Any of a checkpoint's names may have it.
  auto report = run(checkpoint({floats("bert.old.w", {2}), floats("bert.head", {2}), floats("b", {1})}), wanted);
  ASSERT_TRUE(report) << diagnostics_.text();
  EXPECT_TRUE(report->unexpected.empty());
  EXPECT_THAT(result("w"), ElementsAre(0, 1));
}

TEST_F(Convert, TiedTensorsMustBeEqual) {
  const float others[] = {0, 1, 2, 4};
  EXPECT_FALSE(run(checkpoint({floats("w", {2, 2}), {"head", SafetensorsDtype::f32, {2, 2}, others}}),
                   {{"w", {"w"}, {2, 2}, {{Transform::Op::tie, {}, {"head"}}}, {}}}));
  EXPECT_TRUE(has_kind(diagnostics_, Kind::weights_tie)) << diagnostics_.text();
  expect_nothing_written();
}

TEST_F(Convert, AnOutputThatCannotBeWrittenIsADiagnostic) {
  Checkpoint input = checkpoint({floats("w", {2})});
  EXPECT_FALSE(convert(input, {{"w", {"w"}, {2}, {}, {}}}, {}, tree_.file("no/such/directory/out"), diagnostics_));
  EXPECT_TRUE(has_kind(diagnostics_, Kind::file_not_written));
}

TEST_F(Convert, IntegersInHdf5AreNotWeights) {
  std::optional<Checkpoint> read = read_checkpoint(data_file("hostile_integers.h5"), diagnostics_);
  ASSERT_TRUE(read) << diagnostics_.text();
  EXPECT_FALSE(convert(*read, {{"k", {"model/kernel"}, {4, 2}, {}, {}}, {"b", {"model/bias"}, {2}, {}, {}}}, {},
                       tree_.file("out"), diagnostics_));
  EXPECT_TRUE(has_kind(diagnostics_, Kind::weights_dtype)) << diagnostics_.text();
}

}  // namespace
}  // namespace specimen::gen
