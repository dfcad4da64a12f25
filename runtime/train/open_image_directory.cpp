#include "open_image_directory.h"

#include <string>

#include "../data/image_directory.h"
#include "open_dataset.h"

namespace specimen_v2::train {

Status open_image_directory(const char* directory, const char* part, std::unique_ptr<data::Dataset>* dataset) {
  return open_dataset<data::ImageDirectory>(
      [&](auto& reader) { return reader.open(std::string(directory) + "/" + part); }, dataset);
}

}  // namespace specimen_v2::train
