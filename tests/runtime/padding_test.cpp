#include "runtime/core/padding.h"

#include <gtest/gtest.h>

#include <vector>

#include "runtime/core/arena.h"

namespace specimen_v2 {
namespace {

TEST(Padding, IsFilledAndTheInsideIsNot) {
  for (Padding padding :
       {Padding{1, 1, 1, 1}, Padding{0, 1, 0, 1}, Padding{3, 2, 0, 4}, Padding{0, 0, 2, 0}, Padding{2, 0, 0, 0}}) {
    const int batch = 2, height = 3, width = 4, channels = 5;
    const int rows = padding.top + height + padding.bottom, columns = padding.left + width + padding.right;
    const std::size_t guard = 16;
    alignas(64) static float memory[4096];
    const std::size_t floats = static_cast<std::size_t>(batch * rows * columns * channels);
    for (float& f : memory) f = 7;
    const Arena arena = {reinterpret_cast<char*>(memory), batch};
    const Tensor y =
        arena.image(static_cast<std::int64_t>(guard * sizeof(float) / batch), height, width, channels, padding);
    fill_padding(y, padding, kLowest);
    std::size_t at = guard;
    for (int b = 0; b < batch; ++b) {
      for (int r = 0; r < rows; ++r) {
        for (int c = 0; c < columns; ++c) {
          const bool inside =
              r >= padding.top && r < padding.top + height && c >= padding.left && c < padding.left + width;
          for (int k = 0; k < channels; ++k, ++at) {
            ASSERT_EQ(memory[at], inside ? 7 : kLowest);
            if (inside) {
              ASSERT_EQ(&memory[at], &y.at(b, r - padding.top, c - padding.left, k));
            }
          }
        }
      }
    }
    EXPECT_EQ(at, guard + floats);
    EXPECT_EQ(memory[guard - 1], 7);
    EXPECT_EQ(memory[at], 7);
  }
}

// Some channels of a wider buffer: their padding is filled, that of the others stays.
TEST(Padding, OfASlice) {
  const Padding padding = {1, 2, 3, 1};
  const int height = 3, width = 4, channels = 6, first = 2, count = 3;
  alignas(64) static float memory[1024];
  for (float& f : memory) f = 7;
  const Arena arena = {reinterpret_cast<char*>(memory), 1};
  const Tensor whole = arena.image(0, height, width, channels, padding);
  fill_padding(whole.slice(3, first, count), padding, 1);
  const int rows = padding.top + height + padding.bottom, columns = padding.left + width + padding.right;
  for (int i = 0; i < 1024; ++i) {
    const int c = i % channels, column = i / channels % columns - padding.left;
    const int row = i / channels / columns - padding.top;
    const bool inside = row >= 0 && row < height && column >= 0 && column < width;
    const bool ours = i < rows * columns * channels && c >= first && c < first + count;
    ASSERT_EQ(memory[i], ours && !inside ? 1 : 7) << i;
  }
}

}  // namespace
}  // namespace specimen_v2
