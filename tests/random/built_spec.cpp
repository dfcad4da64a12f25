#include "random/built_spec.h"

#include "graph/build.h"
#include "graph/layers/layer.h"
#include "random/spec_maker.h"

namespace specimen::gen {

namespace {

const std::string kBlocks = std::string(SPECIMEN_SOURCE_DIR) + "/specs/blocks";

}  // namespace

BuiltSpec::BuiltSpec(const RandomSpec& spec)
    : library(std::make_unique<Library>(std::vector<std::string>{kBlocks}, layer_table())) {
  for (const auto& [path, text] : spec.files) library->add_text(path, text);
  Diagnostics diagnostics;
  if (const auto choice = library->find_model(spec.name, diagnostics))
    graph = build_graph(*library, *choice, {}, diagnostics);
  if (!graph) error = diagnostics.text();
}

const std::vector<const BlockSpec*>& zoo_blocks() {
  static Library library({kBlocks}, layer_table());
  static Diagnostics diagnostics;
  static const std::vector<const BlockSpec*> blocks = library.blocks(diagnostics);
  return blocks;
}

}  // namespace specimen::gen
