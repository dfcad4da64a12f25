#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "base/runtime.h"
#include "graph/broadcast.h"
#include "graph/convolution_pair.h"
#include "graph/evaluate/evaluate.h"
#include "graph/evaluate/norm.h"
#include "graph/evaluate/random.h"
#include "graph/evaluate/taps.h"
#include "graph/evaluate/training.h"
#include "graph/traits.h"
#include "kernels/common/reference.h"
#include "runtime/core/random.h"

namespace specimen::gen {

namespace {

// The value of a chain's operand beside element `i` of y.
double operand(const DenseArray& operand, Operand kind, const DenseArray& y, std::int64_t i) {
  const std::int64_t channels = y.shape.back();
  switch (kind) {
    case Operand::channel:
      return operand.data[i % channels];
    case Operand::example_channel:
      return operand.data[i / (static_cast<std::int64_t>(y.data.size()) / y.shape[0]) * channels + i % channels];
    default:
      return operand.data[i];
  }
}

// x at every element of a shape that it is broadcast to.
DenseArray spread(const DenseArray& x, const std::vector<std::int64_t>& shape) {
  const std::vector<std::int64_t> from = with_rank(x.shape, shape.size());
  DenseArray y = zeros(shape);
  for (std::size_t i = 0; i < y.data.size(); ++i) {
    std::size_t rest = i, at = 0, step = 1;
    for (std::size_t d = shape.size(); d-- > 0;) {
      const std::size_t extent = static_cast<std::size_t>(shape[d]);
      if (from[d] != 1) at += rest % extent * step;
      rest /= extent;
      step *= static_cast<std::size_t>(from[d]);
    }
    y.data[i] = x.data[at];
  }
  return y;
}

std::vector<DenseArray> finish(const Chain& chain, DenseArray y, const Inputs& in, std::size_t next) {
  std::vector<DenseArray> outputs;
  for (std::size_t s = 0; s < chain.steps.size(); ++s) {
    const Step& step = chain.steps[s];
    const bool argument = step.operand != Operand::none && step.operand != Operand::constant;
    const DenseArray* other = argument ? in[next++] : nullptr;
    for (std::size_t i = 0; i < y.data.size(); ++i) {
      const double b = other ? operand(*other, step.operand, y, static_cast<std::int64_t>(i)) : step.parameter;
      y.data[i] = apply_step(step, y.data[i], b);
    }
    if (step.store && s + 1 < chain.steps.size()) outputs.push_back(y);
  }
  outputs.push_back(std::move(y));
  return outputs;
}

DenseArray slide(const Window& w, const DenseArray& x, std::int64_t channels, double fill = 0) {
  DenseArray y = zeros(
      {x.shape[0], w.out_height(static_cast<int>(x.shape[1])), w.out_width(static_cast<int>(x.shape[2])), channels});
  std::fill(y.data.begin(), y.data.end(), fill);
  return y;
}

DenseArray convolve(const Conv2DOp& op, const DenseArray& x, DenseArray kernel) {
  if (kernel.shape.size() == 3) kernel.shape.insert(kernel.shape.begin(), 1);
  const std::int64_t ci = kernel.shape[2], co = kernel.shape[3];
  const std::int64_t co_group = co / op.groups;
  DenseArray y = slide(op.window, x, co);
  each_tap(op.window, x, y, [&](std::int64_t yi, std::int64_t xi, std::int64_t ky, std::int64_t kx) {
    if (xi < 0) return;
    const double* k = &kernel.data[(ky * kernel.shape[1] + kx) * ci * co];
    for (std::int64_t g = 0; g < op.groups; ++g) {
      for (std::int64_t c = 0; c < ci; ++c) {
        const double v = x.data[xi + g * ci + c];
        if (v == 0) continue;
        for (std::int64_t o = g * co_group; o < (g + 1) * co_group; ++o) y.data[yi + o] += v * k[c * co + o];
      }
    }
  });
  return y;
}

std::vector<DenseArray> run(const Conv2DOp& op, const Inputs& in) { return {convolve(op, *in[0], *in[1])}; }

std::vector<DenseArray> run(const FusedConv2DOp& op, const Inputs& in) {
  const DenseArray x = finish(op.prologue, *in[0], in, 2).back();
  return finish(op.epilogue, convolve(op.layer, x, *in[1]), in, 2 + op.prologue.operands().size());
}

// The layer's op, then the chain on its result.
template <class LayerOp>
std::vector<DenseArray> run(const Fused<LayerOp>& op, const Inputs& in);

std::vector<DenseArray> run(const DepthwiseConv2DOp& op, const Inputs& in) {
  const DenseArray& x = *in[0];
  const DenseArray& kernel = *in[1];
  const std::int64_t multiplier = kernel.shape[3], channels = x.shape[3] * multiplier;
  DenseArray y = slide(op.window, x, channels);
  each_tap(op.window, x, y, [&](std::int64_t yi, std::int64_t xi, std::int64_t ky, std::int64_t kx) {
    if (xi < 0) return;
    for (std::int64_t c = 0; c < channels; ++c) {
      y.data[yi + c] += x.data[xi + c / multiplier] * kernel.data[(ky * kernel.shape[1] + kx) * channels + c];
    }
  });
  return {y};
}

std::vector<DenseArray> run(const Conv2DTransposeOp& op, const Inputs& in) {
  const DenseArray &x = *in[0], &kernel = *in[1];
  const Window& w = op.window;
  const std::int64_t h = x.shape[1], wd = x.shape[2], ci = x.shape[3], co = op.filters;
  const std::int64_t oh =
      (h - 1) * w.stride_height + (w.height - 1) * w.dilation_height + 1 - w.padding.top - w.padding.bottom;
  const std::int64_t ow =
      (wd - 1) * w.stride_width + (w.width - 1) * w.dilation_width + 1 - w.padding.left - w.padding.right;
  DenseArray y = zeros({x.shape[0], oh, ow, co});
  for (std::int64_t pixel = 0; pixel < x.shape[0] * h * wd; ++pixel) {
    for (std::int64_t tap = 0; tap < std::int64_t{w.height} * w.width; ++tap) {
      const std::int64_t row = pixel / wd % h * w.stride_height + tap / w.width * w.dilation_height - w.padding.top;
      const std::int64_t column = pixel % wd * w.stride_width + tap % w.width * w.dilation_width - w.padding.left;
      if (row < 0 || row >= oh || column < 0 || column >= ow) continue;
      double* to = &y.data[((pixel / (h * wd) * oh + row) * ow + column) * co];
      const std::int64_t per_group = co / op.groups, depth = ci / op.groups;
      const double* k = &kernel.data[tap * per_group * ci];
      for (std::int64_t o = 0; o < co; ++o) {
        const std::int64_t first = o / per_group * depth;
        for (std::int64_t c = first; c < first + depth; ++c)
          to[o] += x.data[pixel * ci + c] * k[o % per_group * ci + c];
      }
    }
  }
  return {y};
}

std::vector<DenseArray> run(const ExpandDepthwiseOp& op, const Inputs& in) {
  auto pair = take_apart(op, in);
  const DenseArray expanded = run(pair.expansion, pair.expansion_inputs).back();
  pair.depthwise_inputs.insert(pair.depthwise_inputs.begin(), &expanded);
  return run(pair.depthwise, pair.depthwise_inputs);
}

std::vector<DenseArray> run(const DenseOp& op, const Inputs& in) {
  const DenseArray& x = *in[0];
  const DenseArray& kernel = *in[1];
  const std::int64_t k = x.shape.back(), n = op.units, rows = elements(x.shape) / k;
  std::vector<std::int64_t> shape = x.shape;
  shape.back() = n;
  DenseArray y = zeros(std::move(shape));
  const std::int64_t by_input = op.transposed ? 1 : n, by_unit = op.transposed ? k : 1;
  for (std::int64_t b = 0; b < rows; ++b) {
    for (std::int64_t i = 0; i < k; ++i) {
      for (std::int64_t j = 0; j < n; ++j)
        y.data[b * n + j] += x.data[b * k + i] * kernel.data[i * by_input + j * by_unit];
    }
  }
  return {y};
}

// gamma / sqrt(variance + epsilon), and what is added: beta - mean * that. `in` starts at [gamma], [beta], mean,
// variance.
void statistics(const DenseArray* const* in, bool scale, bool center, double epsilon, std::vector<double>* a,
                std::vector<double>* b) {
  const DenseArray* gamma = scale ? *in++ : nullptr;
  const DenseArray* beta = center ? *in++ : nullptr;
  const DenseArray& mean = *in[0];
  const DenseArray& variance = *in[1];
  for (std::size_t c = 0; c < mean.data.size(); ++c) {
    const double factor = (gamma ? gamma->data[c] : 1) / std::sqrt(variance.data[c] + epsilon);
    a->push_back(factor);
    b->push_back((beta ? beta->data[c] : 0) - mean.data[c] * factor);
  }
}

std::vector<DenseArray> run(const BatchNormOp& op, const Inputs& in) {
  std::vector<double> a, b;
  statistics(&in[1], op.scale, op.center, op.epsilon, &a, &b);
  DenseArray y = *in[0];
  for (std::size_t i = 0; i < y.data.size(); ++i) y.data[i] = y.data[i] * a[i % a.size()] + b[i % a.size()];
  return {y};
}

// In inference there are no random numbers.
std::vector<DenseArray> run(const DropoutOp& op, const Inputs& in) {
  DenseArray y = *in[0];
  if (in.size() < 2) return {y};
  const std::size_t example = y.data.size() / static_cast<std::size_t>(y.shape[0]);
  // The place of an element among those that are not dropped together.
  const auto place = [&](std::size_t i) {
    std::size_t at = 0, stride = 1;
    for (std::size_t d = y.shape.size(); d-- > 1;) {
      const auto extent = static_cast<std::size_t>(y.shape[d]);
      const bool shared = !op.shared.empty() && op.shared[d] != 0;
      at += shared ? 0 : i % extent * stride;
      stride *= shared ? 1 : extent;
      i /= extent;
    }
    return at;
  };
  const std::array<std::int32_t, 5> words = random_words(*in[1], op.layer);
  for (std::size_t i = 0; i < y.data.size(); ++i) {
    const std::uint32_t drawn = random_word(words.data(), random_key(op.layer), place(i % example), i / example);
    y.data[i] = random_unit<double>(drawn) < op.rate ? 0 : y.data[i] / (1 - op.rate);
  }
  return {y};
}

std::vector<DenseArray> run(const UnaryOp& op, const Inputs& in) {
  DenseArray y = *in[0];
  for (double& v : y.data) v = apply_step({op.fn, Operand::none, op.parameter}, v, op.parameter);
  return {y};
}

std::vector<DenseArray> run(const BinaryOp& op, const Inputs& in) {
  const bool channel = in[1]->shape.size() == 1;
  const std::vector<std::int64_t> shape = channel ? in[0]->shape : broadcast(in[0]->shape, in[1]->shape).value();
  DenseArray y = spread(*in[0], shape);
  const DenseArray other = channel ? *in[1] : spread(*in[1], shape);
  for (std::size_t i = 0; i < y.data.size(); ++i) {
    y.data[i] = apply_step({op.fn, Operand::tensor, op.parameter}, y.data[i], other.data[i % other.data.size()]);
  }
  return {y};
}

std::vector<DenseArray> run(const Pool2DOp& op, const Inputs& in) {
  const DenseArray& x = *in[0];
  const std::int64_t channels = x.shape[3];
  const bool max = op.pooling == Pooling::max;
  DenseArray y = slide(op.window, x, channels, max ? -std::numeric_limits<double>::infinity() : 0);
  std::vector<std::int64_t> count(y.data.size() / channels, 0);
  each_tap(op.window, x, y, [&](std::int64_t yi, std::int64_t xi, std::int64_t, std::int64_t) {
    if (xi < 0 && !op.zero_padding) return;
    ++count[yi / channels];
    for (std::int64_t c = 0; c < channels; ++c) {
      const double v = xi < 0 ? 0 : x.data[xi + c];
      y.data[yi + c] = max ? larger(y.data[yi + c], v) : y.data[yi + c] + v;
    }
  });
  if (!max) {
    for (std::size_t i = 0; i < y.data.size(); ++i) y.data[i] /= static_cast<double>(count[i / channels]);
  }
  return {y};
}

std::vector<DenseArray> run(const GlobalPoolOp& op, const Inputs& in) {
  const DenseArray& x = *in[0];
  const std::int64_t channels = x.shape[3], pixels = x.shape[1] * x.shape[2];
  const bool max = op.pooling == Pooling::max;
  DenseArray y = zeros(op.keepdims ? std::vector<std::int64_t>{x.shape[0], 1, 1, channels}
                                   : std::vector<std::int64_t>{x.shape[0], channels});
  for (std::int64_t b = 0; b < x.shape[0]; ++b) {
    for (std::int64_t c = 0; c < channels; ++c) {
      double v = max ? x.data[b * pixels * channels + c] : 0;
      for (std::int64_t p = 0; p < pixels; ++p) {
        const double next = x.data[(b * pixels + p) * channels + c];
        v = max ? larger(v, next) : v + next;
      }
      y.data[b * channels + c] = max ? v : v / static_cast<double>(pixels);
    }
  }
  return {y};
}

// Calls visit(elements, result): of each element of the result those that it is made of, in order, by index in x.
template <class Visit>
DenseArray reduced(const DenseArray& x, const std::vector<int>& axes, bool keepdims, Visit visit) {
  std::vector<std::int64_t> kept = x.shape, shape;
  for (int axis : axes) kept[static_cast<std::size_t>(axis)] = 1;
  for (std::size_t d = 0; d < kept.size(); ++d) {
    const bool gone = std::find(axes.begin(), axes.end(), static_cast<int>(d)) != axes.end();
    if (!gone || keepdims) shape.push_back(kept[d]);
  }
  DenseArray y = zeros(shape);
  std::vector<std::vector<std::size_t>> parts(y.data.size());
  for (std::size_t i = 0; i < x.data.size(); ++i) {
    std::size_t rest = i, at = 0, step = 1;
    for (std::size_t d = x.shape.size(); d-- > 0;) {
      const auto extent = static_cast<std::size_t>(x.shape[d]);
      if (kept[d] != 1) at += rest % extent * step;
      rest /= extent;
      step *= static_cast<std::size_t>(kept[d]);
    }
    parts[at].push_back(i);
  }
  for (std::size_t i = 0; i < parts.size(); ++i) y.data[i] = visit(parts[i]);
  return y;
}

std::vector<DenseArray> run(const ReduceOp& op, const Inputs& in) {
  const std::vector<double>& x = in[0]->data;
  return {reduced(*in[0], op.axes, op.keepdims, [&](const std::vector<std::size_t>& part) {
    double sum = 0, most = x[part[0]], least = most;
    for (std::size_t i : part) {
      sum += x[i];
      most = std::max(most, x[i]);
      least = std::min(least, x[i]);
    }
    switch (op.fn) {
      case Reduction::sum:
        return sum;
      case Reduction::mean:
        return sum / static_cast<double>(part.size());
      case Reduction::max:
        return most;
      case Reduction::min:
        break;
    }
    return least;
  })};
}

std::vector<DenseArray> run(const ArgMaxOp& op, const Inputs& in) {
  const std::vector<double>& x = in[0]->data;
  return {reduced(*in[0], {op.axis}, op.keepdims, [&](const std::vector<std::size_t>& part) {
    const auto most =
        std::max_element(part.begin(), part.end(), [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
    return static_cast<double>(most - part.begin());
  })};
}

std::vector<DenseArray> run(const SoftmaxOp&, const Inputs& in) {
  DenseArray y = *in[0];
  const std::size_t n = y.shape.back();
  for (std::size_t row = 0; row < y.data.size(); row += n) {
    double* v = &y.data[row];
    const double most = *std::max_element(v, v + n);
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) sum += v[i] = std::exp(v[i] - most);
    for (std::size_t i = 0; i < n; ++i) v[i] /= sum;
  }
  return {y};
}

std::vector<DenseArray> run(const PadOp& op, const Inputs& in) {
  const DenseArray& x = *in[0];
  const Padding& p = op.padding;
  const std::int64_t h = x.shape[1], w = x.shape[2], c = x.shape[3];
  DenseArray y = zeros({x.shape[0], h + p.top + p.bottom, w + p.left + p.right, c});
  std::fill(y.data.begin(), y.data.end(), op.value);
  for (std::int64_t b = 0; b < x.shape[0]; ++b) {
    for (std::int64_t i = 0; i < h; ++i) {
      std::copy_n(&x.data[(b * h + i) * w * c], w * c,
                  &y.data[((b * y.shape[1] + i + p.top) * y.shape[2] + p.left) * c]);
    }
  }
  return {y};
}

std::vector<DenseArray> run(const CropOp& op, const Inputs& in) {
  const DenseArray& x = *in[0];
  const Padding& m = op.margin;
  const std::int64_t h = x.shape[1] - m.top - m.bottom, w = x.shape[2] - m.left - m.right, c = x.shape[3];
  DenseArray y = zeros({x.shape[0], h, w, c});
  for (std::int64_t row = 0; row < x.shape[0] * h; ++row) {
    const std::int64_t from = (row / h * x.shape[1] + row % h + m.top) * x.shape[2] + m.left;
    std::copy_n(&x.data[from * c], w * c, &y.data[row * w * c]);
  }
  return {y};
}

std::vector<DenseArray> run(const PermuteOp& op, const Inputs& in) {
  const DenseArray& x = *in[0];
  std::vector<std::int64_t> strides(x.shape.size(), 1), shape = {x.shape[0]};
  for (std::size_t d = x.shape.size() - 1; d-- > 0;) strides[d] = strides[d + 1] * x.shape[d + 1];
  for (int dim : op.order) shape.push_back(x.shape[dim]);
  DenseArray y = zeros(shape);
  for (std::size_t i = 0; i < y.data.size(); ++i) {
    std::int64_t rest = static_cast<std::int64_t>(i), at = 0;
    for (std::size_t d = op.order.size(); d-- > 0;) {
      at += rest % shape[d + 1] * strides[op.order[d]];
      rest /= shape[d + 1];
    }
    y.data[i] = x.data[rest * strides[0] + at];
  }
  return {y};
}

std::vector<DenseArray> run(const ResizeOp& op, const Inputs& in) {
  const DenseArray& x = *in[0];
  const int h = static_cast<int>(x.shape[1]), w = static_cast<int>(x.shape[2]), taps = taps_of(op.sampling);
  const std::int64_t c = x.shape[3];
  DenseArray y = zeros({x.shape[0], op.height, op.width, c});
  for (std::int64_t pixel = 0; pixel * c < static_cast<std::int64_t>(y.data.size()); ++pixel) {
    const std::int64_t image = pixel / op.width / op.height;
    const Taps rows = taps_at(op.sampling, h, op.height, static_cast<int>(pixel / op.width % op.height));
    const Taps columns = taps_at(op.sampling, w, op.width, static_cast<int>(pixel % op.width));
    for (int tap = 0; tap < taps * taps; ++tap) {
      const double share = static_cast<double>(rows.share[tap / taps]) * columns.share[tap % taps];
      const int row = std::clamp(rows.first + tap / taps, 0, h - 1);
      const int column = std::clamp(columns.first + tap % taps, 0, w - 1);
      const double* from = &x.data[((image * h + row) * w + column) * c];
      for (std::int64_t i = 0; i < c; ++i) y.data[pixel * c + i] += share * from[i];
    }
  }
  return {y};
}

std::vector<DenseArray> run(const ConcatOp&, const Inputs& in) {
  std::vector<std::int64_t> shape = in[0]->shape;
  shape.back() = 0;
  for (const DenseArray* x : in) shape.back() += x->shape.back();
  DenseArray y = zeros(shape);
  std::int64_t first = 0;
  for (const DenseArray* x : in) {
    const std::int64_t c = x->shape.back();
    for (std::int64_t row = 0; row * c < static_cast<std::int64_t>(x->data.size()); ++row) {
      std::copy_n(&x->data[row * c], c, &y.data[row * shape.back() + first]);
    }
    first += c;
  }
  return {y};
}

std::vector<DenseArray> run(const ReshapeOp& op, const Inputs& in) {
  DenseArray y = *in[0];
  y.shape = {y.shape[0]};
  y.shape.insert(y.shape.end(), op.shape.begin(), op.shape.end());
  return {y};
}

std::vector<DenseArray> run(const EmbeddingOp&, const Inputs& in) {
  const DenseArray& ids = *in[0];
  const DenseArray& table = *in[1];
  const std::int64_t d = table.shape[1];
  std::vector<std::int64_t> shape = ids.shape;
  shape.push_back(d);
  DenseArray y = zeros(std::move(shape));
  for (std::size_t i = 0; i < ids.data.size(); ++i)
    std::copy_n(&table.data.at(static_cast<std::size_t>(ids.data[i]) * d), d, &y.data[i * d]);
  return {y};
}

std::vector<DenseArray> run(const PositionEmbeddingOp& op, const Inputs& in) {
  const std::vector<std::int64_t>& rows = in[op.whole ? 1 : 0]->shape;
  DenseArray y = zeros({in[0]->shape[0], rows[rows.size() - 2], rows.back()});
  const std::int64_t one = y.shape[1] * y.shape[2];
  for (std::int64_t b = 0; b < y.shape[0]; ++b) std::copy_n(in[1]->data.begin(), one, y.data.begin() + b * one);
  return {y};
}

std::vector<DenseArray> run(const LayerNormOp& op, const Inputs& in) {
  DenseArray y = normalize(*in[0], op.norm, op.epsilon).normal;
  const DenseArray* gamma = op.scale ? in[1] : nullptr;
  const DenseArray* beta = op.center ? in[1 + op.scale] : nullptr;
  const std::size_t n = y.shape.back();
  for (std::size_t i = 0; i < y.data.size(); ++i)
    y.data[i] = y.data[i] * (gamma ? gamma->data[i % n] : 1) + (beta ? beta->data[i % n] : 0);
  return {y};
}

std::vector<DenseArray> run(const AttentionOp& op, const Inputs& in) {
  const std::int64_t batch = in[0]->shape[0], queries = in[0]->shape[1], keys = in[1]->shape[1];
  const std::int64_t size = in[0]->shape[2] / op.heads, value_size = in[2]->shape[2] / (op.heads / op.group);
  DenseArray y = zeros({batch, queries, op.heads * value_size});
  std::vector<double> weight(keys);
  for (std::int64_t b = 0; b < batch; ++b) {
    for (std::int64_t h = 0; h < op.heads; ++h) {
      // The first feature of a head of a token.
      const auto at = [&](const DenseArray& x, std::int64_t token, std::int64_t head, std::int64_t width) {
        return (b * x.shape[1] + token) * x.shape[2] + head * width;
      };
      for (std::int64_t i = 0; i < queries; ++i) {
        const std::int64_t query = at(*in[0], i, h, size), out = at(y, i, h, value_size);
        double most = -std::numeric_limits<double>::infinity(), sum = 0;
        for (std::int64_t j = 0; j < keys; ++j) {
          const bool seen = (!op.causal || j <= i + keys - queries) && (!op.masked || in[3]->data[b * keys + j] != 0);
          const std::int64_t key = at(*in[1], j, h / op.group, size);
          weight[j] = seen ? 0 : -std::numeric_limits<double>::infinity();
          for (std::int64_t c = 0; seen && c < size; ++c)
            weight[j] += op.scale * in[0]->data[query + c] * in[1]->data[key + c];
          most = std::max(most, weight[j]);
        }
        if (std::isinf(most)) continue;  // no key is seen: zeros
        for (double& w : weight) sum += w = std::exp(w - most);
        for (std::int64_t j = 0; j < keys; ++j) {
          const std::int64_t value = at(*in[2], j, h / op.group, value_size);
          weight[j] *= dropout_factor(op, *in.back(), b, h, i, j);
          for (std::int64_t c = 0; c < value_size; ++c) y.data[out + c] += weight[j] / sum * in[2]->data[value + c];
        }
      }
    }
  }
  return {y};
}

std::vector<DenseArray> run(const SequencePoolOp& op, const Inputs& in) {
  const DenseArray& x = *in[0];
  const std::int64_t length = x.shape[1], features = x.shape[2];
  DenseArray y = zeros({x.shape[0], features});
  for (std::int64_t b = 0; b < x.shape[0]; ++b) {
    double kept = 0;
    for (std::int64_t i = 0; i < length; ++i) {
      if (op.masked && in[1]->data[b * length + i] == 0) continue;
      ++kept;
      for (std::int64_t c = 0; c < features; ++c) y.data[b * features + c] += x.data[(b * length + i) * features + c];
    }
    for (std::int64_t c = 0; kept > 0 && c < features; ++c) y.data[b * features + c] /= kept;
  }
  return {y};
}

std::vector<DenseArray> run(const SelectTokenOp& op, const Inputs& in) {
  const DenseArray& x = *in[0];
  const std::int64_t one = x.shape[1] * x.shape[2];
  DenseArray y = zeros({x.shape[0], x.shape[2]});
  for (std::int64_t b = 0; b < x.shape[0]; ++b)
    std::copy_n(&x.data[b * one + op.index * x.shape[2]], x.shape[2], &y.data[b * x.shape[2]]);
  return {y};
}

std::vector<DenseArray> run(const AppendOp&, const Inputs& in) {
  const DenseArray &state = *in[0], &x = *in[1];
  DenseArray y = zeros({x.shape[0], state.shape[1] + x.shape[1], x.shape[2]});
  const std::int64_t before = state.shape[1] * x.shape[2], more = x.shape[1] * x.shape[2];
  for (std::int64_t b = 0; b < x.shape[0]; ++b) {
    std::copy_n(state.data.begin() + b * before, before, y.data.begin() + b * (before + more));
    std::copy_n(x.data.begin() + b * more, more, y.data.begin() + b * (before + more) + before);
  }
  return {y};
}

std::vector<DenseArray> run(const CopyOp&, const Inputs& in) { return {*in[0]}; }

std::vector<DenseArray> run(const AssignOp&, const Inputs& in) { return {*in[1]}; }

std::vector<DenseArray> run(const ElementwiseOp& op, const Inputs& in) {
  const std::vector<Operand> operands = op.chain.operands();
  std::vector<std::int64_t> shape = in[0]->shape;
  for (std::size_t i = 0; i < operands.size(); ++i) {
    if (operands[i] == Operand::tensor) shape = broadcast(shape, in[i + 1]->shape).value();
  }
  std::vector<DenseArray> spread_out;  // what the pointers below point to
  spread_out.reserve(operands.size());
  Inputs all = in;
  for (std::size_t i = 0; i < operands.size(); ++i) {
    if (operands[i] != Operand::tensor || in[i + 1]->shape == shape) continue;
    spread_out.push_back(spread(*in[i + 1], shape));
    all[i + 1] = &spread_out.back();
  }
  return finish(op.chain, spread(*in[0], shape), all, 1);
}

// Packed filters are held as the kernel.
std::vector<DenseArray> run(const PackFilterOp&, const Inputs& in) { return {*in[0]}; }

std::vector<DenseArray> run(const FoldBatchNormOp& op, const Inputs& in) {
  std::vector<double> a, b;
  statistics(&in[1 + op.bias], op.scale, op.center, op.epsilon, &a, &b);
  DenseArray kernel = *in[0];
  std::size_t inner = 1;  // elements of one channel that follow each other
  for (int axis = op.axis + 1; axis < 0; ++axis) inner *= kernel.shape[kernel.shape.size() + axis];
  for (std::size_t i = 0; i < kernel.data.size(); ++i) kernel.data[i] *= a[i / inner % a.size()];
  for (std::size_t c = 0; op.bias && c < b.size(); ++c) b[c] += in[1]->data[c] * a[c];
  return {kernel, DenseArray{{static_cast<std::int64_t>(b.size())}, b}};
}

std::vector<DenseArray> run(const ScaleShiftOp& op, const Inputs& in) {
  std::vector<double> a, b;
  statistics(in.data(), op.scale, op.center, op.epsilon, &a, &b);
  const std::int64_t n = static_cast<std::int64_t>(a.size());
  return {DenseArray{{n}, a}, DenseArray{{n}, b}};
}

std::vector<DenseArray> run(const ReshapeWeightOp& op, const Inputs& in) {
  return {DenseArray{std::vector<std::int64_t>(op.shape.begin(), op.shape.end()), in[0]->data}};
}

// The nearest number of eight bits, of two equally near ones the even one.
double to_bfloat16(double value) {
  int exponent = 0;
  const double fraction = std::frexp(static_cast<double>(static_cast<float>(value)), &exponent);
  return std::ldexp(std::nearbyint(std::ldexp(fraction, 8)), exponent - 8);
}

// The kernel as that type holds it, and of i8 the factor of each output channel; `axis` is theirs, from the end.
std::vector<DenseArray> rounded(const DenseArray& kernel, const std::optional<DType>& type, int axis) {
  DenseArray y = kernel;
  if (type == DType::bf16) {
    for (double& value : y.data) value = to_bfloat16(value);
  }
  if (type != DType::i8) return {y};
  const std::size_t at = kernel.shape.size() - static_cast<std::size_t>(axis);
  const auto channels = static_cast<std::size_t>(kernel.shape[at]);
  std::size_t step = 1;
  for (std::size_t d = at + 1; d < kernel.shape.size(); ++d) step *= static_cast<std::size_t>(kernel.shape[d]);
  DenseArray scale = zeros({kernel.shape[at]});
  for (std::size_t i = 0; i < y.data.size(); ++i) {
    double& most = scale.data[i / step % channels];
    most = std::max(most, std::fabs(y.data[i]));
  }
  constexpr double kMost = 127;
  for (double& most : scale.data) most = static_cast<float>(most / kMost);
  for (std::size_t i = 0; i < y.data.size(); ++i) {
    const double factor = scale.data[i / step % channels];
    y.data[i] = factor == 0 ? 0 : std::clamp(std::nearbyint(y.data[i] / factor), -kMost, kMost);
  }
  return {y, scale};
}

std::vector<DenseArray> run(const PackConv2DOp& op, const Inputs& in) {
  return rounded(*in[0], op.type, op.transposed ? 2 : 1);
}
std::vector<DenseArray> run(const PackDenseOp& op, const Inputs& in) {
  return rounded(*in[0], op.type, op.transposed ? 2 : 1);
}

template <class LayerOp>
std::vector<DenseArray> run(const Fused<LayerOp>& op, const Inputs& in) {
  return finish(op.epilogue, run(op.layer, in)[0], in, static_cast<std::size_t>(fixed_inputs(op)));
}

}  // namespace

std::int64_t elements(const std::vector<std::int64_t>& shape) {
  std::int64_t count = 1;
  for (std::int64_t extent : shape) count *= extent;
  return count;
}

std::vector<DenseArray> evaluate(const Attributes& attributes, const std::vector<const DenseArray*>& inputs) {
  return std::visit([&](const auto& op) { return run(op, inputs); }, attributes);
}

}  // namespace specimen::gen
