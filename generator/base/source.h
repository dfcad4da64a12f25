// Source text, and places in it.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace specimen::gen {

struct LineColumn {
  int line = 1, column = 1;  // from 1; columns count characters (UTF-8), not bytes
};

// One file's text. Never moves or changes once made, so spans may point to it.
class SourceFile {
 public:
  SourceFile(std::string path, std::string text);
  SourceFile(const SourceFile&) = delete;
  SourceFile& operator=(const SourceFile&) = delete;

  const std::string& path() const { return path_; }
  const std::string& text() const { return text_; }
  LineColumn position(std::uint32_t offset) const;
  // The text of a line (from 1) without its end; empty where there is none.
  std::string_view line(int number) const;
  std::uint32_t line_start(int number) const;
  int lines() const { return static_cast<int>(starts_.size()); }

 private:
  std::string path_, text_;
  std::vector<std::uint32_t> starts_;
};

// Bytes [begin, end) of a file. A span without a file is "nowhere": a message about the whole run.
struct Span {
  const SourceFile* file = nullptr;
  std::uint32_t begin = 0, end = 0;

  bool valid() const { return file != nullptr; }
  bool operator==(const Span&) const = default;
};

// `path:line:column`, or "" for a span without a file.
std::string to_string(const Span& span);

// Owns source files; outlives every span into them.
class Sources {
 public:
  const SourceFile* add(std::string path, std::string text) {
    return &files_.emplace_back(std::move(path), std::move(text));
  }
  const std::deque<SourceFile>& files() const { return files_; }

 private:
  std::deque<SourceFile> files_;
};

}  // namespace specimen::gen
