#include "runtime/core/pack.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace specimen_v2 {
namespace {

std::vector<float> random_floats(std::size_t count, unsigned seed) {
  std::mt19937 engine(seed);
  std::uniform_real_distribution<float> distribution(-1, 1);
  std::vector<float> values(count);
  for (float& v : values) v = distribution(engine);
  return values;
}

TEST(Pack, DirectFiltersArePanelsWithZerosAtTheEnd) {
  const FilterShape shape = {3, 2, 5, 20};
  const std::vector<float> kernel = random_floats(3 * 2 * 5 * 20, 1);
  std::vector<double> scale(20);
  for (int c = 0; c < 20; ++c) scale[static_cast<std::size_t>(c)] = 0.5 + c;
  for (bool scaled : {false, true}) {
    ASSERT_EQ(packed_elements(ConvAlgorithm::direct, shape), 2u * 3 * 2 * 5 * 16);
    std::vector<float> packed(2 * 3 * 2 * 5 * 16, -9.0f);
    pack_conv2d(ConvAlgorithm::direct, shape, kernel.data(), scaled ? scale.data() : nullptr, packed.data());
    std::size_t at = 0;
    for (int panel = 0; panel < 2; ++panel) {
      for (int row = 0; row < 3 * 2 * 5; ++row) {
        for (int c = panel * 16; c < panel * 16 + 16; ++c, ++at) {
          const double factor = scaled && c < 20 ? scale[static_cast<std::size_t>(c)] : 1;
          const float expected =
              c < 20 ? static_cast<float>(kernel[static_cast<std::size_t>(row * 20 + c)] * factor) : 0.0f;
          ASSERT_EQ(packed[at], expected);
        }
      }
    }
  }
}

TEST(Pack, FiltersOfTransposedConvolutionsArePackedAlike) {
  const FilterShape shape = {3, 2, 5, 20};
  const std::vector<float> kernel = random_floats(3 * 2 * 20 * 5, 3);
  std::vector<float> swapped(kernel.size());
  for (std::size_t tap = 0; tap < 6; ++tap) {
    for (std::size_t o = 0; o < 20; ++o) {
      for (std::size_t i = 0; i < 5; ++i) swapped[(tap * 5 + i) * 20 + o] = kernel[(tap * 20 + o) * 5 + i];
    }
  }
  std::vector<float> packed(packed_elements(ConvAlgorithm::direct, shape), -9.0f), expected = packed;
  pack_conv2d_transposed(shape, kernel.data(), packed.data());
  pack_conv2d(ConvAlgorithm::direct, shape, swapped.data(), nullptr, expected.data());
  EXPECT_EQ(packed, expected);
}

TEST(Pack, DenseIsPanelsOfUnits) {
  const std::vector<float> kernel = random_floats(100 * 33, 2);
  std::vector<float> packed(packed_dense_elements(100, 33), -9.0f);
  ASSERT_EQ(packed.size(), 3u * 100 * 16);
  pack_dense(100, 33, kernel.data(), nullptr, packed.data());
  for (std::size_t u = 0; u < 48; ++u) {
    for (std::size_t i = 0; i < 100; ++i) {
      ASSERT_EQ(packed[(u / 16 * 100 + i) * 16 + u % 16], u < 33 ? kernel[i * 33 + u] : 0.0f);
    }
  }
}

TEST(Pack, ATableBackwards) {
  const std::vector<float> table = random_floats(33 * 100, 2);
  std::vector<float> packed(packed_dense_elements(100, 33), -9.0f);
  pack_dense_transposed(100, 33, table.data(), packed.data());
  for (std::size_t u = 0; u < 48; ++u) {
    for (std::size_t i = 0; i < 100; ++i) {
      ASSERT_EQ(packed[(u / 16 * 100 + i) * 16 + u % 16], u < 33 ? table[u * 100 + i] : 0.0f);
    }
  }
}

// Transforms of the input (B^T) and of the result (A^T), by the paper for our points, with our filter in between,
// against the convolution itself.
void check_winograd(ConvAlgorithm packing, int m) {
  const int n = m + 2;
  const FilterShape shape = {3, 3, 2, 20};
  const std::vector<float> kernel = random_floats(3 * 3 * 2 * 20, 3);
  std::vector<double> scale(20, 1.0);
  scale[7] = -2.5;
  std::vector<float> packed(packed_elements(packing, shape), -9.0f);
  ASSERT_EQ(packed.size(), static_cast<std::size_t>(n * n * 2 * 2 * 16));
  pack_conv2d(packing, shape, kernel.data(), scale.data(), packed.data());

  const std::vector<std::vector<double>> at =
      m == 2 ? std::vector<std::vector<double>>{{1, 1, 1, 0}, {0, 1, -1, -1}}
             : std::vector<std::vector<double>>{{1, 1, 1, 1, 1, 0},
                                                {0, 0.75, -0.75, 1.5, -1.5, 0},
                                                {0, 0.5625, 0.5625, 2.25, 2.25, 0},
                                                {0, 0.421875, -0.421875, 3.375, -3.375, 1}};
  const std::vector<std::vector<double>> bt =
      m == 2 ? std::vector<std::vector<double>>{{1, 0, -1, 0}, {0, 1, 1, 0}, {0, -1, 1, 0}, {0, 1, 0, -1}}
             : std::vector<std::vector<double>>{{1.265625, 0, -2.8125, 0, 1, 0},   {0, -1.6875, -2.25, 0.75, 1, 0},
                                                {0, 1.6875, -2.25, -0.75, 1, 0},   {0, -0.84375, -0.5625, 1.5, 1, 0},
                                                {0, 0.84375, -0.5625, -1.5, 1, 0}, {0, 1.265625, 0, -2.8125, 0, 1}};
  const std::vector<float> x = random_floats(static_cast<std::size_t>(n * n), 4);
  for (int in = 0; in < 2; ++in) {
    for (int out = 0; out < 32; ++out) {
      auto u = [&](int a, int b) {
        return packed[static_cast<std::size_t>((((a * n + b) * 2 + out / 16) * 2 + in) * 16 + out % 16)];
      };
      std::vector<double> products(static_cast<std::size_t>(n * n));
      for (int a = 0; a < n; ++a) {
        for (int b = 0; b < n; ++b) {
          double v = 0;
          for (int i = 0; i < n; ++i) {
            for (int j = 0; j < n; ++j) v += bt[a][i] * bt[b][j] * x[static_cast<std::size_t>(i * n + j)];
          }
          products[static_cast<std::size_t>(a * n + b)] = v * u(a, b);
        }
      }
      for (int row = 0; row < m; ++row) {
        for (int column = 0; column < m; ++column) {
          double y = 0, expected = 0;
          for (int a = 0; a < n; ++a) {
            for (int b = 0; b < n; ++b) y += at[row][a] * at[column][b] * products[static_cast<std::size_t>(a * n + b)];
          }
          for (int i = 0; i < 3 && out < 20; ++i) {
            for (int j = 0; j < 3; ++j) {
              expected += x[static_cast<std::size_t>((row + i) * n + column + j)] *
                          kernel[static_cast<std::size_t>(((i * 3 + j) * 2 + in) * 20 + out)] *
                          scale[static_cast<std::size_t>(out)];
            }
          }
          ASSERT_NEAR(y, expected, 2e-5) << out << " " << row << " " << column;
        }
      }
    }
  }
}

TEST(Pack, Winograd2GivesTheConvolution) { check_winograd(ConvAlgorithm::winograd_2, 2); }
TEST(Pack, Winograd4GivesTheConvolution) { check_winograd(ConvAlgorithm::winograd_4, 4); }

TEST(Pack, BatchNormIsScaleAndShift) {
  const float gamma[] = {2, 3}, beta[] = {0.5f, -1}, mean[] = {4, -2}, variance[] = {0.25f, 9};
  double scale[2], shift[2];
  scale_and_shift({gamma, beta, mean, variance, 0.001}, 2, scale, shift);
  for (int c = 0; c < 2; ++c) {
    const double x = 1.25;
    const double expected = gamma[c] * (x - mean[c]) / std::sqrt(variance[c] + 0.001) + beta[c];
    EXPECT_NEAR(x * scale[c] + shift[c], expected, 1e-12);
  }
  scale_and_shift({nullptr, nullptr, mean, variance, 0}, 2, scale, shift);
  EXPECT_DOUBLE_EQ(scale[0], 2);
  EXPECT_DOUBLE_EQ(shift[0], -8);
}

TEST(Pack, RowsAreScaledByChannel) {
  const float kernel[] = {1, 2, 3, 4, 5, 6};
  const double scale[] = {2, 0.5, -1};
  float out[6];
  scale_rows(2, 3, kernel, scale, out);
  const float expected[] = {2, 1, -3, 8, 2.5f, -6};
  for (int i = 0; i < 6; ++i) EXPECT_EQ(out[i], expected[i]);
}

}  // namespace
}  // namespace specimen_v2
