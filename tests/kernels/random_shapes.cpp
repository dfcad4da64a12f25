#include <cstdlib>
#include <cstring>
#include <random>

#include "makers.h"
#include "shapes.h"

namespace specimen::gen {
namespace {

using Engine = std::mt19937;

int pick(Engine& engine, int low, int high) { return std::uniform_int_distribution<int>(low, high)(engine); }
template <class T>
T one_of(Engine& engine, std::initializer_list<T> list) {
  return list.begin()[pick(engine, 0, static_cast<int>(list.size()) - 1)];
}

// Sometimes channels rounded up, or a slice of more; sometimes padding.
Storage any_storage(Engine& engine, int height, int width, int channels) {
  Storage s;
  s.pixel = one_of(engine, {channels, channels, (channels + 15) / 16 * 16, channels + 5});
  s.row = (width + one_of(engine, {0, 0, 2, 3})) * s.pixel;
  s.example = (height + one_of(engine, {0, 1})) * s.row + one_of(engine, {0, 0, 48});
  return s;
}

Step any_unary(Engine& engine) {
  const Fn fn = one_of(engine, {Fn::relu, Fn::relu, Fn::relu6, Fn::leaky_relu, Fn::threshold, Fn::elu, Fn::sigmoid,
                                Fn::hard_sigmoid, Fn::tanh, Fn::silu, Fn::hard_silu, Fn::gelu, Fn::gelu_tanh,
                                Fn::softplus, Fn::softsign, Fn::mish, Fn::square, Fn::negate});
  return unary(fn, fn == Fn::leaky_relu || fn == Fn::elu || fn == Fn::threshold ? 0.3 : 0);
}

Chain any_epilogue(Engine& engine, bool tensors) {
  Chain chain;
  switch (pick(engine, 0, tensors ? 9 : 5)) {
    case 0:
      break;
    case 1:
      chain.steps = {kBias};
      break;
    case 2:
      chain.steps = {kBias, unary(Fn::relu)};
      break;
    case 3:
      chain.steps = {kBias, any_unary(engine)};
      break;
    case 4:
      chain.steps = {kScale, kBias, any_unary(engine), binary(Fn::multiply, Operand::constant, 0.5)};
      break;
    case 5:
      chain.steps = {kBias, binary(Fn::multiply, Operand::example_channel), unary(Fn::relu6)};
      break;
    case 6:
      chain.steps = {kBias, kResidual, unary(Fn::relu)};
      break;
    case 7:
      chain.steps = {kBias, kResidual, kScale, kBias, unary(Fn::relu)};
      chain.steps[1].store = true;  // the sum, and its activation: pre-activation networks
      break;
    case 8:
      chain.steps = {kBias, any_unary(engine),
                     binary(one_of(engine, {Fn::add, Fn::subtract, Fn::maximum}), Operand::tensor)};
      break;
    case 9:
      chain.steps = {kBias, kResidual, unary(Fn::relu)};
      chain.steps[0].store = true;  // what is stored before the residual is read must not be over it
      break;
  }
  return chain;
}

template <class F>
std::vector<Problem> repeat(int count, unsigned seed, F make) {
  Engine engine(seed);
  std::vector<Problem> list;
  for (int i = 0; i < count; ++i) list.push_back(make(engine));
  return list;
}

Storage residual_storage(Engine& engine, const Chain& chain, const Storage& out, int height, int width, int channels) {
  if (!chain.has(Operand::tensor)) return {};
  return pick(engine, 0, 1) ? out : any_storage(engine, height, width, channels);
}

template <class Problem>
void store_anyhow(Engine& engine, Problem& w, int in_height, int in_width, int in_channels, int out_channels) {
  w.in = any_storage(engine, in_height, in_width, in_channels);
  w.out = any_storage(engine, w.out_height, w.out_width, out_channels);
  w.residual = residual_storage(engine, w.epilogue, w.out, w.out_height, w.out_width, out_channels);
}

Conv2D finish(Engine& engine, Conv2D w, bool dense) {
  w.epilogue = any_epilogue(engine, true);
  const bool pointwise = w.kernel_height * w.kernel_width == 1 && w.stride_height * w.stride_width == 1;
  if (pointwise && w.groups == 1) w.prologue = one_of(engine, {Chain{}, gate(), preactivation()});
  if (dense) {
    w.in = dense_storage(touched_height(w), touched_width(w), w.in_channels);
    w.out = dense_storage(w.out_height, w.out_width, w.out_channels);
    if (w.epilogue.has(Operand::tensor)) w.residual = w.out;
  } else {
    store_anyhow(engine, w, touched_height(w), touched_width(w), w.in_channels, w.out_channels);
  }
  return w;
}

}  // namespace

int random_count() {
  const char* full = std::getenv("SPECIMEN_FULL");
  return full && std::strcmp(full, "1") == 0 ? 300 : 60;
}

std::vector<Problem> random_conv2d(int count) {
  return repeat(count, 1, [](Engine& engine) {
    for (;;) {
      Conv2D w;
      w.out_height = pick(engine, 1, 20), w.out_width = pick(engine, 1, 20);
      w.in_channels = one_of(engine, {pick(engine, 1, 40), 16 * pick(engine, 1, 6)});
      w.out_channels = one_of(engine, {pick(engine, 1, 80), 16 * pick(engine, 1, 16)});
      w.kernel_height = one_of(engine, {1, 1, 3, 3, 5, 7}), w.kernel_width = pick(engine, 0, 5) ? w.kernel_height : 3;
      w.stride_height = w.stride_width = one_of(engine, {1, 1, 1, 2, 3});
      w.dilation_height = w.dilation_width = w.stride_height == 1 ? one_of(engine, {1, 1, 1, 2}) : 1;
      if (pick(engine, 0, 9) == 0) {
        w.groups = one_of(engine, {2, 4});
        w.in_channels = w.groups * pick(engine, 1, 12), w.out_channels = w.groups * pick(engine, 1, 24);
      }
      if (flops(w) > 8'000'000) continue;
      return Problem(finish(engine, w, pick(engine, 0, 1)));
    }
  });
}

std::vector<Problem> random_winograd(int count) {
  return repeat(count, 2, [](Engine& engine) {
    for (;;) {
      Conv2D w;
      w.algorithm = one_of(engine, {ConvAlgorithm::winograd_2, ConvAlgorithm::winograd_4});
      w.out_height = pick(engine, 1, 30), w.out_width = pick(engine, 1, 30);
      w.in_channels = 16 * pick(engine, 1, 8), w.out_channels = 32 * pick(engine, 1, 5);
      w.kernel_height = w.kernel_width = 3;
      if (flops(w) > 8'000'000) continue;
      return Problem(finish(engine, w, pick(engine, 0, 1)));
    }
  });
}

std::vector<Problem> random_depthwise(int count) {
  return repeat(count, 3, [](Engine& engine) {
    DepthwiseConv2D w;
    w.out_height = pick(engine, 1, 20), w.out_width = pick(engine, 1, 20);
    w.channels = one_of(engine, {pick(engine, 1, 50), 16 * pick(engine, 1, 6)});
    w.kernel_height = w.kernel_width = one_of(engine, {3, 3, 5, 7});
    w.stride_height = w.stride_width = one_of(engine, {1, 1, 2});
    w.dilation_height = w.dilation_width = w.stride_height == 1 ? one_of(engine, {1, 1, 2}) : 1;
    w.epilogue = any_epilogue(engine, true);
    w.in_height = touched_height(w), w.in_width = touched_width(w);
    if (pick(engine, 0, 1)) {
      w.padding_top = pick(engine, 0, std::min(w.kernel_height, w.in_height) - 1);
      w.padding_left = pick(engine, 0, std::min(w.kernel_width, w.in_width) - 1);
      w.in_height -= pick(engine, w.padding_top, std::min(w.in_height - 1, 2 * w.padding_top));
      w.in_width -= pick(engine, w.padding_left, std::min(w.in_width - 1, 2 * w.padding_left));
    }
    store_anyhow(engine, w, w.in_height, w.in_width, w.channels, w.channels);
    return Problem(w);
  });
}

std::vector<Problem> random_expand_depthwise(int count) {
  return repeat(count, 10, [](Engine& engine) {
    for (;;) {
      const int kernel = one_of(engine, {3, 3, 5, 7}), stride = one_of(engine, {1, 1, 2});
      ExpandDepthwise w = expand_depthwise(pick(engine, 1, 33), pick(engine, 1, 33), pick(engine, 1, 40),
                                           one_of(engine, {pick(engine, 1, 80), 16 * pick(engine, 1, 12)}), kernel,
                                           stride, any_epilogue(engine, false), any_epilogue(engine, true));
      if (pick(engine, 0, 3) == 0) {  // other paddings, and padding that nobody reads
        w.padding_top = pick(engine, 0, kernel - 1), w.padding_left = pick(engine, 0, kernel - 1);
        w.out_height = pick(engine, 1, w.out_height), w.out_width = pick(engine, 1, w.out_width);
      }
      if (!may_expand(w.expansion) || flops(w) > 8'000'000) continue;
      store_anyhow(engine, w, w.in_height, w.in_width, w.in_channels, w.channels);
      return Problem(w);
    }
  });
}

std::vector<Problem> random_dense(int count) {
  return repeat(count, 4, [](Engine& engine) {
    Dense w;
    w.inputs = pick(engine, 1, 300), w.units = one_of(engine, {pick(engine, 1, 300), 16 * pick(engine, 1, 20)});
    w.epilogue = any_epilogue(engine, false);
    return Problem(w);
  });
}

std::vector<Problem> random_gemm(int count) {
  return repeat(count, 10, [](Engine& engine) {
    Dense w =
        dense_of_rows(pick(engine, 1, 300), one_of(engine, {pick(engine, 1, 300), 16 * pick(engine, 1, 20)}), {kBias});
    if (pick(engine, 0, 1)) w.epilogue.steps.push_back(any_unary(engine));
    if (pick(engine, 0, 1)) w.epilogue.steps.push_back(kResidual);
    return Problem(w);
  });
}

std::vector<Problem> random_pool2d(int count) {
  return repeat(count, 5, [](Engine& engine) {
    const int size = one_of(engine, {2, 3, 3, 5});
    Pool2D w = pool(one_of(engine, {Pooling::max, Pooling::average}), pick(engine, size, 24), pick(engine, 1, 50), size,
                    pick(engine, 1, 3), pick(engine, 0, 1));
    w.in = any_storage(engine, touched_height(w), touched_width(w), w.channels);
    w.out = any_storage(engine, w.out_height, w.out_width, w.channels);
    w.epilogue = any_epilogue(engine, true);
    w.residual = residual_storage(engine, w.epilogue, w.out, w.out_height, w.out_width, w.channels);
    return Problem(w);
  });
}

std::vector<Problem> random_global_pool(int count) {
  return repeat(count, 6, [](Engine& engine) {
    GlobalPool w;
    w.pooling = one_of(engine, {Pooling::max, Pooling::average});
    w.height = pick(engine, 1, 32), w.width = pick(engine, 1, 32), w.channels = pick(engine, 1, 200);
    w.in = any_storage(engine, w.height, w.width, w.channels);
    w.epilogue = any_epilogue(engine, false);
    return Problem(w);
  });
}

// Repeats some dimensions of a tensor.
void repeat_dimensions(Engine& engine, const Elementwise& w, Storage* storage, int* channel) {
  const bool rows = pick(engine, 0, 1), columns = pick(engine, 0, 1), channels = pick(engine, 0, 1);
  *storage = dense_storage(rows ? 1 : w.height, columns ? 1 : w.width, channels ? 1 : w.channels);
  if (rows) storage->row = 0;
  if (columns) storage->pixel = 0;
  if (channels) *channel = 0;
}

std::vector<Problem> random_elementwise(int count) {
  return repeat(count, 7, [](Engine& engine) {
    Elementwise w;
    w.height = pick(engine, 1, 16), w.width = pick(engine, 1, 16), w.channels = pick(engine, 1, 70);
    do {
      w.chain = any_epilogue(engine, true);
    } while (w.chain.empty());
    if (pick(engine, 0, 1)) {
      w.in = w.out = dense_storage(w.height, w.width, w.channels);
    } else {
      w.in = any_storage(engine, w.height, w.width, w.channels);
      w.out = any_storage(engine, w.height, w.width, w.channels);
    }
    w.residual = residual_storage(engine, w.chain, w.out, w.height, w.width, w.channels);
    if (pick(engine, 0, 2) == 0) repeat_dimensions(engine, w, &w.in, &w.in_channel);
    if (w.chain.has(Operand::tensor) && pick(engine, 0, 2) == 0)
      repeat_dimensions(engine, w, &w.residual, &w.residual_channel);
    if (pick(engine, 0, 5) == 0) {
      // The dimensions of a dense image in another order.
      const int first = pick(engine, 0, 2), second = (first + pick(engine, 1, 2)) % 3;
      const int extents[] = {w.channels, w.width, w.height};
      int step = 1, of[3] = {0, 0, 0};
      for (int d : {first, second, 3 - first - second}) of[d] = step, step *= extents[d];
      w.in_channel = of[0], w.in = {of[1], of[2], step};
    }
    return Problem(w);
  });
}

std::vector<Problem> random_softmax(int count) {
  return repeat(count, 8, [](Engine& engine) { return Problem(Softmax{pick(engine, 1, 1200)}); });
}

std::vector<Problem> random_pad(int count) {
  return repeat(count, 9, [](Engine& engine) {
    Pad w;
    w.height = pick(engine, 1, 20), w.width = pick(engine, 1, 20), w.channels = one_of(engine, {1, 3, 4, 16, 17, 32});
    w.top = pick(engine, 0, 3), w.bottom = pick(engine, 0, 3), w.left = pick(engine, 0, 3),
    w.right = pick(engine, 0, 3);
    w.value = one_of(engine, {0.0, -1.5});
    w.in = any_storage(engine, w.height, w.width, w.channels);
    w.out = any_storage(engine, w.height + w.top + w.bottom, w.width + w.left + w.right, w.channels);
    return Problem(w);
  });
}

}  // namespace specimen::gen
