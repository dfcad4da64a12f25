#include <gtest/gtest.h>

#include "datasets/files.h"
#include "runtime/core/random.h"
#include "runtime/data/synthetic_data.h"

namespace specimen_v2::data {
namespace {

TEST(SyntheticData, IsAFunctionOfSeedAndIndex) {
  SyntheticDataset set, other;
  const std::vector<SyntheticField> fields = {
      {"image", FieldType::f32, {3, 5}}, {"label", FieldType::i32, {}, 10}, {"bytes", FieldType::u8, {4}, 256}};
  ASSERT_OK(set.open(fields, 1000, 7));
  ASSERT_OK(other.open(fields, 1000, 8));
  Example a, b;
  for (std::int64_t index : {999, 0, 500}) {
    ASSERT_OK(set.read(index, &a));
    for (std::int64_t i = 0; i < 15; ++i) {
      EXPECT_EQ(static_cast<float>(a.find("image")->number(i)),
                random_unit<float>(random_word(7, random_key("image"), static_cast<std::uint64_t>(i),
                                               static_cast<std::uint64_t>(index), 0)));
    }
    EXPECT_LT(a.find("label")->integer(), 10);
    EXPECT_EQ(a.find("bytes")->count(), 4);
    ASSERT_OK(other.read(index, &b));
    EXPECT_NE(a.find("image")->number(), b.find("image")->number());
  }
  EXPECT_EQ(set.place(3), "synthetic example 3");
}

TEST(SyntheticData, SaysWhatIsWrong) {
  SyntheticDataset set;
  const StatusCode wrong = StatusCode::invalid_argument;
  expect_error(set.open({}, -1, 0), wrong, {"-1 examples"});
  expect_error(set.open({{"a", FieldType::text, {}}}, 1, 0), wrong, {"\"a\"", "float32, uint8 or int32"});
  expect_error(set.open({{"a", FieldType::f32, {INT64_MAX, 4}}}, 1, 0), wrong, {"2^32"});
  expect_error(set.open({{"a", FieldType::f32, {-1}}}, 1, 0), wrong, {"negative"});
  expect_error(set.open({{"a", FieldType::i32, {}, 0}}, 1, 0), wrong, {"below 0"});
  expect_error(set.open({{"a", FieldType::u8, {}, 257}}, 1, 0), wrong, {"below 257"});
}

}  // namespace
}  // namespace specimen_v2::data
