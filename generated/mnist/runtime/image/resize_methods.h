// The methods behind resize_image, one file per reference framework. The window is checked.
#ifndef SPECIMEN_V2_IMAGE_RESIZE_METHODS_H
#define SPECIMEN_V2_IMAGE_RESIZE_METHODS_H

#include <cstddef>
#include <cstdlib>
#include <memory>

#include "resize.h"

namespace specimen_v2 {

// An array from malloc: a size that the machine lacks is an error to report, and operator new could only abort.
template <typename T>
class ResizeTable {
 public:
  explicit ResizeTable(std::size_t count) : items_(static_cast<T*>(std::malloc(count * sizeof(T)))) {}
  bool ok() const { return items_ != nullptr; }
  T& operator[](std::size_t i) { return items_.get()[i]; }
  const T& operator[](std::size_t i) const { return items_.get()[i]; }

 private:
  struct Free {
    void operator()(T* items) const { std::free(items); }
  };
  std::unique_ptr<T, Free> items_;
};

inline Status no_memory_to_resize() { return Status(StatusCode::out_of_memory, "no memory to resize an image"); }

Status resize_nearest(const Image& in, const ResizeWindow& window, Resize method, float* out);
Status resize_pil(const Image& in, const ResizeWindow& window, Resize method, float* out);
Status resize_tf_bilinear(const Image& in, const ResizeWindow& window, bool half_pixel_centers, float* out);

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_IMAGE_RESIZE_METHODS_H
