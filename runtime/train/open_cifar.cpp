#include "open_cifar.h"

#include "../data/cifar.h"
#include "open_dataset.h"

namespace specimen_v2::train {

Status open_cifar(const char* directory, bool training, std::unique_ptr<data::Dataset>* dataset) {
  return open_dataset<data::CifarDataset>(
      [&](auto& reader) { return reader.open_directory(directory, training ? "train" : "test"); }, dataset);
}

}  // namespace specimen_v2::train
