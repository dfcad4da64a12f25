#include "runtime/data/order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>
#include <vector>

#include "datasets/files.h"
#include "runtime/core/random.h"
#include "runtime/data/permutation.h"

namespace specimen_v2::data {
namespace {

TEST(Permutation, HasEachNumberOnce) {
  for (std::int64_t n : {1, 2, 3, 10, 255, 256, 257, 1000, 60000}) {
    std::vector<bool> seen(static_cast<std::size_t>(n));
    const Permutation permutation(n, 1, 2, 3);
    for (std::int64_t i = 0; i < n; ++i) {
      const std::int64_t at = permutation(i);
      ASSERT_GE(at, 0);
      ASSERT_LT(at, n);
      ASSERT_FALSE(seen[static_cast<std::size_t>(at)]) << n << " " << i;
      seen[static_cast<std::size_t>(at)] = true;
    }
  }
}

TEST(Permutation, TakesVeryManyExamples) {
  const std::int64_t n = std::int64_t{1} << 62;
  const Permutation permutation(n, 1, 2, 3);
  std::set<std::int64_t> seen;
  for (std::int64_t i = 0; i < 1000; ++i) seen.insert(permutation(n - 1 - i));
  EXPECT_EQ(seen.size(), 1000u);
  EXPECT_GE(*seen.begin(), 0);
  EXPECT_LT(*seen.rbegin(), n);
}

TEST(Permutation, DependsOnSeedKeyAndEpoch) {
  const auto list = [](std::uint32_t seed, std::uint32_t key, std::uint32_t epoch) {
    std::vector<std::int64_t> all(100);
    for (std::size_t i = 0; i < all.size(); ++i) {
      all[i] = Permutation(100, seed, key, epoch)(static_cast<std::int64_t>(i));
    }
    return all;
  };
  EXPECT_EQ(list(1, 2, 3), list(1, 2, 3));
  EXPECT_NE(list(1, 2, 3), list(4, 2, 3));
  EXPECT_NE(list(1, 2, 3), list(1, 4, 3));
  EXPECT_NE(list(1, 2, 3), list(1, 2, 4));
}

// Over many seeds each of the 24 orders of four comes up as often, and so do values at places, neighbours in an order.
TEST(Permutation, IsUniform) {
  std::vector<int> orders(256), places(49);
  constexpr int kSeeds = 24000;
  for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
    const Permutation four(4, seed, 5, 0), seven(7, seed, 5, 1);
    ++orders[static_cast<std::size_t>(four(0) * 64 + four(1) * 16 + four(2) * 4 + four(3))];
    for (std::int64_t i = 0; i < 7; ++i) ++places[static_cast<std::size_t>(i * 7 + seven(i))];
  }
  std::sort(orders.rbegin(), orders.rend());
  EXPECT_EQ(orders[24], 0);
  double chi_squared = 0;
  for (int i = 0; i < 24; ++i) {
    const double off = orders[static_cast<std::size_t>(i)] - kSeeds / 24.0;
    chi_squared += off * off / (kSeeds / 24.0);
  }
  EXPECT_LT(chi_squared, 65);  // 23 degrees of freedom
  for (int count : places) EXPECT_NEAR(count, kSeeds / 7.0, 300);
}

TEST(Permutation, NeighboursInTheOrderAreNotNeighbours) {
  const std::int64_t n = 10000;
  const Permutation permutation(n, 9, 9, 9);
  double distance = 0;
  for (std::int64_t i = 1; i < n; ++i) distance += std::abs(static_cast<double>(permutation(i) - permutation(i - 1)));
  EXPECT_NEAR(distance / static_cast<double>(n - 1), static_cast<double>(n) / 3, static_cast<double>(n) / 30);
}

// All examples of an epoch, batch by batch.
std::vector<std::vector<std::int64_t>> epoch_of(const Order& order, std::uint32_t epoch) {
  std::vector<std::vector<std::int64_t>> batches;
  BatchRows rows;
  for (std::int64_t i = 0; i < order.batches(); ++i) {
    order.batch(epoch, i, &rows);
    batches.push_back(rows.examples);
  }
  return batches;
}

std::vector<std::int64_t> flat(const std::vector<std::vector<std::int64_t>>& batches) {
  std::vector<std::int64_t> all;
  for (const auto& batch : batches) all.insert(all.end(), batch.begin(), batch.end());
  return all;
}

std::vector<std::int64_t> sorted(std::vector<std::int64_t> values) {
  std::sort(values.begin(), values.end());
  return values;
}

std::vector<std::int64_t> first_numbers(std::int64_t count) {
  std::vector<std::int64_t> numbers(static_cast<std::size_t>(count));
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

TEST(Order, AnEpochHasEachExampleOnce) {
  for (std::int64_t examples : {1, 7, 8, 9, 100}) {
    OrderOptions options;
    options.batch_size = 8;
    Order order;
    ASSERT_OK(order.start(options, examples));
    EXPECT_EQ(order.batches(), (examples + 7) / 8);
    EXPECT_EQ(sorted(flat(epoch_of(order, 0))), first_numbers(examples));
    if (examples > 7) {
      EXPECT_NE(flat(epoch_of(order, 0)), flat(epoch_of(order, 1)));
      EXPECT_EQ(epoch_of(order, 0)[0].size(), 8u);
    }
    options.shuffle = false;
    ASSERT_OK(order.start(options, examples));
    EXPECT_EQ(flat(epoch_of(order, 5)), first_numbers(examples));
  }
}

TEST(Order, DropsTheRemainder) {
  OrderOptions options;
  options.batch_size = 8;
  options.drop_remainder = true;
  Order order;
  ASSERT_OK(order.start(options, 30));
  EXPECT_EQ(order.batches(), 3);
  for (const auto& batch : epoch_of(order, 0)) EXPECT_EQ(batch.size(), 8u);
  expect_error(order.start(options, 7), StatusCode::invalid_argument, {"7 examples do not fill one batch of 8"});
}

// Rows of the shards, one after the other, are the global batch that one process would have.
TEST(Order, ShardsArePartsOfTheGlobalBatch) {
  std::vector<std::int32_t> lengths(103);
  for (std::size_t i = 0; i < lengths.size(); ++i) lengths[i] = static_cast<std::int32_t>(i * 37 % 50 + 1);
  for (const bool with_lengths : {false, true}) {
    for (int shards : {1, 2, 3, 4, 6}) {
      OrderOptions whole;
      whole.batch_size = 12;
      whole.window = 3;
      whole.lengths = with_lengths ? lengths.data() : nullptr;
      Order one;
      ASSERT_OK(one.start(whole, 103));
      for (std::int64_t number = 0; number < one.batches(); ++number) {
        BatchRows expected, joined, part;
        one.batch(2, number, &expected);
        for (int shard = 0; shard < shards; ++shard) {
          OrderOptions options = whole;
          options.batch_size = 12 / shards;
          options.shards = shards;
          options.shard = shard;
          Order order;
          ASSERT_OK(order.start(options, 103));
          EXPECT_EQ(order.batches(), one.batches());
          order.batch(2, number, &part);
          EXPECT_EQ(part.first, static_cast<std::int64_t>(joined.examples.size()));
          EXPECT_EQ(part.global_rows, expected.global_rows);
          EXPECT_EQ(part.length, expected.length);
          EXPECT_LE(part.examples.size(), static_cast<std::size_t>(options.batch_size));
          joined.examples.insert(joined.examples.end(), part.examples.begin(), part.examples.end());
        }
        EXPECT_EQ(joined.examples, expected.examples);
      }
    }
  }
}

TEST(Order, BatchesHaveAboutEqualLengths) {
  std::vector<std::int32_t> lengths(1000);
  RandomStream random(1, 2, 3, 4);
  for (std::int32_t& length : lengths) length = static_cast<std::int32_t>(random.below(300));
  OrderOptions options;
  options.batch_size = 16;
  options.window = 20;
  options.max_length = 200;
  options.length_multiple = 8;
  options.lengths = lengths.data();
  Order order;
  ASSERT_OK(order.start(options, 1000));
  EXPECT_EQ(sorted(flat(epoch_of(order, 3))), first_numbers(1000));
  EXPECT_NE(flat(epoch_of(order, 3)), flat(epoch_of(order, 4)));

  std::int64_t tokens = 0, padded = 0;
  bool ascending = true;
  std::int32_t before = 0;
  BatchRows rows;
  for (std::int64_t i = 0; i < order.batches(); ++i) {
    order.batch(3, i, &rows);
    EXPECT_EQ(rows.examples.size(), i + 1 < order.batches() ? 16u : 8u);
    std::int32_t longest = 1;
    for (std::int64_t example : rows.examples) {
      longest = std::max(longest, std::min(lengths[static_cast<std::size_t>(example)], 200));
      tokens += std::min(lengths[static_cast<std::size_t>(example)], 200);
    }
    EXPECT_EQ(rows.length, std::min((longest + 7) / 8 * 8, 200));
    padded += rows.length * static_cast<std::int64_t>(rows.examples.size());
    ascending = ascending && rows.length >= before;
    before = rows.length;
  }
  EXPECT_FALSE(ascending);
  EXPECT_LT(static_cast<double>(padded), 1.12 * static_cast<double>(tokens));

  options.shuffle = false;
  options.window = 1000;
  ASSERT_OK(order.start(options, 1000));
  before = 0;
  for (std::int64_t i = 0; i < order.batches(); ++i) {
    order.batch(0, i, &rows);
    EXPECT_GE(rows.length, before);
    before = rows.length;
  }
}

TEST(Order, ABatchDoesNotDependOnThoseBefore) {
  std::vector<std::int32_t> lengths(500);
  for (std::size_t i = 0; i < lengths.size(); ++i) lengths[i] = static_cast<std::int32_t>(i % 90);
  OrderOptions options;
  options.window = 4;
  options.lengths = lengths.data();
  Order order;
  ASSERT_OK(order.start(options, 500));
  BatchRows kept;
  for (const std::uint32_t epoch : {0u, 1u, 0u}) {
    for (std::int64_t number : {3, 15, 4, 0, 3}) {
      BatchRows fresh;
      order.batch(epoch, number, &kept);
      order.batch(epoch, number, &fresh);
      EXPECT_EQ(kept.examples, fresh.examples);
      EXPECT_EQ(kept.length, fresh.length);
    }
  }
}

TEST(Order, SaysWhatIsWrongWithItsOptions) {
  Order order;
  OrderOptions options;
  const StatusCode wrong = StatusCode::invalid_argument;
  expect_error(order.start(options, 0), wrong, {"no examples"});
  expect_error(order.start(options, INT64_MAX), wrong, {"over 2^40"});
  options.batch_size = 0;
  expect_error(order.start(options, 5), wrong, {"batch_size is 0"});
  options.batch_size = INT64_MAX;
  expect_error(order.start(options, 5), wrong, {"batch_size"});
  options.batch_size = 1;
  options.shard = 2;
  options.shards = 2;
  expect_error(order.start(options, 5), wrong, {"shard 2 of 2"});
  options.shard = 0;
  const std::int32_t lengths[] = {1, 2, -3};
  options.lengths = lengths;
  expect_error(order.start(options, 3), wrong, {"example 2 has length -3"});
  options.max_length = 0;
  expect_error(order.start(options, 2), wrong, {"max_length"});
}

}  // namespace
}  // namespace specimen_v2::data
