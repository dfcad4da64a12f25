#include "problem.h"

#include <algorithm>
#include <cstring>

namespace mnist::kernels {

const char* to_string(Sampling sampling) {
  constexpr const char* kNames[] = {"nearest", "bilinear", "bicubic"};
  return kNames[static_cast<int>(sampling)];
}

bool parse(const char* text, Sampling* out) {
  for (Sampling sampling : {Sampling::nearest, Sampling::bilinear, Sampling::bicubic}) {
    if (std::strcmp(text, to_string(sampling)) != 0) continue;
    *out = sampling;
    return true;
  }
  return false;
}

namespace {

std::string size_text(int height, int width) { return std::to_string(height) + "x" + std::to_string(width); }

// Along which x has `in` and y has `out` pixels.
ResizeAxis axis(const Resize& problem, int in, int out) {
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

}  // namespace

ResizeAxis rows_of(const Resize& problem) { return axis(problem, problem.in_height, problem.out_height); }
ResizeAxis columns_of(const Resize& problem) { return axis(problem, problem.in_width, problem.out_width); }

bool is_choice(const Resize& problem) { return problem.sampling == Sampling::nearest && !problem.transposed; }

std::string shape_name(const Resize& problem) {
  return std::string(to_string(problem.sampling)) + (problem.transposed ? "_transposed" : "") + "_" +
         size_text(problem.in_height, problem.in_width) + "x" + std::to_string(problem.channels) + "_" +
         size_text(problem.out_height, problem.out_width);
}

std::int64_t flops(const Resize& problem) {
  if (is_choice(problem)) return 0;
  const std::int64_t pixels = problem.transposed ? std::int64_t{problem.in_height} * problem.in_width
                                                 : std::int64_t{problem.out_height} * problem.out_width;
  return 4 * taps_of(problem.sampling) * pixels * problem.channels;
}

std::vector<KernelArgument> arguments(const Resize& problem) {
  return {image_argument("x", Role::input, problem.in_height, problem.in_width, problem.channels, problem.in),
          image_argument("y", Role::output, problem.out_height, problem.out_width, problem.channels, problem.out)};
}

KernelTraits traits(const Resize&) { return {}; }

std::string describe(const Resize& problem) {
  return std::string(to_string(problem.sampling)) + (problem.transposed ? " resize from its result, " : " resize, ") +
         size_text(problem.in_height, problem.in_width) + " -> " + size_text(problem.out_height, problem.out_width) +
         ", " + std::to_string(problem.channels) + " channels";
}

}  // namespace mnist::kernels
