#include "cli/descendants.h"

#include <dirent.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <set>
#include <utility>
#include <vector>

namespace specimen::gen {

namespace {

// The parent of a process that runs; 0 where it has ended.
pid_t parent_of(pid_t process) {
  char path[64], text[512];
  std::snprintf(path, sizeof path, "/proc/%d/stat", process);
  std::FILE* file = std::fopen(path, "re");
  if (!file) return 0;
  const std::size_t length = std::fread(text, 1, sizeof text - 1, file);
  std::fclose(file);
  text[length] = '\0';
  const char* name_end = std::strrchr(text, ')');  // a name may hold anything; then come the state and the parent
  if (!name_end || std::strlen(name_end) < 5 || name_end[2] == 'Z') return 0;
  return static_cast<pid_t>(std::strtol(name_end + 4, nullptr, 10));
}

std::set<pid_t> descendants() {
  std::vector<std::pair<pid_t, pid_t>> all;  // process, parent
  if (DIR* directory = opendir("/proc")) {
    while (const dirent* entry = readdir(directory)) {
      const pid_t process = static_cast<pid_t>(std::strtol(entry->d_name, nullptr, 10));
      if (const pid_t parent = process > 0 ? parent_of(process) : 0; parent > 0) all.emplace_back(process, parent);
    }
    closedir(directory);
  }
  std::set<pid_t> found = {getpid()};
  for (std::size_t before = 0; before != found.size();) {
    before = found.size();
    for (const auto& [process, parent] : all) {
      if (found.count(parent)) found.insert(process);
    }
  }
  found.erase(getpid());
  return found;
}

}  // namespace

void end_descendants() {
  constexpr int kAsked = 20, kRounds = 200;
  constexpr useconds_t kRound = 50'000;
  std::set<pid_t> asked;
  for (int round = 0; round < kRounds; ++round) {
    const std::set<pid_t> left = descendants();
    if (left.empty()) return;
    for (pid_t process : left) {
      if (round >= kAsked) kill(process, SIGKILL);
      if (asked.insert(process).second) kill(process, SIGTERM);
    }
    usleep(kRound);
    while (waitpid(-1, nullptr, WNOHANG) > 0) continue;
  }
}

}  // namespace specimen::gen
