#include "base/dim.h"

#include <gtest/gtest.h>

#include <random>

namespace specimen::gen {
namespace {

Dim dim(const char* text) {
  Dim::Failure failure;
  std::optional<Dim> result = Dim::parse(text, &failure);
  EXPECT_TRUE(result) << text << ": " << failure.message;
  return result.value_or(Dim::invalid());
}

TEST(Dim, EqualExpressionsHaveOneForm) {
  const char* pairs[][2] = {
      {"b + a", "a + b"},
      {"2 * (a + 3) - a", "a + 6"},
      {"a - a", "0"},
      {"(a + b) * (a - b)", "a * a - b * b"},
      {"(2 * a + 5) // 2", "a + 2"},
      {"(a + 3) // 2", "(a + 1) // 2 + 1"},
      {"(4 * a + 3) // 6", "(2 * a + 1) // 3"},
      {"(a // 2) // 3", "a // 6"},
      {"(a // 2 + 1) // 2", "(a + 2) // 4"},
      {"a // -2", "(-a) // 2"},
      {"(a * b) // b", "a"},
      {"(6 * a * b) // (2 * a)", "3 * b"},
      {"(a + b) // (a + b)", "1"},
      {"(2 * a + 2 * b) // (a + b)", "2"},
      {"a % 1", "0"},
      {"(6 * a + 5) % 3", "2"},
      {"a % 4 + 4 * (a // 4)", "a"},
      {"7 // 2 - 7 % 2", "2"},
      {"-7 // 2", "-4"},
      {"--a", "a"},
  };
  for (auto& [left, right] : pairs) EXPECT_EQ(dim(left), dim(right)) << left << " is " << dim(left).text();
  EXPECT_FALSE(dim("a // 2 * 2") == dim("a"));
  EXPECT_FALSE(dim("a") == dim("b"));
}

TEST(Dim, PrintsForPeople) {
  EXPECT_EQ(dim("sequence * batch").text(), "batch * sequence");
  EXPECT_EQ(dim("tokens + past").text(), "past + tokens");
  EXPECT_EQ(dim("(h + 1) // 2").text(), "(h + 1) // 2");
  EXPECT_EQ(dim("3 * (h // 2) - 1").text(), "3 * (h // 2) - 1");
  EXPECT_EQ(dim("-(h // 2)").text(), "-1 * (h // 2)");
  EXPECT_EQ(dim("-a - 2").text(), "-a - 2");
  EXPECT_EQ(Dim(0).text(), "0");
  EXPECT_EQ(Dim::invalid().text(), "invalid");
  EXPECT_EQ(to_string(std::vector<Dim>{Dim::symbol("batch"), 56, 56}), "(batch, 56, 56)");
}

// The oracle: plain integer arithmetic on the same random expression.
struct Random {
  explicit Random(unsigned seed) : engine(seed) {}
  std::mt19937 engine;
  std::int64_t a = 0, b = 0, c = 0;

  int below(int n) { return static_cast<int>(engine() % static_cast<unsigned>(n)); }
  static std::int64_t floor_div(std::int64_t x, std::int64_t y) {
    return x / y - (x % y != 0 && (x % y < 0) != (y < 0));
  }

  std::pair<Dim, std::int64_t> expression(int depth) {
    if (depth == 0) {
      switch (below(5)) {
        case 0:
          return {Dim::symbol("a"), a};
        case 1:
          return {Dim::symbol("b"), b};
        case 2:
          return {Dim::symbol("c"), c};
        default: {
          int value = below(19) - 9;
          return {Dim(value), value};
        }
      }
    }
    auto [x, xv] = expression(depth - 1);
    if (below(3) == 0) {
      int divisor = below(2) ? below(7) + 1 : -below(7) - 1;
      if (below(2)) return {Dim::floor_divide(x, Dim(divisor)), floor_div(xv, divisor)};
      return {Dim::modulo(x, Dim(divisor)), xv - divisor * floor_div(xv, divisor)};
    }
    auto [y, yv] = expression(below(depth));
    switch (below(4)) {
      case 0:
        return {x + y, xv + yv};
      case 1:
        return {x - y, xv - yv};
      case 2:
        return {x * y, xv * yv};
      default:
        return yv == 0 || !y.valid() || y == 0
                   ? std::pair<Dim, std::int64_t>{x, xv}
                   : std::pair<Dim, std::int64_t>{Dim::floor_divide(x, y), floor_div(xv, yv)};
    }
  }
};

TEST(Dim, EvaluatesAsIntegersDo) {
  for (unsigned seed = 0; seed < 3000; ++seed) {
    Random random(seed);
    random.a = random.below(50) + 1, random.b = random.below(9) + 1, random.c = random.below(300) + 1;
    Dim::Bindings bindings = {{"a", random.a}, {"b", random.b}, {"c", random.c}};
    auto [expression, value] = random.expression(4);
    if (!expression.valid()) continue;
    std::optional<std::int64_t> result = expression.evaluate(bindings);
    ASSERT_TRUE(result) << seed << ": " << expression.text();
    EXPECT_EQ(*result, value) << seed << ": " << expression.text();

    std::optional<Dim> again = Dim::parse(expression.text());
    if (expression.text().size() < 1000) {
      ASSERT_TRUE(again) << expression.text();
      EXPECT_EQ(*again, expression) << expression.text();
      EXPECT_EQ(again->text(), expression.text());
    }
    std::map<std::string, Dim> numbers = {{"a", Dim(random.a)}, {"b", Dim(random.b)}, {"c", Dim(random.c)}};
    EXPECT_EQ(expression.substitute(numbers), Dim(value)) << seed << ": " << expression.text();
    std::optional<std::int64_t> bound = expression.maximum({{"a", 50}, {"b", 9}, {"c", 300}});
    if (bound) {
      EXPECT_GE(*bound, value) << seed << ": " << expression.text();
    }
  }
}

TEST(Dim, MaximumIsExactWhereTheExpressionRises) {
  Dim::Bindings maxima = {{"batch", 8}, {"h", 225}};
  EXPECT_EQ(dim("batch * ((h + 1) // 2) + 3").maximum(maxima), 8 * 113 + 3);
  EXPECT_EQ(dim("h - batch").maximum(maxima), 225);
  EXPECT_EQ(dim("h // batch").maximum(maxima), 225);
  EXPECT_EQ(dim("other").maximum(maxima), std::nullopt);
  EXPECT_EQ(dim("h * h * 9223372036854775").maximum(maxima), std::nullopt);
}

TEST(Dim, OverflowIsInvalidAndStaysSo) {
  Dim big(INT64_MAX);
  EXPECT_FALSE((big + 1).valid());
  EXPECT_FALSE((big * 2).valid());
  EXPECT_FALSE((-big - 2).valid());
  EXPECT_FALSE(Dim(INT64_MIN).valid());
  EXPECT_FALSE((Dim::symbol("a") * big + Dim::symbol("a")).valid());
  EXPECT_FALSE(((big + 1) - big).valid());
  EXPECT_FALSE(Dim::floor_divide(1, 0).valid());
  EXPECT_FALSE(Dim::floor_divide(big + 1, 2).valid());
  EXPECT_EQ((Dim::symbol("a") * big).evaluate({{"a", 2}}), std::nullopt);
  EXPECT_EQ(Dim::symbol("a").evaluate({}), std::nullopt);
  EXPECT_EQ(Dim::floor_divide(1, Dim::symbol("a")).evaluate({{"a", 0}}), std::nullopt);
}

TEST(Dim, GrowthMeetsLimits) {
  Dim product(1);
  for (int i = 0; i < 40; ++i) product = product * (Dim::symbol("s" + std::to_string(i)) + 1);
  EXPECT_FALSE(product.valid());
  Dim tower = Dim::symbol("a");
  for (int i = 0; i < 40; ++i) tower = Dim::floor_divide(Dim::symbol("b"), tower + 1);
  EXPECT_FALSE(tower.valid());
  Dim power = Dim::symbol("a");
  for (int i = 0; i < 10; ++i) power = power * power;
  EXPECT_FALSE(power.valid());
}

TEST(Dim, BadTextSaysWhatAndWhere) {
  struct Case {
    std::string text;
    std::size_t offset;
  };
  for (const Case& c : {Case{"", 0}, Case{"a +", 3}, Case{"a b", 2}, Case{"(a", 2}, Case{"a / 2", 2}, Case{"2a", 1},
                        Case{"a ** 2", 3}, Case{"9223372036854775808", 18}, Case{"$", 0}, Case{"a // 0", 6},
                        Case{std::string(900, '('), 65}, Case{std::string(2000, ' ') + "a", 0}}) {
    Dim::Failure failure;
    EXPECT_FALSE(Dim::parse(c.text, &failure)) << c.text;
    EXPECT_FALSE(failure.message.empty());
    EXPECT_EQ(failure.offset, c.offset) << c.text.substr(0, 40) << ": " << failure.message;
  }
}

TEST(Dim, Symbols) {
  EXPECT_EQ(dim("b * a + (c + a) // 2").symbols(), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_TRUE(Dim(3).symbols().empty());
  EXPECT_EQ(dim("h * w").substitute({{"h", dim("2 * k")}}), dim("2 * k * w"));
}

}  // namespace
}  // namespace specimen::gen
