// Running a piece of work in a child process with limits: what a library that is not safe on hostile files may do at
// most is end the child.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace specimen::gen {

struct ChildLimits {
  std::uint64_t memory = 0;     // bytes of address space beyond what the process has now
  std::uint64_t file_size = 0;  // bytes of any file that it writes
  int cpu_seconds = 0;
  int wall_seconds = 0;
};

struct ChildOutcome {
  bool started = false;    // false: fork or pipe failed, `message` says why
  bool success = false;    // what the work returned
  bool timed_out = false;  // by either clock
  int signal = 0;          // that ended it, or 0
  std::string message;     // what the work left in its argument
};

// Forks, limits the child, silences its standard streams and runs `work(message)`. The work must not touch locks that
// other threads of this process may hold; allocating is safe.
ChildOutcome run_in_child(const ChildLimits& limits, const std::function<bool(std::string& message)>& work);

}  // namespace specimen::gen
