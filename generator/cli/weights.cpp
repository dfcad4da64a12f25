// specimen weights: files of weights, from other frameworks and to ours.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/session.h"
#include "graph/shapes.h"
#include "import/convert.h"
#include "runtime/core/safetensors_writer.h"
#include "runtime/core/synthetic.h"

namespace specimen::gen {

namespace {

struct Options {
  ModelArguments model;
  std::string input, output, kind;
  std::uint64_t seed = 1;
  double gain = 1;
  bool allow_unexpected = false;
};

// The mapping of that kind, or the model's first one.
const CheckpointMapping* mapping_of(Session& session, const ModelSpec& model, const std::string& kind) {
  if (kind.empty() && !model.checkpoints.empty()) return &model.checkpoints.front();
  if (const CheckpointMapping* mapping = model.checkpoint(kind)) return mapping;
  std::string known;
  for (const CheckpointMapping& mapping : model.checkpoints) known += (known.empty() ? "" : ", ") + mapping.kind;
  session.diagnostics
      .error(Kind::checkpoint_kind, model.name_span, "`{}` has no checkpoint mapping `{}`", model.name, kind)
      .note("it has: {}", known.empty() ? "none" : known);
  return nullptr;
}

std::vector<std::int64_t> extents(const Shape& shape) {
  std::vector<std::int64_t> result;
  for (const Dim& dim : shape) result.push_back(number(dim));
  return result;
}

// Where every weight of the model comes from in the reference's checkpoint. Of a model with edits, the reference lacks
// what they added: with `own_names`, that goes by the model's own names.
std::optional<std::vector<WantedTensor>> wanted_tensors(Session& session, const Opened& opened,
                                                        const CheckpointMapping& mapping, bool own_names) {
  own_names = own_names && !opened.choice.model->edits.empty();
  std::vector<WantedTensor> wanted;
  const Scope scope = opened.expansion.scope();
  for (const Tensor& tensor : opened.graph.tensors) {
    if (tensor.kind != TensorKind::weight) continue;
    Diagnostics quiet;
    const auto origin = mapping.match(tensor.name, scope, own_names ? quiet : session.diagnostics);
    if (!origin && own_names) {
      wanted.push_back({tensor.name, {tensor.name}, extents(tensor.shape), {}, {}});
      continue;
    }
    if (!origin) {
      if (!session.diagnostics.has_errors()) {
        session.diagnostics.error(Kind::checkpoint_unmapped, mapping.span, "no rule of `{}` says where `{}` comes from",
                                  mapping.kind, tensor.name);
      }
      return std::nullopt;
    }
    auto transforms = parse_transforms(origin->transform, session.diagnostics);
    if (!transforms) return std::nullopt;
    wanted.push_back({tensor.name, origin->theirs, extents(tensor.shape), std::move(*transforms), origin->rule});
  }
  return wanted;
}

void report_status(Session& session, const Status& status) {
  session.diagnostics.error(Kind::file_not_written, Span{}, "{}", status.message());
}

void synthetic(Session& session, const Options& options) {
  const auto opened = open_model(session, options.model);
  if (!opened) return;
  const CheckpointMapping* mapping = mapping_of(session, *opened->choice.model, options.kind);
  if (!mapping) return;
  const auto wanted = wanted_tensors(session, *opened, *mapping, true);
  if (!wanted) return;
  std::vector<SafetensorsTensor> tensors;
  std::vector<SyntheticTensor> made;
  for (const WantedTensor& want : *wanted) {
    if (want.theirs.size() != 1 || !want.transforms.empty()) {
      session.diagnostics.error(Kind::checkpoint_transform, want.rule,
                                "`{}` is transformed; synthetic weights have the reference's layout", want.ours);
      return;
    }
    SyntheticTensor tensor;
    const Status status =
        synthetic_weight(options.seed, want.theirs[0], want.shape.data(), want.shape.size(), &tensor, options.gain);
    if (!status) return report_status(session, status);
    made.push_back(tensor);
    tensors.push_back({want.ours, SafetensorsDtype::f32, want.shape, nullptr});
  }
  SafetensorsWriter writer;
  Status status = writer.open(options.output.c_str(), tensors, {{"seed", std::to_string(options.seed)}});
  if (!status) return report_status(session, status);
  std::vector<float> values(std::size_t{1} << 16);
  for (std::size_t index : writer.order()) {
    std::uint64_t count = 1;
    for (std::int64_t extent : tensors[index].shape) count *= extent;
    for (std::uint64_t first = 0; first < count; first += values.size()) {
      const std::size_t n = std::min<std::uint64_t>(values.size(), count - first);
      fill_synthetic(made[index], first, n, values.data());
      status = writer.append(values.data(), n * sizeof(float));
      if (!status) return report_status(session, status);
    }
  }
  status = writer.finish();
  if (!status) return report_status(session, status);
  fmt::print("{}: {} tensors\n", options.output, tensors.size());
}

void convert_weights(Session& session, const Options& options) {
  const auto opened = open_model(session, options.model);
  if (!opened) return;
  const CheckpointMapping* mapping = mapping_of(session, *opened->choice.model, options.kind);
  if (!mapping) return;
  const auto wanted = wanted_tensors(session, *opened, *mapping, false);
  if (!wanted) return;
  auto checkpoint = read_checkpoint(options.input, session.diagnostics);
  if (!checkpoint) return;
  ConvertOptions convert_options;
  convert_options.ignored = [&](std::string_view theirs) { return mapping->ignores(theirs); };
  convert_options.allow_unexpected = options.allow_unexpected;
  const auto report = convert(*checkpoint, *wanted, convert_options, options.output, session.diagnostics);
  if (!report) return;
  fmt::print("{}: {} tensors, {} parameters\n", options.output, report->tensors, report->parameters);
  for (const std::string& name : report->unexpected) fmt::print("left alone: {}\n", name);
}

void show(Session& session, const Options& options) {
  auto checkpoint = read_checkpoint(options.input, session.diagnostics);
  if (!checkpoint) return;
  name_variables(*checkpoint, {}, session.diagnostics);
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const CheckpointTensor& tensor : checkpoint->tensors) {
    if (session.json) {
      list.push_back({{"name", tensor.name}, {"shape", tensor.shape}, {"bytes", tensor.bytes}});
    } else {
      fmt::print("{:<60} {}\n", tensor.name, shape_text(tensor.shape));
    }
  }
  if (session.json) fmt::print("{}\n", list.dump(1));
}

}  // namespace

void add_weights(CLI::App& app, Session& session) {
  CLI::App* weights = app.add_subcommand("weights", "Converts, shows and makes files of weights");
  weights->require_subcommand(1);
  weights->footer(
      "Examples:\n  specimen weights convert keras_resnet50 resnet50.weights.h5 --out resnet50.safetensors\n  specimen "
      "weights synthetic mnist --out mnist.safetensors");
  auto options = std::make_shared<Options>();

  CLI::App* command =
      weights->add_subcommand("convert", "A checkpoint of another framework -> safetensors with the model's names");
  options->model.add_to(*command);
  command->add_option("checkpoint", options->input, "Keras .weights.h5, legacy .h5, or safetensors")->required();
  command->add_option("-o,--out", options->output, "The file to write")->required();
  command->add_option("--from", options->kind, "Which of the model's checkpoint mappings; the first one by default");
  command->add_flag("--allow-unexpected", options->allow_unexpected,
                    "Leaves tensors alone that the model has no place for");
  command->footer("Example:\n  specimen weights convert keras_resnet50 resnet50.weights.h5 --out resnet50.safetensors");
  command->callback([options, &session] {
    convert_weights(session, *options);
    session.report();
  });

  command = weights->add_subcommand("show", "The tensors of a checkpoint");
  command->add_option("checkpoint", options->input, "The file")->required();
  command->add_flag("--json", session.json, "As JSON");
  command->footer("Example:\n  specimen weights show resnet50.weights.h5");
  command->callback([options, &session] {
    show(session, *options);
    session.report();
  });

  command =
      weights->add_subcommand("synthetic", "Weights that are a pure function of seed and name: for timing and tests");
  options->model.add_to(*command);
  command->add_option("-o,--out", options->output, "The file to write")->required();
  command->add_option("--seed", options->seed, "The seed");
  command->add_option("--gain", options->gain, "Factor of batch norms' gammas")->check(CLI::Range(0.01, 100.0));
  command->add_option("--from", options->kind, "Whose names seed the values; the first mapping by default");
  command->footer("Example:\n  specimen weights synthetic mnist --out mnist.safetensors --seed 7");
  command->callback([options, &session] {
    synthetic(session, *options);
    session.report();
  });
}

}  // namespace specimen::gen
