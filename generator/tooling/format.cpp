#include "tooling/format.h"

#include <clang/Format/Format.h>
#include <llvm/Support/Error.h>

#include <algorithm>
#include <map>

namespace specimen::gen {
namespace {

clang::format::FormatStyle project_style() {
  clang::format::FormatStyle style = clang::format::getGoogleStyle(clang::format::FormatStyle::LK_Cpp);
  style.ColumnLimit = 120;
  style.DerivePointerAlignment = false;
  style.PointerAlignment = clang::format::FormatStyle::PAS_Left;
  return style;
}

std::string apply_replacements(const std::string& text, const clang::tooling::Replacements& replacements) {
  llvm::Expected<std::string> result = clang::tooling::applyAllReplacements(text, replacements);
  if (!result) {
    // Replacements that overlap would be a fault of clang-format; the text as it was is still right.
    llvm::consumeError(result.takeError());
    return text;
  }
  return *result;
}

std::vector<clang::tooling::Range> whole(const std::string& text) {
  return {clang::tooling::Range(0, static_cast<unsigned>(text.size()))};
}

std::string sort_includes(const std::string& text, const std::string& path) {
  return apply_replacements(text, clang::format::sortIncludes(project_style(), text, whole(text), path));
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

bool is_include(std::string_view line) { return line.substr(0, 8) == "#include"; }

}  // namespace

std::string format_source(std::string_view text, std::string_view path) {
  SourceText source;
  source.path = path;
  source.text = text;
  return format_source(source).text;
}

SourceText format_source(const SourceText& source) {
  SourceText result = source;
  const std::string sorted = sort_includes(source.text, source.path);
  const clang::tooling::Replacements replacements =
      clang::format::reformat(project_style(), sorted, whole(sorted), source.path);
  result.text = apply_replacements(sorted, replacements);
  if (source.template_lines.empty()) {
    return result;
  }

  const auto old_line_of = [&source](std::size_t index) {
    return index < source.template_lines.size() ? source.template_lines[index] : 0;
  };
  // Sorting moves whole include lines, within blocks that hold nothing else; those are found again by their text.
  std::map<std::string_view, int> includes;
  const std::vector<std::string_view> before = lines_of(source.text);
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (is_include(before[i])) {
      includes.emplace(before[i], old_line_of(i));
    }
  }

  const std::vector<std::string_view> middle = lines_of(sorted);
  const std::vector<std::string_view> after = lines_of(result.text);
  result.template_lines.assign(after.size(), 0);
  std::vector<std::size_t> starts;
  for (std::string_view line : after) {
    starts.push_back(static_cast<std::size_t>(line.data() - result.text.data()));
  }
  for (std::size_t i = 0; i < middle.size() && i < before.size(); ++i) {
    const std::size_t indent = middle[i].find_first_not_of(" \t");
    if (indent == std::string_view::npos) {
      continue;
    }
    const auto offset = static_cast<unsigned>(middle[i].data() - sorted.data() + indent);
    const std::size_t moved = replacements.getShiftedCodePosition(offset);
    const auto next = std::upper_bound(starts.begin(), starts.end(), moved);
    if (next == starts.begin()) {
      continue;
    }
    int& line = result.template_lines[static_cast<std::size_t>(next - starts.begin()) - 1];
    if (line == 0) {
      line = old_line_of(i);
    }
  }
  for (std::size_t i = 0; i < after.size(); ++i) {
    const auto found = includes.find(after[i]);
    if (found != includes.end()) {
      result.template_lines[i] = found->second;
    } else if (result.template_lines[i] == 0 && i > 0) {
      result.template_lines[i] = result.template_lines[i - 1];  // a long line was broken
    }
  }
  return result;
}

}  // namespace specimen::gen
