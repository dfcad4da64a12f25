#include "updater.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "path_pattern.h"

namespace specimen_v2::train {
namespace {

constexpr std::int64_t kPieceElements = 16384;  // four or five arrays of it fit into a core's own cache

Status check(const Optimizer& o) {
  const bool rates = o.momentum >= 0 && o.momentum <= 1 && o.beta_1 >= 0 && o.beta_1 < 1 && o.beta_2 >= 0 &&
                     o.beta_2 < 1 && o.rho >= 0 && o.rho <= 1 && o.average_momentum >= 0 && o.average_momentum < 1;
  const bool sizes = o.epsilon >= 0 && o.weight_decay >= 0 && o.clip_value >= 0 && o.clip_norm >= 0 &&
                     o.clip_global_norm >= 0 && o.initial_accumulator >= 0 && o.accumulate >= 1;
  if (!rates || !sizes) {
    return Status(StatusCode::invalid_argument, "the optimizer %s has a number that it cannot have",
                  optimizer_name(o.kind));
  }
  const int clips = (o.clip_value > 0) + (o.clip_norm > 0) + (o.clip_global_norm > 0);
  if (clips > 1) return Status(StatusCode::invalid_argument, "gradients are clipped in one way at most");
  if (clips > 0 && o.kind == OptimizerKind::lars) {
    return Status(StatusCode::invalid_argument, "lars scales gradients by their norms and takes no clipping");
  }
  return Status();
}

}  // namespace

// What the pieces do in one parallel loop.
struct Updater::Job {
  Updater* updater;
  TrainState* state;
  const int* accumulated;  // null: not in this loop
  bool regularize, sums, momentum, step;
  double rate, average, correction;
};

Status Updater::create(const TrainInfo& info, const Optimizer& optimizer, const ParameterGroup* groups,
                       int group_count) {
  if (Status status = check(optimizer); !status) return status;
  info_ = &info;
  optimizer_ = optimizer;
  regularized_ = false;
  tensors_.clear();
  ranges_.clear();
  for (int i = 0; i < info.parameter_count; ++i) {
    const ParameterInfo& p = info.parameters[i];
    if (!p.trainable) continue;
    Tensor tensor;
    tensor.decay = optimizer.weight_decay;
    tensor.l1 = p.regularizer.l1;
    tensor.l2 = p.regularizer.l2;
    for (int g = 0; g < group_count; ++g) {
      const ParameterGroup& group = groups[g];
      if (!path_matches(group.pattern, p.name)) continue;
      tensor.rate = group.rate;
      if (group.weight_decay >= 0) tensor.decay = group.weight_decay;
      if (group.l2 >= 0) tensor.l2 = group.l2;
      tensor.trust = group.trust;
      break;
    }
    if (tensor.l1 != 0 || tensor.l2 != 0) regularized_ = true;
    tensor.first_piece = static_cast<int>(ranges_.size());
    const std::int64_t a = kParameterAlignment, end = p.offset + (p.elements() + a - 1) / a * a;
    for (std::int64_t begin = p.offset; begin < end; begin += kPieceElements) {
      ranges_.push_back({begin, std::min(kPieceElements, end - begin), static_cast<int>(tensors_.size())});
    }
    tensor.pieces = static_cast<int>(ranges_.size()) - tensor.first_piece;
    tensors_.push_back(tensor);
  }
  sums_.assign(ranges_.size(), PieceSums());
  return Status();
}

int Updater::average_slot() const { return optimizer_.average_momentum > 0 ? slots_of(optimizer_) - 1 : -1; }

void Updater::start(TrainState& state) const {
  const Optimizer& o = optimizer_;
  const std::int64_t count = info_->trainable_elements;
  const bool squares =
      o.kind == OptimizerKind::rmsprop || o.kind == OptimizerKind::adagrad || o.kind == OptimizerKind::ftrl;
  if (squares) std::fill_n(state.slot(0), count, static_cast<Real>(o.initial_accumulator));
  if (average_slot() >= 0) {
    std::memcpy(state.slot(average_slot()), state.parameters(), static_cast<std::size_t>(count) * sizeof(Real));
  }
}

Piece Updater::piece(const TrainState& state, const Range& range) const {
  Piece piece;
  piece.parameters = state.parameters() + range.begin;
  piece.gradients = state.gradients() + range.begin;
  const int slots = rule_slots(optimizer_);
  for (int s = 0; s < slots; ++s) piece.slot[s] = state.slot(s) + range.begin;
  piece.count = range.count;
  return piece;
}

int Updater::run_task(void*, int task, std::uint8_t* closure) {
  const Job& job = *reinterpret_cast<const Job*>(closure);
  job.updater->run_piece(job, task);
  return 0;
}

void Updater::run(Context& context, Job* job) {
  context.parallel_for(&Updater::run_task, 0, static_cast<int>(ranges_.size()), reinterpret_cast<std::uint8_t*>(job));
}

void Updater::run_piece(const Job& job, int index) {
  const Range& range = ranges_[static_cast<std::size_t>(index)];
  const Tensor& tensor = tensors_[static_cast<std::size_t>(range.tensor)];
  PieceSums& sums = sums_[static_cast<std::size_t>(index)];
  const Piece p = piece(*job.state, range);
  const bool lars = optimizer_.kind == OptimizerKind::lars;
  if (job.accumulated) {
    Real* sum = job.state->slot(rule_slots(optimizer_)) + range.begin;
    const bool first = *job.accumulated == 0, last = *job.accumulated + 1 == optimizer_.accumulate;
    const Real batches = static_cast<Real>(optimizer_.accumulate);
    for (std::int64_t k = 0; k < p.count; ++k) {
      sum[k] = first ? p.gradients[k] : sum[k] + p.gradients[k];
      if (last) p.gradients[k] = sum[k] / batches;
    }
  }
  if (job.regularize) {
    sums = PieceSums();
    const double decay = lars ? tensor.decay : 0;
    if (tensor.l1 != 0 || tensor.l2 != 0 || decay != 0) add_regularizers(tensor.l1, tensor.l2, decay, p, &sums);
    if (optimizer_.clip_value > 0) clip_values(static_cast<Real>(optimizer_.clip_value), p);
  }
  if (job.momentum) lars_momentum(optimizer_, p);
  if (job.sums) add_squares(p, &sums);
  if (!job.step) return;
  StepNumbers numbers;
  const double rate = job.rate * tensor.rate;
  numbers.rate = static_cast<Real>(rate);
  numbers.decay = lars ? Real{0} : static_cast<Real>(rate * tensor.decay);
  numbers.alpha = static_cast<Real>(rate * job.correction);
  numbers.scale = tensor.scale;
  numbers.trust = tensor.trust_ratio;
  update_piece(optimizer_, p, numbers);
  if (average_slot() < 0) return;
  Real* average = job.state->slot(average_slot()) + range.begin;
  const Real keep = static_cast<Real>(job.average), rest = static_cast<Real>(1 - job.average);
  for (std::int64_t k = 0; k < p.count; ++k) average[k] = keep * average[k] + rest * p.parameters[k];
}

// From the sums of the pieces: what each parameter's gradients are multiplied with.
void Updater::scale_gradients(UpdateResult* result) {
  const Optimizer& o = optimizer_;
  double all = 0;
  for (Tensor& tensor : tensors_) {
    double gradients = 0, parameters = 0;
    for (int i = tensor.first_piece; i < tensor.first_piece + tensor.pieces; ++i) {
      gradients += sums_[static_cast<std::size_t>(i)].gradient_squares;
      parameters += sums_[static_cast<std::size_t>(i)].parameter_squares;
    }
    all += gradients;
    const double norm = std::sqrt(gradients), weight_norm = std::sqrt(parameters);
    if (o.clip_norm > 0) tensor.scale = static_cast<Real>(o.clip_norm / std::max(norm, o.clip_norm));
    const bool trusted = o.kind == OptimizerKind::lars && tensor.trust && norm > 0 && weight_norm > 0;
    tensor.trust_ratio = trusted ? static_cast<Real>(o.trust_coefficient * weight_norm / norm) : Real{1};
  }
  result->gradient_norm = std::sqrt(all);
  if (o.clip_global_norm <= 0) return;
  const double norm = result->gradient_norm;
  const double scale = o.clip_global_norm * std::min(1 / norm, 1 / o.clip_global_norm);
  for (Tensor& tensor : tensors_) tensor.scale = static_cast<Real>(scale);
}

void Updater::update_moving_statistics(TrainState& state) const {
  for (int i = 0; i < info_->parameter_count; ++i) {
    const ParameterInfo& p = info_->parameters[i];
    if (p.momentum < 0) continue;
    const Real keep = static_cast<Real>(p.momentum), rest = static_cast<Real>(1 - p.momentum);
    Real* moving = state.parameters() + p.offset;
    const Real* batch = state.gradients() + p.offset;
    const std::int64_t count = p.elements();
    for (std::int64_t k = 0; k < count; ++k) moving[k] = keep * moving[k] + rest * batch[k];
  }
}

Status Updater::update(Context& context, TrainState& state, double rate, UpdateResult* result) {
  *result = UpdateResult();
  const Optimizer& o = optimizer_;
  if (!info_ || state.info() != info_ || state.slots() != slots_of(o)) {
    return Status(StatusCode::invalid_argument, "the state is not one of this optimizer's");
  }
  Running running(context, context.info()->functions[0]);
  if (!running.entered()) return Status(StatusCode::invalid_argument, "another thread runs this context");
  update_moving_statistics(state);

  const int accumulated = state.accumulated;
  const bool accumulates = o.accumulate > 1, last = accumulated + 1 >= o.accumulate;
  const bool lars = o.kind == OptimizerKind::lars;
  const bool norms = o.clip_norm > 0 || o.clip_global_norm > 0 || lars;
  const auto done = static_cast<double>(state.step);
  Job job = {};
  job.updater = this;
  job.state = &state;
  job.accumulated = accumulates ? &accumulated : nullptr;
  job.rate = rate;
  job.average = o.average_momentum;
  if (o.average_warmup) {
    job.average = std::min(o.average_momentum, (2 + done) / (11 + done));
  } else if (state.step == 0) {
    job.average = 0;
  }
  job.correction =
      o.bias_correction ? std::sqrt(1 - std::pow(o.beta_2, done + 1)) / (1 - std::pow(o.beta_1, done + 1)) : 1;
  job.regularize = last && (regularized_ || lars || o.clip_value > 0);
  job.sums = last && norms;
  job.momentum = last && lars && !o.classic_momentum;
  job.step = last && !norms;
  run(context, &job);
  state.accumulated = last ? 0 : accumulated + 1;
  if (!last) return Status();
  if (norms) {
    scale_gradients(result);
    if (!std::isfinite(result->gradient_norm)) {
      return Status(StatusCode::out_of_range, "the gradients of step %lld are not finite",
                    static_cast<long long>(state.step));
    }
    job.accumulated = nullptr;
    job.regularize = job.sums = job.momentum = false;
    job.step = true;
    run(context, &job);
  }
  if (regularized_) {
    for (const PieceSums& sums : sums_) result->penalty += sums.penalty;
  }
  result->updated = true;
  ++state.step;
  return Status();
}

}  // namespace specimen_v2::train
