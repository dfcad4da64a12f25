// Batches of a data set, in an order that is a pure function of (seed, epoch), filled ahead by threads of its own. The
// same options give the same bits for any number of threads and any depth.
#ifndef SPECIMEN_V2_DATA_LOADER_H
#define SPECIMEN_V2_DATA_LOADER_H

#include <cstdint>
#include <memory>

#include "../core/layout.h"
#include "../core/random.h"
#include "../core/status.h"
#include "dataset.h"
#include "order.h"

namespace specimen_v2::data {

// A tensor of a batch: an input, the labels, weights of examples.
struct TensorSpec {
  DType dtype = DType::f32;   // f32 or i32
  std::int64_t elements = 1;  // of one example, or of one token of it
  bool per_token = false;     // the example has elements * Batch::length values
};

// Where the transform writes one example's part of a tensor: zeros at first. One of the pointers is null.
struct Slot {
  float* f32 = nullptr;
  std::int32_t* i32 = nullptr;
  std::int64_t elements = 0;
};

// What the random numbers of one example are made from.
struct ExampleKey {
  std::uint32_t seed = 0;
  std::uint32_t epoch = 0;
  std::uint64_t example = 0;  // index in the data set

  // A stream of its own for each purpose: "flip", "crop".
  RandomStream random(const char* purpose) const { return {seed, random_key(purpose), example, epoch}; }
};

// From the fields of an example to slot i of tensor i. Runs in any thread, so `data` is only read. An error that is
// data_error or unsupported is about this example alone; the loader puts its place before the message.
using Transform = Status (*)(const void* data, const Example& example, const ExampleKey& key, const Slot* slots);

// Where an epoch continues. `example` counts in the order of the epoch, for all shards together: a run that has seen
// that many continues at the same example, with another number of threads or shards too.
struct Position {
  std::int64_t epoch = 0;
  std::int64_t example = 0;  // a multiple of the global batch
};

struct LoaderOptions {
  OrderOptions order;
  std::int64_t epochs = 0;  // where the loader ends, counted from epoch 0; 0: it repeats without end
  int threads = 1;          // that fill batches ahead; 0: next() fills
  int prefetch = 2;         // batches that are filled ahead, at least 1
  bool skip_bad_records = false;
};

struct Batch {
  std::int64_t rows = 0;                   // examples of this shard
  std::int64_t first = 0;                  // the place of row 0 in the global batch
  std::int64_t global_rows = 0;            // examples of all shards
  std::int32_t length = 0;                 // tokens; 0 without lengths
  std::int64_t skipped = 0;                // bad records that were left out of this batch
  const std::int64_t* examples = nullptr;  // `rows` indices in the data set
  void* const* tensors = nullptr;          // one per TensorSpec, (rows, ...) without gaps, aligned to 64 bytes
  Position position;                       // of this batch
  Position next;                           // of the one after it, for checkpoints

  const float* f32(int tensor) const { return static_cast<const float*>(tensors[tensor]); }
  const std::int32_t* i32(int tensor) const { return static_cast<const std::int32_t*>(tensors[tensor]); }
};

// Allocates when it starts; then only where an example is larger than any before.
class Loader {
 public:
  Loader();
  ~Loader();  // waits for batches that are being filled
  Loader(const Loader&) = delete;
  Loader& operator=(const Loader&) = delete;

  // The data set and `data` must outlive the loader. Errors: invalid_argument, out_of_memory, internal (no threads).
  Status start(const Dataset& dataset, const TensorSpec* tensors, int tensor_count, Transform transform,
               const void* data, const LoaderOptions& options, Position position = {});

  // The next batch, null after the last one of the last epoch. It is valid until the next call. A batch whose records
  // were all skipped is passed over, unless there are other shards. Errors: those of the data set and of the transform,
  // always of the first bad example in order; the same one again from then on.
  Status next(const Batch** batch);

  std::int64_t batches_per_epoch() const;
  std::int64_t skipped() const;  // bad records that were left out of batches so far

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace specimen_v2::data

#endif  // SPECIMEN_V2_DATA_LOADER_H
