#include "vocabulary.h"

#include <algorithm>

#include "../core/printable.h"
#include "characters.h"

namespace specimen_v2 {
namespace {

// tokenizer.json is an object with a key; a vocabulary may have the token "{", but not as the start of this.
bool is_json(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  std::size_t at = text.find_first_not_of(kSpace);
  if (at == std::string_view::npos || text[at] != '{') return false;
  at = text.find_first_not_of(kSpace, at + 1);
  return at != std::string_view::npos && (text[at] == '"' || text[at] == '}');
}

void index_bytes(Vocabulary* vocabulary) {
  const BertNormalizer& normalizer = vocabulary->normalizer;
  for (const AddedToken& token : vocabulary->added) {
    const std::string_view text = vocabulary->tokens[static_cast<std::size_t>(token.id)];
    vocabulary->starts_added[static_cast<unsigned char>(text[0])] = true;
  }
  for (unsigned code = 1; code < 0x80; ++code) {
    if (vocabulary->starts_added[code] || is_whitespace(code) || is_punctuation(code)) continue;
    if (normalizer.clean_text && is_control(code)) continue;
    const bool upper = normalizer.lowercase && code >= 'A' && code <= 'Z';
    vocabulary->fold[code] = static_cast<unsigned char>(upper ? code - 'A' + 'a' : code);
  }
}

}  // namespace

SequenceTemplates::SequenceTemplates() {
  using Kind = TemplatePiece::Kind;
  single.push_back({Kind::first, -1, 0});
  pair.push_back({Kind::first, -1, 0});
  pair.push_back({Kind::second, -1, 1});
}

SequenceTemplates SequenceTemplates::bert(std::int32_t cls, std::int32_t sep) {
  using Kind = TemplatePiece::Kind;
  SequenceTemplates templates;
  templates.single.insert(templates.single.begin(), {Kind::token, cls, 0});
  templates.single.push_back({Kind::token, sep, 0});
  templates.pair = templates.single;
  templates.pair.push_back({Kind::second, -1, 1});
  templates.pair.push_back({Kind::token, sep, 1});
  return templates;
}

Status read_vocabulary(std::string_view text, const char* file, const BertNormalizer& normalizer, Vocabulary* out) {
  *out = Vocabulary();
  if (text.size() > Vocabulary::kMaxFile) {
    return Status(
        StatusCode::unsupported,
        "%s: %zu bytes, over the limit of %zu: is this a vocab.txt or tokenizer.json of a WordPiece tokenizer?", file,
        text.size(), Vocabulary::kMaxFile);
  }
  if (text.empty()) return Status(StatusCode::data_error, "%s: the file is empty", file);
  out->normalizer = normalizer;
  Status read = is_json(text) ? read_tokenizer_json(text, file, out) : read_vocab_txt(text, file, out);
  if (read.ok()) index_bytes(out);
  return read;
}

Status read_vocab_txt(std::string_view text, const char* file, Vocabulary* out) {
  out->tokens.reserve(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1, text.size());
  while (!text.empty()) {
    const std::size_t newline = text.find('\n');
    std::string_view line = text.substr(0, newline);
    text.remove_prefix(newline == std::string_view::npos ? text.size() : newline + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    const std::size_t id = out->tokens.size();
    if (id == Vocabulary::kMaxTokens) {
      return Status(StatusCode::unsupported, "%s: more than %d lines, which no WordPiece vocabulary has", file,
                    static_cast<int>(Vocabulary::kMaxTokens));
    }
    if (!is_utf8(line)) {
      return Status(StatusCode::data_error, "%s: line %zu is not UTF-8: \"%s\"; vocab.txt has one token a line", file,
                    id + 1, Printable(line).text());
    }
    out->tokens.add(line);
  }
  Status indexed = index_tokens(file, out);
  if (!indexed.ok()) return indexed;

  std::int32_t ids[3];
  const char* names[3] = {"[UNK]", "[CLS]", "[SEP]"};
  for (int i = 0; i < 3; ++i) {
    ids[i] = out->trie.find(names[i]);
    if (ids[i] < 0) {
      return Status(StatusCode::data_error,
                    "%s: no line is the token %s; a BERT vocab.txt has [UNK], [CLS] and [SEP], one token a line", file,
                    names[i]);
    }
  }
  out->unknown = ids[0];
  out->padding = out->trie.find("[PAD]");
  out->with_special_tokens = SequenceTemplates::bert(ids[1], ids[2]);
  std::vector<DoubleArray::Key> keys;
  for (const char* name : {"[CLS]", "[MASK]", "[PAD]", "[SEP]", "[UNK]"}) {  // sorted
    AddedToken token;
    token.id = out->trie.find(name);
    token.special = true;
    if (token.id < 0) continue;
    keys.push_back({name, static_cast<std::int32_t>(out->added.size())});
    out->added.push_back(token);
  }
  out->added_trie.build(keys);
  return Status();
}

Status index_tokens(const char* file, Vocabulary* vocabulary) {
  const TokenTexts& tokens = vocabulary->tokens;
  std::vector<DoubleArray::Key> keys;
  keys.reserve(tokens.size());
  for (std::size_t id = 0; id < tokens.size(); ++id)
    if (!tokens[id].empty()) keys.push_back({tokens[id], static_cast<std::int32_t>(id)});
  // Of equal tokens the last counts, as for every reader of vocab.txt.
  std::sort(keys.begin(), keys.end(), [](const DoubleArray::Key& a, const DoubleArray::Key& b) {
    const int order = a.text.compare(b.text);
    return order != 0 ? order < 0 : a.value > b.value;
  });
  keys.erase(std::unique(keys.begin(), keys.end(),
                         [](const DoubleArray::Key& a, const DoubleArray::Key& b) { return a.text == b.text; }),
             keys.end());
  if (!vocabulary->trie.build(keys)) {
    return Status(StatusCode::unsupported, "%s: the tokens are too many or too long for a WordPiece vocabulary", file);
  }
  return Status();
}

}  // namespace specimen_v2
