#include "base/source.h"

#include <algorithm>

namespace specimen::gen {

SourceFile::SourceFile(std::string path, std::string text) : path_(std::move(path)), text_(std::move(text)) {
  starts_.push_back(0);
  for (std::size_t i = 0; i < text_.size(); ++i)
    if (text_[i] == '\n') starts_.push_back(static_cast<std::uint32_t>(i + 1));
}

LineColumn SourceFile::position(std::uint32_t offset) const {
  offset = std::min<std::uint32_t>(offset, static_cast<std::uint32_t>(text_.size()));
  auto next = std::upper_bound(starts_.begin(), starts_.end(), offset);
  std::uint32_t start = *(next - 1);
  LineColumn result;
  result.line = static_cast<int>(next - starts_.begin());
  for (std::uint32_t i = start; i < offset; ++i)
    if ((static_cast<unsigned char>(text_[i]) & 0xC0) != 0x80) ++result.column;
  return result;
}

std::uint32_t SourceFile::line_start(int number) const {
  if (number < 1 || number > lines()) return static_cast<std::uint32_t>(text_.size());
  return starts_[static_cast<std::size_t>(number - 1)];
}

std::string_view SourceFile::line(int number) const {
  if (number < 1 || number > lines()) return {};
  std::size_t begin = line_start(number);
  std::size_t end = number < lines() ? line_start(number + 1) - 1 : text_.size();
  if (end > begin && text_[end - 1] == '\r') --end;
  return std::string_view(text_).substr(begin, end - begin);
}

std::string to_string(const Span& span) {
  if (!span.file) return "";
  LineColumn at = span.file->position(span.begin);
  return span.file->path() + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
}

}  // namespace specimen::gen
