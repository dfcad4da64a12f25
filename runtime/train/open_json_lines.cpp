#include "open_json_lines.h"

#include <new>
#include <string>
#include <utility>

#include "../data/lines.h"

namespace specimen_v2::train {

Status open_json_lines(const char* directory, const char* file, std::unique_ptr<data::Dataset>* dataset) {
  std::unique_ptr<data::JsonLines> reader(new (std::nothrow) data::JsonLines);
  if (!reader) return Status(StatusCode::out_of_memory, "no memory for the data set");
  if (Status status = reader->open(std::string(directory) + "/" + file); !status) return status;
  *dataset = std::move(reader);
  return Status();
}

}  // namespace specimen_v2::train
