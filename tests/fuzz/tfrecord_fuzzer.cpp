// Any bytes as a TFRecord, and as the example in one: its checksums would stop all but a few inputs at once.
#include "fuzz/datasets.h"
#include "fuzz/fuzz.h"
#include "runtime/data/tfrecord.h"

namespace specimen_fuzz {

int tfrecord(const std::uint8_t* data, std::size_t size) {
  using namespace specimen_v2::data;
  TfRecordDataset set;
  specimen_v2::Status status = set.open_memory(data, size, "a.tfrecord");
  check_status(status);
  if (status.ok()) look_at(set);
  Example example;
  status = parse_tf_example({reinterpret_cast<const char*>(data), size}, &example);
  check_status(status);
  if (status.ok()) look_at(example);
  return 0;
}

}  // namespace specimen_fuzz

#ifdef SPECIMEN_LIBFUZZER
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return specimen_fuzz::tfrecord(data, size);
}
#endif
