// minilm from the command line: token_ids (batch, sequence), segment_ids (batch, sequence), padding_mask (batch,
// sequence) -> embedding (batch, 384).
//
//   minilm WEIGHTS INPUT... [OPTIONS]        minilm --help lists them
//
// WEIGHTS is a safetensors file or a file of prepared weights; `synthetic` stands for made-up numbers, to time the
// network. INPUT is a text, `@FILE` or `-` (standard input) with a text a line, or a safetensors file with a tensor for
// each input of the model, by its name, of one example or of a batch; or again `synthetic`, of --sequence tokens. After
// `--` nothing is an option.
// --json prints a line of JSON for each input, --out writes whole outputs to a file.
//
// --vocabulary names the directory of the tokenizer that belongs to the weights, or its vocab.txt or tokenizer.json.
// --cased keeps capitals and accents, where none of its files says whether they count. --pair takes texts two by two,
// those of lines with a tab between them.
//
// Made by specimen from specs/language/minilm.json. Yours to read and change; regenerating keeps away from edited
// files. specimen-hash: 2f5f4ce3f6cb68b1
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "minilm.h"
#include "runtime/core/input_file.h"
#include "runtime/core/mapped_file.h"
#include "runtime/core/os.h"
#include "runtime/core/results.h"
#include "runtime/core/shown_text.h"
#include "runtime/core/synthetic_input.h"
#include "runtime/core/synthetic_source.h"
#include "runtime/text/characters.h"
#include "runtime/text/wordpiece.h"

namespace {

using minilm::Status;
using minilm::StatusCode;

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
  int sequence = 128;
  minilm::Level level = minilm::Level::automatic;
  Labels labels;
  const char* save_prepared = nullptr;
  const char* out = nullptr;
  bool json = false, help = false;
  const char* vocabulary = nullptr;
  bool cased = false, pair = false;
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
  } else if (has("--sequence")) {
    arguments->sequence = number(value);
    good = arguments->sequence >= 1 && arguments->sequence <= minilm::kMaxSequence;
  } else if (has("--level")) {
    good = parse_level(value, &arguments->level);
  } else if (has("--out")) {
    arguments->out = value;
  } else if (has("--save-prepared")) {
    arguments->save_prepared = value;
  } else if (has("--vocabulary")) {
    arguments->vocabulary = value;
  } else if (is("--cased")) {
    arguments->cased = true;
  } else if (is("--pair")) {
    arguments->pair = true;
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

// One text, as the model takes it.
struct Inputs {
  std::vector<std::int32_t> token_ids;
  std::vector<std::int32_t> segment_ids;
  std::vector<std::int32_t> padding_mask;
  std::int64_t sequence = 0;  // tokens
};

// What the model makes of it.
struct Outputs {
  std::vector<float> embedding;
};

// Made-up numbers.
void fill_inputs(std::int64_t sequence, Inputs* inputs) {
  inputs->token_ids.resize(static_cast<std::size_t>(sequence));
  specimen_v2::fill_synthetic_input(1, minilm::info().inputs[0], 0, inputs->token_ids.size(), inputs->token_ids.data());
  inputs->segment_ids.resize(static_cast<std::size_t>(sequence));
  specimen_v2::fill_synthetic_input(1, minilm::info().inputs[1], 0, inputs->segment_ids.size(),
                                    inputs->segment_ids.data());
  inputs->padding_mask.resize(static_cast<std::size_t>(sequence));
  specimen_v2::fill_synthetic_input(1, minilm::info().inputs[2], 0, inputs->padding_mask.size(),
                                    inputs->padding_mask.data());
  inputs->sequence = sequence;
}

// One example of a file of inputs.
Status read_example(const specimen_v2::InputFile& file, std::int64_t example, Inputs* inputs) {
  if (Status status = file.read(0, example, &inputs->token_ids); !status) return status;
  if (Status status = file.read(1, example, &inputs->segment_ids); !status) return status;
  if (Status status = file.read(2, example, &inputs->padding_mask); !status) return status;
  inputs->sequence = file.sequence();
  return Status();
}

bool is_text(const char* input) { return std::strcmp(input, "synthetic") != 0 && !ends_with(input, ".safetensors"); }

Status read_input(const char* path, std::int64_t sequence, Inputs* inputs) {
  if (std::strcmp(path, "synthetic") == 0) {
    fill_inputs(sequence, inputs);
    return Status();
  }
  return Status(StatusCode::unsupported, "inputs come from safetensors files");
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
Status run_timed(minilm::Context& context, const Inputs& inputs, int repeat, Outputs* outputs,
                 std::vector<double>* times) {
  const std::int64_t sequence = inputs.sequence;
  outputs->embedding.resize(384);
  times->clear();
  for (int i = 0; i < repeat; ++i) {
    const std::int64_t before = specimen_v2::now_ns();
    if (Status status = minilm::forward(context, minilm::ConstTokens(inputs.token_ids.data(), {1, sequence}),
                                        minilm::ConstTokens(inputs.segment_ids.data(), {1, sequence}),
                                        minilm::ConstTokens(inputs.padding_mask.data(), {1, sequence}),
                                        minilm::Tensor(outputs->embedding.data(), {1, 384}));
        !status)
      return status;
    times->push_back(static_cast<double>(specimen_v2::now_ns() - before) / 1e6);
  }
  std::sort(times->begin(), times->end());
  return Status();
}

// Prints what a model made of one example, or keeps it for the file of outputs.
void keep(const char* name, std::int64_t sequence, const Outputs& outputs, const std::vector<double>& times,
          const Arguments& arguments, std::vector<specimen_v2::Result>* results) {
  if (!arguments.json && !arguments.out) return;
  specimen_v2::Result result;
  result.input = name;
  result.best_ms = times[0];
  result.median_ms = times[times.size() / 2];
  result.outputs.push_back({"embedding", {}, outputs.embedding});
  for (std::size_t o = 0; o < result.outputs.size(); ++o) {
    const minilm::TensorInfo& declared = minilm::info().outputs[o];
    for (int d = 0; d < declared.rank; ++d) {
      if (declared.extent[d] == minilm::kBatch) continue;
      result.outputs[o].shape.push_back(declared.extent[d] == minilm::kSequence ? sequence : declared.extent[d]);
    }
  }
  if (arguments.json) {
    std::fputs(
        specimen_v2::json_line(result, static_cast<std::size_t>(arguments.labels.top), arguments.labels.names).c_str(),
        stdout);
  }
  if (arguments.out) results->push_back(std::move(result));
}

// A text, or a pair of them, and where it comes from.
struct Text {
  std::string place, first, second;
};

// One text a line; of a pair, with a tab between them.
Status split_lines(std::string_view all, const char* name, bool pair, std::vector<Text>* texts) {
  for (std::size_t line = 1; !all.empty(); ++line) {
    const std::string_view text = all.substr(0, all.find('\n'));
    all.remove_prefix(std::min(text.size() + 1, all.size()));
    const std::size_t tab = pair ? text.find('\t') : text.size();
    if (tab == std::string_view::npos) {
      return Status(StatusCode::data_error, "%s, line %zu: no tab between the two texts of a pair", name, line);
    }
    const std::string place = std::string(name) + ", line " + std::to_string(line);
    texts->push_back(
        {place, std::string(text.substr(0, tab)), std::string(text.substr(std::min(tab + 1, text.size())))});
  }
  return Status();
}

Status read_standard_input(bool pair, std::vector<Text>* texts) {
  std::string all;
  char part[4096];
  for (std::size_t n; (n = std::fread(part, 1, sizeof part, stdin)) > 0;) all.append(part, n);
  if (std::ferror(stdin)) return Status(StatusCode::io_error, "standard input cannot be read");
  return split_lines(all, "standard input", pair, texts);
}

Status read_lines(const char* path, bool pair, std::vector<Text>* texts) {
  specimen_v2::MappedFile file;
  if (Status status = file.open(path); !status) return status;
  return split_lines({reinterpret_cast<const char*>(file.data()), file.size()}, path, pair, texts);
}

// The texts among the INPUTs, in their order.
Status read_texts(const Arguments& arguments, std::vector<Text>* texts) {
  bool open = false;  // the last text is the first of a pair
  for (std::size_t f = 1; f < arguments.files.size(); ++f) {
    const char* input = arguments.files[f];
    if (!is_text(input)) continue;
    if (std::strcmp(input, "-") == 0) {
      if (Status status = read_standard_input(arguments.pair, texts); !status) return status;
    } else if (input[0] == '@') {
      if (Status status = read_lines(input + 1, arguments.pair, texts); !status) return status;
    } else if (open) {
      texts->back().second = input;
      open = false;
    } else {
      texts->push_back({"text " + std::to_string(texts->size() + 1), input, ""});
      open = arguments.pair;
    }
  }
  if (open)
    return Status(StatusCode::invalid_argument, "%s: --pair takes texts two by two", texts->back().place.c_str());
  return Status();
}

// As a terminal may have it: `count` characters at most, and '?' for those that command it.
std::string shown(std::string_view text, std::size_t count) {
  std::string result;
  for (const char *at = text.data(), *end = at + text.size(); at < end;) {
    if (count-- == 0) return result + "...";
    const specimen_v2::Utf8Character character = specimen_v2::decode_utf8(at, end);
    const bool harmless = character.code == ' ' ||
                          (!specimen_v2::is_control(character.code) && !specimen_v2::is_whitespace(character.code) &&
                           character.code != specimen_v2::kReplacementCharacter);
    result += harmless ? std::string(at, character.size) : "?";
    at += character.size;
  }
  return result;
}

Status open_vocabulary(const Arguments& arguments, specimen_v2::WordPiece* tokenizer) {
  if (!arguments.vocabulary) {
    return Status(StatusCode::invalid_argument,
                  "texts need --vocabulary=PATH, the directory of the tokenizer that the weights were trained with, or "
                  "its vocab.txt");
  }
  specimen_v2::BertNormalizer normalizer;
  normalizer.lowercase = !arguments.cased;
  if (Status status = tokenizer->open(arguments.vocabulary, normalizer); !status) return status;
  const specimen_v2::Vocabulary& vocabulary = tokenizer->vocabulary();
  if (arguments.cased && vocabulary.normalizer.lowercase) {
    return Status(StatusCode::invalid_argument,
                  "--cased contradicts the files of %s, which say that texts are read in lower case",
                  arguments.vocabulary);
  }
  if (!vocabulary.capital_token.empty()) {
    std::fprintf(
        stderr,
        "warning: %s has tokens with capitals, such as %s, and texts are read in lower case; --cased keeps capitals\n",
        arguments.vocabulary, shown(vocabulary.capital_token, 40).c_str());
  }
  const std::size_t known = static_cast<std::size_t>(minilm::info().inputs[0].below);
  if (vocabulary.own_size > known) {
    return Status(StatusCode::data_error, "%s has %zu tokens and the model %zu: it belongs to another model",
                  arguments.vocabulary, vocabulary.own_size, known);
  }
  return Status();
}

// A text that is too long is cut, with a warning.
Status tokenize(const specimen_v2::WordPiece& tokenizer, const Text& text, bool pair, specimen_v2::Encoding* tokens) {
  auto encode = [&](int length) {
    specimen_v2::EncodeOptions options;
    options.max_length = length;
    return pair ? tokenizer.encode_pair(text.first, text.second, options, tokens)
                : tokenizer.encode(text.first, options, tokens);
  };
  const int longest =
      tokenizer.max_length() > 0 ? std::min(tokenizer.max_length(), minilm::kMaxSequence) : minilm::kMaxSequence;
  Status status = encode(longest + 1);
  if (status && tokens->length > static_cast<std::size_t>(longest)) {
    std::fprintf(stderr, "warning: %s is longer than %d tokens: the rest is left out\n", text.place.c_str(), longest);
    status = encode(longest);
  }
  if (!status) return Status(status.code(), "%s: %s", text.place.c_str(), status.message());
  for (int part = 0; part <= static_cast<int>(pair); ++part) {
    const bool found = std::any_of(tokens->spans.begin(), tokens->spans.end(),
                                   [&](const specimen_v2::TokenSpan& span) { return span.text == part; });
    if (!found) return Status(StatusCode::data_error, "%s is empty", text.place.c_str());
  }
  return Status();
}

// 1 for embeddings of one direction.
double cosine(const std::vector<float>& a, const std::vector<float>& b) {
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    aa += static_cast<double>(a[i]) * static_cast<double>(a[i]);
    bb += static_cast<double>(b[i]) * static_cast<double>(b[i]);
  }
  return ab / std::sqrt(aa * bb);
}

// How near the texts are to each other, in the model's view.
void print_similarity(const char* name, const std::vector<std::vector<float>>& embeddings) {
  if (embeddings.size() > 1) std::printf("similarity by %s\n", name);
  for (std::size_t a = 0; a < embeddings.size(); ++a) {
    for (std::size_t b = a + 1; b < embeddings.size(); ++b) {
      std::printf("  [%zu] [%zu]  %.4f\n", a + 1, b + 1, cosine(embeddings[a], embeddings[b]));
    }
  }
}

Status run_texts(minilm::Context& context, const Arguments& arguments, std::vector<specimen_v2::Result>* results) {
  std::vector<Text> texts;
  if (Status status = read_texts(arguments, &texts); !status) return status;
  if (texts.empty()) return Status();
  specimen_v2::WordPiece tokenizer;
  if (Status status = open_vocabulary(arguments, &tokenizer); !status) return status;
  std::vector<std::vector<float>> all_embedding;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const Text& text = texts[i];
    specimen_v2::Encoding tokens;
    if (Status status = tokenize(tokenizer, text, arguments.pair, &tokens); !status) return status;
    Inputs inputs;
    inputs.token_ids = tokens.ids;
    inputs.segment_ids = tokens.segments;
    inputs.padding_mask = tokens.mask;
    inputs.sequence = static_cast<std::int64_t>(tokens.length);
    Outputs outputs;
    std::vector<double> times;
    if (Status status = run_timed(context, inputs, arguments.repeat, &outputs, &times); !status) {
      return Status(status.code(), "%s: %s", text.place.c_str(), status.message());
    }
    keep(text.first.c_str(), inputs.sequence, outputs, times, arguments, results);
    if (arguments.json) continue;
    const std::string second = arguments.pair ? " | " + shown(text.second, 40) : "";
    std::printf("[%zu] %s%s: %zu tokens, %.4f ms, median %.4f ms of %d\n", i + 1, shown(text.first, 60).c_str(),
                second.c_str(), tokens.length, times[0], times[times.size() / 2], arguments.repeat);
    all_embedding.push_back(std::move(outputs.embedding));
  }
  print_similarity("embedding", all_embedding);
  return Status();
}

Status run_example(minilm::Context& context, const Arguments& arguments, const char* name, const Inputs& inputs,
                   std::vector<specimen_v2::Result>* results) {
  Outputs outputs;
  std::vector<double> times;
  if (Status status = run_timed(context, inputs, arguments.repeat, &outputs, &times); !status) {
    return Status(status.code(), "%s: %s", name, status.message());
  }
  keep(name, inputs.sequence, outputs, times, arguments, results);
  if (arguments.json) return Status();
  std::printf("%s: %.4f ms, median %.4f ms of %d\n", specimen_v2::terminal_text(name).c_str(), times[0],
              times[times.size() / 2], arguments.repeat);
  print_top("embedding", outputs.embedding, arguments.labels);
  return Status();
}

// Each example of a file of inputs, by its number where there are several.
Status run_tensors(minilm::Context& context, const Arguments& arguments, const char* path,
                   std::vector<specimen_v2::Result>* results) {
  specimen_v2::InputFile file;
  if (Status status = file.open(path, minilm::info()); !status) return status;
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

Status run_file(minilm::Context& context, const Arguments& arguments, const char* path,
                std::vector<specimen_v2::Result>* results) {
  if (ends_with(path, ".safetensors")) return run_tensors(context, arguments, path, results);
  Inputs inputs;
  if (Status status = read_input(path, arguments.sequence, &inputs); !status) {
    return Status(status.code(), "%s: %s", path, status.message());
  }
  return run_example(context, arguments, path, inputs, results);
}

// `writing`: the error, if there is one, is that of a file that could not be written.
Status run(const Arguments& arguments, bool* writing) {
  const std::int64_t started = specimen_v2::now_ns();
  minilm::Weights weights;
  minilm::WeightsOptions weights_options;
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
  minilm::Context context;
  minilm::ContextOptions options;
  options.threads = arguments.threads;
  options.batch = 1;
  if (Status status = context.create(weights, options); !status) return status;
  std::fprintf(arguments.json ? stderr : stdout, "weights ready in %.1f ms, level %s, %d threads\n",
               static_cast<double>(specimen_v2::now_ns() - started) / 1e6, level_name(weights.level()),
               context.threads());

  std::vector<specimen_v2::Result> results;
  for (std::size_t f = 1; f < arguments.files.size(); ++f) {
    if (is_text(arguments.files[f])) continue;
    if (Status status = run_file(context, arguments, arguments.files[f], &results); !status) return status;
  }
  if (Status status = run_texts(context, arguments, &results); !status) return status;
  if (!arguments.out) return Status();
  *writing = true;
  return specimen_v2::save_results(arguments.out, results);
}

constexpr const char* kUsage =
    "usage: minilm WEIGHTS INPUT... [OPTIONS]\n"
    "  --threads N       0: as many as the process may use [0]\n"
    "  --level LEVEL     auto, v3, v4 or reference [auto]\n"
    "  --repeat N        runs of each input, for times [1]\n"
    "  --top N           how many of the largest values are printed [5]\n"
    "  --labels FILE     the names of the classes, one a line\n"
    "  --json            a line of JSON for each input\n"
    "  --out FILE        whole outputs: .npy, or safetensors\n"
    "  --save-prepared FILE  the weights as the kernels read them\n"
    "  --sequence N      tokens of a `synthetic` input [128]\n"
    "  --vocabulary FILE the vocab.txt or tokenizer.json that the weights were trained with\n"
    "  --cased           keep capitals and accents; tokenizer.json says it itself\n"
    "  --pair            texts two by two; of lines, with a tab between them\n";

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
