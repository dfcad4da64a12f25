#include "import/transform.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

namespace specimen::gen {
namespace {

using Op = Transform::Op;
using testing::ElementsAre;

Array counting(std::vector<std::int64_t> shape, float start = 0) {
  Array array{std::move(shape), {}};
  std::size_t count = 1;
  for (std::int64_t d : array.shape) count *= static_cast<std::size_t>(d);
  array.values.resize(count);
  std::iota(array.values.begin(), array.values.end(), start);
  return array;
}

// Applies the steps; checks that the shape foretold is the shape made.
Array apply(const std::vector<Transform>& steps, std::vector<Array> arrays) {
  std::vector<std::vector<std::int64_t>> shapes;
  for (const Array& array : arrays) shapes.push_back(array.shape);
  std::string message;
  EXPECT_TRUE(transform_shapes(steps, shapes, message)) << message;
  transform_arrays(steps, arrays);
  EXPECT_EQ(arrays.size(), 1u);
  EXPECT_EQ(arrays[0].shape, shapes[0]);
  std::size_t count = 1;
  for (std::int64_t d : arrays[0].shape) count *= static_cast<std::size_t>(d);
  EXPECT_EQ(arrays[0].values.size(), count);
  return arrays[0];
}

std::string refused(const std::vector<Transform>& steps, std::vector<std::vector<std::int64_t>> shapes) {
  std::string message;
  EXPECT_FALSE(transform_shapes(steps, shapes, message));
  return message;
}

// The expected values are NumPy's: np.arange(24).reshape(2, 3, 4).transpose(2, 0, 1) and so on.
TEST(Transform, Permute) {
  Array result = apply({{Op::permute, {2, 0, 1}, {}}}, {counting({2, 3, 4})});
  EXPECT_THAT(result.shape, ElementsAre(4, 2, 3));
  EXPECT_THAT(result.values,
              ElementsAre(0, 4, 8, 12, 16, 20, 1, 5, 9, 13, 17, 21, 2, 6, 10, 14, 18, 22, 3, 7, 11, 15, 19, 23));
  EXPECT_THAT(apply({{Op::permute, {1, 0}, {}}}, {counting({2, 3})}).values, ElementsAre(0, 3, 1, 4, 2, 5));
  EXPECT_EQ(apply({{Op::permute, {1, 0}, {}}}, {counting({0, 3})}).values.size(), 0u);
}

TEST(Transform, Reshape) {
  Array result = apply({{Op::reshape, {3, -1}, {}}}, {counting({2, 6})});
  EXPECT_THAT(result.shape, ElementsAre(3, 4));
  EXPECT_EQ(result.values, counting({12}).values);
}

TEST(Transform, Slice) {
  Array result = apply({{Op::slice, {1, 1, 3}, {}}}, {counting({2, 4, 2})});
  EXPECT_THAT(result.shape, ElementsAre(2, 2, 2));
  EXPECT_THAT(result.values, ElementsAre(2, 3, 4, 5, 10, 11, 12, 13));
  EXPECT_THAT(apply({{Op::slice, {0, -2, 4}, {}}}, {counting({4})}).values, ElementsAre(2, 3));
}

TEST(Transform, Join) {
  Array rows = apply({{Op::concat, {0}, {}}}, {counting({1, 2}), counting({2, 2}, 10)});
  EXPECT_THAT(rows.shape, ElementsAre(3, 2));
  EXPECT_THAT(rows.values, ElementsAre(0, 1, 10, 11, 12, 13));
  Array columns = apply({{Op::concat, {1}, {}}}, {counting({2, 1}), counting({2, 2}, 10)});
  EXPECT_THAT(columns.values, ElementsAre(0, 10, 11, 1, 12, 13));
  Array stacked = apply({{Op::stack, {1}, {}}}, {counting({2, 2}), counting({2, 2}, 10)});
  EXPECT_THAT(stacked.shape, ElementsAre(2, 2, 2));
  EXPECT_THAT(stacked.values, ElementsAre(0, 1, 10, 11, 2, 3, 12, 13));
}

TEST(Transform, StepsRunInOrder) {
  Array result = apply({{Op::permute, {1, 0}, {}}, {Op::concat, {0}, {}}, {Op::reshape, {-1}, {}}},
                       {counting({2, 1}), counting({2, 2}, 10)});
  EXPECT_THAT(result.values, ElementsAre(0, 1, 10, 12, 11, 13));
}

TEST(Transform, WhatDoesNotFitIsRefused) {
  EXPECT_NE(refused({{Op::permute, {0, 0}, {}}}, {{2, 3}}).find("does not name each axis of (2, 3) once"),
            std::string::npos);
  refused({{Op::permute, {0}, {}}}, {{2, 3}});
  refused({{Op::permute, {0, 2}, {}}}, {{2, 3}});
  EXPECT_NE(refused({{Op::reshape, {4, 2}, {}}}, {{2, 3}}).find("as many elements"), std::string::npos);
  refused({{Op::reshape, {-1, -1}, {}}}, {{2, 3}});
  refused({{Op::reshape, {4, -1}, {}}}, {{2, 3}});
  refused({{Op::reshape, {INT64_MAX, INT64_MAX}, {}}}, {{2, 3}});
  refused({{Op::slice, {0, 1, 5}, {}}}, {{2, 3}});
  refused({{Op::slice, {2, 0, 1}, {}}}, {{2, 3}});
  refused({{Op::slice, {0, 1, 1}, {}}}, {{2, 3}});
  refused({{Op::concat, {2}, {}}}, {{2, 3}, {2, 3}});
  refused({{Op::concat, {0}, {}}}, {{2, 3}, {2, 4}});
  refused({{Op::stack, {0}, {}}}, {{2, 3}, {3, 3}});
  EXPECT_NE(refused({}, {{2}, {2}}).find("no `concat` or `stack`"), std::string::npos);
}

Value number(std::int64_t n) { return Value(n); }

TEST(ParseTransforms, ReadsEveryKind) {
  Diagnostics diagnostics;
  std::vector<Value> list = {
      Value(Value::Object{{"permute", Value::List{number(1), number(0)}, {}}}),
      Value(Value::Object{{"slice", Value::List{number(0), number(0), number(5)}, {}}}),
      Value(Value::Object{{"concat", number(1), {}}}),
      Value(Value::Object{{"tie", Value("lm_head/kernel"), {}}}),
      Value(Value::Object{{"alias", Value::List{Value("a"), Value("b")}, {}}}),
  };
  std::optional<std::vector<Transform>> steps = parse_transforms(list, diagnostics);
  ASSERT_TRUE(steps) << diagnostics.text();
  ASSERT_EQ(steps->size(), 5u);
  EXPECT_EQ((*steps)[0].op, Op::permute);
  EXPECT_THAT((*steps)[1].numbers, ElementsAre(0, 0, 5));
  EXPECT_EQ((*steps)[2].op, Op::concat);
  EXPECT_THAT((*steps)[3].names, ElementsAre("lm_head/kernel"));
  EXPECT_THAT((*steps)[4].names, ElementsAre("a", "b"));
}

TEST(ParseTransforms, RefusesWhatIsMalformed) {
  std::vector<Value> bad = {
      Value("permute"),
      Value(Value::Object{}),
      Value(Value::Object{{"permutte", Value::List{number(1)}, {}}}),
      Value(Value::Object{{"permute", Value("1"), {}}}),
      Value(Value::Object{{"permute", Value::List{}, {}}}),
      Value(Value::Object{{"slice", Value::List{number(0), number(1)}, {}}}),
      Value(Value::Object{{"concat", Value::List{number(0)}, {}}}),
      Value(Value::Object{{"alias", number(1), {}}}),
  };
  for (const Value& value : bad) {
    Diagnostics diagnostics;
    EXPECT_FALSE(parse_transforms({value}, diagnostics)) << to_json(value);
    ASSERT_EQ(diagnostics.list().size(), 1u);
    EXPECT_EQ(diagnostics.list()[0].kind, Kind::checkpoint_transform);
  }
}

}  // namespace
}  // namespace specimen::gen
