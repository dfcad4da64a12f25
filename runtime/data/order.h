// Which examples make which batch: a pure function of the options, the epoch and the batch's number.
#ifndef SPECIMEN_V2_DATA_ORDER_H
#define SPECIMEN_V2_DATA_ORDER_H

#include <cstdint>
#include <vector>

#include "../core/status.h"

namespace specimen_v2::data {

// Several processes (shards) work on one global batch, of batch_size * shards examples. Each takes a range of its rows.
struct OrderOptions {
  std::int64_t batch_size = 32;  // examples, of this shard
  int shard = 0, shards = 1;
  std::uint32_t seed = 0;
  bool shuffle = true;
  bool drop_remainder = false;  // of an epoch, the examples that do not fill a global batch; else it is a smaller one

  // Batches of about equal lengths, for texts: of each `window` global batches that follow each other, the examples
  // are sorted by length and cut into batches, whose order is shuffled (not without `shuffle`). `lengths` has one per
  // example of the data set and is kept by the caller; null: no lengths. A batch is as long as its longest example,
  // rounded up to a multiple of `length_multiple`, at most `max_length`. A smaller batch stays the last one.
  const std::int32_t* lengths = nullptr;
  std::int32_t max_length = 512;
  std::int32_t length_multiple = 8;
  std::int64_t window = 64;
};

// The rows of this shard in one batch.
struct BatchRows {
  std::vector<std::int64_t> examples;  // indices in the data set
  std::int64_t first = 0;              // the place of row 0 in the global batch
  std::int64_t global_rows = 0;
  std::int32_t length = 0;  // tokens; 0 without lengths. The same for all shards

  // With lengths, the sorted examples of the window that was asked for last, so that its next batch need not sort.
  struct Sorted {
    std::int32_t length = 0;
    std::int64_t place = 0, example = 0;
  };
  std::vector<Sorted> window;
  std::int64_t window_epoch = -1, window_number = -1;
};

class Order {
 public:
  // Errors: invalid_argument (no examples, sizes below 1, a shard that does not exist, a length below 0).
  Status start(const OrderOptions& options, std::int64_t examples);

  std::int64_t batches() const { return batches_; }  // of an epoch
  std::int64_t global_batch() const { return global_batch_; }

  // Batch 0 <= number < batches() of an epoch. `rows` keeps its memory. A shard may have no rows of a last smaller one.
  // `rows` is used with one Order only.
  void batch(std::uint32_t epoch, std::int64_t number, BatchRows* rows) const;

 private:
  void sort_window(std::uint32_t epoch, std::int64_t number, BatchRows* rows) const;

  OrderOptions options_;
  std::int64_t examples_ = 0, global_batch_ = 1, batches_ = 0;
};

}  // namespace specimen_v2::data

#endif  // SPECIMEN_V2_DATA_ORDER_H
