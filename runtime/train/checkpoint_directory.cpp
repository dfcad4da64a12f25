#include "checkpoint_directory.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "../core/os.h"
#include "../core/printable.h"

namespace specimen_v2::train {
namespace {

constexpr char kPrefix[] = "checkpoint-", kSuffix[] = ".safetensors", kBest[] = "best.safetensors";

// The number in the name of a checkpoint; below 0: not a checkpoint.
std::int64_t step_of(const char* name) {
  const std::size_t prefix = sizeof kPrefix - 1;
  if (std::strncmp(name, kPrefix, prefix) != 0) return -1;
  const char* digits = name + prefix;
  const std::size_t count = std::strspn(digits, "0123456789");
  if (count == 0 || count > 18 || std::strcmp(digits + count, kSuffix) != 0) return -1;
  return std::strtoll(digits, nullptr, 10);
}

Status failed(const char* what, const std::string& path, int error) {
  return Status(StatusCode::io_error, "cannot %s %s: %s", what, Printable(path).text(), std::strerror(error));
}

// What was renamed and linked in it is on the disk.
void flush_directory(const std::string& path) {
  const int directory = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return;
  (void)::fsync(directory);  // some file systems cannot; the files themselves are flushed
  ::close(directory);
}

}  // namespace

Status CheckpointDirectory::make() const {
  // And those above it.
  for (std::size_t slash = path_.find('/', 1);; slash = path_.find('/', slash + 1)) {
    const std::string part = path_.substr(0, slash);
    const int error = ::mkdir(part.c_str(), 0777) == 0 ? 0 : errno;
    if (error != 0 && error != EEXIST && !is_directory(part.c_str())) return failed("make the directory", part, error);
    if (slash == std::string::npos) break;
  }
  return is_directory(path_.c_str()) ? Status() : failed("make the directory", path_, ENOTDIR);
}

std::string CheckpointDirectory::name_of(std::int64_t step) const {
  char number[32];
  std::snprintf(number, sizeof number, "%010lld", static_cast<long long>(step));
  return file(std::string(kPrefix) + number + kSuffix);
}

std::vector<CheckpointDirectory::File> CheckpointDirectory::list() const {
  std::vector<File> files;
  DIR* directory = ::opendir(path_.c_str());
  if (!directory) return files;
  while (const dirent* entry = ::readdir(directory)) {
    const std::int64_t step = step_of(entry->d_name);
    if (step >= 0) files.push_back({step, file(entry->d_name)});
  }
  ::closedir(directory);
  std::sort(files.begin(), files.end(), [](const File& a, const File& b) { return a.step > b.step; });
  return files;
}

Status CheckpointDirectory::read_newest(TrainState* state, const Optimizer& optimizer, CheckpointInfo* info,
                                        bool* found, void (*warn)(const char* message)) const {
  *found = false;
  const std::vector<File> files = list();
  for (const File& candidate : files) {
    const Status status = read_checkpoint(candidate.path, state, optimizer, info);
    *found = status.ok();
    if (status.code() != StatusCode::data_error) return status;
    warn(status.message());
  }
  if (files.empty()) return Status();
  return Status(StatusCode::data_error, "none of the checkpoints in %s is whole; --clean starts again",
                Printable(path_).text());
}

Status CheckpointDirectory::write_best(const TrainState& state, const Optimizer& optimizer,
                                       const CheckpointInfo& info) const {
  // A second name of the same file, where the file system has links.
  const std::string from = name_of(info.step), best = file(kBest), temporary = best + ".tmp";
  (void)::unlink(temporary.c_str());
  if (::link(from.c_str(), temporary.c_str()) == 0) {
    if (::rename(temporary.c_str(), best.c_str()) == 0) {
      (void)::unlink(temporary.c_str());  // rename does nothing where both are one file
      return Status();
    }
    (void)::unlink(temporary.c_str());
  }
  return write_checkpoint(best, state, optimizer, info);
}

Status CheckpointDirectory::write(const TrainState& state, const Optimizer& optimizer, const CheckpointInfo& info,
                                  int keep) const {
  if (Status status = write_checkpoint(name_of(info.step), state, optimizer, info); !status) return status;
  if (info.best_step == info.step) {
    if (Status status = write_best(state, optimizer, info); !status) return status;
  }
  flush_directory(path_);
  remove_old(info.step, keep);
  return Status();
}

void CheckpointDirectory::remove_old(std::int64_t step, int keep) const {
  if (keep < 1) return;
  const std::vector<File> files = list();
  for (std::size_t i = static_cast<std::size_t>(keep); i < files.size(); ++i) {
    if (files[i].step < step) (void)::unlink(files[i].path.c_str());
  }
}

Status CheckpointDirectory::repair(const TrainState& state, const Optimizer& optimizer, const CheckpointInfo& info,
                                   int keep) const {
  remove_old(info.step, keep);
  (void)::unlink((file(kBest) + ".tmp").c_str());
  if (info.best_step < 0 || info.best_step != info.step) return Status();
  struct stat newest = {}, best = {};
  if (::stat(file(kBest).c_str(), &best) == 0 && ::stat(name_of(info.step).c_str(), &newest) == 0 &&
      best.st_ino == newest.st_ino && best.st_dev == newest.st_dev) {
    return Status();
  }
  return write_best(state, optimizer, info);
}

Status CheckpointDirectory::clear() const {
  for (const File& candidate : list()) {
    if (::unlink(candidate.path.c_str()) != 0 && errno != ENOENT) return failed("remove", candidate.path, errno);
  }
  if (::unlink(file(kBest).c_str()) != 0 && errno != ENOENT) return failed("remove", file(kBest), errno);
  return Status();
}

}  // namespace specimen_v2::train
