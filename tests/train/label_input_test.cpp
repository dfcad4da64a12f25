#include "runtime/train/label_input.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "runtime/train/values_source.h"

namespace specimen_v2::train {
namespace {

// An example of named numbers, each of one value.
data::Example example_of(const std::vector<std::pair<std::string, double>>& numbers) {
  data::Example example;
  for (const auto& [name, value] : numbers)
    *static_cast<double*>(const_cast<void*>(example.add(name, data::FieldType::f64, nullptr, 0)->data)) = value;
  return example;
}

struct Filled {
  std::int32_t label = -1;
  std::vector<float> targets, weight;
  Status status;
};

Filled fill(const std::vector<const char*>& fields, const data::Example& example, std::size_t targets,
            const char* weight = nullptr, std::int32_t offset = 0) {
  LabelInput input;
  input.fields = {fields.data(), static_cast<int>(fields.size())};
  input.classes = 3;
  input.offset = offset;
  input.weight = weight;
  Filled filled;
  filled.targets.assign(targets, -1);
  filled.weight.assign(1, -1);
  data::Slot slots[2];
  slots[0].elements = targets == 0 ? 1 : static_cast<std::int64_t>(targets);
  (targets == 0 ? (void)(slots[0].i32 = &filled.label) : (void)(slots[0].f32 = filled.targets.data()));
  slots[1].f32 = filled.weight.data();
  slots[1].elements = 1;
  filled.status = fill_label(input, example, slots);
  return filled;
}

TEST(LabelInput, IsTheNumberOfAClass) {
  const data::Example example = example_of({{"y", 3}, {"half", 0.5}});
  EXPECT_EQ(fill({"y"}, example, 0, nullptr, -1).label, 2);
  EXPECT_STREQ(fill({"y"}, example, 0).status.message(), "the label 3 is not one of 3 classes");
  EXPECT_STREQ(fill({"half"}, example, 0).status.message(), "the label 0.5 is not one of 3 classes");
  EXPECT_STREQ(fill({"z"}, example, 0).status.message(), "there is no field \"z\"");
  EXPECT_STREQ(fill({"y", "half"}, example_of({{"y", 1}, {"half", 1}}), 0).status.message(),
               "the label has 2 values; 1 are wanted");
}

TEST(LabelInput, BecomesTargets) {
  const data::Example example = example_of({{"y", 1}, {"a0", 0.25}, {"a1", 0.5}, {"a2", 4}});
  EXPECT_EQ(fill({"y"}, example, 3).targets, (std::vector<float>{0, 1, 0}));
  EXPECT_EQ(fill({"a*"}, example, 3).targets, (std::vector<float>{0.25F, 0.5F, 4}));
  EXPECT_EQ(fill({"a2"}, example, 1).targets, (std::vector<float>{4}));
  EXPECT_STREQ(fill({"a2"}, example, 3).status.message(), "the label 4 is not one of 3 classes");
  EXPECT_STREQ(fill({"y", "a0"}, example, 3).status.message(), "the label has 2 values; 3 are wanted");
}

TEST(LabelInput, HasAWeight) {
  const data::Example example = example_of({{"y", 1}, {"w", 0.5}});
  EXPECT_EQ(fill({"y"}, example, 0, "w").weight[0], 0.5F);
  EXPECT_STREQ(fill({"y"}, example, 0, "v").status.message(), "there is no number \"v\", the weight");
}

TEST(ValuesSource, JoinsFields) {
  const data::Example example = example_of({{"a", 1}, {"b", 2}, {"c", 3}, {"id", 7}, {"y", 0}});
  const char *first[] = {"c", "a"}, *second[] = {"id"}, *label[] = {"y"};
  const FieldList inputs[] = {{first, 2}, {second, 1}};
  ValuesInput input;
  input.inputs = inputs;
  input.input_count = 2;
  input.scale = 0.5F;
  input.label.fields = {label, 1};
  input.label.classes = 2;
  float values[2] = {};
  std::int32_t ids[2] = {}, its = -1;
  data::Slot slots[3];
  slots[0].f32 = values, slots[0].elements = 2;
  slots[1].i32 = ids, slots[1].elements = 1;
  slots[2].i32 = &its, slots[2].elements = 1;
  ASSERT_TRUE(values_and_label(&input, example, {}, slots));
  EXPECT_EQ(values[0], 1.5F);
  EXPECT_EQ(values[1], 0.5F);
  EXPECT_EQ(ids[0], 7);
  EXPECT_EQ(its, 0);
  slots[1].elements = 2;
  EXPECT_STREQ(values_and_label(&input, example, {}, slots).message(), "\"id\" has 1 values; the model's input has 2");
}

}  // namespace
}  // namespace specimen_v2::train
