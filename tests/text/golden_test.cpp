// Against Hugging Face's tokenizers: ids, spans, truncation and decoding, over lines of every kind.
#include "text/golden.h"

#include <gtest/gtest.h>

#include "runtime/core/mapped_file.h"

namespace specimen_test {
namespace {

using namespace specimen_v2;

// The file alone: others beside it may say how text is cleaned.
void open(const Golden::Setting& setting, WordPiece* tokenizer) {
  MappedFile file;
  Status status = file.open(setting.path.c_str());
  if (status.ok()) status = tokenizer->open_memory(file.data(), file.size(), setting.path.c_str(), setting.normalizer);
  ASSERT_TRUE(status.ok()) << status.message();
}

std::string tokens_of(const WordPiece& tokenizer, const std::vector<std::int32_t>& ids) {
  std::string text;
  for (std::int32_t id : ids) text += readable(std::string(tokenizer.token(id))) + "(" + std::to_string(id) + ") ";
  return text;
}

// Encodes every line of every setting, without special tokens. `difference(tokenizer, setting, i, line, encoding)` says
// what is wrong with line i of a setting's, or nothing.
template <class F>
void for_lines(F difference) {
  const Golden& golden = Golden::get();
  EncodeOptions options;
  options.add_special_tokens = false;
  for (const Golden::Setting& setting : golden.settings) {
    SCOPED_TRACE(setting.path);
    WordPiece tokenizer;
    ASSERT_NO_FATAL_FAILURE(open(setting, &tokenizer));
    Encoding encoding;
    int wrong = 0;
    for (std::size_t i = 0; i < setting.ids.size(); ++i) {
      const std::string& line = (setting.tiny ? golden.tiny_lines : golden.lines)[i * setting.every];
      ASSERT_TRUE(tokenizer.encode(line, options, &encoding).ok());
      const std::string text = difference(tokenizer, setting, i, line, &encoding);
      if (!text.empty() && ++wrong <= 5)
        ADD_FAILURE() << "line " << i * setting.every << ": " << readable(line) << "\n" << text;
    }
    EXPECT_EQ(wrong, 0) << "of " << setting.ids.size() << " lines";
  }
}

TEST(WordPieceGolden, Ids) {
  ASSERT_EQ(Golden::get().settings.size(), 6u);
  EXPECT_GE(Golden::get().settings[0].ids.size(), 10000u);
  for_lines([](const WordPiece& tokenizer, const Golden::Setting& setting, std::size_t i, const std::string&,
               Encoding* encoding) -> std::string {
    if (encoding->ids == setting.ids[i]) return "";
    return "  expected " + tokens_of(tokenizer, setting.ids[i]) + "\n  found    " + tokens_of(tokenizer, encoding->ids);
  });
}

TEST(WordPieceGolden, Spans) {
  for_lines([](const WordPiece& tokenizer, const Golden::Setting& setting, std::size_t i, const std::string& line,
               Encoding* encoding) -> std::string {
    if (encoding->ids != setting.ids[i]) return "";  // the test before says so
    count_in_characters(line, {}, encoding->spans.data(), encoding->spans.size());
    std::string expected, found;
    for (const auto& [begin, end] : setting.characters[i])
      expected += std::to_string(begin) + "-" + std::to_string(end) + " ";
    for (const TokenSpan& span : encoding->spans)
      found += std::to_string(span.begin) + "-" + std::to_string(span.end) + " ";
    if (expected == found) return "";
    return "  tokens   " + tokens_of(tokenizer, encoding->ids) + "\n  expected " + expected + "\n  found    " + found;
  });
}

TEST(WordPieceGolden, Truncation) {
  const Golden& golden = Golden::get();
  WordPiece tokenizer;
  ASSERT_NO_FATAL_FAILURE(open(golden.settings[0], &tokenizer));
  int failing = 0;
  for (const Golden::Truncated& row : golden.truncated) {
    const bool pair = row.second < golden.lines.size();
    SCOPED_TRACE(readable(golden.lines[row.first]) + (pair ? " | " + readable(golden.lines[row.second]) : "") + " to " +
                 std::to_string(row.options.max_length) + ", strategy " +
                 std::to_string(static_cast<int>(row.options.truncation)));
    Encoding encoding;
    const Status status =
        pair ? tokenizer.encode_pair(golden.lines[row.first], golden.lines[row.second], row.options, &encoding)
             : tokenizer.encode(golden.lines[row.first], row.options, &encoding);
    EXPECT_EQ(status.ok(), !row.fails) << status.message();
    failing += row.fails;
    if (row.fails || !status.ok()) continue;
    EXPECT_EQ(encoding.ids, row.ids) << tokens_of(tokenizer, row.ids) << "\n" << tokens_of(tokenizer, encoding.ids);
    EXPECT_EQ(encoding.segments, row.segments);
    EXPECT_EQ(encoding.mask, std::vector<std::int32_t>(row.ids.size(), 1));
  }
  EXPECT_GT(failing, 10);
}

TEST(WordPieceGolden, Decoding) {
  const Golden& golden = Golden::get();
  WordPiece tokenizer;
  ASSERT_NO_FATAL_FAILURE(open(golden.settings[0], &tokenizer));
  ASSERT_GE(golden.decoded.size(), 400u);
  for (const Golden::Decoded& row : golden.decoded) {
    std::string text;
    ASSERT_TRUE(tokenizer.decode(row.ids.data(), row.ids.size(), row.skip_special, &text).ok());
    EXPECT_EQ(text, row.text);
  }
}

}  // namespace
}  // namespace specimen_test
