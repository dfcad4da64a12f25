#include "runtime/data/loader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstring>
#include <thread>
#include <vector>

#include "datasets/files.h"
#include "runtime/data/augment.h"
#include "runtime/data/idx.h"

namespace specimen_v2::data {
namespace {

// Examples whose only field is their index. Some are bad.
class Numbers final : public Dataset {
 public:
  explicit Numbers(std::int64_t size, std::vector<std::int64_t> bad = {}) : size_(size), bad_(std::move(bad)) {}
  std::int64_t size() const override { return size_; }
  Status read(std::int64_t index, Example* example) const override {
    if (std::find(bad_.begin(), bad_.end(), index) != bad_.end()) {
      return Status(code, "numbers, record %d: damaged", static_cast<int>(index));
    }
    example->clear();
    const Field* field = example->add("n", FieldType::i64, nullptr, 0);
    std::memcpy(const_cast<void*>(field->data), &index, sizeof index);
    return Status();
  }
  std::string place(std::int64_t index) const override { return "numbers, record " + std::to_string(index); }

  StatusCode code = StatusCode::data_error;

 private:
  std::int64_t size_;
  std::vector<std::int64_t> bad_;
};

// One float with a random number, one integer with the index. Refuses -1 and what `data` points to.
Status number_and_noise(const void* data, const Example& example, const ExampleKey& key, const Slot* slots) {
  const std::int64_t n = example.find("n")->integer();
  if (data != nullptr && n == *static_cast<const std::int64_t*>(data)) {
    return Status(StatusCode::data_error, "label %d is out of range", static_cast<int>(n));
  }
  for (std::int64_t i = 0; i < slots[0].elements; ++i) slots[0].f32[i] += key.random("noise").unit();
  slots[1].i32[0] = static_cast<std::int32_t>(n);
  // Uneven work, so that batches are ready out of order.
  if (n % 7 == 0) std::this_thread::sleep_for(std::chrono::microseconds(200));
  return Status();
}

constexpr TensorSpec kTensors[] = {{DType::f32, 1, false}, {DType::i32, 1, false}};
constexpr TensorSpec kTokens[] = {{DType::f32, 2, true}, {DType::i32, 1, false}};

Status started(Loader* loader, const Dataset& set, const LoaderOptions& options, Position position = {}) {
  const TensorSpec* tensors = options.order.lengths != nullptr ? kTokens : kTensors;
  return loader->start(set, tensors, 2, number_and_noise, nullptr, options, position);
}

// Everything that a loader says, at most `most` batches, as numbers.
std::vector<double> trace_of(Loader& loader, int most = 1 << 20) {
  std::vector<double> trace;
  const Batch* batch = nullptr;
  for (int i = 0; i < most; ++i) {
    const Status status = loader.next(&batch);
    EXPECT_TRUE(status.ok()) << status.message();
    if (batch == nullptr) break;
    for (double value :
         {static_cast<double>(batch->rows), static_cast<double>(batch->first), static_cast<double>(batch->global_rows),
          static_cast<double>(batch->length), static_cast<double>(batch->skipped),
          static_cast<double>(batch->position.epoch), static_cast<double>(batch->position.example),
          static_cast<double>(batch->next.epoch), static_cast<double>(batch->next.example)}) {
      trace.push_back(value);
    }
    for (std::int64_t row = 0; row < batch->rows; ++row) {
      EXPECT_EQ(batch->i32(1)[row], batch->examples[row]);
      trace.push_back(batch->i32(1)[row]);
    }
    const std::int64_t values = batch->rows * (batch->length > 0 ? 2 * batch->length : 1);
    for (std::int64_t i = 0; i < values; ++i) trace.push_back(batch->f32(0)[i]);
  }
  return trace;
}

std::vector<std::int32_t> some_lengths(std::size_t count) {
  std::vector<std::int32_t> lengths(count);
  for (std::size_t i = 0; i < count; ++i) lengths[i] = static_cast<std::int32_t>(i * 31 % 70);
  return lengths;
}

TEST(Loader, AnyThreadsAndAnyDepthGiveTheSameBatches) {
  const std::vector<std::int32_t> lengths = some_lengths(205);
  const Numbers set(205, {3, 77, 78, 150});
  for (const bool texts : {false, true}) {
    LoaderOptions options;
    options.order.batch_size = 8;
    options.order.window = 4;
    options.order.lengths = texts ? lengths.data() : nullptr;
    options.order.max_length = 64;
    options.epochs = 3;
    options.skip_bad_records = true;
    options.threads = 0;
    Loader loader;
    ASSERT_OK(started(&loader, set, options));
    const std::vector<double> expected = trace_of(loader);
    EXPECT_EQ(loader.skipped(), 12);
    EXPECT_EQ(loader.batches_per_epoch(), 26);
    for (int threads : {1, 2, 5}) {
      for (int prefetch : {1, 2, 13}) {
        options.threads = threads;
        options.prefetch = prefetch;
        ASSERT_OK(started(&loader, set, options));
        EXPECT_EQ(trace_of(loader), expected) << threads << " threads, " << prefetch << " batches ahead";
        EXPECT_EQ(loader.skipped(), 12);
      }
    }
  }
}

TEST(Loader, ContinuesAtEveryBatch) {
  const std::vector<std::int32_t> lengths = some_lengths(43);
  const Numbers set(43);
  for (const bool texts : {false, true}) {
    LoaderOptions options;
    options.order.batch_size = 4;
    options.order.window = 3;
    options.order.lengths = texts ? lengths.data() : nullptr;
    options.epochs = 2;
    Loader loader;
    for (int seen = 0; seen <= 22; ++seen) {
      ASSERT_OK(started(&loader, set, options));
      Position position;
      const Batch* batch = nullptr;
      for (int i = 0; i < seen; ++i) {
        ASSERT_OK(loader.next(&batch));
        ASSERT_NE(batch, nullptr);
        position = batch->next;
      }
      const std::vector<double> rest = trace_of(loader);
      ASSERT_OK(started(&loader, set, options, position));
      EXPECT_EQ(trace_of(loader), rest) << seen;
    }
  }
}

TEST(Loader, ContinuesWithOtherShards) {
  const Numbers set(64);
  LoaderOptions options;
  options.order.batch_size = 8;
  options.epochs = 1;
  Loader loader, half;
  const Batch* batch = nullptr;
  const Batch* part = nullptr;
  ASSERT_OK(started(&loader, set, options, {0, 24}));
  ASSERT_OK(loader.next(&batch));
  std::vector<std::int64_t> joined;
  for (int shard = 0; shard < 2; ++shard) {
    options.order.batch_size = 4;
    options.order.shards = 2;
    options.order.shard = shard;
    ASSERT_OK(started(&half, set, options, {0, 24}));
    ASSERT_OK(half.next(&part));
    joined.insert(joined.end(), part->examples, part->examples + part->rows);
  }
  EXPECT_EQ(joined, std::vector<std::int64_t>(batch->examples, batch->examples + batch->rows));
}

TEST(Loader, RepeatsWithoutEnd) {
  const Numbers set(10);
  LoaderOptions options;
  options.order.batch_size = 5;
  Loader loader;
  ASSERT_OK(started(&loader, set, options));
  const Batch* batch = nullptr;
  for (int i = 0; i < 100; ++i) ASSERT_OK(loader.next(&batch));
  ASSERT_NE(batch, nullptr);
  EXPECT_EQ(batch->position.epoch, 49);
  EXPECT_EQ(batch->position.example, 5);
  EXPECT_EQ(batch->next.epoch, 50);
  EXPECT_EQ(batch->next.example, 0);
}

TEST(Loader, EndsAfterItsEpochs) {
  const Numbers set(10);
  LoaderOptions options;
  options.order.batch_size = 4;
  options.epochs = 1;
  Loader loader;
  ASSERT_OK(started(&loader, set, options));
  const Batch* batch = nullptr;
  for (std::int64_t rows : {4, 4, 2}) {
    ASSERT_OK(loader.next(&batch));
    ASSERT_NE(batch, nullptr);
    EXPECT_EQ(batch->rows, rows);
  }
  for (int i = 0; i < 3; ++i) {
    ASSERT_OK(loader.next(&batch));
    EXPECT_EQ(batch, nullptr);
  }
}

TEST(Loader, TheFirstBadExampleInOrderIsTheError) {
  const Numbers set(100, {5, 50, 95});
  LoaderOptions options;
  options.order.batch_size = 4;
  options.order.shuffle = false;
  for (int threads : {0, 1, 4}) {
    options.threads = threads;
    options.prefetch = 30;
    Loader loader;
    ASSERT_OK(started(&loader, set, options));
    const Batch* batch = nullptr;
    ASSERT_OK(loader.next(&batch));
    for (int i = 0; i < 2; ++i) {
      expect_error(loader.next(&batch), StatusCode::data_error, {"numbers, record 5: damaged"});
      EXPECT_EQ(batch, nullptr);
    }
  }
}

TEST(Loader, SkipsBadRecordsOnlyWhenAsked) {
  const Numbers set(12, {5, 8, 9, 10, 11});
  const std::int64_t refused = 1;
  LoaderOptions options;
  options.order.batch_size = 4;
  options.order.shuffle = false;
  options.epochs = 1;
  options.skip_bad_records = true;
  Loader loader;
  ASSERT_OK(loader.start(set, kTensors, 2, number_and_noise, &refused, options));
  const Batch* batch = nullptr;
  ASSERT_OK(loader.next(&batch));
  EXPECT_EQ(std::vector<std::int64_t>(batch->examples, batch->examples + batch->rows),
            (std::vector<std::int64_t>{0, 2, 3}));
  EXPECT_EQ(batch->skipped, 1);
  ASSERT_OK(loader.next(&batch));
  EXPECT_EQ(batch->rows, 3);
  ASSERT_OK(loader.next(&batch));  // the batch without good records is passed over
  EXPECT_EQ(batch, nullptr);
  EXPECT_EQ(loader.skipped(), 6);

  options.skip_bad_records = false;
  ASSERT_OK(loader.start(set, kTensors, 2, number_and_noise, &refused, options));
  expect_error(loader.next(&batch), StatusCode::data_error, {"numbers, record 1: label 1 is out of range"});

  // Not every error is about a record.
  Numbers broken(12, {5});
  broken.code = StatusCode::io_error;
  options.skip_bad_records = true;
  ASSERT_OK(started(&loader, broken, options));
  ASSERT_OK(loader.next(&batch));
  expect_error(loader.next(&batch), StatusCode::io_error, {"record 5"});
}

TEST(Loader, DoesNotRunForeverOnBadRecords) {
  const Numbers set(3, {0, 1, 2});
  LoaderOptions options;
  options.order.batch_size = 2;
  options.skip_bad_records = true;
  Loader loader;
  ASSERT_OK(started(&loader, set, options));
  const Batch* batch = nullptr;
  expect_error(loader.next(&batch), StatusCode::data_error, {"every record", "numbers, record"});
}

TEST(Loader, ShardsStayInStepWhenOneHasNoRows) {
  const Numbers set(9);
  LoaderOptions options;
  options.order.batch_size = 2;
  options.order.shards = 4;
  options.epochs = 1;
  std::int64_t rows = 0;
  for (int shard = 0; shard < 4; ++shard) {
    options.order.shard = shard;
    Loader loader;
    ASSERT_OK(started(&loader, set, options));
    const Batch* batch = nullptr;
    for (int i = 0; i < 2; ++i) {
      ASSERT_OK(loader.next(&batch));
      ASSERT_NE(batch, nullptr);
      rows += batch->rows;
    }
    EXPECT_EQ(batch->global_rows, 1);
    ASSERT_OK(loader.next(&batch));
    EXPECT_EQ(batch, nullptr);
  }
  EXPECT_EQ(rows, 9);
}

TEST(Loader, WaitsForItsThreadsWhenItEndsEarly) {
  const Numbers set(1000);
  LoaderOptions options;
  options.order.batch_size = 10;
  options.threads = 3;
  options.prefetch = 8;
  for (int batches = 0; batches < 20; ++batches) {
    Loader loader;
    ASSERT_OK(started(&loader, set, options));
    const Batch* batch = nullptr;
    for (int i = 0; i < batches; ++i) ASSERT_OK(loader.next(&batch));
  }
}

TEST(Loader, TensorsAreAligned) {
  const Numbers set(10);
  LoaderOptions options;
  options.order.batch_size = 3;
  Loader loader;
  ASSERT_OK(started(&loader, set, options));
  const Batch* batch = nullptr;
  for (int i = 0; i < 5; ++i) {
    ASSERT_OK(loader.next(&batch));
    for (int t = 0; t < 2; ++t) EXPECT_EQ(reinterpret_cast<std::uintptr_t>(batch->tensors[t]) % 64, 0u);
  }
}

TEST(Loader, SaysWhatIsWrongWithItsOptions) {
  const Numbers set(10), none(0);
  Loader loader;
  const Batch* batch = nullptr;
  const StatusCode wrong = StatusCode::invalid_argument;
  expect_error(loader.next(&batch), wrong, {"not started"});
  LoaderOptions options;
  expect_error(started(&loader, none, options), wrong, {"no examples"});
  expect_error(loader.start(set, kTensors, 2, nullptr, nullptr, options), wrong, {"transform"});
  expect_error(loader.start(set, nullptr, 0, number_and_noise, nullptr, options), wrong, {"tensors"});
  const TensorSpec bytes{DType::u8, 1, false}, empty{DType::f32, 0, false}, huge{DType::f32, INT64_MAX / 2, false};
  expect_error(loader.start(set, &bytes, 1, number_and_noise, nullptr, options), wrong, {"not uint8"});
  expect_error(loader.start(set, &empty, 1, number_and_noise, nullptr, options), wrong, {"0 values"});
  expect_error(loader.start(set, &huge, 1, number_and_noise, nullptr, options), StatusCode::out_of_memory, {});
  expect_error(loader.start(set, kTokens, 2, number_and_noise, nullptr, options), wrong, {"no lengths"});
  expect_error(started(&loader, set, options, {0, 5}), wrong, {"cannot continue at example 5 of epoch 0"});
  expect_error(started(&loader, set, options, {-1, 0}), wrong, {"cannot continue"});
  options.threads = -1;
  expect_error(started(&loader, set, options), wrong, {"threads"});
  options.threads = 1;
  options.prefetch = 0;
  expect_error(started(&loader, set, options), wrong, {"prefetch"});
}

// What a training loop does: pixels / 255 and labels of Fashion-MNIST.
Status pixels_and_label(const void*, const Example& example, const ExampleKey&, const Slot* slots) {
  field_to_floats(*example.find("image"), slots[0].f32, 1.0f / 255);
  slots[1].i32[0] = static_cast<std::int32_t>(example.find("label")->integer());
  return Status();
}

TEST(Loader, BatchesOfFashionMnist) {
  IdxDataset set;
  ASSERT_OK(set.open_directory("/usr/share/datasets/fashion-mnist", "t10k"));
  const TensorSpec tensors[] = {{DType::f32, 784, false}, {DType::i32, 1, false}};
  LoaderOptions options;
  options.order.batch_size = 100;
  options.epochs = 1;
  options.threads = 2;
  Loader loader;
  ASSERT_OK(loader.start(set, tensors, 2, pixels_and_label, nullptr, options));
  std::vector<int> classes(10);
  const Batch* batch = nullptr;
  Example example;
  for (int i = 0; i < 100; ++i) {
    ASSERT_OK(loader.next(&batch));
    ASSERT_EQ(batch->rows, 100);
    for (int row = 0; row < 100; ++row) ++classes.at(static_cast<std::size_t>(batch->i32(1)[row]));
    ASSERT_OK(set.read(batch->examples[99], &example));
    for (int p = 0; p < 784; ++p) {
      ASSERT_EQ(batch->f32(0)[99 * 784 + p], example.find("image")->bytes()[p] * (1.0f / 255));
    }
  }
  for (int count : classes) EXPECT_EQ(count, 1000);
}

}  // namespace
}  // namespace specimen_v2::data
