#include "idx_images.h"

#include <new>

#include "../data/augment.h"
#include "../data/idx.h"

namespace specimen_v2::train {

namespace {

Status open_idx(const char* directory, bool training, std::unique_ptr<data::Dataset>* dataset) {
  std::unique_ptr<data::IdxDataset> files(new (std::nothrow) data::IdxDataset);
  if (!files) return Status(StatusCode::out_of_memory, "no memory for the data set");
  if (Status status = files->open_directory(directory, training ? "train" : "t10k"); !status) return status;
  *dataset = std::move(files);
  return Status();
}

// Slot 0 is the image, slot 1 its label.
Status read_example(const void* data, const data::Example& example, const data::ExampleKey&, const data::Slot* slots) {
  const Pixels& pixels = *static_cast<const Pixels*>(data);
  const data::Field *image = example.find("image"), *label = example.find("label");
  if (image->count() != slots[0].elements) {
    return Status(StatusCode::data_error, "an image has %lld pixels, and the model reads %lld",
                  static_cast<long long>(image->count()), static_cast<long long>(slots[0].elements));
  }
  const std::int64_t value = label->integer();
  if (value < 0 || value >= pixels.classes) {
    return Status(StatusCode::data_error, "the label is %lld, and the model has classes 0 to %d",
                  static_cast<long long>(value), pixels.classes - 1);
  }
  data::field_to_floats(*image, slots[0].f32, pixels.scale);
  if (pixels.standardize) data::standardize_image(slots[0].f32, {slots[0].elements, 1, 1});
  slots[1].i32[0] = static_cast<std::int32_t>(value);
  return Status();
}

}  // namespace

DataSource idx_images(const char* name, const Pixels& pixels) {
  DataSource source;
  source.name = name;
  source.open = open_idx;
  source.training = source.evaluation = read_example;
  source.training_data = source.evaluation_data = &pixels;
  return source;
}

}  // namespace specimen_v2::train
