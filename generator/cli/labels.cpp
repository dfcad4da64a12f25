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

}  // namespace

std::optional<std::string> labels_file(Session& session, const Plan& plan) {
  for (const PlanOutput& output : plan.outputs) {
    const std::string& name = output.meaning.labels;
    if (name.empty()) continue;
    std::vector<std::string> known;
    for (const std::string& folder : session.all_spec_folders()) {
      for (const std::string& path : files_below(folder + "/labels", ".txt")) {
        known.push_back(fs::path(path).stem().string());
        if (known.back() == name) return path;
      }
    }
    session.diagnostics
        .error(Kind::labels_unknown, Span{}, "output `{}` has labels `{}`, and there is no such list", output.name,
               printable(name))
        .suggest(nearest(name, known))
        .note("a list is a file `labels/{}.txt` in a folder of specs, with a name a line", printable(name));
    return std::nullopt;
  }
  return "";
}

std::optional<bool> labels_fit(Session& session, const Plan& plan, const std::string& path) {
  const std::optional<std::string> text = read_file(path, kMostBytes, session.diagnostics);
  if (!text) return std::nullopt;
  auto lines = std::count(text->begin(), text->end(), '\n');
  if (!text->empty() && text->back() != '\n') ++lines;
  return std::any_of(plan.outputs.begin(), plan.outputs.end(), [&](const PlanOutput& output) {
    return !output.shape.empty() && output.shape.back().text() == std::to_string(lines);
  });
}

}  // namespace specimen::gen
