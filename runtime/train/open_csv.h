// DataSource::open of a table, CSV or TSV, whose columns are numbers.
#ifndef SPECIMEN_V2_TRAIN_OPEN_CSV_H
#define SPECIMEN_V2_TRAIN_OPEN_CSV_H

#include <memory>

#include "../core/status.h"
#include "../data/dataset.h"
#include "field_list.h"

namespace specimen_v2::train {

struct TableInput {
  char separator = ',';
  FieldList numbers;  // the columns that are read; with a `*`, all that match
  FieldList columns;  // of a file without a header, the names of all its columns, in order
};

// Errors: those of data::CsvDataset; data_error (no column that is asked for).
Status open_csv(const char* directory, const char* file, const TableInput& table,
                std::unique_ptr<data::Dataset>* dataset);

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_OPEN_CSV_H
