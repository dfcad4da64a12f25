// JSON with // and /* */ comments, read with the span of every value and key.
#pragma once

#include <optional>

#include "base/diagnostics.h"
#include "base/source.h"
#include "spec/value.h"

namespace specimen::gen {

struct JsonLimits {
  int depth = 100;               // of lists and objects
  std::size_t bytes = 8u << 20;  // of the text
};

// The text's one value; no value after a diagnostic (json_*). Hostile text gives a diagnostic, never a crash.
std::optional<Value> parse_json(const SourceFile& file, Diagnostics& diagnostics, const JsonLimits& limits = {});

// A string value's characters, each with its place in the file, escapes taken into account.
class LocatedText {
 public:
  explicit LocatedText(const Value& string);
  // Text that stands nowhere in a file, or as a whole at `span`.
  LocatedText(std::string text, Span span) : text_(std::move(text)), span_(span) {}

  const std::string& text() const { return text_; }
  const Span& span() const { return span_; }
  // Where the characters [begin, end) of text() stand.
  Span at(std::size_t begin, std::size_t end) const;

 private:
  std::string text_;
  Span span_;
  std::vector<std::uint32_t> offsets_;  // of each byte of the text, and of its end; empty: the span as a whole
};

}  // namespace specimen::gen
