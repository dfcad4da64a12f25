#include "spec/argument.h"

#include "spec/spec_support.h"

namespace specimen::gen {
namespace {

using testing::ElementsAre;

TEST(ArgumentType, TextReadsBack) {
  for (const char* text : {"int", "float", "bool", "string", "block", "dim", "any", "list", "object", "int | list[int]",
                           "list[list[int] | int]", "list[object]"}) {
    std::optional<ArgumentType> type = ArgumentType::parse(text);
    ASSERT_TRUE(type) << text;
    EXPECT_EQ(type->text(), text);
  }
  EXPECT_EQ(ArgumentType::parse("  int|list[ int ]")->text(), "int | list[int]");
  for (const char* text : {"", "integer", "int |", "| int", "list[", "list[]", "int[3]", "Int", "int int",
                           "list[list[list[list[list[list[list[list[list[list[int]]]]]]]]]]"}) {
    std::string failure;
    EXPECT_FALSE(ArgumentType::parse(text, &failure)) << text;
    EXPECT_FALSE(failure.empty());
  }
}

TEST(ArgumentType, Takes) {
  auto takes = [](const char* type, const Value& value) { return ArgumentType::parse(type)->takes(value); };
  EXPECT_TRUE(takes("int", 3));
  EXPECT_FALSE(takes("int", 3.0));
  EXPECT_FALSE(takes("int", true));
  EXPECT_TRUE(takes("float", 3));
  EXPECT_FALSE(takes("float", "3"));
  EXPECT_TRUE(takes("dim", Value(Dim::symbol("b"))));
  EXPECT_FALSE(takes("int", Value(Dim::symbol("b"))));
  EXPECT_TRUE(takes("list[float]", Value(Value::List{1, 2.5})));
  EXPECT_FALSE(takes("list[int]", Value(Value::List{1, 2.5})));
  EXPECT_TRUE(takes("list", Value(Value::List{1, "a"})));
  EXPECT_TRUE(takes("list[int]", Value(Value::List{})));
  EXPECT_TRUE(takes("int | string", "a"));
  EXPECT_FALSE(takes("int | string", Value()));
  EXPECT_TRUE(takes("any", Value()));
}

TEST(Argument, IntsBecomeFloatsWhereOnlyThoseAreTaken) {
  Diagnostics d;
  Argument scale = Argument::needed("scale", "float | list[float]");
  EXPECT_EQ(to_json(*check_argument(scale, Value(3), "L", nullptr, d)), "3.0");
  EXPECT_EQ(to_json(*check_argument(scale, Value(Value::List{1, 2.5}), "L", nullptr, d)), "[1.0, 2.5]");
  EXPECT_EQ(to_json(*check_argument(Argument::needed("n", "int | float"), Value(3), "L", nullptr, d)), "3");
  EXPECT_FALSE(d.has_errors());
}

TEST(Argument, NullOnlyWhereItIsTaken) {
  Diagnostics d;
  EXPECT_TRUE(check_argument(Argument::with_default("a", "string", Value()), Value(), "L", nullptr, d));
  EXPECT_TRUE(check_argument(Argument::needed("a", "string").or_null(), Value(), "L", nullptr, d));
  EXPECT_FALSE(check_argument(Argument::needed("a", "string"), Value(), "L", nullptr, d));
  EXPECT_THAT(kinds(d), ElementsAre("argument_wrong_type"));
}

TEST(Argument, RangesAndChoices) {
  Diagnostics d;
  Argument rate = Argument::needed("rate", "float").at_least(0).at_most(1);
  EXPECT_TRUE(check_argument(rate, Value(0), "L", nullptr, d));
  EXPECT_TRUE(check_argument(rate, Value(1.0), "L", nullptr, d));
  EXPECT_FALSE(check_argument(rate, Value(1.01), "L", nullptr, d));
  EXPECT_FALSE(check_argument(rate, Value(-0.5), "L", nullptr, d));
  Argument order = Argument::needed("order", "int | string").one_of({Value(1), Value("inf")});
  EXPECT_TRUE(check_argument(order, Value(1), "L", nullptr, d));
  EXPECT_FALSE(check_argument(order, Value("fro"), "L", nullptr, d));
  EXPECT_THAT(kinds(d), ElementsAre("argument_out_of_range", "argument_out_of_range", "argument_not_a_choice"));
  EXPECT_THAT(d.text(), testing::HasSubstr("`rate` of L is at most 1, not 1.01"));
  EXPECT_THAT(d.text(), testing::HasSubstr("`order` of L is one of 1, \"inf\", not \"fro\""));
}

TEST(LayerTable, FindsByName) {
  EXPECT_EQ(test_layers().find("Dense")->arguments[0].name, "units");
  EXPECT_EQ(test_layers().find("dense"), nullptr);
  std::vector<const LayerInfo*> all = test_layers().all();
  EXPECT_TRUE(
      std::is_sorted(all.begin(), all.end(), [](const LayerInfo* a, const LayerInfo* b) { return a->name < b->name; }));
}

}  // namespace
}  // namespace specimen::gen
