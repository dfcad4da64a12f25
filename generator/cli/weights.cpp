// specimen weights: files of weights, from other frameworks, to ours and back.
#include "cli/weights.h"

#include <fmt/format.h>

#include <algorithm>

namespace specimen::gen {

namespace {

std::size_t found(const std::vector<WantedTensor>& wanted, const Checkpoint& checkpoint) {
  return static_cast<std::size_t>(std::count_if(wanted.begin(), wanted.end(), [&](const WantedTensor& want) {
    return !want.theirs.empty() && checkpoint.find(want.theirs[0]) >= 0;
  }));
}

// Files of HDF5 name their tensors after Keras's layers; a safetensors file may hold any names.
std::string likely_kind(const WeightsOf& weights, const Checkpoint& checkpoint) {
  const std::string first = weights.origins.kinds().front(), own(kOwnNames);
  Diagnostics quiet;
  const auto by_rules = weights.origins.wanted(first, weights.opened.graph, quiet);
  const auto by_own_names = weights.origins.wanted(own, weights.opened.graph, quiet);
  if (!by_own_names || !checkpoint.layers.empty()) return first;
  return found(*by_own_names, checkpoint) > (by_rules ? found(*by_rules, checkpoint) : 0) ? own : first;
}

}  // namespace

ConvertOptions WeightsOf::options() const {
  ConvertOptions options;
  options.ignored = [this](std::string_view theirs) { return origins.ignores(kind, theirs); };
  options.expected = origins.expected(kind);
  return options;
}

std::optional<WeightsOf> weights_of(Session& session, const ModelArguments& model, const std::string& kind,
                                    const Checkpoint* checkpoint) {
  auto opened = open_model(session, model);
  if (!opened) return std::nullopt;
  auto origins = Origins::of(session.library(), opened->choice, opened->graph, opened->expansion, session.diagnostics);
  if (!origins) return std::nullopt;
  WeightsOf weights{std::move(*opened), std::move(*origins), kind, {}};
  const std::vector<std::string> kinds = weights.origins.kinds();
  if (kind.empty()) {
    weights.kind = checkpoint ? likely_kind(weights, *checkpoint) : kinds.front();
  } else if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) {
    const ModelSpec& spec = *weights.opened.choice.model;
    session.diagnostics
        .error(Kind::checkpoint_kind, spec.name_span, "`{}` has no checkpoint mapping `{}`", spec.name, kind)
        .note("it has: {}", fmt::join(kinds, ", "));
    return std::nullopt;
  }
  auto wanted = weights.origins.wanted(weights.kind, weights.opened.graph, session.diagnostics);
  if (!wanted) return std::nullopt;
  weights.wanted = std::move(*wanted);
  return weights;
}

void add_weights(CLI::App& app, Session& session) {
  CLI::App* weights = app.add_subcommand("weights", "Shows, checks, compares, converts and makes files of weights");
  weights->require_subcommand(1);
  weights->footer(
      "Examples:\n  specimen weights convert keras_resnet50 resnet50.weights.h5 --out resnet50.safetensors\n  specimen "
      "weights synthetic mnist --out mnist.safetensors");
  add_weights_show(*weights, session);
  add_weights_check(*weights, session);
  add_weights_diff(*weights, session);
  add_weights_convert(*weights, session);
  add_weights_prepare(*weights, session);
  add_weights_synthetic(*weights, session);
}

}  // namespace specimen::gen
