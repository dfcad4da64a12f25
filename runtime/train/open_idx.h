// DataSource::open of MNIST and its kin: train-images-idx3-ubyte, t10k-images-idx3-ubyte, and their labels.
#ifndef SPECIMEN_V2_TRAIN_OPEN_IDX_H
#define SPECIMEN_V2_TRAIN_OPEN_IDX_H

#include <memory>

#include "../core/status.h"
#include "../data/dataset.h"

namespace specimen_v2::train {

// Errors: those of data::IdxDataset.
Status open_idx(const char* directory, bool training, std::unique_ptr<data::Dataset>* dataset);

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_OPEN_IDX_H
