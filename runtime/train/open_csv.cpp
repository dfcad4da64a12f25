#include "open_csv.h"

#include <string>
#include <vector>

#include "../data/csv.h"
#include "open_dataset.h"
#include "path_pattern.h"

namespace specimen_v2::train {

namespace {

bool is_read(const TableInput& table, const std::string& column) {
  for (int i = 0; i < table.numbers.count; ++i) {
    if (path_matches(table.numbers.names[i], column.c_str())) return true;
  }
  return false;
}

}  // namespace

Status open_csv(const char* directory, const char* file, const TableInput& table,
                std::unique_ptr<data::Dataset>* dataset) {
  const std::string path = std::string(directory) + "/" + file;
  data::CsvOptions options;
  options.separator = table.separator;
  options.quotes = table.separator == ',';
  options.header = table.columns.count == 0;
  std::vector<std::string> names(table.columns.names, table.columns.names + table.columns.count);
  if (options.header) {
    data::CsvDataset header;
    if (Status status = header.open(path, options); !status) return status;
    for (const data::CsvColumn& column : header.columns()) names.push_back(column.name);
  }
  bool any = false;
  for (const std::string& name : names) {
    const bool read = is_read(table, name);
    any = any || read;
    if (read || !options.header) options.columns.push_back({name, read ? data::FieldType::f64 : data::FieldType::text});
  }
  if (!any) return Status(StatusCode::data_error, "%s has none of the columns that the recipe names", path.c_str());
  return open_dataset<data::CsvDataset>([&](auto& reader) { return reader.open(path, options); }, dataset);
}

}  // namespace specimen_v2::train
