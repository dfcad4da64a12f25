#include "open_json_lines.h"

#include <string>

#include "../data/lines.h"
#include "open_dataset.h"

namespace specimen_v2::train {

Status open_json_lines(const char* directory, const char* file, std::unique_ptr<data::Dataset>* dataset) {
  return open_dataset<data::JsonLines>([&](auto& reader) { return reader.open(std::string(directory) + "/" + file); },
                                       dataset);
}

}  // namespace specimen_v2::train
