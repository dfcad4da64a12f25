// A JSON object as an example.
#ifndef SPECIMEN_V2_DATA_JSON_EXAMPLE_H
#define SPECIMEN_V2_DATA_JSON_EXAMPLE_H

#include <string_view>

#include "../core/status.h"
#include "example.h"

namespace specimen_v2::data {

// One line of JSON. Errors: as of JsonLines; the message begins with the column.
Status parse_json_example(std::string_view line, Example* example);

}  // namespace specimen_v2::data

#endif  // SPECIMEN_V2_DATA_JSON_EXAMPLE_H
