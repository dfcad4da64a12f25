#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <vector>

#include "datasets/files.h"
#include "runtime/data/distorted_crop.h"
#include "runtime/data/image_crop.h"
#include "runtime/data/image_directory.h"
#include "runtime/data/image_pixels.h"
#include "runtime/data/loader.h"

namespace specimen_v2::data {
namespace {

const std::string kImages = std::string(SPECIMEN_SOURCE_DIR) + "/tests/data/";

TEST(ImageDirectory, AClassPerDirectory) {
  const Directory directory;
  const std::string china = read_all(kImages + "china.jpg"), flower = read_all(kImages + "flower.jpg");
  directory.write("flowers/b.jpg", flower);
  directory.write("flowers/a.JPEG", flower);
  directory.write("Buildings/deep/er/c.jpg", china);
  directory.write("Buildings/notes.txt", "no image");
  directory.write("Buildings/.hidden.jpg", "no image");
  directory.write("none.jpg", "beside the classes");
  std::filesystem::create_directories(directory.path() + "/empty");
  std::filesystem::create_directory_symlink(directory.path(), directory.path() + "/flowers/circle");
  ImageDirectory set;
  ASSERT_OK(set.open(directory.path()));
  EXPECT_EQ(set.classes(), (std::vector<std::string>{"Buildings", "empty", "flowers"}));
  ASSERT_EQ(set.size(), 3);
  EXPECT_EQ(set.place(0), directory.path() + "/Buildings/deep/er/c.jpg");
  EXPECT_EQ(set.place(1), directory.path() + "/flowers/a.JPEG");
  Example example;
  ASSERT_OK(set.read(0, &example));
  EXPECT_EQ(example.find("label")->integer(), 0);
  Image image;
  ASSERT_OK(decode_image(china.data(), china.size(), {}, &image));
  const Field* pixels = example.find("image");
  EXPECT_EQ(pixels->shape[0], image.height());
  EXPECT_EQ(pixels->shape[1], image.width());
  EXPECT_EQ(std::vector<std::uint8_t>(pixels->bytes(), pixels->bytes() + pixels->count()),
            std::vector<std::uint8_t>(image.data(), image.data() + image.size()));
  ASSERT_OK(set.read(2, &example));
  EXPECT_EQ(example.find("label")->integer(), 2);
}

TEST(ImageDirectory, ErrorsNameTheFile) {
  const Directory directory;
  ImageDirectory set;
  expect_error(set.open(directory.path() + "/none"), StatusCode::not_found, {"/none: cannot list"});
  expect_error(set.open(directory.path()), StatusCode::data_error, {"each class has one"});
  std::filesystem::create_directories(directory.path() + "/a");
  expect_error(set.open(directory.path()), StatusCode::data_error, {"no .jpg, .jpeg or .png"});
  const std::string whole = read_all(kImages + "flower.jpg");
  directory.write("a/cut.jpg", whole.substr(0, whole.size() / 2));
  directory.write("a/text.png", "no image");
  ASSERT_OK(set.open(directory.path()));
  Example example;
  expect_error(set.read(0, &example), StatusCode::data_error, {"/a/cut.jpg: "});
  expect_error(set.read(1, &example), StatusCode::unsupported, {"/a/text.png: "});
  std::string deep;
  for (int i = 0; i < 20; ++i) deep += "d/";
  std::filesystem::create_directories(directory.path() + "/" + deep);
  expect_error(set.open(directory.path()), StatusCode::unsupported, {"over 16 directories deep"});
}

TEST(ImageField, DecodesBytesInAnExample) {
  const std::string bytes = read_all(kImages + "flower.jpg");
  const std::string_view view = bytes;
  Example example;
  Image image;
  const std::int64_t one = 1, none = 0;
  ASSERT_OK(decode_image_field(*example.add_view("image/encoded", FieldType::text, &one, 1, &view), {}, &image));
  EXPECT_EQ(image.channels(), 3);
  expect_error(decode_image_field(*example.add_view("x", FieldType::text, &none, 1, &view), {}, &image),
               StatusCode::data_error, {"one text"});
  expect_error(decode_image_field(*example.add_view("x", FieldType::u8, &one, 1, bytes.data()), {}, &image),
               StatusCode::data_error, {"not uint8"});
}

TEST(ImageCrop, CutsAndResizes) {
  Image image, cropped;
  ASSERT_OK(image.allocate(6, 8, 3));
  for (std::size_t i = 0; i < image.size(); ++i) image.data()[i] = static_cast<std::uint8_t>(i);
  std::vector<float> out(3 * 4 * 3);
  ASSERT_OK(crop_and_resize(image, {2, 1, 3, 4}, Resize::tf_bilinear, 3, 4, &cropped, out.data()));
  for (std::size_t y = 0; y < 3; ++y)
    for (std::size_t x = 0; x < 12; ++x) EXPECT_EQ(out[y * 12 + x], image.row(static_cast<int>(y) + 2)[x + 3]);
  std::vector<float> large(10 * 12 * 3);
  ASSERT_OK(crop_and_resize(image, {0, 0, 6, 8}, Resize::tf_bilinear, 10, 12, &cropped, large.data()));
  for (const CropWindow wrong : {CropWindow{4, 0, 3, 4}, CropWindow{0, 5, 3, 4}, CropWindow{-1, 0, 3, 4},
                                 CropWindow{0, 0, 0, 4}, CropWindow{0, INT64_MAX, 1, 1}}) {
    expect_error(crop_and_resize(image, wrong, Resize::tf_bilinear, 3, 4, &cropped, out.data()),
                 StatusCode::invalid_argument, {"of an image of 6 x 8"});
  }
}

TEST(DistortedCrop, KeepsAreaAspectAndCovering) {
  const DistortedCrop options;
  for (const auto& [height, width] : {std::pair{300, 400}, {37, 500}, {500, 37}, {224, 224}, {3, 5}, {1, 1}}) {
    constexpr int kDraws = 5000;
    double area_sum = 0, top_sum = 0, left_sum = 0, height_sum = 0, width_sum = 0;
    for (std::uint64_t i = 0; i < kDraws; ++i) {
      const CropWindow crop = distorted_crop(options, height, width, nullptr, 0, ExampleKey{1, 2, i}.random("crop"));
      ASSERT_GE(crop.top, 0);
      ASSERT_GE(crop.left, 0);
      ASSERT_GE(crop.height, 1);
      ASSERT_GE(crop.width, 1);
      ASSERT_LE(crop.top + crop.height, height);
      ASSERT_LE(crop.left + crop.width, width);
      const double h = static_cast<double>(crop.height), w = static_cast<double>(crop.width);
      const double area = h * w / (static_cast<double>(height) * width);
      area_sum += area;
      top_sum += static_cast<double>(crop.top);
      left_sum += static_cast<double>(crop.left);
      height_sum += h;
      width_sum += w;
      if (crop.height == height && crop.width == width) continue;
      ASSERT_GE(area, 0.0999);  // by the covering of the whole image
      ASSERT_LE(area, 1.0);
      ASSERT_GE((w + 0.5) / h, 0.75);
      ASSERT_LE((w - 0.5) / h, 1.33);
    }
    if (height == 300) {
      // tf.image.sample_distorted_bounding_box, TensorFlow 2.21, means of 20,000 draws.
      EXPECT_NEAR(area_sum / kDraws, 0.387185, 0.012);
      EXPECT_NEAR(top_sum / kDraws, 47.3, 3);
      EXPECT_NEAR(left_sum / kDraws, 93.6, 5);
      EXPECT_NEAR(height_sum / kDraws, 204.2, 4);
      EXPECT_NEAR(width_sum / kDraws, 212.3, 4);
    }
  }
}

TEST(DistortedCrop, CoversABox) {
  const RelativeBox box{0.8f, 0.8f, 0.95f, 0.9f};
  DistortedCrop options;
  options.min_object_covered = 0.5f;
  int covered = 0;
  for (std::uint64_t i = 0; i < 500; ++i) {
    const CropWindow crop = distorted_crop(options, 200, 200, &box, 1, ExampleKey{1, 2, i}.random("crop"));
    const double rows = static_cast<double>(std::min<std::int64_t>(190, crop.top + crop.height) -
                                            std::max<std::int64_t>(160, crop.top));
    const double columns = static_cast<double>(std::min<std::int64_t>(180, crop.left + crop.width) -
                                               std::max<std::int64_t>(160, crop.left));
    covered += rows > 0 && columns > 0 && rows * columns >= 0.5 * 30 * 20;
  }
  EXPECT_EQ(covered, 500);
}

TEST(DistortedCrop, WhatCannotBeIsTheWholeImage) {
  DistortedCrop options;
  options.min_area = 2;
  options.max_area = 3;
  const CropWindow crop = distorted_crop(options, 20, 30, nullptr, 0, ExampleKey{1, 2, 3}.random("crop"));
  EXPECT_EQ(crop.height, 20);
  EXPECT_EQ(crop.width, 30);
  options.attempts = 0;
  EXPECT_EQ(distorted_crop(options, 7, 9, nullptr, 0, ExampleKey{1, 2, 3}.random("crop")).width, 9);
}

// Bytes of a JPEG and its pixels give the same; without crops, what the model's program makes of the image.
TEST(ImagePixels, OfAnyImage) {
  const std::string china = read_all(kImages + "china.jpg");
  Image image;
  ASSERT_OK(decode_image(china.data(), china.size(), {}, &image));
  ImagePixels pixels;
  pixels.preprocess.height = 20, pixels.preprocess.width = 30;
  pixels.preprocess.resize = Resize::tf_bilinear;
  pixels.preprocess.scale = 0.5;
  pixels.preprocess.mean[1] = 10;
  std::vector<float> want(preprocessed_size(pixels.preprocess)), made(want.size()), again(want.size());
  ASSERT_OK(preprocess(image, pixels.preprocess, want.data()));
  Example example;
  const std::int64_t shape[] = {image.height(), image.width(), image.channels()}, one = 1;
  const std::string_view text = china;
  const Field* decoded = example.add_view("pixels", FieldType::u8, shape, 3, image.data());
  ASSERT_OK(resized_pixels(&pixels, *decoded, ExampleKey{}.random("crop"), made.data()));
  EXPECT_EQ(made, want);
  const Field* encoded = example.add_view("encoded", FieldType::text, &one, 1, &text);
  ASSERT_OK(resized_pixels(&pixels, *encoded, ExampleKey{}.random("crop"), made.data()));
  EXPECT_EQ(made, want);
  // A part of it, another one for each example.
  pixels.crops = true;
  const ExampleKey first{1, 0, 0}, second{1, 0, 1};
  ASSERT_OK(resized_pixels(&pixels, *encoded, first.random("crop"), made.data()));
  ASSERT_OK(resized_pixels(&pixels, *encoded, second.random("crop"), again.data()));
  EXPECT_NE(made, want);
  EXPECT_NE(made, again);
  ASSERT_OK(resized_pixels(&pixels, *encoded, first.random("crop"), again.data()));
  EXPECT_EQ(made, again);
  // All of it.
  pixels.crop.min_area = pixels.crop.max_area = 1;
  pixels.crop.min_aspect = pixels.crop.max_aspect =
      static_cast<float>(image.width()) / static_cast<float>(image.height());
  ASSERT_OK(resized_pixels(&pixels, *encoded, first.random("crop"), made.data()));
  EXPECT_EQ(made, want);
}

TEST(ImagePixels, ErrorsSayWhatIsWrong) {
  ImagePixels pixels;
  std::vector<float> out(preprocessed_size(pixels.preprocess));
  Example example;
  const float number = 1;
  const std::int64_t one = 1;
  const std::string_view text = "no image";
  const Field* floats = example.add_view("floats", FieldType::f32, &one, 1, &number);
  expect_error(resized_pixels(&pixels, *floats, ExampleKey{}.random("crop"), out.data()), StatusCode::data_error,
               {"float32 of rank 1"});
  const Field* texts = example.add_view("texts", FieldType::text, &one, 1, &text);
  EXPECT_FALSE(resized_pixels(&pixels, *texts, ExampleKey{}.random("crop"), out.data()));
}

}  // namespace
}  // namespace specimen_v2::data
