// Classifies handwritten digits with a generated network, and compares with what another program made of the same
// images.
//
//   digits WEIGHTS IMAGES LABELS PREDICTIONS [--show=N]
//
// WEIGHTS is a safetensors file of digits_resnet20. The others are IDX files, the format of MNIST: 8x8 images, the
// digits that were written, and the digits that the other program saw. The exit status is 0 when both see the same
// everywhere.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "digits_resnet20.h"
#include "runtime/core/mapped_file.h"
#include "runtime/core/os.h"
#include "runtime/image/image.h"
#include "runtime/image/terminal.h"

namespace {

using digits_resnet20::Status;
using digits_resnet20::StatusCode;

constexpr int kSize = 8;  // pixels, of one side of an image
constexpr int kPixels = kSize * kSize;
constexpr int kClasses = 10;

// Bytes with `rank` dimensions.
struct Idx {
  std::vector<std::int64_t> shape;
  std::vector<std::uint8_t> values;
};

std::uint32_t big_endian(const unsigned char* bytes) {
  return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
}

// Reads an IDX file of unsigned bytes: 0, 0, 8 (the type), the rank; an extent of four bytes for each dimension; the
// values.
Status read_idx(const char* path, unsigned rank, Idx* idx) {
  specimen_v2::MappedFile file;
  if (Status status = file.open(path); !status) return status;
  const unsigned char* bytes = file.data();
  const std::size_t head = 4 + 4 * std::size_t{rank};
  if (file.size() < head || big_endian(bytes) != (8u << 8 | rank)) {
    return Status(StatusCode::data_error, "%s: not an IDX file of bytes with %u dimensions", path, rank);
  }
  std::uint64_t count = 1;
  for (unsigned d = 0; d < rank; ++d) {
    const std::uint32_t extent = big_endian(bytes + 4 + 4 * d);
    count *= extent;
    if (extent > file.size() || count > file.size()) return Status(StatusCode::data_error, "%s: ends early", path);
    idx->shape.push_back(extent);
  }
  if (file.size() != head + count)
    return Status(StatusCode::data_error, "%s: %zu bytes, not as long as it says", path, file.size());
  idx->values.assign(bytes + head, bytes + file.size());
  return Status();
}

struct Digits {
  Idx images, labels, predictions;
  std::int64_t count() const { return images.shape[0]; }
};

Status read_digits(char** paths, Digits* digits) {
  if (Status status = read_idx(paths[0], 3, &digits->images); !status) return status;
  if (Status status = read_idx(paths[1], 1, &digits->labels); !status) return status;
  if (Status status = read_idx(paths[2], 1, &digits->predictions); !status) return status;
  if (digits->images.shape[1] != kSize || digits->images.shape[2] != kSize) {
    return Status(StatusCode::data_error, "%s: images of %d x %d pixels are needed", paths[0], kSize, kSize);
  }
  if (digits->labels.shape[0] != digits->count() || digits->predictions.shape[0] != digits->count()) {
    return Status(StatusCode::data_error, "%s, %s and %s hold different numbers of images", paths[0], paths[1],
                  paths[2]);
  }
  return Status();
}

// The class of each image, a batch at a time.
Status classify(digits_resnet20::ConstTensor images, digits_resnet20::Context& context,
                std::vector<std::uint8_t>* classes) {
  std::vector<float> logits(static_cast<std::size_t>(context.max_batch()) * kClasses);
  for (std::int64_t first = 0; first < images.batch(); first += context.max_batch()) {
    const std::int64_t batch = std::min<std::int64_t>(context.max_batch(), images.batch() - first);
    const digits_resnet20::Tensor scores(logits.data(), {batch, kClasses});
    if (Status status = digits_resnet20::forward(context, images.slice(0, first, batch), scores); !status)
      return status;
    for (std::int64_t i = 0; i < batch; ++i) {
      const float* row = &scores.at(i);
      classes->push_back(static_cast<std::uint8_t>(std::max_element(row, row + kClasses) - row));
    }
  }
  return Status();
}

// Draws images side by side, each pixel as two by two, and below each what it was taken for.
Status show(const Digits& digits, const std::vector<std::int64_t>& which, const std::vector<std::uint8_t>& seen) {
  constexpr int kScale = 2, kCell = kSize * kScale + 2;
  specimen_v2::Image strip;
  if (Status status = strip.allocate(kSize * kScale, kCell * static_cast<int>(which.size()), 1); !status) return status;
  std::memset(strip.data(), 0, strip.size());
  for (std::size_t k = 0; k < which.size(); ++k) {
    const std::uint8_t* image = &digits.images.values[static_cast<std::size_t>(which[k]) * kPixels];
    for (int y = 0; y < kSize * kScale; ++y) {
      for (int x = 0; x < kSize * kScale; ++x) {
        strip.row(y)[static_cast<int>(k) * kCell + x] = image[y / kScale * kSize + x / kScale];
      }
    }
  }
  if (Status status = draw_image(stdout, strip, specimen_v2::terminal_style(stdout), strip.width()); !status)
    return status;
  for (const std::int64_t i : which) {
    const std::size_t at = static_cast<std::size_t>(i);
    std::printf("%6s%d%-11s", "", seen[at], seen[at] == digits.labels.values[at] ? "" : " (wrong)");
  }
  std::printf("\n");
  return Status();
}

std::int64_t count_equal(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
  std::int64_t count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) count += a[i] == b[i];
  return count;
}

Status run(char** paths, int shown, bool* agree) {
  Digits digits;
  if (Status status = read_digits(paths + 1, &digits); !status) return status;
  digits_resnet20::Weights weights;
  if (Status status = weights.open(paths[0]); !status) return status;
  digits_resnet20::Context context;
  if (Status status = context.create(weights); !status) return status;

  std::vector<float> pixels;  // from 0 to 1
  for (const std::uint8_t value : digits.images.values) pixels.push_back(static_cast<float>(value * (1.0 / 255)));
  const digits_resnet20::ConstTensor images(pixels.data(), {digits.count(), kSize, kSize, 1});
  std::vector<std::uint8_t> seen;
  const std::int64_t before = specimen_v2::now_ns();
  if (Status status = classify(images, context, &seen); !status) return status;
  const double milliseconds = static_cast<double>(specimen_v2::now_ns() - before) / 1e6;

  // The ones that went wrong come first.
  std::vector<std::int64_t> which;
  for (int wrong = 1; wrong >= 0; --wrong) {
    for (std::int64_t i = 0; i < digits.count() && static_cast<int>(which.size()) < shown; ++i) {
      const std::size_t at = static_cast<std::size_t>(i);
      if ((seen[at] != digits.labels.values[at]) == (wrong == 1)) which.push_back(i);
    }
  }
  if (!which.empty()) {
    if (Status status = show(digits, which, seen); !status) return status;
  }

  const std::int64_t right = count_equal(seen, digits.labels.values);
  const std::int64_t theirs = count_equal(digits.predictions.values, digits.labels.values);
  const std::int64_t same = count_equal(seen, digits.predictions.values);
  const double percent = 100.0 / static_cast<double>(digits.count());
  std::printf("%lld of %lld digits right: %.2f %%. Keras: %lld, %.2f %%. The same answer on %lld of %lld images.\n",
              static_cast<long long>(right), static_cast<long long>(digits.count()),
              static_cast<double>(right) * percent, static_cast<long long>(theirs),
              static_cast<double>(theirs) * percent, static_cast<long long>(same),
              static_cast<long long>(digits.count()));
  std::printf("%.1f us per image, in batches of %d, target %s, %d threads\n",
              milliseconds * 1e3 / static_cast<double>(digits.count()), context.max_batch(),
              target_name(weights.target()), context.threads());
  *agree = same == digits.count();
  return Status();
}

}  // namespace

int main(int argc, char** argv) {
  const bool has_option = argc == 6 && std::strncmp(argv[5], "--show=", 7) == 0;
  if (argc != 5 && !has_option) {
    std::fprintf(stderr, "usage: %s WEIGHTS IMAGES LABELS PREDICTIONS [--show=N]\n", argv[0]);
    return 2;
  }
  bool agree = false;
  const int shown = has_option ? std::clamp(std::atoi(argv[5] + 7), 0, 50) : 0;
  const Status status = run(argv + 1, shown, &agree);
  if (!status) std::fprintf(stderr, "error: %s [%s]\n", status.message(), status_code_name(status.code()));
  return status && agree ? 0 : 1;
}
