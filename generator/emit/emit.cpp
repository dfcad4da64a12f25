#include "emit/emit.h"

#include <algorithm>
#include <set>

#include "emit/bundle.h"
#include "emit/render.h"
#include "emit/view.h"
#include "plan/build.h"

namespace specimen::gen {

namespace {

struct Row {
  const char* template_name;
  const char* path;  // <model> stands for the model's name
};

constexpr Row kRows[] = {
    {"readme.md.mustache", "README.md"},
    {"ignore.git.mustache", ".gitignore"},
    {"config.cmake.mustache", "<model>-config.cmake.in"},
    {"pkgconfig.pc.mustache", "<model>.pc.in"},
    {"model.h.mustache", "<model>.h"},
    {"model.cpp.mustache", "<model>.cpp"},
    {"pack.cpp.mustache", "<model>_pack.cpp"},
    {"kernels.h.mustache", "<model>_kernels.h"},
    {"kernels.cpp.mustache", "<model>_kernels.cpp"},
    {"c.h.mustache", "<model>_c.h"},
    {"c.cpp.mustache", "<model>_c.cpp"},
    {"module.py.mustache", "<model>.py"},
    {"instances.h.mustache", "kernels/instances.h"},
    {"references.cpp.mustache", "kernels/references.cpp"},
    {"main.cpp.mustache", "main.cpp"},
    {"test.cpp.mustache", "test.cpp"},
};

// With the sources of the kernels, the directory compiles them itself.
constexpr Row kCompilerRows[] = {
    {"schedules.h.mustache", "kernels/schedules.h"},
    {"compile_kernels.cpp.mustache", "compile_kernels.cpp"},
};

// Of a plan for GPUs, instead of all these.
constexpr Row kGpuRows[] = {
    {"gpu_readme.md.mustache", "README.md"},
    {"ignore.git.mustache", ".gitignore"},
    {"gpu_model.h.mustache", "<model>.h"},
    {"model.cpp.mustache", "<model>.cpp"},
    {"gpu_pack.cpp.mustache", "<model>_pack.cpp"},
    {"gpu_kernels.h.mustache", "<model>_kernels.h"},
    {"gpu_kernels.cpp.mustache", "<model>_kernels.cpp"},
    {"instances.h.mustache", "kernels/instances.h"},
    {"gpu_references.cpp.mustache", "kernels/references.cpp"},
};

// Of the plan of a step of training.
constexpr Row kTrainRows[] = {
    {"train.h.mustache", "<model>.h"},
    {"train.cpp.mustache", "<model>.cpp"},
    {"train_state.cpp.mustache", "<model>_state.cpp"},
    {"kernels.h.mustache", "<model>_kernels.h"},
    {"kernels.cpp.mustache", "<model>_kernels.cpp"},
    {"instances.h.mustache", "kernels/train_instances.h"},
    {"references.cpp.mustache", "kernels/train_references.cpp"},
};
constexpr Row kTrainProgram = {"train_main.cpp.mustache", "train_main.cpp"};
constexpr Row kTrainSchedules = {"schedules.h.mustache", "kernels/train_schedules.h"};

constexpr Row kLabelRows[] = {
    {"labels.h.mustache", "<model>_labels.h"},
    {"labels.cpp.mustache", "<model>_labels.cpp"},
};

constexpr Row kBuildFile = {"cmakelists.txt.mustache", "CMakeLists.txt"};
constexpr Row kGpuBuildFile = {"gpu_cmakelists.txt.mustache", "CMakeLists.txt"};

std::string path_of(const Row& row, const std::string& model) {
  std::string path = row.path;
  const std::size_t at = path.find("<model>");
  if (at != std::string::npos) path.replace(at, 7, model);
  return path;
}

// plan.json is no template: it is the plan. Its first member is the hash.
GeneratedFile plan_file(const Plan& plan) {
  std::string text = to_json(plan);
  text.insert(text.find('\n') + 1, " \"made_by\": \"specimen-hash: ----------------\",\n");
  return {"plan.json", stamp(std::move(text)), "plan.json", {}};
}

std::map<std::string, std::string> partials_of(const EmitOptions& options) {
  std::map<std::string, std::string> partials;
  for (const auto& [name, text] : options.templates) {
    const std::size_t dot = name.find('.');
    // model.cpp.mustache is a file, step.mustache a part of one.
    if (name.substr(dot) == ".mustache") partials[name.substr(0, dot)] = text;
  }
  return partials;
}

// What the directory needs of the runtime and of the kernel families: all that its files include, and the code behind
// it.
std::vector<std::string> bundled_files(const EmitOptions& options, const std::vector<GeneratedFile>& files, bool gpu) {
  std::map<std::string, std::string> all = options.bundled;
  std::vector<std::string> roots;
  if (!gpu) roots.push_back("runtime/core/imports.cpp");  // what kernels import; those for GPUs nothing
  for (const GeneratedFile& file : files) {
    all[file.path] = file.text;
    roots.push_back(file.path);
  }
  // The sources of headers of the runtime; those of the kernels are compiled with Halide, elsewhere.
  std::set<std::string> found;
  for (const std::string& path : closure(all, roots, true)) {
    if (options.bundled.count(path) && path.compare(0, 8, "runtime/") == 0) found.insert(path);
  }
  // The other parts are small libraries, each taken as a whole; of program/ what main.cpp includes: a program of images
  // has no code for texts.
  std::set<std::string> parts;
  for (const std::string& path : found) parts.insert(path.substr(0, path.rfind('/') + 1));
  parts.erase("runtime/core/");
  parts.erase("runtime/program/");
  parts.erase("runtime/train/");
  parts.erase("runtime/data/");
  for (const auto& [path, text] : options.bundled) {
    if (parts.count(path.substr(0, path.rfind('/') + 1))) found.insert(path);
  }
  for (const std::string& path : closure(all, roots, false)) {
    if (options.bundled.count(path)) found.insert(path);
  }
  if (gpu) return {found.begin(), found.end()};
  // The kernels' algorithms and schedules, as their compiler wants them: all families.
  std::vector<std::string> compiler = closure(all, {"compiler/compile.h", "kernels/algorithm.h"}, true);
  for (const auto& [path, text] : options.bundled) {
    if (options.bundled.count(path.substr(0, path.rfind('/') + 1) + "problem.h")) compiler.push_back(path);
  }
  for (const std::string& path : closure(all, compiler, true)) {
    if (options.bundled.count(path)) found.insert(path);
  }
  return {found.begin(), found.end()};
}

// Kernels and their compiler belong to the model, namespace included: several directories, from any version of the
// generator or edited by hand, link into one program. The runtime has a namespace of its own.
std::string in_namespace_of(const std::string& model, std::string text) {
  const std::string ours = "specimen::gen", theirs = model + "::kernels";
  for (std::size_t at = text.find(ours); at != std::string::npos; at = text.find(ours, at + theirs.size())) {
    text.replace(at, ours.size(), theirs);
  }
  return text;
}

// Files of the model's own program.
std::vector<GeneratedFile> without_training(std::vector<GeneratedFile> files) {
  std::erase_if(files, [](const GeneratedFile& file) { return file.path == "train_main.cpp"; });
  return files;
}

View sources_view(const std::vector<std::string>& paths, const std::string& directory) {
  View list = View::array();
  for (const std::string& path : paths) {
    const bool source = path.size() > 4 && path.compare(path.size() - 4, 4, ".cpp") == 0;
    if (source && path.compare(0, directory.size(), directory) == 0) list.push_back({{"path", path}});
  }
  return list;
}

}  // namespace

bool emit(const Plan& plan, const EmitOptions& options, std::vector<GeneratedFile>* files, std::string* error) {
  View view = make_view(plan, options);
  RenderedView shown(view);
  const std::map<std::string, std::string> partials = partials_of(options);
  auto add_from = [&](const Row& row, const RenderedView& data, const std::string& model) {
    const auto text = options.templates.find(row.template_name);
    Rendered rendered;
    if (text == options.templates.end()) {
      rendered.error = "the file is missing";
    } else {
      rendered = render(text->second, data, partials);
    }
    if (!rendered.error.empty()) {
      *error = std::string("templates/") + row.template_name + ": " + rendered.error;
      return false;
    }
    files->push_back(
        {path_of(row, model), stamp(std::move(rendered.text)), row.template_name, std::move(rendered.lines)});
    return true;
  };
  auto add = [&](const Row& row) { return add_from(row, shown, plan.model); };
  const bool gpu = plan.kind == TargetKind::gpu;
  if (options.training) {
    EmitOptions of_training = options;
    of_training.labels.clear();  // which are of the model's own outputs
    View training = make_view(*options.training, of_training);
    training["has_program"] = options.recipe.has_value();
    if (options.recipe) add_recipe(*options.training, plan, view, options, training);
    const RenderedView data(training);
    for (const Row& row : kTrainRows) {
      if (!add_from(row, data, options.training->model)) return false;
    }
    if (options.recipe && !add_from(kTrainProgram, data, options.training->model)) return false;
    if (!options.shared_runtime && !add_from(kTrainSchedules, data, options.training->model)) return false;
    // For the files that are of both.
    view["training"] = View::array({training});
    view["train_instances"] = training["instances"];
    shown = RenderedView(view);
  }
  for (const Row& row : gpu ? std::vector<Row>(std::begin(kGpuRows), std::end(kGpuRows))
                            : std::vector<Row>(std::begin(kRows), std::end(kRows))) {
    if (!add(row)) return false;
  }
  if (gpu) view["parts"] = View::array();
  for (const View& part : view["parts"]) {
    View merged = view;
    merged.update(part);
    const RenderedView data(merged);
    const std::string name = part["part"];
    for (const auto& [from, ending] : {std::pair(name + ".h", ".h"), {name + ".cpp", ".cpp"}, {"part.pc", ".pc.in"}}) {
      const std::string template_name = from + ".mustache", path = "<model>_" + name + ending;
      if (!add_from({template_name.c_str(), path.c_str()}, data, plan.model)) return false;
    }
  }
  for (const Row& row : kLabelRows) {
    if (view["has_labels"].get<bool>() && !add(row)) return false;
  }
  for (const Row& row : kCompilerRows) {
    if (!options.shared_runtime && !gpu && !add(row)) return false;
  }
  files->push_back(plan_file(plan));
  // Last, since it lists the files that were copied.
  const std::vector<std::string> bundled = bundled_files(options, *files, gpu);
  view["runtime_sources"] = sources_view(bundled, gpu ? "runtime/" : "runtime/core/");
  view["program_sources"] = sources_view(bundled_files(options, without_training(*files), gpu), "runtime/program/");
  for (View& part : view["parts"]) {
    part["sources"] = sources_view(bundled, "runtime/" + part["part"].get<std::string>() + "/");
  }
  // What the training program links beside the model.
  std::map<std::string, std::string> all = options.bundled;
  for (const GeneratedFile& file : *files) all[file.path] = file.text;
  const std::vector<std::string> of_program = closure(all, {"train_main.cpp"}, true);
  for (View& training : view["training"]) {
    training["train_sources"] = View::array({{{"path", "runtime/train/parameters.cpp"}}});
    training["loop_sources"] = View::array();
    for (const char* directory : {"runtime/train/", "runtime/data/", "runtime/program/"}) {
      for (View& source : sources_view(options.recipe ? of_program : std::vector<std::string>(), directory)) {
        if (source["path"] != "runtime/train/parameters.cpp") training["loop_sources"].push_back(source);
      }
    }
  }
  if (!options.shared_runtime) {
    if (!gpu) view["compiler_sources"] = sources_view(bundled, "kernels/");
    for (View& path : sources_view(bundled, "compiler/")) view["compiler_sources"].push_back(path);
    for (const char* path : {"runtime/core/output_file.cpp", "compile_kernels.cpp"})
      view["compiler_sources"].push_back({{"path", path}});
    for (const std::string& path : bundled) {
      files->push_back({path, in_namespace_of(plan.model, options.bundled.at(path)), "", {}});
    }
  }
  shown = RenderedView(view);
  if (!add(gpu ? kGpuBuildFile : kBuildFile)) return false;
  std::sort(files->begin(), files->end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return true;
}

std::string view_text(const Plan& plan, const EmitOptions& options) { return make_view(plan, options).dump(1) + "\n"; }

}  // namespace specimen::gen
