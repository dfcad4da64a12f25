#include "order.h"

#include <algorithm>
#include <cinttypes>

#include "../core/random.h"
#include "permutation.h"

namespace specimen_v2::data {

namespace {

constexpr std::uint32_t kShuffleKey = random_key("shuffle");
constexpr std::uint32_t kBatchKey = random_key("shuffle_batches");
constexpr std::int64_t kMost = std::int64_t{1} << 40;  // so that products of two sizes are far from overflow

}  // namespace

Status Order::start(const OrderOptions& options, std::int64_t examples) {
  const StatusCode wrong = StatusCode::invalid_argument;
  if (examples < 1) return Status(wrong, "the data set has no examples");
  if (examples > kMost) return Status(wrong, "the data set has %" PRId64 " examples, over 2^40", examples);
  if (options.batch_size < 1 || options.batch_size > (1 << 24)) {
    return Status(wrong, "batch_size is %" PRId64 "; 1 to 2^24 are possible", options.batch_size);
  }
  if (options.shards < 1 || options.shards > (1 << 15) || options.shard < 0 || options.shard >= options.shards) {
    return Status(wrong, "shard %d of %d: there are shards 0, ..., shards - 1", options.shard, options.shards);
  }
  global_batch_ = options.batch_size * options.shards;
  batches_ = options.drop_remainder ? examples / global_batch_ : (examples + global_batch_ - 1) / global_batch_;
  if (batches_ == 0) {
    return Status(wrong, "%" PRId64 " examples do not fill one batch of %" PRId64 ", and drop_remainder is set",
                  examples, global_batch_);
  }
  if (options.lengths != nullptr) {
    if (options.max_length < 1 || options.length_multiple < 1 || options.window < 1 || options.window > kMost) {
      return Status(wrong, "max_length, length_multiple and window must be at least 1");
    }
    for (std::int64_t i = 0; i < examples; ++i) {
      if (options.lengths[i] < 0) return Status(wrong, "example %" PRId64 " has length %d", i, options.lengths[i]);
    }
  }
  options_ = options;
  options_.window = std::min(options.window, batches_);
  examples_ = examples;
  return Status();
}

void Order::sort_window(std::uint32_t epoch, std::int64_t number, BatchRows* rows) const {
  if (rows->window_epoch == epoch && rows->window_number == number) return;
  const Permutation shuffle(examples_, options_.seed, kShuffleKey, epoch);
  const std::int64_t first = number * options_.window * global_batch_;
  std::int64_t end = std::min(first + options_.window * global_batch_, examples_);
  if (options_.drop_remainder) end = std::min(end, batches_ * global_batch_);
  rows->window.clear();
  for (std::int64_t place = first; place < end; ++place) {
    const std::int64_t example = options_.shuffle ? shuffle(place) : place;
    rows->window.push_back({std::min(options_.lengths[example], options_.max_length), place, example});
  }
  std::sort(rows->window.begin(), rows->window.end(), [](const BatchRows::Sorted& a, const BatchRows::Sorted& b) {
    return a.length != b.length ? a.length < b.length : a.place < b.place;
  });
  rows->window_epoch = epoch;
  rows->window_number = number;
}

void Order::batch(std::uint32_t epoch, std::int64_t number, BatchRows* rows) const {
  const std::int64_t begin = number * global_batch_;
  rows->global_rows = std::min(global_batch_, examples_ - begin);
  rows->first = rows->global_rows * options_.shard / options_.shards;
  const std::int64_t last = rows->global_rows * (options_.shard + 1) / options_.shards;
  rows->examples.clear();
  rows->length = 0;
  if (options_.lengths == nullptr) {
    const Permutation shuffle(examples_, options_.seed, kShuffleKey, epoch);
    for (std::int64_t row = rows->first; row < last; ++row) {
      rows->examples.push_back(options_.shuffle ? shuffle(begin + row) : begin + row);
    }
    return;
  }
  const std::int64_t window = number / options_.window;
  sort_window(epoch, window, rows);
  std::int64_t in_window = number % options_.window;
  const std::int64_t full = static_cast<std::int64_t>(rows->window.size()) / global_batch_;
  if (options_.shuffle && in_window < full) {
    const auto key = kBatchKey + static_cast<std::uint32_t>(window);
    in_window = Permutation(full, options_.seed, key, epoch)(in_window);
  }
  const BatchRows::Sorted* sorted = rows->window.data() + in_window * global_batch_;
  for (std::int64_t row = rows->first; row < last; ++row) rows->examples.push_back(sorted[row].example);
  const std::int64_t longest = sorted[rows->global_rows - 1].length, step = options_.length_multiple;
  const std::int64_t rounded = (std::max<std::int64_t>(longest, 1) + step - 1) / step * step;
  rows->length = static_cast<std::int32_t>(std::min<std::int64_t>(rounded, options_.max_length));
}

}  // namespace specimen_v2::data
