#include "open_npy.h"

#include <string>
#include <vector>

#include "../data/npy.h"
#include "open_dataset.h"

namespace specimen_v2::train {

Status open_npy(const char* directory, const ArrayFile* files, int count, std::unique_ptr<data::Dataset>* dataset) {
  std::vector<data::NpyDataset::Array> arrays;
  for (int i = 0; i < count; ++i) arrays.push_back({files[i].field, std::string(directory) + "/" + files[i].file});
  return open_dataset<data::NpyDataset>([&](auto& reader) { return reader.open(arrays); }, dataset);
}

}  // namespace specimen_v2::train
