// What every function that opens a data set for a training program does.
#ifndef SPECIMEN_V2_TRAIN_OPEN_DATASET_H
#define SPECIMEN_V2_TRAIN_OPEN_DATASET_H

#include <memory>
#include <new>
#include <utility>

#include "../core/status.h"
#include "../data/dataset.h"

namespace specimen_v2::train {

// Makes a reader, which `open(Reader&)` opens. Errors: out_of_memory, and those of `open`; then `dataset` stays as it
// is.
template <class Reader, class Open>
Status open_dataset(const Open& open, std::unique_ptr<data::Dataset>* dataset) {
  std::unique_ptr<Reader> reader(new (std::nothrow) Reader);
  if (!reader) return Status(StatusCode::out_of_memory, "no memory for the data set");
  if (Status status = open(*reader); !status) return status;
  *dataset = std::move(reader);
  return Status();
}

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_OPEN_DATASET_H
