#include "random/mistakes.h"

#include <algorithm>
#include <utility>

namespace specimen::gen {

namespace {

// Changes all ops of a kind; true where `change` did something to one.
template <class Kind, class Change>
bool each(Graph* graph, Change change) {
  bool changed = false;
  for (Op& op : graph->ops) {
    if (auto* attributes = std::get_if<Kind>(&op.attributes)) changed = change(*attributes) || changed;
  }
  return changed;
}

template <class Change>
bool each_window(Graph* graph, Change change) {
  bool changed = false;
  for (Op& op : graph->ops) {
    Window* window = nullptr;
    if (auto* conv = std::get_if<Conv2DOp>(&op.attributes)) window = &conv->window;
    if (auto* depthwise = std::get_if<DepthwiseConv2DOp>(&op.attributes)) window = &depthwise->window;
    if (auto* pool = std::get_if<Pool2DOp>(&op.attributes)) window = &pool->window;
    if (window) changed = change(*window) || changed;
  }
  return changed;
}

template <class Change>
bool each_step(Graph* graph, Change change) {
  bool changed = false;
  for (Op& op : graph->ops) {
    Chain* chain = chain_of(op.attributes);
    if (!chain) continue;
    for (Step& step : chain->steps) changed = change(step) || changed;
  }
  return changed;
}

bool odd_pixel_first(Graph* graph) {
  return each_window(graph, [](Window& w) {
    std::swap(w.padding.top, w.padding.bottom);
    std::swap(w.padding.left, w.padding.right);
    return w.padding.top != w.padding.bottom || w.padding.left != w.padding.right;
  });
}

bool dilation_lost(Graph* graph) {
  return each_window(graph, [](Window& w) {
    // The same image, from a window that is not spread out: padding makes up for it.
    const int rows = (w.height - 1) * (w.dilation_height - 1), columns = (w.width - 1) * (w.dilation_width - 1);
    if (rows + columns == 0 || w.padding.bottom < rows || w.padding.right < columns) return false;
    w.padding.bottom -= rows, w.padding.right -= columns;
    w.dilation_height = w.dilation_width = 1;
    return true;
  });
}

bool maxima_of_zeros(Graph* graph) {
  return each<Pool2DOp>(graph, [](Pool2DOp& pool) {
    if (pool.pooling != Pooling::max || pool.window.padding.none()) return false;
    pool.zero_padding = !pool.zero_padding;
    return true;
  });
}

bool epsilon_lost(Graph* graph) {
  bool changed = each<FoldBatchNormOp>(graph, [](FoldBatchNormOp& op) { return std::exchange(op.epsilon, 0) != 0; });
  return each<ScaleShiftOp>(graph, [](ScaleShiftOp& op) { return std::exchange(op.epsilon, 0) != 0; }) || changed;
}

bool slope_lost(Graph* graph) {
  return each_step(graph, [](Step& s) { return s.fn == Fn::leaky_relu && std::exchange(s.parameter, 0.5) != 0.5; });
}

bool difference_turned(Graph* graph) {
  return each_step(graph, [](Step& s) {
    if (s.fn != Fn::subtract) return false;
    s.fn = Fn::add;
    return true;
  });
}

// A value that others read too is stored after the chain instead of within it.
bool stored_too_late(Graph* graph) {
  bool changed = false;
  for (Op& op : graph->ops) {
    Chain* chain = chain_of(op.attributes);
    if (!chain) continue;
    for (std::size_t s = 0; s + 2 < chain->steps.size(); ++s) {
      if (!chain->steps[s].store || chain->steps[s + 1].store) continue;
      std::swap(chain->steps[s].store, chain->steps[s + 1].store);
      changed = true;
      break;
    }
  }
  return changed;
}

bool future_seen(Graph* graph) {
  return each<AttentionOp>(graph, [](AttentionOp& op) { return std::exchange(op.causal, false); });
}

bool padding_of_texts_counts(Graph* graph) {
  bool changed = false;
  for (Op& op : graph->ops) {
    auto* pool = std::get_if<SequencePoolOp>(&op.attributes);
    if (!pool || !pool->masked) continue;
    pool->masked = false;
    op.inputs.pop_back();
    changed = true;
  }
  return changed;
}

bool operands_exchanged(Graph* graph) {
  bool changed = false;
  for (Op& op : graph->ops) {
    if (!std::holds_alternative<ConcatOp>(op.attributes) || op.inputs[0] == op.inputs.back()) continue;
    if ((*graph)[op.inputs[0]].shape != (*graph)[op.inputs.back()].shape) continue;
    std::swap(op.inputs[0], op.inputs.back());
    changed = true;
  }
  return changed;
}

// Operands of a concatenation that share channels.
bool slices_meet(Graph* graph) {
  bool changed = false;
  for (Tensor& tensor : graph->tensors) {
    if (!tensor.slice.of.valid() || tensor.slice.channel == 0) continue;
    --tensor.slice.channel;
    changed = true;
  }
  return changed;
}

}  // namespace

const std::vector<Mistake>& mistakes() {
  static const std::vector<Mistake> list = {
      {"the odd pixel of `same` comes first", "fold_padding", odd_pixel_first},
      {"windows are not spread by their dilation", "fold_padding", dilation_lost},
      {"maxima beside padding take zeros for numbers, or not where they should", "fold_padding", maxima_of_zeros},
      {"folded norms lose their epsilon", "fold_batch_norm", epsilon_lost},
      {"leaky_relu loses its slope in a chain", "make_chains", slope_lost},
      {"a subtraction in a chain adds", "make_chains", difference_turned},
      {"a second output is taken a step too late", "fuse_chains", stored_too_late},
      {"causal attention sees what comes after", "pack", future_seen},
      {"a mean counts padding", "pack", padding_of_texts_counts},
      {"a concatenation exchanges its operands", "pack", operands_exchanged},
      {"slices of a concatenation meet", "slice_concats", slices_meet},
  };
  return list;
}

}  // namespace specimen::gen
