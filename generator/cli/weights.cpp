// specimen weights: files of weights, from other frameworks, to ours and back.
#include "cli/weights.h"

#include <fmt/format.h>

#include <algorithm>

#include "import/wrappers.h"

namespace specimen::gen {

namespace {

std::size_t found(const std::vector<WantedTensor>& wanted, const Checkpoint& checkpoint) {
  return static_cast<std::size_t>(std::count_if(wanted.begin(), wanted.end(), [&](const WantedTensor& want) {
    return !want.theirs.empty() && find_theirs(checkpoint, want, want.theirs[0]) >= 0;
  }));
}

// The mapping whose names the checkpoint has most of; the first of equal ones. Variables of HDF5 files are named after
// Keras's layers, and some of them only once the mapping is known.
std::string likely_kind(const WeightsOf& weights, const Checkpoint& checkpoint) {
  const std::vector<std::string> kinds = weights.origins.kinds();
  std::string best = kinds.front();
  std::size_t most = 0;
  for (const std::string& kind : kinds) {
    Diagnostics quiet;
    const auto wanted = weights.origins.wanted(kind, weights.opened.graph, quiet);
    const std::size_t count = wanted && checkpoint.layers.empty() ? found(*wanted, checkpoint) : 0;
    if (count > most) best = kind;
    most = std::max(most, count);
  }
  return best;
}

// Wrappers of PyTorch put a text before every name, which no mapping knows: it goes where no name fits with it.
void remove_wrappers(const WeightsOf& weights, Checkpoint& checkpoint) {
  const auto fits = [&](const std::string& kind) {
    Diagnostics quiet;
    const auto wanted = weights.origins.wanted(kind, weights.opened.graph, quiet);
    return wanted && found(*wanted, checkpoint) > 0;
  };
  const std::vector<std::string> kinds = weights.origins.kinds();
  while (std::none_of(kinds.begin(), kinds.end(), fits) && remove_wrapper(checkpoint)) {
  }
}

}  // namespace

void CheckpointArguments::add_to(CLI::App& command) {
  command.add_option("checkpoint", path, kCheckpointFiles)->required();
  command.add_option("--state-dict", state_dict,
                     "Which dictionary of tensors, where a PyTorch file has several: `model`, `ema.module`");
}

std::optional<Checkpoint> CheckpointArguments::read(Session& session) const {
  return read_checkpoint(path, session.diagnostics, {}, state_dict);
}

ConvertOptions WeightsOf::options() const {
  ConvertOptions options;
  options.ignored = [this](std::string_view theirs) { return origins.ignores(kind, theirs); };
  options.expected = origins.expected(kind);
  return options;
}

std::optional<WeightsOf> weights_of(Session& session, const ModelArguments& model, const std::string& kind,
                                    Checkpoint* checkpoint) {
  auto opened = open_model(session, model);
  if (!opened) return std::nullopt;
  auto origins = Origins::of(session.library(), opened->choice, opened->graph, opened->expansion, session.diagnostics);
  if (!origins) return std::nullopt;
  WeightsOf weights{std::move(*opened), std::move(*origins), kind, {}};
  if (checkpoint) remove_wrappers(weights, *checkpoint);
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
  add_weights_pack(*weights, session);
  add_weights_synthetic(*weights, session);
}

}  // namespace specimen::gen
