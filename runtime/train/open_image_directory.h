// DataSource::open of a directory with a directory of images for each class.
#ifndef SPECIMEN_V2_TRAIN_OPEN_IMAGE_DIRECTORY_H
#define SPECIMEN_V2_TRAIN_OPEN_IMAGE_DIRECTORY_H

#include <memory>

#include "../core/status.h"
#include "../data/dataset.h"

namespace specimen_v2::train {

// `part`: the directory in it that has those of the classes. Errors: those of data::ImageDirectory.
Status open_image_directory(const char* directory, const char* part, std::unique_ptr<data::Dataset>* dataset);

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_OPEN_IMAGE_DIRECTORY_H
