// Resizing against PIL and TensorFlow, preprocessing against Keras and TF Models.
#include "runtime/image/resize.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "image/fixtures.h"
#include "runtime/core/safetensors.h"
#include "runtime/image/color.h"
#include "runtime/image/decode.h"
#include "runtime/image/preprocess.h"

namespace specimen_v2 {
namespace {

using specimen_test::data_path;
using specimen_test::fnv;
using specimen_test::read_table;

Image load(const std::string& name) {
  DecodeOptions options;
  if (name.find("gray") != std::string::npos || name == "digit.png") options.color = ImageColor::gray;
  Image image;
  const Status status = decode_image_file(data_path(name).c_str(), options, &image);
  EXPECT_TRUE(status.ok()) << status.message();
  return image;
}

class Recorded : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(arrays_.open(data_path("arrays.safetensors").c_str()).ok()); }

  // The largest difference between `values` and the array `name`.
  double difference(const std::string& name, const std::vector<float>& values) {
    const SafetensorsEntry* entry = arrays_.find(name);
    if (entry == nullptr || entry->bytes != values.size() * sizeof(float)) {
      ADD_FAILURE() << name << " is missing or has another size";
      return INFINITY;
    }
    double worst = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      float expected;
      std::memcpy(&expected, entry->data + i * sizeof(float), sizeof expected);
      worst = std::max(worst, std::fabs(static_cast<double>(values[i]) - static_cast<double>(expected)));
    }
    return worst;
  }

  SafetensorsFile arrays_;
};

std::vector<float> resized(const Image& image, const ResizeWindow& window, Resize method) {
  std::vector<float> out(static_cast<std::size_t>(window.rows * window.columns * image.channels()));
  const Status status = resize_image(image, window, method, out.data());
  EXPECT_TRUE(status.ok()) << status.message();
  return out;
}

TEST(Resize, WholeNumberMethodsEqualTheirReference) {
  const auto table = read_table("resized.txt");
  ASSERT_GT(table.size(), 60u);
  for (const auto& row : table) {
    Resize method;
    ASSERT_TRUE(parse_resize(row[0], &method)) << row[0];
    const Image image = load(row[1]);
    const std::vector<float> out = resized(image, whole(std::stoi(row[2]), std::stoi(row[3])), method);
    const std::vector<std::uint8_t> pixels(out.begin(), out.end());
    EXPECT_EQ(fnv(pixels.data(), pixels.size()), row[4])
        << row[0] << " " << row[1] << " to " << row[2] << "x" << row[3];
  }
}

TEST_F(Recorded, TensorFlowBilinear) {
  int seen = 0;
  for (const SafetensorsEntry& entry : arrays_.entries()) {
    const std::string name(entry.name);
    const std::string way = name.substr(0, name.find('/'));
    Resize method;
    if (!parse_resize(way, &method)) continue;
    const Image image = load(name.substr(way.size() + 1, name.rfind('/') - way.size() - 1));
    const auto height = static_cast<int>(entry.shape[0]), width = static_cast<int>(entry.shape[1]);
    EXPECT_LE(difference(name, resized(image, whole(height, width), method)), 1e-4) << name;  // of 255
    ++seen;
  }
  EXPECT_GT(seen, 20);
}

TEST(Resize, AWindowIsAPartOfTheWhole) {
  const Image image = load("photo.jpg");
  for (Resize method : {Resize::pil_nearest, Resize::pil_bilinear, Resize::pil_bicubic, Resize::pil_lanczos,
                        Resize::tf_nearest, Resize::tf_bilinear, Resize::tf1_bilinear}) {
    for (int height : {61, 300}) {
      const int width = height * 4 / 3;
      const std::vector<float> all = resized(image, whole(height, width), method);
      const ResizeWindow window = {height, width, 5, 7, 20, 31};
      const std::vector<float> part = resized(image, window, method);
      for (int y = 0; y < window.rows; ++y) {
        for (int x = 0; x < window.columns * 3; ++x) {
          ASSERT_EQ(part[static_cast<std::size_t>(y * window.columns * 3 + x)],
                    all[static_cast<std::size_t>(((y + 5) * width + 7) * 3 + x)])
              << resize_name(method) << " " << y << " " << x;
        }
      }
    }
  }
}

TEST(Resize, NamesAreReadBack) {
  for (const char* name : {"none", "pil_nearest", "pil_bilinear", "pil_bicubic", "pil_box", "pil_hamming",
                           "pil_lanczos", "tf_nearest", "tf_bilinear", "tf1_bilinear"}) {
    Resize method;
    ASSERT_TRUE(parse_resize(name, &method));
    EXPECT_STREQ(resize_name(method), name);
  }
  Resize method;
  EXPECT_FALSE(parse_resize("bicubic", &method));
}

TEST(Resize, BadArguments) {
  const Image image = load("jpeg_8x8.jpg");
  float out[16 * 16 * 3];
  EXPECT_EQ(resize_image(Image(), whole(2, 2), Resize::pil_nearest, out).code(), StatusCode::invalid_argument);
  EXPECT_EQ(resize_image(image, whole(2, 2), Resize::pil_nearest, nullptr).code(), StatusCode::invalid_argument);
  EXPECT_EQ(resize_image(image, whole(0, 2), Resize::pil_nearest, out).code(), StatusCode::invalid_argument);
  EXPECT_EQ(resize_image(image, {8, 8, 1, 0, 8, 8}, Resize::pil_nearest, out).code(), StatusCode::invalid_argument);
  EXPECT_EQ(resize_image(image, {8, 8, 0, 2147483647, 1, 2}, Resize::pil_nearest, out).code(),
            StatusCode::invalid_argument);
  EXPECT_EQ(resize_image(image, whole(4, 4), Resize::none, out).code(), StatusCode::invalid_argument);
  EXPECT_TRUE(resize_image(image, whole(8, 8), Resize::none, out).ok());
  EXPECT_EQ(resize_image(image, {2000000000, 8, 0, 0, 1, 1}, Resize::tf_bilinear, out).code(), StatusCode::unsupported);
  EXPECT_EQ(resize_image(image, whole(4, 4), static_cast<Resize>(99), out).code(), StatusCode::invalid_argument);
  EXPECT_STREQ(resize_name(static_cast<Resize>(99)), "unknown");
  EXPECT_TRUE(resize_image(image, {1000000000, 8, 0, 0, 1, 1}, Resize::tf_bilinear, out).ok());
  const auto crop = [](int height, int width, int short_side, int rows, int columns) {
    ResizeWindow window;
    return short_side_center_crop(ShortSide::torchvision, height, width, short_side, rows, columns, &window).code();
  };
  EXPECT_EQ(crop(100, 200, 50, 51, 51), StatusCode::invalid_argument);
  EXPECT_EQ(crop(0, 200, 50, 51, 51), StatusCode::invalid_argument);
  EXPECT_EQ(crop(1, 2147483647, 256, 224, 224), StatusCode::unsupported);
  EXPECT_EQ(crop(1, 4000, 256, 224, 224), StatusCode::ok);
}

TEST(ShortSides, AsTheReferencesRoundThem) {
  const auto table = read_table("short_sides.txt");
  ASSERT_GT(table.size(), 300u);
  for (const auto& row : table) {
    const ShortSide rounding = row[0] == "tf_models" ? ShortSide::tf_models : ShortSide::torchvision;
    const auto number = [&](std::size_t i) { return std::stoi(row[i]); };
    ResizeWindow w;
    ASSERT_TRUE(short_side_center_crop(rounding, number(1), number(2), number(3), number(4), number(5), &w).ok());
    const std::vector<int> found = {w.height, w.width, w.top, w.left};
    EXPECT_EQ(found, (std::vector<int>{number(6), number(7), number(8), number(9)}))
        << row[0] << " " << row[1] << " " << row[2] << " to " << row[3];
  }
}

// In float32, 389 of these short sides come out one pixel less than the crop.
TEST(ShortSides, EverySizeFitsACropOfItsShortSide) {
  for (ShortSide rounding : {ShortSide::torchvision, ShortSide::tf_models}) {
    for (int side = 1; side <= 4000; ++side) {
      ResizeWindow w;
      ASSERT_TRUE(short_side_center_crop(rounding, side, side + 57, 224, 224, 224, &w).ok()) << side;
      ASSERT_EQ(w.height, 224) << side;
      ASSERT_GE(w.width, 224) << side;
      ASSERT_TRUE(short_side_center_crop(rounding, side + 57, side, 224, 224, 224, &w).ok()) << side;
      ASSERT_EQ(w.width, 224) << side;
    }
  }
}

TEST(ShortSides, TorchvisionsCrops) {
  const auto table = read_table("cropped.txt");
  ASSERT_GT(table.size(), 100u);
  for (const auto& row : table) {
    ImagePreprocess options;
    ASSERT_TRUE(parse_resize("pil_" + row[0], &options.resize)) << row[0];
    options.short_side = std::stoi(row[2]);
    options.height = std::stoi(row[3]);
    options.width = std::stoi(row[4]);
    std::vector<float> out(preprocessed_size(options));
    ASSERT_TRUE(preprocess(load(row[1]), options, out.data()).ok());
    const std::vector<std::uint8_t> pixels(out.begin(), out.end());
    EXPECT_EQ(fnv(pixels.data(), pixels.size()), row[5]) << row[0] << " " << row[1] << " short side " << row[2];
  }
}

TEST_F(Recorded, TfModelsEvaluation) {
  ImagePreprocess options;
  options.height = options.width = 32;
  options.short_side = 40;
  options.rounding = ShortSide::tf_models;
  options.resize = Resize::tf1_bilinear;
  ASSERT_TRUE(set_preprocess_mode("mean_rgb", &options));
  std::vector<float> out(preprocessed_size(options));
  ASSERT_TRUE(preprocess(load("photo.jpg"), options, out.data()).ok());
  EXPECT_LE(difference("tf_models/photo.jpg/40/32", out), 1e-4);
}

TEST_F(Recorded, KerasModesAreEqual) {
  Image ramp;
  ASSERT_TRUE(ramp.allocate(16, 16, 1).ok());
  for (int i = 0; i < 256; ++i) ramp.data()[i] = static_cast<std::uint8_t>(i);
  const Image photo = load("photo.jpg");
  for (const char* mode : {"caffe", "tf", "torch"}) {
    ImagePreprocess options;
    ASSERT_TRUE(set_preprocess_mode(mode, &options));
    options.height = 12;
    options.width = 10;
    std::vector<float> out(preprocessed_size(options));
    ASSERT_TRUE(preprocess(photo, options, out.data()).ok());
    EXPECT_EQ(difference(std::string(mode) + "/photo.jpg/12x10", out), 0.0) << mode;
    options.height = options.width = 16;
    options.resize = Resize::none;
    out.resize(preprocessed_size(options));
    ASSERT_TRUE(preprocess(ramp, options, out.data()).ok());
    EXPECT_EQ(difference(std::string(mode) + "/ramp", out), 0.0) << mode;
  }
}

TEST_F(Recorded, OneChannel) {
  ImagePreprocess options;
  options.height = options.width = 28;
  options.channels = 1;
  options.resize = Resize::none;
  ASSERT_TRUE(set_preprocess_mode("unit", &options));
  std::vector<float> out(preprocessed_size(options));
  ASSERT_TRUE(preprocess(load("digit.png"), options, out.data()).ok());
  EXPECT_EQ(difference("unit/digit.png", out), 0.0);
  for (const char* mode : {"caffe", "torch", "mean_rgb", "no_such_mode"}) {
    EXPECT_FALSE(set_preprocess_mode(mode, &options)) << mode;
  }
  // A colour image decoded as RGB becomes the same luma as one decoded as gray.
  DecodeOptions gray;
  gray.color = ImageColor::gray;
  Image as_gray;
  ASSERT_TRUE(decode_image_file(data_path("photo.jpg").c_str(), gray, &as_gray).ok());
  std::vector<float> from_gray(preprocessed_size(options));
  options.resize = Resize::pil_bilinear;
  ASSERT_TRUE(preprocess(as_gray, options, from_gray.data()).ok());
  ASSERT_TRUE(preprocess(load("photo.jpg"), options, out.data()).ok());
  EXPECT_EQ(out, from_gray);
}

TEST(Preprocess, BadOptions) {
  const Image image = load("jpeg_8x8.jpg");
  float out[8 * 8 * 3];
  const auto code = [&](const ImagePreprocess& options) { return preprocess(image, options, out).code(); };
  ImagePreprocess good;
  good.height = good.width = 8;
  EXPECT_EQ(code(good), StatusCode::ok);
  ImagePreprocess bad = good;
  bad.height = 0;
  EXPECT_EQ(code(bad), StatusCode::invalid_argument);
  bad = good;
  bad.channels = 2;
  EXPECT_EQ(code(bad), StatusCode::invalid_argument);
  bad = good;
  bad.std[1] = 0.0f;
  EXPECT_EQ(code(bad), StatusCode::invalid_argument);
  bad = good;
  bad.scale = std::numeric_limits<double>::infinity();
  EXPECT_EQ(code(bad), StatusCode::invalid_argument);
  bad = good;
  bad.short_side = 4;
  EXPECT_EQ(code(bad), StatusCode::invalid_argument);
  EXPECT_EQ(preprocess(Image(), good, out).code(), StatusCode::invalid_argument);
  EXPECT_EQ(preprocess(image, good, nullptr).code(), StatusCode::invalid_argument);
  Image same;
  EXPECT_EQ(convert_color(image, ImageColor::rgb, nullptr).code(), StatusCode::invalid_argument);
  EXPECT_EQ(convert_color(same, ImageColor::rgb, &same).code(), StatusCode::invalid_argument);
}

}  // namespace
}  // namespace specimen_v2
