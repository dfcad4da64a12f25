#include "image_pixels.h"

#include <cstring>

#include "image_crop.h"
#include "image_directory.h"

namespace specimen_v2::data {

namespace {

Status pixels_of(const Field& field, int channels, Image* image) {
  if (field.type == FieldType::text) {
    DecodeOptions options;
    options.color = channels == 1 ? ImageColor::gray : ImageColor::rgb;
    return decode_image_field(field, options, image);
  }
  const std::int64_t depth = field.rank == 3 ? field.shape[2] : 1;
  const bool fits = field.type == FieldType::u8 && (field.rank == 2 || field.rank == 3) &&
                    field.shape[0] <= kMaxImageSide && field.shape[1] <= kMaxImageSide;
  if (!fits) {
    return Status(StatusCode::data_error, "an image is (height, width, channels) bytes, not %s of rank %d",
                  field_type_name(field.type), field.rank);
  }
  Status status =
      image->allocate(static_cast<int>(field.shape[0]), static_cast<int>(field.shape[1]), static_cast<int>(depth));
  if (status) std::memcpy(image->data(), field.data, image->size());
  return status;
}

}  // namespace

Status resized_pixels(const void* data, const Field& field, RandomStream random, float* out) {
  const ImagePixels& pixels = *static_cast<const ImagePixels*>(data);
  Image image;
  if (Status status = pixels_of(field, pixels.preprocess.channels, &image); !status) return status;
  if (!pixels.crops) return preprocess(image, pixels.preprocess, out);
  Image part;
  const CropWindow window = distorted_crop(pixels.crop, image.height(), image.width(), nullptr, 0, random);
  if (Status status = cut(image, window, &part); !status) return status;
  ImagePreprocess whole = pixels.preprocess;
  whole.short_side = 0;
  return preprocess(part, whole, out);
}

}  // namespace specimen_v2::data
