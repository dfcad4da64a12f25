// What the runtime asks of the operating system. One file for each system.
#ifndef SPECIMEN_V2_CORE_OS_H
#define SPECIMEN_V2_CORE_OS_H

#include <atomic>
#include <cstdint>

namespace specimen_v2 {

// Threads that this process may keep busy: its affinity mask, cut to the quota of its control groups. At least 1.
int available_threads();

// Sleeps while *word == value; may also return early, for no reason.
void wait_while(const std::atomic<std::uint32_t>& word, std::uint32_t value);
// Wakes at most `count` sleepers on the word.
void wake(const std::atomic<std::uint32_t>& word, int count);

// Lets another thread run.
void yield_thread();

// Whether a file may be written under this name: nothing has it, or a regular file. Devices, pipes and directories keep
// theirs.
bool may_write_file(const char* path);

bool is_directory(const char* path);

// Opens those of standard input, output and error that are closed, so that no file takes their place: what is written
// to one is an error.
void keep_standard_streams();

// Tells the processor that this is a waiting loop.
inline void pause_processor() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}
// Monotonic time in nanoseconds.
std::int64_t now_ns();

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_OS_H
