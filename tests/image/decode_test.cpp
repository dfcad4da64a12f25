// Decoding against what PIL made of the same files.
#include "runtime/image/decode.h"

#include <gtest/gtest.h>

#include <cstring>

#include "image/fixtures.h"

namespace specimen_v2 {
namespace {

using specimen_test::data_path;
using specimen_test::fnv;
using specimen_test::read_bytes;
using specimen_test::read_table;

DecodeOptions options_for(ImageColor color) {
  DecodeOptions options;
  options.color = color;
  return options;
}

TEST(Decode, EveryImageEqualsPil) {
  const auto table = read_table("decoded.txt");
  ASSERT_GT(table.size(), 50u);
  for (const auto& row : table) {
    SCOPED_TRACE(row[0]);
    for (ImageColor color : {ImageColor::rgb, ImageColor::gray}) {
      Image image;
      const Status status = decode_image_file(data_path(row[0]).c_str(), options_for(color), &image);
      ASSERT_TRUE(status.ok()) << status.message();
      EXPECT_EQ(image.width(), std::stoi(row[1]));
      EXPECT_EQ(image.height(), std::stoi(row[2]));
      EXPECT_EQ(image.channels(), image_channels(color));
      EXPECT_EQ(fnv(image.data(), image.size()), row[color == ImageColor::rgb ? 3 : 4])
          << "channels " << image.channels();
    }
  }
}

TEST(Decode, KindIsReadFromTheBytesNotTheName) {
  const std::string renamed = testing::TempDir() + "/specimen_a_jpeg.png";
  std::ofstream(renamed, std::ios::binary) << read_bytes("jpeg_420.jpg");
  Image image;
  EXPECT_TRUE(decode_image_file(renamed.c_str(), {}, &image).ok());
  EXPECT_EQ(image.width(), 37);
  std::remove(renamed.c_str());
}

TEST(Decode, BytesAfterTheEndAreIgnored) {
  for (const char* name : {"jpeg_420.jpg", "png_rgb_8.png"}) {
    const std::string bytes = read_bytes(name) + std::string(100, 'x');
    Image image;
    EXPECT_TRUE(decode_image(bytes.data(), bytes.size(), {}, &image).ok()) << name;
  }
}

TEST(Decode, TwentyThousandSquared) {
  // The header of a real PNG with another size: refused by default, and by the data's end where the limit allows it.
  std::string bytes = read_bytes("png_gray_1.png");
  const char header[] = {'I', 'H', 'D', 'R', 0, 0, 0x4e, 0x20, 0, 0, 0x4e, 0x20, 1, 0, 0, 0, 0};
  bytes.replace(12, sizeof header, header, sizeof header);
  std::uint32_t crc = 0xffffffffu;
  for (std::size_t i = 12; i < 29; ++i) {
    crc ^= static_cast<std::uint8_t>(bytes[i]);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320u : 0);
  }
  crc = ~crc;
  for (int i = 0; i < 4; ++i)
    bytes[std::size_t{29} + static_cast<std::size_t>(i)] = static_cast<char>(crc >> (24 - 8 * i));
  Image image;
  Status status = decode_image(bytes.data(), bytes.size(), {}, &image);
  EXPECT_EQ(status.code(), StatusCode::unsupported);
  EXPECT_STREQ(status.message(),
               "PNG of 20000 x 20000 pixels, over the limit of 178956970 pixels; make it smaller, or raise max_pixels");
  DecodeOptions large = options_for(ImageColor::gray);
  large.max_pixels = 400000000;
  status = decode_image(bytes.data(), bytes.size(), large, &image);
  EXPECT_EQ(status.code(), StatusCode::data_error) << status.message();
  large.max_memory = 300000000;
  status = decode_image(bytes.data(), bytes.size(), large, &image);
  EXPECT_EQ(status.code(), StatusCode::out_of_memory) << status.message();
}

TEST(Decode, JpegOverTheLimits) {
  std::string bytes = read_bytes("jpeg_420.jpg");
  const std::size_t frame = bytes.find("\xff\xc0");
  bytes.replace(frame + 5, 4, "\x4e\x20\x4e\x20", 4);
  Image image;
  Status status = decode_image(bytes.data(), bytes.size(), {}, &image);
  EXPECT_EQ(status.code(), StatusCode::unsupported);
  EXPECT_NE(std::string(status.message()).find("20000 x 20000"), std::string::npos) << status.message();

  // 5400 bytes of pixels and about as many of coefficients: refused from the header, then by libjpeg's own count.
  bytes = read_bytes("jpeg_tall_progressive.jpg");
  DecodeOptions small;
  for (int memory : {6000, 9000}) {
    small.max_memory = memory;
    status = decode_image(bytes.data(), bytes.size(), small, &image);
    EXPECT_EQ(status.code(), StatusCode::out_of_memory) << memory << " " << status.message();
  }
}

TEST(Decode, WhatPilRefusesIsRefused) {
  const auto table = read_table("refused.txt");
  ASSERT_GT(table.size(), 4u);
  for (const auto& row : table) {
    Image image;
    const Status status = decode_image_file(data_path(row[0]).c_str(), {}, &image);
    EXPECT_EQ(status.code(), StatusCode::data_error) << row[0] << " " << status.message();
    EXPECT_TRUE(image.empty());
  }
}

TEST(Decode, MissingScansAreNotGuessed) {
  for (const char* count : {"1", "5", "8"}) {
    Image image;
    const std::string name = std::string("jpeg_progressive_") + count + "_scans.jpg";
    const Status status = decode_image_file(data_path(name).c_str(), {}, &image);
    EXPECT_EQ(status.code(), StatusCode::data_error) << name;
    EXPECT_NE(std::string(status.message()).find("without its last scans"), std::string::npos) << status.message();
  }
}

TEST(Decode, SixteenBitGrayIsRefusedWhereItWouldBeWhite) {
  for (const char* name : {"png_gray_16.png", "png_gray_16_interlaced.png"}) {
    for (ImageColor color : {ImageColor::rgb, ImageColor::gray}) {
      Image image;
      const Status status = decode_image_file(data_path(name).c_str(), options_for(color), &image);
      EXPECT_EQ(status.code(), StatusCode::unsupported);
      EXPECT_NE(std::string(status.message()).find("16-bit gray PNG with values over 255"), std::string::npos)
          << status.message();
    }
  }
}

// Cut anywhere, a file is an error, or it has all the pixels: the end of a PNG holds none.
TEST(Decode, CutAnywhere) {
  const std::pair<const char*, std::size_t> files[] = {
      {"jpeg_420.jpg", 0},   {"jpeg_progressive.jpg", 0},       {"jpeg_arithmetic.jpg", 0}, {"jpeg_cmyk.jpg", 0},
      {"png_rgb_8.png", 24}, {"png_rgb_16_interlaced.png", 24}, {"png_palette_2.png", 24},  {"digit.png", 24},
  };
  for (const auto& [name, end] : files) {  // `end`: bytes that may be missing, at the most
    const std::string bytes = read_bytes(name);
    Image whole;
    ASSERT_TRUE(decode_image(bytes.data(), bytes.size(), {}, &whole).ok());
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      const std::string start = bytes.substr(0, size);  // its own allocation, so that a sanitizer sees the end
      Image image;
      const Status status = decode_image(start.data(), start.size(), {}, &image);
      if (status.ok()) {
        ASSERT_LE(bytes.size() - size, end) << name << " cut to " << size;
        ASSERT_EQ(std::memcmp(image.data(), whole.data(), whole.size()), 0) << name << " cut to " << size;
      } else {
        ASSERT_STRNE(status.message(), "");
        ASSERT_TRUE(image.empty());
        ASSERT_GT(bytes.size() - size, end == 0 ? 0u : 12u) << name << " cut to " << size;  // not for its end
      }
    }
  }
}

TEST(Decode, FlippedBitsNeverCrash) {
  std::uint32_t state = 12345;
  const auto random = [&state] { return (state = state * 1664525u + 1013904223u) >> 8; };
  DecodeOptions options;
  options.max_pixels = 1 << 20;
  int errors = 0, total = 0;
  for (const char* name :
       {"jpeg_420.jpg", "jpeg_progressive.jpg", "jpeg_ycck.jpg", "jpeg_restart.jpg", "jpeg_arithmetic.jpg",
        "png_rgb_8_interlaced.png", "png_palette_4.png", "png_gray_16.png", "png_rgb_transparent.png"}) {
    const std::string bytes = read_bytes(name);
    for (int round = 0; round < 150; ++round, ++total) {
      std::string damaged = bytes;
      for (std::uint32_t flips = 1 + random() % 4; flips > 0; --flips) {
        damaged[random() % damaged.size()] ^= static_cast<char>(1u << (random() % 8));
      }
      Image image;
      const Status status = decode_image(damaged.data(), damaged.size(), options, &image);
      errors += status.ok() ? 0 : 1;
      EXPECT_EQ(status.ok(), !image.empty());
    }
  }
  EXPECT_GT(errors, total / 4);  // many flips only change pixels
}

TEST(Decode, OtherContentIsNamed) {
  const struct {
    std::string bytes;
    StatusCode code;
    const char* text;
  } cases[] = {
      {"", StatusCode::data_error, "the file is empty"},
      {"GIF89a.......", StatusCode::unsupported, "this is a GIF file; convert it to JPEG or PNG"},
      {"BM..........", StatusCode::unsupported, "this is a BMP file; convert it to JPEG or PNG"},
      {std::string("II*\0........", 12), StatusCode::unsupported, "this is a TIFF file; convert it to JPEG or PNG"},
      {"RIFF....WEBPVP8 ", StatusCode::unsupported, "this is a WebP file; convert it to JPEG or PNG"},
      {"....ftypheic", StatusCode::unsupported, "this is a HEIF, AVIF or MP4 file; convert it to JPEG or PNG"},
      {"%PDF-1.7", StatusCode::unsupported, "this is a PDF file; convert it to JPEG or PNG"},
      {"hello", StatusCode::unsupported, "neither a JPEG nor a PNG file: it starts with 68 65"},
      {"\x89PNG", StatusCode::data_error, "the file ends after 4 bytes, inside its signature"},
      {"\xff\xd8", StatusCode::data_error, "JPEG data ends early: the file is truncated"},
      {"\x89PNG\r\n\x1a\n", StatusCode::data_error, "PNG data ends early: the file is truncated"},
  };
  for (const auto& item : cases) {
    Image image;
    const Status status = decode_image(item.bytes.data(), item.bytes.size(), {}, &image);
    EXPECT_EQ(status.code(), item.code) << item.bytes;
    EXPECT_STREQ(status.message(), item.text);
  }
}

TEST(Decode, UnsupportedKindsOfJpeg) {
  std::string twelve_bits = read_bytes("jpeg_444.jpg");
  twelve_bits[twelve_bits.find("\xff\xc0") + 4] = 12;
  Image image;
  const Status status = decode_image(twelve_bits.data(), twelve_bits.size(), {}, &image);
  EXPECT_EQ(status.code(), StatusCode::unsupported) << status.message();
}

TEST(Decode, FilesThatCannotBeRead) {
  Image image;
  Status status = decode_image_file(data_path("no_such.jpg").c_str(), {}, &image);
  EXPECT_EQ(status.code(), StatusCode::not_found);
  EXPECT_NE(std::string(status.message()).find("no_such.jpg: cannot be opened"), std::string::npos) << status.message();
  status = decode_image_file(data_path("").c_str(), {}, &image);
  EXPECT_EQ(status.code(), StatusCode::io_error) << status.message();
  status = decode_image_file(data_path("decoded.txt").c_str(), {}, &image);
  EXPECT_EQ(status.code(), StatusCode::unsupported) << status.message();
  EXPECT_EQ(decode_image_file(nullptr, {}, &image).code(), StatusCode::invalid_argument);
  EXPECT_EQ(decode_image(nullptr, 1, {}, &image).code(), StatusCode::invalid_argument);
  DecodeOptions none;
  none.max_pixels = 0;
  EXPECT_EQ(decode_image("x", 1, none, &image).code(), StatusCode::invalid_argument);
}

TEST(Decode, AnErrorLeavesTheOldImage) {
  Image image;
  ASSERT_TRUE(image.allocate(2, 3, 1).ok());
  EXPECT_FALSE(decode_image("hello", 5, {}, &image).ok());
  EXPECT_EQ(image.width(), 3);
}

TEST(ImageMemory, SizesAreChecked) {
  Image image;
  EXPECT_EQ(image.allocate(0, 1, 3).code(), StatusCode::invalid_argument);
  EXPECT_EQ(image.allocate(1, -1, 3).code(), StatusCode::invalid_argument);
  EXPECT_EQ(image.allocate(1, 1, 4).code(), StatusCode::invalid_argument);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__clang__)
  EXPECT_EQ(image.allocate(2147483647, 2147483647, 3).code(), StatusCode::out_of_memory);
#endif
  EXPECT_TRUE(image.empty());
}

}  // namespace
}  // namespace specimen_v2
