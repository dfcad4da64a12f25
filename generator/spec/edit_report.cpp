// An edit that acts on nothing is a mistake; the report says what there is instead.
#include <algorithm>

#include "base/nearest.h"
#include "base/text.h"
#include "spec/expander.h"

namespace specimen::gen {
namespace {

constexpr std::size_t kMostNames = 8;

// `a`, `b`, ...: each once, in the order of the spec.
std::vector<std::string> once(const std::vector<std::string>& names) {
  std::vector<std::string> result;
  for (const std::string& name : names)
    if (std::find(result.begin(), result.end(), name) == result.end()) result.push_back(name);
  return result;
}

std::string quoted(const std::vector<std::string>& names) {
  std::vector<std::string> shown;
  for (std::size_t i = 0; i < std::min(names.size(), kMostNames); ++i) shown.push_back("`" + printable(names[i]) + "`");
  return join(shown, ", ") + (names.size() > kMostNames ? ", ..." : "");
}

std::string described(const Selector& selector) {
  std::string text = selector.layer.empty() ? "layer" : "`" + printable(selector.layer) + "`";
  text += " at `" + printable(selector.path.text()) + "`";
  if (selector.where.empty()) return text;
  std::vector<std::string> names;
  for (const Binding& binding : selector.where) names.push_back(binding.name);
  return text + " with such " + quoted(names);
}

// Says at which level a path leaves those that exist.
void note_path(const PathPattern& pattern, const std::vector<std::string>& paths, Diagnostic& diagnostic) {
  std::vector<std::vector<std::string>> open;
  for (const std::string& path : paths) open.push_back(split(path, '/'));
  std::string inside;
  for (std::size_t level = 0; level < pattern.levels().size() && pattern.levels()[level] != "**"; ++level) {
    std::vector<std::string> names;
    for (const std::vector<std::string>& path : open)
      if (path.size() > level) names.push_back(path[level]);
    names = once(names);
    std::erase_if(open, [&](const std::vector<std::string>& path) {
      return path.size() <= level || !PathPattern::level_matches(pattern.levels()[level], path[level]);
    });
    if (open.empty()) {
      const std::string close = nearest(pattern.levels()[level], names);
      const std::string where = inside.empty() ? "" : "in `" + inside + "` ";
      if (!close.empty()) diagnostic.suggest(inside + (inside.empty() ? "" : "/") + close);
      if (!names.empty())
        diagnostic.note("{}there {} {}", where, names.size() == 1 ? "is" : "are", quoted(names));
      else
        diagnostic.note("there is nothing in `{}`", inside);
      return;
    }
    inside += (level ? "/" : "") + pattern.levels()[level];
  }
  if (!open.empty() && !inside.empty()) diagnostic.note("`{}/*` is what is in it", inside);
}

}  // namespace

bool Expander::every_edit_acted() {
  bool good = true;
  for (const EditedDefinition& edited : edited_) {
    for (const Edit& edit : edited.definition->edits) {
      if (acted_.count(&edit) != 0) continue;
      good = false;
      const Selector& selector = edit.at[0];
      std::vector<std::string> paths, callees;
      const Edit* removed_by = nullptr;
      for (const SeenCall& seen : edited.seen) {
        const bool here = selector.path.matches(seen.path),
                   of_layer = selector.layer.empty() || selector.layer == seen.callee;
        const bool inside = selector.path.text().compare(0, seen.path.size() + 1, seen.path + "/") == 0;
        if (seen.removed_by && ((here && of_layer) || inside)) removed_by = seen.removed_by;
        paths.push_back(seen.path);
        if (here) callees.push_back(seen.callee);
      }
      if (removed_by) {
        diagnostics_
            .error(Kind::edit_conflict, selector.span, "`{}` was removed by another edit",
                   printable(selector.path.text()))
            .note_at(removed_by->span, "it is here: leave one of the two out");
        continue;
      }
      Diagnostic& diagnostic =
          diagnostics_.error(Kind::edit_matches_nothing, selector.span, "there is no {}", described(selector));
      callees = once(callees);
      if (callees.empty())
        note_path(selector.path, paths, diagnostic);
      else if (selector.layer.empty() || std::find(callees.begin(), callees.end(), selector.layer) != callees.end())
        diagnostic.note("`where` does not hold for what is there: {}", quoted(callees));
      else
        diagnostic.note("what is there: {}", quoted(callees));
    }
  }
  return good;
}

void Expander::note_last_edit() {
  if (!last_edit_ || diagnostics_.list().empty()) return;
  const Diagnostic& last = diagnostics_.list().back();
  if (last.span.file != last_edit_->span.file)
    diagnostics_.note_last(last_edit_->span, fmt::format("this edit acted on `{}` before", printable(last_edited_)));
}

}  // namespace specimen::gen
