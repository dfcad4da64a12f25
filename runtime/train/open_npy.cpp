#include "open_npy.h"

#include <new>
#include <string>
#include <utility>
#include <vector>

#include "../data/npy.h"

namespace specimen_v2::train {

Status open_npy(const char* directory, const ArrayFile* files, int count, std::unique_ptr<data::Dataset>* dataset) {
  std::unique_ptr<data::NpyDataset> reader(new (std::nothrow) data::NpyDataset);
  if (!reader) return Status(StatusCode::out_of_memory, "no memory for the data set");
  std::vector<data::NpyDataset::Array> arrays;
  for (int i = 0; i < count; ++i) arrays.push_back({files[i].field, std::string(directory) + "/" + files[i].file});
  if (Status status = reader->open(arrays); !status) return status;
  *dataset = std::move(reader);
  return Status();
}

}  // namespace specimen_v2::train
