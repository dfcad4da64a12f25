#include "vocab_txt.h"

#include <algorithm>

#include "../core/printable.h"
#include "characters.h"

namespace specimen_v2 {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view without_trailing_space(std::string_view line) {
  while (!line.empty()) {
    std::size_t start = line.size() - 1;
    while (start > 0 && (static_cast<unsigned char>(line[start]) & 0xC0) == 0x80) --start;
    if (!is_whitespace(decode_utf8(line.data() + start, line.data() + line.size()).code)) break;
    line = line.substr(0, start);
  }
  return line;
}

}  // namespace

Status read_vocab_txt(std::string_view text, const char* file, Vocabulary* out) {
  if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) text.remove_prefix(kByteOrderMark.size());
  out->tokens.reserve(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1, text.size());
  while (!text.empty()) {
    const std::size_t newline = text.find('\n');
    const std::string_view line = text.substr(0, newline);
    text.remove_prefix(newline == std::string_view::npos ? text.size() : newline + 1);
    const std::size_t id = out->tokens.size();
    if (id == Vocabulary::kMaxTokens) {
      return Status(StatusCode::unsupported, "%s: more than %d lines, which no WordPiece vocabulary has", file,
                    static_cast<int>(Vocabulary::kMaxTokens));
    }
    if (!is_utf8(line)) {
      return Status(StatusCode::data_error, "%s: line %zu is not UTF-8: \"%s\"; vocab.txt has one token a line", file,
                    id + 1, Printable(line).text());
    }
    out->tokens.add(without_trailing_space(line));
  }
  return index_tokens(file, out);
}

}  // namespace specimen_v2
