// What a resize kernel computes, f32: an image of another size. Each row of y is made of rows of x, and each of its
// pixels of pixels of that (taps.h). Or the transpose of that, the gradient: x has the extents of the result of such a
// resizing, and each pixel of y is the sum of those that it was a part of, times its shares. Arguments: x; then y.
#pragma once

#include <algorithm>
#include <vector>

#include "../common/fields.h"
#include "../common/traits.h"
#include "taps.h"

namespace mnist::kernels {

struct Resize {
  int in_height = 1, in_width = 1, out_height = 1, out_width = 1, channels = 1;
  Sampling sampling = Sampling::nearest;
  Storage in, out;
  bool transposed = false;

  template <class V>
  void fields(V&& v) {
    v("in_height", in_height), v("in_width", in_width), v("out_height", out_height), v("out_width", out_width);
    v("channels", channels), v("sampling", sampling), v("in", in), v("out", out);
    v("transposed", transposed);
  }
};

// What the pixels of y along one axis are made of: pixels first, first + 1, ... of x, of which there may be fewer than
// `taps`; their shares are 0.
struct ResizeAxis {
  int taps = 1;
  std::vector<int> first;
  std::vector<float> share;  // taps of each pixel
};
// Along which x has `in` and y has `out` pixels.
inline ResizeAxis resize_axis(const Resize& problem, int in, int out) {
  const int more = problem.transposed ? in : out, fewer = problem.transposed ? out : in,
            taps = taps_of(problem.sampling);
  // shares[i][o]: of pixel i of y in pixel o of x, and the other way round.
  std::vector<std::vector<float>> shares(out, std::vector<float>(in, 0.0f));
  for (int at = 0; at < more; ++at) {
    const Taps of = taps_at(problem.sampling, fewer, more, at);
    for (int i = 0; i < taps; ++i) {
      const int pixel = std::clamp(of.first + i, 0, fewer - 1);
      (problem.transposed ? shares[pixel][at] : shares[at][pixel]) += of.share[i];
    }
  }
  ResizeAxis a;
  const auto is_some = [](float share) { return share != 0; };
  for (const std::vector<float>& list : shares) {
    const auto begin = std::find_if(list.begin(), list.end(), is_some);
    const auto end = std::find_if(list.rbegin(), list.rend(), is_some).base();
    a.first.push_back(begin < end ? static_cast<int>(begin - list.begin()) : 0);
    a.taps = std::max(a.taps, static_cast<int>(end - begin));
  }
  for (int at = 0; at < out; ++at) {
    // Not beyond the last pixel.
    a.first[at] = std::min(a.first[at], in - a.taps);
    for (int i = 0; i < a.taps; ++i) a.share.push_back(shares[at][a.first[at] + i]);
  }
  return a;
}

inline ResizeAxis rows_of(const Resize& problem) { return resize_axis(problem, problem.in_height, problem.out_height); }
inline ResizeAxis columns_of(const Resize& problem) {
  return resize_axis(problem, problem.in_width, problem.out_width);
}
// Pixels are copied.
bool is_choice(const Resize& problem);

std::string shape_name(const Resize& problem);  // bilinear_14x14x64_28x28
std::int64_t flops(const Resize& problem);  // two for each share, of rows and of pixels; none where pixels are chosen
std::vector<KernelArgument> arguments(const Resize& problem);
KernelTraits traits(const Resize& problem);
std::string describe(const Resize& problem);  // for people

}  // namespace mnist::kernels
