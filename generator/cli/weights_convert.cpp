// specimen weights convert: from a checkpoint to a model's weights, in our format or in Keras's.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/temporary_directory.h"
#include "base/text.h"
#include "cli/run_failed.h"
#include "cli/weights.h"
#include "import/keras_places.h"
#include "import/load_rule.h"

namespace specimen::gen {

namespace {

using Json = nlohmann::ordered_json;

struct WeightsConvertOptions {
  ModelArguments model;
  CheckpointArguments input;
  std::string output, kind, to = "safetensors", like;
  std::vector<std::string> load;
  std::uint64_t seed = 1;
  bool allow_unexpected = false, initialize_missing = false;
};

void print(Session& session, const WeightsConvertOptions& options, const Checkpoint& checkpoint,
           const ConvertReport& report) {
  if (session.json) {
    Json initialized = Json::array();
    for (const InitializedTensor& tensor : report.initialized)
      initialized.push_back({{"name", tensor.name}, {"shape", tensor.shape}, {"why", tensor.why}});
    const Json json = {{"file", options.output},   {"tensors", report.tensors},  {"parameters", report.parameters},
                       {"loaded", report.loaded},  {"initialized", initialized}, {"left_alone", report.unexpected},
                       {"notes", checkpoint.notes}};
    fmt::print("{}\n", json.dump(1, ' ', false, Json::error_handler_t::replace));
    return;
  }
  fmt::print("{}: {} tensors, {} parameters\n", options.output, report.tensors, report.parameters);
  for (const std::string& note : checkpoint.notes) fmt::print("{}\n", note);
  if (!report.initialized.empty())
    fmt::print("loaded {}, initialised {} with seed {}\n", report.loaded.size(), report.initialized.size(),
               options.seed);
  for (const InitializedTensor& tensor : report.initialized)
    fmt::print("initialised: {} {}, {}\n", tensor.name, shape_text(tensor.shape), tensor.why);
  for (const std::string& name : report.unexpected) fmt::print("left out: {}\n", name);
}

// Where Keras is to find the tensors. `like_file`: a .weights.h5 of the Keras model, or "".
std::optional<std::vector<KerasVariable>> places(Session& session, const std::string& like_file,
                                                 const WeightsOf& weights) {
  // Keras's names are those of the model's first mapping, whatever the tensors are called where they come from.
  const auto by_rules =
      weights.origins.wanted(weights.origins.kinds().front(), weights.opened.graph, session.diagnostics);
  const auto names = by_rules ? keras_names(*by_rules, session.diagnostics) : std::nullopt;
  if (!names) return std::nullopt;
  if (like_file.empty()) return places_by_order(weights.opened.graph, *names, session.diagnostics);
  auto like = read_checkpoint(like_file, session.diagnostics);
  return like ? places_like(*like, *names, session.diagnostics) : std::nullopt;
}

void convert_to_keras(Session& session, const WeightsConvertOptions& options, const WeightsOf& weights,
                      Checkpoint& checkpoint, const ConvertOptions& convert_options) {
  const auto variables = places(session, options.like, weights);
  if (!variables) return;
  const TemporaryDirectory directory;
  if (!directory.valid()) {
    no_temporary_directory(session);
    return;
  }
  const std::string between = directory.file("weights.safetensors");
  const auto report = convert(checkpoint, weights.wanted, convert_options, between, session.diagnostics);
  if (!report && session.diagnostics.list().back().kind == Kind::file_not_written)
    session.diagnostics.note_last(
        {}, fmt::format("tensors are kept in `{}` in between; TMPDIR names another directory for temporary files",
                        printable(TemporaryDirectory::system_parent())));
  std::string message;
  if (report && !write_keras(between, *variables, options.output, message))
    session.diagnostics.error(Kind::file_not_written, Span{}, "{}", message);
  if (report && message.empty()) print(session, options, checkpoint, *report);
}

void convert_weights(Session& session, const WeightsConvertOptions& options) {
  if (options.to == "safetensors" && !options.like.empty()) {
    session.diagnostics.error(Kind::weights_like, Span{},
                              "`--like` says where Keras keeps tensors: it goes with `--to keras`");
    return;
  }
  auto checkpoint = options.input.read(session);
  const auto weights = checkpoint ? weights_of(session, options.model, options.kind, &*checkpoint) : std::nullopt;
  if (!weights) return;
  const auto rule = LoadRule::parse(options.load, weights->opened.graph, session.diagnostics);
  if (!rule) return;
  ConvertOptions convert_options = weights->options();
  convert_options.allow_unexpected = options.allow_unexpected;
  convert_options.initialize_missing = options.initialize_missing;
  convert_options.seed = options.seed;
  convert_options.load = [&](const std::string& ours) { return rule->takes(ours); };
  if (options.to == "keras") return convert_to_keras(session, options, *weights, *checkpoint, convert_options);
  const auto report = convert(*checkpoint, weights->wanted, convert_options, options.output, session.diagnostics);
  if (report) print(session, options, *checkpoint, *report);
}

}  // namespace

bool write_for_keras(Session& session, const ModelArguments& model, const std::string& weights,
                     const std::string& path) {
  const auto of = weights_of(session, model, std::string(kOwnNames));
  const auto variables = of ? places(session, "", *of) : std::nullopt;
  if (!variables) return false;
  std::string message;
  if (write_keras(weights, *variables, path, message)) return true;
  session.diagnostics.error(Kind::file_not_written, Span{}, "{}", message);
  return false;
}

void add_weights_convert(CLI::App& weights, Session& session) {
  CLI::App* command =
      weights.add_subcommand("convert", "A checkpoint -> the model's weights, for Specimen or for Keras");
  auto options = std::make_shared<WeightsConvertOptions>();
  options->model.add_to(*command);
  options->input.add_to(*command);
  command->add_option("-o,--out", options->output, "The file to write")->required();
  command->add_option("--from", options->kind,
                      "Which of the model's checkpoint mappings; `specimen`: its own names. By default the one whose "
                      "names the checkpoint has most of");
  command->add_option("--to", options->to, "What to write: safetensors with the model's names, or Keras's .weights.h5")
      ->check(CLI::IsMember({"safetensors", "keras"}));
  command->add_option("--like", options->like, "With --to keras: a .weights.h5 that the Keras model saved");
  command->add_option("--load", options->load, "What to take: all, backbone, or paths such as stage1/**");
  command->add_flag("--initialize-missing", options->initialize_missing,
                    "Starts what the checkpoint lacks, or has in another shape, as the layers' initializers say");
  command->add_option("--seed", options->seed, "Of initialisation")->check(CLI::Range(0.0, kLargestSeed));
  command->add_flag("--allow-unexpected", options->allow_unexpected, "Leaves tensors out that the model does not have");
  command->add_flag("--json", session.json, "The report as JSON");
  command->footer(
      "Examples:\n  specimen weights convert keras_resnet50 resnet50.weights.h5 --out resnet50.safetensors\n  specimen "
      "weights convert my/net.json resnet50.keras --load backbone --initialize-missing --out net.safetensors\n  "
      "specimen "
      "weights convert mnist mnist.safetensors --to keras --out mnist.weights.h5");
  command->callback([options, &session] {
    convert_weights(session, *options);
    session.report();
  });
}

}  // namespace specimen::gen
