#include "compiler/compile.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "base/seal.h"
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

bool compile_to(const What& what, const How& how, Level level, Halide::OutputFileType type, const std::string& path,
                std::string* error) {
  try {
    HalideKernel kernel = build_kernel(what, how, level);
    Halide::Module module = kernel.pipeline.compile_to_module(kernel.arguments, "kernel", kernel_target(level),
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

// Where an instance's object goes, and where it lies under its neutral name.
struct Paths {
  fs::path out, neutral;
};

Paths paths_of(const Instance& instance, const CompileOptions& options) {
  const fs::path out = fs::path(options.out) / (instance.symbol + "__" + to_string(instance.level) + ".o");
  if (options.cache.empty()) return {out, fs::path(out.string() + ".neutral")};
  return {out, fs::path(options.cache) / (content_key(instance.what, instance.how, instance.level) + ".o")};
}

std::string read_all(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Whether the cache has the object, undamaged.
bool is_kept(const fs::path& neutral) { return is_sealed(read_all(neutral)); }

// In a child. Objects appear whole, with their checksum.
bool make_neutral(const Instance& instance, const fs::path& neutral, std::string* error) {
  specimen_v2::OutputFile file;
  int failed = file.open(neutral.string());
  if (failed == 0 && !compile_neutral(instance.what, instance.how, instance.level, file.writable_name(), error))
    return false;
  if (failed == 0) {
    const std::string seal = seal_of(read_all(file.writable_name()));
    failed = lseek(file.descriptor(), 0, SEEK_END) < 0 ? errno : file.write(seal.data(), seal.size());
  }
  if (failed == 0) failed = file.commit();
  if (failed != 0) *error = "cannot write " + neutral.string() + ": " + std::strerror(failed);
  return failed == 0;
}

std::vector<std::string> rename_command(const Instance& instance, const Paths& paths) {
  // Bodies of parallel loops are functions of their own, with names that many kernels share: they become local.
  const std::string symbol = instance.symbol + "__" + to_string(instance.level);
  std::vector<std::string> command = {"objcopy", "--redefine-sym", "kernel=" + symbol,
                                      "--keep-global-symbol=" + symbol};
  for (const auto& [theirs, ours] : kImports) {
    command.push_back("--redefine-sym");
    command.push_back(std::string(theirs) + "=" + ours);
  }
  command.push_back(paths.neutral.string());
  command.push_back(paths.out.string() + ".new");
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

std::string content_key(const What& what, const How& how, Level level) {
  const std::string family = family_name(what), hashes = std::string(" ") + SPECIMEN_KERNELS_HASHES + " ";
  const std::size_t at = hashes.find(" " + family + "=");
  const std::string hash = at == std::string::npos ? "" : hashes.substr(at, hashes.find(' ', at + 1) - at);
  constexpr int kVersion = HALIDE_VERSION_MAJOR * 10000 + HALIDE_VERSION_MINOR * 100 + HALIDE_VERSION_PATCH;
  const std::string text = family + "/" + hash + "/" + std::to_string(kVersion) + "/" + to_string(level) + "/" +
                           std::visit([](const auto& w) { return canonical_text(w); }, what) + "/" +
                           std::visit([](const auto& h) { return canonical_text(h); }, how);
  return content_hash(text);
}

bool compile_neutral(const What& what, const How& how, Level level, const std::string& object, std::string* error) {
  return compile_to(what, how, level, Halide::OutputFileType::object, object, error);
}

bool compile_assembly(const What& what, const How& how, Level level, const std::string& path, std::string* error) {
  return compile_to(what, how, level, Halide::OutputFileType::assembly, path, error);
}

bool compile_all(const std::vector<Instance>& instances, const CompileOptions& options, std::string* error) {
  std::error_code failed;
  fs::create_directories(options.out, failed);
  if (!options.cache.empty()) fs::create_directories(options.cache, failed);
  std::vector<Paths> paths;
  std::map<fs::path, std::size_t> missing;  // by neutral path: equal kernels are compiled once
  for (std::size_t i = 0; i < instances.size(); ++i) {
    paths.push_back(paths_of(instances[i], options));
    if (options.cache.empty() || !is_kept(paths[i].neutral)) missing.emplace(paths[i].neutral, i);
  }
  std::vector<bool> broken(instances.size());
  std::size_t done = 0;
  const auto finish = [&](const Children::Ended& ended, const char* why) {
    if (ended.ok) return true;
    broken[ended.index] = true;
    *error += instances[ended.index].symbol + "__" + to_string(instances[ended.index].level) + ": " +
              (ended.message.empty() ? why : ended.message) + "\n";
    return false;
  };

  bool ok = true;
  if (options.progress && !missing.empty()) options.progress(0, missing.size(), "");
  Children compilers(options.jobs);
  for (auto next = missing.begin(); next != missing.end() || !compilers.empty();) {
    if (next != missing.end() && !compilers.full()) {
      if (!start_compiler(instances[next->second], next->first, next->second, &compilers)) {
        *error += std::string("no process can be started: ") + std::strerror(errno) + "\n";
        return false;
      }
      ++next;
      continue;
    }
    const Children::Ended ended = compilers.wait();
    ok = finish(ended, "the compiler died") && ok;
    if (options.progress) options.progress(++done, missing.size(), instances[ended.index].symbol);
  }

  Children renamers(options.jobs);
  for (std::size_t next = 0; next < instances.size() || !renamers.empty();) {
    if (next < instances.size() && !renamers.full()) {
      const std::size_t index = next++;
      if (broken[index] || !fs::exists(paths[index].neutral, failed)) continue;
      const pid_t child = start(rename_command(instances[index], paths[index]));
      if (child < 0) {
        *error += std::string("objcopy (of binutils) cannot be run: ") + std::strerror(errno) + "\n";
        return false;
      }
      renamers.add(child, index, -1);
      continue;
    }
    const Children::Ended ended = renamers.wait();
    ok = finish(ended, "objcopy failed") && ok;
    if (ended.ok) fs::rename(paths[ended.index].out.string() + ".new", paths[ended.index].out, failed);
  }
  if (options.cache.empty()) {
    for (const Paths& each : paths) fs::remove(each.neutral, failed);
  }
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
