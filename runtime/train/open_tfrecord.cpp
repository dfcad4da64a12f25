#include "open_tfrecord.h"

#include <new>
#include <utility>

#include "../data/tfrecord.h"

namespace specimen_v2::train {

Status open_tfrecord(const char* directory, const char* prefix, std::unique_ptr<data::Dataset>* dataset) {
  std::unique_ptr<data::TfRecordDataset> reader(new (std::nothrow) data::TfRecordDataset);
  if (!reader) return Status(StatusCode::out_of_memory, "no memory for the data set");
  if (Status status = reader->open_directory(directory, prefix); !status) return status;
  *dataset = std::move(reader);
  return Status();
}

}  // namespace specimen_v2::train
