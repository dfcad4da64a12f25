// specimen build: a model's folder, its kernels compiled, its library built.
#include "cli/build.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <thread>

#include "base/file.h"
#include "base/hash.h"
#include "cli/generate.h"
#include "emit/text.h"
#include "kernels/catalog_json.h"

namespace specimen::gen {

namespace fs = std::filesystem;

namespace {

constexpr int kNoProgram = 127;  // what a child exits with that could not start

bool step(Session& session, const std::vector<std::string>& command, bool quiet, const char* what) {
  const int status = run_program(command, quiet ? Printed::drop : Printed::show);
  if (status == 0) return true;
  Diagnostic& failed = session.diagnostics.error(Kind::build_failed, Span{}, "{} failed", what)
                           .note("the command was: {}", fmt::join(command, " "));
  if (status == kNoProgram)
    failed.note("there is no program `{}`; of CMake, CMAKE in the environment names one", command[0]);
  return false;
}

// CMake: the one that the environment names, else that of the project's set-up, else the system's.
std::string cmake_program() {
  if (const char* named = std::getenv("CMAKE")) return named;
  const std::string own = Session::data_folder() + "/.venv/bin/cmake";
  return file_exists(own) ? own : "cmake";
}

bool compile_kernels(Session& session, const Plan& plan, const BuildOptions& options, const std::string& jobs) {
  const std::string instances = options.out + "/kernels/instances.json";
  return write_file(instances, to_json(instances_of(plan)).dump(1) + "\n", session.diagnostics) &&
         step(session,
              {Session::kernels_program(), "compile", "--instances", instances, "--out",
               options.out + "/kernels/lib/x86_64-Linux", "--cache", cache_folder() + "/kernels", "-j", jobs},
              options.quiet, "compiling the kernels");
}

}  // namespace

std::string cache_folder() {
  if (const char* folder = std::getenv("SPECIMEN_CACHE")) return folder;
  if (const char* folder = std::getenv("XDG_CACHE_HOME")) return std::string(folder) + "/specimen";
  const char* home = std::getenv("HOME");
  return std::string(home ? home : "/tmp") + "/.cache/specimen";
}

std::vector<Instance> instances_of(const Plan& plan) {
  std::vector<Instance> instances;
  for (const PlanKernel& kernel : plan.kernels) {
    for (const auto& [level, how] : kernel.how)
      instances.push_back({plan.model + "_" + kernel.symbol, kernel.what, how, level});
  }
  return instances;
}

int run_program(const std::vector<std::string>& command, Printed printed, std::string* text) {
  int ends[2] = {-1, -1};
  if (printed == Printed::keep && pipe(ends) != 0) return -1;
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    if (printed == Printed::keep) dup2(ends[1], 1);
    if (printed == Printed::drop) dup2(open("/dev/null", O_WRONLY), 1);
    std::vector<char*> argv;
    for (const std::string& word : command) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    execvp(argv[0], argv.data());
    _exit(127);
  }
  if (printed == Printed::keep) {
    close(ends[1]);
    char part[4096];
    for (ssize_t n; child > 0 && (n = read(ends[0], part, sizeof part)) > 0;)
      text->append(part, static_cast<std::size_t>(n));
    close(ends[0]);
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status)) return -1;
  return WEXITSTATUS(status);
}

bool run_failed(Session& session, const std::string& program) {
  session.diagnostics.error(Kind::run_failed, Span{}, "`{}` did not finish", program).note("it said why above");
  return false;
}

bool build_model(Session& session, const Plan& plan, const BuildOptions& options) {
  GenerateOptions generate;
  generate.check = options.check;
  const auto files = generate_model(session, plan, generate);
  if (!files || !write_files(session, *files, options.out, false)) return false;

  const std::string jobs =
      std::to_string(options.jobs > 0 ? options.jobs : std::max(1u, std::thread::hardware_concurrency()));
  if (!options.reference && !compile_kernels(session, plan, options, jobs)) return false;
  const std::string build = options.out + "/build", cmake = cmake_program();
  const std::string kernels = "-D" + upper(plan.model) + "_KERNELS=" + (options.reference ? "reference" : "objects");
  return step(session, {cmake, "-S", options.out, "-B", build, "-DCMAKE_BUILD_TYPE=Release", kernels}, true,
              "configuring the model") &&
         step(session, {cmake, "--build", build, "-j", jobs}, options.quiet, "building the model");
}

std::optional<std::string> build_program(Session& session, const Plan& plan, const ModelArguments& model,
                                         bool reference) {
  std::string text = model.model + " " + model.tune;
  if (reference) text += " reference";
  for (const std::string& setting : model.settings) text += " " + setting;
  BuildOptions build;
  build.out = cache_folder() + "/models/" + fs::path(model.model).stem().string() + "-" + hash_text(text);
  build.check = false;
  build.quiet = true;
  build.reference = reference;
  if (!build_model(session, plan, build)) return std::nullopt;
  return build.out + "/build/" + plan.model;
}

void add_build(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("build", "Generates a model, compiles its kernels and builds its library");
  auto model = std::make_shared<ModelArguments>();
  auto options = std::make_shared<BuildOptions>();
  model->add_to(*command);
  model->add_tune_to(*command);
  command->add_option("-o,--out", options->out, "The folder; the model's name by default");
  command->add_option("-j,--jobs", options->jobs, "Processes; one for each processor by default")
      ->check(CLI::Range(1, 4096));
  command->add_flag("!--no-check", options->check, "Skips checking what was generated");
  command->add_flag("--reference", options->reference, "The kernels in plain C++: any machine runs them, slowly");
  command->add_flag("-q,--quiet", options->quiet, "Says nothing but errors");
  command->footer(
      "Example:\n  specimen build resnet50 --out models/resnet50\n  models/resnet50/build/resnet50 weights.safetensors "
      "cat.jpg");
  command->callback([=, &session] {
    if (options->out.empty()) options->out = fs::path(model->model).stem().string();
    const auto plan = plan_model(session, *model);
    if (plan && build_model(session, *plan, *options) && !options->quiet)
      fmt::print("{}/build: library and program\n", options->out);
    session.report();
  });
}

}  // namespace specimen::gen
