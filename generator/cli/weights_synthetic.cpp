// specimen weights synthetic: weights that are a pure function of seed and name.
#include <fmt/format.h>

#include <algorithm>

#include "base/progress.h"
#include "base/runtime.h"
#include "cli/say.h"
#include "cli/weights.h"
#include "runtime/core/safetensors_writer.h"
#include "runtime/core/synthetic.h"

namespace specimen::gen {

namespace {

struct SyntheticWeightsOptions {
  ModelArguments model;
  std::string output, kind{kOwnNames};
  std::uint64_t seed = 1;
  double gain = 1;
};

void report_status(Session& session, const Status& status) {
  session.diagnostics.error(Kind::file_not_written, Span{}, "{}", status.message());
}

void synthetic(Session& session, const SyntheticWeightsOptions& options) {
  const auto weights = weights_of(session, options.model, options.kind);
  if (!weights) return;
  std::vector<SafetensorsTensor> tensors;
  std::vector<SyntheticTensor> made;
  for (const WantedTensor& want : weights->wanted) {
    const bool transformed = std::any_of(want.transforms.begin(), want.transforms.end(),
                                         [](const Transform& step) { return step.op != Transform::Op::alias; });
    if (want.theirs.size() > 1 || transformed) {
      session.diagnostics.error(Kind::checkpoint_transform, want.rule,
                                "`{}` is transformed; synthetic weights have the reference's layout", want.ours);
      return;
    }
    SyntheticTensor tensor;
    const std::string& name = want.theirs.empty() ? want.ours : want.theirs[0];
    const Status status =
        synthetic_weight(options.seed, name, want.shape.data(), want.shape.size(), &tensor, options.gain);
    if (!status) return report_status(session, status);
    made.push_back(tensor);
    tensors.push_back({want.ours, SafetensorsDtype::f32, want.shape, nullptr});
  }
  SafetensorsWriter writer;
  Status status = writer.open(options.output.c_str(), tensors, {{"seed", std::to_string(options.seed)}});
  if (!status) return report_status(session, status);
  std::vector<float> values(std::size_t{1} << 16);
  std::size_t done = 0;
  Progress progress("tensors", tensors.size());
  for (std::size_t index : writer.order()) {
    progress.show(done++, tensors[index].name);
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
  progress.finish();
  say(session, {{"file", options.output}, {"tensors", tensors.size()}},
      fmt::format("{}: {} tensors", options.output, tensors.size()));
}

}  // namespace

void add_weights_synthetic(CLI::App& weights, Session& session) {
  CLI::App* command =
      weights.add_subcommand("synthetic", "Weights that are a pure function of seed and name: for timing and tests");
  auto options = std::make_shared<SyntheticWeightsOptions>();
  options->model.add_to(*command);
  command->add_option("-o,--out", options->output, "The file to write")->required();
  command->add_option("--seed", options->seed, "The seed")->check(CLI::Range(0.0, kLargestSeed));
  command->add_option("--gain", options->gain, "Factor of batch norms' gammas")
      ->check(refuse_nan)
      ->check(CLI::Range(0.01, 100.0));
  command->add_option("--from", options->kind, "Whose names seed the values; the model's own by default");
  command->footer("Example:\n  specimen weights synthetic mnist --out mnist.safetensors --seed 7");
  command->callback([options, &session] {
    synthetic(session, *options);
    session.report();
  });
}

}  // namespace specimen::gen
