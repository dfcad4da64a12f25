// PNG through libpng. Source of the conversions: PIL's PngImagePlugin and Image.convert.
//
// The chunks are walked here, and libpng gets those that make pixels: the header, the palette, the data. So damage in
// others does not matter, nor what follows the data: an image is complete when libpng has given all its rows.
//
// libpng reports errors by a longjmp out of its calls. So every call that can fail happens in run() or below it, where
// no destructor is ever jumped over, and the caller frees everything afterwards.
#include <png.h>

#include <algorithm>
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
  const DecodeOptions* options;
  Image* out;
  Status* status;      // of what is no error of libpng's
  std::uint8_t* rows;  // of an interlaced image: all rows, as libpng gives them
  std::size_t row_size;
  std::uint64_t rows_left;  // that libpng has not given yet, those of all passes together
  std::uint8_t palette[256][3];
  int color_type;
  int bit_depth;
  bool interlaced;
  bool has_header;
  bool wrong_checksum;  // of the compressed data as a whole
  bool over_white;      // 16-bit gray over 255
  char message[128];
};

[[noreturn]] void on_error(png_structp png, png_const_charp text) {
  auto* reader = static_cast<PngReader*>(png_get_error_ptr(png));
  std::snprintf(reader->message, sizeof reader->message, "%s", text);
  png_longjmp(png, 1);
}

// libpng only warns of a wrong checksum of the compressed data, in one of two ways: the rows may be complete or not.
// One that is missing gives no warning.
void on_warning(png_structp png, png_const_charp text) {
  if (std::strstr(text, "ADLER32") == nullptr && std::strstr(text, "Truncated compressed data") == nullptr) return;
  static_cast<PngReader*>(png_get_error_ptr(png))->wrong_checksum = true;
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
void pixel_to_rgb(PngReader& reader, const std::uint8_t* from, std::uint8_t* rgb) {
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
        if (reader.bit_depth == 16) {
          gray = from[1];
          reader.over_white = reader.over_white || from[0] != 0;
        }
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

void convert_row(PngReader& reader, const std::uint8_t* from, ImageColor color, int width, std::uint8_t* to) {
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

// Rows of all passes.
std::uint64_t rows_of(std::uint32_t width, std::uint32_t height, bool interlaced) {
  if (!interlaced) return height;
  std::uint64_t rows = 0;
  for (int pass = 0; pass < PNG_INTERLACE_ADAM7_PASSES; ++pass) {
    if (PNG_PASS_COLS(width, pass) > 0) rows += PNG_PASS_ROWS(height, pass);
  }
  return rows;
}

// Called before the first row.
void on_header(png_structp png, png_infop info) {
  auto* reader = static_cast<PngReader*>(png_get_progressive_ptr(png));
  const DecodeOptions& options = *reader->options;
  reader->color_type = png_get_color_type(png, info);
  reader->bit_depth = png_get_bit_depth(png, info);
  const std::uint32_t width = png_get_image_width(png, info);
  const std::uint32_t height = png_get_image_height(png, info);
  reader->interlaced = png_get_interlace_type(png, info) != PNG_INTERLACE_NONE;
  reader->row_size = std::size_t{width} * static_cast<unsigned>(bytes_per_pixel(*reader));
  reader->rows_left = rows_of(width, height, reader->interlaced);
  const std::size_t rows_size = reader->row_size * (reader->interlaced ? height : 1);
  *reader->status = check_image_limits("PNG", width, height, rows_size, options);
  if (!reader->status->ok()) png_error(png, "refused");
  *reader->status =
      reader->out->allocate(static_cast<int>(height), static_cast<int>(width), image_channels(options.color));
  if (!reader->status->ok()) png_error(png, "refused");

  if (reader->color_type == PNG_COLOR_TYPE_PALETTE) read_palette(reader);
  if (reader->bit_depth < 8) png_set_packing(png);
  if (reader->bit_depth == 16 && reader->color_type != PNG_COLOR_TYPE_GRAY) png_set_strip_16(png);
  png_set_interlace_handling(png);
  png_read_update_info(png, info);
  if (png_get_rowbytes(png, info) != reader->row_size) png_error(png, "rows of an unexpected size");
  if (reader->interlaced) {
    reader->rows = static_cast<std::uint8_t*>(std::malloc(rows_size));
    if (reader->rows == nullptr) {
      *reader->status =
          Status(StatusCode::out_of_memory, "no memory for the rows of a PNG of %u x %u pixels", width, height);
      png_error(png, "refused");
    }
  }
  reader->has_header = true;
}

// Called for every row of every pass, also for those that the pass does not have.
void on_row(png_structp png, png_bytep row, png_uint_32 y, int pass) {
  auto* reader = static_cast<PngReader*>(png_get_progressive_ptr(png));
  if (row == nullptr || (reader->interlaced && !PNG_ROW_IN_INTERLACE_PASS(y, pass))) return;
  --reader->rows_left;
  if (!reader->interlaced) {
    convert_row(*reader, row, reader->options->color, reader->out->width(), reader->out->row(static_cast<int>(y)));
  } else {
    png_progressive_combine_row(png, reader->rows + reader->row_size * y, row);
  }
}

std::uint32_t big_endian(const std::uint8_t* bytes) {
  return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
}

bool is_chunk(const std::uint8_t* name, const char* other) { return std::memcmp(name, other, 4) == 0; }

// Hands the chunks that make pixels to libpng, up to the end of the data. False after a longjmp.
bool run(PngReader* reader, const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kSignature = 8, kHead = 8, kChecksum = 4;
  png_structp png = reader->png;
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  png_set_progressive_read_fn(png, reader, on_header, on_row, nullptr);
  png_set_user_limits(png, kMaxSide, kMaxSide);
  const auto feed = [&](const std::uint8_t* bytes, std::size_t count) {
    png_process_data(png, reader->info, const_cast<std::uint8_t*>(bytes), count);
  };
  feed(data, kSignature);
  bool in_data = false;
  for (std::size_t at = kSignature; size - at >= kHead;) {
    const std::uint8_t* name = data + at + 4;
    const std::uint64_t chunk = std::uint64_t{big_endian(data + at)} + kHead + kChecksum;
    const bool is_data = is_chunk(name, "IDAT");
    if (in_data && !is_data) break;
    // A wrong checksum of a part of the data is no damage where that of the whole is right, or the rows are all there.
    if (is_data && !in_data) png_set_crc_action(png, PNG_CRC_QUIET_USE, PNG_CRC_QUIET_USE);
    in_data = is_data;
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(chunk, size - at));
    if (is_data || is_chunk(name, "IHDR") || is_chunk(name, "PLTE")) feed(data + at, count);
    if (is_chunk(name, "IEND")) break;
    at += count;
  }
  return true;
}

}  // namespace

Status decode_png(const std::uint8_t* data, std::size_t size, const DecodeOptions& options, Image* out) {
  PngReader reader = {};
  Status status;
  reader.options = &options;
  reader.out = out;
  reader.status = &status;
  reader.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reader, on_error, on_warning);
  if (reader.png != nullptr) reader.info = png_create_info_struct(reader.png);
  bool done = false;
  if (reader.info == nullptr) {
    status = Status(StatusCode::out_of_memory, "no memory for a PNG decoder");
  } else {
    done = run(&reader, data, size);
  }
  const bool complete = reader.has_header && reader.rows_left == 0;
  if (complete && reader.interlaced) {
    for (int y = 0; y < out->height(); ++y) {
      convert_row(reader, reader.rows + reader.row_size * static_cast<unsigned>(y), options.color, out->width(),
                  out->row(y));
    }
  }
  png_destroy_read_struct(&reader.png, &reader.info, nullptr);
  std::free(reader.rows);
  if (!status.ok()) return status;
  if (reader.wrong_checksum) return Status(StatusCode::data_error, "damaged PNG: the checksum of its data is wrong");
  if (!complete && !done) return Status(StatusCode::data_error, "damaged PNG: %s", reader.message);
  if (!complete) return Status(StatusCode::data_error, "PNG data ends early: the file is truncated");
  if (reader.over_white) {
    return Status(StatusCode::unsupported,
                  "16-bit gray PNG with values over 255, which the reference cuts to white; save it with 8 bits");
  }
  return Status();
}

}  // namespace specimen_v2
