// JPEG and PNG files into 8-bit pixels.
//
// The pixels equal those of PIL, `Image.open(file).convert("RGB")` or `.convert("L")`, bit for bit: the same inverse
// DCT and chroma upsampling for JPEG; inverted inks for CMYK and YCCK; alpha and transparency dropped, palettes
// applied, 16-bit colours cut to their high byte for PNG. As in PIL, keras.utils.load_img and torchvision's loader, the
// orientation that a camera notes in EXIF is not applied, and colour profiles and gamma are ignored. A PNG counts as
// whole when all its rows are there, whatever its end and the checksums of its parts.
// In two points this is stricter than PIL. A JPEG with damaged data, or without the scans of its low frequencies, is an
// error, never a guess. So is a 16-bit gray PNG with values over 255: PIL makes them white, and Keras leaves them as
// they are, beyond what any model was trained on.
#ifndef SPECIMEN_V2_IMAGE_DECODE_H
#define SPECIMEN_V2_IMAGE_DECODE_H

#include <cstddef>
#include <cstdint>

#include "../core/status.h"
#include "image.h"

namespace specimen_v2 {

struct DecodeOptions {
  ImageColor color = ImageColor::rgb;
  // A larger image is refused from its header, before memory is taken. The default is where PIL refuses as well.
  std::int64_t max_pixels = 178956970;
  // Bytes for pixels and decoder together; progressive JPEG and interlaced PNG need more than their pixels.
  std::int64_t max_memory = std::int64_t{2} << 30;
};

// Decodes `size` bytes at `data` into `out`; what they are is read from the bytes themselves. On error `out` is as it
// was. Errors: data_error (damaged, truncated, empty), unsupported (another format, 12-bit JPEG, over max_pixels),
// out_of_memory (also over max_memory), invalid_argument (null pointers, limits below 1).
Status decode_image(const void* data, std::size_t size, const DecodeOptions& options, Image* out);

// The same from a file of at most 1 GiB; the message starts with `path`. More errors: not_found, io_error.
Status decode_image_file(const char* path, const DecodeOptions& options, Image* out);

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_IMAGE_DECODE_H
