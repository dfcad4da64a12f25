#include "lines.h"

#include <algorithm>
#include <cstring>

namespace specimen_v2::data {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view line_at(const Input& input, std::uint64_t offset) {
  const char* begin = reinterpret_cast<const char*>(input.data()) + offset;
  const auto left = static_cast<std::size_t>(input.size() - offset);
  const void* end = left == 0 ? nullptr : std::memchr(begin, '\n', left);
  std::string_view line(begin, end == nullptr ? left : static_cast<std::size_t>(static_cast<const char*>(end) - begin));
  return line;
}

std::string_view without_end(std::string_view line) {
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

}  // namespace

Status LineFile::open(const std::string& path, bool skip_empty) {
  const Status status = input_.open(path);
  if (status.ok()) index(skip_empty);
  return status;
}

Status LineFile::open_memory(const void* bytes, std::size_t size, const std::string& path, bool skip_empty) {
  const Status status = input_.open_memory(bytes, size, path);
  if (status.ok()) index(skip_empty);
  return status;
}

void LineFile::index(bool skip_empty) {
  lines_.clear();
  std::uint64_t at = 0;
  if (line_at(input_, 0).substr(0, kByteOrderMark.size()) == kByteOrderMark) at = kByteOrderMark.size();
  while (at < input_.size()) {
    const std::string_view line = line_at(input_, at);
    if (!skip_empty || without_end(line).find_first_not_of(" \t") != std::string_view::npos) lines_.push_back(at);
    at += line.size() + 1;
  }
}

std::string_view LineFile::text(std::int64_t index) const {
  return without_end(line_at(input_, lines_[static_cast<std::size_t>(index)]));
}

std::int64_t LineFile::number(std::int64_t index) const {
  const unsigned char* data = input_.data();
  return 1 + std::count(data, data + lines_[static_cast<std::size_t>(index)], '\n');
}

std::string LineFile::place(std::int64_t index) const { return path() + ", line " + std::to_string(number(index)); }

Status TextLines::read(std::int64_t index, Example* example) const {
  const Status status = check_index(index);
  if (!status.ok()) return status;
  example->clear();
  const std::string_view line = file_.text(index);
  const std::size_t zero = line.find('\0');
  if (zero != std::string_view::npos) {
    return Status(StatusCode::data_error, "%s, column %zu: a NUL byte: is this a text?", place(index).c_str(),
                  zero + 1);
  }
  const Field* field = example->add("text", FieldType::text, nullptr, 0);
  if (field == nullptr) return Status(StatusCode::out_of_memory, "no memory for an example");
  *static_cast<std::string_view*>(const_cast<void*>(field->data)) = line;
  return Status();
}

Status JsonLines::read(std::int64_t index, Example* example) const {
  Status status = check_index(index);
  if (!status.ok()) return status;
  status = parse_json_example(file_.text(index), example);
  if (status.ok()) return status;
  return Status(status.code(), "%s, %s", place(index).c_str(), status.message());
}

}  // namespace specimen_v2::data
