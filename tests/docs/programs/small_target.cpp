// The passes for the kind of target of docs/adding_a_target.md: what its rules say is what they do.
#include <cstdio>

#include "graph/build.h"
#include "graph/layers/layer.h"
#include "graph/text.h"
#include "kernels/catalog.h"
#include "passes/passes.h"

using namespace specimen::gen;

int main() {
  TargetKind kind = TargetKind::cpu;
  Target target = Target::v3;
  if (!parse("small", &kind) || !parse("small-v3", &target) || kind_of(target) != kind) return 1;
  const TargetRules& rules = rules_of(kind);
  Conv2D conv;
  conv.out_height = conv.out_width = 56;
  conv.out_channels = conv.in_channels = 64;
  conv.kernel_height = conv.kernel_width = 3;
  std::printf("conv %s\n", to_string(rules.algorithm_of(conv)));
  if (!has_schedule(conv, kind)) std::printf("conv2d has no schedule\n");
  Library library({}, layer_table());
  library.add_text("m.json",
                   R"({"model": "m", "inputs": {"x": {"shape": ["batch", 8, 8, 16]}}, "symbols": {"batch": {"max": 8}},
    "layers": [{"Conv2D": {"filters": 16, "kernel_size": 3, "padding": "same"}, "name": "a"},
               {"Conv2D": {"filters": 16, "kernel_size": 3, "padding": "same"}, "name": "b"},
               {"GlobalAveragePooling2D": {}, "name": "y"}], "outputs": {"y": {}}})");
  Diagnostics diagnostics;
  const auto model = library.find_model("m", diagnostics);
  const auto graph = model ? build_graph(library, *model, {}, diagnostics) : std::nullopt;
  if (!graph) {
    std::fputs(diagnostics.text().c_str(), stderr);
    return 1;
  }
  const std::string small = print(run_passes(*graph, kind)), cpu = print(run_passes(*graph, TargetKind::cpu));
  if (cpu.find(" padding ") == std::string::npos || small.find(" padding ") != std::string::npos) return 1;
  std::puts("images without padding");
}
