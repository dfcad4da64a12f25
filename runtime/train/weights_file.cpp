#include "weights_file.h"

#include <cstddef>
#include <memory>
#include <new>
#include <vector>

#include "../core/safetensors.h"
#include "../core/safetensors_writer.h"
#include "live_source.h"

namespace specimen_v2::train {
namespace {

// Whether it was of that type and shape.
bool read_parameter(const SafetensorsFile& file, const ParameterInfo& p, Real* values) {
  const SafetensorsEntry* entry = nullptr;
  const auto rank = static_cast<std::size_t>(p.rank);
  const auto count = static_cast<std::size_t>(p.elements());
  if (file.get(p.name, SafetensorsDtype::f32, p.extent, rank, &entry)) {
    const float* from = reinterpret_cast<const float*>(entry->data);
    for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<Real>(from[i]);
    return true;
  }
  if (file.get(p.name, SafetensorsDtype::f64, p.extent, rank, &entry)) {
    const double* from = reinterpret_cast<const double*>(entry->data);
    for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<Real>(from[i]);
    return true;
  }
  return false;
}

}  // namespace

Status export_weights(const std::string& path, const TrainState& state, int average) {
  LiveSource live(state, average);
  const TrainInfo& info = *state.info();
  std::vector<SafetensorsTensor> tensors;
  for (int i = 0; i < info.parameter_count; ++i) {
    const ParameterInfo& p = info.parameters[i];
    const float* values = live.floats(p);
    if (!values) return Status(StatusCode::out_of_memory, "no memory for %s", p.name);
    tensors.push_back({p.name, SafetensorsDtype::f32, {p.extent, p.extent + p.rank}, values});
  }
  return write_safetensors(path.c_str(), tensors, {{"format", "pt"}, {"model", info.model->name}});
}

Status read_weights(const std::string& path, TrainState* state, std::vector<const char*>* missing) {
  SafetensorsFile file;
  if (Status status = file.open(path.c_str()); !status) return status;
  const TrainInfo& info = *state->info();
  missing->clear();
  for (int i = 0; i < info.parameter_count; ++i) {
    const ParameterInfo& p = info.parameters[i];
    if (!read_parameter(file, p, state->parameters() + p.offset)) missing->push_back(p.name);
  }
  if (missing->size() < static_cast<std::size_t>(info.parameter_count)) return Status();
  return Status(StatusCode::data_error, "%s has no tensor of %s with its name and shape", path.c_str(),
                info.model->name);
}

}  // namespace specimen_v2::train
