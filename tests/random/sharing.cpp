#include "random/sharing.h"

#include <fmt/format.h>

#include <set>

#include "random/built_spec.h"

namespace specimen::gen {

RandomSpec without_sharing(const RandomSpec& spec, std::map<std::string, std::string>* owners) {
  RandomSpec plain = spec;
  Json model = Json::parse(spec.files[0].second);
  if (!model.contains("layers")) return plain;
  for (Json& statement : model["layers"]) {
    if (!statement.contains("weights_of") || statement.contains("ReverseEmbedding")) continue;
    (*owners)[statement["name"].get<std::string>()] = statement["weights_of"].get<std::string>();
    statement.erase("weights_of");
  }
  plain.files[0].second = model.dump();
  return plain;
}

std::string check_sharing(const RandomSpec& spec, const Graph& graph, const Numbers& numbers) {
  std::map<std::string, std::string> owners;
  const RandomSpec plain = without_sharing(spec, &owners);
  if (owners.empty()) return "";
  const BuiltSpec built(plain);
  if (!built.graph) return "without weights_of: " + built.error;
  Arrays copies;
  std::set<std::string> shared;
  for (const Tensor& tensor : built.graph->tensors) {
    if (tensor.kind != TensorKind::weight) continue;
    const std::size_t slash = tensor.name.find('/');
    std::string statement = tensor.name.substr(0, slash);
    while (owners.count(statement)) statement = owners.at(statement);
    const std::string name = statement + tensor.name.substr(slash);
    if (!numbers.weights.count(name)) return fmt::format("there is no {}, which {} shares", name, tensor.name);
    copies[tensor.name] = numbers.weights.at(name);
    shared.insert(name);
  }
  for (const auto& [name, array] : numbers.weights) {
    if (!shared.count(name)) return name + " is there beside the weights that it shares";
  }
  const Arrays outputs = evaluate(*built.graph, numbers.runs[0].inputs, copies);
  for (const Output& output : graph.functions[0].outputs) {
    const double d = difference(numbers.runs[0].outputs.at(output.name), outputs.at(output.name));
    if (d > 0) return fmt::format("output {} differs by {:.3g} from that of copied weights", output.name, d);
  }
  return "";
}

std::pair<ScopedName*, ScopedName*> weights_alike(PlanFunction* function) {
  PackStep::Source* last = nullptr;
  for (PackStep& step : function->pack) {
    for (PackStep::Source& source : step.sources) {
      if (source.name.scope == 0) continue;
      if (last && last->shape == source.shape && last->stored == source.stored) return {&last->name, &source.name};
      last = &source;
    }
  }
  return {};
}

}  // namespace specimen::gen
