#include "image_source.h"

#include <cstddef>
#include <vector>

#include "../core/standardize.h"

namespace specimen_v2::train {
namespace {

// The size of a field of (height, width) or (height, width, channels).
bool size_of(const data::Field& field, data::ImageSize* size) {
  if (field.rank < 2 || field.rank > 3) return false;
  *size = {field.shape[0], field.shape[1], field.rank == 3 ? field.shape[2] : 1};
  return true;
}

bool fits(const data::ImageSize& from, const ImageInput& input) {
  const data::ImageSize& to = input.size;
  if (from.channels != to.channels) return false;
  if (input.pad == 0) return from.height == to.height && from.width == to.width;
  return from.height + 2 * input.pad >= to.height && from.width + 2 * input.pad >= to.width;
}

Status fill_pixels(const ImageInput& input, const data::Field& image, const data::ExampleKey& key,
                   const data::Slot& slot) {
  data::ImageSize size;
  if (!size_of(image, &size) || !fits(size, input) || slot.elements != input.size.count()) {
    return Status(StatusCode::data_error, "an image of %lld x %lld x %lld; the model takes %lld x %lld x %lld",
                  static_cast<long long>(size.height), static_cast<long long>(size.width),
                  static_cast<long long>(size.channels), static_cast<long long>(input.size.height),
                  static_cast<long long>(input.size.width), static_cast<long long>(input.size.channels));
  }
  if (input.pad == 0) {
    data::field_to_floats(image, slot.f32, input.scale, input.subtract);
    return Status();
  }
  thread_local std::vector<float> whole;  // keeps its memory
  whole.resize(static_cast<std::size_t>(size.count()));
  data::field_to_floats(image, whole.data(), input.scale, input.subtract);
  data::random_crop_padded(whole.data(), size, input.pad, input.size, slot.f32, key.random("crop"));
  return Status();
}

}  // namespace

Status image_and_label(const void* data, const data::Example& example, const data::ExampleKey& key,
                       const data::Slot* slots) {
  const ImageInput& input = *static_cast<const ImageInput*>(data);
  const data::Field* image = example.find(input.image);
  if (!image) return Status(StatusCode::data_error, "there is no field \"%s\"", input.image);
  if (Status status = fill_label(input.label, example, slots + 1); !status) return status;
  float* const to = slots[0].f32;
  if (Status status = input.resized ? input.resized(input.resized_data, *image, key.random("crop"), to)
                                    : fill_pixels(input, *image, key, slots[0]);
      !status) {
    return status;
  }
  if (input.flip) data::random_flip(to, input.size, key.random("flip"));
  if (input.colors.brightness != 0 || input.colors.contrast != 0 || input.colors.saturation != 0) {
    data::jitter_colors(input.colors, to, input.size, key.random("colors"));
  }
  if (input.standardize) standardize(to, static_cast<std::size_t>(input.size.count()));
  if (input.deviation[0] != 0) data::normalize_channels(to, input.size, input.mean, input.deviation);
  return Status();
}

}  // namespace specimen_v2::train
