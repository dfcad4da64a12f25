// The decoders behind decode_image, one file each: the only ones that know libjpeg and libpng.
#ifndef SPECIMEN_V2_IMAGE_DECODE_FORMATS_H
#define SPECIMEN_V2_IMAGE_DECODE_FORMATS_H

#include <cstddef>
#include <cstdint>

#include "../core/status.h"
#include "decode.h"
#include "image.h"

namespace specimen_v2 {

// `data` starts with the signature of the format. Errors as decode_image's; `out` may be left allocated then.
Status decode_jpeg(const std::uint8_t* data, std::size_t size, const DecodeOptions& options, Image* out);
Status decode_png(const std::uint8_t* data, std::size_t size, const DecodeOptions& options, Image* out);

// The header's size against the limits; `extra` bytes are what the decoder takes beside the pixels of the result.
inline Status check_image_limits(const char* format, std::uint64_t width, std::uint64_t height, std::uint64_t extra,
                                 const DecodeOptions& options) {
  const auto wide = static_cast<unsigned long long>(width);
  const auto high = static_cast<unsigned long long>(height);
  if (width * height > static_cast<std::uint64_t>(options.max_pixels)) {  // both are below 2^31
    return Status(StatusCode::unsupported,
                  "%s of %llu x %llu pixels, over the limit of %lld pixels; make it smaller, or raise max_pixels",
                  format, wide, high, static_cast<long long>(options.max_pixels));
  }
  const auto channels = static_cast<std::uint64_t>(image_channels(options.color));
  if (width * height * channels + extra > static_cast<std::uint64_t>(options.max_memory)) {
    return Status(StatusCode::out_of_memory,
                  "%s of %llu x %llu pixels needs more than %lld bytes to decode; make it smaller, or raise max_memory",
                  format, wide, high, static_cast<long long>(options.max_memory));
  }
  return Status();
}

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_IMAGE_DECODE_FORMATS_H
