#include "passes/passes.h"
#include "passes/rewrite.h"

namespace specimen::gen {

namespace {

PackFilterOp filter_of(const Attributes& packing) {
  if (const auto* conv = std::get_if<PackConv2DOp>(&packing)) return {conv->groups, conv->transposed};
  return {1, std::get<PackDenseOp>(packing).transposed};
}

}  // namespace

Graph pack_in_step(const Graph& graph) {
  Graph out = graph;
  for (OpId id : graph.order()) {
    const std::optional<Attributes> packing = traits(out[id].attributes).packing;
    if (!packing) continue;
    const OpId filter = out.add_op(filter_of(*packing), {out[id].inputs[1]}, 1, out[id].path + "/filter", out[id].span);
    insert_before(out, filter, id);
    out[id].inputs[1] = out[filter].outputs[0];
    if (auto* conv = std::get_if<FusedConv2DOp>(&out[id].attributes)) conv->packed = true;
    if (auto* dense = std::get_if<FusedDenseOp>(&out[id].attributes)) dense->packed = true;
  }
  return out;
}

}  // namespace specimen::gen
