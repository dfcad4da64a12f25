#include "passes/passes.h"

namespace specimen::gen {

const std::vector<Pass>& pipeline() {
  static const std::vector<Pass> passes = {
      {"drop_dead", "drops what no output needs", drop_dead},
      {"for_inference", "dropout does nothing", for_inference},
      {"lower", "layers without a kernel become others", lower},
      {"fold_padding", "pads of zeros become the padding of what follows", fold_padding},
      {"fold_batch_norm", "batch norms go into kernels and biases", fold_batch_norm},
      {"to_kernel_ops", "ops of layers get room for chains, or become chains", to_kernel_ops},
      {"fuse_chains", "chains become epilogues", fuse_chains},
      {"fuse_prologues", "chains that are left become prologues", fuse_prologues},
      {"pack", "chooses algorithms and packs filters", pack},
      {"fuse_expansions", "1x1 convolutions run in the depthwise ones that read them", fuse_expansions},
      {"slice_concats", "operands of concatenations lie in their results", slice_concats},
      {"layout", "gives images their halos", layout},
      {"drop_dead", "drops what the passes left over", drop_dead},
  };
  return passes;
}

Graph run_passes(const Graph& graph, const std::function<void(const Pass&, const Graph&)>& after) {
  Graph current = graph;
  for (const Pass& pass : pipeline()) {
    current = pass.run(current);
    if (after) after(pass, current);
  }
  return current;
}

}  // namespace specimen::gen
