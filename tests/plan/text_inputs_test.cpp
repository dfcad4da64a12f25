#include "plan/text_inputs.h"

#include <gtest/gtest.h>

namespace specimen::gen {
namespace {

PlanInput tokens(const char* name, InputMeaning meaning = {}, bool is_mask = false) {
  PlanInput input;
  input.name = name;
  input.shape = {Dim::symbol("batch"), Dim::symbol("sequence")};
  input.meaning = std::move(meaning);
  input.dtype = DType::i32;
  input.is_mask = is_mask;
  return input;
}

std::optional<TextInputs> text_inputs_of(std::vector<PlanInput> inputs) {
  Plan plan;
  plan.entries.push_back({"forward", "", 0, std::move(inputs), {}, 0, "", {}, false});
  return text_inputs(plan);
}

const InputMeaning kWordPiece = FromText{};

TEST(TextInputs, WhateverTheOrder) {
  const PlanInput ids = tokens("a", kWordPiece), segments = tokens("b"), mask = tokens("c", {}, true);
  const auto all = text_inputs_of({mask, ids, segments});
  ASSERT_TRUE(all);
  EXPECT_EQ(all->ids, 1u);
  EXPECT_EQ(all->segments, 2u);
  EXPECT_EQ(all->mask, 0u);
  const auto alone = text_inputs_of({ids});
  ASSERT_TRUE(alone);
  EXPECT_FALSE(alone->segments || alone->mask);
}

TEST(TextInputs, NoneWhereATokenizerCannotFillAll) {
  const PlanInput ids = tokens("a", kWordPiece), segments = tokens("b"), mask = tokens("c", {}, true);
  PlanInput pixels = tokens("p");
  pixels.dtype = DType::f32;
  PlanInput fixed = tokens("f");
  fixed.shape[1] = Dim(16);
  EXPECT_FALSE(text_inputs_of({segments, mask}));
  EXPECT_FALSE(text_inputs_of({ids, pixels}));
  EXPECT_FALSE(text_inputs_of({ids, fixed}));
  EXPECT_FALSE(text_inputs_of({ids, segments, segments}));
  EXPECT_FALSE(text_inputs_of({ids, ids}));
}

}  // namespace
}  // namespace specimen::gen
