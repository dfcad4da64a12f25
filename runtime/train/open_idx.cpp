#include "open_idx.h"

#include "../data/idx.h"
#include "open_dataset.h"

namespace specimen_v2::train {

Status open_idx(const char* directory, bool training, std::unique_ptr<data::Dataset>* dataset) {
  return open_dataset<data::IdxDataset>(
      [&](auto& reader) { return reader.open_directory(directory, training ? "train" : "t10k"); }, dataset);
}

}  // namespace specimen_v2::train
