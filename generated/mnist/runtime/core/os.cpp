#include "os.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

#if defined(__linux__)
#include <linux/futex.h>
#include <sys/syscall.h>
#endif

namespace specimen_v2 {

namespace {

#if defined(__linux__)

// Reads the first line of a small file into `text`. False if it cannot be read.
bool read_line(const char* path, char* text, int size) {
  std::FILE* file = std::fopen(path, "re");
  if (!file) return false;
  const bool ok = std::fgets(text, size, file) != nullptr;
  std::fclose(file);
  return ok;
}

int threads_of(double quota, double period) {
  if (quota <= 0 || period <= 0) return 0;
  const int threads = static_cast<int>(quota / period + 0.999);
  return threads < 1 ? 1 : threads;
}

// The tightest quota on the way from the group at `path` to the root, in threads; 0: none.
int group_quota(const char* mount, char* path, bool unified) {
  int best = 0;
  for (;;) {
    char name[600], line[128];
    int threads = 0;
    if (unified) {
      std::snprintf(name, sizeof name, "%s%s/cpu.max", mount, path);
      if (read_line(name, line, sizeof line)) {
        char* period = line;
        const double quota = std::strtod(line, &period);  // 0 of `max`, which is no limit
        threads = threads_of(quota, std::strtod(period, nullptr));
      }
    } else {
      std::snprintf(name, sizeof name, "%s%s/cpu.cfs_quota_us", mount, path);
      if (read_line(name, line, sizeof line)) {
        const double quota = std::strtod(line, nullptr);
        std::snprintf(name, sizeof name, "%s%s/cpu.cfs_period_us", mount, path);
        if (read_line(name, line, sizeof line)) threads = threads_of(quota, std::strtod(line, nullptr));
      }
    }
    if (threads > 0 && (best == 0 || threads < best)) best = threads;
    char* slash = std::strrchr(path, '/');
    if (!slash) return best;
    *slash = '\0';
  }
}

// Lines are `0::/path` of the unified hierarchy, and `4:cpu,cpuacct:/path` of the older one.
int control_group_quota() {
  std::FILE* file = std::fopen("/proc/self/cgroup", "re");
  if (!file) return 0;
  int best = 0;
  char line[512];
  while (std::fgets(line, sizeof line, file)) {
    line[std::strcspn(line, "\n")] = '\0';
    char* controllers = std::strchr(line, ':');
    char* path = controllers ? std::strchr(controllers + 1, ':') : nullptr;
    if (!path) continue;
    *controllers++ = '\0';
    *path++ = '\0';
    if (std::strcmp(path, "/") == 0) *path = '\0';
    const bool unified = controllers[0] == '\0';
    bool cpu = false;
    char* rest = nullptr;
    for (char* name = strtok_r(controllers, ",", &rest); name; name = strtok_r(nullptr, ",", &rest)) {
      cpu = cpu || std::strcmp(name, "cpu") == 0;
    }
    int threads = 0;
    if (unified) threads = group_quota("/sys/fs/cgroup", path, true);
    if (cpu) threads = group_quota("/sys/fs/cgroup/cpu", path, false);
    if (threads > 0 && (best == 0 || threads < best)) best = threads;
  }
  std::fclose(file);
  return best;
}

int affinity_threads() {
  // The kernel refuses a mask smaller than its own.
  for (int cpus = 1024; cpus <= (1 << 16); cpus *= 4) {
    cpu_set_t* set = CPU_ALLOC(cpus);
    if (!set) return 1;
    const std::size_t size = CPU_ALLOC_SIZE(cpus);
    const bool ok = sched_getaffinity(0, size, set) == 0;
    const int count = ok ? CPU_COUNT_S(size, set) : 0;
    CPU_FREE(set);
    if (count > 0) return count;
  }
  return 1;
}

#endif

}  // namespace

#if defined(__linux__)

int available_threads() {
  const int threads = affinity_threads();
  const int quota = control_group_quota();
  return quota > 0 && quota < threads ? quota : threads;
}

void wait_while(const std::atomic<std::uint32_t>& word, std::uint32_t value) {
  syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, value, nullptr, nullptr, 0);
}

void wake(const std::atomic<std::uint32_t>& word, int count) {
  syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, count, nullptr, nullptr, 0);
}

#else

int available_threads() {
  const long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count < 1 ? 1 : static_cast<int>(count);
}

// Sleeping in short naps is slow to wake, and right.
void wait_while(const std::atomic<std::uint32_t>& word, std::uint32_t value) {
  const timespec nap = {0, 50000};
  if (word.load() == value) nanosleep(&nap, nullptr);
}

void wake(const std::atomic<std::uint32_t>&, int) {}

#endif

void yield_thread() { sched_yield(); }

void keep_standard_streams() {
  for (int stream = 0; stream < 3; ++stream) {
    if (::fcntl(stream, F_GETFD) < 0 && ::open("/dev/null", O_RDONLY) < 0) return;
  }
}

bool may_write_file(const char* path) {
  struct stat status;
  return stat(path, &status) != 0 || S_ISREG(status.st_mode);
}

bool is_directory(const char* path) {
  struct stat status;
  return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

std::int64_t now_ns() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return std::int64_t{t.tv_sec} * 1000000000 + t.tv_nsec;
}

}  // namespace specimen_v2
