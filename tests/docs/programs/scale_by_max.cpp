// A spec with the layer of docs/adding_an_op.md: prints its graph, and what the op makes of one row.
#include <cstdio>

#include "graph/build.h"
#include "graph/evaluate/evaluate.h"
#include "graph/layers/layer.h"
#include "graph/text.h"

using namespace specimen::gen;

int main() {
  Library library({}, layer_table());
  library.add_text("m.json",
                   R"({"model": "m", "inputs": {"x": {"shape": ["batch", 3]}}, "symbols": {"batch": {"max": 8}},
    "layers": [{"ScaleByMax": {}, "name": "y"}], "outputs": {"y": {}}})");
  Diagnostics diagnostics;
  const auto model = library.find_model("m", diagnostics);
  const auto graph = model ? build_graph(library, *model, {}, diagnostics) : std::nullopt;
  if (!graph) {
    std::fputs(diagnostics.text().c_str(), stderr);
    return 1;
  }
  std::fputs(print(*graph).c_str(), stdout);
  const auto outputs = evaluate(*graph, {{"x", {{1, 3}, {1, 2, 4}}}}, {});
  for (double value : outputs.at("y").data) std::printf("%g ", value);
}
