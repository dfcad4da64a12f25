// resnet50 from the command line: image (batch, 224, 224, 3) -> logits (batch, 1001).
//
//   resnet50 WEIGHTS INPUT... [--threads=N] [--level=v3|v4] [--repeat=N] [--top=N] [--labels=FILE]
//   [--save-prepared=FILE]
//
// WEIGHTS is a safetensors file or a file of prepared weights; `synthetic` stands for made-up numbers, to time the
// network. INPUT is a picture (JPEG or PNG), or a safetensors file with a tensor for each input of the model, by its
// name; or again `synthetic`. After `--` nothing is an option.
// --top is how many of the largest values are printed, --labels a text file with the classes' names, one a line.
//
// Made by specimen from specs/vision/resnet.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: 682f9a2b6e1cfc94
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "resnet50.h"
#include "runtime/core/mapped_file.h"
#include "runtime/core/os.h"
#include "runtime/core/safetensors.h"
#include "runtime/core/synthetic_input.h"
#include "runtime/core/synthetic_source.h"
#include "runtime/image/decode.h"
#include "runtime/image/preprocess.h"

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
};

// A whole number from 0 to 1000000, or -1.
int number(const char* text) {
  char* end = nullptr;
  const long value = std::strtol(text, &end, 10);
  return *text == '\0' || *end != '\0' || value < 0 || value > 1000000 ? -1 : static_cast<int>(value);
}

bool parse(int argc, char** argv, Arguments* arguments) {
  bool options = true;
  for (int i = 1; i < argc; ++i) {
    const char* a = argv[i];
    if (!options || a[0] != '-' || a[1] == '\0') {
      arguments->files.push_back(a);
    } else if (std::strcmp(a, "--") == 0) {
      options = false;
    } else if (std::strncmp(a, "--threads=", 10) == 0) {
      if ((arguments->threads = number(a + 10)) < 0) return false;
    } else if (std::strncmp(a, "--repeat=", 9) == 0) {
      if ((arguments->repeat = number(a + 9)) < 1) return false;
    } else if (std::strncmp(a, "--top=", 6) == 0) {
      if ((arguments->labels.top = number(a + 6)) < 1) return false;
    } else if (std::strncmp(a, "--labels=", 9) == 0) {
      if (Status status = arguments->labels.read(a + 9); !status) {
        std::fprintf(stderr, "%s\n", status.message());
        return false;
      }
    } else if (std::strncmp(a, "--level=", 8) == 0) {
      if (!parse_level(a + 8, &arguments->level)) return false;
    } else if (std::strncmp(a, "--save-prepared=", 16) == 0) {
      arguments->save_prepared = a + 16;
    } else {
      return false;
    }
  }
  return !arguments->files.empty();
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

// One input from a file; batch 1.
template <class T>
Status read_tensor(const specimen_v2::SafetensorsFile& file, const resnet50::TensorInfo& declared,
                   std::vector<T>* values) {
  std::vector<std::int64_t> shape(declared.extent, declared.extent + declared.rank);
  std::int64_t count = 1;
  for (std::int64_t& extent : shape) {
    if (extent == resnet50::kBatch) extent = 1;
    count *= extent;
  }
  const auto dtype =
      declared.dtype == resnet50::DType::i32 ? specimen_v2::SafetensorsDtype::i32 : specimen_v2::SafetensorsDtype::f32;
  const specimen_v2::SafetensorsEntry* entry = nullptr;
  if (Status status = file.get(declared.name, dtype, shape.data(), shape.size(), &entry); !status) return status;
  const T* data = reinterpret_cast<const T*>(entry->data);
  values->assign(data, data + count);
  return Status();
}

Status read_tensors(const char* path, Inputs* inputs) {
  specimen_v2::SafetensorsFile file;
  if (Status status = file.open(path); !status) return status;
  const resnet50::ModelInfo& info = resnet50::info();
  if (Status status = read_tensor(file, info.inputs[0], &inputs->image); !status) return status;
  return Status();
}

// What the spec says of `image`.
Status read_picture(const char* path, std::vector<float>* values) {
  specimen_v2::DecodeOptions decode;
  specimen_v2::Image picture;
  if (Status status = specimen_v2::decode_image_file(path, decode, &picture); !status) return status;
  specimen_v2::ImagePreprocess p;
  p.height = 224;
  p.width = 224;
  p.channels = 3;
  p.resize = specimen_v2::Resize::tf1_bilinear;
  p.short_side = 256;
  p.rounding = specimen_v2::ShortSide::tf_models;
  p.mean[0] = 123.68f;
  p.mean[1] = 116.78f;
  p.mean[2] = 103.94f;
  values->resize(specimen_v2::preprocessed_size(p));
  Status status = specimen_v2::preprocess(picture, p, values->data());
  return status;
}

Status read_input(const char* path, Inputs* inputs) {
  if (std::strcmp(path, "synthetic") == 0) {
    fill_inputs(inputs);
    return Status();
  }
  if (!ends_with(path, ".safetensors")) return read_picture(path, &inputs->image);
  return read_tensors(path, inputs);
}

// The indices of the largest values, the largest first.
std::vector<std::size_t> largest(const float* values, std::size_t size, std::size_t count) {
  std::vector<std::size_t> found;
  while (found.size() < count && found.size() < size) {
    std::size_t best = size;
    for (std::size_t i = 0; i < size; ++i) {
      if (best < size && !(values[i] > values[best])) continue;
      if (std::find(found.begin(), found.end(), i) == found.end()) best = i;
    }
    found.push_back(best);
  }
  return found;
}

// The largest values of an output, with their indices and names.
void print_top(const char* name, const std::vector<float>& values, const Labels& labels) {
  std::printf("  %s\n", name);
  const bool named = labels.names.size() == values.size();
  for (std::size_t i : largest(values.data(), values.size(), static_cast<std::size_t>(labels.top))) {
    std::printf("    %5zu  %-10g%s%s\n", i, static_cast<double>(values[i]), named ? "  " : "",
                named ? labels.names[i].c_str() : "");
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

Status run_file(resnet50::Context& context, const Arguments& arguments, const char* path) {
  Inputs inputs;
  Outputs outputs;
  std::vector<double> times;
  Status status = read_input(path, &inputs);
  if (status) status = run_timed(context, inputs, arguments.repeat, &outputs, &times);
  if (!status) return Status(status.code(), "%s: %s", path, status.message());
  std::printf("%s: %.4f ms, median %.4f ms of %d\n", path, times[0], times[times.size() / 2], arguments.repeat);
  print_top("logits", outputs.logits, arguments.labels);
  return Status();
}

Status run(const Arguments& arguments) {
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
    if (Status status = weights.save_prepared(arguments.save_prepared); !status) return status;
  }
  resnet50::Context context;
  resnet50::ContextOptions options;
  options.threads = arguments.threads;
  options.batch = 1;
  if (Status status = context.create(weights, options); !status) return status;
  std::printf("weights ready in %.1f ms, level %s, %d threads\n",
              static_cast<double>(specimen_v2::now_ns() - started) / 1e6, level_name(weights.level()),
              context.threads());

  for (std::size_t f = 1; f < arguments.files.size(); ++f) {
    if (Status status = run_file(context, arguments, arguments.files[f]); !status) return status;
  }
  return Status();
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  if (!parse(argc, argv, &arguments)) {
    std::fprintf(stderr,
                 "usage: %s WEIGHTS INPUT... [--threads=N] [--level=v3|v4|reference] [--repeat=N] [--top=N] "
                 "[--labels=FILE] [--save-prepared=FILE]\n",
                 argv[0]);
    return 2;
  }
  const Status status = run(arguments);
  if (!status) std::fprintf(stderr, "error: %s [%s]\n", status.message(), status_code_name(status.code()));
  return status ? 0 : 1;
}
