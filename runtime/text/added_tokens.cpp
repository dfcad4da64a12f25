#include "added_tokens.h"

#include <algorithm>

#include "../core/printable.h"
#include "pieces.h"

namespace specimen_v2 {
namespace {

// The tokens that the vocabulary lacks, by their ids, go behind its own or into places that it leaves.
Status place_tokens(std::vector<const ListedToken*> added, const char* file, Vocabulary* vocabulary) {
  if (added.empty()) return Status();
  std::sort(added.begin(), added.end(),
            [](const ListedToken* a, const ListedToken* b) { return a->token.id < b->token.id; });
  const TokenTexts& own = vocabulary->tokens;
  const std::size_t size = std::max(own.size(), static_cast<std::size_t>(added.back()->token.id) + 1);
  TokenTexts tokens;
  auto next = added.begin();
  for (std::size_t id = 0; id < size; ++id) {
    std::string_view text = id < own.size() ? own[id] : std::string_view();
    if (next != added.end() && static_cast<std::size_t>((*next)->token.id) == id) {
      if (!text.empty()) {
        return Status(StatusCode::data_error,
                      "%s: the added token \"%s\" gets the id %zu, one more than there are different tokens, and that "
                      "is the id of another token",
                      file, Printable((*next)->text).text(), id);
      }
      text = (*next++)->text;
    }
    tokens.add(text);
  }
  vocabulary->tokens = std::move(tokens);
  return Status();
}

// `text_of(i)` is what token i is found by.
template <class F>
bool build_trie(const std::vector<std::size_t>& indices, F text_of, DoubleArray* trie, std::string* twice) {
  std::vector<DoubleArray::Key> keys;
  keys.reserve(indices.size());
  for (std::size_t i : indices) keys.push_back({text_of(i), static_cast<std::int32_t>(i)});
  std::sort(keys.begin(), keys.end(),
            [](const DoubleArray::Key& a, const DoubleArray::Key& b) { return a.text < b.text; });
  for (std::size_t i = 1; i < keys.size(); ++i)
    if (keys[i].text == keys[i - 1].text) *twice = keys[i].text;
  return twice->empty() && trie->build(keys);
}

Status index_added(const std::vector<ListedToken>& added, const char* file, Vocabulary* vocabulary) {
  std::vector<std::size_t> raw, normalized;
  std::vector<std::string> cleaned_texts(added.size());
  for (std::size_t i = 0; i < added.size(); ++i) {
    (added[i].token.normalized ? normalized : raw).push_back(i);
    if (!added[i].token.normalized) continue;
    cleaned_texts[i] = cleaned(*vocabulary, added[i].text);
    if (cleaned_texts[i].empty()) {
      return Status(StatusCode::data_error,
                    "%s: nothing is left of the added token \"%s\" when it is cleaned as text is", file,
                    Printable(added[i].text).text());
    }
  }
  std::string twice;
  const bool built =
      build_trie(
          raw, [&](std::size_t i) { return std::string_view(added[i].text); }, &vocabulary->added_trie, &twice) &&
      build_trie(
          normalized, [&](std::size_t i) { return std::string_view(cleaned_texts[i]); }, &vocabulary->cleaned_trie,
          &twice);
  if (!twice.empty()) {
    return Status(StatusCode::data_error, "%s: two added tokens are \"%s\" when they are cleaned as text is", file,
                  Printable(twice).text());
  }
  if (!built) return Status(StatusCode::unsupported, "%s: the added tokens are too many or too long", file);
  vocabulary->has_cleaned_tokens = !normalized.empty();
  return Status();
}

}  // namespace

Status add_tokens(const std::vector<ListedToken>& list, const char* file, Vocabulary* vocabulary) {
  // By their texts; of equal ones in the order of the list.
  std::vector<std::size_t> order(list.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return list[a].text < list[b].text; });
  std::vector<std::size_t> last(list.size()), first(list.size());  // the entries of the same text
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin;
    while (end < order.size() && list[order[end]].text == list[order[begin]].text) ++end;
    for (std::size_t i = begin; i < end; ++i) first[order[i]] = order[begin], last[order[i]] = order[end - 1];
    begin = end;
  }

  std::vector<ListedToken> added;
  std::vector<bool> is_new;
  std::int32_t next = static_cast<std::int32_t>(vocabulary->own_count);
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i].text.empty() || first[i] != i) continue;
    ListedToken token = list[last[i]];
    const std::int32_t known = vocabulary->trie.find(token.text);
    token.token.id = known >= 0 ? known : next;
    for (std::int32_t listed : {list[i].token.id, list[last[i]].token.id}) {
      if (listed < 0 || listed == token.token.id) continue;
      return Status(StatusCode::data_error,
                    "%s: the added token \"%s\" has the id %d there, and Hugging Face's tokenizers would give it %d%s",
                    file, Printable(token.text).text(), static_cast<int>(listed), static_cast<int>(token.token.id),
                    known >= 0 ? ", that of the vocabulary" : "");
    }
    if (token.token.id >= Vocabulary::kMaxTokens) {
      return Status(StatusCode::unsupported,
                    "%s: over %d tokens with the added ones, which no WordPiece vocabulary has", file,
                    static_cast<int>(Vocabulary::kMaxTokens));
    }
    next = std::max(next, token.token.id + 1);
    added.push_back(std::move(token));
    is_new.push_back(known < 0);
  }
  std::vector<const ListedToken*> lacking;
  for (std::size_t i = 0; i < added.size(); ++i)
    if (is_new[i]) lacking.push_back(&added[i]);
  Status placed = place_tokens(std::move(lacking), file, vocabulary);
  if (!placed.ok()) return placed;
  std::sort(added.begin(), added.end(), [](const ListedToken& a, const ListedToken& b) { return a.text < b.text; });
  for (const ListedToken& token : added) vocabulary->added.push_back(token.token);
  return index_added(added, file, vocabulary);
}

}  // namespace specimen_v2
