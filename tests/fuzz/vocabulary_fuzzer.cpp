// Any bytes as vocab.txt or tokenizer.json, and behind each byte 0x1C another file of its directory: either an error
// with a message, or a tokenizer that works.
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string>

#include "fuzz/fuzz.h"
#include "runtime/text/wordpiece.h"

namespace specimen_fuzz {

int vocabulary(const std::uint8_t* data, std::size_t size) {
  using namespace specimen_v2;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  const auto next = [&rest] {
    const std::string_view part = rest.substr(0, rest.find('\x1C'));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    return part;
  };
  TokenizerFiles files = single_file(next(), "input");
  for (TokenizerFile* file : {&files.tokenizer_config, &files.special_tokens_map, &files.added_tokens, &files.config,
                              &files.sentence_bert_config}) {
    const std::string_view part = next();
    if (!part.empty()) *file = {"input", part};
  }
  WordPiece tokenizer;
  const Status status = tokenizer.open_files(files);
  if (!status.ok()) {
    if (std::strncmp(status.message(), "input: ", 7) != 0 || tokenizer.size() != 0) std::abort();
    return 0;
  }
  std::string text = "A [MASK], na\xC3\xAFve caf\xC3\xA9 \xE4\xB8\xAD\xE6\x96\x87 \xFF x1 " + std::string(120, 'b');
  std::vector<std::int32_t> ids;
  for (std::size_t id = 0; id < tokenizer.size(); ++id) {
    const std::string_view token = tokenizer.token(static_cast<std::int32_t>(id));
    if (token.empty()) continue;
    if (tokenizer.token(tokenizer.find(token)) != token) std::abort();
    ids.push_back(static_cast<std::int32_t>(id));
    if (text.size() < 1000) text += " " + std::string(token);
  }
  Encoding encoding;
  if (!tokenizer.encode_pair(text, "a b", {}, &encoding).ok()) std::abort();
  for (std::int32_t id : encoding.ids)
    if (tokenizer.token(id).empty()) std::abort();
  if (!tokenizer.decode(ids.data(), ids.size(), false, &text).ok()) std::abort();
  return 0;
}

}  // namespace specimen_fuzz

#ifdef SPECIMEN_LIBFUZZER
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return specimen_fuzz::vocabulary(data, size);
}
#endif
