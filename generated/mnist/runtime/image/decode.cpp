#include "decode.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>

#include "decode_formats.h"

namespace specimen_v2 {

namespace {

constexpr std::size_t kMaxFile = std::size_t{1} << 30;  // bytes

bool starts_with(const std::uint8_t* data, std::size_t size, const char* magic, std::size_t magic_size) {
  return size >= magic_size && std::memcmp(data, magic, magic_size) == 0;
}

// Formats that people do try, so that the message can name them.
const char* other_format(const std::uint8_t* data, std::size_t size) {
  if (starts_with(data, size, "GIF8", 4)) return "a GIF";
  if (starts_with(data, size, "BM", 2)) return "a BMP";
  if (starts_with(data, size, "II*\0", 4) || starts_with(data, size, "MM\0*", 4)) return "a TIFF";
  if (size >= 12 && std::memcmp(data, "RIFF", 4) == 0 && std::memcmp(data + 8, "WEBP", 4) == 0) return "a WebP";
  if (size >= 12 && std::memcmp(data + 4, "ftyp", 4) == 0) return "a HEIF, AVIF or MP4";
  if (starts_with(data, size, "%PDF", 4)) return "a PDF";
  return nullptr;
}

struct FreeBytes {
  void operator()(std::uint8_t* bytes) const { std::free(bytes); }
};
using Bytes = std::unique_ptr<std::uint8_t, FreeBytes>;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// Reads to the end rather than asking for a size: pipes have none. Memory grows by doubling.
Status read_all(std::FILE* file, Bytes* bytes, std::size_t* size) {
  std::size_t capacity = 0;
  *size = 0;
  for (;;) {
    if (*size == capacity) {
      capacity = capacity == 0 ? std::size_t{1} << 16 : 2 * capacity;
      Bytes grown(static_cast<std::uint8_t*>(std::malloc(capacity)));
      if (grown == nullptr) return Status(StatusCode::out_of_memory, "no memory for a file of over %zu bytes", *size);
      if (*size > 0) std::memcpy(grown.get(), bytes->get(), *size);
      *bytes = std::move(grown);
    }
    const std::size_t got = std::fread(bytes->get() + *size, 1, capacity - *size, file);
    *size += got;
    if (got == 0) break;
    if (*size > kMaxFile) return Status(StatusCode::unsupported, "over 1 GiB, which no image should be");
  }
  if (std::ferror(file) != 0) return Status(StatusCode::io_error, "cannot be read: %s", std::strerror(errno));
  return Status();
}

}  // namespace

Status decode_image(const void* data, std::size_t size, const DecodeOptions& options, Image* out) {
  if (data == nullptr || out == nullptr) {
    return Status(StatusCode::invalid_argument, "decode_image needs bytes to read and an image to write");
  }
  if (options.max_pixels < 1 || options.max_memory < 1) {
    return Status(StatusCode::invalid_argument, "the limits max_pixels and max_memory must be at least 1");
  }
  const auto* bytes = static_cast<const std::uint8_t*>(data);
  if (size == 0) return Status(StatusCode::data_error, "the file is empty");
  Image image;  // so that a failure leaves `out` alone
  Status status;
  if (starts_with(bytes, size, "\xff\xd8", 2)) {
    status = decode_jpeg(bytes, size, options, &image);
  } else if (starts_with(bytes, size, "\x89PNG\r\n\x1a\n", 8)) {
    status = decode_png(bytes, size, options, &image);
  } else if (const char* name = other_format(bytes, size)) {
    return Status(StatusCode::unsupported, "this is %s file; convert it to JPEG or PNG", name);
  } else if (std::memcmp(bytes, "\x89PNG\r\n\x1a\n", size < 8 ? size : 8) == 0 || (size == 1 && bytes[0] == 0xff)) {
    return Status(StatusCode::data_error, "the file ends after %zu bytes, inside its signature", size);
  } else {
    return Status(StatusCode::unsupported, "neither a JPEG nor a PNG file: it starts with %02x %02x", bytes[0],
                  size > 1 ? bytes[1] : 0);
  }
  if (status.ok()) *out = std::move(image);
  return status;
}

Status decode_image_file(const char* path, const DecodeOptions& options, Image* out) {
  if (path == nullptr) return Status(StatusCode::invalid_argument, "decode_image_file needs a path");
  std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path, "rb"));
  if (file == nullptr) {
    const StatusCode code = errno == ENOENT || errno == ENOTDIR ? StatusCode::not_found : StatusCode::io_error;
    return Status(code, "%s: cannot be opened: %s", path, std::strerror(errno));
  }
  Bytes bytes;
  std::size_t size = 0;
  Status status = read_all(file.get(), &bytes, &size);
  if (status.ok()) status = decode_image(bytes.get(), size, options, out);
  if (!status.ok()) return Status(status.code(), "%s: %s", path, status.message());
  return status;
}

}  // namespace specimen_v2
