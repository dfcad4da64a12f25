#include "runtime/data/idx.h"

#include <gtest/gtest.h>

#include <cstring>
#include <limits>

#include "datasets/files.h"

namespace specimen_v2::data {
namespace {

constexpr const char* kFashion = "/usr/share/datasets/fashion-mnist";

Status opened(const std::string& bytes, IdxFile* file) {
  return file->open_memory(bytes.data(), bytes.size(), "a.idx");
}

Status opened(const std::string& images, const std::string& labels, IdxDataset* set) {
  IdxFile image_file, label_file;
  Status status = image_file.open_memory(images.data(), images.size(), "images");
  if (status.ok()) status = label_file.open_memory(labels.data(), labels.size(), "labels");
  return status.ok() ? set->open(std::move(image_file), std::move(label_file)) : status;
}

TEST(Idx, ReadsImagesAndLabels) {
  const Directory directory;
  const std::string images = directory.write("i", idx(8, {2, 2, 3}, "abcdefABCDEF")),
                    labels = directory.write("l", deflated(idx(8, {2}, "\x07\x09")));
  IdxDataset set;
  ASSERT_OK(set.open(images, labels));
  ASSERT_EQ(set.size(), 2);
  Example example;
  ASSERT_OK(set.read(1, &example));
  const Field* image = example.find("image");
  ASSERT_NE(image, nullptr);
  EXPECT_EQ(image->rank, 2);
  EXPECT_EQ(image->shape[0], 2);
  EXPECT_EQ(image->shape[1], 3);
  EXPECT_EQ(std::memcmp(image->data, "ABCDEF", 6), 0);
  EXPECT_EQ(example.find("label")->integer(), 9);
  EXPECT_EQ(set.place(1), images + ", example 1 (byte 22)");
  expect_error(set.read(2, &example), StatusCode::invalid_argument, {"example 2", "of 2"});
  expect_error(set.read(-1, &example), StatusCode::invalid_argument, {"example -1"});
}

TEST(Idx, ReadsEveryType) {
  const float single = -1.5f;
  const double twice = 1e300;
  std::uint32_t single_bits;
  std::uint64_t twice_bits;
  std::memcpy(&single_bits, &single, 4);
  std::memcpy(&twice_bits, &twice, 8);
  struct Case {
    unsigned char code;
    std::string values;
    FieldType type;
    double first, second;
  };
  const Case cases[] = {
      {0x08, "\xFE\x01", FieldType::u8, 254, 1},
      {0x09, "\xFE\x01", FieldType::i32, -2, 1},
      {0x0B, "\xFF\xFE\x01\x02", FieldType::i32, -2, 258},
      {0x0C, std::string("\x80\x00\x00\x00\x01\x02\x03\x04", 8), FieldType::i32, -2147483648.0, 16909060},
      {0x0D, big_endian(single_bits, 4) + big_endian(0, 4), FieldType::f32, -1.5, 0},
      {0x0E, big_endian(twice_bits, 8) + big_endian(0, 8), FieldType::f64, 1e300, 0},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(int{c.code});
    const std::string bytes = idx(c.code, {1, 2}, c.values);
    IdxFile file;
    ASSERT_OK(opened(bytes, &file));
    Example example;
    ASSERT_OK(file.add_field(0, "x", &example));
    const Field& field = example.fields()[0];
    EXPECT_EQ(field.type, c.type);
    EXPECT_EQ(field.number(0), c.first);
    EXPECT_EQ(field.number(1), c.second);
  }
}

TEST(Idx, EveryTruncatedFileIsAnError) {
  const std::string bytes = idx(8, {3, 2, 2}, "abcdefghijkl");
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const std::string part = bytes.substr(0, size);
    IdxFile file;
    expect_error(opened(part, &file), StatusCode::data_error,
                 {"a.idx: ", size < 16 ? "ends after " + std::to_string(size) + " bytes" : "byte 16: 12 bytes"});
  }
  IdxFile file;
  const std::string longer = bytes + "x";
  expect_error(opened(longer, &file), StatusCode::data_error, {"12 bytes", "there are 13"});
}

TEST(Idx, HostileHeadersAreErrors) {
  IdxFile file;
  expect_error(opened(std::string("\0\0\x07\x01\0\0\0\0", 8), &file), StatusCode::data_error, {"byte 0: 00 00 07"});
  expect_error(opened(std::string("\x89PNG....", 8), &file), StatusCode::data_error, {"byte 0: 89 50 4e"});
  expect_error(opened(idx(8, {}, ""), &file), StatusCode::unsupported, {"byte 3: rank 0"});
  expect_error(opened(idx(8, std::vector<std::uint32_t>(9, 1), "x"), &file), StatusCode::unsupported, {"rank 9"});
  expect_error(opened(idx(8, {0xffffffff, 0xffffffff, 0xffffffff}, "x"), &file), StatusCode::data_error, {"overflow"});
  expect_error(opened(idx(0x0E, {0xffffffff, 0x7fffffff}, "x"), &file), StatusCode::data_error, {"byte 4", "overflow"});
  expect_error(opened(idx(8, {0xffffffff, 0}, ""), &file), StatusCode::data_error, {"examples of no values"});
  EXPECT_OK(opened(idx(8, {0, 28, 28}, ""), &file));
}

TEST(Idx, FilesThatDoNotBelongTogetherAreAnError) {
  IdxDataset set;
  const std::string images = idx(8, {2, 1, 1}, "ab");
  expect_error(opened(images, idx(8, {3}, "abc"), &set), StatusCode::data_error,
               {"labels: byte 4: 3 labels", "images has 2 images"});
  expect_error(opened(images, images, &set), StatusCode::data_error, {"labels have rank 1, not 3"});
}

TEST(Idx, FindsTheFilesOfADirectory) {
  const Directory directory;
  directory.write("train-images-idx3-ubyte", idx(8, {1, 1, 1}, "a"));
  directory.write("train-labels-idx1-ubyte.gz", deflated(idx(8, {1}, "b")));
  IdxDataset set;
  ASSERT_OK(set.open_directory(directory.path(), "train"));
  EXPECT_EQ(set.size(), 1);
  expect_error(set.open_directory(directory.path(), "t10k"), StatusCode::not_found,
               {"t10k-images-idx3-ubyte", "t10k-images-idx3-ubyte.gz"});
}

TEST(Idx, ReadsFashionMnist) {
  for (const auto& [split, examples] : {std::pair{"train", 60000}, std::pair{"t10k", 10000}}) {
    IdxDataset set;
    ASSERT_OK(set.open_directory(kFashion, split));
    ASSERT_EQ(set.size(), examples);
    EXPECT_EQ(set.images().shape()[1], 28);
    EXPECT_EQ(set.images().shape()[2], 28);
    // As many of each of the ten classes.
    std::vector<int> classes(10);
    double sum = 0;
    Example example;
    for (std::int64_t i = 0; i < set.size(); ++i) {
      ASSERT_OK(set.read(i, &example));
      ++classes.at(static_cast<std::size_t>(example.find("label")->integer()));
      const Field* image = example.find("image");
      for (int p = 0; p < 784; ++p) sum += image->bytes()[p];
    }
    for (int count : classes) EXPECT_EQ(count, examples / 10);
    // The mean of the training images is well known: 0.2860 of 255.
    EXPECT_NEAR(sum / (784.0 * examples) / 255, 0.2860, 0.001);
  }
}

}  // namespace
}  // namespace specimen_v2::data
