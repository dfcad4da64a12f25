// specimen generate: a model's folder of C++.
#include "cli/generate.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "base/file.h"
#include "cli/labels.h"
#include "plan/build.h"
#include "tooling/check.h"
#include "tooling/format.h"

namespace specimen::gen {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kLargestFile = 16 << 20;

// All files below a folder, by path relative to it. Reads what the project ships; a failure is a broken installation.
std::map<std::string, std::string> read_folder(Session& session, const fs::path& folder, const std::string& prefix) {
  std::map<std::string, std::string> files;
  for (const std::string& path : files_below(folder.string(), "")) {
    const auto text = read_file(path, kLargestFile, session.diagnostics);
    if (text) files[prefix + fs::path(path).lexically_relative(folder).generic_string()] = *text;
  }
  if (files.empty()) {
    session.diagnostics.error(Kind::file_not_found, Span{}, "`{}` holds no files", folder.string())
        .note("SPECIMEN_DATA names the folder that holds specs/, templates/ and runtime/");
  }
  return files;
}

// The first line in which two texts differ: its number, from 1, and what each has there.
struct Difference {
  int line = 1;
  std::string before, after;
};

Difference first_difference(const std::string& before, const std::string& after) {
  std::istringstream a(before), b(after);
  Difference d;
  for (;; ++d.line) {
    const bool more_a = static_cast<bool>(std::getline(a, d.before)),
               more_b = static_cast<bool>(std::getline(b, d.after));
    if (d.before != d.after || !more_a || !more_b) return d;
  }
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

std::optional<std::vector<GeneratedFile>> generate_model(Session& session, const Plan& plan,
                                                         const GenerateOptions& options) {
  const fs::path data = Session::data_folder();
  EmitOptions emit_options;
  emit_options.shared_runtime = options.shared_runtime;
  emit_options.templates = read_folder(session, data / "templates", "");
  emit_options.quoted = read_folder(session, data / "runtime", "runtime/");
  if (!options.shared_runtime) {
    const auto kernels = read_folder(session, data / "generator" / "kernels", "kernels/");
    emit_options.quoted.insert(kernels.begin(), kernels.end());
    const auto compiler = read_folder(session, data / "generator" / "compiler", "compiler/");
    emit_options.quoted.insert(compiler.begin(), compiler.end());
  }
  emit_options.labels = label_lists(session, plan);
  if (session.diagnostics.has_errors()) return std::nullopt;
  std::vector<GeneratedFile> files;
  std::string error;
  if (!emit(plan, emit_options, &files, &error)) {
    session.diagnostics.error(Kind::emit_failed, Span{}, "{}", error);
    return std::nullopt;
  }
  if (options.check) check_generated(session, files, data.string());
  for (GeneratedFile& file : files) format(file);
  return session.diagnostics.has_errors() ? std::nullopt : std::optional(std::move(files));
}

bool write_files(Session& session, const std::vector<GeneratedFile>& files, const std::string& folder, bool force) {
  // Look before writing anything.
  for (const GeneratedFile& file : files) {
    const std::string path = (fs::path(folder) / file.path).string();
    if (force || file.template_name.empty() || !file_exists(path)) continue;
    const auto present = read_file(path, kLargestFile, session.diagnostics);
    if (present && *present != file.text && !is_as_generated(*present)) {
      const Difference d = first_difference(*present, file.text);
      session.diagnostics.error(Kind::file_edited, Span{}, "`{}` was edited after it was generated", path)
          .note("the first difference is line {}: `{}` would become `{}`", d.line, d.before, d.after)
          .note("--force replaces it; keep your version elsewhere, or generate into another folder");
    }
  }
  if (session.diagnostics.has_errors()) return false;
  for (const GeneratedFile& file : files) {
    if (!write_file((fs::path(folder) / file.path).string(), file.text, session.diagnostics)) return false;
  }
  return true;
}

void check_generated(Session& session, const std::vector<GeneratedFile>& files, const std::string& data_folder) {
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
  options.include_dirs = {data_folder, data_folder + "/generator"};
  options.hot_functions = {"forward"};
  options.allowed_headers = {"runtime/*", "kernels/*",        "cstdint",  "cstddef",   "cstdio",
                             "cstdlib",   "cstring",          "cmath",    "string",    "string_view",
                             "vector",    "stddef.h",         "stdint.h", "algorithm", "chrono",
                             "memory",    "initializer_list", "utility",  "new"};
  for (const Finding& finding : check_sources(sources, options)) {
    session.diagnostics.error(Kind::emit_failed, Span{}, "{}", finding_text(finding))
        .note("this is a defect of Specimen, not of the spec");
  }
}

void add_generate(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("generate", "Writes a model as a folder of C++");
  auto model = std::make_shared<ModelArguments>();
  auto options = std::make_shared<GenerateOptions>();
  auto out = std::make_shared<std::string>();
  auto runtime = std::make_shared<std::string>("alone");
  auto force = std::make_shared<bool>(false);
  model->add_to(*command);
  model->add_tune_to(*command);
  command->add_option("-o,--out", *out, "The folder; the model's name by default");
  command->add_option("--runtime", *runtime, "alone: runtime and kernels are copied in; shared: model files only")
      ->check(CLI::IsMember({"alone", "shared"}));
  command->add_flag("!--no-check", options->check, "Skips compiling and checking what was generated");
  command->add_flag("--force", *force, "Replaces files that were edited");
  command->footer("Example:\n  specimen generate resnet50 --out models/resnet50 --runtime=shared");
  command->callback([=, &session] {
    options->shared_runtime = *runtime == "shared";
    const auto plan = plan_model(session, *model);
    const auto files = plan ? generate_model(session, *plan, *options) : std::nullopt;
    const std::string folder = out->empty() ? fs::path(model->model).stem().string() : *out;
    if (files && write_files(session, *files, folder, *force)) fmt::print("{}: {} files\n", folder, files->size());
    session.report();
  });
}

}  // namespace specimen::gen
