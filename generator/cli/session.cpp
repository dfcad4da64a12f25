#include "cli/session.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <variant>

#include "base/text.h"
#include "cli/environment.h"
#include "cli/passes.h"
#include "cli/targets.h"
#include "graph/build.h"
#include "graph/layers/layer.h"
#include "plan/build.h"
#include "plan/verify.h"

namespace specimen::gen {

namespace fs = std::filesystem;

namespace {

fs::path program_directory() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  return error ? fs::path() : program.parent_path();
}

}  // namespace

Session::Session() = default;

std::string Session::data_directory() {
  if (const char* directory = environment("SPECIMEN_DATA")) return directory;
  const fs::path installed = program_directory() / ".." / "share" / "specimen";
  std::error_code error;
  if (fs::exists(installed / "specs", error)) return installed.lexically_normal().string();
  // build/bin/specimen in the source tree.
  for (fs::path directory = program_directory(); !directory.empty() && directory != directory.root_path();
       directory = directory.parent_path()) {
    if (fs::exists(directory / "specs", error) && fs::exists(directory / "templates", error)) return directory.string();
  }
  return SPECIMEN_SOURCE_DIR;
}

std::string Session::kernels_program() { return (program_directory() / "specimen-kernels").string(); }

std::vector<std::string> Session::all_spec_directories() const {
  std::vector<std::string> directories = spec_directories;
  directories.push_back((fs::path(data_directory()) / "specs").string());
  return directories;
}

Library& Session::library() {
  std::error_code error;
  if (!library_ && !fs::is_directory(fs::path(data_directory()) / "specs", error)) {
    fmt::print(stderr, "warning: there are no specs in `{}`{}\n", printable(data_directory(), 400),
               environment("SPECIMEN_DATA") ? ", which SPECIMEN_DATA names" : "");
  }
  if (!library_) library_ = std::make_unique<Library>(all_spec_directories(), layer_table());
  return *library_;
}

bool Session::color(int file_descriptor) const {
  const char* term = environment("TERM");
  return !no_color && !environment("NO_COLOR") && !(term && std::string(term) == "dumb") && isatty(file_descriptor);
}

bool Session::report() {
  const std::string text = json ? to_json(diagnostics) : diagnostics.text(color(2));
  if (!diagnostics.list().empty()) std::fputs((text + (json ? "\n" : "")).c_str(), stderr);
  if (diagnostics.has_errors()) exit_code = static_cast<int>(diagnostics.exit_class());
  return !diagnostics.has_errors();
}

namespace {

void add_common_options_behind(CLI::App& command, Session& session) {
  constexpr const char* kGroup = "Options of every command";
  command
      .add_option(
          "--specs",
          [&session](const CLI::results_t& directories) {
            session.spec_directories.insert(session.spec_directories.end(), directories.begin(), directories.end());
            return true;
          },
          "A directory with specs of your own, searched first")
      ->type_name("DIR")
      ->type_size(1)
      ->allow_extra_args(false)
      ->check(CLI::ExistingDirectory)
      ->group(kGroup);
  command.add_flag("--no-color", session.no_color, "Plain text, as with NO_COLOR")->group(kGroup);
  if (!command.get_option_no_throw("--json"))
    command.add_flag("--json", session.json, "As JSON, diagnostics too")->group(kGroup);
  for (CLI::App* below : command.get_subcommands([](const CLI::App*) { return true; }))
    add_common_options_behind(*below, session);
}

}  // namespace

void add_common_options(CLI::App& app, Session& session) {
  for (CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    add_common_options_behind(*command, session);
  app.add_option("--specs", session.spec_directories, "Directories with specs of your own, searched first")
      ->check(CLI::ExistingDirectory);
  app.add_flag("--no-color", session.no_color, "Plain text, as with NO_COLOR");
  app.add_flag("--json", session.json, "What is said as JSON, diagnostics too");
}

void ModelArguments::add_to(CLI::App& command) {
  command.add_option("model", model, "A model or variant (see `specimen list`), or the path of a spec")->required();
  command.add_option("--set", settings, "Sets an argument of the model: name=value")->allow_extra_args(false);
}

void ModelArguments::add_tune_to(CLI::App& command) {
  command.add_option("--tune", tune, "A processor, whose tuned schedules are used before the others: see `tune`");
}

void ModelArguments::add_target_to(CLI::App& command) {
  command.add_option("--target", targets, "Targets of one kind: cpu or v3,v4; gpu or cuda-sm80,cuda-sm90")
      ->delimiter(',')
      ->allow_extra_args(false);
}

std::optional<Opened> open_model(Session& session, const ModelArguments& arguments) {
  Opened opened;
  Library& library = session.library();
  for (const std::string& text : arguments.settings) {
    auto setting = parse_setting(text, library.sources(), session.diagnostics);
    if (!setting) return std::nullopt;
    opened.settings.push_back(std::move(*setting));
  }
  const auto choice = library.find_model(arguments.model, session.diagnostics);
  if (!choice) return std::nullopt;
  opened.choice = *choice;
  auto graph = build_graph(library, *choice, opened.settings, session.diagnostics, &opened.expansion);
  if (!graph) return std::nullopt;
  opened.graph = std::move(*graph);
  return opened;
}

namespace {

// Kernels whose family has no schedule for the plan's targets, each once, with the layer that wants it.
bool refuse_without_schedule(Session& session, const Plan& plan) {
  std::set<std::string> said;
  for (const PlanFunction& function : plan.functions) {
    for (const PlanStep& step : function.steps) {
      const auto* call = std::get_if<KernelStep>(&step.action);
      if (!call || !plan.kernels[call->kernel].schedule.empty()) continue;
      const PlanKernel& kernel = plan.kernels[call->kernel];
      if (plan.kind == TargetKind::cpu && traits(kernel.problem).reference_only) continue;
      if (!said.insert(family_name(kernel.problem)).second) continue;
      session.diagnostics
          .error(Kind::target_unsupported, Span{}, "`{}` has no kernel for {}: the family {} has no schedule for them",
                 step.path, doc_of(plan.kind), family_name(kernel.problem))
          .note(
              "`specimen generate --target cpu` has kernels of every family; docs/adding_a_target.md says how a family "
              "gets another schedule");
    }
  }
  return !said.empty();
}

}  // namespace

std::optional<Plan> plan_graph(Session& session, const Graph& finished, const ModelArguments& arguments) {
  auto tables = read_targets(session, arguments.tune);
  if (!tables) return std::nullopt;
  const auto targets = chosen_targets(session, arguments.targets);
  if (!targets) return std::nullopt;
  PlanOptions options;
  options.tuned = std::move(*tables);
  options.targets = targets->targets;
  Plan plan = build_plan(finished, targets->kind, options);
  if (plan.kind == TargetKind::gpu && !plan.states.empty()) {
    session.diagnostics.error(Kind::target_unsupported, Span{}, "`{}` has states, and there are none on {} yet",
                              plan.model, doc_of(plan.kind));
    return std::nullopt;
  }
  if (refuse_without_schedule(session, plan)) return std::nullopt;
  if (const std::string error = verify(plan); !error.empty()) {
    session.diagnostics.error(Kind::emit_failed, Span{}, "{}", error)
        .note("this is a bug of Specimen: please report it with the spec");
    return std::nullopt;
  }
  return plan;
}

std::optional<Plan> plan_opened(Session& session, const Opened& opened, const ModelArguments& arguments) {
  const auto finished = run_passes(session, opened.graph, arguments);
  return finished ? plan_graph(session, *finished, arguments) : std::nullopt;
}

std::optional<Plan> plan_model(Session& session, const ModelArguments& arguments) {
  const auto opened = open_model(session, arguments);
  return opened ? plan_opened(session, *opened, arguments) : std::nullopt;
}

bool check_sequence(Session& session, const std::string& model, std::int64_t longest, int sequence) {
  if (sequence <= longest) return true;
  session.diagnostics.error(Kind::argument_out_of_range, Span{}, "--sequence is {}, and `{}` takes {}", sequence, model,
                            longest == 0 ? "no texts" : "at most " + std::to_string(longest) + " tokens");
  return false;
}

std::string refuse_nan(const std::string& text) {
  return std::isnan(std::strtod(text.c_str(), nullptr)) ? "`" + printable(text) + "` is no number" : "";
}

}  // namespace specimen::gen
