#include "plan/names.h"

#include <cctype>

#include "base/runtime.h"
#include "graph/shapes.h"

namespace specimen::gen {

std::string identifier(const std::string& path) {
  std::string text;
  for (char c : path) text += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  if (text.empty() || std::isdigit(static_cast<unsigned char>(text[0]))) text.insert(0, 1, 'v');
  return text;
}

const std::set<std::string>& header_names() {
  static const std::set<std::string> names = {
      "Padding",          "ConstTensor",   "ConstTokens",    "Context",    "ContextOptions", "DType",      "Indices",
      "FunctionInfo",     "Kernels",       "Target",         "LogHook",    "MemoryHook",     "ModelInfo",  "ObservedOp",
      "ModelState",       "Observer",      "OpInfo",         "Sizes",      "State",          "StateInfo",  "StateOwner",
      "SymbolInfo",       "ConvAlgorithm", "ParallelHook",   "Real",       "Packer",         "Scope",      "Arena",
      "Status",           "StatusCode",    "Tensor",         "TensorInfo", "TensorSource",   "ThreadPool", "Tokenizer",
      "Tokens",           "Weights",       "WeightsOptions", "int32_t",    "int64_t",        "kernels",    "size_t",
      runtime_namespace()};
  return names;
}

std::string type_name(const std::string& identifier) {
  std::string text;
  bool upper = true;
  for (char c : identifier) {
    if (c == '_') {
      upper = true;
      continue;
    }
    text += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    upper = false;
  }
  return text;
}

std::string dimensions(const std::vector<Dim>& shape) {
  std::string text;
  for (std::size_t i = 1; i < shape.size(); ++i) text += (i > 1 ? "x" : "") + shape[i].text();
  return text;
}

std::string UniqueNames::take(const std::string& preferred) {
  std::string name = preferred;
  for (int i = 2; !taken_.insert(name).second; ++i) name = preferred + "_" + std::to_string(i);
  return name;
}

std::string below(const std::string& path, const std::string& base) {
  if (base.empty() || path.compare(0, base.size() + 1, base + "/") != 0) return path;
  return path.substr(base.size() + 1);
}

std::string short_path(const Graph& graph, OpId op, RegionId function) {
  std::string path = graph[op].path;
  RegionId region = graph[op].region;
  while (region != function && graph[region].parent.valid() && graph[region].items.size() == 1) {
    if (!graph[region].path.empty()) path = graph[region].path;
    region = graph[region].parent;
  }
  return below(path, graph[function].path);
}

}  // namespace specimen::gen
