#include "cli/labels.h"

#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "base/nearest.h"
#include "base/text.h"

namespace specimen::gen {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostBytes = 1 << 24;

// The file of the list that an output names; empty where it names none. Nothing after a diagnostic.
std::optional<std::string> list_of(Session& session, const PlanOutput& output) {
  const std::string& name = output.meaning.labels;
  if (name.empty()) return "";
  std::vector<std::string> known;
  for (const std::string& directory : session.all_spec_directories()) {
    for (const std::string& path : files_below(directory + "/labels", ".txt")) {
      known.push_back(fs::path(path).stem().string());
      if (known.back() == name) return path;
    }
  }
  session.diagnostics
      .error(Kind::labels_unknown, Span{}, "output `{}` has labels `{}`, and there is no such list", output.name,
             printable(name))
      .suggest(nearest(name, known))
      .note("a list is a file `labels/{}.txt` in a directory of specs, with a name a line", printable(name));
  return std::nullopt;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines = split(text, '\n');
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
  for (std::string& line : lines) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
  }
  return lines;
}

// An output has a value for each name of the list.
bool fits(const PlanOutput& output, std::size_t names) {
  return !output.shape.empty() && output.shape.back().text() == std::to_string(names);
}

std::vector<PlanOutput> all_outputs(const Plan& plan) {
  std::vector<PlanOutput> outputs;
  for (const PlanEntry& entry : plan.entries) outputs.insert(outputs.end(), entry.outputs.begin(), entry.outputs.end());
  return outputs;
}

}  // namespace

std::optional<std::string> labels_file(Session& session, const Plan& plan) {
  for (const PlanOutput& output : all_outputs(plan)) {
    const auto path = list_of(session, output);
    if (!path || !path->empty()) return path;
  }
  return "";
}

std::optional<bool> labels_fit(Session& session, const Plan& plan, const std::string& path) {
  const std::optional<std::string> text = read_file(path, kMostBytes, session.diagnostics);
  if (!text) return std::nullopt;
  const std::size_t names = lines_of(*text).size();
  const std::vector<PlanOutput> outputs = all_outputs(plan);
  return std::any_of(outputs.begin(), outputs.end(), [&](const PlanOutput& output) { return fits(output, names); });
}

std::vector<std::vector<std::string>> label_lists(Session& session, const Plan& plan) {
  const std::vector<PlanOutput> outputs = all_outputs(plan);
  std::vector<std::vector<std::string>> lists(outputs.size());
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const auto path = list_of(session, outputs[i]);
    if (!path || path->empty()) continue;
    const std::optional<std::string> text = read_file(*path, kMostBytes, session.diagnostics);
    std::vector<std::string> names = text ? lines_of(*text) : std::vector<std::string>();
    if (fits(outputs[i], names.size())) lists[i] = std::move(names);  // not after `--set classes=7`
  }
  return lists;
}

}  // namespace specimen::gen
