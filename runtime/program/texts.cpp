#include "texts.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../text/answer.h"
#include "../text/characters.h"
#include "../text/json.h"
#include "../text/wordpiece.h"
#include "read_texts.h"
#include "session.h"

namespace specimen_v2::program {
namespace {

// What is printed of an output.
enum class Shown {
  largest,     // its largest values
  tokens,      // the largest values of each token
  answer,      // the words between the most probable start and end
  similarity,  // how near the texts are to each other
};

Shown shown_of(const TensorInfo& output) {
  Json meaning;
  if (!parse_json(output.json, output.name, &meaning)) return Shown::largest;
  const std::string& kind = meaning["kind"].text;
  if (output.rank == 2 && kind == "embedding") return Shown::similarity;
  if (output.rank != 3 || output.extent[1] >= kBatch) return Shown::largest;
  return kind == "span" && output.extent[2] == 2 ? Shown::answer : Shown::tokens;
}

// As a terminal may have it: `count` characters at most, and '?' for those that command it.
std::string shown(std::string_view text, std::size_t count) {
  std::string result;
  for (const char *at = text.data(), *end = at + text.size(); at < end;) {
    if (count-- == 0) return result + "...";
    const Utf8Character character = decode_utf8(at, end);
    const bool harmless = character.code == ' ' || (!is_control(character.code) && !is_whitespace(character.code) &&
                                                    character.code != kReplacementCharacter);
    result += harmless ? std::string(at, character.size) : "?";
    at += character.size;
  }
  return result;
}

Status open_vocabulary(const Session& session, WordPiece* tokenizer) {
  const Arguments& arguments = session.arguments();
  if (!arguments.vocabulary) {
    return Status(StatusCode::invalid_argument,
                  "texts need --vocabulary=PATH, the directory of the tokenizer that the weights were trained with, or "
                  "its vocab.txt");
  }
  BertNormalizer normalizer;
  normalizer.lowercase = !arguments.cased;
  if (Status status = tokenizer->open(arguments.vocabulary, normalizer); !status) return status;
  const Vocabulary& vocabulary = tokenizer->vocabulary();
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
  const auto known = static_cast<std::size_t>(session.info().functions[0].inputs[session.texts().ids].below);
  if (vocabulary.own_size <= known) return Status();
  return Status(StatusCode::data_error, "%s has %zu tokens and the model %zu: it belongs to another model",
                arguments.vocabulary, vocabulary.own_size, known);
}

// A text that is too long is cut, with a warning.
Status tokenize(const WordPiece& tokenizer, const Text& text, bool pair, int max_sequence, Encoding* tokens) {
  auto encode = [&](int length) {
    EncodeOptions options;
    options.max_length = length;
    return pair ? tokenizer.encode_pair(text.first, text.second, options, tokens)
                : tokenizer.encode(text.first, options, tokens);
  };
  const int longest = tokenizer.max_length() > 0 ? std::min(tokenizer.max_length(), max_sequence) : max_sequence;
  Status status = encode(longest + 1);
  if (status && tokens->length > static_cast<std::size_t>(longest)) {
    std::fprintf(stderr, "warning: %s is longer than %d tokens: the rest is left out\n", text.place.c_str(), longest);
    status = encode(longest);
  }
  if (!status) return Status(status.code(), "%s: %s", text.place.c_str(), status.message());
  for (int part = 0; part <= static_cast<int>(pair); ++part) {
    const bool found = std::any_of(tokens->spans.begin(), tokens->spans.end(),
                                   [&](const TokenSpan& span) { return span.text == part; });
    if (!found) return Status(StatusCode::data_error, "%s is empty", text.place.c_str());
  }
  return Status();
}

// For each token the indices of its largest values; of a value for each token of the vocabulary, those tokens.
void print_tokens(const char* name, const std::vector<float>& values, const WordPiece& tokenizer,
                  const Encoding& tokens) {
  const std::size_t width = values.size() / tokens.length;
  std::printf("  %s\n", name);
  for (std::size_t t = 0; t < tokens.length; ++t) {
    const float* row = values.data() + t * width;
    std::printf("    %-16s", shown(tokenizer.token(tokens.ids[t]), 16).c_str());
    for (std::size_t i : largest(row, width, 3)) {
      const std::string what =
          width == tokenizer.size() ? shown(tokenizer.token(static_cast<std::int32_t>(i)), 16) : std::to_string(i);
      std::printf("  %s %g", what.c_str(), static_cast<double>(row[i]));
    }
    std::printf("\n");
  }
}

// What answers the first text of a pair in the second, in whole words, and how probable that is.
void print_answer(const char* name, const std::vector<float>& values, const Text& text, bool pair,
                  const WordPiece& tokenizer, const Encoding& tokens) {
  constexpr std::size_t kMostTokens = 30;
  const std::int32_t part = pair ? 1 : 0;
  Answer answer;
  if (!find_answer(values.data(), tokens.spans.data(), tokens.length, part, kMostTokens, &answer)) {
    std::printf("  %s: no answer, values are not numbers\n", name);
    return;
  }
  const std::string& prefix = tokenizer.vocabulary().prefix;
  auto goes_on = [&](std::size_t t) {
    return tokens.spans[t].text == part && tokenizer.token(tokens.ids[t]).substr(0, prefix.size()) == prefix;
  };
  while (answer.first > 0 && goes_on(answer.first) && tokens.spans[answer.first - 1].text == part) --answer.first;
  while (answer.last + 1 < tokens.length && goes_on(answer.last + 1)) ++answer.last;
  const std::size_t begin = tokens.spans[answer.first].begin, end = tokens.spans[answer.last].end;
  const std::string_view words = std::string_view(pair ? text.second : text.first).substr(begin, end - begin);
  std::printf("  answer by %s\n    %s  %.4f\n", name, shown(words, 1000).c_str(), answer.probability);
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

void print_similarity(const char* name, const std::vector<std::vector<float>>& embeddings) {
  if (embeddings.size() > 1) std::printf("similarity by %s\n", name);
  for (std::size_t a = 0; a < embeddings.size(); ++a) {
    for (std::size_t b = a + 1; b < embeddings.size(); ++b) {
      std::printf("  [%zu] [%zu]  %.4f\n", a + 1, b + 1, cosine(embeddings[a], embeddings[b]));
    }
  }
}

Example example_of(const Session& session, const Encoding& tokens) {
  Example example(session.info());
  const Texts& texts = session.texts();
  auto set = [&](int input, const std::vector<std::int32_t>& values) {
    if (input >= 0) example.inputs[static_cast<std::size_t>(input)].tokens = values;
  };
  set(texts.ids, tokens.ids);
  set(texts.segments, tokens.segments);
  set(texts.mask, tokens.mask);
  example.sequence = static_cast<std::int64_t>(tokens.length);
  return example;
}

}  // namespace

Status run_texts(Session& session) {
  const Arguments& arguments = session.arguments();
  const ModelInfo& info = session.info();
  const bool pair = arguments.pair;
  std::vector<Text> texts;
  if (Status status = read_texts(arguments, &texts); !status) return status;
  if (texts.empty()) return Status();
  WordPiece tokenizer;
  if (Status status = open_vocabulary(session, &tokenizer); !status) return status;
  std::vector<Shown> kinds;
  for (int o = 0; o < info.functions[0].output_count; ++o) kinds.push_back(shown_of(info.functions[0].outputs[o]));
  std::vector<std::vector<std::vector<float>>> embeddings(kinds.size());  // of each output, those of all texts
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const Text& text = texts[i];
    Encoding tokens;
    if (Status status = tokenize(tokenizer, text, pair, info.max_sequence(), &tokens); !status) return status;
    Example example = example_of(session, tokens);
    Times times;
    if (Status status = session.run(&example, &times); !status) {
      return Status(status.code(), "%s: %s", text.place.c_str(), status.message());
    }
    session.keep(text.first.c_str(), example, times);
    if (arguments.json) continue;
    const std::string second = pair ? " | " + shown(text.second, 40) : "";
    std::printf("[%zu] %s%s: %zu tokens, %.4f ms, median %.4f ms of %d\n", i + 1, shown(text.first, 60).c_str(),
                second.c_str(), tokens.length, times.best, times.median, arguments.repeat);
    if (session.print_profile()) continue;
    for (std::size_t o = 0; o < kinds.size(); ++o) {
      const char* name = info.functions[0].outputs[o].name;
      if (info.functions[0].outputs[o].dtype == DType::i32) {
        session.print_indices(o, example.indices[o]);
        continue;
      }
      const std::vector<float>& values = example.outputs[o];
      switch (kinds[o]) {
        case Shown::largest:
          session.print_top(o, values);
          break;
        case Shown::tokens:
          print_tokens(name, values, tokenizer, tokens);
          break;
        case Shown::answer:
          print_answer(name, values, text, pair, tokenizer, tokens);
          break;
        case Shown::similarity:
          embeddings[o].push_back(values);
          break;
      }
    }
  }
  for (std::size_t o = 0; o < kinds.size(); ++o) {
    if (kinds[o] == Shown::similarity) print_similarity(info.functions[0].outputs[o].name, embeddings[o]);
  }
  return Status();
}

}  // namespace specimen_v2::program
