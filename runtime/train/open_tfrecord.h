// DataSource::open of TFRecord files of tf.Example: `prefix`-00000-of-00128 and so on, or `prefix`.tfrecord.
#ifndef SPECIMEN_V2_TRAIN_OPEN_TFRECORD_H
#define SPECIMEN_V2_TRAIN_OPEN_TFRECORD_H

#include <memory>

#include "../core/status.h"
#include "../data/dataset.h"

namespace specimen_v2::train {

// Errors: those of data::TfRecordDataset.
Status open_tfrecord(const char* directory, const char* prefix, std::unique_ptr<data::Dataset>* dataset);

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_OPEN_TFRECORD_H
