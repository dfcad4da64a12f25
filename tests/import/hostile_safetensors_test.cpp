// Safetensors files that are damaged or lie: a message that says what is wrong, and nothing else happens.
#include <gmock/gmock.h>
#include <unistd.h>

#include "samples.h"

namespace specimen::gen {
namespace {

using testing::HasSubstr;

std::string refused(const std::string& bytes) {
  SafetensorsFile file;
  Status status = file.open_memory(bytes.data(), bytes.size(), "w.safetensors");
  EXPECT_FALSE(status.ok());
  EXPECT_TRUE(file.entries().empty());
  EXPECT_THAT(status.message(), HasSubstr("w.safetensors"));
  return status.message();
}

struct Case {
  std::string header;
  std::size_t data;
  const char* says;
};

std::string f32(const char* name, const char* shape, const char* offsets) {
  return std::string("\"") + name + "\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}";
}

TEST(HostileSafetensors, HeadersThatLie) {
  const std::string a = f32("a", "[2]", "[0,8]");
  const Case cases[] = {
      {"", 0, "must start with '{'"},
      {"[]", 0, "must start with '{'"},
      {" {}", 0, "must start with '{'"},
      {"{", 0, "expected a tensor's name"},
      {"{}x", 0, "more text after the end"},
      {"{}", 3, "3 bytes after the last tensor"},
      {"{" + a + "}", 0, "it is cut short"},
      {"{" + a + "}", 9, "1 bytes after the last tensor"},
      {"{" + a + ",}", 8, "expected a tensor's name"},
      {"{" + a + " " + a + "}", 8, "expected ',' or '}'"},
      {"{" + a, 8, "expected ',' or '}'"},
      {"{" + a + "," + f32("b", "[2]", "[4,12]") + "}", 12, "they overlap"},
      {"{" + a + "," + f32("b", "[2]", "[0,8]") + "}", 8, "they overlap"},
      {"{" + a + "," + f32("b", "[2]", "[12,20]") + "}", 20, "there is a hole"},
      {"{" + f32("b", "[2]", "[4,12]") + "}", 12, "there is a hole"},
      {"{" + a + "," + f32("a", "[1]", "[8,12]") + "}", 12, "two tensors are named \"a\""},
      {"{" + a + "," + f32("\\u0061", "[1]", "[8,12]") + "}", 12, "two tensors are named \"a\""},
      {"{" + f32("a", "[3]", "[0,8]") + "}", 8, "data_offsets hold 8 bytes, shape and dtype need 12"},
      {"{" + f32("a", "[2]", "[8,0]") + "}", 8, "end before they begin"},
      {"{" + f32("a", "[4611686018427387904,4]", "[0,0]") + "}", 0, "size overflows"},
      {"{" + f32("a", "[9223372036854775807]", "[0,0]") + "}", 0, "size overflows"},
      {"{" + f32("a", "[9223372036854775808]", "[0,0]") + "}", 0, "over 63 bits"},
      {"{" + f32("a", "[2]", "[0,99999999999999999999999]") + "}", 8, "over 63 bits"},
      {"{" + f32("a", "[2]", "[18446744073709551608,18446744073709551616]") + "}", 8, "over 63 bits"},
      {"{" + f32("a", "[-2]", "[0,8]") + "}", 8, "a whole number, not negative"},
      {"{" + f32("a", "[2.0]", "[0,8]") + "}", 8, "a whole number"},
      {"{" + f32("a", "[2e0]", "[0,8]") + "}", 8, "a whole number"},
      {"{" + f32("a", "[02]", "[0,8]") + "}", 8, "starts with 0"},
      {"{" + f32("a", "[2,]", "[0,8]") + "}", 8, "a whole number"},
      {"{" + f32("a", "2", "[0,8]") + "}", 8, "list of dimensions"},
      {"{" + f32("a", "[[2]]", "[0,8]") + "}", 8, "a whole number"},
      {"{" + f32("a", "[2]", "[0]") + "}", 8, "two whole numbers"},
      {"{" + f32("a", "[2]", "[0,8,8]") + "}", 8, "two whole numbers"},
      {"{\"a\":{\"dtype\":\"F33\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8, "unknown dtype \"F33\""},
      {"{\"a\":{\"dtype\":7,\"shape\":[2],\"data_offsets\":[0,8]}}", 8, "name of a dtype"},
      {"{\"a\":{\"shape\":[2],\"data_offsets\":[0,8]}}", 8, "is missing"},
      {"{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}", 8, "is missing"},
      {"{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}", 8, "is missing"},
      {"{\"a\":{}}", 0, "is missing"},
      {"{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8, "stands there twice"},
      {"{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"x\":1}}", 8,
       "not dtype, shape or data_offsets"},
      {"{\"a\":null}", 0, "expected an object"},
      {"{\"a\":[]}", 0, "expected an object"},
      {"{a:1}", 0, "in double quotes"},
      {"{\"a\" 1}", 0, "expected ':'"},
      {"{\"a", 0, "ends inside a string"},
      {"{\"a\\", 0, "ends inside a string"},
      {"{\"\\u12", 0, "ends inside a string"},
      {"{\"\\u12G4\":", 0, "four hexadecimal digits"},
      {"{\"\\x\":", 0, "unknown escape"},
      {"{\"\\u0000\":", 0, "zero character"},
      {"{\"\\ud800\":", 0, "half of a surrogate pair"},
      {"{\"\\ud800\\u0041\":", 0, "half of a surrogate pair"},
      {"{\"\\udc00\":", 0, "second half of a surrogate pair"},
      {"{\"\n\":", 0, "control character"},
      {"{\"\xff\":", 0, "not UTF-8"},
      {"{\"\xc0\x80\":", 0, "not UTF-8"},
      {"{\"\xed\xa0\x80\":", 0, "not UTF-8"},
      {"{\"\xf4\x90\x80\x80\":", 0, "not UTF-8"},
      {"{\"\xe4\xb8", 0, "not UTF-8"},
      {"{\"__metadata__\":[]}", 0, "object of strings"},
      {"{\"__metadata__\":{\"a\":1}}", 0, "holds only strings"},
      {"{\"__metadata__\":{\"a\":\"b\",\"a\":\"c\"}}", 0, "two keys \"a\""},
      {"{\"__metadata__\":{},\"__metadata__\":{}}", 0, "stands there twice"},
      {"{\"a\":{\"dtype\":\"F4\",\"shape\":[3],\"data_offsets\":[0,1]}}", 1, "no whole number of bytes"},
  };
  for (const Case& c : cases) EXPECT_THAT(refused(with_header(c.header, c.data)), HasSubstr(c.says)) << c.header;
}

TEST(HostileSafetensors, MessagesNameThePlace) {
  EXPECT_THAT(refused(with_header("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1]", 0)),
              HasSubstr("header, byte 29: expected"));
}

TEST(HostileSafetensors, NamesInMessagesArePrintable) {
  std::string text = refused(with_header("{" + f32("\\u001b[31m\\u202e", "[2]", "[0,4]") + "}", 4));
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_THAT(text, HasSubstr("tensor \"?[31m???\""));
  text = refused(with_header("{" + f32(std::string(5000, 'n').c_str(), "[2]", "[0,4]") + "}", 4));
  EXPECT_LT(text.size(), 400u);
}

TEST(HostileSafetensors, ValidVariantsAreRead) {
  const std::string a = f32("a", "[2]", "[0,8]");
  const std::pair<std::string, std::size_t> valid[] = {
      {"{}", 0},
      {"{ }  \n", 0},
      {"{\"__metadata__\":{}}", 0},
      {"{ " + a + " , " + f32("b", "[ ]", "[ 8 , 12 ]") + " } ", 12},
      {"{" + f32("b", "[1]", "[8,12]") + "," + a + "}", 12},                                   // any order
      {"{" + f32("e", "[0]", "[0,0]") + "," + a + "," + f32("f", "[3,0]", "[8,8]") + "}", 8},  // empty ones anywhere
      {"{" + a + "," + f32("e", "[0]", "[8,8]") + "," + f32("b", "[1]", "[8,12]") + "}", 12},
      {"{\"a\":{\"data_offsets\":[0,8],\"shape\":[2],\"dtype\":\"F32\"}}", 8},
  };
  for (const auto& [header, size] : valid) {
    std::string bytes = with_header(header, size);
    SafetensorsFile file;
    Status status = file.open_memory(bytes.data(), bytes.size(), "w");
    EXPECT_TRUE(status.ok()) << header << ": " << status.message();
  }
}

TEST(HostileSafetensors, LengthsThatLie) {
  for (std::size_t size = 0; size < 8; ++size) EXPECT_THAT(refused(std::string(size, '\1')), HasSubstr("too short"));
  EXPECT_THAT(refused(std::string(8, '\xff')), HasSubstr("over the limit"));
  EXPECT_THAT(refused(std::string("\x01\xe1\xf5\x05\0\0\0\0{}", 10)), HasSubstr("over the limit of 100000000"));
  EXPECT_THAT(refused(std::string("\0\xe1\xf5\x05\0\0\0\0{}", 10)), HasSubstr("only 2 follow"));
  EXPECT_THAT(refused("\x89HDF\r\n\x1a\n and so on"), HasSubstr("is an HDF5 file, as Keras (.h5) writes them, and no"));
  EXPECT_THAT(refused("PK\x03\x04 and so on"), HasSubstr("is an archive, as PyTorch (.pth) and Keras (.keras)"));
  EXPECT_THAT(refused("\x80\x02\x8a\x0al\xfc\x9c"
                      "F and so on"),
              HasSubstr("is a pickle, as PyTorch (.pth) writes them"));
  EXPECT_THAT(refused("\x80\x02\x8a\x0al\xfc\x9c"
                      "F and so on"),
              HasSubstr("specimen weights convert MODEL FILE"));
}

TEST(HostileSafetensors, EveryTruncationIsAnError) {
  std::string whole = read_bytes(data_file("package.safetensors"));
  ASSERT_GT(whole.size(), 1000u);
  for (std::size_t size = 0; size < whole.size(); ++size) refused(whole.substr(0, size));
  refused(whole + "x");
}

TEST(HostileSafetensors, DeepNestingDoesNotRecurse) {
  refused(with_header("{\"a\":" + std::string(1 << 20, '['), 0));
  refused(with_header("{\"a\":" + std::string(1 << 20, '{'), 0));
}

TEST(HostileSafetensors, ManyDimensionsAreRefused) {
  std::string ones = "[1";
  for (int i = 0; i < 40; ++i) ones += ",1";
  EXPECT_THAT(refused(with_header("{" + f32("a", (ones + "]").c_str(), "[0,4]") + "}", 4)), HasSubstr("32 dimensions"));
}

// A file of 8 TiB that is all hole: nothing may read or copy it.
TEST(HostileSafetensors, AHugeSparseFileIsCheap) {
  TemporaryTree tree;
  const std::uint64_t size = std::uint64_t{8} << 40;
  std::string header = "{\"a\":{\"dtype\":\"U8\",\"shape\":[" + std::to_string(size) + "],\"data_offsets\":[0," +
                       std::to_string(size) + "]}}";
  write_bytes(tree.file("huge"), with_header(header, 0));
  if (truncate(tree.file("huge").c_str(), static_cast<off_t>(8 + header.size() + size)) != 0) {
    GTEST_SKIP() << "the file system has no files of this size";
  }
  SafetensorsFile file;
  Status opened = file.open(tree.file("huge").c_str());
  if (opened.ok()) {
    EXPECT_EQ(file.find("a")->bytes, size);
  } else {
    EXPECT_EQ(opened.code(), StatusCode::io_error) << opened.message();  // a limit on the address space
  }
}

TEST(HostileSafetensors, AHugeMisalignedFileIsNotCopied) {
  TemporaryTree tree;
  const std::uint64_t size = std::uint64_t{8} << 30;
  std::string header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[" + std::to_string(size / 4) + "],\"data_offsets\":[0," +
                       std::to_string(size) + "]}}";
  if (header.size() % 4 == 0) header += " ";
  write_bytes(tree.file("huge"), with_header(header, 0));
  if (truncate(tree.file("huge").c_str(), static_cast<off_t>(8 + header.size() + size)) != 0) {
    GTEST_SKIP() << "the file system has no files of this size";
  }
  SafetensorsFile file;
  Status opened = file.open(tree.file("huge").c_str());
  EXPECT_FALSE(opened.ok());
  EXPECT_TRUE(opened.code() == StatusCode::io_error || opened.code() == StatusCode::unsupported) << opened.message();
}

}  // namespace
}  // namespace specimen::gen
