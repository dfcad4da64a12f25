// The cells of one row of a table.
#ifndef SPECIMEN_V2_DATA_CSV_CELLS_H
#define SPECIMEN_V2_DATA_CSV_CELLS_H

#include <cstdint>
#include <string_view>

#include "example.h"

namespace specimen_v2::data {

// Goes over `text` from the start of a row to the end of that row. The rules of quotes are RFC 4180's: one opens only
// at the start of a cell.
class CsvCells {
 public:
  // `memory` holds cells whose quotes were doubled; without it, such cells are given as they are in the file.
  CsvCells(std::string_view text, char separator, bool quotes, Example* memory)
      : text_(text), separator_(separator), quotes_(quotes), memory_(memory) {}

  // The next cell; false at the end of the row and after an error.
  bool next(std::string_view* cell);
  std::size_t at() const { return at_; }        // where the next row begins, or where the error is
  const char* error() const { return error_; }  // null: none

 private:
  bool quoted(std::string_view* cell);
  bool fail(std::size_t at, const char* what);

  std::string_view text_;
  std::size_t at_ = 0;
  char separator_;
  bool quotes_, ended_ = false;
  Example* memory_;
  const char* error_ = nullptr;
};

}  // namespace specimen_v2::data

#endif  // SPECIMEN_V2_DATA_CSV_CELLS_H
