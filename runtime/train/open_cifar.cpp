#include "open_cifar.h"

#include <new>
#include <utility>

#include "../data/cifar.h"

namespace specimen_v2::train {

Status open_cifar(const char* directory, bool training, std::unique_ptr<data::Dataset>* dataset) {
  std::unique_ptr<data::CifarDataset> reader(new (std::nothrow) data::CifarDataset);
  if (!reader) return Status(StatusCode::out_of_memory, "no memory for the data set");
  if (Status status = reader->open_directory(directory, training ? "train" : "test"); !status) return status;
  *dataset = std::move(reader);
  return Status();
}

}  // namespace specimen_v2::train
