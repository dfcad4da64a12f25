#include "open_tfrecord.h"

#include "../data/tfrecord.h"
#include "open_dataset.h"

namespace specimen_v2::train {

Status open_tfrecord(const char* directory, const char* prefix, std::unique_ptr<data::Dataset>* dataset) {
  return open_dataset<data::TfRecordDataset>([&](auto& reader) { return reader.open_directory(directory, prefix); },
                                             dataset);
}

}  // namespace specimen_v2::train
