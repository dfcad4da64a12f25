#include "packing.h"

#include <algorithm>

#include "quantize.h"

namespace specimen_v2 {

void clear_rest(std::int64_t count, Real* to) {
  for (std::size_t i = static_cast<std::size_t>(count); i < round_up(count); ++i) to[i] = 0;
}

void write_vector(const double* values, std::int64_t count, Real* to) {
  for (std::int64_t i = 0; i < count; ++i) to[i] = static_cast<Real>(values[i]);
  clear_rest(count, to);
}

StoredTensor::StoredTensor(std::string name_, Shape shape, Shape stored) : name(std::move(name_)) {
  const Shape there = stored.size() > 0 ? stored : shape;
  std::copy(there.begin(), there.end(), extent);
  rank = static_cast<int>(there.size());
}

std::int64_t StoredTensor::elements() const {
  std::int64_t count = 1;
  for (int d = 0; d < rank; ++d) count *= extent[d];
  return count;
}

Status Packing::run(const TensorSource& source) {
  source_ = source;
  first_error_ = Status();
  errors_ = 0;
  for (const Step& step : steps_) step(*this);
  return status();
}

const float* Packing::find(const std::string& name, const std::int64_t* extent, int rank) {
  const float* values = nullptr;
  const Status status = source_.get(source_.data, name.c_str(), extent, rank, &values);
  if (!status) fail(status);
  return values;
}

bool Packing::fold(const std::string& bias, const BatchNormNames& names, std::int64_t channels, Fold* result) {
  const int before = errors_;
  const auto find_vector = [&](const std::string& name) { return name.empty() ? nullptr : find(name, &channels, 1); };
  BatchNorm norm;
  const float* add = find_vector(bias);
  norm.gamma = find_vector(names.gamma);
  norm.beta = find_vector(names.beta);
  norm.mean = find_vector(names.mean);
  norm.variance = find_vector(names.variance);
  norm.epsilon = names.epsilon;
  if (errors_ != before) return false;
  double* const scale = scale_.take(static_cast<std::size_t>(channels));
  double* const shift = shift_.take(static_cast<std::size_t>(channels));
  if (!scale || !shift) {
    fail(Status(StatusCode::out_of_memory, "no memory for %s", names.mean.c_str()));
    return false;
  }
  scale_and_shift(norm, static_cast<int>(channels), scale, shift);
  for (std::int64_t c = 0; add && c < channels; ++c) shift[c] += add[c] * scale[c];
  *result = {scale, shift};
  return true;
}

void Packing::round(const Real* values, const FilterMemory& filter) {
  if (filter.bfloat16) {
    for (std::size_t i = 0; i < filter.elements; ++i) filter.bfloat16[i] = to_bfloat16(static_cast<float>(values[i]));
    return;
  }
  const std::int64_t panel_elements = panels(filter.channels) * kPanel;
  quantize_panels(values, filter.channels, static_cast<std::int64_t>(filter.elements) / panel_elements, filter.int8,
                  filter.scale);
  clear_rest(filter.channels, filter.scale);
}

void Packing::fail(const Status& status) {
  if (errors_++ == 0) first_error_ = status;
}

Status Packing::status() const {
  if (errors_ <= 1) return first_error_;
  return Status(first_error_.code(), "%s (and %d more)", first_error_.message(), errors_ - 1);
}

}  // namespace specimen_v2
