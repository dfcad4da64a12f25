// minilm from the command line: token_ids (batch, sequence), segment_ids (batch, sequence), padding_mask (batch,
// sequence) -> embedding (batch, 384).
//
//   minilm WEIGHTS INPUT... [--threads=N] [--level=v3|v4] [--repeat=N] [--top=N] [--labels=FILE] [--save-prepared=FILE]
//   [--sequence=N]
//       [--vocabulary=FILE] [--cased] [--pair]
//
// WEIGHTS is a safetensors file or a file of prepared weights; `synthetic` stands for made-up numbers, to time the
// network. INPUT is a text, `@FILE` or `-` (standard input) with a text a line, or a safetensors file with a tensor for
// each input of the model, by its name; or again `synthetic`, of --sequence tokens. After `--` nothing is an option.
// --top is how many of the largest values are printed, --labels a text file with the classes' names, one a line.
//
// --vocabulary names the vocab.txt or tokenizer.json that belongs to the weights. --cased keeps capitals and accents,
// which tokenizer.json says itself. --pair takes texts two by two, those of lines with a tab between them.
//
// Made by specimen from specs/language/minilm.json. Yours to read and change; regenerating keeps away from edited
// files. specimen-hash: 41b3e07adc09a084
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
#include "runtime/core/mapped_file.h"
#include "runtime/core/os.h"
#include "runtime/core/safetensors.h"
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
  const char* vocabulary = nullptr;
  bool cased = false, pair = false;
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
    } else if (std::strncmp(a, "--sequence=", 11) == 0) {
      arguments->sequence = number(a + 11);
      if (arguments->sequence < 1 || arguments->sequence > minilm::kMaxSequence) return false;
    } else if (std::strncmp(a, "--level=", 8) == 0) {
      if (!parse_level(a + 8, &arguments->level)) return false;
    } else if (std::strncmp(a, "--save-prepared=", 16) == 0) {
      arguments->save_prepared = a + 16;
    } else if (std::strncmp(a, "--vocabulary=", 13) == 0) {
      arguments->vocabulary = a + 13;
    } else if (std::strcmp(a, "--cased") == 0) {
      arguments->cased = true;
    } else if (std::strcmp(a, "--pair") == 0) {
      arguments->pair = true;
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

// One input from a file; batch 1.
template <class T>
Status read_tensor(const specimen_v2::SafetensorsFile& file, const minilm::TensorInfo& declared, std::int64_t* sequence,
                   std::vector<T>* values) {
  // The first one says how long the text is.
  const specimen_v2::SafetensorsEntry* any = file.find(declared.name);
  if (*sequence == 0 && any && any->rank > 1) *sequence = any->shape[1];
  std::vector<std::int64_t> shape(declared.extent, declared.extent + declared.rank);
  std::int64_t count = 1;
  for (std::int64_t& extent : shape) {
    if (extent == minilm::kBatch) extent = 1;
    if (extent == minilm::kSequence) extent = *sequence;
    count *= extent;
  }
  const auto dtype =
      declared.dtype == minilm::DType::i32 ? specimen_v2::SafetensorsDtype::i32 : specimen_v2::SafetensorsDtype::f32;
  const specimen_v2::SafetensorsEntry* entry = nullptr;
  if (Status status = file.get(declared.name, dtype, shape.data(), shape.size(), &entry); !status) return status;
  const T* data = reinterpret_cast<const T*>(entry->data);
  values->assign(data, data + count);
  return Status();
}

Status read_tensors(const char* path, Inputs* inputs) {
  specimen_v2::SafetensorsFile file;
  if (Status status = file.open(path); !status) return status;
  const minilm::ModelInfo& info = minilm::info();
  if (Status status = read_tensor(file, info.inputs[0], &inputs->sequence, &inputs->token_ids); !status) return status;
  if (Status status = read_tensor(file, info.inputs[1], &inputs->sequence, &inputs->segment_ids); !status)
    return status;
  if (Status status = read_tensor(file, info.inputs[2], &inputs->sequence, &inputs->padding_mask); !status)
    return status;
  return Status();
}

bool is_text(const char* input) { return std::strcmp(input, "synthetic") != 0 && !ends_with(input, ".safetensors"); }

Status read_input(const char* path, std::int64_t sequence, Inputs* inputs) {
  if (std::strcmp(path, "synthetic") == 0) {
    fill_inputs(sequence, inputs);
    return Status();
  }
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
                  "texts need --vocabulary=FILE, the vocab.txt or tokenizer.json that the weights were trained with");
  }
  specimen_v2::BertNormalizer normalizer;
  normalizer.lowercase = !arguments.cased;
  if (Status status = tokenizer->open(arguments.vocabulary, normalizer); !status) return status;
  const std::size_t known = static_cast<std::size_t>(minilm::info().inputs[0].below);
  if (tokenizer->size() > known) {
    return Status(StatusCode::data_error, "%s has %zu tokens and the model %zu: it belongs to another model",
                  arguments.vocabulary, tokenizer->size(), known);
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
  Status status = encode(minilm::kMaxSequence + 1);
  if (status && tokens->length > minilm::kMaxSequence) {
    std::fprintf(stderr, "warning: %s is longer than %d tokens: the rest is left out\n", text.place.c_str(),
                 minilm::kMaxSequence);
    status = encode(minilm::kMaxSequence);
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

Status run_texts(minilm::Context& context, const Arguments& arguments) {
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
    const std::string second = arguments.pair ? " | " + shown(text.second, 40) : "";
    std::printf("[%zu] %s%s: %zu tokens, %.4f ms, median %.4f ms of %d\n", i + 1, shown(text.first, 60).c_str(),
                second.c_str(), tokens.length, times[0], times[times.size() / 2], arguments.repeat);
    all_embedding.push_back(std::move(outputs.embedding));
  }
  print_similarity("embedding", all_embedding);
  return Status();
}

Status run_file(minilm::Context& context, const Arguments& arguments, const char* path) {
  Inputs inputs;
  Outputs outputs;
  std::vector<double> times;
  Status status = read_input(path, arguments.sequence, &inputs);
  if (status) status = run_timed(context, inputs, arguments.repeat, &outputs, &times);
  if (!status) return Status(status.code(), "%s: %s", path, status.message());
  std::printf("%s: %.4f ms, median %.4f ms of %d\n", path, times[0], times[times.size() / 2], arguments.repeat);
  print_top("embedding", outputs.embedding, arguments.labels);
  return Status();
}

Status run(const Arguments& arguments) {
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
    if (Status status = weights.save_prepared(arguments.save_prepared); !status) return status;
  }
  minilm::Context context;
  minilm::ContextOptions options;
  options.threads = arguments.threads;
  options.batch = 1;
  if (Status status = context.create(weights, options); !status) return status;
  std::printf("weights ready in %.1f ms, level %s, %d threads\n",
              static_cast<double>(specimen_v2::now_ns() - started) / 1e6, level_name(weights.level()),
              context.threads());

  for (std::size_t f = 1; f < arguments.files.size(); ++f) {
    if (is_text(arguments.files[f])) continue;
    if (Status status = run_file(context, arguments, arguments.files[f]); !status) return status;
  }
  return run_texts(context, arguments);
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  if (!parse(argc, argv, &arguments)) {
    std::fprintf(stderr,
                 "usage: %s WEIGHTS INPUT... [--threads=N] [--level=v3|v4|reference] [--repeat=N] [--top=N] "
                 "[--labels=FILE] [--save-prepared=FILE] [--sequence=N] [--vocabulary=FILE] [--cased] [--pair]\n",
                 argv[0]);
    return 2;
  }
  const Status status = run(arguments);
  if (!status) std::fprintf(stderr, "error: %s [%s]\n", status.message(), status_code_name(status.code()));
  return status ? 0 : 1;
}
