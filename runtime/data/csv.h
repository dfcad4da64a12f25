// Tables as text: CSV and TSV, plain or gzip. (RFC 4180)
#ifndef SPECIMEN_V2_DATA_CSV_H
#define SPECIMEN_V2_DATA_CSV_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dataset.h"
#include "input.h"

namespace specimen_v2::data {

struct CsvColumn {
  std::string name;
  FieldType type = FieldType::text;  // text, i64, f32 or f64
  bool may_be_empty = false;         // of numbers: an empty cell is NaN, of i64 0; else it is an error
  bool may_be_absent = false;        // a header without it is no error: then there is no such column
};

struct CsvOptions {
  char separator = ',';  // '\t' for TSV
  bool quotes = true;    // "a ""quoted"" cell, with separators and line ends"
  bool header = true;    // the first row has the names
  // The columns to read, in any order; found by name in a header, else by position. None: all columns of the header as
  // texts.
  std::vector<CsvColumn> columns;
  std::int64_t max_cell = 1 << 20;  // bytes; a quote that is never closed must not take the whole file
};

// One field of one value per column. Rows end in LF or CRLF; a byte order mark is passed over, empty lines are too.
class CsvDataset final : public Dataset {
 public:
  // Finds where rows begin. Errors: those of Input; data_error (a quote that is not closed, a header without a column
  // that was asked for, or with one name twice, no row), with the line.
  Status open(const std::string& path, const CsvOptions& options);
  Status open_memory(const void* bytes, std::size_t size, const std::string& path, const CsvOptions& options);

  const std::vector<CsvColumn>& columns() const { return options_.columns; }
  std::int64_t line(std::int64_t index) const;  // the first line of a row, from 1; counts from the beginning

  std::int64_t size() const override { return static_cast<std::int64_t>(rows_.size()); }
  // Errors: data_error (another number of cells than the header or first row has, a cell that is no number, NUL).
  Status read(std::int64_t index, Example* example) const override;
  std::string place(std::int64_t index) const override;

 private:
  Status index();
  Status bind_columns();
  Status bind_header(std::uint64_t offset);
  Status fail(std::uint64_t offset, const char* what) const;

  Input input_;
  CsvOptions options_;
  std::vector<std::uint64_t> rows_;     // offsets
  std::vector<std::size_t> positions_;  // of the columns
  std::size_t width_ = 0;               // cells of a row
};

}  // namespace specimen_v2::data

#endif  // SPECIMEN_V2_DATA_CSV_H
