#include "synthetic_source.h"

#include <new>
#include <utility>

namespace specimen_v2 {

Status SyntheticSource::get(void* data, const char* name, const std::int64_t* shape, int rank, const float** values) {
  SyntheticSource& self = *static_cast<SyntheticSource*>(data);
  SyntheticTensor tensor;
  if (Status status = synthetic_weight(self.seed_, name, shape, static_cast<std::size_t>(rank), &tensor); !status) {
    return status;
  }
  std::size_t count = 1;
  for (int d = 0; d < rank; ++d) count *= static_cast<std::size_t>(shape[d]);
  std::unique_ptr<float[]> floats(new (std::nothrow) float[count]);
  if (!floats) return Status(StatusCode::out_of_memory, "no memory for %s", name);
  fill_synthetic(tensor, 0, count, floats.get());
  *values = floats.get();
  self.tensors_.push_back(std::move(floats));
  return Status();
}

}  // namespace specimen_v2
