// Answers in logits of spans, against those that tests/oracles/make_answers.py found in NumPy.
#include "runtime/text/answer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <sstream>

#include "text/golden.h"

namespace specimen_test {
namespace {

using namespace specimen_v2;

// Tokens begin ... end - 1 are those of the second text, those before of the first.
std::vector<TokenSpan> spans_of(std::size_t tokens, std::size_t begin, std::size_t end) {
  std::vector<TokenSpan> spans(tokens);
  for (std::size_t i = 0; i < end; ++i) spans[i].text = i < begin ? 0 : 1;
  return spans;
}

TEST(Answer, EqualsNumPy) {
  std::ifstream file(text_data_path("answers.tsv"));
  int cases = 0;
  for (std::string line; std::getline(file, line); ++cases) {
    SCOPED_TRACE(line.substr(0, 30));
    std::istringstream fields(line);
    std::string text;
    std::size_t begin = 0, end = 0, most = 0;
    fields >> begin >> end >> most;
    std::getline(fields >> std::ws, text, '\t');
    std::vector<float> logits;
    std::istringstream numbers(text);
    for (std::string number; numbers >> number;) logits.push_back(std::strtof(number.c_str(), nullptr));
    Answer expected, answer;
    fields >> expected.first >> expected.last >> expected.probability;
    const std::size_t tokens = logits.size() / 2;
    ASSERT_TRUE(find_answer(logits.data(), spans_of(tokens, begin, end).data(), tokens, 1, most, &answer));
    EXPECT_EQ(answer.first, expected.first);
    EXPECT_EQ(answer.last, expected.last);
    EXPECT_NEAR(answer.probability, expected.probability, 1e-12);
  }
  EXPECT_EQ(cases, 9);
}

TEST(Answer, IsNotThereWithoutATextOrANumber) {
  const std::vector<TokenSpan> spans = spans_of(4, 2, 4);
  const float none = std::numeric_limits<float>::quiet_NaN();
  std::vector<float> logits(8, 1.0f);
  Answer answer;
  EXPECT_FALSE(find_answer(logits.data(), spans.data(), 2, 1, 30, &answer));
  EXPECT_FALSE(find_answer(logits.data(), spans.data(), 4, 1, 0, &answer));
  ASSERT_TRUE(find_answer(logits.data(), spans.data(), 4, 1, 30, &answer));
  EXPECT_EQ(answer.first, 2u);
  EXPECT_EQ(answer.last, 2u);
  EXPECT_EQ(answer.probability, 0.25);
  logits[2 * 2] = none;
  ASSERT_TRUE(find_answer(logits.data(), spans.data(), 4, 1, 30, &answer));
  EXPECT_EQ(answer.first, 3u);
  logits[2 * 3 + 1] = none;
  EXPECT_FALSE(find_answer(logits.data(), spans.data(), 4, 1, 30, &answer));
}

}  // namespace
}  // namespace specimen_test
