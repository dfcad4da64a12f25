#include "runtime/data/npy.h"

#include <gtest/gtest.h>

#include <cmath>

#include "datasets/files.h"

namespace specimen_v2::data {
namespace {

std::string npy(const std::string& header, const std::string& values, int version = 1) {
  return "\x93NUMPY" + std::string{static_cast<char>(version), '\0'} +
         little_endian(header.size(), version == 1 ? 2 : 4) + header + values;
}

std::string header_of(const std::string& type, const std::string& shape) {
  return "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
}

Status opened(const std::string& bytes, NpyFile* file) {
  return file->open_memory(bytes.data(), bytes.size(), "a.npy");
}

// Written by NumPy: tests/oracles/record_datasets.py. Example i of three has the values 6 i, ..., 6 i + 5 minus 3
// (unsigned: minus nothing; booleans: whether odd), and floats a quarter more.
TEST(Npy, ReadsEveryTypeThatNumpyWrote) {
  struct Case {
    const char* name;
    FieldType type;
  };
  const Case cases[] = {{"b1", FieldType::u8},         {"u1", FieldType::u8},         {"i1", FieldType::i32},
                        {"little_i2", FieldType::i32}, {"big_i2", FieldType::i32},    {"little_u2", FieldType::i32},
                        {"little_i4", FieldType::i32}, {"big_i4", FieldType::i32},    {"little_u4", FieldType::i64},
                        {"little_i8", FieldType::i64}, {"big_i8", FieldType::i64},    {"little_u8", FieldType::i64},
                        {"little_f2", FieldType::f32}, {"big_f2", FieldType::f32},    {"little_f4", FieldType::f32},
                        {"big_f4", FieldType::f32},    {"little_f8", FieldType::f64}, {"big_f8", FieldType::f64}};
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    NpyFile file;
    ASSERT_OK(file.open(std::string(SPECIMEN_SOURCE_DIR) + "/tests/datasets/data/" + c.name + ".npy"));
    ASSERT_EQ(file.rank(), 3);
    ASSERT_EQ(file.shape()[0], 3);
    const std::string kind = std::string(c.name).substr(std::string(c.name).size() - 2, 1);
    for (int i = 0; i < 3; ++i) {
      Example example;
      ASSERT_OK(file.add_field(i, "x", &example));
      const Field& field = example.fields()[0];
      EXPECT_EQ(field.type, c.type);
      ASSERT_EQ(field.count(), 6);
      EXPECT_EQ(field.shape[0], 2);
      for (int k = 0; k < 6; ++k) {
        double expected = 6 * i + k;
        if (kind == "i") expected -= 3;
        if (kind == "f") expected -= 2.75;
        if (kind == "b") expected = (6 * i + k) % 2;
        EXPECT_EQ(field.number(k), expected);
      }
    }
  }
}

TEST(Npy, ReadsHalfFloatsAtTheirLimits) {
  const std::string bytes = npy(header_of("<f2", "(1, 6)"), little_endian(0x0001, 2) + little_endian(0x03FF, 2) +
                                                                little_endian(0x7BFF, 2) + little_endian(0xFC00, 2) +
                                                                little_endian(0x7E00, 2) + little_endian(0x8000, 2));
  NpyFile file;
  ASSERT_OK(opened(bytes, &file));
  Example example;
  ASSERT_OK(file.add_field(0, "x", &example));
  const Field& field = example.fields()[0];
  EXPECT_EQ(field.number(0), std::ldexp(1, -24));
  EXPECT_EQ(field.number(1), std::ldexp(1023, -24));
  EXPECT_EQ(field.number(2), 65504);
  EXPECT_EQ(field.number(3), -INFINITY);
  EXPECT_TRUE(std::isnan(field.number(4)));
  EXPECT_TRUE(std::signbit(field.number(5)));
}

TEST(Npy, JoinsFeaturesAndLabels) {
  const Directory directory;
  const std::string x = directory.write("x.npy", npy(header_of("|u1", "(2, 3)"), "abcdef", 2)),
                    y = directory.write("y.npy",
                                        npy(header_of("<i4", "(2,)"), little_endian(7, 4) + little_endian(8, 4), 3)),
                    z = directory.write("z.npy", npy(header_of("|u1", "(3,)"), "abc"));
  NpyDataset set;
  ASSERT_OK(set.open({{"features", x}, {"labels", y}}));
  Example example;
  ASSERT_OK(set.read(1, &example));
  EXPECT_EQ(example.find("features")->integer(2), 'f');
  EXPECT_EQ(example.find("labels")->rank, 0);
  EXPECT_EQ(example.find("labels")->integer(), 8);
  expect_error(set.open({{"features", x}, {"labels", z}}), StatusCode::data_error,
               {"z.npy: 3 examples, but ", "x.npy has 2"});
}

TEST(Npy, EveryTruncatedFileIsAnError) {
  const std::string bytes = npy(header_of("<f4", "(2, 2)"), std::string(16, 'x'));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const std::string part = bytes.substr(0, size);
    NpyFile file;
    expect_error(opened(part, &file), StatusCode::data_error, {"a.npy: "});
  }
  NpyFile file;
  expect_error(opened(bytes + "x", &file), StatusCode::data_error, {"17 bytes of values"});
}

TEST(Npy, HeadersThatAreNotReadSayWhy) {
  struct Case {
    std::string header;
    StatusCode code;
    const char* message;
  };
  const StatusCode bad = StatusCode::data_error, other = StatusCode::unsupported;
  const std::string order = "'fortran_order': False", shape = "'shape': (1,)", type = "'descr': '|u1'";
  const Case cases[] = {
      {"", bad, "a header that NumPy does not write"},
      {"{" + type + ", " + order + "}", bad, "a header that"},
      {"{" + type + ", " + order + ", " + shape, bad, "a header that"},
      {"{" + type + ", " + type + ", " + order + ", " + shape + "}", bad, "a header that"},
      {"{" + type + ", " + order + ", " + shape + ", 'more': 1}", bad, "a header that"},
      {"{" + type + ", " + order + ", 'shape': (1, -2)}", bad, "a header that"},
      {"{" + type + ", " + order + ", 'shape': (99999999999999999999,)}", bad, "a header that"},
      {"{" + type + ", " + order + ", 'shape': (4611686018427387904, 4611686018427387904)}", bad, "does not belong"},
      {"{" + type + ", " + order + ", 'shape': (4611686018427387904, 0)}", bad, "no values"},
      {"{" + type + ", 'fortran_order': None, " + shape + "}", bad, "a header that"},
      {"{" + type + ", " + order + ", " + shape + "} x", bad, "a header that"},
      {"{" + type + ", 'fortran_order': True, 'shape': (1, 1)}", other, "ascontiguousarray"},
      {"{" + type + ", " + order + ", 'shape': ()}", other, "rank 0"},
      {"{" + type + ", " + order + ", 'shape': (1,1,1,1,1,1,1,1,1)}", other, "rank over 8"},
      {"{'descr': '|O', " + order + ", " + shape + "}", other, "values of type \"|O\""},
      {"{'descr': '<c8', " + order + ", " + shape + "}", other, "values of type \"<c8\""},
      {"{'descr': '<f3', " + order + ", " + shape + "}", other, "values of type"},
      {"{'descr': [('a', '<f4')], " + order + ", " + shape + "}", other, "structures"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.header);
    const std::string bytes = npy(c.header, c.message == std::string("no values") ? "" : "x");
    NpyFile file;
    expect_error(opened(bytes, &file), c.code, {"a.npy: ", c.message});
  }
  NpyFile file;
  expect_error(opened(npy(header_of("|u1", "(1,)"), "x", 4), &file), other, {"byte 6: version 4"});
  EXPECT_OK(opened(npy("{" + type + ", 'fortran_order': True, " + shape + "}", "x"), &file));
  const std::string large = npy(header_of("<u8", "(1,)"), little_endian(UINT64_MAX, 8));
  ASSERT_OK(opened(large, &file));
  Example example;
  expect_error(file.add_field(0, "x", &example), other, {"a.npy: byte ", "18446744073709551615 is over 2^63 - 1"});
}

}  // namespace
}  // namespace specimen_v2::data
