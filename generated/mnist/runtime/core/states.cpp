#include "states.h"

#include <algorithm>
#include <new>

namespace specimen_v2 {

Status States::create(const ModelInfo& info, StateOwner owner, int batch, const MemoryHook& hook) {
  if (info_) return Status(StatusCode::invalid_argument, "the states of %s are already made", info_->name);
  offsets_.reset(new (std::nothrow) std::size_t[static_cast<std::size_t>(info.state_count) + 1]);
  if (!offsets_) return Status(StatusCode::out_of_memory, "no memory for the states of %s", info.name);
  owner_ = owner;
  batch_ = batch;
  bytes_ = 0;
  for (int s = 0; s < info.state_count; ++s) {
    offsets_[s] = bytes_;
    if (info.states[s].owner != owner) continue;
    std::size_t elements = 1;
    for (int d = 0; d < info.states[s].rank; ++d) {
      const std::int64_t extent = info.states[s].extent[d];
      const std::int64_t most = extent >= 0 ? extent : extent == kBatch ? batch : info.symbol(extent).max;
      elements *= static_cast<std::size_t>(most);
    }
    bytes_ += align(elements * sizeof(Real));
  }
  if (bytes_ > 0) {
    if (Status status = memory_.allocate(bytes_, hook, "the states"); !status) return status;
  }
  info_ = &info;
  reset();
  return Status();
}

void States::reset() {
  for (int s = 0; info_ && s < info_->state_count; ++s) {
    const Tensor state = at(s);
    if (state.data) std::fill_n(state.data, state.elements(), static_cast<Real>(info_->states[s].initial_value));
  }
}

Tensor States::at(int state) const {
  const StateInfo& declared = info_->states[state];
  Tensor view;
  if (declared.owner != owner_) return view;
  view.data = reinterpret_cast<Real*>(memory_.data() + offsets_[state]);
  view.rank = declared.rank;
  std::int64_t step = 1;
  for (int d = declared.rank - 1; d >= 0; --d) {
    const std::int64_t extent = declared.extent[d];
    view.extent[d] = extent >= 0 ? extent : extent == kBatch ? batch_ : info_->symbol(extent).max;
    view.stride[d] = step;
    step *= view.extent[d];
  }
  return view;
}

Tensor States::find(const std::string& path) const {
  for (int s = 0; info_ && s < info_->state_count; ++s) {
    if (path == info_->states[s].path) return at(s);
  }
  return {};
}

}  // namespace specimen_v2
