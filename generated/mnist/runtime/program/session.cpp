#include "session.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "../core/os.h"
#include "../core/synthetic_source.h"
#include "input_file.h"
#include "shown_text.h"

namespace specimen_v2::program {
namespace {

double milliseconds_since(std::int64_t start_ns) { return static_cast<double>(now_ns() - start_ns) / 1e6; }

}  // namespace

Session::Session(const Description& description, const Arguments& arguments)
    : description_(description),
      arguments_(arguments),
      model_(description.model.make()),
      profile_(*description.model.info, arguments.trace != nullptr) {}

Session::~Session() { description_.model.destroy(model_); }

Status Session::open(bool* writing) {
  const Model& model = description_.model;
  if (!model_) return Status(StatusCode::out_of_memory, "no memory for the model");
  const std::int64_t started = now_ns();
  WeightsOptions weights_options;
  weights_options.target = arguments_.target;
  SyntheticSource synthetic(1);
  if (Status status = is_synthetic(arguments_.weights) ? model.open_source(model_, synthetic.source(), weights_options)
                                                       : model.open(model_, arguments_.weights, weights_options);
      !status) {
    return status;
  }
  const PackedWeights& weights = model.weights(model_);
  if (arguments_.save_packed) {
    if (Status status = weights.save_packed(arguments_.save_packed, info()); !status) {
      *writing = true;
      return status;
    }
  }
  ContextOptions options;
  options.threads = arguments_.threads;
  options.batch = 1;
  if (arguments_.profile || arguments_.trace) options.observer = profile_.observer();
  if (Status status = model.create(model_, options); !status) return status;
  std::fprintf(arguments_.json ? stderr : stdout, "weights ready in %.1f ms, target %s, %d threads\n",
               milliseconds_since(started), target_name(weights.target()), model.context(model_).threads());
  return Status();
}

Status Session::run(Example* example, Times* times) {
  example->make_outputs();
  profile_.start(example->sequence);
  std::vector<double> all;
  for (int i = 0; i < arguments_.repeat; ++i) {
    const std::int64_t before = now_ns();
    if (Status status = description_.model.forward(model_, *example); !status) return status;
    all.push_back(milliseconds_since(before));
  }
  std::sort(all.begin(), all.end());
  times->best = all[0];
  times->median = all[all.size() / 2];
  return Status();
}

void Session::keep(const char* name, const Example& example, const Times& times) {
  if (!arguments_.json && !arguments_.out) return;
  Result result;
  result.input = name;
  result.best_ms = times.best;
  result.median_ms = times.median;
  for (std::size_t o = 0; o < example.outputs.size(); ++o) {
    const TensorInfo& declared = info().functions[0].outputs[o];
    result.outputs.push_back({declared.name, shape_of(declared, example.sequence), example.outputs[o],
                              example.indices[o], declared.dtype == DType::i32});
  }
  if (arguments_.json) {
    const auto top = static_cast<std::size_t>(arguments_.labels.top);
    std::fputs(json_line(result, top, arguments_.labels.names).c_str(), stdout);
    if (arguments_.profile) std::fputs(profile_.json_lines().c_str(), stdout);
  }
  if (arguments_.out) results_.push_back(std::move(result));
}

bool Session::print_profile() const {
  if (arguments_.profile) std::fputs(profile_.table().c_str(), stdout);
  return arguments_.profile;
}

Status Session::save() const {
  if (arguments_.out) {
    if (Status status = save_results(arguments_.out, results_); !status) return status;
  }
  return arguments_.trace ? profile_.save_trace(arguments_.trace) : Status();
}

void Session::print_top(std::size_t o, const std::vector<float>& values) const {
  std::printf("  %s\n", info().functions[0].outputs[o].name);
  const Labels& labels = arguments_.labels;
  const bool named = labels.names.size() == values.size();
  for (std::size_t i : largest(values.data(), values.size(), static_cast<std::size_t>(labels.top))) {
    std::printf("    %5zu  %-10g%s%s\n", i, static_cast<double>(values[i]), named ? "  " : "",
                named ? terminal_text(labels.names[i]).c_str() : "");
  }
}

// In the order of the tensor, as many as of the largest values.
void Session::print_indices(std::size_t o, const std::vector<std::int32_t>& values) const {
  std::printf("  %s\n   ", info().functions[0].outputs[o].name);
  const auto most = static_cast<std::size_t>(arguments_.labels.top);
  for (std::size_t i = 0; i < values.size() && i < most; ++i) std::printf(" %d", values[i]);
  std::printf(values.size() > most ? " ...\n" : "\n");
}

Status Session::run_example(const char* name, Example* example) {
  Times times;
  if (Status status = run(example, &times); !status) {
    return Status(status.code(), "%s: %s", name, status.message());
  }
  keep(name, *example, times);
  if (arguments_.json) return Status();
  std::printf("%s: %.4f ms, median %.4f ms of %d\n", terminal_text(name).c_str(), times.best, times.median,
              arguments_.repeat);
  if (print_profile()) return Status();
  for (std::size_t o = 0; o < example->outputs.size(); ++o) {
    if (info().functions[0].outputs[o].dtype == DType::i32) {
      print_indices(o, example->indices[o]);
    } else {
      print_top(o, example->outputs[o]);
    }
  }
  return Status();
}

// Each example of a file of inputs, by its number where there are several.
Status Session::run_tensors(const char* path) {
  InputFile file;
  if (Status status = file.open(path, info()); !status) return status;
  if (!file.unused().empty()) {
    std::fprintf(stderr, "warning: %s: not an input of the model, and left out: %s\n", path, file.unused().c_str());
  }
  for (std::int64_t e = 0; e < file.batch(); ++e) {
    std::string name = path;
    if (file.batch() > 1) {
      name += " [";
      name += std::to_string(e);
      name += "]";
    }
    Example example(info());
    example.sequence = file.sequence();
    for (std::size_t i = 0; i < example.inputs.size(); ++i) {
      const int input = static_cast<int>(i);
      Status status = info().functions[0].inputs[i].dtype == DType::i32
                          ? file.read(input, e, &example.inputs[i].tokens)
                          : file.read(input, e, &example.inputs[i].floats);
      if (!status) return status;
    }
    if (Status status = run_example(name.c_str(), &example); !status) return status;
  }
  return Status();
}

Status Session::read_input(const char* path, Example* example) const {
  if (is_synthetic(path)) {
    example->fill_inputs(arguments_.sequence);
    return Status();
  }
  if (!description_.read_image) return Status(StatusCode::unsupported, "inputs come from safetensors files");
  const TensorInfo& image = info().functions[0].inputs[0];
  std::vector<float>& values = example->inputs[0].floats;
  values.resize(size_of(image, 0));
  return description_.read_image(path, view_of(values.data(), image, 0));
}

Status Session::run_inputs() {
  for (const char* input : arguments_.inputs) {
    if (texts().run && is_text(input)) continue;
    if (is_tensors(input)) {
      if (Status status = run_tensors(input); !status) return status;
      continue;
    }
    Example example(info());
    if (Status status = read_input(input, &example); !status) {
      return Status(status.code(), "%s: %s", input, status.message());
    }
    if (Status status = run_example(input, &example); !status) return status;
  }
  return Status();
}

}  // namespace specimen_v2::program
