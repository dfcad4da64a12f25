// Diagnostics: what is wrong with the user's input, where, and what to do about it. Nothing below the command line
// prints or exits; it reports here and returns "no value".
//
//   diagnostics.error(Kind::layer_unknown, span, "there is no layer `{}`", name).note("did you mean `{}`?", nearest);
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/source.h"

namespace specimen::gen {

enum class Kind {
#define DIAGNOSTIC(name, severity, exit_class, description) name,
#include "base/diagnostics.def"
#undef DIAGNOSTIC
};

enum class Severity { error, warning };

// The exit code by class of failure.
enum class ExitClass {
  success = 0,
  usage = 2,      // the command line
  spec = 3,       // specs
  weights = 4,    // checkpoints and weights files
  data = 5,       // images, text, tables
  files = 6,      // the file system
  build = 7,      // compilers and kernels
  mismatch = 8,   // a check or a comparison failed
  internal = 70,  // a bug in this program
};

struct KindInfo {
  Kind kind;
  const char* name;
  Severity severity;
  ExitClass exit_class;
  const char* description;
};
const KindInfo& info(Kind kind);
const std::vector<KindInfo>& all_kinds();

struct Note {
  Span span;  // may be nowhere
  std::string message;
};

class Diagnostic {
 public:
  Kind kind = Kind::json_syntax;
  Span span;
  std::string message;
  std::vector<Note> notes;

  // Appends a line below the message: the cure, or a place that matters.
  template <class... Args>
  Diagnostic& note(fmt::format_string<Args...> text, Args&&... args) {
    return add_note(Span(), fmt::format(text, std::forward<Args>(args)...));
  }
  template <class... Args>
  Diagnostic& note_at(const Span& at, fmt::format_string<Args...> text, Args&&... args) {
    return add_note(at, fmt::format(text, std::forward<Args>(args)...));
  }
  // "did you mean `x`?", unless `nearest` is empty.
  Diagnostic& suggest(std::string_view nearest);

 private:
  Diagnostic& add_note(Span at, std::string text) {
    notes.push_back({at, std::move(text)});
    return *this;
  }
};

class Diagnostics {
 public:
  // Beyond `limit` errors, further ones are counted but not kept.
  explicit Diagnostics(int limit = 20) : limit_(limit) {}

  // Reports; severity and exit class come from the kind's row. The reference is valid until the next report.
  template <class... Args>
  Diagnostic& error(Kind kind, const Span& span, fmt::format_string<Args...> text, Args&&... args) {
    return report(kind, span, fmt::format(text, std::forward<Args>(args)...));
  }
  Diagnostic& report(Kind kind, const Span& span, std::string message);

  // Adds a note to the last error.
  void note_last(const Span& at, std::string text);

  bool has_errors() const { return errors_ > 0; }
  int errors() const { return errors_; }
  int warnings() const { return warnings_; }
  // Errors reached the limit: a loop over user input may stop.
  bool full() const { return errors_ >= limit_; }
  const std::vector<Diagnostic>& list() const { return list_; }
  // That of the first error; success where there is none.
  ExitClass exit_class() const;

  // All of them as text, with source line and caret, in the order of reporting.
  std::string text(bool color = false) const;

 private:
  int limit_ = 20, errors_ = 0, warnings_ = 0;
  std::vector<Diagnostic> list_;
  Diagnostic dropped_;  // what reports beyond the limit write their notes to
};

std::string to_text(const Diagnostic& diagnostic, bool color = false);
// {"kind", "severity", "file", "line", "column", "message", "notes"} of each, as one JSON list.
std::string to_json(const Diagnostics& diagnostics);

}  // namespace specimen::gen
