#include "tokenizer_files.h"

#include <algorithm>
#include <vector>

#include "../core/os.h"
#include "../core/printable.h"
#include "json.h"
#include "tokenizer_config.h"
#include "tokenizer_json.h"
#include "vocab_txt.h"

namespace specimen_v2 {
namespace {

constexpr const char* kTokenizerJson = "tokenizer.json";
constexpr const char* kVocabTxt = "vocab.txt";

// tokenizer.json is an object with a key; a vocabulary may have the token "{", but not as the start of this.
bool is_json(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  std::size_t at = text.find_first_not_of(kSpace);
  if (at == std::string_view::npos || text[at] != '{') return false;
  at = text.find_first_not_of(kSpace, at + 1);
  return at != std::string_view::npos && (text[at] == '"' || text[at] == '}');
}

Status check_size(const TokenizerFile& file) {
  if (file.text.size() > Vocabulary::kMaxFile) {
    return Status(
        StatusCode::unsupported,
        "%s: %zu bytes, over the limit of %zu: is this a vocab.txt or tokenizer.json of a WordPiece tokenizer?",
        file.path.c_str(), file.text.size(), Vocabulary::kMaxFile);
  }
  if (file.text.empty()) return Status(StatusCode::data_error, "%s: the file is empty", file.path.c_str());
  return Status();
}

// A BertTokenizer makes all but the tokens itself.
Status settle_bert(const TokenizerFile& file, const TokenizerSettings& settings, Vocabulary* out) {
  if (out->prefix != "##" || out->max_characters_per_word != 100) {
    return Status(StatusCode::unsupported,
                  "%s: its model has the prefix \"%s\" and words of %d characters, which a BertTokenizer, as the files "
                  "beside it call it, has not",
                  file.path.c_str(), Printable(out->prefix).text(), out->max_characters_per_word);
  }
  const struct {
    const std::string& text;
    const char* name;
    bool may_be_new;
  } needed[] = {{settings.unknown, "unk_token", false},
                {settings.cls, "cls_token", settings.says_cls},
                {settings.sep, "sep_token", settings.says_sep}};
  for (const auto& token : needed) {
    if (!token.text.empty() && (token.may_be_new || out->trie.find(token.text) >= 0)) continue;
    return Status(
        StatusCode::data_error,
        "%s: no token is \"%s\", the %s; a BERT vocabulary has [UNK], [CLS] and [SEP], and vocab.txt one token "
        "a line",
        file.path.c_str(), Printable(token.text).text(), token.name);
  }
  out->unknown = out->trie.find(settings.unknown);
  Status added = add_tokens(settings.added, file.path.c_str(), out);
  if (!added.ok()) return added;
  out->with_special_tokens = SequenceTemplates::bert(find_token(*out, settings.cls), find_token(*out, settings.sep));
  out->padding = settings.padding.empty() ? -1 : find_token(*out, settings.padding);
  return Status();
}

// A token with capitals, which a text in lower case never has.
std::string find_capitals(const Vocabulary& vocabulary) {
  std::vector<bool> is_added(vocabulary.tokens.size(), false);
  for (const AddedToken& token : vocabulary.added) is_added[static_cast<std::size_t>(token.id)] = true;
  for (std::size_t id = 0; id < vocabulary.own_size; ++id) {
    const std::string_view token = vocabulary.tokens[id];
    const bool has_capitals = std::any_of(token.begin(), token.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (has_capitals && token[0] != '[' && !is_added[id]) return std::string(token);
  }
  return {};
}

}  // namespace

Status OpenTokenizerFiles::open_file(int index, const std::string& path, TokenizerFile* file) {
  Status opened = maps_[index].open(path.c_str());
  if (opened.code() == StatusCode::not_found) return Status();
  if (opened.ok()) *file = {path, {reinterpret_cast<const char*>(maps_[index].data()), maps_[index].size()}};
  return opened;
}

Status OpenTokenizerFiles::open(const char* path) {
  files_ = TokenizerFiles();
  if (path == nullptr || *path == '\0')
    return Status(StatusCode::invalid_argument, "the path of a tokenizer is missing");
  std::string directory(path), only;
  if (!is_directory(path)) {
    const std::size_t slash = directory.rfind('/') + 1;  // 0: none
    only = directory.substr(slash);
    directory.resize(slash);
    if (only != kTokenizerJson && only != kVocabTxt) {
      TokenizerFile file;
      Status opened = maps_[0].open(path);
      if (opened.ok()) files_ = single_file({reinterpret_cast<const char*>(maps_[0].data()), maps_[0].size()}, path);
      return opened;
    }
  } else if (directory.back() != '/') {
    directory += '/';
  }
  const struct {
    const char* name;
    TokenizerFile* file;
  } all[kFiles] = {{kTokenizerJson, &files_.tokenizer_json},
                   {kVocabTxt, &files_.vocab_txt},
                   {"tokenizer_config.json", &files_.tokenizer_config},
                   {"special_tokens_map.json", &files_.special_tokens_map},
                   {"added_tokens.json", &files_.added_tokens},
                   {"config.json", &files_.config},
                   {"sentence_bert_config.json", &files_.sentence_bert_config}};
  for (int i = 0; i < kFiles; ++i) {
    if (i < 2 && !only.empty() && only != all[i].name) continue;
    Status opened = open_file(i, directory + all[i].name, all[i].file);
    if (!opened.ok()) return opened;
  }
  if (files_.tokenizer_json.exists() || files_.vocab_txt.exists()) return Status();
  if (!only.empty()) return Status(StatusCode::not_found, "%s: there is no such file", path);
  return Status(StatusCode::not_found, "%s: there is neither a tokenizer.json nor a vocab.txt", path);
}

TokenizerFiles single_file(std::string_view text, const char* path) {
  TokenizerFiles files;
  (is_json(text) ? files.tokenizer_json : files.vocab_txt) = {path, text};
  return files;
}

Status read_tokenizer(const TokenizerFiles& files, const BertNormalizer& normalizer, Vocabulary* out) {
  *out = Vocabulary();
  const bool json = files.tokenizer_json.exists();
  const TokenizerFile& file = json ? files.tokenizer_json : files.vocab_txt;
  Status status = check_size(file);
  if (!status.ok()) return status;
  Json root;
  std::vector<ListedToken> added;
  if (json) {
    status = parse_json(file.text, file.path.c_str(), &root);
    if (status.ok()) status = read_tokens(root, file.path.c_str(), out, &added);
  } else {
    status = read_vocab_txt(file.text, file.path.c_str(), out);
  }
  TokenizerSettings settings;
  if (status.ok()) status = read_settings(files, added, normalizer, &settings);
  if (!status.ok()) return status;
  out->max_length = settings.max_length;
  if (settings.is_bert) {
    out->normalizer = settings.normalizer;
    status = settle_bert(file, settings, out);
    if (!settings.says_lowercase && settings.normalizer.lowercase && status.ok())
      out->capital_token = find_capitals(*out);
  } else {
    added.insert(added.end(), settings.added.begin(), settings.added.end());
    status = add_tokens(added, file.path.c_str(), out);
    if (status.ok()) status = read_sequences(root, file.path.c_str(), out);
    if (status.ok() && !settings.padding.empty()) out->padding = find_token(*out, settings.padding);
  }
  if (status.ok()) index_bytes(out);
  return status;
}

}  // namespace specimen_v2
