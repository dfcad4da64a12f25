#include "random/write_case.h"

#include <fmt/format.h>

#include <cstring>
#include <filesystem>
#include <list>

#include "base/file.h"
#include "base/runtime.h"
#include "emit/emit.h"
#include "graph/traits.h"
#include "passes/passes.h"
#include "plan/build.h"
#include "random/sharing.h"
#include "runtime/core/safetensors_writer.h"

namespace specimen::gen {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kLargestFile = 1 << 20;

const std::map<std::string, std::string>& templates() {
  static const std::map<std::string, std::string> files = [] {
    std::map<std::string, std::string> read;
    const std::string directory = std::string(SPECIMEN_SOURCE_DIR) + "/templates";
    Diagnostics diagnostics;
    for (const std::string& path : files_below(directory, ""))
      read[fs::path(path).filename()] = read_file(path, kLargestFile, diagnostics).value_or("");
    return read;
  }();
  return files;
}

// Tensors of one file, with their bytes.
class TensorFile {
 public:
  void add(const std::string& name, const DenseArray& array, bool integers) {
    std::vector<char>& bytes = bytes_.emplace_back(array.data.size() * 4);
    for (std::size_t i = 0; i < array.data.size(); ++i) {
      const float number = static_cast<float>(array.data[i]);
      const std::int32_t integer = static_cast<std::int32_t>(array.data[i]);
      std::memcpy(&bytes[4 * i], integers ? static_cast<const void*>(&integer) : &number, 4);
    }
    tensors_.push_back({name, integers ? SafetensorsDtype::i32 : SafetensorsDtype::f32, array.shape, bytes.data()});
  }
  std::string write(const std::string& path) const {
    const Status status = write_safetensors(path.c_str(), tensors_);
    return status ? "" : path + ": " + status.message();
  }

 private:
  std::list<std::vector<char>> bytes_;
  std::vector<SafetensorsTensor> tensors_;
};

std::string write_text(const fs::path& path, const std::string& text) {
  Diagnostics diagnostics;
  return write_file(path.string(), text, diagnostics) ? "" : diagnostics.text();
}

std::string write_numbers(const fs::path& directory, const Graph& graph, const Numbers& numbers) {
  TensorFile weights, runs;
  for (const auto& [name, array] : numbers.weights) weights.add(name, array, false);
  for (std::size_t i = 0; i < numbers.runs.size(); ++i) {
    for (const Input& input : graph.functions[0].inputs)
      runs.add(fmt::format("{}/input/{}", i, input.name), numbers.runs[i].inputs.at(input.name),
               graph[input.tensor].dtype == DType::i32);
    for (const Output& output : graph.functions[0].outputs)
      runs.add(fmt::format("{}/output/{}", i, output.name), numbers.runs[i].outputs.at(output.name),
               graph[output.tensor].dtype == DType::i32);
  }
  if (std::string error = weights.write(directory / "weights.safetensors"); !error.empty()) return error;
  return runs.write(directory / "runs.safetensors");
}

std::string write_code_of(const std::string& directory, const Graph& graph, const Mistake* mistake) {
  Plan plan = build_plan(run_passes(graph, TargetKind::cpu), TargetKind::cpu);
  std::vector<GeneratedFile> files;
  std::string error;
  const auto* in_plan = mistake ? std::get_if<Mistake::InPlan>(&mistake->place) : nullptr;
  const auto* in_text = mistake ? std::get_if<Mistake::InText>(&mistake->place) : nullptr;
  if (mistake && !in_text && !(in_plan && in_plan->put(&plan))) return "";
  EmitOptions options;
  options.shared_runtime = true;
  options.templates = templates();
  if (!emit(plan, options, &files, &error)) return "generating: " + error;
  if (in_text && !in_text->put(&files)) return "";
  for (const GeneratedFile& file : files) {
    error = write_text(fs::path(directory) / "code" / file.path, file.text);
    if (!error.empty()) return error;
  }
  return "";
}

bool has_symbol(const Shape& shape) {
  for (std::size_t d = 1; d < shape.size(); ++d) {
    if (!shape[d].is_constant()) return true;
  }
  return false;
}

}  // namespace

std::string write_spec(const std::string& directory, const RandomSpec& spec) {
  for (const auto& [name, text] : spec.files) {
    if (std::string error = write_text(fs::path(directory) / name, text); !error.empty()) return error;
  }
  return "";
}

std::string write_code(const std::string& directory, const Graph& graph) {
  return write_code_of(directory, graph, nullptr);
}

std::string write_mistaken(const std::string& directory, const Graph& graph, const Mistake& mistake) {
  return write_code_of(directory, graph, &mistake);
}

std::string write_case(const std::string& directory, const RandomSpec& spec, const Graph& graph,
                       const Numbers& numbers) {
  std::error_code ignored;
  fs::remove_all(directory, ignored);
  if (std::string error = write_spec(directory, spec); !error.empty()) return error;
  if (std::string error = write_code(directory, graph); !error.empty()) return error;
  Json description = {{"name", spec.name}, {"rounding", numbers.rounding}, {"id_limits", numbers.id_limits}};
  for (const RandomRun& run : numbers.runs) description["runs"].push_back(run.symbols);
  const std::string error = write_text(fs::path(directory) / "case.json", description.dump(1) + "\n");
  return error.empty() ? write_numbers(directory, graph, numbers) : error;
}

std::set<std::string> features(const Graph& finished) {
  std::set<std::string> found;
  for (OpId id : finished.order()) {
    const Op& op = finished[id];
    const std::string name = op_name(op.attributes);
    found.insert(name);
    const auto add = [&](TensorId tensor, const char* side) {
      const Tensor& t = finished[tensor];
      if (t.kind == TensorKind::weight) return;
      if (!t.padding.size.none())
        found.insert(name + side + (t.padding.lowest ? " with padding of maxima" : " with padding"));
      if (t.slice.of.valid()) found.insert(name + side + " in a slice");
      if (t.shape.size() != 4) found.insert(fmt::format("{}{} rank {}", name, side, t.shape.size()));
      if (has_symbol(t.shape)) found.insert(name + side + " with a symbol");
    };
    for (TensorId input : op.inputs) add(input, " reads");
    for (TensorId output : op.outputs) add(output, " writes");
    if (const Chain* chain = chain_of(op.attributes)) {
      for (const Step& step : chain->steps) found.insert(name + " then " + to_string(step.operand));
    }
  }
  for (const Region& region : finished.regions) found.insert(to_string(region.kind));
  Plan plan = build_plan(finished, TargetKind::cpu);
  for (PlanFunction& function : plan.functions) {
    if (function.scopes.size() > 1) found.insert("a function reads weights of another block");
    if (weights_alike(&function).first) found.insert("a function reads two weights alike of another block");
  }
  return found;
}

}  // namespace specimen::gen
