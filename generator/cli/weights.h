// What the commands below `specimen weights` share.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/session.h"
#include "import/convert.h"
#include "import/origins.h"

namespace specimen::gen {

// Names of a checkpoint's tensors are somebody else's: they are printed so that they cannot command a terminal, and
// cut only when absurd.
constexpr std::size_t kLongestShown = 400;

// A checkpoint as an argument of a command.
struct CheckpointArguments {
  std::string path, state_dict;

  void add_to(CLI::App& command);
  std::optional<Checkpoint> read(Session& session) const;
};

// A model and what it wants of a checkpoint.
struct WeightsOf {
  Opened opened;
  Origins origins;
  std::string kind;  // the mapping by which the checkpoint is read
  std::vector<WantedTensor> wanted;

  ConvertOptions options() const;  // what the mapping says of the checkpoint's tensors
};

// `kind` names a mapping. Without one it is that whose names the checkpoint has most of, the first of equal ones. A
// wrapper's prefix is taken off the checkpoint's names where none of them fits with it. No value after diagnostics.
std::optional<WeightsOf> weights_of(Session& session, const ModelArguments& model, const std::string& kind,
                                    Checkpoint* checkpoint = nullptr);

// Writes a safetensors file with the model's own names as Keras's .weights.h5. False after diagnostics.
bool write_for_keras(Session& session, const ModelArguments& model, const std::string& weights,
                     const std::string& path);

// A subcommand each, in a file of its name.
void add_weights_show(CLI::App& weights, Session& session);
void add_weights_diff(CLI::App& weights, Session& session);
void add_weights_check(CLI::App& weights, Session& session);
void add_weights_convert(CLI::App& weights, Session& session);
void add_weights_pack(CLI::App& weights, Session& session);
void add_weights_synthetic(CLI::App& weights, Session& session);

}  // namespace specimen::gen
