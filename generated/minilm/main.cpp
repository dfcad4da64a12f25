// minilm from the command line: token_ids (batch, sequence), segment_ids (batch, sequence), padding_mask (batch,
// sequence) -> embedding (batch, 384).
//
//   minilm WEIGHTS INPUT... [--threads=N] [--level=v3|v4] [--repeat=N] [--save-prepared=FILE] [--sequence=N]
//
// WEIGHTS is a safetensors file or a file of prepared weights; `synthetic` stands for made-up numbers, to time the
// network. INPUT is a file, or a safetensors file with a tensor for each input of the model, by its name; or again
// `synthetic`, of --sequence tokens.
//
// Made by specimen from specs/language/minilm.json. Yours to read and change; regenerating keeps away from edited
// files. specimen-hash: 13dbc828a232f9ba
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "minilm.h"
#include "runtime/core/os.h"
#include "runtime/core/safetensors.h"
#include "runtime/core/synthetic_input.h"
#include "runtime/core/synthetic_source.h"

namespace {

using specimen::Status;
using specimen::StatusCode;

struct Arguments {
  std::vector<const char*> files;
  int threads = 0;
  int repeat = 1;
  int sequence = 128;
  specimen::Level level = specimen::Level::automatic;
  const char* save_prepared = nullptr;
};

// A whole number from 0 to 1000000, or -1.
int number(const char* text) {
  char* end = nullptr;
  const long value = std::strtol(text, &end, 10);
  return *text == '\0' || *end != '\0' || value < 0 || value > 1000000 ? -1 : static_cast<int>(value);
}

bool parse(int argc, char** argv, Arguments* arguments) {
  for (int i = 1; i < argc; ++i) {
    const char* a = argv[i];
    if (std::strncmp(a, "--threads=", 10) == 0) {
      if ((arguments->threads = number(a + 10)) < 0) return false;
    } else if (std::strncmp(a, "--repeat=", 9) == 0) {
      if ((arguments->repeat = number(a + 9)) < 1) return false;
    } else if (std::strncmp(a, "--sequence=", 11) == 0) {
      arguments->sequence = number(a + 11);
      if (arguments->sequence < 1 || arguments->sequence > minilm::kMaxSequence) return false;
    } else if (std::strncmp(a, "--level=", 8) == 0) {
      if (!specimen::parse_level(a + 8, &arguments->level)) return false;
    } else if (std::strncmp(a, "--save-prepared=", 16) == 0) {
      arguments->save_prepared = a + 16;
    } else if (a[0] == '-') {
      return false;
    } else {
      arguments->files.push_back(a);
    }
  }
  return !arguments->files.empty();
}

bool ends_with(const char* text, const char* end) {
  const std::size_t length = std::strlen(text), tail = std::strlen(end);
  return length >= tail && std::strcmp(text + length - tail, end) == 0;
}

// One text, as the model takes it.
struct Inputs {
  std::vector<std::int32_t> token_ids;
  std::vector<std::int32_t> segment_ids;
  std::vector<std::int32_t> padding_mask;
  std::int64_t sequence = 0;  // tokens
};

// Made-up numbers.
void fill_inputs(std::int64_t sequence, Inputs* inputs) {
  inputs->token_ids.resize(static_cast<std::size_t>(sequence));
  specimen::fill_synthetic_input(1, minilm::info().inputs[0], 0, inputs->token_ids.size(), inputs->token_ids.data());
  inputs->segment_ids.resize(static_cast<std::size_t>(sequence));
  specimen::fill_synthetic_input(1, minilm::info().inputs[1], 0, inputs->segment_ids.size(),
                                 inputs->segment_ids.data());
  inputs->padding_mask.resize(static_cast<std::size_t>(sequence));
  specimen::fill_synthetic_input(1, minilm::info().inputs[2], 0, inputs->padding_mask.size(),
                                 inputs->padding_mask.data());
  inputs->sequence = sequence;
}

// One input from a file; batch 1.
template <class T>
Status read_tensor(const specimen::SafetensorsFile& file, const specimen::TensorInfo& declared, std::int64_t* sequence,
                   std::vector<T>* values) {
  // The first one says how long the text is.
  const specimen::SafetensorsEntry* any = file.find(declared.name);
  if (*sequence == 0 && any && any->rank > 1) *sequence = any->shape[1];
  std::vector<std::int64_t> shape(declared.extent, declared.extent + declared.rank);
  std::int64_t count = 1;
  for (std::int64_t& extent : shape) {
    if (extent == specimen::kBatch) extent = 1;
    if (extent == specimen::kSequence) extent = *sequence;
    count *= extent;
  }
  const auto dtype =
      declared.dtype == specimen::DType::i32 ? specimen::SafetensorsDtype::i32 : specimen::SafetensorsDtype::f32;
  const specimen::SafetensorsEntry* entry = nullptr;
  if (Status status = file.get(declared.name, dtype, shape.data(), shape.size(), &entry); !status) return status;
  const T* data = reinterpret_cast<const T*>(entry->data);
  values->assign(data, data + count);
  return Status();
}

Status read_tensors(const char* path, Inputs* inputs) {
  specimen::SafetensorsFile file;
  if (Status status = file.open(path); !status) return status;
  const specimen::ModelInfo& info = minilm::info();
  if (Status status = read_tensor(file, info.inputs[0], &inputs->sequence, &inputs->token_ids); !status) return status;
  if (Status status = read_tensor(file, info.inputs[1], &inputs->sequence, &inputs->segment_ids); !status)
    return status;
  if (Status status = read_tensor(file, info.inputs[2], &inputs->sequence, &inputs->padding_mask); !status)
    return status;
  return Status();
}

Status read_input(const char* path, std::int64_t sequence, Inputs* inputs) {
  if (std::strcmp(path, "synthetic") == 0) {
    fill_inputs(sequence, inputs);
    return Status();
  }
  if (!ends_with(path, ".safetensors")) {
    return Status(StatusCode::unsupported, "inputs come from safetensors files");
  }
  return read_tensors(path, inputs);
}

// The largest values of an output, with their indices.
void print_top(const char* name, const std::vector<float>& values) {
  std::vector<bool> shown(values.size(), false);
  std::printf("  %s\n", name);
  for (std::size_t rank = 0; rank < 5 && rank < values.size(); ++rank) {
    std::size_t best = values.size();
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!shown[i] && (best == values.size() || values[i] > values[best])) best = i;
    }
    shown[best] = true;
    std::printf("    %5zu  %g\n", best, static_cast<double>(values[best]));
  }
}

Status run(const Arguments& arguments) {
  const std::int64_t started = specimen::now_ns();
  minilm::Weights weights;
  specimen::WeightsOptions weights_options;
  weights_options.level = arguments.level;
  specimen::SyntheticSource synthetic(1);
  const bool made_up = std::strcmp(arguments.files[0], "synthetic") == 0;
  if (Status status = made_up ? weights.open_source(synthetic.source(), weights_options)
                              : weights.open(arguments.files[0], weights_options);
      !status) {
    return status;
  }
  if (arguments.save_prepared) {
    if (Status status = weights.save_prepared(arguments.save_prepared); !status) return status;
  }
  minilm::Context context;
  specimen::ContextOptions options;
  options.threads = arguments.threads;
  options.batch = 1;
  if (Status status = context.create(weights, options); !status) return status;
  std::printf("weights ready in %.1f ms, level %s, %d threads\n",
              static_cast<double>(specimen::now_ns() - started) / 1e6, specimen::level_name(weights.level()),
              context.threads());

  for (std::size_t f = 1; f < arguments.files.size(); ++f) {
    Inputs inputs;
    if (Status status = read_input(arguments.files[f], arguments.sequence, &inputs); !status) {
      return Status(status.code(), "%s: %s", arguments.files[f], status.message());
    }
    const std::int64_t sequence = inputs.sequence;
    struct {
      std::vector<float> embedding;
    } outputs;
    outputs.embedding.resize(384);
    std::vector<double> times;
    for (int i = 0; i < arguments.repeat; ++i) {
      const std::int64_t before = specimen::now_ns();
      if (Status status = minilm::forward(context, specimen::ConstTokens(inputs.token_ids.data(), {1, sequence}),
                                          specimen::ConstTokens(inputs.segment_ids.data(), {1, sequence}),
                                          specimen::ConstTokens(inputs.padding_mask.data(), {1, sequence}),
                                          specimen::Tensor(outputs.embedding.data(), {1, 384}));
          !status)
        return status;
      times.push_back(static_cast<double>(specimen::now_ns() - before) / 1e6);
    }
    std::sort(times.begin(), times.end());
    std::printf("%s: %.4f ms, median %.4f ms of %d\n", arguments.files[f], times[0], times[times.size() / 2],
                arguments.repeat);
    print_top("embedding", outputs.embedding);
  }
  return Status();
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  if (!parse(argc, argv, &arguments)) {
    std::fprintf(stderr,
                 "usage: %s WEIGHTS INPUT... [--threads=N] [--level=v3|v4|reference] [--repeat=N] "
                 "[--save-prepared=FILE] [--sequence=N]\n",
                 argv[0]);
    return 2;
  }
  const Status status = run(arguments);
  if (!status) std::fprintf(stderr, "error: %s [%s]\n", status.message(), specimen::status_code_name(status.code()));
  return status ? 0 : 1;
}
