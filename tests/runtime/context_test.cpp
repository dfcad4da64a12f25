#include "runtime/core/context.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "runtime/core/imports.h"

namespace specimen_v2 {
namespace {

constexpr SymbolInfo kSymbols[] = {{"batch", 3}, {"sequence", 6}};
// What one run of a model says.
struct Sizes {
  std::int64_t batch = 1, sequence = 0;
};

constexpr TensorInfo kInputs[] = {{"image", DType::f32, 4, {-1, 4, 4, 1}, "{}"}};
constexpr OpInfo kOps[] = {{"first", {1}, {2}}, {"second", {3}, {4}}};
constexpr FunctionInfo kForward = {"forward", kInputs, 1, kInputs, 1, kOps, 2, 0};
constexpr ModelInfo kInfo = {"toy", "0123456789abcdef", &kForward, 1, 3, 1024, 1000, 0, 0, kSymbols, 1, nullptr, 0};

struct Marks {
  std::vector<std::atomic<int>> ran;
  std::atomic<int> badly_aligned{0};
};

int mark(void* worker, int task, std::uint8_t* closure) {
  Marks& marks = *reinterpret_cast<Marks*>(closure);
  void* memory = specimen_v2_malloc(worker, 500);
  if (reinterpret_cast<std::uintptr_t>(memory) % 64 != 0) marks.badly_aligned.fetch_add(1);
  std::memset(memory, task, 500);
  marks.ran[static_cast<std::size_t>(task)].fetch_add(1);
  specimen_v2_free(worker, memory);
  return 0;
}

void run_marks(Context& context, int first, int count) {
  Marks marks;
  marks.ran = std::vector<std::atomic<int>>(static_cast<std::size_t>(first + count));
  EXPECT_EQ(specimen_v2_do_par_for(context.worker(), mark, first, count, reinterpret_cast<std::uint8_t*>(&marks)), 0);
  for (int i = 0; i < first + count; ++i) ASSERT_EQ(marks.ran[static_cast<std::size_t>(i)].load(), i >= first ? 1 : 0);
  EXPECT_EQ(marks.badly_aligned.load(), 0);
}

TEST(Context, RunsEveryTaskOfALoopOnce) {
  for (int threads : {1, 2, 5}) {
    Context context;
    ContextOptions options;
    options.threads = threads;
    ASSERT_TRUE(context.create(kInfo, options).ok());
    for (int count : {0, 1, 2, 3, 7, 64, 1000}) run_marks(context, 3, count);
    EXPECT_EQ(context.heap_allocations(), 0);
  }
}

TEST(Context, TwoInTwoThreadsShareAPool) {
  ThreadPool pool;
  ASSERT_TRUE(pool.start(2).ok());
  ContextOptions options;
  options.pool = &pool;
  Context contexts[2];
  for (Context& c : contexts) ASSERT_TRUE(c.create(kInfo, options).ok());
  std::thread other([&] {
    for (int i = 0; i < 200; ++i) run_marks(contexts[0], 0, 20);
  });
  for (int i = 0; i < 200; ++i) run_marks(contexts[1], 0, 20);
  other.join();
}

TEST(Context, TheHostsThreadsReplaceOurs) {
  struct Host {
    int loops = 0;
  } host;
  ContextOptions options;
  options.threads = 3;
  options.parallel.data = &host;
  options.parallel.run = [](void* data, int participants, Participate participate, void* loop) {
    ++static_cast<Host*>(data)->loops;
    std::vector<std::thread> threads;
    for (int i = 1; i < participants; ++i) threads.emplace_back([=] { participate(loop, i); });
    participate(loop, 0);
    for (std::thread& t : threads) t.join();
  };
  Context context;
  ASSERT_TRUE(context.create(kInfo, options).ok());
  run_marks(context, 0, 100);
  run_marks(context, 5, 2);
  EXPECT_EQ(host.loops, 2);
}

TEST(Context, AHostMayRunOneParticipantOnly) {
  ContextOptions options;
  options.threads = 4;
  options.parallel.run = [](void*, int, Participate participate, void* loop) { participate(loop, 0); };
  Context context;
  ASSERT_TRUE(context.create(kInfo, options).ok());
  run_marks(context, 0, 31);
}

TEST(Context, NestedLoopsRunInTheirTask) {
  Context context;
  ContextOptions options;
  options.threads = 2;
  ASSERT_TRUE(context.create(kInfo, options).ok());
  std::atomic<int> ran{0};
  auto outer = [](void* worker, int, std::uint8_t* closure) -> int {
    auto inner = [](void*, int, std::uint8_t* c) -> int {
      reinterpret_cast<std::atomic<int>*>(c)->fetch_add(1);
      return 0;
    };
    return specimen_v2_do_par_for(worker, inner, 0, 10, closure);
  };
  EXPECT_EQ(specimen_v2_do_par_for(context.worker(), outer, 0, 10, reinterpret_cast<std::uint8_t*>(&ran)), 0);
  EXPECT_EQ(ran.load(), 100);
}

TEST(Context, ATasksErrorIsTheLoops) {
  Context context;
  ContextOptions options;
  options.threads = 2;
  ASSERT_TRUE(context.create(kInfo, options).ok());
  auto task = [](void*, int i, std::uint8_t*) -> int { return i == 5 ? -7 : 0; };
  EXPECT_EQ(specimen_v2_do_par_for(context.worker(), task, 0, 10, nullptr), -7);
  EXPECT_EQ(specimen_v2_do_par_for(nullptr, task, 0, 10, nullptr), -7);
}

TEST(Context, MemoryIsAStackAndForgivesAnyOrder) {
  Context context;
  ContextOptions options;
  options.threads = 1;
  ASSERT_TRUE(context.create(kInfo, options).ok());
  Worker* w = context.worker();
  char* a = static_cast<char*>(specimen_v2_malloc(w, 100));
  char* b = static_cast<char*>(specimen_v2_malloc(w, 1));
  char* c = static_cast<char*>(specimen_v2_malloc(w, 300));
  for (char* p : {a, b, c}) EXPECT_EQ(reinterpret_cast<std::uintptr_t>(p) % 64, 0u);
  EXPECT_GE(b - a, 100 + 64);
  EXPECT_GE(c - b, 1 + 64);
  specimen_v2_free(w, b);
  specimen_v2_free(w, a);
  EXPECT_GT(w->used, 0u);
  specimen_v2_free(w, c);
  EXPECT_EQ(w->used, 0u);
  EXPECT_EQ(context.heap_allocations(), 0);
  specimen_v2_free(w, nullptr);
}

TEST(Context, MemoryBeyondThePlanComesFromTheHeap) {
  Context context;
  ContextOptions options;
  options.threads = 1;
  ASSERT_TRUE(context.create(kInfo, options).ok());
  void* big = specimen_v2_malloc(context.worker(), 1 << 20);
  ASSERT_NE(big, nullptr);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(big) % 64, 0u);
  std::memset(big, 1, 1 << 20);
  specimen_v2_free(context.worker(), big);
  EXPECT_EQ(context.heap_allocations(), 1);
  EXPECT_EQ(specimen_v2_malloc(context.worker(), ~std::size_t{0} - 10), nullptr);
}

TEST(Context, KernelsRunWithoutAContext) {
  Marks marks;
  marks.ran = std::vector<std::atomic<int>>(10);
  EXPECT_EQ(specimen_v2_do_par_for(nullptr, mark, 0, 10, reinterpret_cast<std::uint8_t*>(&marks)), 0);
  for (const auto& ran : marks.ran) EXPECT_EQ(ran.load(), 1);
}

TEST(Context, DenormalsAreZeroInEveryThreadWhileItRuns) {
  Context context;
  ContextOptions options;
  options.threads = 2;
  ASSERT_TRUE(context.create(kInfo, options).ok());
  struct Seen {
    std::atomic<int> arrived{0}, kept{0};
  } seen;
  volatile float tiny = 1e-39f;
  EXPECT_NE(tiny * 1.0f, 0.0f);
  {
    Running run(context, kForward);
    EXPECT_TRUE(run.entered());
    EXPECT_EQ(tiny * 1.0f, 0.0f);
    auto task = [](void*, int, std::uint8_t* closure) -> int {
      Seen& s = *reinterpret_cast<Seen*>(closure);
      s.arrived.fetch_add(1);
      for (int i = 0; i < 1000000 && s.arrived.load() < 2; ++i) std::this_thread::yield();  // so that both threads come
      volatile float small = 1e-39f;
      if (small * 1.0f != 0.0f) s.kept.fetch_add(1);
      return 0;
    };
    EXPECT_EQ(specimen_v2_do_par_for(context.worker(), task, 0, 2, reinterpret_cast<std::uint8_t*>(&seen)), 0);
    EXPECT_EQ(seen.kept.load(), 0);
    Running again(context, kForward);
    EXPECT_FALSE(again.entered());
  }
  EXPECT_NE(tiny * 1.0f, 0.0f);
}

constexpr TensorInfo kTokens[] = {{"token_ids", DType::i32, 2, {kBatch, kSequence}, "{}", 100},
                                  {"padding_mask", DType::i32, 2, {kBatch, kSequence}, "{}", 2, true}};
constexpr TensorInfo kFeatures[] = {{"features", DType::f32, 3, {kBatch, kSequence, 4}, "{}"}};
constexpr FunctionInfo kRead = {"forward", kTokens, 2, kFeatures, 1, kOps, 2, 0};
constexpr ModelInfo kReader = {"reader", "0123456789abcdef", &kRead, 1, 3, 1024, 1000, 0, 0, kSymbols, 2, nullptr, 0};

TEST(Context, TellsWhatIsWrongWithIds) {
  Context context;
  ASSERT_TRUE(context.create(kReader, {}).ok());
  std::int32_t ids[14] = {0, 1, 99};
  const auto says = [&](const TensorInfo& declared, auto view, std::int64_t batch, std::int64_t sequence,
                        const char* text) {
    const Status status = context.check(declared, view, Sizes{batch, sequence});
    EXPECT_EQ(status.code(), StatusCode::invalid_argument);
    EXPECT_NE(std::string(status.message()).find(text), std::string::npos) << status.message();
  };
  EXPECT_TRUE(context.check(kTokens[0], ConstTokens(ids, {2, 6}), Sizes{2, 6}).ok());
  says(kTokens[0], ConstTokens(ids, {2, 5}), 2, 6, "the shape is (2, 5), the model takes (batch, sequence)");
  says(kTokens[0], ConstTokens(ids, {2, 7}), 2, 7, "a sequence of 7; reader takes 1 to 6");
  says(kTokens[0], ConstTokens(ids, {2, 0}), 2, 0, "a sequence of 0");
  float floats[48] = {};
  EXPECT_TRUE(context.check(kFeatures[0], ConstTensor(floats, {2, 6, 4}), Sizes{2, 6}).ok());
  says(kFeatures[0], ConstTensor(floats, {2, 5, 4}), 2, 6, "the model takes (batch, sequence, 4)");
  ids[8] = 100;
  says(kTokens[0], ConstTokens(ids, {2, 6}), 2, 6, "token_ids: 100 at position 2 of example 1 is not one of 0 to 99");
  ids[8] = -1;
  says(kTokens[0], ConstTokens(ids, {2, 6}), 2, 6, "token_ids: -1 at position 2");
  says(kTokens[1], ConstTokens(ids, {2, 6}), 2, 6, "padding_mask: 99 at position 2 of example 0 is not one of 0 to 1");
}

TEST(Context, TellsWhatIsWrongWithAnInput) {
  Context context;
  ContextOptions options;
  options.threads = 1;
  options.batch = 2;
  ASSERT_TRUE(context.create(kInfo, options).ok());
  std::vector<float> data(1000);
  EXPECT_TRUE(context.check(kInputs[0], Tensor(data.data(), {2, 4, 4, 1}), Sizes{2, 0}).ok());
  const Status shape = context.check(kInputs[0], Tensor(data.data(), {1, 4, 5, 1}), Sizes{1, 0});
  EXPECT_EQ(shape.code(), StatusCode::invalid_argument);
  EXPECT_STREQ(shape.message(),
               "image: the shape is (1, 4, 5, 1), the model takes (batch, 4, 4, 1), with the same batch everywhere");
  EXPECT_EQ(context.check(kInputs[0], Tensor(data.data(), {1, 4, 4}), Sizes{1, 0}).code(),
            StatusCode::invalid_argument);
  EXPECT_EQ(context.check(kInputs[0], Tensor(nullptr, {1, 4, 4, 1}), Sizes{1, 0}).code(), StatusCode::invalid_argument);
  EXPECT_EQ(context.check(kInputs[0], Tensor(data.data(), {3, 4, 4, 1}), Sizes{3, 0}).code(),
            StatusCode::invalid_argument);
  EXPECT_EQ(context.check(kInputs[0], Tensor(data.data(), {0, 4, 4, 1}), Sizes{0, 0}).code(),
            StatusCode::invalid_argument);
  EXPECT_EQ(context.check(kInputs[0], Tensor(data.data(), {2, 4, 8, 1}).slice(2, 0, 4), Sizes{2, 0}).code(),
            StatusCode::invalid_argument);
}

TEST(Context, OptionsOutOfRangeAreErrors) {
  ContextOptions options;
  options.batch = 4;
  EXPECT_EQ(Context().create(kInfo, options).code(), StatusCode::invalid_argument);
  options = ContextOptions();
  options.threads = 100000;
  EXPECT_EQ(Context().create(kInfo, options).code(), StatusCode::invalid_argument);
  options = ContextOptions();
  alignas(64) static char arena[512];
  options.arena = arena;
  options.arena_bytes = sizeof arena;
  EXPECT_EQ(Context().create(kInfo, options).code(), StatusCode::invalid_argument);
  Context twice;
  ASSERT_TRUE(twice.create(kInfo, ContextOptions()).ok());
  EXPECT_EQ(twice.create(kInfo, ContextOptions()).code(), StatusCode::invalid_argument);
  EXPECT_EQ(Context().check(kInputs[0], Tensor(), Sizes{1, 0}).code(), StatusCode::invalid_argument);
}

TEST(Context, UsesTheCallersMemory) {
  alignas(64) static char arena[16384];
  struct Counts {
    int live = 0, total = 0;
  } counts;
  ContextOptions options;
  options.threads = 2;
  options.arena = arena;
  options.arena_bytes = sizeof arena;
  options.memory.data = &counts;
  options.memory.allocate = [](void* data, std::size_t bytes, std::size_t alignment) -> void* {
    ++static_cast<Counts*>(data)->live;
    ++static_cast<Counts*>(data)->total;
    return std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
  };
  options.memory.release = [](void* data, void* memory, std::size_t) {
    --static_cast<Counts*>(data)->live;
    std::free(memory);
  };
  {
    Context context;
    ASSERT_TRUE(context.create(kInfo, options).ok());
    EXPECT_EQ(context.arena(1).base, arena);
    EXPECT_EQ(counts.live, 1);
  }
  EXPECT_EQ(counts.live, 0);
  options.memory.allocate = [](void*, std::size_t, std::size_t) -> void* { return nullptr; };
  EXPECT_EQ(Context().create(kInfo, options).code(), StatusCode::out_of_memory);
  options.memory.release = nullptr;
  EXPECT_EQ(Context().create(kInfo, options).code(), StatusCode::invalid_argument);
}

TEST(Context, ObserverSeesEachOpWithItsPathAndTimes) {
  std::vector<std::string> seen;
  static std::int64_t last;
  last = 0;
  ContextOptions options;
  options.threads = 1;
  options.observer.data = &seen;
  options.observer.observe = [](void* data, const ObservedOp& op) {
    EXPECT_LT(last, op.begin_ns);
    EXPECT_LE(op.begin_ns, op.end_ns);
    EXPECT_STREQ(op.path, kOps[op.index].path);
    last = op.end_ns;
    static_cast<std::vector<std::string>*>(data)->push_back(op.path + std::to_string(op.value.extent[0]));
    std::this_thread::sleep_for(std::chrono::microseconds(10));  // no op's time
  };
  Context context;
  ASSERT_TRUE(context.create(kInfo, options).ok());
  float data[8];
  for (int round = 0; round < 2; ++round) {
    Running run(context, kForward);
    context.done(0, Tensor(data, {2, 4}));
    context.done(round, Tensor(data, {1, 8}));
    EXPECT_EQ(run.finish().ok(), round == 0);
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"first2", "second1", "first2", "second1"}));
}

constexpr SymbolInfo kLengths[] = {{"batch", 3}, {"past", 8, true}, {"tokens", 4}};
constexpr StateInfo kStates[] = {{"layer/key", StateOwner::context, 3, {-1, -2, 5}, 0},
                                 {"memory", StateOwner::context, 2, {-1, 7}, 0.5},
                                 {"count", StateOwner::model, 1, {3}, -2}};
constexpr ModelInfo kWriter = {"writer", "", &kForward, 1, 3, 1024, 1000, 0, 0, kLengths, 3, kStates, 3};

TEST(States, HaveTheirCapacityAndInitialValues) {
  Context context;
  ContextOptions options;
  options.batch = 2;
  ASSERT_TRUE(context.create(kWriter, options).ok());
  const Tensor key = context.state("layer/key"), memory = context.state("memory"), count = context.state("count");
  ASSERT_EQ(key.rank, 3);
  EXPECT_EQ(std::vector<std::int64_t>(key.extent, key.extent + 3), (std::vector<std::int64_t>{2, 8, 5}));
  EXPECT_TRUE(key.is_dense());
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(memory.data) % 64, 0u);
  EXPECT_EQ(memory.at(1, 6), 0.5f);
  EXPECT_EQ(count.data[2], -2.0f);
  EXPECT_EQ(context.state_bytes(), 320u + 64u);
  EXPECT_EQ(context.state("layer").data, nullptr);
  memory.at(1, 6) = 3, count.data[2] = 4;
  context.add_length(1, 5, 2);
  EXPECT_EQ(context.length(1), 5);
  context.reset();
  EXPECT_EQ(memory.at(1, 6), 0.5f);
  EXPECT_EQ(count.data[2], 4.0f);  // the model's
  EXPECT_EQ(context.length(1), 0);
  // A context of a model without states has none, and forgets nothing.
  Context plain;
  ASSERT_TRUE(plain.create(kInfo, {}).ok());
  plain.reset();
  EXPECT_EQ(plain.state_bytes(), 0u);
  EXPECT_EQ(plain.state("memory").data, nullptr);
}

TEST(States, TellWhenTheyAreFull) {
  Context context;
  ASSERT_TRUE(context.create(kWriter, {}).ok());
  EXPECT_TRUE(context.check_length(1, 8, 3).ok());
  EXPECT_EQ(context.check_length(1, 9, 3).code(), StatusCode::out_of_range);
  context.add_length(1, 6, 2);
  EXPECT_TRUE(context.check_length(1, 2, 2).ok());
  const Status full = context.check_length(1, 3, 2);
  EXPECT_EQ(full.code(), StatusCode::out_of_range);
  EXPECT_STREQ(full.message(), "past is 6, and 3 more do not fit: the states have room for 8");
  EXPECT_STREQ(status_code_name(full.code()), "out_of_range");
  EXPECT_EQ(context.check_length(1, 1, 3).code(), StatusCode::invalid_argument);
  context.reset();
  EXPECT_TRUE(context.check_length(1, 8, 3).ok());
}

TEST(States, OfTheModelAreSharedByContextsThatRunInTurn) {
  ModelState state;
  ASSERT_TRUE(state.create(kWriter).ok());
  EXPECT_EQ(state.create(kWriter).code(), StatusCode::invalid_argument);
  ContextOptions options;
  options.state = &state;
  Context first, second, other;
  ASSERT_TRUE(first.create(kWriter, options).ok());
  ASSERT_TRUE(second.create(kWriter, options).ok());
  ASSERT_TRUE(other.create(kWriter, {}).ok());
  first.state("count").data[0] = 9;
  EXPECT_EQ(second.state("count").data[0], 9.0f);
  EXPECT_EQ(other.state("count").data[0], -2.0f);
  EXPECT_NE(first.state("memory").data, second.state("memory").data);
  {
    Running running(first, kForward);
    EXPECT_TRUE(running.entered());
    EXPECT_FALSE(Running(second, kForward).entered());
    EXPECT_TRUE(Running(other, kForward).entered());
  }
  EXPECT_TRUE(Running(second, kForward).entered());
  state.reset();
  EXPECT_EQ(first.state("count").data[0], -2.0f);
}

TEST(States, TakeTheHostsMemoryOrSayThatThereIsNone) {
  ContextOptions options;
  options.memory = {[](void* data, std::size_t bytes, std::size_t alignment) -> void* {
                      return --*static_cast<int*>(data) < 0 ? nullptr : std::aligned_alloc(alignment, bytes);
                    },
                    [](void*, void* memory, std::size_t) { std::free(memory); }, nullptr};
  for (int blocks = 0; blocks < 5; ++blocks) {
    int left = blocks;
    options.memory.data = &left;
    Context context;
    EXPECT_EQ(context.create(kWriter, options).ok(), blocks == 4) << blocks;
    EXPECT_EQ(context.info() != nullptr, blocks == 4);
  }
}

}  // namespace
}  // namespace specimen_v2
