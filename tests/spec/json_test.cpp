#include "spec/json.h"

#include "spec/spec_support.h"

namespace specimen::gen {
namespace {

using testing::ElementsAre;

struct Parsed {
  explicit Parsed(std::string text, JsonLimits limits = {}) : file("t.json", std::move(text)) {
    value = parse_json(file, diagnostics, limits);
  }
  SourceFile file;
  Diagnostics diagnostics;
  std::optional<Value> value;

  std::string at(const Span& span) const { return file.text().substr(span.begin, span.end - span.begin); }
};

TEST(Json, EveryValueAndKeyHasItsSpan) {
  Parsed p(
      "\xEF\xBB\xBF// head, {\"a\": 1}\n{ \"a\" :-12.5e3, /* , : */ \"b\"\n:[true,false , "
      "null,\"x\\ny\"],\"c\":{\"d\":[]},\"e\":7}");
  ASSERT_TRUE(p.value) << p.diagnostics.text();
  const Value& root = *p.value;
  ASSERT_EQ(root.object().size(), 4u);
  EXPECT_EQ(p.at(root.span)[0], '{');
  EXPECT_EQ(p.at(root.span).back(), '}');
  EXPECT_EQ(p.at(root.object()[0].key_span), "\"a\"");
  EXPECT_EQ(p.at(root.find("a")->span), "-12.5e3");
  EXPECT_EQ(root.find("a")->number(), -12500.0);
  const Value& list = *root.find("b");
  EXPECT_EQ(p.at(list.span), "[true,false , null,\"x\\ny\"]");
  EXPECT_EQ(p.at(list.list()[0].span), "true");
  EXPECT_EQ(p.at(list.list()[1].span), "false");
  EXPECT_EQ(p.at(list.list()[2].span), "null");
  EXPECT_EQ(p.at(list.list()[3].span), "\"x\\ny\"");
  EXPECT_EQ(list.list()[3].text(), "x\ny");
  EXPECT_EQ(p.at(root.find("c")->find("d")->span), "[]");
  EXPECT_EQ(p.at(root.find("e")->span), "7");
  EXPECT_EQ(p.at(root.object()[3].key_span), "\"e\"");
}

TEST(Json, NumbersKeepTheirKind) {
  Parsed p("[0, -9223372036854775808, 9223372036854775807, 1.0, 1e2]");
  ASSERT_TRUE(p.value);
  EXPECT_EQ(to_json(*p.value), "[0, -9223372036854775808, 9223372036854775807, 1.0, 100.0]");
  EXPECT_TRUE(p.value->list()[3].is(Value::Kind::number));
}

TEST(Json, PlacesInsideOfStrings) {
  Parsed p(R"(["a\n\u00e9\ud83d\ude00b\"c"])");
  ASSERT_TRUE(p.value);
  LocatedText text(p.value->list()[0]);
  std::size_t b = text.text().find('b');
  EXPECT_EQ(p.at(text.at(b, b + 1)), "b");
  EXPECT_EQ(p.at(text.at(b + 1, b + 2)), "\\\"");
  EXPECT_EQ(p.at(text.at(1, 2)), "\\n");
  EXPECT_EQ(p.at(text.at(2, 4)), "\\u00e9");
  EXPECT_EQ(p.at(text.at(text.text().size() - 1, 1000)), "c");
}

struct BadCase {
  const char *text, *kind, *at;
};

TEST(Json, BadTextGivesADiagnosticAtThePlace) {
  const BadCase cases[] = {
      {"", "json_syntax", ""},
      {"   ", "json_syntax", nullptr},
      {"{", "json_syntax", "{"},
      {"[1, 2", "json_syntax", "2"},
      {"{\"a\": 1,}", "json_syntax", "}"},
      {"{\"a\" 1}", "json_syntax", "1"},
      {"[1,,2]", "json_syntax", ","},
      {"[1] 2", "json_syntax", "2"},
      {"\"open", "json_syntax", "\"open"},
      {"[01]", "json_syntax", "01"},
      {"{'a': 1}", "json_syntax", "'"},
      {"[tru]", "json_syntax", "tru]"},
      {"[1 /* open", "json_syntax", ""},
      {"[NaN]", "json_not_finite", "NaN"},
      {"{\"a\": -Infinity}", "json_not_finite", "-Infinity"},
      {"[1e999]", "json_number_range", "1e999"},
      {"[9223372036854775808]", "json_integer_range", "9223372036854775808"},
      {"[ -99999999999999999999]", "json_integer_range", "-99999999999999999999"},
      {"{\"a\": 1, \"b\": 2, \"a\": {\"c\": 3}}", "json_duplicate_key", "\"a\""},
      {"[\"\xff\"]", "json_encoding", "\xff"},
      {"[\"\xc3(\"]", "json_encoding", nullptr},
      {"[\"\\ud800\"]", "json_syntax", nullptr},
      {"[\"a\nb\"]", "json_syntax", nullptr},
  };
  for (const BadCase& c : cases) {
    Parsed p(c.text);
    EXPECT_FALSE(p.value) << c.text;
    ASSERT_THAT(kinds(p.diagnostics), ElementsAre(c.kind)) << c.text << "\n" << p.diagnostics.text();
    if (c.at && *c.at) {
      EXPECT_EQ(pointed(p.diagnostics), c.at) << c.text << "\n" << p.diagnostics.text();
    }
  }
}

TEST(Json, EveryTruncationIsRefusedWithoutACrash) {
  std::string text = "{\"a\": [1, 2.5, \"x\\u00e9\", {\"b\": null}], /* c */ \"d\": true} ";
  for (std::size_t size = 0; size + 2 < text.size(); ++size) {
    Parsed p(text.substr(0, size));
    EXPECT_FALSE(p.value) << size;
    EXPECT_EQ(p.diagnostics.errors(), 1) << size;
  }
}

TEST(Json, DeepAndHugeTextsMeetLimits) {
  Parsed deep(std::string(200000, '['));
  EXPECT_THAT(kinds(deep.diagnostics), ElementsAre("json_too_deep"));
  Parsed mixed([] {
    std::string text;
    for (int i = 0; i < 100000; ++i) text += "{\"a\":[";
    return text;
  }());
  EXPECT_THAT(kinds(mixed.diagnostics), ElementsAre("json_too_deep"));
  JsonLimits small;
  small.bytes = 10;
  Parsed huge("[1, 2, 3, 4, 5]", small);
  EXPECT_THAT(kinds(huge.diagnostics), ElementsAre("file_too_large"));
  JsonLimits shallow;
  shallow.depth = 2;
  EXPECT_TRUE(Parsed("[[1]]", shallow).value);
  EXPECT_FALSE(Parsed("[[[]]]", shallow).value);
}

TEST(Json, ManyKeysAreReadInLinearTime) {
  std::string text = "{";
  for (int i = 0; i < 50000; ++i) text += "\"k" + std::to_string(i) + "\": 1,";
  text.back() = '}';
  Parsed p(text);
  ASSERT_TRUE(p.value);
  EXPECT_EQ(p.value->object().size(), 50000u);
}

TEST(Value, JsonTextReadsBack) {
  std::string text = R"({"a": [1, -0.5, 1e-07, "q\"\\\n\u0001", null, true], "b": {}, "c": []})";
  Parsed p(text);
  ASSERT_TRUE(p.value);
  Parsed again(to_json(*p.value));
  ASSERT_TRUE(again.value) << again.diagnostics.text();
  EXPECT_TRUE(*p.value == *again.value);
  EXPECT_EQ(to_json(*again.value), to_json(*p.value));
}

TEST(Value, AccessOfAnotherKindGivesADefault) {
  Value v("text");
  EXPECT_EQ(v.integer(), 0);
  EXPECT_FALSE(v.boolean());
  EXPECT_TRUE(v.list().empty());
  EXPECT_EQ(v.find("a"), nullptr);
  EXPECT_FALSE(v.dim().valid());
  EXPECT_EQ(Value(3).number(), 3.0);
  EXPECT_TRUE(Value(Dim(7)).is(Value::Kind::integer));
  EXPECT_EQ(to_json(Value(Dim::symbol("batch"))), "\"batch\"");
}

}  // namespace
}  // namespace specimen::gen
