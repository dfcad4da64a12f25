#include <algorithm>
#include <cmath>
#include <limits>

#include "graph/evaluate/evaluate.h"

namespace specimen::gen {

namespace {

using Inputs = std::vector<const DenseArray*>;

DenseArray zeros(std::vector<std::int64_t> shape) {
  DenseArray array;
  array.data.assign(elements(shape), 0.0);
  array.shape = std::move(shape);
  return array;
}

// The value of a chain's operand beside element `i` of y.
double operand(const DenseArray& operand, Operand kind, const DenseArray& y, std::int64_t i) {
  const std::int64_t channels = y.shape.back();
  switch (kind) {
    case Operand::channel:
      return operand.data[i % channels];
    case Operand::image_channel:
      return operand.data[i / (static_cast<std::int64_t>(y.data.size()) / y.shape[0]) * channels + i % channels];
    default:
      return operand.data[i];
  }
}

std::vector<DenseArray> finish(const Chain& chain, DenseArray y, const Inputs& in, std::size_t next) {
  std::vector<DenseArray> outputs;
  for (std::size_t s = 0; s < chain.steps.size(); ++s) {
    const Step& step = chain.steps[s];
    const bool argument = step.operand != Operand::none && step.operand != Operand::constant;
    const DenseArray* other = argument ? in[next++] : nullptr;
    for (std::size_t i = 0; i < y.data.size(); ++i) {
      const double b = other ? operand(*other, step.operand, y, static_cast<std::int64_t>(i)) : step.parameter;
      y.data[i] = apply(step.fn, y.data[i], b, step.parameter);
    }
    if (step.store && s + 1 < chain.steps.size()) outputs.push_back(y);
  }
  outputs.push_back(std::move(y));
  return outputs;
}

// Calls visit(y index of the pixel's first channel, x index of the pixel's first channel, ky, kx) for every pair of an
// output pixel and an input pixel inside the image.
template <class Visit>
void each_tap(const Window& w, const DenseArray& x, const DenseArray& y, Visit visit) {
  const std::int64_t h = x.shape[1], wd = x.shape[2], c = x.shape[3];
  const std::int64_t oh = y.shape[1], ow = y.shape[2], oc = y.shape[3];
  for (std::int64_t b = 0; b < y.shape[0]; ++b) {
    for (std::int64_t oy = 0; oy < oh; ++oy) {
      for (std::int64_t ox = 0; ox < ow; ++ox) {
        for (std::int64_t ky = 0; ky < w.height; ++ky) {
          const std::int64_t iy = oy * w.stride_height + ky * w.dilation_height - w.padding.top;
          for (std::int64_t kx = 0; kx < w.width; ++kx) {
            const std::int64_t ix = ox * w.stride_width + kx * w.dilation_width - w.padding.left;
            const bool inside = iy >= 0 && iy < h && ix >= 0 && ix < wd;
            visit(((b * oh + oy) * ow + ox) * oc, inside ? ((b * h + iy) * wd + ix) * c : -1, ky, kx);
          }
        }
      }
    }
  }
}

DenseArray slide(const Window& w, const DenseArray& x, std::int64_t channels, double fill = 0) {
  DenseArray y = zeros(
      {x.shape[0], w.out_height(static_cast<int>(x.shape[1])), w.out_width(static_cast<int>(x.shape[2])), channels});
  std::fill(y.data.begin(), y.data.end(), fill);
  return y;
}

std::vector<DenseArray> run(const Conv2DOp& op, const Inputs& in) {
  const DenseArray x = finish(op.prologue, *in[0], in, 2).back();
  const DenseArray& kernel = *in[1];
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
  return finish(op.epilogue, std::move(y), in, 2 + op.prologue.operands().size());
}

std::vector<DenseArray> run(const DepthwiseConv2DOp& op, const Inputs& in) {
  const DenseArray& x = *in[0];
  const DenseArray& kernel = *in[1];
  DenseArray y = slide(op.window, x, x.shape[3]);
  each_tap(op.window, x, y, [&](std::int64_t yi, std::int64_t xi, std::int64_t ky, std::int64_t kx) {
    if (xi < 0) return;
    for (std::int64_t c = 0; c < x.shape[3]; ++c) {
      y.data[yi + c] += x.data[xi + c] * kernel.data[(ky * kernel.shape[1] + kx) * x.shape[3] + c];
    }
  });
  return finish(op.epilogue, std::move(y), in, 2);
}

std::vector<DenseArray> run(const DenseOp& op, const Inputs& in) {
  const DenseArray& x = *in[0];
  const DenseArray& kernel = *in[1];
  const std::int64_t k = x.shape[1], n = op.units;
  DenseArray y = zeros({x.shape[0], n});
  for (std::int64_t b = 0; b < x.shape[0]; ++b) {
    for (std::int64_t i = 0; i < k; ++i) {
      for (std::int64_t j = 0; j < n; ++j) y.data[b * n + j] += x.data[b * k + i] * kernel.data[i * n + j];
    }
  }
  return finish(op.epilogue, std::move(y), in, 2);
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

std::vector<DenseArray> run(const UnaryOp& op, const Inputs& in) {
  DenseArray y = *in[0];
  for (double& v : y.data) v = apply(op.fn, v, 0, op.parameter);
  return {y};
}

std::vector<DenseArray> run(const BinaryOp& op, const Inputs& in) {
  DenseArray y = *in[0];
  const Operand kind = in[1]->shape.size() == 1  ? Operand::channel
                       : in[1]->shape == y.shape ? Operand::tensor
                                                 : Operand::image_channel;
  const DenseArray x = y;
  for (std::size_t i = 0; i < y.data.size(); ++i) {
    y.data[i] = apply(op.fn, x.data[i], operand(*in[1], kind, x, static_cast<std::int64_t>(i)), 0);
  }
  return {y};
}

std::vector<DenseArray> run(const Pool2DOp& op, const Inputs& in) {
  const DenseArray& x = *in[0];
  const std::int64_t channels = x.shape[3];
  const bool max = op.pooling == Pooling::max;
  DenseArray y = slide(op.window, x, channels, max ? std::numeric_limits<float>::lowest() : 0);
  std::vector<std::int64_t> count(y.data.size() / channels, 0);
  each_tap(op.window, x, y, [&](std::int64_t yi, std::int64_t xi, std::int64_t, std::int64_t) {
    if (xi < 0 && !op.zero_padding) return;
    ++count[yi / channels];
    for (std::int64_t c = 0; c < channels; ++c) {
      const double v = xi < 0 ? 0 : x.data[xi + c];
      y.data[yi + c] = max ? std::max(y.data[yi + c], v) : y.data[yi + c] + v;
    }
  });
  if (!max) {
    for (std::size_t i = 0; i < y.data.size(); ++i) y.data[i] /= static_cast<double>(count[i / channels]);
  }
  return finish(op.epilogue, std::move(y), in, 1);
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
        v = max ? std::max(v, next) : v + next;
      }
      y.data[b * channels + c] = max ? v : v / static_cast<double>(pixels);
    }
  }
  return finish(op.epilogue, std::move(y), in, 1);
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

std::vector<DenseArray> run(const ElementwiseOp& op, const Inputs& in) { return finish(op.chain, *in[0], in, 1); }

std::vector<DenseArray> run(const FoldBatchNormOp& op, const Inputs& in) {
  std::vector<double> a, b;
  statistics(&in[1 + op.bias], op.scale, op.center, op.epsilon, &a, &b);
  DenseArray kernel = *in[0];
  for (std::size_t i = 0; i < kernel.data.size(); ++i) kernel.data[i] *= a[i % a.size()];
  for (std::size_t c = 0; op.bias && c < b.size(); ++c) b[c] += in[1]->data[c] * a[c];
  return {kernel, DenseArray{{static_cast<std::int64_t>(b.size())}, b}};
}

std::vector<DenseArray> run(const ScaleShiftOp& op, const Inputs& in) {
  std::vector<double> a, b;
  statistics(in.data(), op.scale, op.center, op.epsilon, &a, &b);
  const std::int64_t n = static_cast<std::int64_t>(a.size());
  return {DenseArray{{n}, a}, DenseArray{{n}, b}};
}

std::vector<DenseArray> run(const PackConv2DOp&, const Inputs& in) { return {*in[0]}; }
std::vector<DenseArray> run(const PackDenseOp&, const Inputs& in) { return {*in[0]}; }
std::vector<DenseArray> run(const std::monostate&, const Inputs&) { return {}; }

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
