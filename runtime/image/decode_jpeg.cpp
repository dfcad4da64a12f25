// JPEG through libjpeg-turbo. Source of the conversions: PIL's JpegImagePlugin and its decoder settings.
//
// libjpeg reports errors by a longjmp out of its calls. So every call into it happens in run(), below which there are
// only plain structs: no destructor is ever jumped over, and the caller frees everything afterwards.
#include <csetjmp>
#include <cstdio>

// In this order: jpeglib.h needs FILE, and jerror.h needs to know how the library was built.
// clang-format off
#include <jpeglib.h>
#include <jerror.h>
// clang-format on

#include "color.h"
#include "decode_formats.h"

namespace specimen_v2 {

namespace {

// Encoders write about ten scans; each costs a pass over the image, however few bytes it has.
constexpr int kMaxScans = 200;

struct JpegReader {
  jpeg_decompress_struct cinfo;
  jpeg_error_mgr errors;
  jpeg_progress_mgr progress;
  std::jmp_buf escape;
  char message[JMSG_LENGTH_MAX];
  int code;  // libjpeg's number of the error, or 0
  bool too_many_scans;
  std::uint8_t* row;  // one row as libjpeg gives it
};

JpegReader* reader_of(j_common_ptr cinfo) { return static_cast<JpegReader*>(cinfo->client_data); }

[[noreturn]] void fail(j_common_ptr cinfo) {
  JpegReader* reader = reader_of(cinfo);
  reader->code = cinfo->err->msg_code;
  cinfo->err->format_message(cinfo, reader->message);
  std::longjmp(reader->escape, 1);
}

// Warnings after which libjpeg fills in pixels that the file does not have.
bool is_damage(int warning) {
  return warning == JWRN_HIT_MARKER || warning == JWRN_HUFF_BAD_CODE || warning == JWRN_ARITH_BAD_CODE ||
         warning == JWRN_JPEG_EOF || warning == JWRN_MUST_RESYNC || warning == JWRN_NOT_SEQUENTIAL;
}

void on_message(j_common_ptr cinfo, int level) {
  if (level < 0 && is_damage(cinfo->err->msg_code)) fail(cinfo);
}

void on_progress(j_common_ptr cinfo) {
  JpegReader* reader = reader_of(cinfo);
  if (reader->cinfo.input_scan_number <= kMaxScans) return;
  reader->too_many_scans = true;
  std::longjmp(reader->escape, 1);
}

// One row of libjpeg's output as `color`.
void convert_row(const JpegReader& reader, ImageColor color, int width, std::uint8_t* to) {
  const std::uint8_t* from = reader.row;
  const int components = reader.cinfo.output_components;
  for (int x = 0; x < width; ++x, from += components) {
    std::uint8_t rgb[3] = {from[0], from[0], from[0]};
    if (components == 3) {
      rgb[1] = from[1];
      rgb[2] = from[2];
    } else if (components == 4) {
      // Adobe writes inks inverted, and every reader, PIL too, takes all four-component files as Adobe's.
      const std::uint8_t inks[4] = {static_cast<std::uint8_t>(255 - from[0]), static_cast<std::uint8_t>(255 - from[1]),
                                    static_cast<std::uint8_t>(255 - from[2]), static_cast<std::uint8_t>(255 - from[3])};
      cmyk_to_rgb(inks, rgb);
    }
    if (color == ImageColor::gray) {
      *to++ = components == 1 ? from[0] : luma(rgb[0], rgb[1], rgb[2]);
    } else {
      *to++ = rgb[0];
      *to++ = rgb[1];
      *to++ = rgb[2];
    }
  }
}

Status status_of_failure(const JpegReader& reader) {
  if (reader.too_many_scans) {
    return Status(StatusCode::unsupported, "JPEG of more than %d scans; save it again with fewer", kMaxScans);
  }
  switch (reader.code) {
    case JWRN_JPEG_EOF:
    case JERR_INPUT_EOF:
      return Status(StatusCode::data_error, "JPEG data ends early: the file is truncated");
    case JERR_OUT_OF_MEMORY:
    case JERR_NO_BACKING_STORE:
      return Status(StatusCode::out_of_memory,
                    "JPEG needs more memory to decode than the limit; make it smaller, or raise max_memory");
    case JERR_BAD_PRECISION:
    case JERR_SOF_UNSUPPORTED:
    case JERR_ARITH_NOTIMPL:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_IMAGE_TOO_BIG:
      return Status(StatusCode::unsupported, "JPEG of a kind that is not supported (%s); save it as 8-bit baseline",
                    reader.message);
    default:
      return Status(StatusCode::data_error, "damaged JPEG: %s", reader.message);
  }
}

// Whether a progressive file has no scan of some low frequencies, or not of all their bits. Decoders guess these from
// the blocks around, each version of libjpeg-turbo in its own way, by up to ten of 255. What misses only high
// frequencies has the same pixels everywhere.
bool misses_scans(const jpeg_decompress_struct* cinfo) {
  constexpr int kGuessed = 9;  // coefficients after the first, in zigzag order
  if (cinfo->progressive_mode == 0 || cinfo->coef_bits == nullptr) return false;
  for (int component = 0; component < cinfo->num_components; ++component) {
    const int* bits = cinfo->coef_bits[component];
    if (bits[0] < 0) return true;
    for (int i = 1; i <= kGuessed; ++i) {
      if (bits[i] != 0) return true;
    }
  }
  return false;
}

// From the header to the last row. False after a longjmp, or with `status` set.
bool run(JpegReader* reader, const std::uint8_t* data, std::size_t size, const DecodeOptions& options, Image* out,
         Status* status) {
  jpeg_decompress_struct* cinfo = &reader->cinfo;
  if (setjmp(reader->escape) != 0) return false;
  jpeg_create_decompress(cinfo);
  cinfo->client_data = reader;
  cinfo->progress = &reader->progress;
  jpeg_mem_src(cinfo, data, static_cast<unsigned long>(size));
  jpeg_read_header(cinfo, TRUE);

  switch (cinfo->num_components) {
    case 1:
      cinfo->out_color_space = JCS_GRAYSCALE;
      break;
    case 3:
      cinfo->out_color_space = JCS_RGB;
      break;
    case 4:
      cinfo->out_color_space = JCS_CMYK;
      break;
    default:
      *status = Status(StatusCode::unsupported, "JPEG of %d components; 1 (gray), 3 (colour) and 4 (CMYK) are known",
                       cinfo->num_components);
      return false;
  }
  // A progressive file keeps all its coefficients, 16 bits each.
  std::uint64_t extra = 0;
  if (jpeg_has_multiple_scans(cinfo)) {
    extra =
        std::uint64_t{2} * cinfo->image_width * cinfo->image_height * static_cast<unsigned>(cinfo->num_components) / 4;
  }
  *status = check_image_limits("JPEG", cinfo->image_width, cinfo->image_height, extra, options);
  if (!status->ok()) return false;
  *status = out->allocate(static_cast<int>(cinfo->image_height), static_cast<int>(cinfo->image_width),
                          image_channels(options.color));
  if (!status->ok()) return false;
  const std::int64_t left = options.max_memory - static_cast<std::int64_t>(out->size());
  cinfo->mem->max_memory_to_use = static_cast<long>(left > 0 ? left : 1);

  jpeg_start_decompress(cinfo);
  if (misses_scans(cinfo)) {
    *status =
        Status(StatusCode::data_error, "progressive JPEG without its last scans: what they hold would be a guess");
    return false;
  }
  const auto row_size = static_cast<JDIMENSION>(cinfo->output_width * static_cast<unsigned>(cinfo->output_components));
  JSAMPARRAY rows = cinfo->mem->alloc_sarray(reinterpret_cast<j_common_ptr>(cinfo), JPOOL_IMAGE, row_size, 1);
  reader->row = rows[0];
  while (cinfo->output_scanline < cinfo->output_height) {
    const int y = static_cast<int>(cinfo->output_scanline);
    jpeg_read_scanlines(cinfo, rows, 1);
    convert_row(*reader, options.color, out->width(), out->row(y));
  }
  jpeg_finish_decompress(cinfo);
  return true;
}

}  // namespace

Status decode_jpeg(const std::uint8_t* data, std::size_t size, const DecodeOptions& options, Image* out) {
  JpegReader reader = {};
  reader.cinfo.err = jpeg_std_error(&reader.errors);
  reader.cinfo.client_data = &reader;  // jpeg_create_decompress keeps it
  reader.errors.error_exit = fail;
  reader.errors.emit_message = on_message;
  reader.progress.progress_monitor = on_progress;
  Status status;
  const bool done = run(&reader, data, size, options, out, &status);
  jpeg_destroy_decompress(&reader.cinfo);
  if (done || !status.ok()) return status;
  return status_of_failure(reader);
}

}  // namespace specimen_v2
