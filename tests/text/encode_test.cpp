// What models read: batches, pairs, padding, spans; and text from ids.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "runtime/text/utf8.h"
#include "text/golden.h"

namespace specimen_test {
namespace {

using namespace specimen_v2;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Ids = std::vector<std::int32_t>;

class Encode : public ::testing::Test {
 protected:
  void SetUp() override {
    const Status status = tokenizer_.open(minilm_path("vocab.txt").c_str());
    ASSERT_TRUE(status.ok()) << status.message();
  }
  Ids ids(std::initializer_list<const char*> tokens) const {
    Ids result;
    for (const char* token : tokens) result.push_back(tokenizer_.find(token));
    return result;
  }

  WordPiece tokenizer_;
  EncodeOptions options_;
  Encoding encoding_;
};

TEST_F(Encode, OneText) {
  ASSERT_TRUE(tokenizer_.encode("Unaffable cats", options_, &encoding_).ok());
  EXPECT_EQ(encoding_.batch, 1u);
  EXPECT_EQ(encoding_.length, 6u);
  EXPECT_EQ(encoding_.ids, ids({"[CLS]", "una", "##ffa", "##ble", "cats", "[SEP]"}));
  EXPECT_THAT(encoding_.segments, ElementsAre(0, 0, 0, 0, 0, 0));
  EXPECT_THAT(encoding_.mask, ElementsAre(1, 1, 1, 1, 1, 1));
  EXPECT_EQ(encoding_.spans[0].text, -1);
  EXPECT_EQ(encoding_.spans[4].begin, 10u);
  EXPECT_EQ(encoding_.spans[4].end, 14u);
}

TEST_F(Encode, Pair) {
  ASSERT_TRUE(tokenizer_.encode_pair("a cat", "dogs", options_, &encoding_).ok());
  EXPECT_EQ(encoding_.ids, ids({"[CLS]", "a", "cat", "[SEP]", "dogs", "[SEP]"}));
  EXPECT_THAT(encoding_.segments, ElementsAre(0, 0, 0, 0, 1, 1));
  EXPECT_EQ(encoding_.spans[2].text, 0);
  EXPECT_EQ(encoding_.spans[4].text, 1);
  EXPECT_EQ(encoding_.spans[4].begin, 0u);
}

TEST_F(Encode, EmptyText) {
  ASSERT_TRUE(tokenizer_.encode("", options_, &encoding_).ok());
  EXPECT_EQ(encoding_.ids, ids({"[CLS]", "[SEP]"}));
  ASSERT_TRUE(tokenizer_.encode(std::string_view(), options_, &encoding_).ok());
  EXPECT_EQ(encoding_.length, 2u);
  options_.add_special_tokens = false;
  ASSERT_TRUE(tokenizer_.encode("\xFF \t", options_, &encoding_).ok());
  EXPECT_EQ(encoding_.length, 0u);
}

TEST_F(Encode, BatchIsPaddedToItsLongest) {
  const std::string_view texts[] = {"a cat", "", "a cat sat"};
  ASSERT_TRUE(tokenizer_.encode_batch(texts, nullptr, 3, options_, &encoding_).ok());
  EXPECT_EQ(encoding_.batch, 3u);
  EXPECT_EQ(encoding_.length, 5u);
  EXPECT_EQ(encoding_.ids, ids({"[CLS]", "a", "cat", "[SEP]", "[PAD]",        //
                                "[CLS]", "[SEP]", "[PAD]", "[PAD]", "[PAD]",  //
                                "[CLS]", "a", "cat", "sat", "[SEP]"}));
  EXPECT_THAT(encoding_.mask, ElementsAre(1, 1, 1, 1, 0, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1));
  EXPECT_EQ(encoding_.spans[4].text, -1);
}

TEST_F(Encode, BatchRowsEqualSingleTexts) {
  const std::vector<std::string>& lines = Golden::get().lines;
  std::vector<std::string_view> first, second;
  for (std::size_t i = 0; i < 64; ++i) first.push_back(lines[i * 31]), second.push_back(lines[i * 97 + 5]);
  options_.max_length = 24;
  options_.pad_to_max_length = true;
  Encoding one;
  for (const std::string_view* others :
       {static_cast<const std::string_view*>(nullptr), static_cast<const std::string_view*>(second.data())}) {
    ASSERT_TRUE(tokenizer_.encode_batch(first.data(), others, first.size(), options_, &encoding_).ok());
    ASSERT_EQ(encoding_.length, 24u);
    for (std::size_t i = 0; i < first.size(); ++i) {
      ASSERT_TRUE(others == nullptr ? tokenizer_.encode(first[i], options_, &one).ok()
                                    : tokenizer_.encode_pair(first[i], second[i], options_, &one).ok());
      const auto row = [i](const Ids& all) {
        return Ids(all.begin() + 24 * static_cast<long>(i), all.begin() + 24 * static_cast<long>(i + 1));
      };
      EXPECT_EQ(row(encoding_.ids), one.ids);
      EXPECT_EQ(row(encoding_.segments), one.segments);
      EXPECT_EQ(row(encoding_.mask), one.mask);
    }
  }
}

TEST_F(Encode, PadsToMaximum) {
  options_.max_length = 6;
  options_.pad_to_max_length = true;
  ASSERT_TRUE(tokenizer_.encode("cats", options_, &encoding_).ok());
  EXPECT_EQ(encoding_.ids, ids({"[CLS]", "cats", "[SEP]", "[PAD]", "[PAD]", "[PAD]"}));
  EXPECT_THAT(encoding_.mask, ElementsAre(1, 1, 1, 0, 0, 0));
}

// The rest of a long text is not even read: a limit on tokens is one on time.
TEST_F(Encode, TruncationOfLongText) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "unaffable cats ";
  Encoding whole;
  ASSERT_TRUE(tokenizer_.encode(text, options_, &whole).ok());
  EXPECT_EQ(whole.length, 4002u);
  for (int length : {2, 3, 4, 5, 6, 7, 8, 128}) {
    options_.max_length = length;
    ASSERT_TRUE(tokenizer_.encode(text, options_, &encoding_).ok());
    Ids expected(whole.ids.begin(), whole.ids.begin() + length - 1);
    expected.push_back(whole.ids.back());
    EXPECT_EQ(encoding_.ids, expected);
  }
}

TEST_F(Encode, BadOptions) {
  const auto message = [&](std::string_view text) {
    const Status status = tokenizer_.encode(text, options_, &encoding_);
    EXPECT_EQ(status.code(), StatusCode::invalid_argument);
    return std::string(status.message());
  };
  options_.max_length = 1;
  EXPECT_THAT(message("a"), HasSubstr("max_length 1 has no room for the 2 special tokens"));
  options_.max_length = -1;
  EXPECT_THAT(message("a"), HasSubstr("must not be negative"));
  options_.max_length = 0;
  options_.pad_to_max_length = true;
  EXPECT_THAT(message("a"), HasSubstr("padding to it needs one"));
  options_ = EncodeOptions();
  EXPECT_THAT(message(std::string(WordPiece::kMaxText + 1, ' ')), HasSubstr("over the limit"));
  options_.max_length = 3;
  options_.truncation = Truncation::only_second;
  EXPECT_THAT(message("a cat sat"), HasSubstr("there is none"));
  const Status closed = WordPiece().encode("a", {}, &encoding_);
  EXPECT_THAT(closed.message(), HasSubstr("no vocabulary is open"));
}

// What a span holds, in lower case and without accents, is the token without ##.
TEST_F(Encode, SpansSpellTheirTokens) {
  const WordPiece& tokenizer = tokenizer_;
  int words = 0;
  options_.add_special_tokens = false;
  for (const std::string& line : Golden::get().lines) {
    ASSERT_TRUE(tokenizer.encode(line, options_, &encoding_).ok());
    const std::vector<TokenSpan> spans = encoding_.spans;
    const Ids ids = encoding_.ids;
    std::uint32_t end = 0;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      ASSERT_LE(spans[i].begin, spans[i].end);
      ASSERT_LE(spans[i].end, line.size());
      EXPECT_GE(spans[i].end, end);
      end = spans[i].end;
      std::string token(tokenizer.token(ids[i]));
      const std::string text = line.substr(spans[i].begin, spans[i].end - spans[i].begin);
      if (token == "[UNK]" || text == token) continue;
      // Independent of the tokenizer's own tables: letters of ASCII, the rest has been compared with the original.
      if (std::any_of(text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; })) continue;
      std::string lower;
      for (char c : text) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
      EXPECT_EQ(token.substr(0, 2) == "##" ? token.substr(2) : token, lower) << readable(line);
      ++words;
    }
  }
  EXPECT_GT(words, 5000);
}

TEST_F(Encode, DecodesSimpleText) {
  for (const char* text : {"the cat sat on the mat.", "hello, world! is it you?", "a b c 1 2 3", ""}) {
    ASSERT_TRUE(tokenizer_.encode(text, options_, &encoding_).ok());
    std::string decoded;
    ASSERT_TRUE(tokenizer_.decode(encoding_.ids.data(), encoding_.ids.size(), true, &decoded).ok());
    EXPECT_EQ(decoded, text);
  }
}

TEST_F(Encode, DecodeRefusesOtherIds) {
  std::string text;
  for (std::int32_t id : {-1, 30522, INT32_MAX, INT32_MIN}) {
    const Status status = tokenizer_.decode(&id, 1, false, &text);
    EXPECT_EQ(status.code(), StatusCode::invalid_argument);
    EXPECT_THAT(status.message(), HasSubstr("is no token of the vocabulary's 30522"));
  }
}

TEST_F(Encode, ThreadsShareATokenizer) {
  const std::vector<std::string>& lines = Golden::get().lines;
  std::vector<std::thread> threads;
  std::atomic<int> wrong{0};
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      Encoding encoding;
      EncodeOptions options;
      options.add_special_tokens = false;
      for (std::size_t i = static_cast<std::size_t>(t); i < lines.size(); i += 2) {
        wrong +=
            !tokenizer_.encode(lines[i], options, &encoding).ok() || encoding.ids != Golden::get().settings[0].ids[i];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

TEST(Utf8, CountsAsPythonDoes) {
  // len(bytes.decode(errors="replace")) of CPython 3.11.
  const std::pair<std::string, std::size_t> cases[] = {
      {"", 0},
      {"a\xC3\xA9", 2},
      {"\xF0\x9F\x98\x80", 1},
      {"\x80", 1},
      {"\xC0\xAF", 2},
      {"\xE0\x80\xAF", 3},
      {"\xED\xA0\x80", 3},
      {"\xF4\x90\x80\x80", 4},
      {"\xE4\xB8", 1},
      {"\xE4\xB8z", 2},
      {"\xF0\x9F\x98z", 2},
      {"\xF0\x9F\xC3\xA9", 2},
      {"\xF5\x80\x80", 3},
      {"\xF0\x80\x80\x80", 4},
      {"\xE1\x80\xE2\x80", 2},
      {"\xFF\xFE", 2},
  };
  for (const auto& [bytes, characters] : cases) EXPECT_EQ(count_characters(bytes), characters) << readable(bytes);
  EXPECT_TRUE(is_utf8("\xEF\xBF\xBD"));
  EXPECT_FALSE(is_utf8("\xEF\xBF"));
}

}  // namespace
}  // namespace specimen_test
