#include "runtime/data/tfrecord.h"

#include <gtest/gtest.h>

#include <cmath>

#include "datasets/files.h"
#include "datasets/protobuf.h"

namespace specimen_v2::data {
namespace {

std::string some_example(int label) {
  return message(1, feature("image/encoded", 1, message(1, "JPEG" + std::to_string(label))) +
                        feature("box", 2, packed(std::vector<float>{0.25f, -1.5f})) +
                        feature("label", 3, packed(std::vector<std::int64_t>{label, -1})));
}

Status opened(const std::string& bytes, TfRecordDataset* set) {
  return set->open_memory(bytes.data(), bytes.size(), "a.tfrecord");
}

TEST(TfRecord, ReadsExamples) {
  const std::string bytes = record(some_example(3)) + record(some_example(4));
  TfRecordDataset set;
  ASSERT_OK(opened(bytes, &set));
  ASSERT_EQ(set.size(), 2);
  Example example;
  ASSERT_OK(set.read(1, &example));
  ASSERT_EQ(example.fields().size(), 3u);
  EXPECT_EQ(example.fields()[0].name, "box");  // sorted
  EXPECT_EQ(example.find("box")->count(), 2);
  EXPECT_EQ(example.find("box")->number(1), -1.5);
  EXPECT_EQ(example.find("image/encoded")->text(), "JPEG4");
  EXPECT_EQ(example.find("label")->integer(0), 4);
  EXPECT_EQ(example.find("label")->integer(1), -1);
  EXPECT_EQ(set.place(1), "a.tfrecord, record 1 (byte " + std::to_string(record(some_example(3)).size()) + ")");
}

TEST(TfRecord, ReadsWhatProtobufMayWriteToo) {
  const std::string unpacked = varint(1 << 3 | 0) + varint(5) + varint(1 << 3 | 0) + varint(6);
  const std::string floats = std::string("\x0D", 1) + little_endian(0x3F800000, 4);
  Example example;
  const std::string bytes = message(7, "unknown") + message(1, feature("i", 3, unpacked) + feature("f", 2, floats)) +
                            message(1, feature("i", 3, unpacked + packed(std::vector<std::int64_t>{7})) +
                                           feature("none", 3, "") + message(1, message(1, "no kind")));
  ASSERT_OK(parse_tf_example(bytes, &example));
  ASSERT_EQ(example.fields().size(), 4u);
  EXPECT_EQ(example.find("f")->number(), 1);
  EXPECT_EQ(example.find("i")->count(), 3);  // of one name, the last
  EXPECT_EQ(example.find("i")->integer(2), 7);
  EXPECT_EQ(example.find("none")->count(), 0);
  EXPECT_EQ(example.find("no kind")->count(), 0);
  ASSERT_OK(parse_tf_example("", &example));
  EXPECT_TRUE(example.fields().empty());
}

TEST(TfRecord, ReadsCompressedFiles) {
  const std::string plain = record(some_example(3)) + record(some_example(4));
  for (int window_bits : {31, 15}) {
    const std::string bytes = deflated(plain, window_bits);
    TfRecordDataset set;
    ASSERT_OK(opened(bytes, &set));
    EXPECT_EQ(set.size(), 2);
  }
}

// A record of 0x88b1f bytes has the length 1f 8b 08, as gzip begins.
TEST(TfRecord, ALengthThatLooksLikeGzipIsALength) {
  const std::string bytes = record(message(1, feature("x", 1, message(1, std::string(0x88b1f - 23, 'x')))));
  ASSERT_EQ(bytes.substr(0, 3), "\x1F\x8B\x08");
  TfRecordDataset set;
  ASSERT_OK(opened(bytes, &set));
  Example example;
  ASSERT_OK(set.read(0, &example));
  EXPECT_EQ(example.find("x")->text().size(), 0x88b1fu - 23);
}

TEST(TfRecord, EveryTruncatedFileIsAnErrorWithItsPlace) {
  const std::string first = record(some_example(3)), bytes = first + record(some_example(4));
  for (std::size_t size = 1; size < bytes.size(); ++size) {
    if (size == first.size()) continue;
    TfRecordDataset set;
    const std::string part = bytes.substr(0, size);
    expect_error(
        opened(part, &set), StatusCode::data_error,
        {"a.tfrecord: ends after " + std::to_string(size) + " bytes", size < first.size() ? "record 0" : "record 1",
         size < first.size() ? "byte 0" : "byte " + std::to_string(first.size())});
  }
}

TEST(TfRecord, EveryChangedBitIsAnErrorWithItsPlace) {
  const std::string first = record(some_example(3)), bytes = first + record(some_example(4));
  for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    std::string damaged = bytes;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ 1 << bit % 8);
    const bool in_first = bit / 8 < first.size();
    TfRecordDataset set;
    Status status = opened(damaged, &set);
    Example example;
    if (status.ok()) status = set.read(in_first ? 0 : 1, &example);
    expect_error(status, StatusCode::data_error,
                 {"a.tfrecord: byte " + std::to_string(in_first ? 0 : first.size()), "checksum"});
  }
}

TEST(TfRecord, EveryTruncatedExampleIsAnErrorOrWhole) {
  const std::string bytes = some_example(3);
  Example example;
  ASSERT_OK(parse_tf_example(bytes, &example));
  for (std::size_t size = 1; size < bytes.size(); ++size) {
    expect_error(parse_tf_example(std::string_view(bytes).substr(0, size), &example), StatusCode::data_error,
                 {"byte ", " of the record"});
  }
}

TEST(TfRecord, DamagedValuesNameTheirFeature) {
  Example example;
  expect_error(parse_tf_example(message(1, feature("area", 2, message(1, "12345"))), &example), StatusCode::data_error,
               {"half a float", "feature \"area\""});
  expect_error(parse_tf_example(message(1, feature("ids", 3, message(1, "\x01\xFF"))), &example),
               StatusCode::data_error, {"damaged integer", "feature \"ids\""});
  const std::string bytes = record(message(1, feature("ids\x1B[31m", 1, "\x0A")));
  TfRecordDataset set;
  ASSERT_OK(opened(bytes, &set));
  expect_error(set.read(0, &example), StatusCode::data_error,
               {"a.tfrecord, record 0 (byte 0): byte ", "feature \"ids?[31m\""});
  std::string many;
  for (int i = 0; i < 5000; ++i) many += feature(std::to_string(i), 3, "");
  expect_error(parse_tf_example(message(1, many), &example), StatusCode::unsupported, {"over 4096 features"});
}

TEST(TfRecord, OtherFilesAreErrors) {
  TfRecordDataset set;
  expect_error(opened("some text that is no record", &set), StatusCode::data_error,
               {"a.tfrecord: byte 0", "is this a TFRecord file?"});
  EXPECT_OK(opened("", &set));
  EXPECT_EQ(set.size(), 0);
}

TEST(TfRecord, FindsTheFilesOfADirectory) {
  const Directory directory;
  directory.write("train-00001-of-00002", record(some_example(2)));
  directory.write("train-00000-of-00002", record(some_example(0)) + record(some_example(1)));
  directory.write("train.txt", "no record");
  directory.write("validation.tfrecord", record(some_example(7)));
  TfRecordDataset set;
  ASSERT_OK(set.open_directory(directory.path(), "train"));
  ASSERT_EQ(set.size(), 3);
  Example example;
  for (int i = 0; i < 3; ++i) {
    ASSERT_OK(set.read(i, &example));
    EXPECT_EQ(example.find("label")->integer(), i);
  }
  ASSERT_OK(set.open_directory(directory.path(), "validation"));
  EXPECT_EQ(set.size(), 1);
  expect_error(set.open_directory(directory.path(), "test"), StatusCode::not_found, {"test*-of-*", "test.tfrecord"});
  expect_error(set.open_directory(directory.path() + "/none", "test"), StatusCode::not_found, {"cannot list"});
}

// Written by TensorFlow: tests/oracles/record_datasets.py.
TEST(TfRecord, ReadsWhatTensorFlowWrote) {
  for (const char* name : {"plain.tfrecord", "gzip.tfrecord", "zlib.tfrecord"}) {
    SCOPED_TRACE(name);
    TfRecordDataset set;
    ASSERT_OK(set.open({std::string(SPECIMEN_SOURCE_DIR) + "/tests/datasets/data/" + name}));
    ASSERT_EQ(set.size(), 5);
    Example example;
    for (int i = 0; i < 5; ++i) {
      ASSERT_OK(set.read(i, &example));
      EXPECT_EQ(example.fields().size(), 4u);
      const Field *floats = example.find("floats"), *ids = example.find("ids"), *texts = example.find("texts");
      ASSERT_TRUE(floats != nullptr && ids != nullptr && texts != nullptr && example.find("empty") != nullptr);
      EXPECT_EQ(example.find("empty")->count(), 0);
      ASSERT_EQ(floats->count(), i);
      for (int k = 0; k < i; ++k) EXPECT_EQ(floats->number(k), std::ldexp(k + 1, -i));
      ASSERT_EQ(ids->count(), 3);
      EXPECT_EQ(ids->integer(0), i - 2);
      EXPECT_EQ(ids->integer(1), std::int64_t{1} << 10 * i);
      EXPECT_EQ(ids->integer(2), INT64_MIN);
      ASSERT_EQ(texts->count(), 2);
      EXPECT_EQ(texts->text(0), "text " + std::to_string(i));
      EXPECT_EQ(texts->text(1), std::string("\0\xFF", 2));
    }
  }
}

}  // namespace
}  // namespace specimen_v2::data
