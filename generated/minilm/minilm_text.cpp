// minilm: from texts to tokens, in C++ and C.
//
// Made by specimen from specs/language/minilm.json. Yours to read and change; regenerating keeps away from edited
// files. specimen-hash: c781f50ba29bcd26
#include "minilm_text.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

#include "minilm_c.h"
#include "runtime/text/wordpiece.h"

namespace minilm {

Tokenizer::Tokenizer() = default;
Tokenizer::~Tokenizer() = default;
Tokenizer::Tokenizer(Tokenizer&& other) noexcept = default;
Tokenizer& Tokenizer::operator=(Tokenizer&& other) noexcept = default;

Status Tokenizer::open(const char* path, bool lowercase) {
  if (!path) return Status(StatusCode::invalid_argument, "`path` is null");
  std::unique_ptr<specimen_v2::WordPiece> words(new (std::nothrow) specimen_v2::WordPiece);
  if (!words) return Status(StatusCode::out_of_memory, "no memory for the tokenizer");
  specimen_v2::BertNormalizer normalizer;
  normalizer.lowercase = lowercase;
  if (Status status = words->open(path, normalizer); !status) return status;
  const std::size_t known = static_cast<std::size_t>(info().functions[0].inputs[0].below);
  if (words->vocabulary().own_size > known) {
    return Status(StatusCode::data_error, "%s has %zu tokens and minilm %zu: it belongs to another model", path,
                  words->vocabulary().own_size, known);
  }
  words_ = std::move(words);
  return Status();
}

Status Tokenizer::tokenize(const std::string_view* texts, std::size_t count, Tokens* tokens) const {
  return tokenize_pairs(texts, nullptr, count, tokens);
}

Status Tokenizer::tokenize_pairs(const std::string_view* first, const std::string_view* second, std::size_t count,
                                 Tokens* tokens) const {
  if (!words_) return Status(StatusCode::invalid_argument, "the tokenizer is not open");
  if (!first || !tokens || count < 1)
    return Status(StatusCode::invalid_argument, "no texts, or nowhere to put their tokens");
  specimen_v2::EncodeOptions options;
  options.max_length = words_->max_length() > 0 ? std::min(words_->max_length(), kMaxSequence) : kMaxSequence;
  specimen_v2::Encoding encoding;
  if (Status status = words_->encode_batch(first, second, count, options, &encoding); !status) return status;
  tokens->batch = static_cast<std::int64_t>(encoding.batch);
  tokens->sequence = static_cast<std::int64_t>(encoding.length);
  tokens->token_ids = std::move(encoding.ids);
  tokens->segment_ids = std::move(encoding.segments);
  tokens->padding_mask = std::move(encoding.mask);
  return Status();
}

}  // namespace minilm

struct minilm_tokenizer {
  minilm::Tokenizer tokenizer;
};

namespace {

using minilm::Status;
using minilm::StatusCode;

int32_t report(const Status& status, char* message, size_t size) {
  if (message && size > 0) {
    message[0] = '\0';
    std::strncat(message, status.message(), size - 1);
  }
  return static_cast<int32_t>(status.code());
}

}  // namespace

extern "C" {

int32_t minilm_tokenizer_open(const char* path, int32_t keep_capitals, minilm_tokenizer** tokenizer, char* message,
                              size_t message_size) {
  if (!tokenizer) return report(Status(StatusCode::invalid_argument, "`tokenizer` is null"), message, message_size);
  *tokenizer = nullptr;
  std::unique_ptr<minilm_tokenizer> made(new (std::nothrow) minilm_tokenizer);
  if (!made) return report(Status(StatusCode::out_of_memory, "no memory for the tokenizer"), message, message_size);
  const Status status = made->tokenizer.open(path, keep_capitals == 0);
  if (status) *tokenizer = made.release();
  return report(status, message, message_size);
}

void minilm_tokenizer_close(minilm_tokenizer* tokenizer) { delete tokenizer; }

int32_t minilm_tokenize(const minilm_tokenizer* tokenizer, const char* const* first, const char* const* second,
                        int64_t batch, int64_t* sequence, int32_t* token_ids, int32_t* segment_ids,
                        int32_t* padding_mask, char* message, size_t message_size) {
  const bool given = tokenizer && first && sequence && token_ids && segment_ids && padding_mask;
  if (!given || batch < 1 || batch > MINILM_MAX_BATCH) {
    return report(
        Status(StatusCode::invalid_argument, "null argument, or a batch that is not 1 to %d", MINILM_MAX_BATCH),
        message, message_size);
  }
  std::vector<std::string_view> texts[2];
  for (int64_t i = 0; i < batch; ++i) {
    if (!first[i] || (second && !second[i])) {
      return report(Status(StatusCode::invalid_argument, "text %lld is null", static_cast<long long>(i)), message,
                    message_size);
    }
    texts[0].emplace_back(first[i]);
    if (second) texts[1].emplace_back(second[i]);
  }
  minilm::Tokens tokens;
  const Status status = tokenizer->tokenizer.tokenize_pairs(texts[0].data(), second ? texts[1].data() : nullptr,
                                                            texts[0].size(), &tokens);
  if (status) {
    *sequence = tokens.sequence;
    std::copy(tokens.token_ids.begin(), tokens.token_ids.end(), token_ids);
    std::copy(tokens.segment_ids.begin(), tokens.segment_ids.end(), segment_ids);
    std::copy(tokens.padding_mask.begin(), tokens.padding_mask.end(), padding_mask);
  }
  return report(status, message, message_size);
}
}
