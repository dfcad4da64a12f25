#include "runtime/data/cifar.h"

#include <gtest/gtest.h>

#include "datasets/files.h"

namespace specimen_v2::data {
namespace {

// Red, green and blue planes of pixels i, i + 1, i + 2 (modulo 256).
std::string planes(int offset) {
  std::string bytes;
  for (int c = 0; c < 3; ++c)
    for (int i = 0; i < 1024; ++i) bytes += static_cast<char>(i + c + offset);
  return bytes;
}

Status opened(const std::string& bytes, CifarKind kind, CifarDataset* set) {
  return set->open_memory(bytes.data(), bytes.size(), "a.bin", kind);
}

TEST(Cifar, TurnsPlanesIntoPixels) {
  const std::string bytes = "\x03" + planes(0) + "\x09" + planes(50);
  CifarDataset set;
  ASSERT_OK(opened(bytes, CifarKind::cifar10, &set));
  ASSERT_EQ(set.size(), 2);
  Example example;
  ASSERT_OK(set.read(1, &example));
  EXPECT_EQ(example.find("label")->integer(), 9);
  const Field* image = example.find("image");
  ASSERT_EQ(image->rank, 3);
  EXPECT_EQ(image->shape[2], 3);
  for (int i = 0; i < 1024; ++i)
    for (int c = 0; c < 3; ++c) ASSERT_EQ(image->integer(3 * i + c), (i + c + 50) % 256);
  EXPECT_EQ(set.place(1), "a.bin, record 1 (byte 3073)");
}

TEST(Cifar, ReadsBothLabelsOfCifar100) {
  const std::string bytes = "\x13\x63" + planes(1);
  CifarDataset set;
  ASSERT_OK(opened(bytes, CifarKind::cifar100, &set));
  Example example;
  ASSERT_OK(set.read(0, &example));
  EXPECT_EQ(example.find("label")->integer(), 99);
  EXPECT_EQ(example.find("coarse_label")->integer(), 19);
}

TEST(Cifar, DamagedFilesAreErrors) {
  CifarDataset set;
  Example example;
  const std::string bytes = "\x03" + planes(0) + "\x0A" + planes(50);
  for (std::size_t size : {1, 3072, 3074, 6145}) {
    const std::string part = bytes.substr(0, size);
    expect_error(opened(part, CifarKind::cifar10, &set), StatusCode::data_error,
                 {"a.bin: ends at byte " + std::to_string(size), "inside record " + std::to_string(size / 3073)});
  }
  expect_error(opened("", CifarKind::cifar10, &set), StatusCode::data_error, {"empty"});
  ASSERT_OK(opened(bytes, CifarKind::cifar10, &set));
  expect_error(set.read(1, &example), StatusCode::data_error,
               {"a.bin, record 1 (byte 3073)", "label 10 is none of CIFAR-10's"});
  const std::string coarse = "\x14\x01" + planes(0);
  ASSERT_OK(opened(coarse, CifarKind::cifar100, &set));
  expect_error(set.read(0, &example), StatusCode::data_error, {"label 20"});
}

TEST(Cifar, FindsTheFilesOfADirectory) {
  const Directory directory;
  CifarDataset set;
  expect_error(set.open_directory(directory.path(), "train"), StatusCode::not_found, {"data_batch_1.bin"});
  for (int i = 1; i <= 5; ++i) {
    directory.write("data_batch_" + std::to_string(i) + ".bin", std::string(1, static_cast<char>(i)) + planes(i));
  }
  ASSERT_OK(set.open_directory(directory.path(), "train"));
  ASSERT_EQ(set.size(), 5);
  Example example;
  for (int i = 0; i < 5; ++i) {
    ASSERT_OK(set.read(i, &example));
    EXPECT_EQ(example.find("label")->integer(), i + 1);
  }
  directory.write("test.bin", deflated("\x01\x02" + planes(0)));
  ASSERT_OK(set.open_directory(directory.path(), "test"));
  ASSERT_OK(set.read(0, &example));
  EXPECT_EQ(example.find("coarse_label")->integer(), 1);
  expect_error(set.open_directory(directory.path(), "dev"), StatusCode::invalid_argument, {"no split \"dev\""});
}

}  // namespace
}  // namespace specimen_v2::data
