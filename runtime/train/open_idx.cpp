#include "open_idx.h"

#include <new>
#include <utility>

#include "../data/idx.h"

namespace specimen_v2::train {

Status open_idx(const char* directory, bool training, std::unique_ptr<data::Dataset>* dataset) {
  std::unique_ptr<data::IdxDataset> reader(new (std::nothrow) data::IdxDataset);
  if (!reader) return Status(StatusCode::out_of_memory, "no memory for the data set");
  if (Status status = reader->open_directory(directory, training ? "train" : "t10k"); !status) return status;
  *dataset = std::move(reader);
  return Status();
}

}  // namespace specimen_v2::train
