#include "spec/expression.h"

#include "spec/expression_scope.h"
#include "spec/spec_support.h"
#include "spec/template.h"

namespace specimen::gen {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Evaluated {
  explicit Evaluated(const std::string& text) : file("e.json", json_string_of(text)) {
    Diagnostics quiet;
    std::optional<Value> json = parse_json(file, quiet);
    if (!json) return;
    std::optional<Expression> expression = Expression::parse(LocatedText(*json), diagnostics);
    if (expression) value = expression->evaluate(expression_scope(shapes), diagnostics);
  }
  static std::string json_string_of(const std::string& text) { return to_json(Value(text)); }

  ImageShapes shapes;
  SourceFile file;
  Diagnostics diagnostics;
  std::optional<Value> value;
};

struct Row {
  const char *expression, *value;
};
const Row kPython[] = {
#include "python_expressions.inc"
};

TEST(Expression, AgreesWithPython) {
  for (const Row& row : kPython) {
    Evaluated e(row.expression);
    ASSERT_TRUE(e.value) << row.expression << "\n" << e.diagnostics.text();
    EXPECT_EQ(to_json(*e.value), row.value) << row.expression;
  }
}

TEST(Expression, BlockStrings) {
  const Row rows[] = {
      {"fields('r2_k3_s22_e6_i16_o24_se0.25_noskip')",
       R"({"r": 2, "k": 3, "s": 22, "e": 6, "i": 16, "o": 24, "se": 0.25, "noskip": true})"},
      {"fields('k3').k + 1", "4"},
      {"'se' in fields('k3_noskip')", "false"},
      {"fields('e2.5_K07').K", "7"},
  };
  for (const Row& row : rows) {
    Evaluated e(row.expression);
    ASSERT_TRUE(e.value) << row.expression << "\n" << e.diagnostics.text();
    EXPECT_EQ(to_json(*e.value), row.value) << row.expression;
  }
}

TEST(Expression, DimensionsOverSymbols) {
  const Row rows[] = {
      {"batch * 2 + batch", "\"3 * batch\""},
      {"(past + 1) // 2", "\"(past + 1) // 2\""},
      {"(2 * past + 4) // 2", "\"past + 2\""},
      {"past % 1", "0"},
      {"input.shape[0]", "\"batch\""},
      {"input.shape[3] // 4", "16"},
      {"conv.shape[1:3]", "[56, 56]"},
      {"len(input.shape)", "4"},
      {"batch + 1 > batch", "true"},
      {"batch == batch", "true"},
      {"batch + 1 != batch", "true"},
      {"max(batch, batch + 2)", "\"batch + 2\""},
      {"sum([batch, 1, batch])", "\"2 * batch + 1\""},
      {"batch in [batch]", "true"},
      {"-batch", "\"-batch\""},
      {"batch - batch", "0"},
      {"[batch, 1].index(1 + batch - batch) if false else 0", "0"},
  };
  for (const Row& row : rows) {
    Evaluated e(row.expression);
    ASSERT_TRUE(e.value) << row.expression << "\n" << e.diagnostics.text();
    EXPECT_EQ(to_json(*e.value), row.value) << row.expression;
  }
}

struct BadCase {
  const char *expression, *kind, *at;
};

TEST(Expression, MistakesAreReportedAtTheirPlace) {
  const BadCase cases[] = {
      {"", "expression_syntax", ""},
      {"1 +", "expression_syntax", ""},
      {"1 2", "expression_syntax", "2"},
      {"(1", "expression_syntax", ""},
      {"[1, 2", "expression_syntax", ""},
      {"[1 2]", "expression_syntax", "2"},
      {"n = 3", "expression_syntax", "="},
      {"2 ** 3", "expression_syntax", "*"},
      {"1 if flag", "expression_syntax", ""},
      {"if", "expression_syntax", "if"},
      {"'open", "expression_syntax", "'"},
      {"'a\\q'", "expression_syntax", nullptr},
      {"12abc", "expression_syntax", "abc"},
      {"blocks[]", "expression_syntax", "]"},
      {"n.", "expression_syntax", ""},
      {"{1: 2}", "expression_syntax", "1"},
      {"{'a' 2}", "expression_syntax", "2"},
      {"$", "expression_syntax", "$"},
      {"a; b", "expression_syntax", ";"},
      {"__import__('os')", "expression_unknown_function", "__import__"},
      {"lenn(blocks)", "expression_unknown_function", "lenn"},
      {"blocs", "expression_unknown_name", "blocs"},
      {"1 + True", "expression_unknown_name", "True"},
      {"conv + 1", "expression_unknown_name", "conv"},
      {"cnv.shape", "expression_unknown_name", "cnv"},
      {"n.shape", "expression_unknown_member", "n.shape"},
      {"items[0]['naem']", "expression_unknown_member", "'naem'"},
      {"items[0].nmae", "expression_unknown_member", "items[0].nmae"},
      {"blocks.count(3)", "expression_unknown_member", "blocks.count(3)"},
      {"1 + 'a'", "expression_type", "1 + 'a'"},
      {"true + 1", "expression_type", "true + 1"},
      {"[1] * 2", "expression_type", "[1] * 2"},
      {"'a' * 3", "expression_type", "'a' * 3"},
      {"null + 1", "expression_type", "null + 1"},
      {"-'a'", "expression_type", "-'a'"},
      {"1 < 'a'", "expression_type", "1 < 'a'"},
      {"1 in 2", "expression_type", "1 in 2"},
      {"1 and true", "expression_type", "1"},
      {"not n", "expression_type", "n"},
      {"1 if n else 2", "expression_type", "n"},
      {"n[0]", "expression_type", "n[0]"},
      {"n[0:1]", "expression_type", "n[0:1]"},
      {"blocks['a']", "expression_type", "'a'"},
      {"blocks[x:]", "expression_type", "x"},
      {"items[0][1]", "expression_type", "1"},
      {"len(3)", "expression_type", "3"},
      {"range(2.5)", "expression_type", "2.5"},
      {"ceil('a')", "expression_type", "'a'"},
      {"int('x')", "expression_type", "'x'"},
      {"int([1])", "expression_type", "[1]"},
      {"str([1])", "expression_type", "[1]"},
      {"sum(3)", "expression_type", "3"},
      {"sum(['a'])", "expression_type", "sum(['a'])"},
      {"min('a', 'b')", "expression_type", "min('a', 'b')"},
      {"max(3)", "expression_type", "3"},
      {"round_to('a', 8)", "expression_type", "'a'"},
      {"fields(3)", "expression_type", "3"},
      {"fields('r2__k3')", "expression_type", "'r2__k3'"},
      {"fields('2r')", "expression_type", "'2r'"},
      {"fields('k3x')", "expression_type", "'k3x'"},
      {"fields('se.25')", "expression_type", "'se.25'"},
      {"fields('se0.2.5')", "expression_type", "'se0.2.5'"},
      {"fields('se0.')", "expression_type", "'se0.'"},
      {"fields('k3_k5')", "expression_type", "'k3_k5'"},
      {"fields('k9999999999999999999')", "expression_type", nullptr},
      {"round_to(1, 8.5)", "expression_type", "8.5"},
      {"round_to(1, -8)", "expression_type", "-8"},
      {"s.index('a')", "expression_type", "s.index('a')"},
      {"len()", "expression_arguments", "len()"},
      {"len(blocks, 1)", "expression_arguments", "len(blocks, 1)"},
      {"range(1, 2, 3, 4)", "expression_arguments", "range(1, 2, 3, 4)"},
      {"min()", "expression_arguments", "min()"},
      {"blocks.index()", "expression_arguments", "blocks.index()"},
      {"9223372036854775807 + 1", "expression_overflow", "9223372036854775807 + 1"},
      {"9223372036854775808", "expression_overflow", "9223372036854775808"},
      {"-9223372036854775807 - 2", "expression_overflow", nullptr},
      {"4611686018427387904 * 2", "expression_overflow", nullptr},
      {"(-9223372036854775807 - 1) // -1", "expression_overflow", nullptr},
      {"1e999", "expression_overflow", "1e999"},
      {"1e308 * 10", "expression_overflow", "1e308 * 10"},
      {"int(1e30)", "expression_overflow", "int(1e30)"},
      {"ceil(9.3e18)", "expression_overflow", nullptr},
      {"int('99999999999999999999')", "expression_overflow", nullptr},
      {"round_to(1e300, 8)", "expression_overflow", nullptr},
      {"batch * 4611686018427387904 * 4", "expression_overflow", nullptr},
      {"1 // 0", "expression_division_by_zero", "1 // 0"},
      {"1 % 0", "expression_division_by_zero", nullptr},
      {"1 / 0", "expression_division_by_zero", nullptr},
      {"x // 0.0", "expression_division_by_zero", nullptr},
      {"x % 0", "expression_division_by_zero", nullptr},
      {"batch // 0", "expression_division_by_zero", nullptr},
      {"range(1, 2, 0)", "expression_division_by_zero", "0"},
      {"blocks[::0]", "expression_division_by_zero", nullptr},
      {"round_to(1, 0)", "expression_division_by_zero", "0"},
      {"blocks[4]", "expression_index", "4"},
      {"blocks[-5]", "expression_index", "-5"},
      {"s[9]", "expression_index", "9"},
      {"blocks.index(9)", "expression_index", "blocks.index(9)"},
      {"min([])", "expression_index", "min([])"},
      {"range(1000000)", "expression_too_large", nullptr},
      {"range(0, 9223372036854775807, 1)", "expression_too_large", nullptr},
      {"range(60000) + range(60000)", "expression_too_large", nullptr},
      {"[range(60000), range(60000)]", "expression_too_large", nullptr},
      {"{'a': range(60000), 'b': range(60000)}", "expression_too_large", nullptr},
      {"batch < past", "expression_symbolic", "batch < past"},
      {"batch == 1", "expression_symbolic", nullptr},
      {"batch in [1]", "expression_symbolic", nullptr},
      {"[1].index(batch)", "expression_symbolic", nullptr},
      {"batch / 2", "expression_symbolic", nullptr},
      {"range(batch)", "expression_symbolic", "batch"},
      {"blocks[batch]", "expression_symbolic", "batch"},
      {"blocks[batch:]", "expression_symbolic", "batch"},
      {"not batch", "expression_symbolic", "batch"},
      {"str(batch)", "expression_symbolic", "batch"},
      {"max(batch, past)", "expression_symbolic", nullptr},
      {"{'a': 1, 'a': 2}", "json_duplicate_key", "'a'"},
  };
  for (const BadCase& c : cases) {
    Evaluated e(c.expression);
    EXPECT_FALSE(e.value) << c.expression << " gives " << (e.value ? to_json(*e.value) : "");
    ASSERT_THAT(kinds(e.diagnostics), ElementsAre(c.kind)) << c.expression << "\n" << e.diagnostics.text();
    if (c.at) {
      EXPECT_EQ(pointed(e.diagnostics), c.at) << c.expression << "\n" << e.diagnostics.text();
    }
  }
}

TEST(Expression, ShortCircuitsLikePython) {
  EXPECT_TRUE(Evaluated("false and 1 // 0 == 0").value);
  EXPECT_TRUE(Evaluated("true or 1 // 0 == 0").value);
  EXPECT_TRUE(Evaluated("1 if true else 1 // 0").value);
  EXPECT_TRUE(Evaluated("2 < 1 < 1 // 0").value);
}

TEST(Expression, SuggestsTheNearestName) {
  EXPECT_THAT(Evaluated("blocs").diagnostics.text(), HasSubstr("did you mean `blocks`?"));
  EXPECT_THAT(Evaluated("lenn(blocks)").diagnostics.text(), HasSubstr("did you mean `len`?"));
  EXPECT_THAT(Evaluated("True").diagnostics.text(), HasSubstr("did you mean `true`?"));
  EXPECT_THAT(Evaluated("conv").diagnostics.text(), HasSubstr("its shape is `conv.shape`"));
  EXPECT_THAT(Evaluated("cnv.shape").diagnostics.text(), HasSubstr("did you mean `conv`?"));
}

TEST(Expression, HostileTextsMeetLimits) {
  auto kind = [](const std::string& text) { return kinds(Evaluated(text).diagnostics); };
  EXPECT_THAT(kind(std::string(5000, ' ') + "1"), ElementsAre("expression_too_long"));
  EXPECT_THAT(kind(std::string(4000, '(')), ElementsAre("expression_too_deep"));
  EXPECT_THAT(kind(std::string(4000, '[')), ElementsAre("expression_too_deep"));
  EXPECT_THAT(kind(std::string(4000, '-') + "1"), ElementsAre("expression_too_deep"));
  std::string nots, sums = "1", chain = "n";
  for (int i = 0; i < 900; ++i) nots += "not ", sums += "+1", chain += ".a";
  EXPECT_THAT(kind(nots + "true"), ElementsAre("expression_too_deep"));
  EXPECT_THAT(kind(sums), ElementsAre("expression_too_deep"));
  EXPECT_THAT(kind(chain), ElementsAre("expression_too_deep"));
  EXPECT_EQ(to_json(*Evaluated("1" + sums.substr(1, 600)).value), "301");
}

std::string evaluate_name(const std::string& text, const Scope& scope, Diagnostics& diagnostics) {
  static Sources sources;
  const SourceFile* file = sources.add("n.json", to_json(Value(text)));
  std::optional<Value> json = parse_json(*file, diagnostics);
  std::optional<Template> compiled = Template::name(*json, diagnostics);
  std::optional<Value> value = compiled ? compiled->evaluate(scope, diagnostics) : std::nullopt;
  return value ? value->text() : "failed";
}

TEST(Template, NamesInterpolate) {
  Scope scope;
  scope.set("i", Value(2));
  scope.set("part", Value("b"));
  Diagnostics d;
  EXPECT_EQ(evaluate_name("conv{i+2}_block{i}", scope, d), "conv4_block2");
  EXPECT_EQ(evaluate_name("x{1 + ['a', 'b', 'c'].index(part)}_conv/kernel", scope, d), "x2_conv/kernel");
  EXPECT_EQ(evaluate_name("{{i}} {'}' + part}", scope, d), "{i} }b");
  EXPECT_EQ(evaluate_name("{ {'k': part}['k'] }", scope, d), "b");
  EXPECT_EQ(evaluate_name("={i}", scope, d), "failed");
  EXPECT_EQ(evaluate_name("='p' + str(i)", scope, d), "p2");
  EXPECT_EQ(evaluate_name("==x", scope, d), "=x");
  EXPECT_EQ(evaluate_name("{i == 2}", scope, d), "true");
  EXPECT_EQ(d.errors(), 1);
}

TEST(Template, BracesThatAreNoExpression) {
  Scope scope;
  for (const char* text : {"a{", "a}", "a{}", "a{1", "a{1 2}", "{'x}", "{[1}"}) {
    Diagnostics d;
    EXPECT_EQ(evaluate_name(text, scope, d), "failed") << text;
    EXPECT_THAT(kinds(d), ElementsAre("expression_syntax")) << text << d.text();
  }
  Diagnostics d;
  EXPECT_EQ(evaluate_name("a{[1]}", scope, d), "failed");
  EXPECT_EQ(evaluate_name("a{null}", scope, d), "failed");
  EXPECT_THAT(kinds(d), ElementsAre("expression_type", "expression_type"));
}

TEST(Template, ValuesAreEvaluatedAtEveryDepth) {
  Sources sources;
  Diagnostics d;
  const SourceFile* file =
      sources.add("v.json", R"({"a": "=n + 1", "b": [1, "=[n]", "==lit"], "c": {"d": "plain {n}"}})");
  std::optional<Template> compiled = Template::value(*parse_json(*file, d), d);
  ASSERT_TRUE(compiled);
  EXPECT_FALSE(compiled->constant());
  Scope scope;
  scope.set("n", Value(1));
  EXPECT_EQ(to_json(*compiled->evaluate(scope, d)), R"({"a": 2, "b": [1, [1], "=lit"], "c": {"d": "plain {n}"}})");
  const SourceFile* plain = sources.add("c.json", R"([1, {"a": "==b"}])");
  std::optional<Template> constant = Template::value(*parse_json(*plain, d), d);
  EXPECT_TRUE(constant->constant());
  EXPECT_EQ(to_json(constant->constant_value()), R"([1, {"a": "=b"}])");
  EXPECT_FALSE(d.has_errors());
}

TEST(RoundTo, NeverBelowNinetyPercent) {
  for (int v = 1; v < 3000; ++v)
    for (int divisor : {1, 4, 8, 32}) {
      std::int64_t r = *round_to(v * 0.37, divisor, divisor);
      EXPECT_GE(static_cast<double>(r), 0.9 * v * 0.37);
      EXPECT_EQ(r % divisor, 0);
    }
  EXPECT_FALSE(round_to(1e300, 8, 8));
  EXPECT_FALSE(round_to(10, 0, 8));
}

}  // namespace
}  // namespace specimen::gen
