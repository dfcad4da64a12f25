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

}  // namespace

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
