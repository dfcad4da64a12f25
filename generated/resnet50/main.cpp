// resnet50 from the command line: image (batch, 224, 224, 3) -> logits (batch, 1001).
//
//   resnet50 WEIGHTS INPUT... [OPTIONS]        resnet50 --help lists them
//
// WEIGHTS is a safetensors file or a file of prepared weights; `synthetic` stands for made-up numbers, to time the
// network. INPUT is a picture (JPEG or PNG), or a safetensors file with a tensor for each input of the model, by its
// name, of one example or of a batch; or again `synthetic`. After `--` nothing is an option.
// --json prints a line of JSON for each input, --out writes whole outputs to a file.
//
// Made by specimen from specs/vision/resnet.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: 0a9a89dfd39c12ab
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "resnet50.h"
#include "resnet50_image.h"
#include "runtime/core/input_file.h"
#include "runtime/core/mapped_file.h"
#include "runtime/core/os.h"
#include "runtime/core/results.h"
#include "runtime/core/shown_text.h"
#include "runtime/core/synthetic_input.h"
#include "runtime/core/synthetic_source.h"

namespace {

using resnet50::Status;
using resnet50::StatusCode;

// The names of the classes, and how many of them are printed.
struct Labels {
  int top = 5;
  std::vector<std::string> names;

  // A name a line.
  Status read(const char* path) {
    specimen_v2::MappedFile file;
    if (Status status = file.open(path); !status) return status;
    for (std::size_t i = 0, begin = 0; i <= file.size(); ++i) {
      if (i < file.size() ? file.data()[i] != '\n' : begin == i) continue;
      names.emplace_back(reinterpret_cast<const char*>(file.data()) + begin, i - begin);
      begin = i + 1;
    }
    return Status();
  }
};

struct Arguments {
  std::vector<const char*> files;
  int threads = 0;
  int repeat = 1;
  resnet50::Level level = resnet50::Level::automatic;
  Labels labels;
  const char* save_prepared = nullptr;
  const char* out = nullptr;
  bool json = false, help = false;
};

// A whole number from 0 to 1000000, or -1.
int number(const char* text) {
  char* end = nullptr;
  const long value = std::strtol(text, &end, 10);
  return *text == '\0' || *end != '\0' || value < 0 || value > 1000000 ? -1 : static_cast<int>(value);
}

// The value of `NAME=VALUE` or `NAME VALUE`; null where the argument is another one.
const char* value_of(const char* name, int argc, char** argv, int* i) {
  const std::size_t length = std::strlen(name);
  if (std::strncmp(argv[*i], name, length) != 0) return nullptr;
  if (argv[*i][length] == '=') return argv[*i] + length + 1;
  return argv[*i][length] == '\0' && *i + 1 < argc ? argv[++*i] : nullptr;
}

// Takes the option at `i` and its value. Errors: invalid_argument.
Status parse_option(int argc, char** argv, int* i, Arguments* arguments) {
  const char* option = argv[*i];
  const auto is = [&](const char* name) { return std::strcmp(option, name) == 0; };
  const char* value = nullptr;
  const auto has = [&](const char* name) { return (value = value_of(name, argc, argv, i)) != nullptr; };
  bool good = true;
  if (is("--help") || is("-h")) {
    arguments->help = true;
  } else if (is("--json")) {
    arguments->json = true;
  } else if (has("--threads")) {
    good = (arguments->threads = number(value)) >= 0;
  } else if (has("--repeat")) {
    good = (arguments->repeat = number(value)) >= 1;
  } else if (has("--top")) {
    good = (arguments->labels.top = number(value)) >= 1;
  } else if (has("--labels")) {
    return arguments->labels.read(value);
  } else if (has("--level")) {
    good = parse_level(value, &arguments->level);
  } else if (has("--out")) {
    arguments->out = value;
  } else if (has("--save-prepared")) {
    arguments->save_prepared = value;
  } else {
    return Status(StatusCode::invalid_argument, "there is no option %s, or it needs a value",
                  specimen_v2::terminal_text(option).c_str());
  }
  if (good) return Status();
  return Status(StatusCode::invalid_argument, "%s cannot be %s", specimen_v2::terminal_text(option).c_str(),
                specimen_v2::terminal_text(value).c_str());
}

Status parse(int argc, char** argv, Arguments* arguments) {
  bool options = true;
  for (int i = 1; i < argc; ++i) {
    const char* a = argv[i];
    if (!options || a[0] != '-' || a[1] == '\0') {
      arguments->files.push_back(a);
    } else if (std::strcmp(a, "--") == 0) {
      options = false;
    } else if (Status status = parse_option(argc, argv, &i, arguments); !status) {
      return status;
    }
  }
  if (arguments->files.empty() && !arguments->help) return Status(StatusCode::invalid_argument, "there are no weights");
  return Status();
}

bool ends_with(const char* text, const char* end) {
  const std::size_t length = std::strlen(text), tail = std::strlen(end);
  return length >= tail && std::strcmp(text + length - tail, end) == 0;
}

// One image, as the model takes it.
struct Inputs {
  std::vector<float> image;
};

// What the model makes of it.
struct Outputs {
  std::vector<float> logits;
};

// Made-up numbers.
void fill_inputs(Inputs* inputs) {
  inputs->image.resize(150528);
  specimen_v2::fill_synthetic_input(1, resnet50::info().inputs[0], 0, inputs->image.size(), inputs->image.data());
}

// One example of a file of inputs.
Status read_example(const specimen_v2::InputFile& file, std::int64_t example, Inputs* inputs) {
  if (Status status = file.read(0, example, &inputs->image); !status) return status;
  return Status();
}

Status read_input(const char* path, Inputs* inputs) {
  if (std::strcmp(path, "synthetic") == 0) {
    fill_inputs(inputs);
    return Status();
  }
  inputs->image.resize(150528);
  return resnet50::preprocess_file(path, resnet50::Tensor(inputs->image.data(), {1, 224, 224, 3}));
}

// The largest values of an output, with their indices and names.
void print_top(const char* name, const std::vector<float>& values, const Labels& labels) {
  std::printf("  %s\n", name);
  const bool named = labels.names.size() == values.size();
  for (std::size_t i : specimen_v2::largest(values.data(), values.size(), static_cast<std::size_t>(labels.top))) {
    std::printf("    %5zu  %-10g%s%s\n", i, static_cast<double>(values[i]), named ? "  " : "",
                named ? specimen_v2::terminal_text(labels.names[i]).c_str() : "");
  }
}

// Runs the model --repeat times. `times`: milliseconds, the best first.
Status run_timed(resnet50::Context& context, const Inputs& inputs, int repeat, Outputs* outputs,
                 std::vector<double>* times) {
  outputs->logits.resize(1001);
  times->clear();
  for (int i = 0; i < repeat; ++i) {
    const std::int64_t before = specimen_v2::now_ns();
    if (Status status = resnet50::forward(context, resnet50::ConstTensor(inputs.image.data(), {1, 224, 224, 3}),
                                          resnet50::Tensor(outputs->logits.data(), {1, 1001}));
        !status)
      return status;
    times->push_back(static_cast<double>(specimen_v2::now_ns() - before) / 1e6);
  }
  std::sort(times->begin(), times->end());
  return Status();
}

// Prints what a model made of one example, or keeps it for the file of outputs.
void keep(const char* name, const Outputs& outputs, const std::vector<double>& times, const Arguments& arguments,
          std::vector<specimen_v2::Result>* results) {
  if (!arguments.json && !arguments.out) return;
  specimen_v2::Result result;
  result.input = name;
  result.best_ms = times[0];
  result.median_ms = times[times.size() / 2];
  result.outputs.push_back({"logits", {}, outputs.logits});
  for (std::size_t o = 0; o < result.outputs.size(); ++o) {
    const resnet50::TensorInfo& declared = resnet50::info().outputs[o];
    for (int d = 0; d < declared.rank; ++d) {
      if (declared.extent[d] == resnet50::kBatch) continue;
      result.outputs[o].shape.push_back(declared.extent[d]);
    }
  }
  if (arguments.json) {
    std::fputs(
        specimen_v2::json_line(result, static_cast<std::size_t>(arguments.labels.top), arguments.labels.names).c_str(),
        stdout);
  }
  if (arguments.out) results->push_back(std::move(result));
}

Status run_example(resnet50::Context& context, const Arguments& arguments, const char* name, const Inputs& inputs,
                   std::vector<specimen_v2::Result>* results) {
  Outputs outputs;
  std::vector<double> times;
  if (Status status = run_timed(context, inputs, arguments.repeat, &outputs, &times); !status) {
    return Status(status.code(), "%s: %s", name, status.message());
  }
  keep(name, outputs, times, arguments, results);
  if (arguments.json) return Status();
  std::printf("%s: %.4f ms, median %.4f ms of %d\n", specimen_v2::terminal_text(name).c_str(), times[0],
              times[times.size() / 2], arguments.repeat);
  print_top("logits", outputs.logits, arguments.labels);
  return Status();
}

// Each example of a file of inputs, by its number where there are several.
Status run_tensors(resnet50::Context& context, const Arguments& arguments, const char* path,
                   std::vector<specimen_v2::Result>* results) {
  specimen_v2::InputFile file;
  if (Status status = file.open(path, resnet50::info()); !status) return status;
  if (!file.unused().empty()) {
    std::fprintf(stderr, "warning: %s: not an input of the model, and left out: %s\n", path, file.unused().c_str());
  }
  for (std::int64_t i = 0; i < file.batch(); ++i) {
    const std::string name = file.batch() == 1 ? std::string(path) : std::string(path) + " [" + std::to_string(i) + "]";
    Inputs inputs;
    if (Status status = read_example(file, i, &inputs); !status) return status;
    if (Status status = run_example(context, arguments, name.c_str(), inputs, results); !status) return status;
  }
  return Status();
}

Status run_file(resnet50::Context& context, const Arguments& arguments, const char* path,
                std::vector<specimen_v2::Result>* results) {
  if (ends_with(path, ".safetensors")) return run_tensors(context, arguments, path, results);
  Inputs inputs;
  if (Status status = read_input(path, &inputs); !status) {
    return Status(status.code(), "%s: %s", path, status.message());
  }
  return run_example(context, arguments, path, inputs, results);
}

// `writing`: the error, if there is one, is that of a file that could not be written.
Status run(const Arguments& arguments, bool* writing) {
  const std::int64_t started = specimen_v2::now_ns();
  resnet50::Weights weights;
  resnet50::WeightsOptions weights_options;
  weights_options.level = arguments.level;
  specimen_v2::SyntheticSource synthetic(1);
  const bool made_up = std::strcmp(arguments.files[0], "synthetic") == 0;
  if (Status status = made_up ? weights.open_source(synthetic.source(), weights_options)
                              : weights.open(arguments.files[0], weights_options);
      !status) {
    return status;
  }
  if (arguments.save_prepared) {
    if (Status status = weights.save_prepared(arguments.save_prepared); !status) {
      *writing = true;
      return status;
    }
  }
  resnet50::Context context;
  resnet50::ContextOptions options;
  options.threads = arguments.threads;
  options.batch = 1;
  if (Status status = context.create(weights, options); !status) return status;
  std::fprintf(arguments.json ? stderr : stdout, "weights ready in %.1f ms, level %s, %d threads\n",
               static_cast<double>(specimen_v2::now_ns() - started) / 1e6, level_name(weights.level()),
               context.threads());

  std::vector<specimen_v2::Result> results;
  for (std::size_t f = 1; f < arguments.files.size(); ++f) {
    if (Status status = run_file(context, arguments, arguments.files[f], &results); !status) return status;
  }
  if (!arguments.out) return Status();
  *writing = true;
  return specimen_v2::save_results(arguments.out, results);
}

constexpr const char* kUsage =
    "usage: resnet50 WEIGHTS INPUT... [OPTIONS]\n"
    "  --threads N       0: as many as the process may use [0]\n"
    "  --level LEVEL     auto, v3, v4 or reference [auto]\n"
    "  --repeat N        runs of each input, for times [1]\n"
    "  --top N           how many of the largest values are printed [5]\n"
    "  --labels FILE     the names of the classes, one a line\n"
    "  --json            a line of JSON for each input\n"
    "  --out FILE        whole outputs: .npy, or safetensors\n"
    "  --save-prepared FILE  the weights as the kernels read them\n";

int fail(int code, const char* message, const char* kind) {
  std::fprintf(stderr, "error: %s [%s]\n", message, kind);
  return code;
}

}  // namespace

// Exits with 0, or 1 after an error, 2 after a wrong option, 6 where a file or what was printed could not be written.
int main(int argc, char** argv) {
  specimen_v2::keep_standard_streams();
  Arguments arguments;
  if (const Status status = parse(argc, argv, &arguments); !status) {
    std::fputs(kUsage, stderr);
    return fail(2, status.message(), "usage");
  }
  Status status;
  bool writing = false;
  if (arguments.help) {
    std::fputs(kUsage, stdout);
  } else {
    status = run(arguments, &writing);
  }
  if (!status)
    return fail(writing && status.code() == StatusCode::io_error ? 6 : 1, status.message(),
                status_code_name(status.code()));
  if (std::fflush(stdout) != 0 || std::ferror(stdout)) return fail(6, "cannot write to standard output", "io_error");
  return 0;
}
