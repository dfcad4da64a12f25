#include "runtime/core/standardize.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <vector>

namespace specimen_v2 {
namespace {

// numpy: (x - x.mean()) / max(x.std(), 1 / sqrt(x.size)) of 0, ..., 11, and of a constant.
TEST(Standardize, IsThatOfTensorFlow) {
  std::vector<float> image(12);
  for (std::size_t i = 0; i < 12; ++i) image[i] = static_cast<float>(i);
  standardize(image.data(), image.size());
  EXPECT_NEAR(image[0], -1.593255, 1e-6);
  EXPECT_NEAR(image[11], 1.593255, 1e-6);
  std::vector<float> constant(12, 7.0f);
  standardize(constant.data(), constant.size());
  for (float value : constant) EXPECT_EQ(value, 0);
  std::vector<float> flat(12, 0.0f);
  flat[0] = 0.012f;  // the deviation is below 1 / sqrt(12)
  standardize(flat.data(), flat.size());
  EXPECT_NEAR(flat[0], 0.011 * std::sqrt(12.0), 1e-6);
}

}  // namespace
}  // namespace specimen_v2
