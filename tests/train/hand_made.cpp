#include "hand_made.h"

#include <algorithm>
#include <cmath>

namespace hand_made {
namespace {

// What a step subtracts: the mean of its batch, or, where batches must not change with the number of processes, the
// moving one.
#ifdef HAND_MADE_MOVING_MEAN
constexpr bool kBatchMean = false;
#else
constexpr bool kBatchMean = true;
#endif

constexpr SymbolInfo kSymbols[] = {{"batch", 64}};
constexpr TensorInfo kInputs[] = {{"image", DType::f32, 2, {kBatch, kPixels}, "{}"},
                                  {"label", DType::i32, 1, {kBatch}, "{}", kClasses}};
constexpr TensorInfo kOutputs[] = {{"loss", DType::f32, 0, {}, "{}"},
                                   {"logits", DType::f32, 2, {kBatch, kClasses}, "{}"}};
constexpr OpInfo kTrainOps[] = {{"hidden", {}, {}}, {"logits", {}, {}}, {"loss", {}, {}}};
constexpr FunctionInfo kForward = {"forward", kInputs, 1, kOutputs + 1, 1, nullptr, 0, 0};
constexpr FunctionInfo kTraining = {"loss_and_gradients", kInputs, 2, kOutputs, 2, kTrainOps, 3, 0};

constexpr InitializerInfo kGlorotUniform = {Distribution::uniform, FanMode::fan_avg, 1, 0, 0, 0, 0};
constexpr ParameterInfo kParameters[] = {
    {"hidden/kernel", 2, {kPixels, kHidden}, 0, true, -1, kGlorotUniform, {0, 1e-4}},
    {"hidden/bias", 1, {kHidden}, 848, true, -1, {}, {}},
    {"logits/kernel", 2, {kHidden, kClasses}, 880, true, -1, kGlorotUniform, {}},
    {"logits/bias", 1, {kClasses}, 1056, true, -1, {}, {}},
    {"center/moving_mean", 1, {kPixels}, 1072, false, 0.9, {}, {}},
};

ModelInfo model_info(const FunctionInfo& function) {
  ModelInfo made = {};
  made.name = "hand_made";
  made.functions = &function;
  made.function_count = 1;
  made.max_batch = 64;
  made.arena_bytes_per_example = 3 * kHidden * 4;
  made.symbols = kSymbols;
  made.symbol_count = 1;
  return made;
}

// One layer for one example.
template <class Weight>
void dense(const Real* x, std::int64_t in, const Weight* kernel, const Weight* bias, std::int64_t out, Real* y) {
  for (std::int64_t o = 0; o < out; ++o) y[o] = bias[o];
  for (std::int64_t i = 0; i < in; ++i) {
    for (std::int64_t o = 0; o < out; ++o) y[o] += x[i] * kernel[i * out + o];
  }
}

Parameters bind(Real* base) {
  Parameters p;
  p.hidden = {base, base + 848};
  p.logits = {base + 880, base + 1056};
  p.center = {base + 1072};
  return p;
}

}  // namespace

const ModelInfo& info() {
  static const ModelInfo made = model_info(kForward);
  return made;
}

const TrainInfo& train_info() {
  static const ModelInfo model = model_info(kTraining);
  static const TrainInfo made = {&model, kParameters, 5, 1072, 1072 + 64};
  return made;
}

Status Weights::open_source(const TensorSource& source, const WeightsOptions&) {
  for (int i = 0; i < 5; ++i) {
    const float* from = nullptr;
    const ParameterInfo& p = kParameters[i];
    if (Status status = source.get(source.data, p.name, p.extent, p.rank, &from); !status) return status;
    values[i].assign(from, from + p.elements());
  }
  return Status();
}

Status forward(Context& context, ConstTensor image, Tensor logits) {
  const auto& w = context.weights().values;
  for (std::int64_t e = 0; e < image.extent[0]; ++e) {
    Real x[kPixels], h[kHidden];
    for (std::int64_t i = 0; i < kPixels; ++i) x[i] = image.at(e, i) - w[4][static_cast<std::size_t>(i)];
    dense(x, kPixels, w[0].data(), w[1].data(), kHidden, h);
    for (Real& value : h) value = std::max(value, Real{0});
    dense(h, kHidden, w[2].data(), w[3].data(), kClasses, &logits.at(e, 0));
  }
  return Status();
}

Status TrainState::create(const TrainStateOptions& options) {
  if (Status status = specimen_v2::TrainState::create(train_info(), options); !status) return status;
  p = bind(parameters());
  g = bind(gradients());
  return Status();
}

Status loss_and_gradients(TrainContext& context, ConstTensor image, ConstTokens labels, Tensor loss, Tensor logits) {
  TrainState& state = context.state();
  const Parameters &p = state.p, &g = state.g;
  Running running(context, context.info()->functions[0]);
  if (!running.entered()) return Status(StatusCode::invalid_argument, "another thread runs this context");
  std::fill_n(state.gradients(), train_info().elements, Real{0});
  const std::int64_t batch = image.extent[0];
  const Real share = 1 / static_cast<Real>(batch);
  for (std::int64_t e = 0; e < batch; ++e) {
    for (std::int64_t i = 0; i < kPixels; ++i) g.center.moving_mean[i] += image.at(e, i) * share;
  }
  *loss.data = 0;
  const Real* mean = kBatchMean ? g.center.moving_mean : p.center.moving_mean;
  const Tensor hidden = context.arena(batch).rows(0, kHidden);
  for (std::int64_t e = 0; e < batch; ++e) {
    if (labels.at(e) < 0 || labels.at(e) >= kClasses) return Status(StatusCode::invalid_argument, "label out of range");
    Real x[kPixels], dh[kHidden] = {}, *h = &hidden.at(e, 0), *y = &logits.at(e, 0);
    for (std::int64_t i = 0; i < kPixels; ++i) x[i] = image.at(e, i) - mean[i];
    dense(x, kPixels, p.hidden.kernel, p.hidden.bias, kHidden, h);
    for (std::int64_t i = 0; i < kHidden; ++i) h[i] = std::max(h[i], Real{0});
    dense(h, kHidden, p.logits.kernel, p.logits.bias, kClasses, y);
    const Real largest = *std::max_element(y, y + kClasses);
    Real sum = 0;
    for (std::int64_t c = 0; c < kClasses; ++c) sum += std::exp(y[c] - largest);
    *loss.data += (largest + std::log(sum) - y[labels.at(e)]) * share;
    for (std::int64_t c = 0; c < kClasses; ++c) {
      const Real dy = (std::exp(y[c] - largest) / sum - (c == labels.at(e) ? Real{1} : Real{0})) * share;
      g.logits.bias[c] += dy;
      for (std::int64_t i = 0; i < kHidden; ++i) {
        g.logits.kernel[i * kClasses + c] += h[i] * dy;
        dh[i] += p.logits.kernel[i * kClasses + c] * dy;
      }
    }
    for (std::int64_t o = 0; o < kHidden; ++o) {
      if (h[o] <= 0) continue;
      g.hidden.bias[o] += dh[o];
      for (std::int64_t i = 0; i < kPixels; ++i) g.hidden.kernel[i * kHidden + o] += x[i] * dh[o];
    }
  }
  context.done(0, ConstTensor(hidden));
  context.done(0, ConstTensor(logits));
  context.done(0, ConstTensor(loss));
  return running.finish();
}

}  // namespace hand_made
