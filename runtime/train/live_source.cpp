#include "live_source.h"

#include <algorithm>
#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

namespace specimen_v2::train {

namespace {

template <class T>
const float* floats_of(const T* values, std::size_t count, std::vector<std::unique_ptr<float[]>>* converted) {
  if constexpr (std::is_same_v<T, float>) {
    return values;
  } else {
    std::unique_ptr<float[]> rounded(new (std::nothrow) float[count]);
    if (!rounded) return nullptr;
    for (std::size_t i = 0; i < count; ++i) rounded[i] = static_cast<float>(values[i]);
    converted->push_back(std::move(rounded));
    return converted->back().get();
  }
}

}  // namespace

const float* LiveSource::floats(const ParameterInfo& parameter) {
  const Real* base = parameter.trainable && average_ >= 0 ? state_.slot(average_) : state_.parameters();
  return floats_of(base + parameter.offset, static_cast<std::size_t>(parameter.elements()), &converted_);
}

Status LiveSource::get(void* data, const char* name, const std::int64_t* shape, int rank, const float** values) {
  LiveSource& source = *static_cast<LiveSource*>(data);
  const ParameterInfo* parameter = source.state_.find(name);
  if (!parameter) return Status(StatusCode::not_found, "the training state has no parameter %s", name);
  if (rank != parameter->rank || !std::equal(shape, shape + rank, parameter->extent)) {
    return Status(StatusCode::internal, "%s has another shape in training", name);
  }
  *values = source.floats(*parameter);
  return *values ? Status() : Status(StatusCode::out_of_memory, "no memory for %s", name);
}

}  // namespace specimen_v2::train
