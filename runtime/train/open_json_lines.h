// DataSource::open of a file with a JSON object on each line.
#ifndef SPECIMEN_V2_TRAIN_OPEN_JSON_LINES_H
#define SPECIMEN_V2_TRAIN_OPEN_JSON_LINES_H

#include <memory>

#include "../core/status.h"
#include "../data/dataset.h"

namespace specimen_v2::train {

// Errors: those of data::JsonLines.
Status open_json_lines(const char* directory, const char* file, std::unique_ptr<data::Dataset>* dataset);

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_OPEN_JSON_LINES_H
