#include "import/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fstream>

namespace specimen::gen {
namespace {

constexpr std::size_t kMaxMessage = 4096;

void limit(int resource, std::uint64_t value) {
  struct rlimit wanted;
  if (getrlimit(static_cast<__rlimit_resource>(resource), &wanted) != 0) return;
  wanted.rlim_max = std::min<rlim_t>(wanted.rlim_max, value);  // RLIM_INFINITY is the largest number
  wanted.rlim_cur = std::min(wanted.rlim_cur, wanted.rlim_max);
  setrlimit(static_cast<__rlimit_resource>(resource), &wanted);
}

// Bytes of address space that this process has mapped.
std::uint64_t mapped_bytes() {
  std::uint64_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

[[noreturn]] void child(int pipe, const ChildLimits& limits, const std::function<bool(std::string&)>& work) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  for (int number = 1; number < NSIG; ++number) signal(number, SIG_DFL);  // the parent's handlers are not for this
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);  // write fails with EFBIG instead
  int null = open("/dev/null", O_RDWR);
  for (int stream = 0; stream < 3 && null >= 0; ++stream) dup2(null, stream);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_AS, mapped_bytes() + limits.memory);
  limit(RLIMIT_FSIZE, limits.file_size);
  struct rlimit cpu = {};
  cpu.rlim_cur = static_cast<rlim_t>(limits.cpu_seconds);
  cpu.rlim_max = cpu.rlim_cur + 1;  // SIGXCPU says more than the SIGKILL at the upper one
  setrlimit(RLIMIT_CPU, &cpu);

  std::string message;
  bool success = work(message);
  if (message.size() > kMaxMessage) message.resize(kMaxMessage);
  for (std::size_t sent = 0; sent < message.size();) {
    ssize_t n = write(pipe, message.data() + sent, message.size() - sent);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    sent += static_cast<std::size_t>(n);
  }
  _exit(success ? 0 : 1);
}

// Reads until the child closes its end. False if the time ran out.
bool read_message(int pipe, int seconds, std::string& message) {
  using Clock = std::chrono::steady_clock;
  Clock::time_point end = Clock::now() + std::chrono::seconds(seconds);
  for (;;) {
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
    if (left <= 0) return false;
    struct pollfd ready = {pipe, POLLIN, 0};
    int count = poll(&ready, 1, left < 60000 ? static_cast<int>(left) : 60000);
    if (count <= 0) continue;  // interrupted, or the time to look at the clock
    char buffer[512];
    ssize_t n = read(pipe, buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return true;
    if (message.size() < kMaxMessage) message.append(buffer, static_cast<std::size_t>(n));
  }
}

}  // namespace

ChildOutcome run_in_child(const ChildLimits& limits, const std::function<bool(std::string& message)>& work) {
  ChildOutcome outcome;
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    outcome.message = std::string("cannot make a pipe: ") + std::strerror(errno);
    return outcome;
  }
  std::fflush(nullptr);  // or the child's copy of a buffer could be written twice
  pid_t id = fork();
  if (id == 0) {
    close(ends[0]);
    child(ends[1], limits, work);
  }
  close(ends[1]);
  if (id < 0) {
    outcome.message = std::string("cannot start a process: ") + std::strerror(errno);
    close(ends[0]);
    return outcome;
  }
  outcome.started = true;
  if (!read_message(ends[0], limits.wall_seconds, outcome.message)) {
    outcome.timed_out = true;
    kill(id, SIGKILL);
  }
  close(ends[0]);
  int status = 0;
  while (waitpid(id, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status)) {
    outcome.signal = WTERMSIG(status);
    if (outcome.signal == SIGXCPU) outcome.timed_out = true;
  }
  outcome.success = WIFEXITED(status) && WEXITSTATUS(status) == 0 && !outcome.timed_out;
  return outcome;
}

}  // namespace specimen::gen
