#include "runtime/data/csv.h"

#include <gtest/gtest.h>

#include <cmath>

#include "datasets/files.h"

namespace specimen_v2::data {
namespace {

Status opened(const std::string& bytes, const CsvOptions& options, CsvDataset* set) {
  return set->open_memory(bytes.data(), bytes.size(), "a.csv", options);
}

using Rows = std::vector<std::vector<std::string>>;

Rows rows_of(const CsvDataset& set) {
  Rows rows;
  Example example;
  for (std::int64_t i = 0; i < set.size(); ++i) {
    EXPECT_OK(set.read(i, &example));
    rows.emplace_back();
    for (const Field& field : example.fields()) rows.back().emplace_back(field.text());
  }
  return rows;
}

TEST(Csv, ReadsQuotesAndAnyEnds) {
  const std::string expected_end = "\r\n";
  for (const std::string end : {"\n", "\r\n"}) {
    const std::string bytes =
        "\xEF\xBB\xBF"
        "name,\"a, b\"" +
        end + end + "x,\"say \"\"hi\"\"\"" + end + "\"two" + end + "lines\",\"\"" + end + ",\xC3\xA9" + end + "p\"q, r";
    CsvDataset set;
    ASSERT_OK(opened(bytes, {}, &set));
    ASSERT_EQ(set.columns().size(), 2u);
    EXPECT_EQ(set.columns()[1].name, "a, b");
    EXPECT_EQ(rows_of(set), (Rows{{"x", "say \"hi\""}, {"two" + end + "lines", ""}, {"", "\xC3\xA9"}, {"p\"q", " r"}}));
    EXPECT_EQ(set.place(1), "a.csv, line 4");
    EXPECT_EQ(set.place(2), "a.csv, line 6");
  }
}

TEST(Csv, ReadsColumnsByTheirNames) {
  CsvOptions options;
  options.columns = {{"price", FieldType::f32}, {"id", FieldType::i64}, {"note", FieldType::text}};
  const std::string bytes = "id,unused,note,price\n7,x,hello, 2.5 \n-8,y,,+1e3\n";
  CsvDataset set;
  ASSERT_OK(opened(bytes, options, &set));
  Example example;
  ASSERT_OK(set.read(0, &example));
  EXPECT_EQ(example.fields().size(), 3u);
  EXPECT_EQ(example.find("price")->type, FieldType::f32);
  EXPECT_EQ(example.find("price")->number(), 2.5);
  EXPECT_EQ(example.find("id")->integer(), 7);
  EXPECT_EQ(example.find("note")->text(), "hello");
  ASSERT_OK(set.read(1, &example));
  EXPECT_EQ(example.find("price")->number(), 1000);
  EXPECT_EQ(example.find("id")->integer(), -8);
}

TEST(Csv, ReadsTablesWithoutAHeader) {
  CsvOptions options;
  options.header = false;
  options.separator = '\t';
  options.quotes = false;
  const std::string bytes = deflated("a\t\"b\n1\t2\n");
  CsvDataset set;
  ASSERT_OK(opened(bytes, options, &set));
  EXPECT_EQ(rows_of(set), (Rows{{"a", "\"b"}, {"1", "2"}}));
  options.columns = {{"first"}};
  ASSERT_OK(opened(bytes, options, &set));
  EXPECT_EQ(rows_of(set), (Rows{{"a"}, {"1"}}));
  options.columns = {{"first"}, {"second"}, {"third"}};
  expect_error(opened(bytes, options, &set), StatusCode::data_error, {"3 columns are asked for, the first row has 2"});
}

TEST(Csv, EmptyCellsAreNumbersOnlyWhenAllowed) {
  CsvOptions options;
  options.columns = {{"a", FieldType::f64}, {"b", FieldType::i64}};
  const std::string bytes = "a,b\n,\n";
  CsvDataset set;
  Example example;
  ASSERT_OK(opened(bytes, options, &set));
  expect_error(set.read(0, &example), StatusCode::data_error,
               {"a.csv, line 2: column \"a\": expected a number, not \"\""});
  options.columns[0].may_be_empty = options.columns[1].may_be_empty = true;
  ASSERT_OK(opened(bytes, options, &set));
  ASSERT_OK(set.read(0, &example));
  EXPECT_TRUE(std::isnan(example.find("a")->number()));
  EXPECT_EQ(example.find("b")->integer(), 0);
}

TEST(Csv, WhatIsNoNumberIsAnError) {
  CsvOptions options;
  options.header = false;
  CsvDataset set;
  Example example;
  for (const char* cell : {"x", "1x", "1 2", "0x10", "--1", "+-1", "+", "1e9999", "1,5"}) {
    const std::string bytes = std::string("\"") + cell + "\"\n";
    options.columns = {{"a", FieldType::f32}};
    ASSERT_OK(opened(bytes, options, &set));
    expect_error(set.read(0, &example), StatusCode::data_error, {"a.csv, line 1", cell});
  }
  for (const char* cell : {"1.5", "1e3", "9223372036854775808", "nan"}) {
    const std::string bytes = std::string(cell) + "\n";
    options.columns = {{"a", FieldType::i64}};
    ASSERT_OK(opened(bytes, options, &set));
    expect_error(set.read(0, &example), StatusCode::data_error, {"a.csv, line 1", cell, "int64"});
  }
}

TEST(Csv, BadRowsAreErrorsWithTheirLine) {
  const std::string bytes = std::string("a,b\n1,2\n1\n1,2,3\n\"x\"y,2\n1,\0\n4,5\n", 31);
  CsvDataset set;
  ASSERT_OK(opened(bytes, {}, &set));
  ASSERT_EQ(set.size(), 6);
  Example example;
  EXPECT_OK(set.read(0, &example));
  expect_error(set.read(1, &example), StatusCode::data_error, {"a.csv, line 3: 1 cells, where the first row has 2"});
  expect_error(set.read(2, &example), StatusCode::data_error, {"a.csv, line 4: 3 cells"});
  expect_error(set.read(3, &example), StatusCode::data_error, {"a.csv, line 5: text after a closing quote"});
  expect_error(set.read(4, &example), StatusCode::data_error, {"a.csv, line 6: column \"b\": a NUL"});
  EXPECT_OK(set.read(5, &example));
}

TEST(Csv, BadTablesAreErrors) {
  CsvDataset set;
  CsvOptions options;
  const StatusCode bad = StatusCode::data_error;
  expect_error(opened("", options, &set), bad, {"a.csv: no row"});
  expect_error(opened("\n\r\n\n", options, &set), bad, {"a.csv: no row"});
  expect_error(opened("a,a\n1,2\n", options, &set), bad, {"line 1: two columns are named \"a\""});
  expect_error(opened("a,b\n1,\"2\n3,4\n", options, &set), bad,
               {"a.csv, line 2: a quote opens here that is not closed"});
  expect_error(opened("\"a\"b,c\n", options, &set), bad, {"line 1: text after a closing quote"});
  options.max_cell = 10;
  expect_error(opened("a\n\"" + std::string(100, 'x') + "\"\n", options, &set), bad, {"line 2", "max_cell"});
  options.columns = {{"c"}};
  expect_error(opened("a,b\n1,2\n", options, &set), bad, {"line 1: no column is named \"c\""});
  options.columns = {{"a", FieldType::u8}};
  expect_error(opened("a,b\n1,2\n", options, &set), StatusCode::invalid_argument, {"not uint8"});
  options.columns = {};
  options.separator = '\n';
  expect_error(opened("a,b\n1,2\n", options, &set), StatusCode::invalid_argument, {"separator"});
  EXPECT_OK(opened("a,b\n", {}, &set));
  EXPECT_EQ(set.size(), 0);
}

// Quotes, separators and ends of lines in all orders, as Python's csv module reads them: see
// tests/oracles/record_datasets.py.
TEST(Csv, ReadsWhatPythonReads) {
  const std::string directory = std::string(SPECIMEN_SOURCE_DIR) + "/tests/datasets/data/";
  CsvDataset set;
  CsvOptions options;
  options.header = false;
  ASSERT_OK(set.open(directory + "cells.csv", options));
  // The same cells, written as hexadecimal digits.
  CsvDataset expected;
  ASSERT_OK(expected.open(directory + "cells_hex.csv", options));
  ASSERT_EQ(set.size(), expected.size());
  const Rows got = rows_of(set), wanted = rows_of(expected);
  for (std::size_t row = 0; row < got.size(); ++row) {
    ASSERT_EQ(got[row].size(), wanted[row].size());
    for (std::size_t i = 0; i < got[row].size(); ++i) {
      std::string hex = "x";
      for (const char c : got[row][i]) {
        char digits[3];
        std::snprintf(digits, sizeof digits, "%02x", static_cast<unsigned char>(c));
        hex += digits;
      }
      EXPECT_EQ(hex, wanted[row][i]) << row;
    }
  }
}

}  // namespace
}  // namespace specimen_v2::data
