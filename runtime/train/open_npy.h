// DataSource::open of .npy files, one for each field.
#ifndef SPECIMEN_V2_TRAIN_OPEN_NPY_H
#define SPECIMEN_V2_TRAIN_OPEN_NPY_H

#include <memory>

#include "../core/status.h"
#include "../data/dataset.h"

namespace specimen_v2::train {

struct ArrayFile {
  const char* field;
  const char* file;  // in the directory
};

// Errors: those of data::NpyDataset.
Status open_npy(const char* directory, const ArrayFile* files, int count, std::unique_ptr<data::Dataset>* dataset);

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_OPEN_NPY_H
