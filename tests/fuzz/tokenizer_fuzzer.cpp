// Any bytes as text, under every way of cleaning: tokens that exist, from places that exist, in the order of the text,
// within the length that was asked for; and back into text.
#include <cstdlib>
#include <string>

#include "fuzz/fuzz.h"
#include "runtime/text/utf8.h"
#include "runtime/text/wordpiece.h"

namespace specimen_fuzz {
namespace {

using namespace specimen_v2;

constexpr std::string_view kVocabulary =
    "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nab\nabc\n##a\n##b\n##c\n##bc\nA\nB\n##B\ni\n\xCC\x87\n##"
    "\xCC\x87\n\xE4\xB8\xAD\n"
    "\xE6\x96\x87\n\xE1\x84\x80\n##\xE1\x85\xA1\n.\n,\n!\n'\ns\n##s\n0\n1\n##0\n\xC3\xA9\n\xF0\x9F\x98\x80\n##"
    "\xEF\xB8\x8F\n[\n]\n";

constexpr std::string_view kTokenizer = R"({
 "added_tokens": [
  {"id": 4, "content": "<l>", "lstrip": true, "special": true}, {"id": 5, "content": "<r>", "rstrip": true},
  {"id": 6, "content": "word", "single_word": true, "lstrip": true}, {"id": 7, "content": "<l><r>"}],
 "normalizer": {"type": "BertNormalizer", "clean_text": false},
 "pre_tokenizer": {"type": "BertPreTokenizer"},
 "post_processor": {"type": "BertProcessing", "sep": ["c", 2], "cls": ["b", 1]},
 "model": {"type": "WordPiece", "unk_token": "u", "max_input_chars_per_word": 5, "vocab": {"u": 0, "b": 1, "c": 2, "##b": 3}},
 "padding": {"pad_id": 0}})";

// With added tokens that are found in the cleaned text.
constexpr std::string_view kCleaned = R"({
 "added_tokens": [
  {"id": 4, "content": "<l>", "lstrip": true}, {"id": 5, "content": "A b", "normalized": true, "lstrip": true, "rstrip": true},
  {"id": 6, "content": "word", "normalized": true, "single_word": true}, {"id": 7, "content": "\u00e9\u4e2d", "normalized": true},
  {"id": 1, "content": "b", "normalized": true, "rstrip": true}],
 "normalizer": {"type": "BertNormalizer"},
 "pre_tokenizer": {"type": "BertPreTokenizer"},
 "post_processor": {"type": "BertProcessing", "sep": ["c", 2], "cls": ["b", 1]},
 "model": {"type": "WordPiece", "unk_token": "u", "vocab": {"u": 0, "b": 1, "c": 2, "##b": 3}},
 "padding": {"pad_id": 0}})";

// Bits 0 to 3 of `choice` say how text is cleaned; 16 and 17 are the tokenizer.json.
const WordPiece& tokenizer_of(int choice) {
  static WordPiece tokenizers[18];
  WordPiece& tokenizer = tokenizers[choice];
  if (tokenizer.size() != 0) return tokenizer;
  BertNormalizer normalizer;
  normalizer.clean_text = (choice & 1) == 0;
  normalizer.handle_chinese_chars = (choice & 2) == 0;
  normalizer.lowercase = (choice & 4) == 0;
  normalizer.strip_accents =
      (choice & 8) == 0 ? BertNormalizer::StripAccents::as_lowercase : BertNormalizer::StripAccents::yes;
  const std::string_view file = choice == 17 ? kCleaned : choice == 16 ? kTokenizer : kVocabulary;
  if (!tokenizer.open_memory(file.data(), file.size(), "input", normalizer).ok()) std::abort();
  return tokenizer;
}

void check(const WordPiece& tokenizer, std::string_view first, std::string_view second, Encoding encoding) {
  std::uint32_t begin[2] = {0, 0};
  for (std::size_t i = 0; i < encoding.length; ++i) {
    if (tokenizer.token(encoding.ids[i]).empty()) std::abort();
    const TokenSpan& span = encoding.spans[i];
    if (span.text < 0) continue;
    const std::string_view text = span.text == 0 ? first : second;
    if (span.begin >= span.end || span.end > text.size() || span.begin < begin[span.text]) std::abort();
    begin[span.text] = span.begin;
  }
  const std::vector<TokenSpan> bytes = encoding.spans;
  count_in_characters(first, second, encoding.spans.data(), encoding.spans.size());
  for (std::size_t i = 0; i < encoding.length; ++i) {
    if (bytes[i].text < 0) continue;
    const std::string_view text = bytes[i].text == 0 ? first : second;
    if (encoding.spans[i].end != count_characters(text.substr(0, bytes[i].end))) std::abort();
  }
  std::string decoded;
  if (!tokenizer.decode(encoding.ids.data(), encoding.ids.size(), true, &decoded).ok() || !is_utf8(decoded))
    std::abort();
}

}  // namespace

int tokenizer(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const WordPiece& tokenizer = tokenizer_of(data[0] % 18);
  const std::string_view text(reinterpret_cast<const char*>(data) + 2, size - 2);
  const std::string_view second = text.substr(text.size() / 2);
  Encoding encoding;
  if (!tokenizer.encode(text, {}, &encoding).ok()) std::abort();
  check(tokenizer, text, {}, encoding);
  EncodeOptions options;
  options.max_length = data[1] % 32;
  options.truncation = static_cast<Truncation>(data[1] / 32 % 3);
  options.pad_to_max_length = data[1] >= 128 && options.max_length > 0;
  if (!tokenizer.encode_pair(text, second, options, &encoding).ok()) return 0;
  if (options.max_length > 0 && encoding.length > static_cast<std::size_t>(options.max_length)) std::abort();
  check(tokenizer, text, second, encoding);
  return 0;
}

}  // namespace specimen_fuzz

#ifdef SPECIMEN_LIBFUZZER
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return specimen_fuzz::tokenizer(data, size);
}
#endif
