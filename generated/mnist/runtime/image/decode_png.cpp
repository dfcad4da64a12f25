// PNG through libpng. Source of the conversions: PIL's PngImagePlugin and Image.convert.
//
// libpng reports errors by a longjmp out of its calls. So every call that can fail happens in run(), below which there
// are only plain structs: no destructor is ever jumped over, and the caller frees everything afterwards.
#include <png.h>

#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "color.h"
#include "decode_formats.h"

namespace specimen_v2 {

namespace {

constexpr std::uint32_t kMaxSide = 0x7fffffff;  // the format's own limit

struct PngReader {
  png_structp png;
  png_infop info;
  const std::uint8_t* next;  // the bytes not yet read
  std::size_t left;
  std::uint8_t* rows;  // one row as libpng gives it, or all of them when interlaced
  std::uint8_t palette[256][3];
  int color_type;
  int bit_depth;
  bool truncated;
  char message[128];
};

[[noreturn]] void on_error(png_structp png, png_const_charp text) {
  auto* reader = static_cast<PngReader*>(png_get_error_ptr(png));
  std::snprintf(reader->message, sizeof reader->message, "%s", text);
  png_longjmp(png, 1);
}

void on_warning(png_structp, png_const_charp) {}

void on_read(png_structp png, png_bytep to, png_size_t size) {
  auto* reader = static_cast<PngReader*>(png_get_io_ptr(png));
  if (size > reader->left) {
    reader->truncated = true;
    png_error(png, "truncated");
  }
  std::memcpy(to, reader->next, size);
  reader->next += size;
  reader->left -= size;
}

// Chunks that change no pixel of ours: colour profiles, texts, times, transparency. Skipped unread, so that damage in
// them, or a profile that unpacks to gigabytes, does not matter.
void skip_ancillary_chunks(png_structp png) {
  static const char kNames[] =
      "bKGD\0cHRM\0eXIf\0gAMA\0hIST\0iCCP\0iTXt\0oFFs\0pCAL\0pHYs\0sBIT\0sCAL\0sPLT\0sRGB\0tEXt\0tIME\0tRNS\0zTXt";
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, nullptr, 0);
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, reinterpret_cast<png_const_bytep>(kNames),
                              static_cast<int>(sizeof kNames / 5));
}

void read_palette(PngReader* reader) {
  // A pixel may name an entry that the palette lacks: black, as in PIL. The palette starts as zeros.
  png_colorp colors = nullptr;
  int count = 0;
  if (png_get_PLTE(reader->png, reader->info, &colors, &count) == 0) png_error(reader->png, "no palette");
  for (int i = 0; i < count && i < 256; ++i) {
    reader->palette[i][0] = colors[i].red;
    reader->palette[i][1] = colors[i].green;
    reader->palette[i][2] = colors[i].blue;
  }
}

// One pixel at `from` as red, green, blue. 16-bit colours have lost their low byte in libpng; 16-bit gray has not.
void pixel_to_rgb(const PngReader& reader, const std::uint8_t* from, std::uint8_t* rgb) {
  switch (reader.color_type) {
    case PNG_COLOR_TYPE_PALETTE:
      std::memcpy(rgb, reader.palette[from[0]], 3);
      return;
    case PNG_COLOR_TYPE_RGB:
    case PNG_COLOR_TYPE_RGB_ALPHA:
      std::memcpy(rgb, from, 3);
      return;
    default: {  // gray, gray with alpha
      int gray = from[0];
      if (reader.color_type == PNG_COLOR_TYPE_GRAY) {
        if (reader.bit_depth < 8) gray *= 255 / ((1 << reader.bit_depth) - 1);
        if (reader.bit_depth == 16) gray = from[0] != 0 ? 255 : from[1];
      }
      std::memset(rgb, gray, 3);
    }
  }
}

int bytes_per_pixel(const PngReader& reader) {
  switch (reader.color_type) {
    case PNG_COLOR_TYPE_RGB:
      return 3;
    case PNG_COLOR_TYPE_RGB_ALPHA:
      return 4;
    case PNG_COLOR_TYPE_GRAY_ALPHA:
      return 2;
    case PNG_COLOR_TYPE_GRAY:
      return reader.bit_depth == 16 ? 2 : 1;
    default:
      return 1;
  }
}

void convert_row(const PngReader& reader, const std::uint8_t* from, ImageColor color, int width, std::uint8_t* to) {
  const int step = bytes_per_pixel(reader);
  const bool is_gray = (reader.color_type & PNG_COLOR_MASK_COLOR) == 0;
  for (int x = 0; x < width; ++x, from += step) {
    std::uint8_t rgb[3];
    pixel_to_rgb(reader, from, rgb);
    if (color == ImageColor::gray) {
      *to++ = is_gray ? rgb[0] : luma(rgb[0], rgb[1], rgb[2]);
    } else {
      std::memcpy(to, rgb, 3);
      to += 3;
    }
  }
}

// From the signature to the last chunk. False after a longjmp, or with `status` set.
bool run(PngReader* reader, const DecodeOptions& options, Image* out, Status* status) {
  png_structp png = reader->png;
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  png_set_read_fn(png, reader, on_read);
  png_set_user_limits(png, kMaxSide, kMaxSide);
  skip_ancillary_chunks(png);
  png_read_info(png, reader->info);

  reader->color_type = png_get_color_type(png, reader->info);
  reader->bit_depth = png_get_bit_depth(png, reader->info);
  const std::uint32_t width = png_get_image_width(png, reader->info);
  const std::uint32_t height = png_get_image_height(png, reader->info);
  const bool interlaced = png_get_interlace_type(png, reader->info) != PNG_INTERLACE_NONE;
  const std::uint64_t row_size = std::uint64_t{width} * static_cast<unsigned>(bytes_per_pixel(*reader));
  const std::uint64_t rows_size = row_size * (interlaced ? height : 1);
  *status = check_image_limits("PNG", width, height, rows_size, options);
  if (!status->ok()) return false;
  *status = out->allocate(static_cast<int>(height), static_cast<int>(width), image_channels(options.color));
  if (!status->ok()) return false;

  if (reader->color_type == PNG_COLOR_TYPE_PALETTE) read_palette(reader);
  if (reader->bit_depth < 8) png_set_packing(png);
  if (reader->bit_depth == 16 && reader->color_type != PNG_COLOR_TYPE_GRAY) png_set_strip_16(png);
  const int passes = png_set_interlace_handling(png);
  png_read_update_info(png, reader->info);
  if (png_get_rowbytes(png, reader->info) != row_size) png_error(png, "rows of an unexpected size");
  reader->rows = static_cast<std::uint8_t*>(std::malloc(rows_size));
  if (reader->rows == nullptr) {
    *status = Status(StatusCode::out_of_memory, "no memory for the rows of a PNG of %u x %u pixels", width, height);
    return false;
  }
  for (int pass = 0; pass < passes; ++pass) {
    for (std::uint32_t y = 0; y < height; ++y) {
      std::uint8_t* row = reader->rows + (interlaced ? row_size * y : 0);
      png_read_row(png, row, nullptr);
      if (pass + 1 == passes) convert_row(*reader, row, options.color, out->width(), out->row(static_cast<int>(y)));
    }
  }
  png_read_end(png, nullptr);
  return true;
}

}  // namespace

Status decode_png(const std::uint8_t* data, std::size_t size, const DecodeOptions& options, Image* out) {
  PngReader reader = {};
  reader.next = data;
  reader.left = size;
  reader.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reader, on_error, on_warning);
  if (reader.png != nullptr) reader.info = png_create_info_struct(reader.png);
  Status status;
  bool done = false;
  if (reader.info == nullptr) {
    status = Status(StatusCode::out_of_memory, "no memory for a PNG decoder");
  } else {
    done = run(&reader, options, out, &status);
  }
  png_destroy_read_struct(&reader.png, &reader.info, nullptr);
  std::free(reader.rows);
  if (done || !status.ok()) return status;
  if (reader.truncated) return Status(StatusCode::data_error, "PNG data ends early: the file is truncated");
  return Status(StatusCode::data_error, "damaged PNG: %s", reader.message);
}

}  // namespace specimen_v2
