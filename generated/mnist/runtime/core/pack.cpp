#include "pack.h"

#include <algorithm>
#include <cmath>

namespace specimen_v2 {

namespace {

constexpr double kOnes[kPanel] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

// Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks" (2015): G of F(m, 3), for the points 0, 1, -1,
// infinity (m = 2) and 0, a, -a, b, -b, infinity (m = 4), which the kernels' own transforms share. With a = 3/4 and b =
// 3/2 rounding errors are a tenth of those with 1 and 2.
constexpr double kG2[4][3] = {{1, 0, 0}, {0.5, 0.5, 0.5}, {0.5, -0.5, 0.5}, {0, 0, 1}};
constexpr double kA = kWinogradA, kB = kWinogradB;
constexpr double kNearA = 1 / (2 * kA * kA * (kA * kA - kB * kB)), kNearB = 1 / (2 * kB * kB * (kB * kB - kA * kA));
constexpr double kG4[6][3] = {{1 / (kA * kA * kB * kB), 0, 0},       {kNearA, kNearA* kA, kNearA* kA* kA},
                              {kNearA, -kNearA* kA, kNearA* kA* kA}, {kNearB, kNearB* kB, kNearB* kB* kB},
                              {kNearB, -kNearB* kB, kNearB* kB* kB}, {0, 0, 1}};

// `rows` rows of up to 16 floats that are `step` apart, to a panel. Whole panels are the common case, and simple
// copies.
void pack_panel(std::int64_t rows, const float* from, std::int64_t step, int width, const double* scale, Real* to) {
  if (width == kPanel && !scale) {
    for (std::int64_t i = 0; i < rows; ++i, from += step, to += kPanel) std::copy(from, from + kPanel, to);
    return;
  }
  double factors[kPanel];
  for (int c = 0; c < kPanel; ++c) factors[c] = scale && c < width ? scale[c] : 1;
  for (std::int64_t i = 0; i < rows; ++i, from += step, to += kPanel) {
    if (width == kPanel) {
      for (int c = 0; c < kPanel; ++c) to[c] = static_cast<Real>(from[c] * factors[c]);
    } else {
      for (int c = 0; c < kPanel; ++c) to[c] = c < width ? static_cast<Real>(from[c] * factors[c]) : Real(0);
    }
  }
}

// [rows][columns] -> [columns/16][rows][16], a block of rows at a time: a row's lines and pages are read by all panels
// while they are near.
void pack_panels(std::int64_t rows, int columns, const float* from, const double* scale, Real* to) {
  constexpr std::int64_t kBlock = 64;
  for (std::int64_t first = 0; first < rows; first += kBlock) {
    const std::int64_t count = rows - first < kBlock ? rows - first : kBlock;
    for (int c = 0; c < columns; c += kPanel) {
      const int width = columns - c < kPanel ? columns - c : kPanel;
      pack_panel(count, from + first * columns + c, columns, width, scale ? scale + c : nullptr,
                 to + c * rows + first * kPanel);
    }
  }
}

// U = G g G^T for the 16 channels of a panel at once.
template <int n>
void transform(const double (&g)[9][kPanel], const double (&matrix)[n][3], Real* to, std::int64_t step) {
  double half[n][3][kPanel];
  for (int u = 0; u < n; ++u) {
    for (int x = 0; x < 3; ++x) {
      for (int c = 0; c < kPanel; ++c) {
        half[u][x][c] = matrix[u][0] * g[x][c] + matrix[u][1] * g[3 + x][c] + matrix[u][2] * g[6 + x][c];
      }
    }
  }
  for (int u = 0; u < n; ++u) {
    for (int v = 0; v < n; ++v, to += step) {
      for (int c = 0; c < kPanel; ++c) {
        to[c] = static_cast<Real>(matrix[v][0] * half[u][0][c] + matrix[v][1] * half[u][1][c] +
                                  matrix[v][2] * half[u][2][c]);
      }
    }
  }
}

template <int n>
void pack_winograd(const FilterShape& shape, const float* kernel, const double* scale, const double (&matrix)[n][3],
                   Real* packed) {
  const std::int64_t step = panels(shape.out) * shape.in * kPanel;  // from one element of a tile to the next
  for (int o = 0; o < shape.out; o += kPanel) {
    const int width = shape.out - o < kPanel ? shape.out - o : kPanel;
    const double* factors = scale ? scale + o : kOnes;
    for (int i = 0; i < shape.in; ++i) {
      double g[9][kPanel];
      for (int k = 0; k < 9; ++k) {
        const float* row = kernel + (std::int64_t{k} * shape.in + i) * shape.out + o;
        for (int c = 0; c < kPanel; ++c) g[k][c] = c < width ? row[c] * factors[c] : 0.0;
      }
      transform(g, matrix, packed + (std::int64_t{o} * shape.in) + i * kPanel, step);
    }
  }
}

}  // namespace

std::size_t packed_elements(ConvAlgorithm algorithm, const FilterShape& shape) {
  const std::size_t panel = static_cast<std::size_t>(panels(shape.out)) * kPanel * shape.in;
  const int tile = winograd_tile(algorithm);
  return panel * (tile > 1 ? (tile + 2) * (tile + 2) : shape.height * shape.width);
}

std::size_t packed_dense_elements(int inputs, int units) {
  return static_cast<std::size_t>(panels(units)) * kPanel * inputs;
}

void scale_and_shift(const BatchNorm& norm, int channels, double* scale, double* shift) {
  for (int c = 0; c < channels; ++c) {
    scale[c] = (norm.gamma ? norm.gamma[c] : 1.0) / std::sqrt(norm.variance[c] + norm.epsilon);
    shift[c] = (norm.beta ? norm.beta[c] : 0.0) - norm.mean[c] * scale[c];
  }
}

void pack_conv2d(ConvAlgorithm algorithm, const FilterShape& shape, const float* kernel, const double* scale,
                 Real* packed) {
  switch (algorithm) {
    case ConvAlgorithm::direct:
      pack_panels(std::int64_t{shape.height} * shape.width * shape.in, shape.out, kernel, scale, packed);
      break;
    case ConvAlgorithm::winograd_2:
      pack_winograd(shape, kernel, scale, kG2, packed);
      break;
    case ConvAlgorithm::winograd_4:
      pack_winograd(shape, kernel, scale, kG4, packed);
      break;
  }
}

void pack_conv2d_transposed(const FilterShape& shape, const float* kernel, Real* packed) {
  for (int first = 0; first < shape.out; first += kPanel) {
    const int count = shape.out - first < kPanel ? shape.out - first : kPanel;
    for (int tap = 0; tap < shape.height * shape.width; ++tap, packed += std::int64_t{shape.in} * kPanel) {
      pack_dense_transposed(shape.in, count, kernel + (std::int64_t{tap} * shape.out + first) * shape.in, packed);
    }
  }
}

void pack_dense(int inputs, int units, const float* kernel, const double* scale, Real* packed) {
  pack_panels(inputs, units, kernel, scale, packed);
}

void pack_dense_transposed(int inputs, int units, const float* kernel, Real* packed) {
  for (int first = 0; first < units; first += kPanel) {
    const int count = units - first < kPanel ? units - first : kPanel;
    for (std::int64_t i = 0; i < inputs; ++i, packed += kPanel) {
      for (int u = 0; u < kPanel; ++u) packed[u] = u < count ? kernel[std::int64_t{first + u} * inputs + i] : 0;
    }
  }
}

void scale_rows(std::int64_t rows, int channels, const float* kernel, const double* scale, Real* out) {
  for (std::int64_t i = 0; i < rows; ++i) {
    for (int c = 0; c < channels; ++c) {
      out[i * channels + c] = static_cast<Real>(kernel[i * channels + c] * scale[c]);
    }
  }
}

}  // namespace specimen_v2
