#include "models/synthetic_model.h"

#include <algorithm>

#include "base/diagnostics.h"
#include "base/runtime.h"
#include "graph/build.h"
#include "graph/layers/layer.h"
#include "graph/shapes.h"
#include "import/origins.h"
#include "runtime/core/synthetic.h"
#include "spec/library.h"

namespace specimen::gen {

namespace {

DenseArray filled(const SyntheticTensor& tensor, std::vector<std::int64_t> shape) {
  std::vector<float> values(static_cast<std::size_t>(elements(shape)));
  fill_synthetic(tensor, 0, values.size(), values.data());
  return {std::move(shape), std::vector<double>(values.begin(), values.end())};
}

}  // namespace

std::vector<std::int64_t> extents(const Tensor& weight) {
  std::vector<std::int64_t> shape;
  for (const Dim& dim : weight.shape) shape.push_back(number(dim));
  return shape;
}

SyntheticModel build_model(const Golden& golden, const GoldenCase& one, const std::string& specs) {
  SyntheticModel model;
  Diagnostics diagnostics;
  Library library({std::string(SPECIMEN_SOURCE_DIR) + "/" + specs}, layer_table());
  Expansion expansion;
  if (const auto choice = library.find_model(golden.model, diagnostics)) {
    if (auto graph = build_graph(library, *choice, one.arguments, diagnostics, &expansion)) {
      model.graph = std::move(*graph);
      if (golden.checkpoint == kOwnNames) {
        for (const Tensor& tensor : model.graph.tensors) {
          if (tensor.kind == TensorKind::weight) model.origins[tensor.name] = tensor.name;
        }
      } else if (const CheckpointMapping* mapping = choice->model->checkpoint(golden.checkpoint)) {
        const Scope scope = expansion.scope();
        for (const Tensor& tensor : model.graph.tensors) {
          if (tensor.kind != TensorKind::weight) continue;
          const auto origin = mapping->match(tensor.name, scope, diagnostics);
          if (origin && origin->theirs.size() == 1) {
            model.origins[tensor.name] = origin->theirs[0];
          } else {
            model.diagnostics += "no rule of " + golden.checkpoint + " for " + tensor.name + "\n";
          }
        }
      } else {
        model.diagnostics += "no checkpoints " + golden.checkpoint + "\n";
      }
    }
  }
  model.diagnostics += diagnostics.text(false);
  return model;
}

std::map<std::string, DenseArray> make_weights(const SyntheticModel& model, const Golden& golden) {
  std::map<std::string, DenseArray> weights;
  for (const Tensor& tensor : model.graph.tensors) {
    if (tensor.kind != TensorKind::weight) continue;
    const std::vector<std::int64_t> shape = extents(tensor);
    SyntheticTensor synthetic;
    const auto origin = model.origins.find(tensor.name);
    if (origin == model.origins.end()) continue;
    if (synthetic_weight(golden.seed, origin->second, shape.data(), shape.size(), &synthetic, golden.gain))
      weights[tensor.name] = filled(synthetic, shape);
  }
  return weights;
}

std::map<std::string, DenseArray> make_inputs(const GoldenCase& one, std::uint64_t seed) {
  std::map<std::string, DenseArray> inputs;
  for (const auto& [name, input] : one.inputs) {
    if (input.role == "input") {
      inputs[name] = filled(synthetic_input(seed, name), input.shape);
      continue;
    }
    std::vector<std::int32_t> values(static_cast<std::size_t>(elements(input.shape)));
    if (input.role == "ids") fill_synthetic_ids(seed, name, input.below, 0, values.size(), values.data());
    for (std::size_t example = 0; example < input.lengths.size(); ++example) {
      std::fill_n(values.begin() + static_cast<std::ptrdiff_t>(example) * input.shape[1], input.lengths[example], 1);
    }
    inputs[name] = {input.shape, std::vector<double>(values.begin(), values.end())};
  }
  return inputs;
}

}  // namespace specimen::gen
