// Any bytes as an array of NumPy.
#include <utility>

#include "fuzz/datasets.h"
#include "fuzz/fuzz.h"
#include "runtime/data/npy.h"

namespace specimen_fuzz {

int npy(const std::uint8_t* data, std::size_t size) {
  using namespace specimen_v2::data;
  NpyFile file;
  const specimen_v2::Status status = file.open_memory(data, size, "a.npy");
  check_status(status);
  if (!status.ok()) return 0;
  NpyDataset set;
  check_status(set.add("x", std::move(file)));
  look_at(set);
  return 0;
}

}  // namespace specimen_fuzz

#ifdef SPECIMEN_LIBFUZZER
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return specimen_fuzz::npy(data, size);
}
#endif
