#include <cmath>

#include "makers.h"
#include "shapes.h"

namespace specimen::gen {

std::vector<Problem> resnet50() {
  std::vector<Problem> list = {convolution(112, 3, 64, 7, 2), pool(Pooling::max, 112, 64, 3, 2, true)};
  const auto add = [&](Conv2D w) {
    w.algorithm = preferred_algorithm(w);
    w.in = dense_storage(touched_height(w), touched_width(w), w.in_channels);
    list.push_back(w);
  };
  for (int stage = 0; stage < 4; ++stage) {
    const int size = 56 >> stage, width = 64 << stage, in = stage == 0 ? 64 : 2 * width, wide = 4 * width;
    const int in_size = stage == 0 ? size : 2 * size;
    add(convolution(in_size, in, width, 1, 1));
    if (stage > 0) add(convolution(size, width, width, 3, 2));
    add(convolution(size, in, wide, 1, stage == 0 ? 1 : 2));
    add(convolution(size, wide, width, 1, 1));
    add(convolution(size, width, width, 3, 1));
    add(convolution(size, width, wide, 1, 1, true));
  }
  GlobalPool average;
  average.height = average.width = 7, average.channels = 2048;
  average.in = dense_storage(7, 7, 2048);
  list.push_back(average);
  Dense logits;
  logits.inputs = 2048, logits.units = 1001;
  logits.epilogue.steps = {kBias};
  list.push_back(logits);
  return list;
}

std::vector<Problem> mobilenet_v2() {
  const Step relu6 = unary(Fn::relu6);
  std::vector<Problem> list;
  const auto add = [&](const Problem& problem) {
    for (const Problem& known : list) {
      if (known == problem) return;
    }
    list.push_back(problem);
  };
  const auto pointwise = [&](int size, int in, int out, bool activation, bool residual) {
    Conv2D w = convolution(size, in, out, 1, 1, residual);
    w.epilogue.steps.pop_back();
    if (activation) w.epilogue.steps.push_back(relu6);
    add(w);
  };
  Conv2D first = convolution(112, 3, 32, 3, 2);
  first.epilogue.steps.back() = relu6;
  add(first);
  struct Stage {
    int expansion, channels, repeats, stride;
  };
  int size = 112, in = 32;
  for (const Stage& stage : std::initializer_list<Stage>{
           {1, 16, 1, 1}, {6, 24, 2, 2}, {6, 32, 3, 2}, {6, 64, 4, 2}, {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}}) {
    for (int i = 0; i < stage.repeats; ++i) {
      const int stride = i == 0 ? stage.stride : 1, wide = in * stage.expansion;
      const ExpandDepthwise pair =
          expand_depthwise(size, size, in, wide, 3, stride, {{kBias, relu6}}, {{kBias, relu6}});
      const bool fused = stage.expansion > 1 && better_as_one(pair);
      if (fused) add(pair);
      if (stage.expansion > 1 && !fused) pointwise(size, in, wide, true, false);
      size /= stride;
      if (!fused) add(depthwise(size, size, wide, 3, stride, {{kBias, relu6}}));
      pointwise(size, wide, stage.channels, false, i > 0);
      in = stage.channels;
    }
  }
  pointwise(7, 320, 1280, true, false);
  return list;
}

std::vector<Problem> bert() {
  std::vector<Problem> list;
  const auto add = [&](int inputs, int units, std::vector<Step> steps) {
    list.push_back(dense_of_rows(inputs, units, std::move(steps)));
  };
  for (int width : {768, 384}) {
    add(width, width, {kBias});
    add(width, width, {kBias, kResidual});
    add(width, 3 * width, {kBias});
    add(width, 4 * width, {kBias, unary(Fn::gelu)});
    add(4 * width, width, {kBias, kResidual});
    Attention attention;
    attention.heads = 12, attention.head_dim = attention.value_dim = width / 12;
    attention.queries = attention.keys = 512;
    attention.scale = 1 / std::sqrt(width / 12.0);
    attention.masked = true;
    attention.query_stride = attention.key_stride = attention.value_stride = width;
    list.push_back(attention);
  }
  for (int units : {2, 16, 32, 64, 80}) add(256, units, {kBias});
  return list;
}

}  // namespace specimen::gen
