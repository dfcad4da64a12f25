#include "compiler/compile.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <numeric>
#include <optional>

#include "base/seal.h"
#include "compiler/device.h"
#include "kernels/algorithm.h"
#include "kernels/common/reflect.h"
#include "runtime/core/output_file.h"

// One word a family, `conv2d=<hash>`: of the text that its kernels are made from. The build gives it.
#ifndef SPECIMEN_KERNELS_HASHES
#define SPECIMEN_KERNELS_HASHES ""
#endif

namespace mnist::kernels {

namespace fs = std::filesystem;

namespace {

// What kernels import, as Halide and as the runtime call it.
constexpr std::pair<const char*, const char*> kImports[] = {
    {"halide_do_par_for", "specimen_v2_do_par_for"},
    {"halide_malloc", "specimen_v2_malloc"},
    {"halide_free", "specimen_v2_free"},
};

// Starts a program; -1, with the reason in errno, where it cannot. Without fork: this process is large, and copying its
// page tables takes longer than objcopy does.
pid_t start(const std::vector<std::string>& command) {
  std::vector<char*> argv;
  for (const std::string& word : command) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  pid_t child = -1;
  errno = posix_spawnp(&child, argv[0], nullptr, nullptr, argv.data(), environ);
  return errno == 0 ? child : -1;
}

bool succeeded(int status) { return WIFEXITED(status) && WEXITSTATUS(status) == 0; }

bool run(const std::vector<std::string>& command) {
  const pid_t child = start(command);
  int status = 0;
  return child > 0 && waitpid(child, &status, 0) == child && succeeded(status);
}

bool compile_to(const Problem& problem, const Schedule& schedule, Target target, Halide::OutputFileType type,
                const std::string& path, std::string* error) {
  try {
    HalideKernel kernel = build_kernel(problem, schedule, target);
    Halide::Module module = kernel.pipeline.compile_to_module(kernel.arguments, "kernel", kernel_target(target),
                                                              Halide::LinkageType::External);
    module.compile({{type, path}});
    return true;
  } catch (const Halide::Error& failure) {  // no std::exception
    *error = failure.what();
  } catch (const std::exception& failure) {
    *error = failure.what();
  }
  return false;
}

// Where an instance's object goes, and where it is under its neutral name.
struct Paths {
  fs::path out, neutral;
};

Paths paths_of(const Instance& instance, const CompileOptions& options) {
  const char* ending = result_ending(kind_of(instance.target));
  const fs::path out = fs::path(options.out) / (instance.symbol + "__" + to_string(instance.target) + ending);
  if (options.cache.empty()) return {out, fs::path(out.string() + ".neutral")};
  return {out, fs::path(options.cache) / (content_key(instance.problem, instance.schedule, instance.target) + ending)};
}

std::string descriptor_name(int file) { return "/proc/self/fd/" + std::to_string(file); }

std::string read_all(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Opens a compiled object; -1 where it is missing or damaged. What is read from the descriptor is what was checked,
// even if another process replaces the file meanwhile. Children inherit it.
int open_whole(const fs::path& neutral) {
  const int file = open(neutral.c_str(), O_RDONLY);
  if (file >= 0 && is_sealed(read_all(descriptor_name(file)))) return file;
  if (file >= 0) close(file);
  return -1;
}

bool is_kept(const fs::path& neutral) {
  const int file = open_whole(neutral);
  if (file >= 0) close(file);
  return file >= 0;
}

// What a kernel becomes: an object, or the text of device code.
bool compile_instance(const Instance& instance, const std::string& path, std::string* error) {
  if (kind_of(instance.target) != TargetKind::gpu)
    return compile_neutral(instance.problem, instance.schedule, instance.target, path, error);
  DeviceCode code;
  if (!compile_device(instance.problem, instance.schedule, instance.target, &code, error)) return false;
  std::ofstream file(path, std::ios::binary);
  file << to_text(code);
  file.close();
  if (!file) *error = "cannot write " + path;
  return static_cast<bool>(file);
}

// In a child. Objects appear whole, with their checksum.
bool make_neutral(const Instance& instance, const fs::path& neutral, std::string* error) {
  specimen_v2::OutputFile file;
  int failed = file.open(neutral.string());
  if (failed == 0 && !compile_instance(instance, file.writable_name(), error)) return false;
  if (failed == 0) {
    const std::string seal = seal_of(read_all(file.writable_name()));
    failed = lseek(file.descriptor(), 0, SEEK_END) < 0 ? errno : file.write(seal.data(), seal.size());
  }
  if (failed == 0) failed = file.commit();
  if (failed != 0) *error = "cannot write " + neutral.string() + ": " + std::strerror(failed);
  return failed == 0;
}

// objcopy of an open object. Device code gets its name when it is emitted.
std::vector<std::string> rename_command(const Instance& instance, int object, const fs::path& out) {
  if (kind_of(instance.target) == TargetKind::gpu) return {"cp", descriptor_name(object), out.string() + ".new"};
  // Bodies of parallel loops are functions of their own, with names that many kernels share: they become local.
  const std::string symbol = instance.symbol + "__" + to_string(instance.target);
  std::vector<std::string> command = {"objcopy", "--redefine-sym", "kernel=" + symbol,
                                      "--keep-global-symbol=" + symbol};
  for (const auto& [theirs, ours] : kImports) {
    command.push_back("--redefine-sym");
    command.push_back(std::string(theirs) + "=" + ours);
  }
  command.push_back(descriptor_name(object));
  command.push_back(out.string() + ".new");
  return command;
}

// Children at work, each for one instance, with the end of a pipe that its message comes through.
class Children {
 public:
  explicit Children(int most) : most_(std::max(1, most)) {}
  bool full() const { return static_cast<int>(running_.size()) >= most_; }
  bool empty() const { return running_.empty(); }
  void add(pid_t child, std::size_t index, int pipe_end) { running_[child] = {index, pipe_end}; }

  struct Ended {
    std::size_t index;
    bool ok;
    std::string message;
  };
  Ended wait() {
    for (;;) {
      int status = 0;
      const pid_t child = waitpid(-1, &status, 0);
      const auto at = running_.find(child);
      if (at == running_.end()) continue;
      const auto [index, end] = at->second;
      running_.erase(at);
      std::string message(4096, '\0');
      const ssize_t length = end < 0 ? 0 : read(end, message.data(), message.size());
      message.resize(length > 0 ? static_cast<std::size_t>(length) : 0);
      if (end >= 0) close(end);
      return {index, succeeded(status), message};
    }
  }

 private:
  int most_;
  std::map<pid_t, std::pair<std::size_t, int>> running_;
};

// Starts a compiler process for an instance; false where the system has none to give.
bool start_compiler(const Instance& instance, const fs::path& neutral, std::size_t index, Children* children) {
  int ends[2];
  if (pipe(ends) != 0) return false;
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) {
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    close(ends[0]);
    std::string message;
    const bool made = make_neutral(instance, neutral, &message);
    message = message.substr(0, 4000);  // fits the pipe's buffer, so that writing never waits
    if (!made && write(ends[1], message.data(), message.size()) < 0) _exit(2);
    _exit(made ? 0 : 1);
  }
  close(ends[1]);
  if (child < 0) {
    close(ends[0]);
    return false;
  }
  children->add(child, index, ends[0]);
  return true;
}

}  // namespace

std::string content_key(const Problem& problem, const Schedule& schedule, Target target) {
  const std::string family = family_name(problem), hashes = std::string(" ") + SPECIMEN_KERNELS_HASHES + " ";
  const std::size_t at = hashes.find(" " + family + "=");
  const std::string hash = at == std::string::npos ? "" : hashes.substr(at, hashes.find(' ', at + 1) - at);
  constexpr int kVersion = HALIDE_VERSION_MAJOR * 10000 + HALIDE_VERSION_MINOR * 100 + HALIDE_VERSION_PATCH;
  const std::string form = kind_of(target) == TargetKind::gpu ? std::string(kDeviceCodeHead) + "/" : "";
  const std::string text = form + family + "/" + hash + "/" + std::to_string(kVersion) + "/" + to_string(target) + "/" +
                           std::visit([](const auto& w) { return canonical_text(w); }, problem) + "/" +
                           std::visit([](const auto& h) { return canonical_text(h); }, schedule);
  return content_hash(text);
}

bool compile_neutral(const Problem& problem, const Schedule& schedule, Target target, const std::string& object,
                     std::string* error) {
  return compile_to(problem, schedule, target, Halide::OutputFileType::object, object, error);
}

bool compile_assembly(const Problem& problem, const Schedule& schedule, Target target, const std::string& path,
                      std::string* error) {
  return compile_to(problem, schedule, target, Halide::OutputFileType::assembly, path, error);
}

namespace {

// Compiles what the cache has not and gives all objects their names.
class Compilation {
 public:
  Compilation(const std::vector<Instance>& instances, const CompileOptions& options, std::string* error)
      : instances_(instances), options_(options), error_(error), broken_(instances.size()) {
    for (const Instance& instance : instances) paths_.push_back(paths_of(instance, options));
  }

  // Instances by number. What is damaged while this goes on is done again.
  bool run() {
    std::vector<std::size_t> left(instances_.size());
    std::iota(left.begin(), left.end(), std::size_t{0});
    constexpr int kAttempts = 10;
    for (int attempt = 0; attempt < kAttempts && !left.empty(); ++attempt) {
      if (!compile(left)) return false;
      const auto damaged = rename(left);
      if (!damaged || any_broken()) return false;
      left = *damaged;
    }
    for (const std::size_t index : left) failed(index, "its object is damaged again and again");
    return !any_broken();
  }

  void remove_neutral() {
    std::error_code ignored;
    for (const Paths& each : paths_) fs::remove(each.neutral, ignored);
  }

 private:
  void failed(std::size_t index, const std::string& why) {
    broken_[index] = true;
    *error_ += instances_[index].symbol + "__" + to_string(instances_[index].target) + ": " + why + "\n";
  }

  bool any_broken() const {
    return std::any_of(broken_.begin(), broken_.end(), [](bool broken) { return broken; });
  }

  // False where no process can be started.
  bool compile(const std::vector<std::size_t>& indices) {
    std::map<fs::path, std::size_t> missing;  // by neutral path: equal kernels are compiled once
    for (const std::size_t index : indices) {
      const fs::path& neutral = paths_[index].neutral;
      if (options_.cache.empty() || !is_kept(neutral)) missing.emplace(neutral, index);
    }
    std::size_t done = 0;
    if (options_.progress && !missing.empty()) options_.progress(0, missing.size(), "");
    Children compilers(options_.jobs);
    for (auto next = missing.begin(); next != missing.end() || !compilers.empty();) {
      if (next != missing.end() && !compilers.full()) {
        if (!start_compiler(instances_[next->second], next->first, next->second, &compilers)) {
          *error_ += std::string("no process can be started: ") + std::strerror(errno) + "\n";
          return false;
        }
        ++next;
        continue;
      }
      const Children::Ended ended = compilers.wait();
      if (!ended.ok) failed(ended.index, ended.message.empty() ? "the compiler died" : ended.message);
      if (options_.progress) options_.progress(++done, missing.size(), instances_[ended.index].symbol);
    }
    return true;
  }

  // What could not be renamed since its object is missing or damaged; no value where objcopy cannot be run.
  std::optional<std::vector<std::size_t>> rename(const std::vector<std::size_t>& indices) {
    std::vector<std::size_t> damaged;
    Children renamers(options_.jobs);
    for (auto next = indices.begin(); next != indices.end() || !renamers.empty();) {
      if (next != indices.end() && !renamers.full()) {
        const std::size_t index = *next++;
        const int object = open_whole(paths_[index].neutral);
        if (object < 0) {
          if (!broken_[index]) damaged.push_back(index);
          continue;
        }
        const pid_t child = start(rename_command(instances_[index], object, paths_[index].out));
        const int why = errno;
        close(object);
        if (child < 0) {
          *error_ += std::string("objcopy (of binutils) cannot be run: ") + std::strerror(why) + "\n";
          return std::nullopt;
        }
        renamers.add(child, index, -1);
        continue;
      }
      const Children::Ended ended = renamers.wait();
      std::error_code ignored;
      const fs::path& out = paths_[ended.index].out;
      if (ended.ok) fs::rename(out.string() + ".new", out, ignored);
      if (!ended.ok) failed(ended.index, "objcopy failed");
    }
    return damaged;
  }

  const std::vector<Instance>& instances_;
  const CompileOptions& options_;
  std::string* error_;
  std::vector<Paths> paths_;
  std::vector<bool> broken_;
};

}  // namespace

bool compile_all(const std::vector<Instance>& instances, const CompileOptions& options, std::string* error) {
  std::error_code ignored;
  fs::create_directories(options.out, ignored);
  if (!options.cache.empty()) fs::create_directories(options.cache, ignored);
  Compilation compilation(instances, options, error);
  const bool ok = compilation.run();
  if (options.cache.empty()) compilation.remove_neutral();
  return ok;
}

bool link_shared(const std::vector<std::string>& objects, const std::string& library, std::string* error) {
  std::vector<std::string> command = {"ld", "-shared", "-z", "now", "-o", library};
  command.insert(command.end(), objects.begin(), objects.end());
  if (run(command)) return true;
  *error = "ld cannot link " + library;
  return false;
}

}  // namespace mnist::kernels
