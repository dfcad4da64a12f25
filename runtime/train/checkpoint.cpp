#include "checkpoint.h"

#include <algorithm>
#include <cinttypes>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <type_traits>
#include <vector>

#include "../core/checksum.h"
#include "../core/printable.h"
#include "../core/safetensors.h"
#include "../core/safetensors_writer.h"

namespace specimen_v2::train {
namespace {

constexpr char kFormat[] = "specimen checkpoint 1";
constexpr SafetensorsDtype kDtype = std::is_same_v<Real, float> ? SafetensorsDtype::f32 : SafetensorsDtype::f64;

// A tensor of a state and its name in the file.
struct Stored {
  std::string name;
  const ParameterInfo* parameter;
  Real* values;
  std::size_t bytes() const { return static_cast<std::size_t>(parameter->elements()) * sizeof(Real); }
};

std::vector<Stored> stored_tensors(const TrainState& state, const Optimizer& optimizer) {
  std::vector<Stored> all;
  const TrainInfo& info = *state.info();
  for (int i = 0; i < info.parameter_count; ++i) {
    const ParameterInfo& p = info.parameters[i];
    all.push_back({p.name, &p, state.parameters() + p.offset});
    if (!p.trainable) continue;
    for (int s = 0; s < state.slots(); ++s) {
      const std::string name = std::string("optimizer/") + slot_name(optimizer, s) + "/" + p.name;
      all.push_back({name, &p, state.slot(s) + p.offset});
    }
  }
  return all;
}

std::vector<std::int64_t> shape_of(const ParameterInfo& p) { return {p.extent, p.extent + p.rank}; }

std::string whole(std::int64_t value) { return std::to_string(value); }
// Every bit of it.
std::string exact(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%a", value);
  return text;
}

// Of the other metadata and of every tensor's name and bytes, in the order of names.
class Seal {
 public:
  void add(std::string_view text) { text_.append(text).push_back('\n'); }
  void add(std::string_view name, const void* data, std::size_t bytes) {
    add(name);
    add(hex(checksum(data, bytes)));
  }
  std::string finish() const { return hex(checksum(text_.data(), text_.size())); }

 private:
  static std::string hex(std::uint64_t value) {
    char text[20];
    std::snprintf(text, sizeof text, "%016" PRIx64, value);
    return text;
  }
  std::string text_;
};

std::vector<SafetensorsText> texts_of(const TrainInfo& train, const Optimizer& optimizer, const CheckpointInfo& info) {
  return {{"best", exact(info.best)},
          {"best_step", whole(info.best_step)},
          {"epoch", whole(info.position.epoch)},
          {"example", whole(info.position.example)},
          {"format", kFormat},
          {"loss_count", whole(info.loss_count)},
          {"loss_sum", exact(info.loss_sum)},
          {"model", train.model->name},
          {"optimizer", optimizer_name(optimizer.kind)},
          {"seed", std::to_string(info.seed)},
          {"step", whole(info.step)}};
}

Status damaged(const std::string& path) {
  return Status(StatusCode::data_error, "%s: the checkpoint is damaged: its checksum is another one", path.c_str());
}

Status check_finite(const TrainState& state) {
  const TrainInfo& info = *state.info();
  for (int i = 0; i < info.parameter_count; ++i) {
    const Real* values = state.parameters() + info.parameters[i].offset;
    const std::int64_t count = info.parameters[i].elements();
    if (std::all_of(values, values + count, [](Real v) { return std::isfinite(v); })) continue;
    return Status(StatusCode::out_of_range, "%s is not finite after step %lld", info.parameters[i].name,
                  static_cast<long long>(state.step));
  }
  return Status();
}

}  // namespace

Status write_checkpoint(const std::string& path, const TrainState& state, const Optimizer& optimizer,
                        const CheckpointInfo& info) {
  if (Status status = check_finite(state); !status) return status;
  const std::vector<Stored> stored = stored_tensors(state, optimizer);
  std::vector<SafetensorsTensor> tensors;
  for (const Stored& s : stored) tensors.push_back({s.name, kDtype, shape_of(*s.parameter), s.values});
  std::vector<SafetensorsText> texts = texts_of(*state.info(), optimizer, info);
  std::vector<std::size_t> order(stored.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return stored[a].name < stored[b].name; });
  Seal seal;
  for (const SafetensorsText& text : texts) seal.add(text.key + '=' + text.value);
  for (std::size_t i : order) seal.add(stored[i].name, stored[i].values, stored[i].bytes());
  texts.insert(texts.begin() + 2, {"checksum", seal.finish()});  // sorted by key
  return write_safetensors(path.c_str(), tensors, texts);
}

Status read_checkpoint(const std::string& path, TrainState* state, const Optimizer& optimizer, CheckpointInfo* info) {
  SafetensorsFile file;
  if (Status status = file.open(path.c_str()); !status) return status;
  if (file.find_metadata("format") != kFormat) {
    return Status(StatusCode::data_error, "%s is no checkpoint of a training run", path.c_str());
  }
  Seal seal;
  for (const SafetensorsMetadata& text : file.metadata()) {
    if (text.key != "checksum") seal.add(std::string(text.key) + '=' + std::string(text.value));
  }
  for (const SafetensorsEntry& entry : file.entries()) {
    seal.add(entry.name, entry.data, static_cast<std::size_t>(entry.bytes));
  }
  if (file.find_metadata("checksum") != seal.finish()) return damaged(path);

  const std::string_view model = file.find_metadata("model"), kind = file.find_metadata("optimizer");
  if (model != state->info()->model->name) {
    return Status(StatusCode::invalid_argument, "%s is a checkpoint of %s, and this is %s", path.c_str(),
                  Printable(model).text(), state->info()->model->name);
  }
  if (kind != optimizer_name(optimizer.kind)) {
    return Status(StatusCode::invalid_argument, "%s was made by the optimizer %s, and this run has %s", path.c_str(),
                  Printable(kind).text(), optimizer_name(optimizer.kind));
  }
  const std::vector<Stored> stored = stored_tensors(*state, optimizer);
  std::vector<const SafetensorsEntry*> entries(stored.size());
  for (std::size_t i = 0; i < stored.size(); ++i) {
    const std::vector<std::int64_t> shape = shape_of(*stored[i].parameter);
    const Status found = file.get(stored[i].name, kDtype, shape.data(), shape.size(), &entries[i]);
    if (!found) {
      return Status(StatusCode::invalid_argument, "%s is a checkpoint of another form of the model: %s", path.c_str(),
                    found.message());
    }
  }
  if (stored.size() != file.entries().size()) {
    return Status(StatusCode::invalid_argument,
                  "%s is a checkpoint of another form of the model: it has %zu tensors, "
                  "and this one %zu",
                  path.c_str(), file.entries().size(), stored.size());
  }
  for (std::size_t i = 0; i < stored.size(); ++i) std::memcpy(stored[i].values, entries[i]->data, stored[i].bytes());

  // The checksum holds for these texts: they are what was written.
  const auto stated = [&](const char* key) { return std::string(file.find_metadata(key)); };
  const auto number = [&](const char* key) { return std::strtoll(stated(key).c_str(), nullptr, 10); };
  info->step = number("step");
  info->seed = std::strtoull(stated("seed").c_str(), nullptr, 10);
  info->position = {number("epoch"), number("example")};
  info->best = std::strtod(stated("best").c_str(), nullptr);
  info->best_step = number("best_step");
  info->loss_sum = std::strtod(stated("loss_sum").c_str(), nullptr);
  info->loss_count = number("loss_count");
  state->step = info->step;
  state->seed = info->seed;
  state->accumulated = 0;
  return Status();
}

}  // namespace specimen_v2::train
