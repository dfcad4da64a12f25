#include "arguments.h"

#include <algorithm>
#include <cstring>

#include "../core/mapped_file.h"
#include "option_value.h"
#include "shown_text.h"

namespace specimen_v2::program {
namespace {

// A whole number from 0 to 1000000, or -1.
int whole_number(const char* text) { return static_cast<int>(program::whole_number(text, 1000000)); }

// The tokens of a synthetic input where --sequence does not say: a length that is commonly timed.
int default_sequence(const ModelInfo& info) { return std::min(128, info.max_sequence()); }

// Takes the option at `i` and its value.
Status parse_option(int argc, char** argv, const Description& description, int* i, Arguments* arguments) {
  const char* option = argv[*i];
  const int max_sequence = description.model.info->max_sequence();
  const bool reads_texts = description.texts.run != nullptr;
  const auto is = [&](const char* name) { return std::strcmp(option, name) == 0; };
  const char* value = nullptr;
  const auto has = [&](const char* name) { return (value = value_of(name, argc, argv, i)) != nullptr; };
  bool good = true;
  if (is("--help") || is("-h")) {
    arguments->help = true;
  } else if (is("--json")) {
    arguments->json = true;
  } else if (has("--threads")) {
    good = (arguments->threads = whole_number(value)) >= 0;
  } else if (has("--repeat")) {
    good = (arguments->repeat = whole_number(value)) >= 1;
  } else if (has("--top")) {
    good = (arguments->labels.top = whole_number(value)) >= 1;
  } else if (has("--labels")) {
    return arguments->labels.read(value);
  } else if (max_sequence > 0 && has("--sequence")) {
    arguments->sequence = whole_number(value);
    good = arguments->sequence >= 1 && arguments->sequence <= max_sequence;
  } else if (has("--target")) {
    good = parse_target(value, &arguments->target);
  } else if (has("--out")) {
    arguments->out = value;
  } else if (is("--profile")) {
    arguments->profile = true;
  } else if (has("--trace")) {
    arguments->trace = value;
  } else if (has("--save-packed")) {
    arguments->save_packed = value;
  } else if (reads_texts && has("--vocabulary")) {
    arguments->vocabulary = value;
  } else if (reads_texts && is("--cased")) {
    arguments->cased = true;
  } else if (reads_texts && is("--pair")) {
    arguments->pair = true;
  } else {
    return Status(StatusCode::invalid_argument, "there is no option %s, or it needs a value",
                  terminal_text(option).c_str());
  }
  if (good) return Status();
  return Status(StatusCode::invalid_argument, "%s cannot be %s", terminal_text(option).c_str(),
                terminal_text(value).c_str());
}

}  // namespace

Status Labels::read(const char* path) {
  MappedFile file;
  if (Status status = file.open(path); !status) return status;
  for (std::size_t i = 0, begin = 0; i <= file.size(); ++i) {
    if (i < file.size() ? file.data()[i] != '\n' : begin == i) continue;
    names.emplace_back(reinterpret_cast<const char*>(file.data()) + begin, i - begin);
    begin = i + 1;
  }
  return Status();
}

Status parse_arguments(int argc, char** argv, const Description& description, Arguments* arguments) {
  arguments->sequence = default_sequence(*description.model.info);
  bool options = true;
  for (int i = 1; i < argc; ++i) {
    const char* a = argv[i];
    if (!options || a[0] != '-' || a[1] == '\0') {
      if (arguments->weights) {
        arguments->inputs.push_back(a);
      } else {
        arguments->weights = a;
      }
    } else if (std::strcmp(a, "--") == 0) {
      options = false;
    } else if (Status status = parse_option(argc, argv, description, &i, arguments); !status) {
      return status;
    }
  }
  if (arguments->weights || arguments->help) return Status();
  return Status(StatusCode::invalid_argument, "there are no weights");
}

std::string usage(const Description& description) {
  const ModelInfo& info = *description.model.info;
  std::string text = "usage: ";
  text += info.name;
  text +=
      " WEIGHTS INPUT... [OPTIONS]\n"
      "  --threads N       0: as many as the process may use [0]\n"
      "  --target TARGET     auto, v3, v4 or reference [auto]\n"
      "  --repeat N        runs of each input, for times [1]\n"
      "  --top N           how many of the largest values are printed [5]\n"
      "  --labels FILE     the names of the classes, one a line\n"
      "  --json            a line of JSON for each input\n"
      "  --out FILE        whole outputs: .npy, or safetensors\n"
      "  --save-packed FILE  the weights as the kernels read them\n"
      "  --profile         instead of outputs the time of each op, the median of the runs\n"
      "  --trace FILE      when each op ran, for chrome://tracing and ui.perfetto.dev\n";
  if (info.max_sequence() > 0) {
    text += "  --sequence N      tokens of a `synthetic` input [";
    text += std::to_string(default_sequence(info));
    text += "]\n";
  }
  if (description.texts.run) {
    text +=
        "  --vocabulary FILE the vocab.txt or tokenizer.json that the weights were trained with\n"
        "  --cased           keep capitals and accents; tokenizer.json says it itself\n"
        "  --pair            texts two by two; of lines, with a tab between them\n";
  }
  return text;
}

bool is_synthetic(const char* word) { return std::strcmp(word, "synthetic") == 0; }

bool is_tensors(const char* word) {
  constexpr char kEnd[] = ".safetensors";
  const std::size_t length = std::strlen(word), end = sizeof kEnd - 1;
  return length >= end && std::strcmp(word + length - end, kEnd) == 0;
}

}  // namespace specimen_v2::program
