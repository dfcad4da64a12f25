#include "runtime/core/border.h"

#include <gtest/gtest.h>

#include <vector>

#include "runtime/core/scratch.h"

namespace specimen_v2 {
namespace {

TEST(Border, IsFilledAndTheInsideIsNot) {
  for (Border border :
       {Border{1, 1, 1, 1}, Border{0, 1, 0, 1}, Border{3, 2, 0, 4}, Border{0, 0, 2, 0}, Border{2, 0, 0, 0}}) {
    const int batch = 2, height = 3, width = 4, channels = 5;
    const int rows = border.top + height + border.bottom, columns = border.left + width + border.right;
    const std::size_t guard = 16;
    alignas(64) static float memory[4096];
    const std::size_t floats = static_cast<std::size_t>(batch * rows * columns * channels);
    for (float& f : memory) f = 7;
    const Scratch scratch = {reinterpret_cast<char*>(memory), batch};
    const Tensor y =
        scratch.image(static_cast<std::int64_t>(guard * sizeof(float) / batch), height, width, channels, border);
    fill_border(y, border, kLowest);
    std::size_t at = guard;
    for (int b = 0; b < batch; ++b) {
      for (int r = 0; r < rows; ++r) {
        for (int c = 0; c < columns; ++c) {
          const bool inside = r >= border.top && r < border.top + height && c >= border.left && c < border.left + width;
          for (int k = 0; k < channels; ++k, ++at) {
            ASSERT_EQ(memory[at], inside ? 7 : kLowest);
            if (inside) {
              ASSERT_EQ(&memory[at], &y.at(b, r - border.top, c - border.left, k));
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

// Some channels of a wider buffer: their border is filled, that of the others stays.
TEST(Border, OfASlice) {
  const Border border = {1, 2, 3, 1};
  const int height = 3, width = 4, channels = 6, first = 2, count = 3;
  alignas(64) static float memory[1024];
  for (float& f : memory) f = 7;
  const Scratch scratch = {reinterpret_cast<char*>(memory), 1};
  const Tensor whole = scratch.image(0, height, width, channels, border);
  fill_border(whole.slice(3, first, count), border, 1);
  const int rows = border.top + height + border.bottom, columns = border.left + width + border.right;
  for (int i = 0; i < 1024; ++i) {
    const int c = i % channels, column = i / channels % columns - border.left;
    const int row = i / channels / columns - border.top;
    const bool inside = row >= 0 && row < height && column >= 0 && column < width;
    const bool ours = i < rows * columns * channels && c >= first && c < first + count;
    ASSERT_EQ(memory[i], ours && !inside ? 1 : 7) << i;
  }
}

}  // namespace
}  // namespace specimen_v2
