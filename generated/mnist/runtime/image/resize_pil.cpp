// PIL's Image.resize: a filter that widens when shrinking, so that every input pixel counts; one axis after the other,
// weights in 22-bit fixed point, rounded to 8 bits after each. Source: Pillow 13, Resample.c.
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "resize_methods.h"

namespace specimen_v2 {

namespace {

constexpr int kPrecision = 22;  // bits: 8 of the pixel and 2 to spare stay free in 32

// The taps of one output position.
struct Taps {
  int first;  // input position
  int count;
  std::size_t weights;  // index of the first weight
};

// PIL's rounding: away from zero at a half.
int rounded(double x) {
  return static_cast<int>(x < 0 ? x - 0.5 : x + 0.5);  // NOLINT(bugprone-incorrect-roundings)
}

// PIL's rounding of positions: up from a half, and towards zero below it, where std::lround would go the other way.
int position_rounded(double x) {
  return static_cast<int>(x + 0.5);  // NOLINT(bugprone-incorrect-roundings)
}

// A function of the distance from the centre, which is 0 beyond `support`.
struct Filter {
  double support;
  double (*value)(double x);
};

constexpr double kPi = 3.14159265358979323846;

double sinc(double x) { return x == 0.0 ? 1.0 : std::sin(x * kPi) / (x * kPi); }

double box(double x) { return x > -0.5 && x <= 0.5 ? 1.0 : 0.0; }

double triangle(double x) {
  const double distance = std::fabs(x);
  return distance < 1.0 ? 1.0 - distance : 0.0;
}

double hamming(double x) {
  constexpr double a = 0.54f, b = 0.46f;  // floats there, too
  const double distance = std::fabs(x);
  if (distance == 0.0) return 1.0;
  if (distance >= 1.0) return 0.0;
  const double angle = distance * kPi;
  return std::sin(angle) / angle * (a + b * std::cos(angle));
}

// Keys's cubic with a = -0.5.
double cubic(double x) {
  constexpr double a = -0.5;
  const double d = std::fabs(x);
  if (d < 1.0) return ((a + 2.0) * d - (a + 3.0)) * d * d + 1.0;
  return d < 2.0 ? (((d - 5.0) * d + 8.0) * d - 4.0) * a : 0.0;
}

double lanczos(double x) { return x >= -3.0 && x < 3.0 ? sinc(x) * sinc(x / 3.0) : 0.0; }

Filter filter_of(Resize method) {
  switch (method) {
    case Resize::pil_box:
      return {0.5, box};
    case Resize::pil_hamming:
      return {1.0, hamming};
    case Resize::pil_bicubic:
      return {2.0, cubic};
    case Resize::pil_lanczos:
      return {3.0, lanczos};
    default:
      return {1.0, triangle};
  }
}

// One axis: output positions [first, first + count) of out_size.
class Axis {
 public:
  Axis(const Filter& filter, int in_size, int out_size, int first, int count)
      : filter_(filter),
        scale_(static_cast<double>(in_size) / out_size),
        filter_scale_(std::max(scale_, 1.0)),
        most_taps_(static_cast<std::size_t>(std::ceil(filter.support * filter_scale_)) * 2 + 1),
        taps_(static_cast<std::size_t>(count)),
        weights_(static_cast<std::size_t>(count) * most_taps_) {
    if (!ok()) return;
    for (int i = 0; i < count; ++i) fill(in_size, first + i, static_cast<std::size_t>(i));
  }

  bool ok() const { return taps_.ok() && weights_.ok(); }
  const Taps& taps(int i) const { return taps_[static_cast<std::size_t>(i)]; }
  const std::int32_t* weights(int i) const { return &weights_[taps(i).weights]; }

 private:
  void fill(int in_size, int position, std::size_t i) {
    const double center = (position + 0.5) * scale_;
    const double support = filter_.support * filter_scale_;
    const int first = std::max(position_rounded(center - support), 0);
    const int last = std::min(position_rounded(center + support), in_size);
    const double inverse = 1.0 / filter_scale_;
    taps_[i] = {first, last - first, i * most_taps_};
    double sum = 0.0;
    for (int x = first; x < last; ++x) sum += filter_.value((x - center + 0.5) * inverse);
    std::int32_t* weights = &weights_[taps_[i].weights];
    for (int x = first; x < last; ++x) {
      double weight = filter_.value((x - center + 0.5) * inverse);
      if (sum != 0.0) weight /= sum;
      *weights++ = rounded(weight * (1 << kPrecision));
    }
  }

  Filter filter_;
  double scale_;         // input pixels per output pixel
  double filter_scale_;  // input pixels per unit of the filter
  std::size_t most_taps_;
  ResizeTable<Taps> taps_;
  ResizeTable<std::int32_t> weights_;
};

std::uint8_t to_byte(std::int32_t sum) { return static_cast<std::uint8_t>(std::clamp(sum >> kPrecision, 0, 255)); }

constexpr std::int32_t kHalf = 1 << (kPrecision - 1);

// Which input positions the axis reads: [first, last).
struct Range {
  int first, last;
};

Range range_of(const Axis& axis, int count) {
  const Taps& end = axis.taps(count - 1);
  return {axis.taps(0).first, end.first + end.count};
}

// Resamples along x: all rows of `in` from `first_row` on. `in` starts at input column `origin`.
Status resample_x(const Image& in, int first_row, int rows, const Axis& axis, int columns, int origin, Image* out) {
  const int channels = in.channels();
  Status status = out->allocate(rows, columns, channels);
  if (!status.ok()) return status;
  for (int y = 0; y < rows; ++y) {
    std::uint8_t* to = out->row(y);
    for (int x = 0; x < columns; ++x) {
      const Taps& taps = axis.taps(x);
      const std::int32_t* weights = axis.weights(x);
      const std::uint8_t* from = in.row(first_row + y) + static_cast<std::ptrdiff_t>(taps.first - origin) * channels;
      std::int32_t sums[3] = {kHalf, kHalf, kHalf};
      for (int i = 0; i < taps.count; ++i, from += channels) {
        for (int c = 0; c < channels; ++c) sums[c] += from[c] * weights[i];
      }
      for (int c = 0; c < channels; ++c) *to++ = to_byte(sums[c]);
    }
  }
  return Status();
}

// Resamples along y: all columns of `in` from `first_column` on. `in` starts at input row `origin`.
Status resample_y(const Image& in, int first_column, int columns, const Axis& axis, int rows, int origin, Image* out) {
  const int channels = in.channels();
  Status status = out->allocate(rows, columns, channels);
  if (!status.ok()) return status;
  for (int y = 0; y < rows; ++y) {
    const Taps& taps = axis.taps(y);
    const std::int32_t* weights = axis.weights(y);
    std::uint8_t* to = out->row(y);
    for (int x = 0; x < columns * channels; ++x) {
      const std::uint8_t* from = in.row(taps.first - origin) + static_cast<std::ptrdiff_t>(first_column) * channels + x;
      std::int32_t sum = kHalf;
      for (int i = 0; i < taps.count; ++i, from += in.row_size()) sum += *from * weights[i];
      *to++ = to_byte(sum);
    }
  }
  return Status();
}

}  // namespace

Status resize_pil(const Image& in, const ResizeWindow& window, Resize method, float* out) {
  const Filter filter = filter_of(method);
  const Axis vertical(filter, in.height(), window.height, window.top, window.rows);
  const Axis horizontal(filter, in.width(), window.width, window.left, window.columns);
  if (!vertical.ok() || !horizontal.ok()) return no_memory_to_resize();

  const Range y = range_of(vertical, window.rows);
  const Range x = range_of(horizontal, window.columns);

  // The order shows, as the first pass rounds to 8 bits. Up to Pillow 12 it was always x first; results differ by 1.
  const int lost_rows = in.height() - window.height;
  const bool y_first = lost_rows > 0 && lost_rows > 2 * (in.width() - window.width);
  Image half, result;
  Status status;
  if (y_first) {
    status = resample_y(in, x.first, x.last - x.first, vertical, window.rows, 0, &half);
    if (status.ok()) status = resample_x(half, 0, window.rows, horizontal, window.columns, x.first, &result);
  } else {
    status = resample_x(in, y.first, y.last - y.first, horizontal, window.columns, 0, &half);
    if (status.ok()) status = resample_y(half, 0, window.columns, vertical, window.rows, y.first, &result);
  }
  if (!status.ok()) return status;
  std::copy_n(result.data(), result.size(), out);
  return Status();
}

}  // namespace specimen_v2
