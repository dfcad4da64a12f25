#include "csv.h"

#include <algorithm>
#include <charconv>
#include <cinttypes>
#include <cstring>
#include <limits>

#include "../core/printable.h"
#include "csv_cells.h"

namespace specimen_v2::data {

namespace {

constexpr std::size_t kMostColumns = 65536;

std::string_view text_of(const Input& input) { return {reinterpret_cast<const char*>(input.data()), input.size()}; }

std::string_view trimmed(std::string_view cell) {
  while (!cell.empty() && (cell.front() == ' ' || cell.front() == '\t')) cell.remove_prefix(1);
  while (!cell.empty() && (cell.back() == ' ' || cell.back() == '\t' || cell.back() == '\r')) cell.remove_suffix(1);
  return cell;
}

template <typename T>
bool parse_cell(std::string_view cell, bool may_be_empty, T* value) {
  cell = trimmed(cell);
  if (cell.empty() && may_be_empty) {
    *value = std::numeric_limits<T>::has_quiet_NaN ? std::numeric_limits<T>::quiet_NaN() : T{0};
    return true;
  }
  if (cell.size() > 1 && cell.front() == '+' && cell[1] != '-') cell.remove_prefix(1);
  const auto result = std::from_chars(cell.data(), cell.data() + cell.size(), *value);
  return !cell.empty() && result.ec == std::errc() && result.ptr == cell.data() + cell.size();
}

bool set_cell(const CsvColumn& column, std::string_view cell, void* data) {
  switch (column.type) {
    case FieldType::i64:
      return parse_cell(cell, column.may_be_empty, static_cast<std::int64_t*>(data));
    case FieldType::f32:
      return parse_cell(cell, column.may_be_empty, static_cast<float*>(data));
    case FieldType::f64:
      return parse_cell(cell, column.may_be_empty, static_cast<double*>(data));
    default:
      *static_cast<std::string_view*>(data) = cell;
      return cell.find('\0') == std::string_view::npos;
  }
}

}  // namespace

Status CsvDataset::open(const std::string& path, const CsvOptions& options) {
  options_ = options;
  const Status status = input_.open(path);
  return status.ok() ? index() : status;
}

Status CsvDataset::open_memory(const void* bytes, std::size_t size, const std::string& path,
                               const CsvOptions& options) {
  options_ = options;
  const Status status = input_.open_memory(bytes, size, path);
  return status.ok() ? index() : status;
}

Status CsvDataset::fail(std::uint64_t offset, const char* what) const {
  const std::string_view before = text_of(input_).substr(0, static_cast<std::size_t>(offset));
  const std::size_t line = 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  return Status(StatusCode::data_error, "%s, line %zu: %s", input_.path().c_str(), line, what);
}

// Where rows begin. Ends of lines within quotes are none of rows.
Status CsvDataset::index() {
  rows_.clear();
  if (options_.separator == '\n' || options_.separator == '\r' || options_.separator == '"' || options_.max_cell < 1) {
    return Status(StatusCode::invalid_argument, "a separator of cells is no end of a line and no quote");
  }
  for (const CsvColumn& column : options_.columns) {
    if (column.type == FieldType::u8 || column.type == FieldType::i32) {
      return Status(StatusCode::invalid_argument, "column \"%s\": texts, int64, float32 and float64 are read, not %s",
                    Printable(column.name).text(), field_type_name(column.type));
    }
  }
  const std::string_view text = text_of(input_);
  std::size_t at = text.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0;
  const auto most = static_cast<std::size_t>(options_.max_cell);
  while (at < text.size()) {
    const bool empty = text[at] == '\n' || text.substr(at, 2) == "\r\n";
    if (!empty) rows_.push_back(at);
    bool cell_starts = true;
    for (; at < text.size() && text[at] != '\n'; ++at) {
      const bool opens = options_.quotes && cell_starts && text[at] == '"';
      cell_starts = text[at] == options_.separator;
      if (!opens) continue;
      const std::size_t open = at;
      do {
        // Only so far: a quote that is never closed makes no file slow.
        const std::size_t length = text.substr(at + 1, most).find('"');
        if (length == std::string_view::npos || at - open > most) {
          return fail(open, most < text.size() - open
                                ? "a quote opens here that is not closed, or its cell is larger than max_cell"
                                : "a quote opens here that is not closed");
        }
        at += length + 2;
      } while (at < text.size() && text[at] == '"');
      --at;
    }
    ++at;
  }
  if (rows_.empty()) return Status(StatusCode::data_error, "%s: no row", input_.path().c_str());
  return bind_columns();
}

Status CsvDataset::bind_columns() {
  std::string_view cell;
  CsvCells first(text_of(input_).substr(static_cast<std::size_t>(rows_[0])), options_.separator, options_.quotes,
                 nullptr);
  for (width_ = 0; first.next(&cell); ++width_) {
    if (width_ == kMostColumns) return fail(rows_[0], "over 65536 columns");
  }
  if (first.error() != nullptr) return fail(rows_[0] + first.at(), first.error());
  positions_.clear();
  if (options_.header) {
    const std::uint64_t header = rows_[0];
    rows_.erase(rows_.begin());
    return bind_header(header);
  }
  if (options_.columns.size() > width_) {
    return Status(StatusCode::data_error, "%s: %zu columns are asked for, the first row has %zu", input_.path().c_str(),
                  options_.columns.size(), width_);
  }
  const bool all = options_.columns.empty();
  for (std::size_t i = 0; i < width_ && (all || i < options_.columns.size()); ++i) {
    if (all) options_.columns.push_back({std::to_string(i)});
    positions_.push_back(i);
  }
  return Status();
}

Status CsvDataset::bind_header(std::uint64_t offset) {
  Example memory;
  CsvCells cells(text_of(input_).substr(static_cast<std::size_t>(offset)), options_.separator, options_.quotes,
                 &memory);
  std::vector<std::string_view> names;
  std::string_view name;
  while (cells.next(&name)) names.push_back(trimmed(name));
  if (cells.error() != nullptr) return fail(offset + cells.at(), cells.error());
  std::vector<std::string_view> sorted = names;
  std::sort(sorted.begin(), sorted.end());
  const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
  if (twice != sorted.end()) {
    return fail(offset, (std::string("two columns are named \"") + Printable(*twice).text() + "\"").c_str());
  }
  if (options_.columns.empty()) {
    for (std::string_view each : names) options_.columns.push_back({std::string(each)});
  }
  const auto is_absent = [&](const CsvColumn& column) {
    return column.may_be_absent && std::find(names.begin(), names.end(), column.name) == names.end();
  };
  std::vector<CsvColumn>& columns = options_.columns;
  columns.erase(std::remove_if(columns.begin(), columns.end(), is_absent), columns.end());
  for (const CsvColumn& column : columns) {
    const auto found = std::find(names.begin(), names.end(), column.name);
    if (found == names.end()) {
      return fail(offset, (std::string("no column is named \"") + Printable(column.name).text() + "\"").c_str());
    }
    positions_.push_back(static_cast<std::size_t>(found - names.begin()));
  }
  return Status();
}

Status CsvDataset::read(std::int64_t index, Example* example) const {
  const Status status = check_index(index);
  if (!status.ok()) return status;
  example->clear();
  const std::uint64_t row = rows_[static_cast<std::size_t>(index)];
  auto* values = static_cast<std::string_view*>(example->allocate(width_ * sizeof(std::string_view)));
  if (values == nullptr) return Status(StatusCode::out_of_memory, "no memory for an example");
  CsvCells cells(text_of(input_).substr(static_cast<std::size_t>(row)), options_.separator, options_.quotes, example);
  std::size_t count = 0;
  for (std::string_view cell; cells.next(&cell); ++count)
    if (count < width_) values[count] = cell;
  if (cells.error() != nullptr) return fail(row + cells.at(), cells.error());
  if (count != width_) {
    char what[80];
    std::snprintf(what, sizeof what, "%zu cells, where the first row has %zu", count, width_);
    return fail(row, what);
  }
  for (std::size_t i = 0; i < positions_.size(); ++i) {
    const CsvColumn& column = options_.columns[i];
    const std::string_view cell = values[positions_[i]];
    const Field* field = example->add(column.name, column.type, nullptr, 0);
    if (field == nullptr) return Status(StatusCode::out_of_memory, "no memory for an example");
    if (set_cell(column, cell, const_cast<void*>(field->data))) continue;
    char what[320];
    const bool text = column.type == FieldType::text;
    std::snprintf(what, sizeof what, "column \"%s\": %s \"%s\"%s", Printable(column.name).text(),
                  text ? "a NUL byte in" : "expected a number, not", Printable(cell).text(),
                  text || column.type != FieldType::i64 ? "" : " (int64)");
    return fail(row, what);
  }
  return Status();
}

std::int64_t CsvDataset::line(std::int64_t index) const {
  const unsigned char* data = input_.data();
  return 1 + std::count(data, data + rows_[static_cast<std::size_t>(index)], '\n');
}

std::string CsvDataset::place(std::int64_t index) const {
  return input_.path() + ", line " + std::to_string(line(index));
}

}  // namespace specimen_v2::data
