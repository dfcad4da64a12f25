// A text or a JSON object on each line; plain or gzip.
#ifndef SPECIMEN_V2_DATA_LINES_H
#define SPECIMEN_V2_DATA_LINES_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dataset.h"
#include "input.h"
#include "json_example.h"

namespace specimen_v2::data {

// Lines end in LF or CRLF; the last one may have no end. A byte order mark is passed over.
class LineFile {
 public:
  // `skip_empty`: lines of nothing but spaces and tabs do not count. Errors: those of Input.
  Status open(const std::string& path, bool skip_empty);
  Status open_memory(const void* bytes, std::size_t size, const std::string& path, bool skip_empty);

  std::int64_t size() const { return static_cast<std::int64_t>(lines_.size()); }
  std::string_view text(std::int64_t index) const;
  std::int64_t number(std::int64_t index) const;  // of the line, from 1; counts from the beginning
  const std::string& path() const { return input_.path(); }
  std::string place(std::int64_t index) const;  // "file, line 3"

 private:
  void index(bool skip_empty);

  Input input_;
  std::vector<std::uint64_t> lines_;  // offsets
};

// Field `text`, one text. Errors of read: data_error (a NUL byte).
class TextLines final : public Dataset {
 public:
  Status open(const std::string& path, bool skip_empty = true) { return file_.open(path, skip_empty); }
  Status open_memory(const void* bytes, std::size_t size, const std::string& path, bool skip_empty = true) {
    return file_.open_memory(bytes, size, path, skip_empty);
  }

  std::int64_t size() const override { return file_.size(); }
  Status read(std::int64_t index, Example* example) const override;
  std::string place(std::int64_t index) const override { return file_.place(index); }

 private:
  LineFile file_;
};

// A field per member: a string is a text; true and false are u8; a number is i64 where it is written as an integer that
// fits, else f64; an array of numbers, of strings or of booleans is a field of rank 1, an array of equal arrays one of
// a higher rank; null is no field. Errors of read: data_error with line and column (no JSON object, a name twice, an
// array of different things), unsupported (an object in the object).
class JsonLines final : public Dataset {
 public:
  Status open(const std::string& path) { return file_.open(path, true); }
  Status open_memory(const void* bytes, std::size_t size, const std::string& path) {
    return file_.open_memory(bytes, size, path, true);
  }

  std::int64_t size() const override { return file_.size(); }
  Status read(std::int64_t index, Example* example) const override;
  std::string place(std::int64_t index) const override { return file_.place(index); }

 private:
  LineFile file_;
};

}  // namespace specimen_v2::data

#endif  // SPECIMEN_V2_DATA_LINES_H
