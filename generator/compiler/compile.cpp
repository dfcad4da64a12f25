#include "compiler/compile.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "kernels/algorithm.h"
#include "kernels/common/reflect.h"

#ifndef SPECIMEN_KERNELS_HASH
#define SPECIMEN_KERNELS_HASH "unknown"
#endif

namespace specimen::gen {

namespace fs = std::filesystem;

namespace {

// What kernels import, as Halide and as the runtime call it.
constexpr std::pair<const char*, const char*> kImports[] = {
    {"halide_do_par_for", "specimen_v1_do_par_for"},
    {"halide_malloc", "specimen_v1_malloc"},
    {"halide_free", "specimen_v1_free"},
};

bool run(const std::vector<std::string>& command) {
  const pid_t child = fork();
  if (child == 0) {
    std::vector<char*> argv;
    for (const std::string& word : command) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    execvp(argv[0], argv.data());
    _exit(127);
  }
  int status = 0;
  return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
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

// In a child: compiles where the cache has nothing, then renames. Objects appear whole: by rename.
bool make_object(const Instance& instance, const CompileOptions& options, std::string* error) {
  const fs::path out = fs::path(options.out) / (instance.symbol + "__" + to_string(instance.level) + ".o");
  const std::string unique = "." + std::to_string(getpid());
  const fs::path neutral =
      options.cache.empty()
          ? fs::path(out.string() + ".neutral")
          : fs::path(options.cache) / (content_key(instance.what, instance.how, instance.level) + ".o");
  std::error_code ignored;
  if (options.cache.empty() || !fs::exists(neutral, ignored)) {
    const fs::path temporary = neutral.string() + unique + ".o";
    if (!compile_neutral(instance.what, instance.how, instance.level, temporary.string(), error)) return false;
    fs::rename(temporary, neutral, ignored);
  }
  // Bodies of parallel loops are functions of their own, with names that many kernels share: they become local.
  const std::string symbol = instance.symbol + "__" + to_string(instance.level);
  std::vector<std::string> command = {"objcopy", "--redefine-sym", "kernel=" + symbol,
                                      "--keep-global-symbol=" + symbol};
  for (const auto& [theirs, ours] : kImports) {
    command.push_back("--redefine-sym");
    command.push_back(std::string(theirs) + "=" + ours);
  }
  const std::string temporary = out.string() + unique;
  command.push_back(neutral.string());
  command.push_back(temporary);
  if (!run(command)) {
    *error = "objcopy failed on " + neutral.string();
    return false;
  }
  fs::rename(temporary, out, ignored);
  if (options.cache.empty()) fs::remove(neutral, ignored);
  return fs::exists(out, ignored);
}

}  // namespace

std::string content_key(const What& what, const How& how, Level level) {
  const std::string text =
      std::string(SPECIMEN_KERNELS_HASH) + "/" +
      std::to_string(HALIDE_VERSION_MAJOR * 10000 + HALIDE_VERSION_MINOR * 100 + HALIDE_VERSION_PATCH) + "/" +
      family_name(what) + "/" + std::visit([](const auto& w) { return canonical_text(w); }, what) + "/" +
      std::visit([](const auto& h) { return canonical_text(h); }, how) + "/" + to_string(level);
  // Two FNV-1a hashes of 64 bits: a collision would be a wrong kernel.
  std::uint64_t a = 0xcbf29ce484222325u, b = 0x84222325cbf29ce4u;
  for (unsigned char c : text) {
    a = (a ^ c) * 0x100000001b3u;
    b = (b ^ (c + 0x9e)) * 0x100000001b3u;
  }
  char digits[40];
  std::snprintf(digits, sizeof digits, "%016llx%016llx", static_cast<unsigned long long>(a),
                static_cast<unsigned long long>(b));
  return digits;
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
  std::map<pid_t, std::pair<std::size_t, int>> running;  // child -> instance, pipe with its message
  std::size_t next = 0, done = 0;
  bool ok = true;
  while (next < instances.size() || !running.empty()) {
    while (next < instances.size() && static_cast<int>(running.size()) < std::max(1, options.jobs)) {
      int ends[2];
      if (pipe(ends) != 0) {
        *error += "no pipe for a compiler process\n";
        return false;
      }
      std::fflush(nullptr);
      const pid_t child = fork();
      if (child == 0) {
        close(ends[0]);
        std::string message;
        const bool made = make_object(instances[next], options, &message);
        message = message.substr(0, 4000);  // fits the pipe's buffer, so that writing never waits
        if (!made && write(ends[1], message.data(), message.size()) < 0) _exit(2);
        _exit(made ? 0 : 1);
      }
      close(ends[1]);
      if (child < 0) {
        close(ends[0]);
        *error += "no process for a compiler\n";
        return false;
      }
      running[child] = {next++, ends[0]};
    }
    int status = 0;
    const pid_t child = waitpid(-1, &status, 0);
    const auto at = running.find(child);
    if (at == running.end()) continue;
    const auto [index, end] = at->second;
    running.erase(at);
    ++done;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
      ok = false;
      std::string message(4096, '\0');
      const ssize_t length = read(end, message.data(), message.size());
      message.resize(length > 0 ? length : 0);
      *error += instances[index].symbol + "__" + to_string(instances[index].level) + ": " +
                (message.empty() ? "the compiler died" : message) + "\n";
    }
    close(end);
    if (options.progress) std::fprintf(stderr, "\r%zu of %zu kernels", done, instances.size());
  }
  if (options.progress) std::fprintf(stderr, "\n");
  return ok;
}

bool link_shared(const std::vector<std::string>& objects, const std::string& library, std::string* error) {
  std::vector<std::string> command = {"ld", "-shared", "-z", "now", "-o", library};
  command.insert(command.end(), objects.begin(), objects.end());
  if (run(command)) return true;
  *error = "ld cannot link " + library;
  return false;
}

}  // namespace specimen::gen
