// An 8-bit image in memory.
#ifndef SPECIMEN_V2_IMAGE_IMAGE_H
#define SPECIMEN_V2_IMAGE_IMAGE_H

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>

#include "../core/status.h"

namespace specimen_v2 {

// What the three channels, or the one, hold.
enum class ImageColor : unsigned char {
  rgb,   // red, green, blue
  gray,  // luma as ITU-R BT.601 has it
};

inline int image_channels(ImageColor color) { return color == ImageColor::gray ? 1 : 3; }

// (height, width, channels) of 8-bit values, row-major without gaps between rows. Moves, does not copy.
class Image {
 public:
  // Makes room; the values are undefined. Errors: invalid_argument for sizes below 1 or channels other than 1 and 3;
  // out_of_memory.
  Status allocate(int height, int width, int channels);

  bool empty() const { return pixels_ == nullptr; }
  int height() const { return height_; }                                               // pixels
  int width() const { return width_; }                                                 // pixels
  int channels() const { return channels_; }                                           // 1 or 3
  std::size_t size() const { return static_cast<std::size_t>(height_) * row_size(); }  // bytes
  std::size_t row_size() const { return static_cast<std::size_t>(width_) * static_cast<std::size_t>(channels_); }
  std::uint8_t* data() { return pixels_.get(); }
  const std::uint8_t* data() const { return pixels_.get(); }
  std::uint8_t* row(int y) { return pixels_.get() + static_cast<std::size_t>(y) * row_size(); }
  const std::uint8_t* row(int y) const { return pixels_.get() + static_cast<std::size_t>(y) * row_size(); }

 private:
  struct Free {
    void operator()(std::uint8_t* bytes) const { std::free(bytes); }
  };

  // From malloc: an image too large for the machine is an error to report, and operator new could only abort.
  std::unique_ptr<std::uint8_t, Free> pixels_;
  int height_ = 0;
  int width_ = 0;
  int channels_ = 0;
};

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_IMAGE_IMAGE_H
