#include "parameters.h"

#include <algorithm>
#include <cstring>

namespace specimen_v2 {

Status TrainState::create(const TrainInfo& info, const TrainStateOptions& options) {
  if (info_) return Status(StatusCode::invalid_argument, "this state of %s is already made", info.model->name);
  if (options.slots < 0) return Status(StatusCode::invalid_argument, "a state cannot have %d slots", options.slots);
  const std::int64_t elements = 2 * info.elements + options.slots * info.trainable_elements;
  const std::size_t bytes = static_cast<std::size_t>(elements) * sizeof(Real);
  if (Status status = memory_.allocate(bytes + kAlignment, options.memory, "the parameters and their gradients");
      !status) {
    return status;
  }
  std::memset(memory_.data(), 0, memory_.size());
  parameters_ = reinterpret_cast<Real*>(memory_.data());
  gradients_ = parameters_ + info.elements;
  slots_ = gradients_ + info.elements;
  slot_count_ = options.slots;
  info_ = &info;
  return Status();
}

void TrainState::initialize(std::uint64_t seed_) {
  std::memset(memory_.data(), 0, memory_.size());
  for (int i = 0; i < info_->parameter_count; ++i) {
    const ParameterInfo& p = info_->parameters[i];
    fill_initial(p.initializer, seed_, p.name, p.extent, p.rank, parameters_ + p.offset);
  }
  seed = seed_;
  step = 0;
  first_example = 0;
  accumulated = 0;
}

std::int64_t TrainState::update_elements() const {
  std::int64_t end = info_->trainable_elements;
  for (int i = 0; i < info_->parameter_count; ++i) {
    const ParameterInfo& p = info_->parameters[i];
    if (p.momentum >= 0) end = std::max(end, p.offset + p.elements());
  }
  return end;
}

const ParameterInfo* TrainState::find(const char* name) const {
  for (int i = 0; i < info_->parameter_count; ++i) {
    if (std::strcmp(info_->parameters[i].name, name) == 0) return &info_->parameters[i];
  }
  return nullptr;
}

}  // namespace specimen_v2
