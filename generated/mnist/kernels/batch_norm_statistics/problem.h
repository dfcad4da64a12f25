// What a batch_norm_statistics kernel computes: the mean and the biased variance of each channel over all examples and
// pixels, NHWC, f32. Each row of pixels has its count, mean and sum of squared differences from the mean; these are
// merged in one order, which follows from the shape and the batch alone. Rows of features are images of one pixel.
// Arguments: x; then mean (channels), variance (channels), which have no batch.
#pragma once

#include "../common/traits.h"

namespace mnist::kernels {

struct BatchNormStatistics {
  int height = 1, width = 1, channels = 1;
  Storage in;

  template <class V>
  void fields(V&& v) {
    v("height", height), v("width", width), v("channels", channels), v("in", in);
  }
};

std::string shape_name(const BatchNormStatistics& problem);  // 56x56x64
std::int64_t flops(const BatchNormStatistics& problem);      // per example; four for each element
std::vector<KernelArgument> arguments(const BatchNormStatistics& problem);
KernelTraits traits(const BatchNormStatistics& problem);
std::string describe(const BatchNormStatistics& problem);  // for people

}  // namespace mnist::kernels
