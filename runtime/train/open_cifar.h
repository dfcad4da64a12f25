// DataSource::open of CIFAR-10 and CIFAR-100 in their binary form.
#ifndef SPECIMEN_V2_TRAIN_OPEN_CIFAR_H
#define SPECIMEN_V2_TRAIN_OPEN_CIFAR_H

#include <memory>

#include "../core/status.h"
#include "../data/dataset.h"

namespace specimen_v2::train {

// Errors: those of data::CifarDataset.
Status open_cifar(const char* directory, bool training, std::unique_ptr<data::Dataset>* dataset);

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_OPEN_CIFAR_H
