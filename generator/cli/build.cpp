// specimen build: a model's directory, its kernels compiled, its library built.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "base/file.h"
#include "base/hash.h"
#include "base/text.h"
#include "cli/build_directory.h"
#include "cli/cache.h"
#include "cli/generate.h"
#include "cli/passes.h"
#include "cli/process.h"
#include "cli/say.h"
#include "cli/write_files.h"

namespace specimen::gen {

namespace fs = std::filesystem;

namespace {

struct BuildCommandOptions {
  ModelArguments model;
  BuildOptions build;
  bool check = true, test = true, python = false;
};

// In build/: what is there and what it was made from; the stamp that the model's own test passed with.
constexpr const char *kStamp = "specimen.stamp", *kTested = "specimen.tested";

// What the stamp of a build that is whole says: its key, and a hash of each file that it gives.
std::string stamp_text(const std::string& directory, const std::string& key) {
  std::vector<std::string> paths = files_below(directory + "/kernels/lib", "");
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(directory + "/build", error)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_regular_file(error) && name != kStamp && name != kTested) paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  std::string text = key + "\n";
  Diagnostics quiet;
  for (const std::string& path : paths) {
    const auto bytes = read_file(path, kLargestProgram, quiet);
    text += (bytes ? content_hash(*bytes) : "unreadable") + "  " + path.substr(directory.size()) + "\n";
  }
  return text;
}

bool holds(const std::string& path, const std::string& text) {
  Diagnostics quiet;
  const auto present = file_exists(path) ? read_file(path, kLargestProgram, quiet) : std::nullopt;
  return present && *present == text;
}

// The model's own test, which compares each kernel with its plain reference.
bool test_model(Session& session, const std::string& model, const std::string& build, const std::string& stamp) {
  const std::string tested = build + "/" + kTested, program = build + "/" + model + "_test";
  if (holds(tested, content_hash(stamp))) return true;
  std::string output;
  const Ended ended = run_program({{program}}, Printed::keep_all, &output);
  if (ended.ok()) return write_file(tested, content_hash(stamp), session.diagnostics);
  std::fputs(output.c_str(), stderr);
  session.diagnostics.error(Kind::build_failed, Span{}, "the test of `{}` failed: {}", model, describe(ended))
      .note("its kernels do not compute what their references do: this is a bug in Specimen, or of this machine")
      .note("the test is `{}`; --no-test skips it", shell_text({program}));
  return false;
}

// CMake goes by dates and by the path that it once ran in: what was built from something else, or elsewhere, goes.
bool clear_build(Session& session, const std::string& build) {
  if (!file_exists(build + "/CMakeCache.txt") && !file_exists(build + "/" + kStamp)) return true;
  std::error_code error;
  fs::remove_all(build, error);
  if (error)
    session.diagnostics.error(Kind::file_not_written, Span{}, "cannot remove `{}`: {}", printable(build, 400),
                              error.message());
  return !error;
}

bool build_model(Session& session, const Plan& plan, const BuildCommandOptions& options) {
  const std::string& directory = options.build.directory;
  GenerateOptions generate;
  generate.check = options.check;
  const auto files = generate_model(session, plan, generate);
  DirectoryLock lock;
  if (!files || !check_build_path(session, directory) || !lock_directory(session, directory, &lock) ||
      !write_files(session, *files, directory, false))
    return false;
  const std::string build = directory + "/build";
  const std::string key =
      content_hash(build_key(*files, options.build) + fs::absolute(directory).lexically_normal().string());
  std::string stamp = stamp_text(directory, key);
  if (!holds(build + "/" + kStamp, stamp)) {
    if (!clear_build(session, build) || !build_directory(session, plan, options.build)) return false;
    stamp = stamp_text(directory, key);
    if (!write_file(build + "/" + kStamp, stamp, session.diagnostics)) return false;
  }
  if (options.python && !build_module(session, plan, options.build)) return false;
  return !options.test || test_model(session, plan.model, build, stamp);
}

}  // namespace

void add_build(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("build", "Generates a model, compiles its kernels and builds its library");
  auto options = std::make_shared<BuildCommandOptions>();
  options->model.add_to(*command);
  options->model.add_tune_to(*command);
  command->add_option("-o,--out", options->build.directory, "The directory; the model's name by default");
  command->add_option("-j,--jobs", options->build.jobs, "Processes; one for each processor by default")
      ->check(CLI::Range(1, 4096));
  command->add_flag("!--no-check", options->check, "Skips checking what was generated");
  command->add_flag("--reference", options->build.reference, "The kernels in plain C++: any machine runs them, slowly");
  command->add_flag("--python", options->python, "Also the Python module, in build/module/python of the directory");
  command->add_flag("!--no-test", options->test, "Skips the test that the model brings along");
  command->add_flag("-v,--verbose", options->build.verbose, "Shows all that the compilers and CMake say");
  command->add_flag("-q,--quiet", options->build.quiet, "Says nothing but errors");
  add_pass_options(*command, session);
  command->footer(
      "Example:\n  specimen build resnet50 --out models/resnet50\n  models/resnet50/build/resnet50 weights.safetensors "
      "cat.jpg");
  command->callback([=, &session] {
    BuildOptions& build = options->build;
    if (build.directory.empty()) build.directory = fs::path(options->model.model).stem().string();
    const auto plan = plan_model(session, options->model);
    const auto cache = plan && !build.reference ? open_cache(session) : std::nullopt;
    if (cache) build.kernel_cache = cache->kernels();
    const bool built = plan && (cache || build.reference) && build_model(session, *plan, *options);
    if (built && (!build.quiet || session.json))
      say(session, {{"directory", build.directory}, {"build", build.directory + "/build"}, {"tested", options->test}},
          fmt::format("{}/build: library and program{}", build.directory, options->test ? ", tested" : ""));
    session.report();
  });
}

}  // namespace specimen::gen
