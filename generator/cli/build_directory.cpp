#include "cli/build_directory.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <set>
#include <thread>

#include "base/file.h"
#include "base/hash.h"
#include "base/progress.h"
#include "base/text.h"
#include "cli/environment.h"
#include "cli/process.h"
#include "emit/text.h"
#include "kernels/catalog_json.h"

namespace specimen::gen {

namespace fs = std::filesystem;

namespace {

// What CMake and the compilers read of the environment.
constexpr const char* kEnvironment[] = {
    "CC",
    "CXX",
    "CFLAGS",
    "CXXFLAGS",
    "CPPFLAGS",
    "LDFLAGS",
    "CPATH",
    "C_INCLUDE_PATH",
    "CPLUS_INCLUDE_PATH",
    "LIBRARY_PATH",
    "CMAKE_GENERATOR",
    "CMAKE_TOOLCHAIN_FILE",
    "CMAKE_PREFIX_PATH",
    "CMAKE_BUILD_TYPE",
};

constexpr std::size_t kHashDigits = 64;     // of SHA-256
constexpr std::size_t kShownOutput = 6000;  // of a program that failed: its last bytes
constexpr std::uint64_t kNoRoom = 1 << 16;  // bytes

// CMake: the one that the environment names, else that of the project's set-up, else the system's.
std::string cmake_program() {
  if (const char* named = environment("CMAKE")) return named;
  const std::string own = Session::data_directory() + "/.venv/bin/cmake";
  return file_exists(own) ? own : "cmake";
}

// Where a shell finds a program; the name itself where it finds none.
std::string found_program(const std::string& name) {
  if (name.find('/') != std::string::npos) return name;
  const char* path = environment("PATH");
  for (const std::string& directory : split(path ? path : "/bin:/usr/bin", ':')) {
    const std::string candidate = (directory.empty() ? "." : directory) + "/" + name;
    if (access(candidate.c_str(), X_OK) == 0 && file_exists(candidate)) return candidate;
  }
  return name;
}

// Tells a program from its next version.
std::string identity(const std::string& name) {
  const std::string path = found_program(name);
  struct stat found = {};
  if (stat(path.c_str(), &found) != 0) return name + " is missing";
  return fmt::format("{} {} {}.{}", path, found.st_size, found.st_mtim.tv_sec, found.st_mtim.tv_nsec);
}

// Why nothing more can be written to a directory. Empty: it can.
std::string no_room(const std::string& directory) {
  if (access(directory.c_str(), W_OK) != 0) return std::strerror(errno);
  struct statvfs room;
  const bool full = statvfs(directory.c_str(), &room) == 0 && room.f_bavail * room.f_frsize < kNoRoom;
  return full ? std::strerror(ENOSPC) : "";
}

// Tells the progress of a build by what make and ninja print: "[ 12%] Building ...", "[3/20] Building ...".
void show_line(Progress* progress, const std::string& line) {
  if (!line.starts_with('[')) return;
  char* end = nullptr;
  const auto done = static_cast<unsigned>(std::strtoul(line.c_str() + 1, &end, 10));
  if (*end != '/' && *end != '%') return;
  std::string name = line.substr(line.find_last_of("/ ") + 1);
  if (name.ends_with(".o")) name.resize(name.size() - 2);
  progress->show(done, name);
}

// CMake and compilers begin to fail, without a reason, below 20.
constexpr rlim_t kFilesOfCompilers = 64;

bool command_failed(Session& session, const char* what, const std::vector<std::string>& words, const Ended& ended) {
  Diagnostic& failed = session.diagnostics.error(Kind::build_failed, Span{}, "{} failed: {}", what, describe(ended))
                           .note("the command was: {}", shell_text(words));
  if (ended.start_error == ENOENT)
    failed.note("there is no program `{}`; of CMake, CMAKE in the environment names one", words[0]);
  rlimit files;
  if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < kFilesOfCompilers)
    failed.note("a process may have {} files open here, which is too few for compilers: `ulimit -n {}` allows more",
                files.rlim_cur, kFilesOfCompilers);
  return false;
}

bool step(Session& session, const BuildOptions& options, const std::vector<std::string>& words, Printed printed,
          const char* what) {
  std::string output;
  Progress progress("building", 100, !options.quiet);
  if (options.verbose) printed = Printed::show;
  const Ended ended =
      run_program({words, -1, [&](const std::string& line) { show_line(&progress, line); }}, printed, &output);
  progress.finish();
  if (ended.ok()) return true;
  if (output.size() > kShownOutput) output = "...\n" + output.substr(output.size() - kShownOutput);
  std::fputs(output.c_str(), stderr);
  for (const std::string& directory : {options.directory, options.kernel_cache}) {
    const std::string why = directory.empty() ? "" : no_room(directory);
    if (why.empty()) continue;
    session.diagnostics.error(Kind::file_not_written, Span{}, "{} failed: nothing can be written to `{}`: {}", what,
                              printable(directory, 400), why);
    return false;
  }
  return command_failed(session, what, words, ended);
}

std::string jobs_of(const BuildOptions& options) {
  return std::to_string(options.jobs > 0 ? options.jobs : std::max(1u, std::thread::hardware_concurrency()));
}

// Removes the objects of kernels that the plan does not have, and writes the hashes of the others as sha256sum does.
bool finish_objects(Session& session, const std::string& directory, const std::vector<Instance>& instances) {
  std::set<std::string> wanted;
  for (const Instance& instance : instances)
    wanted.insert(directory + "/" + instance.symbol + "__" + to_string(instance.target) + ".o");
  std::error_code error;
  for (const std::string& path : files_below(directory, "")) {
    if (!wanted.count(path)) fs::remove(path, error);
  }
  std::vector<std::string> words = {cmake_program(), "-E", "sha256sum"};
  words.insert(words.end(), wanted.begin(), wanted.end());
  std::string sums, text;
  if (const Ended ended = run_program({words}, Printed::keep, &sums); !ended.ok())
    return command_failed(session, "hashing the kernels", words, ended);
  for (const std::string& line : split(sums, '\n'))
    if (line.size() > kHashDigits) text += line.substr(0, kHashDigits) + "  " + line.substr(line.rfind('/') + 1) + "\n";
  return write_file(directory + "/SHA256SUMS", text, session.diagnostics);
}

}  // namespace

bool compile_instances(Session& session, const std::vector<Instance>& list, const std::string& instances,
                       const std::string& out, const BuildOptions& options) {
  std::vector<std::string> compile = {
      Session::kernels_program(), "compile", "--instances",   instances, "--out", out, "--cache",
      options.kernel_cache,       "-j",      jobs_of(options)};
  if (options.quiet) compile.emplace_back("--quiet");
  return write_file(instances, to_json(list).dump(1) + "\n", session.diagnostics) &&
         step(session, options, compile, Printed::show, "compiling the kernels");
}

bool compile_kernels(Session& session, const Plan& plan, const BuildOptions& options) {
  std::vector<Instance> list = instances_of(plan);
  if (options.training) {
    const std::vector<Instance> more = instances_of(*options.training);
    list.insert(list.end(), more.begin(), more.end());
  }
  const std::string objects = options.directory + "/kernels/lib/x86_64-Linux";
  return compile_instances(session, list, options.directory + "/kernels/instances.json", objects, options) &&
         finish_objects(session, objects, list);
}

bool build_module(Session& session, const Plan& plan, const BuildOptions& options) {
  const std::string module = options.directory + "/build/module", cmake = cmake_program(), name = upper(plan.model);
  const std::string kernels = "-D" + name + "_KERNELS=" + (options.reference ? "reference" : "objects");
  return step(session, options,
              {cmake, "-S", options.directory, "-B", module, "-DCMAKE_BUILD_TYPE=Release", kernels,
               "-DBUILD_SHARED_LIBS=ON", "-D" + name + "_PYTHON=ON", "-D" + name + "_BUILD_PROGRAM=OFF"},
              Printed::keep_all, "configuring the Python module") &&
         step(session, options, {cmake, "--build", module, "-j", jobs_of(options)}, Printed::keep_all,
              "building the Python module");
}

std::vector<Instance> instances_of(const Plan& plan) {
  std::vector<Instance> instances;
  for (const PlanKernel& kernel : plan.kernels) {
    for (const auto& [target, schedule] : kernel.schedule)
      instances.push_back({plan.model + "_" + kernel.symbol, kernel.problem, schedule, target});
  }
  return instances;
}

bool build_directory(Session& session, const Plan& plan, const BuildOptions& options) {
  if (!options.reference && !compile_kernels(session, plan, options)) return false;
  const std::string build = options.directory + "/build", cmake = cmake_program();
  const std::string kernels = "-D" + upper(plan.model) + "_KERNELS=" + (options.reference ? "reference" : "objects");
  std::vector<std::string> compile = {cmake, "--build", build, "-j", jobs_of(options)};
  if (!options.target.empty()) compile.insert(compile.end(), {"--target", options.target});
  std::vector<std::string> configure = {cmake,  "-S", options.directory, "-B", build, "-DCMAKE_BUILD_TYPE=Release",
                                        kernels};
  if (options.mpi) configure.push_back("-D" + upper(plan.model) + "_TRAIN_MPI=ON");
  return step(session, options, configure, Printed::keep_all, "configuring the model") &&
         step(session, options, compile, Printed::keep_all, "building the model");
}

std::string build_key(const std::vector<GeneratedFile>& files, const BuildOptions& options) {
  std::string text = "specimen build 1\n";
  for (const GeneratedFile& file : files)
    text += file.path + "\n" + std::to_string(file.text.size()) + "\n" + file.text;
  for (const char* name : kEnvironment) {
    const char* value = environment(name);
    text += std::string("\n") + name + "=" + (value ? value : "");
  }
  const char* compiler = environment("CXX");
  text += "\n" + identity(compiler ? compiler : "c++") + "\n" + identity(cmake_program());
  if (options.mpi) text += "\n" + identity("mpicxx");  // installed later, it is found
  if (options.reference) return content_hash(text + "\nreference");
  Diagnostics quiet;  // one that is missing is said when it is needed
  const auto kernels = read_file(Session::kernels_program(), kLargestProgram, quiet);
  return content_hash(text + "\n" + (kernels ? content_hash(*kernels) : ""));
}

bool check_build_path(Session& session, const std::string& path) {
  const std::string whole = fs::absolute(path).string();
  for (char c : whole) {
    if (std::string_view("\"'$;:|[]\\\n\r\t").find(c) == std::string_view::npos) continue;
    session.diagnostics
        .error(Kind::file_not_written, Span{}, "nothing is built in `{}`: CMake and make cannot have `{}` in a path",
               printable(whole, 400), printable(std::string_view(&c, 1)))
        .note("`specimen generate` writes there; to build it, name another directory");
    return false;
  }
  return true;
}

}  // namespace specimen::gen
