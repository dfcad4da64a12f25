#include "plan/memory.h"

#include <gtest/gtest.h>

#include <random>

namespace specimen::gen {
namespace {

TEST(Memory, BuffersThatLiveTogetherDoNotOverlap) {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    std::vector<Lifetime> buffers(1 + random() % 30);
    for (Lifetime& b : buffers) {
      b.bytes = 1 + random() % 5000;
      b.first = static_cast<int>(random() % 20);
      b.last = b.first + static_cast<int>(random() % 5);
    }
    for (MemoryPlanner planner : {MemoryPlanner::reuse, MemoryPlanner::trivial}) {
      const Placement placement = place(buffers, planner);
      for (std::size_t i = 0; i < buffers.size(); ++i) {
        EXPECT_EQ(placement.offsets[i] % kAlignment, 0);
        EXPECT_LE(placement.offsets[i] + buffers[i].bytes, placement.bytes);
        for (std::size_t j = 0; j < i; ++j) {
          if (buffers[i].last < buffers[j].first || buffers[j].last < buffers[i].first) continue;
          EXPECT_TRUE(placement.offsets[i] + buffers[i].bytes <= placement.offsets[j] ||
                      placement.offsets[j] + buffers[j].bytes <= placement.offsets[i]);
        }
      }
      EXPECT_GE(placement.bytes, lower_bound(buffers));
    }
  }
}

TEST(Memory, AChainNeedsTwoBuffers) {
  std::vector<Lifetime> buffers;
  for (int i = 0; i < 10; ++i) buffers.push_back({640, i, i + 1});
  EXPECT_EQ(place(buffers).bytes, 1280);
  EXPECT_EQ(place(buffers, MemoryPlanner::trivial).bytes, 6400);
}

// Large buffers first would put the second one between the fourth and the top.
TEST(Memory, ReachesWhatLivesAtOnce) {
  const std::vector<Lifetime> buffers = {{3268864, 0, 1}, {802816, 1, 2},  {3211264, 2, 4}, {3211264, 3, 3},
                                         {3268864, 0, 0}, {4014080, 2, 2}, {1664000, 3, 3}};
  EXPECT_EQ(place(buffers).bytes, lower_bound(buffers));
  EXPECT_EQ(lower_bound(buffers), 3211264 + 3211264 + 1664000);
  EXPECT_EQ(place({}).bytes, 0);
}

}  // namespace
}  // namespace specimen::gen
