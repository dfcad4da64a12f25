// Any bytes as an image: decoded both ways, resized, preprocessed; nothing may crash, and an error leaves no image.
// From a file comes what comes from memory.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "fuzz/fuzz.h"
#include "runtime/image/decode.h"
#include "runtime/image/preprocess.h"

namespace specimen_fuzz {
namespace {

// A file in memory, with a path.
class File {
 public:
  File(const std::uint8_t* data, std::size_t size) : file_(memfd_create("image", MFD_CLOEXEC)) {
    if (file_ < 0 || write(file_, data, size) != static_cast<ssize_t>(size)) std::abort();
  }
  ~File() { close(file_); }
  File(const File&) = delete;
  std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }

 private:
  int file_;
};

}  // namespace

int image(const std::uint8_t* data, std::size_t size) {
  for (specimen_v2::ImageColor color : {specimen_v2::ImageColor::rgb, specimen_v2::ImageColor::gray}) {
    specimen_v2::DecodeOptions options;
    options.color = color;
    options.max_pixels = 1 << 16;
    options.max_memory = 1 << 22;
    specimen_v2::Image decoded;
    const specimen_v2::Status status = specimen_v2::decode_image(data, size, options, &decoded);
    if (status.ok() == decoded.empty()) std::abort();
    specimen_v2::Image same;
    if (specimen_v2::decode_image_file(File(data, size).path().c_str(), options, &same).code() != status.code())
      std::abort();
    if (same.size() != decoded.size() ||
        (decoded.size() > 0 && std::memcmp(same.data(), decoded.data(), same.size()) != 0))
      std::abort();
    if (!status.ok()) continue;
    specimen_v2::ImagePreprocess preprocess;
    preprocess.height = 5;
    preprocess.width = 7;
    for (specimen_v2::Resize resize : {specimen_v2::Resize::pil_nearest, specimen_v2::Resize::pil_bilinear,
                                       specimen_v2::Resize::tf_bilinear, specimen_v2::Resize::tf1_bilinear}) {
      preprocess.resize = resize;
      preprocess.short_side = resize == specimen_v2::Resize::tf1_bilinear ? 9 : 0;
      std::vector<float> out(specimen_v2::preprocessed_size(preprocess));
      if (!specimen_v2::preprocess(decoded, preprocess, out.data()).ok()) std::abort();
    }
  }
  return 0;
}

}  // namespace specimen_fuzz

#ifdef SPECIMEN_LIBFUZZER
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return specimen_fuzz::image(data, size);
}
#endif
