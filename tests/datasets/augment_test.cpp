#include "runtime/data/augment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "datasets/files.h"
#include "runtime/data/loader.h"

namespace specimen_v2::data {
namespace {

std::vector<float> some_image(ImageSize size, std::uint32_t seed = 1) {
  std::vector<float> image(static_cast<std::size_t>(size.count()));
  RandomStream random(seed, random_key("image"), 0, 0);
  for (float& value : image) value = random.unit();
  return image;
}

RandomStream stream_of(std::uint64_t example) { return ExampleKey{1, 2, example}.random("test"); }

TEST(Augment, RandomNumbersDependOnSeedEpochExampleAndPurpose) {
  const ExampleKey key{1, 2, 3};
  const std::uint32_t word = key.random("flip").word();
  EXPECT_EQ(word, key.random("flip").word());
  EXPECT_EQ(word, random_word(1, random_key("flip"), 0, 3, 2));
  EXPECT_NE(word, key.random("crop").word());
  EXPECT_NE(word, (ExampleKey{9, 2, 3}).random("flip").word());
  EXPECT_NE(word, (ExampleKey{1, 9, 3}).random("flip").word());
  EXPECT_NE(word, (ExampleKey{1, 2, 9}).random("flip").word());
}

TEST(Augment, FieldsBecomeFloats) {
  Example example;
  const std::uint8_t bytes[] = {0, 128, 255};
  const double doubles[] = {-1, 0.5, 1e6};
  const std::int64_t shape = 3;
  example.add_view("b", FieldType::u8, &shape, 1, bytes);
  example.add_view("d", FieldType::f64, &shape, 1, doubles);
  float out[3];
  field_to_floats(*example.find("b"), out, 0.5f, 1);
  EXPECT_EQ(out[0], -0.5f);
  EXPECT_EQ(out[2], 127);
  field_to_floats(*example.find("d"), out);
  EXPECT_EQ(out[2], 1e6f);
}

TEST(Augment, NormalizesEachChannel) {
  std::vector<float> image = {1, 2, 3, 4, 5, 6};
  const float mean[] = {1, 2, 3}, std[] = {1, 2, 4};
  normalize_channels(image.data(), {1, 2, 3}, mean, std);
  EXPECT_EQ(image, (std::vector<float>{0, 0, 0, 3, 1.5f, 0.75f}));
}

TEST(Augment, FlippingTwiceChangesNothing) {
  for (const std::int64_t width : {1, 2, 5, 8}) {
    const ImageSize size{3, width, 3};
    const std::vector<float> image = some_image(size);
    std::vector<float> flipped = image;
    flip_horizontal(flipped.data(), size);
    for (std::int64_t y = 0; y < 3; ++y)
      for (std::int64_t x = 0; x < width; ++x)
        for (std::int64_t c = 0; c < 3; ++c)
          EXPECT_EQ(flipped[static_cast<std::size_t>((y * width + x) * 3 + c)],
                    image[static_cast<std::size_t>((y * width + width - 1 - x) * 3 + c)]);
    flip_horizontal(flipped.data(), size);
    EXPECT_EQ(flipped, image);
  }
  int flips = 0;
  std::vector<float> pixel(1);
  for (std::uint64_t i = 0; i < 1000; ++i) flips += random_flip(pixel.data(), {1, 1, 1}, stream_of(i));
  EXPECT_NEAR(flips, 500, 80);
}

TEST(Augment, CropsAreWindowsOfThePaddedImage) {
  const ImageSize size{5, 4, 2};
  const std::int64_t pad = 3;
  const std::vector<float> image = some_image(size);
  const auto padded = [&](std::int64_t y, std::int64_t x, std::int64_t c) {
    y -= pad;
    x -= pad;
    const bool inside = y >= 0 && y < size.height && x >= 0 && x < size.width;
    return inside ? image[static_cast<std::size_t>((y * size.width + x) * 2 + c)] : 0.0f;
  };
  for (const ImageSize out_size : {ImageSize{5, 4, 2}, ImageSize{2, 3, 2}, ImageSize{11, 10, 2}, ImageSize{1, 1, 2}}) {
    std::vector<float> out(static_cast<std::size_t>(out_size.count()));
    for (std::int64_t top = 0; top <= size.height + 2 * pad - out_size.height; ++top) {
      for (std::int64_t left = 0; left <= size.width + 2 * pad - out_size.width; ++left) {
        crop_padded(image.data(), size, pad, top, left, out_size, out.data());
        for (std::int64_t y = 0; y < out_size.height; ++y)
          for (std::int64_t x = 0; x < out_size.width; ++x)
            for (std::int64_t c = 0; c < 2; ++c)
              ASSERT_EQ(out[static_cast<std::size_t>((y * out_size.width + x) * 2 + c)], padded(y + top, x + left, c));
      }
    }
  }
}

TEST(Augment, RandomCropsReachEveryWindow) {
  const ImageSize size{8, 8, 1};
  std::vector<float> image(64), out(64);
  for (std::size_t i = 0; i < 64; ++i) image[i] = static_cast<float>(i + 1);
  std::set<std::vector<float>> windows;
  for (std::uint64_t i = 0; i < 3000; ++i) {
    random_crop_padded(image.data(), size, 2, size, out.data(), stream_of(i));
    windows.insert(out);
  }
  EXPECT_EQ(windows.size(), 25u);
}

// The way over hue, saturation and value: colorsys of Python, in double.
void saturate_over_hsv(double* pixel, double factor) {
  const double value = std::max({pixel[0], pixel[1], pixel[2]}), least = std::min({pixel[0], pixel[1], pixel[2]});
  const double chroma = value - least;
  double hue = 0;
  if (chroma > 0 && value == pixel[0]) hue = std::fmod((pixel[1] - pixel[2]) / chroma + 6, 6);
  if (chroma > 0 && value == pixel[1] && value != pixel[0]) hue = (pixel[2] - pixel[0]) / chroma + 2;
  if (chroma > 0 && value == pixel[2] && value != pixel[0] && value != pixel[1])
    hue = (pixel[0] - pixel[1]) / chroma + 4;
  const double saturation = std::min(1.0, (value > 0 ? chroma / value : 0) * factor);
  const double n[3] = {5, 3, 1};
  for (int c = 0; c < 3; ++c) {
    const double k = std::fmod(n[c] + hue, 6);
    pixel[c] = value - value * saturation * std::max(0.0, std::min({k, 4 - k, 1.0}));
  }
}

TEST(Augment, SaturationIsThatOfHsv) {
  const ImageSize size{16, 16, 3};
  for (const float factor : {0.0f, 0.5f, 1.0f, 1.7f, 10.0f}) {
    const std::vector<float> image = some_image(size);
    std::vector<float> out = image;
    adjust_saturation(out.data(), size, factor);
    for (std::size_t i = 0; i < 256; ++i) {
      double pixel[3] = {image[3 * i], image[3 * i + 1], image[3 * i + 2]};
      saturate_over_hsv(pixel, factor);
      for (std::size_t c = 0; c < 3; ++c) ASSERT_NEAR(out[3 * i + c], pixel[c], 2e-6);
    }
  }
}

TEST(Augment, ContrastScalesAroundTheMeanOfEachChannel) {
  std::vector<float> image = {1, 10, 3, 30};
  adjust_contrast(image.data(), {1, 2, 2}, 2);
  EXPECT_EQ(image, (std::vector<float>{0, 0, 4, 40}));
  adjust_brightness(image.data(), {1, 2, 2}, 0.5f);
  EXPECT_EQ(image[0], 0.5f);
}

TEST(Augment, JitterStaysInRangeAndLeavesOutWhatIsZero) {
  const ImageSize size{4, 4, 3};
  const std::vector<float> image = some_image(size);
  std::vector<float> out = image;
  jitter_colors({}, out.data(), size, stream_of(0));
  EXPECT_EQ(out, image);
  for (std::uint64_t i = 0; i < 50; ++i) {
    out = image;
    jitter_colors({0.4f, 0.4f, 0.4f}, out.data(), size, stream_of(i));
    EXPECT_NE(out, image);
    for (float value : out) {
      EXPECT_GE(value, 0.0f);
      EXPECT_LE(value, 1.0f);
    }
  }
}

}  // namespace
}  // namespace specimen_v2::data
