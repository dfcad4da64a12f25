#include "open_image_directory.h"

#include <new>
#include <string>
#include <utility>

#include "../data/image_directory.h"

namespace specimen_v2::train {

Status open_image_directory(const char* directory, const char* part, std::unique_ptr<data::Dataset>* dataset) {
  std::unique_ptr<data::ImageDirectory> reader(new (std::nothrow) data::ImageDirectory);
  if (!reader) return Status(StatusCode::out_of_memory, "no memory for the data set");
  if (Status status = reader->open(std::string(directory) + "/" + part); !status) return status;
  *dataset = std::move(reader);
  return Status();
}

}  // namespace specimen_v2::train
