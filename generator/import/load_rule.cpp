#include "import/load_rule.h"

#include "base/text.h"
#include "graph/shapes.h"
#include "spec/edit.h"

namespace specimen::gen {
namespace {

bool is_image(const Shape& shape) { return shape.size() == 4 && number(shape[1]) * number(shape[2]) > 1; }

// A tensor is at its own path, and inside of all before a slash.
bool selects(const PathPattern& pattern, const std::string& tensor) {
  for (std::size_t end = tensor.find('/'); end != std::string::npos; end = tensor.find('/', end + 1))
    if (pattern.matches(tensor.substr(0, end))) return true;
  return pattern.matches(tensor);
}

}  // namespace

std::set<std::string> backbone(const Graph& graph) {
  std::vector<char> counts(graph.tensors.size(), 0);  // an image depends on it
  std::set<std::string> names;
  const std::vector<OpId> order = graph.order();
  for (auto at = order.rbegin(); at != order.rend(); ++at) {
    const Op& op = graph[*at];
    // Pooling over an image counts where it has one pixel, too.
    bool part = std::holds_alternative<GlobalPoolOp>(op.attributes) && graph[op.inputs[0]].shape.size() == 4;
    const bool pools = part;
    for (TensorId output : op.outputs)
      part = part || counts[static_cast<std::size_t>(output.index)] || is_image(graph[output].shape);
    if (!part) continue;
    for (TensorId input : op.inputs) {
      counts[static_cast<std::size_t>(input.index)] = 1;
      if (graph[input].kind == TensorKind::weight && !pools) names.insert(graph[input].name);
    }
  }
  return names;
}

std::optional<LoadRule> LoadRule::parse(const std::vector<std::string>& words, const Graph& graph,
                                        Diagnostics& diagnostics) {
  LoadRule rule;
  rule.all_ = words.empty();
  const int errors = diagnostics.errors();
  for (const std::string& word : words) {
    std::set<std::string> chosen;
    if (word == "all") {
      rule.all_ = true;
      continue;
    }
    if (word == "backbone") {
      chosen = backbone(graph);
    } else {
      const auto pattern = PathPattern::parse(Value(word), diagnostics);
      if (!pattern) continue;
      for (const Tensor& tensor : graph.tensors)
        if (tensor.kind == TensorKind::weight && selects(*pattern, tensor.name)) chosen.insert(tensor.name);
    }
    if (chosen.empty()) {
      diagnostics
          .error(Kind::weights_load, Span(), "`--load {}` selects no weight of `{}`", printable(word), graph.model)
          .note("it takes `all`, `backbone`, or paths such as `stage1/**`; `specimen show {}` lists the layers",
                graph.model);
    }
    rule.tensors_.merge(chosen);
  }
  if (diagnostics.errors() > errors) return std::nullopt;
  return rule;
}

}  // namespace specimen::gen
