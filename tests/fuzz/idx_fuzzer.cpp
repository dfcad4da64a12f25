// Any bytes as an IDX file, of images and of labels.
#include <utility>

#include "fuzz/datasets.h"
#include "fuzz/fuzz.h"
#include "runtime/data/idx.h"

namespace specimen_fuzz {

int idx(const std::uint8_t* data, std::size_t size) {
  using namespace specimen_v2::data;
  IdxFile images, labels;
  check_status(images.open_memory(data, size, "images"));
  const specimen_v2::Status status = labels.open_memory(data, size, "labels");
  if (!status.ok()) return 0;
  IdxDataset set;
  Example example;
  for (std::int64_t i = 0; i < images.shape()[0] && i < 50; ++i) {
    example.clear();
    check_status(images.add_field(i, "x", &example));
    look_at(example);
  }
  const specimen_v2::Status joined = set.open(std::move(images), std::move(labels));
  check_status(joined);
  if (joined.ok()) look_at(set);
  return 0;
}

}  // namespace specimen_fuzz

#ifdef SPECIMEN_LIBFUZZER
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return specimen_fuzz::idx(data, size);
}
#endif
