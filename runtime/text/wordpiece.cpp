#include "wordpiece.h"

#include <algorithm>

#include "pieces.h"
#include "utf8.h"

namespace specimen_v2 {
namespace {

// The tokens of one row: `first` of them from the first text, then `second`.
struct Row {
  std::size_t start;
  std::size_t first, second;            // as they were read
  std::size_t first_kept, second_kept;  // after truncation
};

Status check_size(std::string_view text) {
  if (text.size() <= WordPiece::kMaxText) return Status();
  return Status(StatusCode::invalid_argument, "a text has %zu bytes, over the limit of %zu: split it", text.size(),
                WordPiece::kMaxText);
}

}  // namespace

Status WordPiece::open(const char* path, const BertNormalizer& normalizer) {
  vocabulary_ = Vocabulary();
  OpenTokenizerFiles files;
  Status opened = files.open(path);
  return opened.ok() ? open_files(files.files(), normalizer) : opened;
}

Status WordPiece::open_memory(const void* data, std::size_t size, const char* name, const BertNormalizer& normalizer) {
  return open_files(single_file(std::string_view(static_cast<const char*>(data), size), name), normalizer);
}

Status WordPiece::open_files(const TokenizerFiles& files, const BertNormalizer& normalizer) {
  Status read = read_tokenizer(files, normalizer, &vocabulary_);
  if (!read.ok()) vocabulary_ = Vocabulary();
  return read;
}

Status WordPiece::encode(std::string_view text, const EncodeOptions& options, Encoding* out) const {
  return encode_batch(&text, nullptr, 1, options, out);
}

Status WordPiece::encode_pair(std::string_view first, std::string_view second, const EncodeOptions& options,
                              Encoding* out) const {
  return encode_batch(&first, &second, 1, options, out);
}

Status WordPiece::encode_batch(const std::string_view* first, const std::string_view* second, std::size_t batch,
                               const EncodeOptions& options, Encoding* out) const {
  if (size() == 0) return Status(StatusCode::invalid_argument, "no vocabulary is open: call open() before");
  if (options.max_length < 0 || (options.pad_to_max_length && options.max_length == 0)) {
    return Status(StatusCode::invalid_argument, "max_length %d: %s", options.max_length,
                  options.max_length < 0 ? "must not be negative" : "padding to it needs one");
  }
  const bool pair = second != nullptr;
  const SequenceTemplates& templates =
      options.add_special_tokens ? vocabulary_.with_special_tokens : vocabulary_.without_special_tokens;
  const Template& pieces = pair ? templates.pair : templates.single;
  const std::size_t around = pieces.size() - (pair ? 2 : 1);
  const bool limited = options.max_length > 0;
  const std::size_t limit = limited ? static_cast<std::size_t>(options.max_length) : SIZE_MAX;
  if (limit < around) {
    return Status(StatusCode::invalid_argument, "max_length %d has no room for the %zu special tokens",
                  options.max_length, around);
  }
  const std::size_t room = limit - around;

  std::vector<Token> tokens;
  std::vector<Row> rows;
  rows.reserve(batch);
  std::size_t length = options.pad_to_max_length ? limit : 0;
  for (std::size_t i = 0; i < batch; ++i) {
    Row row = {};
    row.start = tokens.size();
    Status size = check_size(first[i]);
    if (size.ok() && pair) size = check_size(second[i]);
    if (!size.ok()) return size;
    // Beyond one token too many the rest of a text matters only beside another one.
    append_tokens(vocabulary_, first[i], limited && !pair ? row.start + room + 1 : SIZE_MAX, &tokens);
    row.first = row.first_kept = tokens.size() - row.start;
    if (pair) append_tokens(vocabulary_, second[i], SIZE_MAX, &tokens);
    row.second = row.second_kept = tokens.size() - row.start - row.first;
    Status truncated = truncate(options.truncation, room, &row.first_kept, pair ? &row.second_kept : nullptr);
    if (!truncated.ok()) return truncated;
    length = std::max(length, row.first_kept + row.second_kept + around);
    rows.push_back(row);
  }

  out->batch = batch;
  out->length = length;
  const std::size_t total = batch * length;
  out->ids.resize(total);
  out->segments.resize(total);
  out->mask.resize(total);
  out->spans.resize(total);
  std::size_t at = 0;
  const auto put = [&](std::int32_t id, std::int32_t segment, std::int32_t mask, TokenSpan span) {
    out->ids[at] = id;
    out->segments[at] = segment;
    out->mask[at] = mask;
    out->spans[at++] = span;
  };
  for (std::size_t i = 0; i < batch; ++i) {
    const Row& row = rows[i];
    for (const TemplatePiece& piece : pieces) {
      if (piece.kind == TemplatePiece::Kind::token) {
        put(piece.id, piece.segment, 1, {});
        continue;
      }
      const bool is_first = piece.kind == TemplatePiece::Kind::first;
      const Token* token = tokens.data() + row.start + (is_first ? 0 : row.first);
      for (std::size_t left = is_first ? row.first_kept : row.second_kept; left > 0; --left, ++token) {
        put(token->id, piece.segment, 1, {token->begin, token->end, is_first ? 0 : 1});
      }
    }
    if (at < (i + 1) * length && vocabulary_.padding < 0) {
      return Status(StatusCode::invalid_argument, "the vocabulary has no [PAD], which sequences of one length need");
    }
    while (at < (i + 1) * length) put(vocabulary_.padding, 0, 0, {});
  }
  return Status();
}

std::string_view WordPiece::token(std::int32_t id) const {
  if (id < 0 || static_cast<std::size_t>(id) >= size()) return {};
  return vocabulary_.tokens[static_cast<std::size_t>(id)];
}

std::int32_t WordPiece::find(std::string_view token) const { return find_token(vocabulary_, token); }

void count_in_characters(std::string_view first, std::string_view second, TokenSpan* spans, std::size_t count) {
  // Tokens follow one another, but for those that share a character: going back is rare.
  struct Place {
    std::size_t byte = 0;
    std::uint32_t character = 0;
  } places[2];
  const auto characters = [&](std::string_view text, Place* place, std::uint32_t byte) {
    if (byte < place->byte) *place = Place();
    while (place->byte < byte && place->byte < text.size()) {
      place->byte += decode_utf8(text.data() + place->byte, text.data() + text.size()).size;
      ++place->character;
    }
    return place->character;
  };
  for (std::size_t i = 0; i < count; ++i) {
    if (spans[i].text < 0) continue;
    const std::string_view text = spans[i].text == 0 ? first : second;
    Place* place = &places[spans[i].text == 0 ? 0 : 1];
    spans[i].begin = characters(text, place, spans[i].begin);
    spans[i].end = characters(text, place, spans[i].end);
  }
}

}  // namespace specimen_v2
