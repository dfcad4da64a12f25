#include "vocabulary.h"

#include <algorithm>

#include "characters.h"

namespace specimen_v2 {

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

Status index_tokens(const char* file, Vocabulary* vocabulary) {
  const TokenTexts& tokens = vocabulary->tokens;
  vocabulary->own_size = tokens.size();
  bool has_empty = false;
  std::vector<DoubleArray::Key> keys;
  keys.reserve(tokens.size());
  for (std::size_t id = 0; id < tokens.size(); ++id) {
    if (tokens[id].empty()) {
      has_empty = true;
    } else {
      keys.push_back({tokens[id], static_cast<std::int32_t>(id)});
    }
  }
  std::sort(keys.begin(), keys.end(), [](const DoubleArray::Key& a, const DoubleArray::Key& b) {
    const int order = a.text.compare(b.text);
    return order != 0 ? order < 0 : a.value > b.value;
  });
  keys.erase(std::unique(keys.begin(), keys.end(),
                         [](const DoubleArray::Key& a, const DoubleArray::Key& b) { return a.text == b.text; }),
             keys.end());
  vocabulary->own_count = keys.size() + (has_empty ? 1 : 0);
  if (!vocabulary->trie.build(keys)) {
    return Status(StatusCode::unsupported, "%s: the tokens are too many or too long for a WordPiece vocabulary", file);
  }
  return Status();
}

std::int32_t find_token(const Vocabulary& vocabulary, std::string_view text) {
  const std::int32_t id = vocabulary.trie.find(text);
  if (id >= 0) return id;
  const auto text_of = [&](const AddedToken& token) { return vocabulary.tokens[static_cast<std::size_t>(token.id)]; };
  const auto found =
      std::lower_bound(vocabulary.added.begin(), vocabulary.added.end(), text,
                       [&](const AddedToken& token, std::string_view key) { return text_of(token) < key; });
  return found != vocabulary.added.end() && text_of(*found) == text ? found->id : -1;
}

void index_bytes(Vocabulary* vocabulary) {
  const BertNormalizer& normalizer = vocabulary->normalizer;
  for (const AddedToken& token : vocabulary->added) {
    if (token.normalized) continue;
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

}  // namespace specimen_v2
