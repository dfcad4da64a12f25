#include "plan/memory.h"

#include <gtest/gtest.h>

#include <random>

namespace specimen::gen {
namespace {

Block buffer(std::int64_t bytes, int first, int last) { return {{0, bytes, {{first, last}}}}; }

constexpr int kSteps = 40;

// One to three lives, in order.
std::vector<Life> any_lives(std::mt19937& random) {
  std::vector<Life> lives;
  int at = static_cast<int>(random() % 20);
  for (unsigned i = 0; i < 1 + random() % 3 && at < kSteps; ++i) {
    lives.push_back({at, std::min(kSteps - 1, at + static_cast<int>(random() % 5))});
    at = lives.back().last + 1 + static_cast<int>(random() % 6);
  }
  return lives;
}

// Parts that stand apart: a function's locals may share bytes too, but only at different times.
Block any_block(std::mt19937& random) {
  Block block;
  std::int64_t end = 0;
  const unsigned parts = random() % 3 ? 1 : 1 + random() % 6;
  for (unsigned p = 0; p < parts; ++p) {
    Part part{end, 1 + static_cast<std::int64_t>(random() % 5000), any_lives(random)};
    end = align(part.offset + part.bytes) + (random() % 4 ? 0 : kAlignment * static_cast<std::int64_t>(random() % 9));
    block.push_back(part);
  }
  return block;
}

// Step by step: every byte in use (in units of the alignment) belongs to one part.
void expect_no_overlap(const std::vector<Block>& blocks, const Placement& placement) {
  ASSERT_EQ(placement.offsets.size(), blocks.size());
  for (int step = 0; step < kSteps; ++step) {
    std::vector<bool> used(static_cast<std::size_t>(placement.bytes / kAlignment));
    for (std::size_t b = 0; b < blocks.size(); ++b) {
      ASSERT_GE(placement.offsets[b], 0);
      ASSERT_EQ(placement.offsets[b] % kAlignment, 0);
      for (const Part& part : blocks[b]) {
        bool alive = false;
        for (const Life& life : part.lives) alive = alive || (life.first <= step && step <= life.last);
        const std::int64_t begin = placement.offsets[b] + part.offset;
        ASSERT_LE(begin + part.bytes, placement.bytes);
        for (std::int64_t at = begin; alive && at < begin + part.bytes; at += kAlignment) {
          ASSERT_FALSE(used[static_cast<std::size_t>(at / kAlignment)]) << "step " << step << ", byte " << at;
          used[static_cast<std::size_t>(at / kAlignment)] = true;
        }
      }
    }
  }
}

TEST(Memory, WhatLivesTogetherDoesNotOverlap) {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    std::vector<Block> blocks;
    for (unsigned i = 0; i < 1 + random() % 30; ++i) blocks.push_back(any_block(random));
    for (MemoryPlanner planner : {MemoryPlanner::reuse, MemoryPlanner::trivial}) {
      const Placement placement = place(blocks, planner);
      expect_no_overlap(blocks, placement);
      EXPECT_GE(placement.bytes, lower_bound(blocks));
    }
  }
}

TEST(Memory, NeverNeedsMoreThanOneBufferAfterTheOther) {
  std::mt19937 random(5);
  for (int round = 0; round < 100; ++round) {
    std::vector<Block> blocks;
    for (unsigned i = 0; i < 1 + random() % 20; ++i) blocks.push_back(any_block(random));
    EXPECT_LE(place(blocks).bytes, place(blocks, MemoryPlanner::trivial).bytes);
  }
}

TEST(Memory, AChainNeedsTwoBuffers) {
  std::vector<Block> blocks;
  for (int i = 0; i < 10; ++i) blocks.push_back(buffer(640, i, i + 1));
  EXPECT_EQ(place(blocks).bytes, 1280);
  EXPECT_EQ(place(blocks, MemoryPlanner::trivial).bytes, 6400);
}

TEST(Memory, WhatLiesIdleMakesRoom) {
  const std::vector<Block> blocks = {{{0, 640, {{0, 1}, {5, 6}}}}, buffer(640, 2, 4)};
  EXPECT_EQ(place(blocks).bytes, 640);
  EXPECT_EQ(lower_bound(blocks), 640);
}

TEST(Memory, ABufferLiesOverPartsThatAreDead) {
  // A function's first local is dead when its result is written.
  const Block function = {{0, 640, {{1, 2}}}, {640, 128, {{2, 3}}}};
  const std::vector<Block> blocks = {function, buffer(512, 3, 5)};
  const Placement placement = place(blocks);
  EXPECT_EQ(placement.bytes, 768);
  EXPECT_EQ(placement.offsets[1], placement.offsets[0]);
  // And an earlier one is over a part that is not born yet.
  EXPECT_EQ(place({function, buffer(128, 0, 1)}).bytes, 768);
}

// Large buffers first would put the second one between the fourth and the top.
TEST(Memory, ReachesWhatLivesAtOnce) {
  const std::vector<Block> blocks = {buffer(3268864, 0, 1), buffer(802816, 1, 2),  buffer(3211264, 2, 4),
                                     buffer(3211264, 3, 3), buffer(3268864, 0, 0), buffer(4014080, 2, 2),
                                     buffer(1664000, 3, 3)};
  EXPECT_EQ(place(blocks).bytes, lower_bound(blocks));
  EXPECT_EQ(lower_bound(blocks), 3211264 + 3211264 + 1664000);
  EXPECT_EQ(place({}).bytes, 0);
}

}  // namespace
}  // namespace specimen::gen
