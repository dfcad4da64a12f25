// Edited models to the end of the path: passes leave what they compute, and equal blocks stay one function.
#include <set>

#include "edits/hand_made.h"
#include "edits/values.h"
#include "passes/passes.h"
#include "plan/build.h"

namespace specimen::gen {
namespace {

Graph edited(const std::string& edits) {
  BuiltModel model;
  model.library.add_text("mine.json", extension("resnet18", edits, R"J("arguments": {"classes": 5, "image_size": 32,
    "stackwise_num_blocks": [3, 3], "stackwise_num_filters": [8, 16]}, )J"));
  model.build("mine");
  return *model.graph;
}

const char* const kGelu = R"J({"at": {"where": {"activation": "relu"}}, "set": {"activation": "gelu"}})J";
const char* const kSqueezeExcite = R"J({"at": "stage*/*/b", "insert_after": {"squeeze_excite": {"ratio": 0.25}}})J";
const char* const kDilation =
    R"J({"at": "stage2/block1", "set": {"strides": 1}}, {"at": "stage2/*/*/conv", "set": {"dilation_rate": 2}})J";
const char* const kOtherBlock = R"J({"at": "stage1/block2", "replace": {"inverted_residual": {"filters": 8}}})J";
const char* const kNoShortcuts = R"J({"at": "**/shortcut", "remove": true})J";

TEST(Computed, PassesLeaveTheValues) {
  for (const char* edits : {kGelu, kSqueezeExcite, kDilation, kOtherBlock, kNoShortcuts}) {
    SCOPED_TRACE(edits);
    expect_passes_leave_values(edited(edits));
  }
}

// Functions of the plan that are uses of `basic`, and how often each is placed.
std::multiset<int> placements(const std::string& edits) {
  std::multiset<int> result;
  for (const PlanFunction& function : build_plan(run_passes(edited(edits), TargetKind::cpu), TargetKind::cpu).functions)
    if (function.block == "basic") result.insert(function.placements);
  return result;
}

TEST(Computed, AWildcardKeepsOneFunctionAndOneIterationMakesAnother) {
  const std::multiset<int> base = {1, 1, 2, 2};  // the first block of each stage, and the rest
  EXPECT_EQ(placements(""), base);
  for (const char* edits : {kGelu, kSqueezeExcite}) EXPECT_EQ(placements(edits), base) << edits;
  EXPECT_EQ(placements(R"J({"at": "stage2/block3/relu", "set": {"activation": "gelu"}})J"),
            (std::multiset<int>{1, 1, 1, 1, 2}));
}

}  // namespace
}  // namespace specimen::gen
