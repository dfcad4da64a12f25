#include "runtime/data/lines.h"

#include <gtest/gtest.h>

#include "datasets/files.h"

namespace specimen_v2::data {
namespace {

Status opened(const std::string& bytes, TextLines* set, bool skip_empty = true) {
  return set->open_memory(bytes.data(), bytes.size(), "a.txt", skip_empty);
}

std::vector<std::string> texts_of(const TextLines& set) {
  std::vector<std::string> texts;
  Example example;
  for (std::int64_t i = 0; i < set.size(); ++i) {
    EXPECT_OK(set.read(i, &example));
    texts.emplace_back(example.find("text")->text());
  }
  return texts;
}

TEST(TextLines, ReadsLinesWithAnyEnd) {
  using Texts = std::vector<std::string>;
  const std::string mark = "\xEF\xBB\xBF";
  TextLines set;
  const std::string unix_text = mark + "one\n\n  \ttwo\n \t\nthree", dos = "one\r\n\r\ntwo\r\n";
  ASSERT_OK(opened(unix_text, &set));
  EXPECT_EQ(texts_of(set), (Texts{"one", "  \ttwo", "three"}));
  EXPECT_EQ(set.place(1), "a.txt, line 3");
  EXPECT_EQ(set.place(2), "a.txt, line 5");
  ASSERT_OK(opened(dos, &set));
  EXPECT_EQ(texts_of(set), (Texts{"one", "two"}));
  ASSERT_OK(opened(dos, &set, false));
  EXPECT_EQ(texts_of(set), (Texts{"one", "", "two"}));
  ASSERT_OK(opened("", &set, false));
  EXPECT_EQ(set.size(), 0);
  const std::string compressed = deflated("a\nb\n");
  ASSERT_OK(opened(compressed, &set));
  EXPECT_EQ(texts_of(set), (Texts{"a", "b"}));
}

TEST(TextLines, ANulIsAnErrorWithItsPlace) {
  TextLines set;
  const std::string bytes("one\ntw\0o\n", 9);
  ASSERT_OK(opened(bytes, &set));
  Example example;
  EXPECT_OK(set.read(0, &example));
  expect_error(set.read(1, &example), StatusCode::data_error, {"a.txt, line 2, column 3: a NUL"});
}

TEST(JsonLines, ReadsEveryKindOfValue) {
  const std::string line =
      R"({ "text" : "a \"b\" \\ \/ \n \u00e9 \u20ac \ud83d\ude00", "yes":true, "no": false, "none": null,
"int": -12, "real": 2.5e-1, "big": 12345678901234567890, "ids": [1, 2, 3], "mixed": [1, 2.5], "flags": [true, false],
"names": ["x", "\ty"], "matrix": [[1, 2, 3], [4, 5, 6]], "empty": [], "two": [[], []], "": 0, "k\u0041": 1 })";
  std::string joined = line;
  for (std::size_t at; (at = joined.find('\n')) != std::string::npos;) joined.erase(at, 1);
  std::string fixed = joined;
  const std::size_t tab = fixed.find("\\ty");
  ASSERT_NE(tab, std::string::npos);
  Example e;
  ASSERT_OK(parse_json_example(fixed, &e));
  EXPECT_EQ(e.find("text")->text(), "a \"b\" \\ / \n \xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80");
  EXPECT_EQ(e.find("yes")->integer(), 1);
  EXPECT_EQ(e.find("no")->integer(), 0);
  EXPECT_EQ(e.find("none"), nullptr);
  EXPECT_EQ(e.find("int")->type, FieldType::i64);
  EXPECT_EQ(e.find("int")->integer(), -12);
  EXPECT_EQ(e.find("real")->number(), 0.25);
  EXPECT_EQ(e.find("big")->type, FieldType::f64);
  EXPECT_EQ(e.find("big")->number(), 12345678901234567890.0);
  EXPECT_EQ(e.find("ids")->count(), 3);
  EXPECT_EQ(e.find("ids")->integer(2), 3);
  EXPECT_EQ(e.find("mixed")->type, FieldType::f64);
  EXPECT_EQ(e.find("mixed")->number(0), 1);
  EXPECT_EQ(e.find("flags")->integer(0), 1);
  EXPECT_EQ(e.find("flags")->integer(1), 0);
  EXPECT_EQ(e.find("names")->text(1), "\ty");
  const Field* matrix = e.find("matrix");
  EXPECT_EQ(matrix->rank, 2);
  EXPECT_EQ(matrix->shape[0], 2);
  EXPECT_EQ(matrix->shape[1], 3);
  EXPECT_EQ(matrix->integer(4), 5);
  EXPECT_EQ(e.find("empty")->rank, 1);
  EXPECT_EQ(e.find("empty")->count(), 0);
  EXPECT_EQ(e.find("two")->rank, 2);
  EXPECT_EQ(e.find("two")->shape[0], 2);
  EXPECT_EQ(e.find("")->integer(), 0);
  EXPECT_EQ(e.find("kA")->integer(), 1);
  ASSERT_OK(parse_json_example("{}", &e));
  EXPECT_TRUE(e.fields().empty());
}

TEST(JsonLines, ErrorsNameLineAndColumn) {
  const std::string bytes = "{\"a\": 1}\n\n{\"a\": 1,}\n";
  JsonLines set;
  ASSERT_OK(set.open_memory(bytes.data(), bytes.size(), "a.jsonl"));
  ASSERT_EQ(set.size(), 2);
  Example example;
  EXPECT_OK(set.read(0, &example));
  expect_error(set.read(1, &example), StatusCode::data_error, {"a.jsonl, line 3, column 9: expected a string"});
}

TEST(JsonLines, WhatIsNoJsonIsAnError) {
  struct Case {
    const char *line, *message;
  };
  const Case cases[] = {
      {"", "column 1: expected a JSON object"},
      {"[1]", "column 1: expected a JSON object"},
      {"{", "column 2: expected a string"},
      {"{\"a\"}", "column 5: expected ':'"},
      {"{\"a\": }", "column 7: expected a value"},
      {"{\"a\": 1 \"b\": 2}", "column 9: expected ',' or '}'"},
      {"{\"a\": 1} x", "column 10: more text"},
      {"{\"a\": 1, \"a\": 2}", "column 10: a name that was there before"},
      {"{\"a\": 01}", "column 8: expected ',' or '}'"},
      {"{\"a\": 1.}", "column 7: expected a value"},
      {"{\"a\": .5}", "column 7: expected a value"},
      {"{\"a\": +5}", "column 7: expected a value"},
      {"{\"a\": 1e}", "column 7: expected a value"},
      {"{\"a\": NaN}", "column 7: expected a value"},
      {"{\"a\": 1e999}", "column 7: a number that no float64 holds"},
      {"{\"a\": tru}", "column 7: expected a value"},
      {"{\"a\": \"x}", "column 10: a string that does not end"},
      {"{\"a\": \"\\x\"}", "an escape that JSON does not have"},
      {"{\"a\": \"\\ud800\"}", "an escape that JSON does not have"},
      {"{\"a\": \"\\udc00\"}", "an escape that JSON does not have"},
      {"{\"a\": \"\\u12\"}", "an escape that JSON does not have"},
      {"{\"a\": \"\t\"}", "a control character"},
      {"{\"a\": [1, \"x\"]}", "column 11: an array of different things"},
      {"{\"a\": [1, true]}", "column 11: an array of different things"},
      {"{\"a\": [1, null]}", "column 11: expected a value"},
      {"{\"a\": [[1], [1, 2]]}", "this array has another size"},
      {"{\"a\": [[1], 2]}", "column 13: a value among arrays"},
      {"{\"a\": [1, [2]]}", "column 11: an array among values"},
      {"{\"a\": [[[]], [1]]}", "a value among arrays"},
      {"{\"a\": [1 2]}", "expected ',' or ']'"},
      {"{\"a\": [1", "expected ',' or ']'"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.line);
    Example example;
    expect_error(parse_json_example(c.line, &example), StatusCode::data_error, {c.message});
  }
  Example example;
  expect_error(parse_json_example("{\"a\": {\"b\": 1}}", &example), StatusCode::unsupported, {"column 7: an object"});
  expect_error(parse_json_example("{\"a\": [[[[[[[[[1]]]]]]]]]}", &example), StatusCode::unsupported,
               {"more than 8 arrays"});
  std::string many = "{\"a\":0";
  for (int i = 0; i < 5000; ++i) many += ",\"" + std::to_string(i) + "\":0";
  expect_error(parse_json_example(many + "}", &example), StatusCode::unsupported, {"over 4096 members"});
}

TEST(JsonLines, EveryTruncatedLineIsAnError) {
  const std::string line = R"({"a": [[1, 2.5], [3, 4]], "b": "x\u00e9", "c": true})";
  Example example;
  ASSERT_OK(parse_json_example(line, &example));
  for (std::size_t size = 0; size < line.size(); ++size) {
    EXPECT_EQ(parse_json_example(std::string_view(line).substr(0, size), &example).code(), StatusCode::data_error);
  }
}

}  // namespace
}  // namespace specimen_v2::data
