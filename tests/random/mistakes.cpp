#include "random/mistakes.h"

#include <algorithm>
#include <limits>
#include <regex>
#include <utility>

#include "graph/traits.h"
#include "random/sharing.h"

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

bool sharing_ignored(RandomSpec* spec) {
  std::map<std::string, std::string> owners;
  *spec = without_sharing(*spec, &owners);
  return !owners.empty();
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

// Every call of a block: where its scopes are, the function's own first.
template <class Change>
bool each_placement(Plan* plan, Change change) {
  bool changed = false;
  for (PlanFunction& function : plan->functions) {
    for (PlanWeights& weights : function.weights) {
      for (std::vector<ScopedName>& scopes : weights.scopes) changed = change(scopes) || changed;
    }
  }
  return changed;
}

bool has_sequence(const std::vector<Dim>& shape) { return shape.size() > 1 && !shape[1].is_constant(); }

bool norms_without_strides(Plan* plan) {
  bool changed = false;
  for (PlanKernel& kernel : plan->kernels) {
    auto* norm = std::get_if<LayerNorm>(&kernel.problem);
    if (!norm || !norm->of_images()) continue;
    norm->height = norm->width = 0;
    changed = true;
  }
  return changed;
}

bool lengths_are_the_text_s(Plan* plan) {
  bool changed = false;
  for (PlanFunction& function : plan->functions) {
    for (PlanValue& value : function.values) {
      if (value.place != PlanValue::Place::local || value.shape.size() != 3 || has_sequence(value.shape)) continue;
      value.shape[1] = Dim::symbol("sequence");
      changed = true;
    }
  }
  return changed;
}

bool ids_as_they_come(Plan* plan) {
  bool changed = false;
  for (PlanFunction& function : plan->functions) {
    for (PlanStep& step : function.steps) {
      auto* kernel = std::get_if<KernelStep>(&step.action);
      for (std::size_t i = 0; kernel && i < kernel->arguments.size(); ++i) {
        int& read = kernel->arguments[i].value;
        if (read < 0) continue;
        const PlanValue& value = function.values[read];
        if (value.dtype != DType::i32 || value.place != PlanValue::Place::reshape) continue;
        read = value.parent;
        changed = true;
      }
    }
  }
  return changed;
}

bool ids_are_texts(Plan* plan) {
  bool changed = false;
  for (PlanInput& input : plan->entries[0].inputs) {
    if (input.dtype != DType::i32 || has_sequence(input.shape)) continue;
    input.shape = {Dim::symbol("batch"), Dim::symbol("sequence")};
    changed = true;
  }
  return changed;
}

bool only_texts_are_checked(Plan* plan) {
  bool changed = false;
  for (PlanInput& input : plan->entries[0].inputs) {
    if (input.dtype != DType::i32 || has_sequence(input.shape)) continue;
    input.below = std::numeric_limits<std::int32_t>::max();
    changed = true;
  }
  return changed;
}

bool shared_weights_lost(Plan* plan) {
  return each_placement(plan, [](std::vector<ScopedName>& scopes) {
    for (std::size_t i = 1; i < scopes.size(); ++i) scopes[i] = scopes[0];
    return scopes.size() > 1;
  });
}

// Of two shared weights of one shape, each is read for the other.
bool shared_weights_misread(Plan* plan) {
  bool changed = false;
  for (PlanFunction& function : plan->functions) {
    const auto [one, other] = weights_alike(&function);
    if (!one) continue;
    std::swap(*one, *other);
    changed = true;
  }
  return changed;
}

// Puts other text where the expression fits.
bool replace_text(std::vector<GeneratedFile>* files, const std::regex& old, const char* text) {
  bool changed = false;
  for (GeneratedFile& file : *files) {
    const std::string replaced = std::regex_replace(file.text, old, text);
    changed = changed || replaced != file.text;
    file.text = replaced;
  }
  return changed;
}

bool lengths_in_arena_are_the_text_s(std::vector<GeneratedFile>* files) {
  return replace_text(files, std::regex("arena\\.tokens\\((\\d+), \\d+,"), "arena.tokens($1, n.sequence,");
}

bool unread_scope_is_named(std::vector<GeneratedFile>* files) {
  return replace_text(files, std::regex("const Scope&([,)])"), "const Scope& at$1");
}

}  // namespace

const std::vector<Mistake>& mistakes() {
  using InSpec = Mistake::InSpec;
  using InPass = Mistake::InPass;
  using InPlan = Mistake::InPlan;
  using InText = Mistake::InText;
  static const std::vector<Mistake> list = {
      {"weights_of is not read", InSpec{sharing_ignored}},
      {"the odd pixel of `same` comes first", InPass{"fold_padding", odd_pixel_first}},
      {"windows are not spread by their dilation", InPass{"fold_padding", dilation_lost}},
      {"maxima beside padding take zeros for numbers, or not where they should",
       InPass{"fold_padding", maxima_of_zeros}},
      {"folded norms lose their epsilon", InPass{"fold_batch_norm", epsilon_lost}},
      {"leaky_relu loses its slope in a chain", InPass{"to_kernel_ops", slope_lost}},
      {"a subtraction in a chain adds", InPass{"to_kernel_ops", difference_turned}},
      {"a second output is taken a step too late", InPass{"fuse_chains", stored_too_late}},
      {"causal attention sees what comes after", InPass{"pack", future_seen}},
      {"a mean counts padding", InPass{"pack", padding_of_texts_counts}},
      {"a concatenation exchanges its operands", InPass{"pack", operands_exchanged}},
      {"slices of a concatenation meet", InPass{"slice_concats", slices_meet}},
      {"norms take rows without gaps", InPlan{norms_without_strides}},
      {"tokens of a constant number are as many as those of the text", InPlan{lengths_are_the_text_s}},
      {"arena has room for the text's tokens only", InText{lengths_in_arena_are_the_text_s}},
      {"kernels read ids in whatever shape they come", InPlan{ids_as_they_come}},
      {"all ids are (batch, sequence)", InPlan{ids_are_texts}},
      {"the range of ids is checked in texts only", InPlan{only_texts_are_checked}},
      {"a block with weights_of reads weights of its own", InPlan{shared_weights_lost}},
      {"a block with weights_of exchanges two weights", InPlan{shared_weights_misread}},
      {"a block with weights_of names its own scope, which it does not read", InText{unread_scope_is_named}},
  };
  return list;
}

}  // namespace specimen::gen
