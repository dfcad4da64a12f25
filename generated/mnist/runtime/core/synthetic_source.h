// Synthetic weights as the source of a model's tensors: for tests, and for timing a network without a file of weights.
#ifndef SPECIMEN_V2_CORE_SYNTHETIC_SOURCE_H
#define SPECIMEN_V2_CORE_SYNTHETIC_SOURCE_H

#include <cstdint>
#include <memory>
#include <vector>

#include "synthetic.h"
#include "weights.h"

namespace specimen_v2 {

// Keeps what it gave until it goes away.
class SyntheticSource {
 public:
  explicit SyntheticSource(std::uint64_t seed) : seed_(seed) {}
  TensorSource source() { return {&SyntheticSource::get, this}; }

 private:
  static Status get(void* data, const char* name, const std::int64_t* shape, int rank, const float** values);

  std::uint64_t seed_;
  std::vector<std::unique_ptr<float[]>> tensors_;
};

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_SYNTHETIC_SOURCE_H
