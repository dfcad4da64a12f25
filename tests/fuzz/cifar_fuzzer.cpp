// Any bytes as CIFAR-10 and CIFAR-100.
#include "fuzz/datasets.h"
#include "fuzz/fuzz.h"
#include "runtime/data/cifar.h"

namespace specimen_fuzz {

int cifar(const std::uint8_t* data, std::size_t size) {
  using namespace specimen_v2::data;
  for (CifarKind kind : {CifarKind::cifar10, CifarKind::cifar100}) {
    CifarDataset set;
    const specimen_v2::Status status = set.open_memory(data, size, "a.bin", kind);
    check_status(status);
    if (status.ok()) look_at(set);
  }
  return 0;
}

}  // namespace specimen_fuzz

#ifdef SPECIMEN_LIBFUZZER
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return specimen_fuzz::cifar(data, size);
}
#endif
