#include "runtime/core/threads.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include "runtime/core/os.h"

namespace specimen_v2 {
namespace {

struct Counted {
  explicit Counted(int tasks) : ran(static_cast<std::size_t>(tasks)) {}
  std::atomic<int> next{0};
  std::vector<std::atomic<int>> ran;
};

void count(void* data, int) {
  Counted& loop = *static_cast<Counted*>(data);
  for (;;) {
    const int task = loop.next.fetch_add(1);
    if (task >= static_cast<int>(loop.ran.size())) return;
    loop.ran[static_cast<std::size_t>(task)].fetch_add(1);
  }
}

void expect_each_once(const Counted& loop) {
  for (const auto& ran : loop.ran) ASSERT_EQ(ran.load(), 1);
}

TEST(ThreadPool, RunsEveryTaskOnce) {
  for (int threads : {1, 2, 3, 5}) {
    ThreadPool pool;
    ASSERT_TRUE(pool.start(threads).ok());
    EXPECT_EQ(pool.threads(), threads);
    for (int i = 0; i < 500; ++i) {
      Counted loop(i % 17);
      pool.run(threads, count, &loop);
      expect_each_once(loop);
    }
  }
}

// A child of fork() has its parent's pool, and none of its threads.
TEST(ThreadPool, ServesAForkedChild) {
  for (const bool uses : {false, true}) {
    auto pool = std::make_unique<ThreadPool>();
    ASSERT_TRUE(pool->start(4).ok());
    Counted before(50);
    pool->run(4, count, &before);
    const pid_t child = fork();
    if (child == 0) {
      alarm(10);
      Counted loop(50);
      if (uses) {
        pool->begin();
        pool->run(4, count, &loop);
        pool->end();
      }
      pool.reset();
      bool all = true;
      for (const auto& ran : loop.ran) all = all && ran.load() == (uses ? 1 : 0);
      _exit(all ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << "uses: " << uses << ", status " << status;
    Counted after(50);
    pool->run(4, count, &after);
    expect_each_once(after);
  }
}

TEST(ThreadPool, RunsAfterSleeping) {
  ThreadPool pool;
  ASSERT_TRUE(pool.start(3).ok());
  for (int i = 0; i < 20; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    if (i % 2) pool.begin();
    Counted loop(50);
    pool.run(3, count, &loop);
    expect_each_once(loop);
    if (i % 2) pool.end();
  }
}

TEST(ThreadPool, WakesWorkers) {
  ThreadPool pool;
  ASSERT_TRUE(pool.start(2).ok());
  struct Meeting {
    std::atomic<int> arrived{0};
    std::atomic<bool> met{false};
  };
  for (int i = 0; i < 3; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    Meeting meeting;
    // Each participant stays until the other has come: it comes, however long it slept.
    pool.run(
        2,
        [](void* data, int) {
          Meeting& m = *static_cast<Meeting*>(data);
          m.arrived.fetch_add(1);
          const std::int64_t limit = now_ns() + std::int64_t{20'000'000'000};
          while (m.arrived.load() < 2 && now_ns() < limit) std::this_thread::yield();
          if (m.arrived.load() == 2) m.met.store(true);
        },
        &meeting);
    EXPECT_TRUE(meeting.met.load());
  }
}

TEST(ThreadPool, ServesSeveralCallersAtOnce) {
  ThreadPool pool;
  ASSERT_TRUE(pool.start(2).ok());
  std::vector<std::thread> callers;
  std::atomic<int> wrong{0};
  for (int c = 0; c < 3; ++c) {
    callers.emplace_back([&] {
      for (int i = 0; i < 300; ++i) {
        pool.begin();
        Counted loop(9);
        pool.run(2, count, &loop);
        for (const auto& ran : loop.ran) wrong += ran.load() != 1;
        pool.end();
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(wrong.load(), 0);
}

TEST(ThreadPool, RunsNestedLoopsInTheCaller) {
  ThreadPool pool;
  ASSERT_TRUE(pool.start(2).ok());
  struct Outer {
    ThreadPool* pool;
    std::atomic<int> next{0}, inner{0}, foreign{0};
  } outer{&pool};
  pool.run(
      2,
      [](void* data, int) {
        Outer& o = *static_cast<Outer*>(data);
        while (o.next.fetch_add(1) < 8) {
          struct Inner {
            Outer* outer;
            std::thread::id caller;
          } inner{&o, std::this_thread::get_id()};
          o.pool->run(
              2,
              [](void* d, int index) {
                Inner& in = *static_cast<Inner*>(d);
                in.outer->inner.fetch_add(1);
                if (index != 0 || std::this_thread::get_id() != in.caller) in.outer->foreign.fetch_add(1);
              },
              &inner);
        }
      },
      &outer);
  EXPECT_EQ(outer.inner.load(), 8);
  EXPECT_EQ(outer.foreign.load(), 0);
}

TEST(ThreadPool, StopsWhileWorkersLookAndSleep) {
  for (int i = 0; i < 50; ++i) {
    ThreadPool pool;
    ASSERT_TRUE(pool.start(3).ok());
    if (i % 3 == 1) std::this_thread::sleep_for(std::chrono::microseconds(200));
    if (i % 3 == 2) pool.begin();
  }
}

TEST(ThreadPool, RefusesCountsOutOfRange) {
  ThreadPool pool;
  EXPECT_EQ(pool.start(-1).code(), StatusCode::invalid_argument);
  EXPECT_EQ(pool.start(ThreadPool::kMaxThreads + 1).code(), StatusCode::invalid_argument);
  EXPECT_TRUE(pool.start(2).ok());
  EXPECT_EQ(pool.start(2).code(), StatusCode::invalid_argument);
}

TEST(Threads, AvailableIsAtMostTheHardware) {
  EXPECT_GE(available_threads(), 1);
  EXPECT_LE(available_threads(), static_cast<int>(std::thread::hardware_concurrency()));
}

}  // namespace
}  // namespace specimen_v2
