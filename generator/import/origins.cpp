#include "import/origins.h"

#include <algorithm>

#include "graph/build.h"
#include "graph/shapes.h"

namespace specimen::gen {
namespace {

std::vector<std::int64_t> extents(const Tensor& tensor) {
  std::vector<std::int64_t> result;
  for (const Dim& dim : tensor.shape) result.push_back(number(dim));
  return result;
}

// A base that asks for arguments gets those that the model which extends it has.
Settings required_arguments(const ModelChoice& base, const Value& arguments) {
  Settings settings;
  for (const Argument& argument : base.model->arguments) {
    const Value* value = argument.required ? arguments.find(argument.name) : nullptr;
    if (value) settings.push_back({argument.name, *value, argument.span});
  }
  return settings;
}

// What turns a tensor as PyTorch lays it out into ours. A depthwise kernel is (channels * multiplier, 1, height, width)
// there, any other (outputs, inputs, ...); ours have the window first, then inputs and outputs.
std::vector<Transform> from_torch(const std::string& name, const std::vector<std::int64_t>& shape, bool depthwise) {
  using Op = Transform::Op;
  const std::size_t rank = shape.size();
  if (!name.ends_with("kernel") || rank < 2) return {};
  std::vector<std::int64_t> axes;
  for (std::size_t i = 2; i < rank; ++i) axes.push_back(static_cast<std::int64_t>(i));
  axes.push_back(depthwise ? 0 : 1);
  axes.push_back(depthwise ? 1 : 0);
  std::vector<Transform> steps;
  if (depthwise && shape[rank - 1] != 1) {
    std::vector<std::int64_t> sizes = {shape[rank - 2], shape[rank - 1]};
    sizes.insert(sizes.end(), shape.begin(), shape.end() - 2);
    steps.push_back({Op::reshape, std::move(sizes), {}});
  }
  steps.push_back({Op::permute, std::move(axes), {}});
  return steps;
}

bool keeps_layout(const std::vector<Transform>& steps) {
  return std::all_of(steps.begin(), steps.end(), [](const Transform& step) {
    return step.op == Transform::Op::alias || step.op == Transform::Op::tie;
  });
}

}  // namespace

std::map<std::string, Origins::Weight> Origins::weights_of(const Graph& graph) {
  std::map<std::string, Weight> weights;
  for (const Tensor& tensor : graph.tensors)
    if (tensor.kind == TensorKind::weight) weights[tensor.name].shape = extents(tensor);
  for (const Op& op : graph.ops) {
    if (!std::holds_alternative<DepthwiseConv2DOp>(op.attributes)) continue;
    for (TensorId input : op.inputs)
      if (graph[input].kind == TensorKind::weight) weights[graph[input].name].depthwise = true;
  }
  return weights;
}

std::optional<Origins> Origins::of(Library& library, const ModelChoice& choice, const Graph& graph,
                                   const Expansion& expansion, Diagnostics& diagnostics) {
  Origins result;
  result.models_.push_back({choice.model, expansion, weights_of(graph)});
  for (const ModelSpec* spec = choice.model; spec->base; spec = spec->base) {
    const ModelChoice base{spec->base, spec->base_variant};
    Model model{spec->base, {}, {}};
    const auto built = build_graph(library, base, required_arguments(base, result.models_.back().expansion.arguments),
                                   diagnostics, &model.expansion);
    if (!built) return std::nullopt;
    model.weights = weights_of(*built);
    result.models_.push_back(std::move(model));
  }
  return result;
}

std::vector<std::string> Origins::kinds() const {
  std::vector<std::string> kinds;
  for (const Model& model : models_)
    for (const CheckpointMapping& mapping : model.spec->checkpoints)
      if (std::find(kinds.begin(), kinds.end(), mapping.kind) == kinds.end()) kinds.push_back(mapping.kind);
  kinds.emplace_back(kOwnNames);
  return kinds;
}

bool Origins::ignores(const std::string& kind, std::string_view theirs) const {
  return std::any_of(models_.begin(), models_.end(), [&](const Model& model) {
    const CheckpointMapping* mapping = model.spec->checkpoint(kind);
    return mapping && mapping->ignores(theirs);
  });
}

std::optional<std::vector<WantedTensor>> Origins::wanted(const std::string& kind, const Graph& graph,
                                                         Diagnostics& diagnostics) const {
  std::vector<WantedTensor> all;
  for (const Tensor& weight : graph.tensors) {
    if (weight.kind != TensorKind::weight) continue;
    WantedTensor tensor;
    tensor.ours = weight.name;
    tensor.shape = extents(weight);
    tensor.initializer = weight.initializer;
    const bool good = kind == kOwnNames ? find_own(weight.name, tensor, diagnostics)
                                        : find(kind, 0, weight.name, tensor, diagnostics);
    if (!good) return std::nullopt;
    all.push_back(std::move(tensor));
  }
  return all;
}

std::vector<ExpectedTensor> Origins::expected(const std::string& kind) const {
  std::vector<ExpectedTensor> all;
  if (models_.size() < 2) return all;
  for (const auto& [name, weight] : models_.back().weights) {
    Diagnostics quiet;
    WantedTensor tensor;
    if (!find(kind, models_.size() - 1, name, tensor, quiet)) continue;
    const bool plain = tensor.theirs.size() == 1 && tensor.transforms.empty();
    for (const std::string& theirs : tensor.theirs)
      all.push_back({theirs, plain ? weight.shape : std::vector<std::int64_t>()});
  }
  return all;
}

std::string Origins::name_in(const ModelSpec& base, const std::string& name) const {
  std::string theirs = name;
  for (const Model& model : models_) {
    if (model.spec == &base) return theirs;
    Diagnostics quiet;
    theirs = renamed(model.spec->renamed, theirs, model.expansion.scope(), quiet).value_or(theirs);
  }
  return name;
}

bool Origins::find(const std::string& kind, std::size_t at, const std::string& name, WantedTensor& tensor,
                   Diagnostics& diagnostics) const {
  const Model& model = models_[at];
  const CheckpointMapping* mapping = model.spec->checkpoint(kind);
  if (mapping) {
    const int errors = diagnostics.errors();
    const auto origin = mapping->match(name, model.expansion.scope(), diagnostics);
    if (diagnostics.errors() > errors) return false;
    if (origin) {
      auto transforms = parse_transforms(origin->transform, diagnostics);
      if (!transforms) return false;
      tensor.theirs = origin->theirs;
      tensor.transforms = std::move(*transforms);
      const auto weight = model.weights.find(name);
      if (origin->layout == CheckpointLayout::torch && keeps_layout(tensor.transforms) && weight != model.weights.end())
        for (Transform& step : from_torch(name, weight->second.shape, weight->second.depthwise))
          tensor.transforms.push_back(std::move(step));
      tensor.rule = origin->rule;
      tensor.prefixes = mapping->prefixes;
      return true;
    }
  }
  if (at + 1 < models_.size()) {
    const auto base = renamed(model.spec->renamed, name, model.expansion.scope(), diagnostics);
    if (!base) return false;
    if (models_[at + 1].weights.count(*base)) return find(kind, at + 1, *base, tensor, diagnostics);
    tensor.added = true;
    return true;
  }
  if (!mapping) {  // the rules are of a spec that extends this one, for what it added
    tensor.added = true;
    return true;
  }
  diagnostics
      .error(Kind::checkpoint_unmapped, mapping->span, "no rule of `{}` says where `{}` comes from", kind, tensor.ours)
      .note("a tensor that the checkpoint lacks belongs into a spec that extends `{}`", model.spec->name);
  return false;
}

// In a file of the model itself a tensor has its name; in one of a model that it extends, the name that it has there.
bool Origins::find_own(const std::string& name, WantedTensor& tensor, Diagnostics& diagnostics) const {
  tensor.theirs = {name};
  Transform alias;
  alias.op = Transform::Op::alias;
  std::string theirs = name;
  for (std::size_t at = 0; at + 1 < models_.size(); ++at) {
    const auto base = renamed(models_[at].spec->renamed, theirs, models_[at].expansion.scope(), diagnostics);
    if (!base) return false;
    if (!models_[at + 1].weights.count(*base)) {
      tensor.added = true;
      break;
    }
    if (*base != theirs) alias.names.push_back(*base);
    theirs = *base;
  }
  if (!alias.names.empty()) tensor.transforms.push_back(std::move(alias));
  return true;
}

}  // namespace specimen::gen
