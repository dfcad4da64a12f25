#include "runtime/train/image_source.h"

#include <gtest/gtest.h>

#include <cstring>

namespace specimen_v2::train {
namespace {

struct Made {
  std::vector<float> image;
  std::int32_t label = -1;
  Status status;
};

Made make(const ImageInput& input, std::int64_t side, std::int64_t label, std::uint64_t index = 3) {
  data::Example example;
  const std::int64_t shape[] = {side, side};
  auto* pixels =
      static_cast<std::uint8_t*>(const_cast<void*>(example.add("image", data::FieldType::u8, shape, 2)->data));
  for (std::int64_t i = 0; i < side * side; ++i) pixels[i] = static_cast<std::uint8_t>(i + 1);
  *static_cast<std::int64_t*>(const_cast<void*>(example.add("label", data::FieldType::i64, nullptr, 0)->data)) = label;
  Made made;
  made.image.resize(static_cast<std::size_t>(input.size.count()));
  data::Slot slots[2];
  slots[0].f32 = made.image.data();
  slots[0].elements = input.size.count();
  slots[1].i32 = &made.label;
  slots[1].elements = 1;
  made.status = image_and_label(&input, example, {1, 2, index}, slots);
  return made;
}

ImageInput plain() {
  ImageInput input;
  input.size = {4, 4, 1};
  input.scale = 0.5F;
  input.subtract = 1;
  static constexpr const char* kLabel[] = {"label"};
  input.label.fields = {kLabel, 1};
  input.label.classes = 10;
  return input;
}

TEST(ImageSource, ScalesPixelsAndShiftsLabels) {
  ImageInput input = plain();
  input.label.offset = -1;
  const Made made = make(input, 4, 8);
  ASSERT_TRUE(made.status) << made.status.message();
  EXPECT_EQ(made.label, 7);
  for (std::size_t i = 0; i < 16; ++i) EXPECT_EQ(made.image[i], static_cast<float>(i) * 0.5F);
}

TEST(ImageSource, CropsAndFlipsByTheExample) {
  ImageInput input = plain();
  input.pad = 1;
  input.flip = true;
  bool moved = false, still = true;
  for (std::uint64_t index = 0; index < 8; ++index) {
    const Made made = make(input, 4, 0, index), again = make(input, 4, 0, index);
    ASSERT_TRUE(made.status);
    still = still && made.image == again.image;
    moved = moved || made.image != make(plain(), 4, 0).image;
  }
  EXPECT_TRUE(moved);
  EXPECT_TRUE(still);
}

TEST(ImageSource, SaysWhatDoesNotFit) {
  Made made = make(plain(), 5, 0);
  EXPECT_EQ(made.status.code(), StatusCode::data_error);
  EXPECT_NE(std::strstr(made.status.message(), "an image of 5 x 5 x 1; the model takes 4 x 4 x 1"), nullptr);
  made = make(plain(), 4, 10);
  EXPECT_NE(std::strstr(made.status.message(), "the label 10 is not one of 10 classes"), nullptr);
}

}  // namespace
}  // namespace specimen_v2::train
