#include "wordpiece.h"

namespace specimen_v2 {
namespace {

// What is taken out of the text of a token, in this order; the source is the WordPiece decoder of Hugging Face's
// tokenizers, which cleans each token with the space before it.
constexpr struct {
  std::string_view from, to;
} kCleanUp[] = {{" .", "."},   {" ?", "?"},           {" !", "!"},   {" ,", ","},     {" ' ", "'"},   {" n't", "n't"},
                {" 'm", "'m"}, {" do not", " don't"}, {" 's", "'s"}, {" 've", "'ve"}, {" 're", "'re"}};

void clean_up(std::string* piece) {
  for (const auto& rule : kCleanUp) {
    for (std::size_t at = piece->find(rule.from); at != std::string::npos; at = piece->find(rule.from, at)) {
      piece->replace(at, rule.from.size(), rule.to);
      at += rule.to.size();
    }
  }
}

}  // namespace

Status WordPiece::decode(const std::int32_t* ids, std::size_t count, bool skip_special, std::string* text) const {
  text->clear();
  std::vector<bool> skipped;
  if (skip_special) {
    skipped.resize(size(), false);
    for (const AddedToken& token : vocabulary_.added)
      if (token.special) skipped[static_cast<std::size_t>(token.id)] = true;
  }
  bool is_first = true;
  std::string piece;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view word = token(ids[i]);
    if (word.empty()) {
      return Status(StatusCode::invalid_argument, "id %d, at place %zu, is no token of the vocabulary's %zu",
                    static_cast<int>(ids[i]), i, size());
    }
    if (skip_special && skipped[static_cast<std::size_t>(ids[i])]) continue;
    const std::string& prefix = vocabulary_.prefix;
    if (is_first) {
      piece = word;
    } else if (word.substr(0, prefix.size()) == prefix) {
      piece = word.substr(prefix.size());
    } else {
      piece.assign(" ").append(word);
    }
    is_first = false;
    if (vocabulary_.clean_up) clean_up(&piece);
    text->append(piece);
  }
  return Status();
}

}  // namespace specimen_v2
