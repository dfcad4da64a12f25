// specimen tokenize: text to the tokens and ids that BERT reads, and back.
#include <fmt/format.h>

#include <charconv>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/runtime.h"
#include "cli/session.h"
#include "runtime/text/characters.h"
#include "runtime/text/wordpiece.h"

namespace specimen::gen {

namespace {

constexpr const char* kTokenizerFiles =
    "a WordPiece tokenizer is a directory with a vocab.txt or tokenizer.json, or one of these";

struct TokenizeCommandOptions {
  std::string vocabulary, file;
  std::vector<std::string> texts;
  std::string truncation = "longest_first";
  bool cased = false, pair = false, ids_only = false, decode = false, no_special_tokens = false;
  EncodeOptions encode;
};

// A vocabulary is a file of somebody else's: its tokens must not reach a terminal as escape codes.
std::string printable_token(std::string_view token) {
  std::string text;
  for (const char *at = token.data(), *end = at + token.size(); at < end;) {
    const Utf8Character character = decode_utf8(at, end);
    const bool harmless = character.code == ' ' || !(is_control(character.code) || is_whitespace(character.code));
    text += harmless ? std::string(at, character.size) : "?";
    at += character.size;
  }
  return text;
}

// One line for each text: tokens and ids, ids alone, or an object.
void print(const Session& session, const TokenizeCommandOptions& options, const WordPiece& tokenizer,
           const Encoding& encoding) {
  std::string tokens;
  for (std::int32_t id : encoding.ids) tokens += (tokens.empty() ? "" : " ") + printable_token(tokenizer.token(id));
  if (session.json) {
    nlohmann::ordered_json object;
    object["tokens"] = nlohmann::ordered_json::array();
    for (std::int32_t id : encoding.ids) object["tokens"].push_back(tokenizer.token(id));
    object["ids"] = encoding.ids;
    object["segments"] = encoding.segments;
    object["mask"] = encoding.mask;
    object["bytes"] = nlohmann::ordered_json::array();
    for (const TokenSpan& span : encoding.spans)
      object["bytes"].push_back(span.text < 0 ? nlohmann::ordered_json()
                                              : nlohmann::ordered_json{span.begin, span.end});
    fmt::print("{}\n", object.dump());
  } else if (options.ids_only) {
    fmt::print("{}\n", fmt::join(encoding.ids, " "));
  } else {
    fmt::print("{}\n{}\n", tokens, fmt::join(encoding.ids, " "));
  }
}

class Tokenizing {
 public:
  Tokenizing(Session& session, const TokenizeCommandOptions& options) : session_(session), options_(options) {}

  void run() {
    if (!open()) return;
    if (options_.decode) {
      decode();
    } else if (!options_.texts.empty()) {
      command_line();
    } else if (options_.file.empty() || options_.file == "-") {
      lines(std::cin);
    } else {
      std::ifstream file(options_.file, std::ios::binary);
      if (file && !directory_exists(options_.file)) {
        lines(file);
      } else {
        missing_file(options_.file, session_.diagnostics);
      }
    }
  }

 private:
  bool open() {
    Diagnostics& diagnostics = session_.diagnostics;
    const std::string& path = options_.vocabulary;
    if (!file_exists(path) && !directory_exists(path)) {
      missing_file(path, diagnostics).note(kTokenizerFiles);
      return false;
    }
    BertNormalizer normalizer;
    normalizer.lowercase = !options_.cased;
    if (const Status status = tokenizer_.open(path.c_str(), normalizer); !status) {
      const bool missing = status.code() == StatusCode::not_found;
      diagnostics.error(missing ? Kind::file_not_found : Kind::vocabulary_unreadable, Span{}, "{}", status.message());
      if (missing) diagnostics.note_last(Span{}, kTokenizerFiles);
      return false;
    }
    const Vocabulary& vocabulary = tokenizer_.vocabulary();
    if (options_.cased && vocabulary.normalizer.lowercase) {
      diagnostics.error(Kind::argument_malformed, Span{},
                        "`--cased` contradicts the files of `{}`, which say that texts are read in lower case", path);
      return false;
    }
    if (!vocabulary.capital_token.empty()) {
      fmt::print(stderr,
                 "warning: {} has tokens with capitals, such as {}, and texts are read in lower case; --cased keeps "
                 "capitals\n",
                 path, printable_token(vocabulary.capital_token));
    }
    return true;
  }

  bool encode(std::string_view first, const std::string_view* second, const std::string& place) {
    const Status status = second == nullptr ? tokenizer_.encode(first, options_.encode, &encoding_)
                                            : tokenizer_.encode_pair(first, *second, options_.encode, &encoding_);
    if (status) {
      print(session_, options_, tokenizer_, encoding_);
    } else {
      session_.diagnostics.error(Kind::text_refused, Span{}, "{}: {}", place, status.message());
    }
    return status.ok();
  }

  void command_line() {
    const std::vector<std::string>& texts = options_.texts;
    if (options_.pair && texts.size() % 2 != 0) {
      session_.diagnostics.error(Kind::argument_malformed, Span{}, "`--pair` takes texts two by two, and there are {}",
                                 texts.size());
      return;
    }
    for (std::size_t i = 0; i < texts.size(); i += options_.pair ? 2 : 1) {
      const std::string_view second = options_.pair ? texts[i + 1] : std::string_view();
      if (!encode(texts[i], options_.pair ? &second : nullptr, fmt::format("text {}", i + 1))) return;
    }
  }

  // A text a line, or two with a tab between them.
  void lines(std::istream& in) {
    std::size_t number = 0;
    for (std::string line; std::getline(in, line);) {
      const std::string place = fmt::format("line {}", ++number);
      const std::size_t tab = line.find('\t');
      if (options_.pair && tab == std::string::npos) {
        session_.diagnostics.error(Kind::text_refused, Span{}, "{}: no tab between the two texts of a pair", place);
        return;
      }
      const std::string_view text(line);
      const std::string_view second = options_.pair ? text.substr(tab + 1) : std::string_view();
      if (!encode(options_.pair ? text.substr(0, tab) : text, options_.pair ? &second : nullptr, place)) return;
    }
  }

  void decode() {
    std::vector<std::int32_t> ids;
    for (const std::string& word : options_.texts) {
      std::int32_t id = -1;
      const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), id);
      if (error != std::errc() || end != word.data() + word.size()) {
        session_.diagnostics.error(Kind::argument_malformed, Span{}, "`--decode` takes ids, not `{}`", word);
        return;
      }
      ids.push_back(id);
    }
    std::string text;
    const Status status = tokenizer_.decode(ids.data(), ids.size(), true, &text);
    if (status) {
      fmt::print("{}\n", session_.json ? nlohmann::ordered_json(text).dump() : printable_token(text));
    } else {
      session_.diagnostics.error(Kind::text_refused, Span{}, "{}", status.message());
    }
  }

  Session& session_;
  const TokenizeCommandOptions& options_;
  WordPiece tokenizer_;
  Encoding encoding_;
};

}  // namespace

void add_tokenize(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("tokenize", "Text to the tokens and ids that BERT reads, and back");
  auto options = std::make_shared<TokenizeCommandOptions>();
  command->add_option("texts", options->texts, "Texts; without any, the lines of --file or stdin");
  command
      ->add_option("--vocabulary", options->vocabulary,
                   "The directory of a tokenizer, or its vocab.txt or tokenizer.json")
      ->required();
  command->add_option("--file", options->file, "A text a line; `-`: stdin");
  command->add_flag("--cased", options->cased, "Keep capitals and accents, where no file says whether they count");
  command->add_flag("--pair", options->pair, "Texts two by two; of lines, with a tab between them");
  command->add_option("--max-length", options->encode.max_length, "The most tokens, [CLS] and [SEP] included")
      ->check(CLI::PositiveNumber);
  command->add_option("--truncation", options->truncation, "Which text of a pair is cut")
      ->check(CLI::IsMember({"longest_first", "only_first", "only_second"}));
  command->add_flag("--pad", options->encode.pad_to_max_length, "Fill up to --max-length with [PAD]");
  command->add_flag("--no-special-tokens", options->no_special_tokens, "Without [CLS] and [SEP]");
  command->add_flag("--ids", options->ids_only, "Ids only");
  command->add_flag("--decode", options->decode, "The texts are ids: to text, without special tokens");
  command->add_flag("--json", session.json, "An object a line: tokens, ids, segments, mask, bytes");
  command->footer(
      "Examples:\n"
      "  specimen tokenize --vocabulary vocab.txt \"unaffable cats\"\n"
      "  specimen tokenize --vocabulary vocab.txt --pair \"who sat?\" \"the cat sat\" --max-length 128 --json\n"
      "  specimen tokenize --vocabulary all-MiniLM-L6-v2 --ids --file sentences.txt\n"
      "  specimen tokenize --vocabulary vocab.txt --decode 101 8870 102");
  command->callback([options, &session] {
    options->encode.add_special_tokens = !options->no_special_tokens;
    options->encode.truncation = options->truncation == "only_first"    ? Truncation::only_first
                                 : options->truncation == "only_second" ? Truncation::only_second
                                                                        : Truncation::longest_first;
    Tokenizing(session, *options).run();
    session.report();
  });
}

}  // namespace specimen::gen
