#include "base/diagnostics.h"

#include <algorithm>

#include "base/text.h"

namespace specimen::gen {
namespace {

struct Style {
  const char *bold, *error, *warning, *note, *caret, *off;
};
constexpr Style kPlain = {"", "", "", "", "", ""};
constexpr Style kColor = {"\033[1m", "\033[1;31m", "\033[1;35m", "\033[36m", "\033[1;32m", "\033[0m"};

constexpr std::size_t kWidth = 120;  // of a source line in a message
constexpr std::size_t kMessage = 600;

// The characters of a line, one string each, tabs as one blank, so that a caret below them lines up.
std::vector<std::string> characters_of(std::string_view line) {
  std::vector<std::string> result;
  for (std::size_t i = 0; i < line.size();) {
    std::size_t length = 1;
    while (i + length < line.size() && (static_cast<unsigned char>(line[i + length]) & 0xC0) == 0x80 && length < 4)
      ++length;
    std::string c(line.substr(i, length));
    std::string shown = printable(c, 8);
    result.push_back(c == "\t" ? " " : shown == c ? c : "?");
    i += length;
  }
  return result;
}

// The line of the span with carets below it; long lines are cut around the span.
std::string excerpt(const Span& span, const Style& style) {
  LineColumn begin = span.file->position(span.begin), end = span.file->position(std::max(span.begin, span.end));
  std::vector<std::string> line = characters_of(span.file->line(begin.line));
  std::size_t first = static_cast<std::size_t>(begin.column - 1);
  std::size_t last = end.line == begin.line ? static_cast<std::size_t>(end.column - 1) : line.size();
  first = std::min(first, line.size());
  last = std::max(first + 1, std::min(last, line.size()));

  std::size_t from = 0;
  if (line.size() > kWidth && first > kWidth / 2) from = std::min(first - kWidth / 4, line.size() - kWidth / 2);
  std::size_t to = std::min(line.size(), from + kWidth);
  std::string text, carets;
  if (from > 0) text += "... ", carets += "    ";
  for (std::size_t i = from; i < to; ++i) text += line[i];
  if (to < line.size()) text += " ...";
  for (std::size_t i = from; i < std::max(to, first + 1) && i < last; ++i) carets += i < first ? ' ' : '^';

  std::string number = std::to_string(begin.line);
  std::string result = fmt::format("  {} | {}\n", number, text);
  while (!result.empty() && result.size() > 1 && result[result.size() - 2] == ' ') result.erase(result.size() - 2, 1);
  return result + fmt::format("  {} | {}{}{}\n", std::string(number.size(), ' '), style.caret, carets, style.off);
}

const KindInfo kKinds[] = {
#define DIAGNOSTIC(name, severity, exit_class, description) \
  {Kind::name, #name, Severity::severity, ExitClass::exit_class, description},
#include "base/diagnostics.def"
#undef DIAGNOSTIC
};

}  // namespace

const KindInfo& info(Kind kind) { return kKinds[static_cast<int>(kind)]; }

const std::vector<KindInfo>& all_kinds() {
  static const std::vector<KindInfo> kinds(std::begin(kKinds), std::end(kKinds));
  return kinds;
}

Diagnostic& Diagnostic::suggest(std::string_view nearest) {
  if (!nearest.empty()) note("did you mean `{}`?", printable(nearest));
  return *this;
}

void Diagnostics::note_last(const Span& at, std::string text) {
  for (auto last = list_.rbegin(); last != list_.rend(); ++last) {
    if (info(last->kind).severity != Severity::error) continue;
    last->notes.push_back({at, std::move(text)});
    return;
  }
}

Diagnostic& Diagnostics::report(Kind kind, const Span& span, std::string message) {
  bool is_error = info(kind).severity == Severity::error;
  ++(is_error ? errors_ : warnings_);
  if ((is_error ? errors_ : warnings_) > limit_) {
    dropped_.notes.clear();
    return dropped_;
  }
  Diagnostic& diagnostic = list_.emplace_back();
  diagnostic.kind = kind;
  diagnostic.span = span;
  diagnostic.message = std::move(message);
  return diagnostic;
}

ExitClass Diagnostics::exit_class() const {
  for (const Diagnostic& diagnostic : list_)
    if (info(diagnostic.kind).severity == Severity::error) return info(diagnostic.kind).exit_class;
  return ExitClass::success;
}

std::string to_text(const Diagnostic& diagnostic, bool color) {
  const Style& style = color ? kColor : kPlain;
  const KindInfo& kind = info(diagnostic.kind);
  bool is_error = kind.severity == Severity::error;
  std::string result;
  if (diagnostic.span.valid())
    result += fmt::format("{}{}: {}", style.bold, printable(to_string(diagnostic.span), kMessage), style.off);
  result += fmt::format("{}{}: {}{}{}{} [{}]\n", is_error ? style.error : style.warning, is_error ? "error" : "warning",
                        style.off, style.bold, printable(diagnostic.message, kMessage), style.off, kind.name);
  if (diagnostic.span.valid()) result += excerpt(diagnostic.span, style);
  for (const Note& note : diagnostic.notes) {
    result += fmt::format("{}note: {}{}", style.note, style.off, printable(note.message, kMessage));
    if (note.span.valid()) result += fmt::format(" ({})", printable(to_string(note.span), kMessage));
    result += '\n';
  }
  return result;
}

std::string Diagnostics::text(bool color) const {
  std::string result;
  for (const Diagnostic& diagnostic : list_) result += to_text(diagnostic, color);
  if (errors_ > limit_)
    result += fmt::format("{} more not shown\n", count_of(static_cast<std::size_t>(errors_ - limit_), "error"));
  if (warnings_ > limit_)
    result += fmt::format("{} more not shown\n", count_of(static_cast<std::size_t>(warnings_ - limit_), "warning"));
  return result;
}

std::string to_json(const Diagnostics& diagnostics) {
  auto place = [](const Span& span) {
    if (!span.valid()) return std::string();
    LineColumn at = span.file->position(span.begin);
    return fmt::format("\"file\": {}, \"line\": {}, \"column\": {}, ",
                       json_string(printable(span.file->path(), kMessage)), at.line, at.column);
  };
  std::vector<std::string> rows;
  for (const Diagnostic& d : diagnostics.list()) {
    const KindInfo& kind = info(d.kind);
    std::vector<std::string> notes;
    for (const Note& note : d.notes)
      notes.push_back(
          fmt::format("{{{}\"message\": {}}}", place(note.span), json_string(printable(note.message, kMessage))));
    rows.push_back(fmt::format("  {{\"kind\": \"{}\", \"severity\": \"{}\", {}\"message\": {}, \"notes\": [{}]}}",
                               kind.name, kind.severity == Severity::error ? "error" : "warning", place(d.span),
                               json_string(printable(d.message, kMessage)), join(notes, ", ")));
  }
  return rows.empty() ? "[]\n" : "[\n" + join(rows, ",\n") + "\n]\n";
}

}  // namespace specimen::gen
