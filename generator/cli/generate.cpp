// specimen generate: a model's directory of C++.
#include "cli/generate.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/file.h"
#include "cli/build_directory.h"
#include "cli/cache.h"
#include "cli/device_kernels.h"
#include "cli/labels.h"
#include "cli/open_recipe.h"
#include "cli/passes.h"
#include "cli/say.h"
#include "cli/training.h"
#include "cli/write_files.h"
#include "plan/build.h"
#include "tooling/check.h"
#include "tooling/format.h"

namespace specimen::gen {

namespace fs = std::filesystem;

namespace {

// All files below a directory, by path relative to it. Reads what the project ships; a failure is a broken
// installation.
std::map<std::string, std::string> read_directory(Session& session, const fs::path& directory,
                                                  const std::string& prefix) {
  std::map<std::string, std::string> files;
  for (const std::string& path : files_below(directory.string(), "")) {
    const auto text = read_file(path, kLargestText, session.diagnostics);
    if (text) files[prefix + fs::path(path).lexically_relative(directory).generic_string()] = *text;
  }
  if (files.empty()) {
    session.diagnostics.error(Kind::file_not_found, Span{}, "`{}` holds no files", directory.string())
        .note("SPECIMEN_DATA names the directory that holds specs/, templates/ and runtime/");
  }
  return files;
}

// Templates break lines where it suits them; people read clang-format's. The hash is that of the text as it is written.
void format(GeneratedFile& file) {
  const std::string extension = fs::path(file.path).extension().string();
  if (file.template_name.empty() || (extension != ".cpp" && extension != ".h")) return;
  SourceText formatted = format_source(SourceText{file.path, file.text, file.template_name, file.template_lines, true});
  file.text = stamp(std::move(formatted.text));
  file.template_lines = std::move(formatted.template_lines);
}

}  // namespace

std::optional<std::vector<GeneratedFile>> emit_files(Session& session, const Plan& plan, bool shared_runtime,
                                                     const Plan* training, const Recipe* recipe) {
  const fs::path data = Session::data_directory();
  EmitOptions options;
  options.shared_runtime = shared_runtime;
  options.templates = read_directory(session, data / "templates", "");
  options.bundled = read_directory(session, data / "runtime", "runtime/");
  if (!shared_runtime) {
    for (const auto& [directory, prefix] :
         {std::pair("generator/base", "base/"), std::pair("generator/kernels", "kernels/"),
          std::pair("generator/compiler", "compiler/")})
      options.bundled.merge(read_directory(session, data / directory, prefix));
  }
  options.labels = label_lists(session, plan);
  if (plan.kind == TargetKind::gpu) {
    auto compiled = compile_device_kernels(session, plan);
    if (!compiled) return std::nullopt;
    options.device = std::move(*compiled);
  }
  if (training) {
    auto texts = parameter_texts(session, *training);
    if (!texts) return std::nullopt;
    options.training = training;
    options.parameters = std::move(*texts);
    if (recipe) options.recipe = recipe_text(*recipe, recipe->loss.from_logits.value_or(false));
  }
  if (session.diagnostics.has_errors()) return std::nullopt;
  std::vector<GeneratedFile> files;
  std::string error;
  if (emit(plan, options, &files, &error)) return files;
  session.diagnostics.error(Kind::emit_failed, Span{}, "{}", error);
  return std::nullopt;
}

std::optional<std::vector<GeneratedFile>> generate_model(Session& session, const Plan& plan,
                                                         const GenerateOptions& options) {
  auto files = emit_files(session, plan, options.shared_runtime, options.training, options.recipe);
  if (!files) return std::nullopt;
  if (options.check) check_generated(session, plan, *files, Session::data_directory());
  for (GeneratedFile& file : *files) format(file);
  return session.diagnostics.has_errors() ? std::nullopt : std::move(files);
}

void check_generated(Session& session, const Plan& plan, const std::vector<GeneratedFile>& files,
                     const std::string& data_directory) {
  std::vector<SourceText> sources;
  for (const GeneratedFile& file : files) {
    const std::string extension = fs::path(file.path).extension().string();
    if (extension != ".cpp" && extension != ".h" && extension != ".def") continue;
    const std::string name = fs::path(file.path).filename().string();
    // What Halide compiles, and plain sources that only the kernel compiler needs.
    if (name.compare(0, 9, "schedule_") == 0 || name.compare(0, 9, "algorithm") == 0 || name == "compile_kernels.cpp")
      continue;
    if ((file.path.compare(0, 8, "kernels/") == 0 || file.path.compare(0, 9, "compiler/") == 0) &&
        extension == ".cpp" && name != "references.cpp")
      continue;
    sources.push_back({file.path, file.text, file.template_name, file.template_lines, !file.template_name.empty()});
  }
  CheckOptions options;
  options.include_dirs = {data_directory, data_directory + "/generator"};
  for (const PlanEntry& entry : plan.entries) options.hot_functions.push_back(entry.name);
  const bool training = std::any_of(files.begin(), files.end(),
                                    [&](const GeneratedFile& file) { return file.path == plan.model + "_train.cpp"; });
  if (training) options.hot_functions.push_back("loss_and_gradients");
  options.allowed_headers = {"runtime/*", "kernels/*",        "cstdint",  "cstddef",   "cstdio",
                             "cstdlib",   "cstring",          "cmath",    "string",    "string_view",
                             "vector",    "stddef.h",         "stdint.h", "algorithm", "chrono",
                             "memory",    "initializer_list", "utility",  "new"};
  for (const Finding& finding : check_sources(sources, options)) {
    session.diagnostics.error(Kind::emit_failed, Span{}, "{}", finding_text(finding))
        .note("this is a bug in Specimen, not of the spec");
  }
}

void add_generate(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("generate", "Writes a model as a directory of C++");
  auto model = std::make_shared<ModelArguments>();
  auto options = std::make_shared<GenerateOptions>();
  auto out = std::make_shared<std::string>();
  auto runtime = std::make_shared<std::string>("bundled");
  auto force = std::make_shared<bool>(false), with_objects = std::make_shared<bool>(false);
  auto train = std::make_shared<bool>(false);
  model->add_to(*command);
  model->add_tune_to(*command);
  model->add_target_to(*command);
  command->add_option("-o,--out", *out, "The directory; the model's name by default");
  command->add_option("--runtime", *runtime, "bundled: runtime and kernels are copied in; shared: model files only")
      ->check(CLI::IsMember({"bundled", "shared"}));
  command->add_flag("!--no-check", options->check, "Skips compiling and checking what was generated");
  command->add_flag("--with-objects", *with_objects,
                    "Compiles the kernels, too: the directory is built without Halide");
  command->add_flag("--train", *train, "Writes the step of training, too: loss, gradients");
  command->add_flag("--force", *force, "Replaces files that were edited");
  auto freeze = std::make_shared<std::vector<std::string>>();
  add_freeze_to(*command, freeze.get());
  add_pass_options(*command, session);
  command->footer(
      "Examples:\n  specimen generate resnet50 --out models/resnet50 --runtime=shared\n  specimen generate mnist "
      "--target cuda-sm80,cuda-sm90");
  command->callback([=, &session] {
    options->shared_runtime = *runtime == "shared";
    const auto opened = open_model(session, *model);
    const auto plan = opened ? plan_opened(session, *opened, *model) : std::nullopt;
    Graph trained = opened && *train ? opened->graph : Graph();
    const bool frozen = plan && *train && freeze_layers(session, &trained, *freeze);
    const auto training = frozen ? plan_training(session, trained, Loss(), *model) : std::nullopt;
    options->training = training ? &*training : nullptr;
    if (*train && !training) {
      session.report();
      return;
    }
    const auto files = plan ? generate_model(session, *plan, *options) : std::nullopt;
    const std::string directory = out->empty() ? fs::path(model->model).stem().string() : *out;
    DirectoryLock lock;
    const auto cache = files && *with_objects ? open_cache(session) : std::nullopt;
    BuildOptions build;
    build.directory = directory;
    if (cache) build.kernel_cache = cache->kernels();
    build.training = options->training;
    if (files && (cache || !*with_objects) && lock_directory(session, directory, &lock) &&
        write_files(session, *files, directory, *force) && (!*with_objects || compile_kernels(session, *plan, build)))
      say(session, {{"directory", directory}, {"files", files->size()}},
          fmt::format("{}: {} files", directory, files->size()));
    session.report();
  });
}

}  // namespace specimen::gen
