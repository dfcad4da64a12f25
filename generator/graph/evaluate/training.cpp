#include "graph/evaluate/training.h"

#include <algorithm>
#include <cmath>

namespace specimen::gen {

namespace {

// Each row's loss and gradient times its weight.
void weigh(const DenseArray& weights, DenseArray* losses, DenseArray* gradient) {
  const std::size_t classes = gradient->data.size() / losses->data.size();
  for (std::size_t row = 0; row < losses->data.size(); ++row) losses->data[row] *= weights.data[row];
  for (std::size_t i = 0; i < gradient->data.size(); ++i) gradient->data[i] *= weights.data[i / classes];
}

}  // namespace

std::vector<DenseArray> run(const CrossEntropyOp& op, const Inputs& in) {
  const DenseArray& logits = *in[0];
  const std::size_t classes = static_cast<std::size_t>(logits.shape.back()), rows = logits.data.size() / classes;
  std::vector<std::int64_t> shape = in[1]->shape;
  if (shape.size() == 2) shape.push_back(1);
  DenseArray losses = zeros(shape);
  DenseArray gradient = evaluate(SoftmaxOp{}, {in[0]})[0];
  for (std::size_t row = 0; row < rows; ++row) {
    const double* x = &logits.data[row * classes];
    const double most = *std::max_element(x, x + classes);
    double sum = 0;
    for (std::size_t c = 0; c < classes; ++c) sum += std::exp(x[c] - most);
    for (std::size_t c = 0; c < classes; ++c) {
      const double share = op.label_smoothing / static_cast<double>(classes);
      const double target = share + (static_cast<std::size_t>(in[1]->data[row]) == c ? 1 - op.label_smoothing : 0);
      losses.data[row] -= target * (x[c] - most - std::log(sum));
      double& g = gradient.data[row * classes + c];
      g = (g - target) / static_cast<double>(rows);
    }
  }
  if (in.size() > 2) weigh(*in[2], &losses, &gradient);
  return {losses, gradient};
}

namespace {

// The loss of a row of values, as keras.losses has it: probabilities first, then the entropy.
double loss_of(const TargetLossOp& op, const std::vector<double>& x, const double* t) {
  const auto n = static_cast<double>(x.size());
  const auto entropy = [](double u, double p) { return u == 0 ? 0 : -u * std::log(p); };
  double loss = 0, sum = 0;
  for (double v : x) sum += std::exp(v);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double error = std::abs(x[i] - t[i]), s = op.label_smoothing;
    const double p = 1 / (1 + std::exp(-x[i])), rest = 1 / (1 + std::exp(x[i])), u = t[i] * (1 - s) + s / 2;
    const double share = std::exp(x[i]) / sum, part = t[i] * (1 - s) + s / n;
    switch (op.fn) {
      case LossFn::mean_squared_error:
        loss += error * error / n;
        break;
      case LossFn::mean_absolute_error:
        loss += error / n;
        break;
      case LossFn::huber:
        loss += (error <= op.delta ? error * error / 2 : op.delta * error - op.delta * op.delta / 2) / n;
        break;
      case LossFn::binary_crossentropy:
        loss += (entropy(u, p) + entropy(1 - u, rest)) / n;
        break;
      case LossFn::binary_focal_crossentropy:
        loss += (op.balanced ? u * op.alpha + (1 - u) * (1 - op.alpha) : 1) *
                std::pow(1 - (u * p + (1 - u) * rest), op.gamma) * (entropy(u, p) + entropy(1 - u, rest)) / n;
        break;
      case LossFn::categorical_crossentropy:
        loss += entropy(part, share);
        break;
      case LossFn::categorical_focal_crossentropy:
        loss += op.alpha * std::pow(1 - share, op.gamma) * entropy(part, share);
        break;
    }
  }
  return loss;
}

}  // namespace

// The slope is that of a fourth-order difference: there is no second formula to be wrong in the same way.
std::vector<DenseArray> run(const TargetLossOp& op, const Inputs& in) {
  const DenseArray &values = *in[0], &targets = *in[1];
  const std::size_t classes = static_cast<std::size_t>(values.shape.back()), rows = values.data.size() / classes;
  DenseArray losses = zeros({values.shape.begin(), values.shape.end() - 1}), gradient = zeros(values.shape);
  for (std::size_t row = 0; row < rows; ++row) {
    std::vector<double> x(values.data.begin() + static_cast<std::ptrdiff_t>(row * classes),
                          values.data.begin() + static_cast<std::ptrdiff_t>((row + 1) * classes));
    const double* t = &targets.data[row * classes];
    losses.data[row] = loss_of(op, x, t);
    for (std::size_t c = 0; c < classes; ++c) {
      constexpr double kStep = 1e-3;
      const double at = x[c];
      const auto moved = [&](double by) {
        x[c] = at + by * kStep;
        const double loss = loss_of(op, x, t);
        x[c] = at;
        return loss;
      };
      gradient.data[row * classes + c] =
          (8 * (moved(1) - moved(-1)) - (moved(2) - moved(-2))) / (12 * kStep) / static_cast<double>(rows);
    }
  }
  if (in.size() > 2) weigh(*in[2], &losses, &gradient);
  return {losses, gradient};
}

std::vector<DenseArray> run(const DenseBackwardKernelOp& op, const Inputs& in) {
  const DenseArray &x = *in[op.transposed ? 1 : 0], &y = *in[op.transposed ? 0 : 1];
  const std::size_t n = static_cast<std::size_t>(x.shape.back()), m = static_cast<std::size_t>(y.shape.back());
  DenseArray kernel = zeros({x.shape.back(), y.shape.back()});
  for (std::size_t row = 0; row * n < x.data.size(); ++row) {
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < m; ++j) kernel.data[i * m + j] += x.data[row * n + i] * y.data[row * m + j];
    }
  }
  return {kernel};
}

std::vector<DenseArray> run(const Conv2DBackwardKernelOp& op, const Inputs& in) {
  const DenseArray &x = *in[0], &gradient = *in[1];
  const std::int64_t ci = x.shape[3] / op.groups, co = gradient.shape[3], co_group = co / op.groups;
  DenseArray kernel = zeros({op.window.height, op.window.width, ci, co});
  each_tap(op.window, x, gradient, [&](std::int64_t yi, std::int64_t xi, std::int64_t ky, std::int64_t kx) {
    if (xi < 0) return;
    double* k = &kernel.data[static_cast<std::size_t>((ky * op.window.width + kx) * ci * co)];
    for (std::int64_t c = 0; c < ci; ++c) {
      for (std::int64_t o = 0; o < co; ++o) k[c * co + o] += x.data[xi + o / co_group * ci + c] * gradient.data[yi + o];
    }
  });
  return {kernel};
}

// The mean and the biased variance of each channel.
std::vector<DenseArray> run(const BatchNormStatisticsOp&, const Inputs& in) {
  const DenseArray& x = *in[0];
  const std::size_t channels = static_cast<std::size_t>(x.shape.back()), rows = x.data.size() / channels;
  DenseArray mean = zeros({x.shape.back()}), variance = mean;
  for (std::size_t i = 0; i < x.data.size(); ++i) mean.data[i % channels] += x.data[i] / static_cast<double>(rows);
  for (std::size_t i = 0; i < x.data.size(); ++i) {
    const double away = x.data[i] - mean.data[i % channels];
    variance.data[i % channels] += away * away / static_cast<double>(rows);
  }
  return {mean, variance};
}

std::vector<DenseArray> run(const BatchNormScaleOp& op, const Inputs& in) {
  return evaluate(ScaleShiftOp{op.epsilon, op.scale, op.center}, in);
}

std::vector<DenseArray> run(const BatchNormTrainingOp& op, const Inputs& in) {
  const std::vector<DenseArray> of_batch = run(BatchNormStatisticsOp{}, {in[0]});
  Inputs all = in;
  all.insert(all.end(), {&of_batch[0], &of_batch[1]});
  std::vector<DenseArray> outputs = evaluate(BatchNormOp{op.epsilon, 0, op.scale, op.center, false}, all);
  outputs.insert(outputs.end(), of_batch.begin(), of_batch.end());
  return outputs;
}

std::vector<DenseArray> run(const BatchNormBackwardSumsOp& op, const Inputs& in) {
  const DenseArray &x = *in[0], &gradient = *in[1], &mean = *in[2], &variance = *in[3];
  DenseArray gamma = zeros(mean.shape), beta = gamma;
  const std::size_t channels = mean.data.size();
  for (std::size_t i = 0; i < x.data.size(); ++i) {
    const std::size_t c = i % channels;
    gamma.data[c] += gradient.data[i] * (x.data[i] - mean.data[c]) / std::sqrt(variance.data[c] + op.epsilon);
    beta.data[c] += gradient.data[i];
  }
  return {gamma, beta};
}

std::vector<DenseArray> run(const BatchNormBackwardDataOp& op, const Inputs& in) {
  const DenseArray &x = *in[0], &gradient = *in[1], &mean = *in[2], &variance = *in[3];
  const DenseArray* gamma = op.scale ? in[4] : nullptr;
  const DenseArray &of_gamma = *in[4 + op.scale], &of_beta = *in[5 + op.scale];
  DenseArray dx = x;
  const std::size_t channels = mean.data.size();
  const double rows = static_cast<double>(x.data.size()) / static_cast<double>(channels);
  for (std::size_t i = 0; i < x.data.size(); ++i) {
    const std::size_t c = i % channels;
    const double factor = 1 / std::sqrt(variance.data[c] + op.epsilon);
    dx.data[i] =
        (gamma ? gamma->data[c] : 1) * factor *
        (gradient.data[i] - of_beta.data[c] / rows - (x.data[i] - mean.data[c]) * factor * of_gamma.data[c] / rows);
  }
  return {dx};
}

std::vector<DenseArray> run(const DepthwiseBackwardDataOp& op, const Inputs& in) {
  const DenseArray &gradient = *in[0], &kernel = *in[1];
  const std::int64_t channels = gradient.shape[3];
  DenseArray dx = zeros({gradient.shape[0], op.height, op.width, channels});
  each_tap(op.window, dx, gradient, [&](std::int64_t yi, std::int64_t xi, std::int64_t ky, std::int64_t kx) {
    for (std::int64_t c = 0; xi >= 0 && c < channels; ++c)
      dx.data[xi + c] += gradient.data[yi + c] * kernel.data[(ky * op.window.width + kx) * channels + c];
  });
  return {dx};
}

std::vector<DenseArray> run(const DepthwiseBackwardKernelOp& op, const Inputs& in) {
  const DenseArray &x = *in[0], &gradient = *in[1];
  const std::int64_t channels = gradient.shape[3];
  DenseArray kernel = zeros({op.window.height, op.window.width, channels, 1});
  each_tap(op.window, x, gradient, [&](std::int64_t yi, std::int64_t xi, std::int64_t ky, std::int64_t kx) {
    for (std::int64_t c = 0; xi >= 0 && c < channels; ++c)
      kernel.data[(ky * op.window.width + kx) * channels + c] += x.data[xi + c] * gradient.data[yi + c];
  });
  return {kernel};
}

std::vector<DenseArray> run(const GlobalPoolBackwardOp& op, const Inputs& in) {
  const std::int64_t channels = in[0]->shape.back(), pixels = std::int64_t{op.height} * op.width;
  DenseArray dx = zeros({in[0]->shape[0], op.height, op.width, channels});
  for (std::size_t i = 0; i < dx.data.size(); ++i) {
    const std::int64_t at = static_cast<std::int64_t>(i);
    dx.data[i] = in[0]->data[at / (pixels * channels) * channels + at % channels] / static_cast<double>(pixels);
  }
  return {dx};
}

std::vector<DenseArray> run(const SpreadOp& op, const Inputs& in) {
  const DenseArray& x = *in[0];
  std::vector<std::int64_t> shape = {x.shape[0]};
  shape.insert(shape.end(), op.shape.begin(), op.shape.end());
  DenseArray y = zeros(shape);
  for (std::size_t i = 0; i < y.data.size(); ++i) {
    std::size_t rest = i, from = 0, stride = 1;
    for (std::size_t d = shape.size(); d-- > 0;) {
      const auto extent = static_cast<std::size_t>(shape[d]), held = static_cast<std::size_t>(x.shape[d]);
      from += held == 1 ? 0 : rest % extent * stride;
      stride *= held;
      rest /= extent;
    }
    y.data[i] = x.data[from];
  }
  return {y};
}

// What every pixel of y gave each of x is what that pixel of x gets of the gradient.
std::vector<DenseArray> run(const ResizeBackwardOp& op, const Inputs& in) {
  const DenseArray& gradient = *in[0];
  const int height = static_cast<int>(gradient.shape[1]), width = static_cast<int>(gradient.shape[2]);
  const std::int64_t channels = gradient.shape[3];
  DenseArray dx = zeros({gradient.shape[0], op.height, op.width, channels});
  const int taps = taps_of(op.sampling);
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(gradient.data.size()); ++i) {
    const std::int64_t pixel = i / channels, image = pixel / width / height;
    const Taps rows = taps_at(op.sampling, op.height, height, static_cast<int>(pixel / width % height));
    const Taps columns = taps_at(op.sampling, op.width, width, static_cast<int>(pixel % width));
    for (int tap = 0; tap < taps * taps; ++tap) {
      const int row = std::clamp(rows.first + tap / taps, 0, op.height - 1);
      const int column = std::clamp(columns.first + tap % taps, 0, op.width - 1);
      dx.data[((image * op.height + row) * op.width + column) * channels + i % channels] +=
          static_cast<double>(rows.share[tap / taps]) * columns.share[tap % taps] * gradient.data[i];
    }
  }
  return {dx};
}

std::vector<DenseArray> run(const Pool2DBackwardOp& op, const Inputs& in) {
  const DenseArray& gradient = *in.back();
  const std::int64_t channels = gradient.shape[3];
  DenseArray dx = zeros({gradient.shape[0], op.height, op.width, channels});
  const bool max = op.layer.pooling == Pooling::max;
  std::vector<std::int64_t> count(gradient.data.size() / channels, 0);
  std::vector<bool> taken(gradient.data.size(), false);
  each_tap(op.layer.window, dx, gradient, [&](std::int64_t yi, std::int64_t xi, std::int64_t, std::int64_t) {
    if (xi >= 0 || op.layer.zero_padding) ++count[yi / channels];
  });
  each_tap(op.layer.window, dx, gradient, [&](std::int64_t yi, std::int64_t xi, std::int64_t, std::int64_t) {
    for (std::int64_t c = 0; c < channels; ++c) {
      const std::int64_t y = yi + c;
      if (!max) {
        if (xi >= 0) dx.data[xi + c] += gradient.data[y] / static_cast<double>(count[yi / channels]);
        continue;
      }
      const double value = xi >= 0 ? in[0]->data[xi + c] : 0;
      if ((xi < 0 && !op.layer.zero_padding) || taken[y] || value != in[1]->data[y]) continue;
      taken[y] = true;
      if (xi >= 0) dx.data[xi + c] += gradient.data[y];
    }
  });
  return {dx};
}

}  // namespace specimen::gen
