#include "csv_cells.h"

#include <cstring>

namespace specimen_v2::data {

bool CsvCells::fail(std::size_t at, const char* what) {
  at_ = at;
  error_ = what;
  return false;
}

bool CsvCells::quoted(std::string_view* cell) {
  const std::size_t open = at_;
  std::size_t doubled = 0, end = text_.find('"', open + 1);
  while (text_.substr(end == std::string_view::npos ? text_.size() : end, 2) == "\"\"") {
    ++doubled;
    end = text_.find('"', end + 2);
  }
  if (end == std::string_view::npos) return fail(open, "a quote opens here that is not closed");
  *cell = text_.substr(open + 1, end - open - 1);
  at_ = end + 1;
  const std::string_view rest = text_.substr(at_, 2);
  if (!rest.empty() && rest[0] != separator_ && rest[0] != '\n' && rest != "\r\n") {
    return fail(at_, "text after a closing quote; a quote within a cell is written twice");
  }
  if (doubled == 0 || memory_ == nullptr) return true;
  auto* out = static_cast<char*>(memory_->allocate(cell->size() - doubled));
  if (out == nullptr) return fail(open, "no memory for a cell");
  std::size_t size = 0;
  for (std::size_t i = 0; i < cell->size(); ++i) {
    out[size++] = (*cell)[i];
    if ((*cell)[i] == '"') ++i;
  }
  *cell = {out, size};
  return true;
}

bool CsvCells::next(std::string_view* cell) {
  if (ended_ || error_ != nullptr) return false;
  if (quotes_ && at_ < text_.size() && text_[at_] == '"') {
    if (!quoted(cell)) return false;
  } else {
    std::size_t end = at_;
    while (end < text_.size() && text_[end] != separator_ && text_[end] != '\n') ++end;
    *cell = text_.substr(at_, end - at_);
    const bool row_ends = end == text_.size() || text_[end] == '\n';
    if (row_ends && end < text_.size() && !cell->empty() && cell->back() == '\r') cell->remove_suffix(1);
    at_ = end;
  }
  if (text_.substr(at_, 2) == "\r\n") ++at_;
  ended_ = at_ >= text_.size() || text_[at_] == '\n';
  if (at_ < text_.size()) ++at_;
  return true;
}

}  // namespace specimen_v2::data
