#include "runtime/train/text_source.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace specimen_v2::train {
namespace {

// A vocabulary of ten tokens, and a table of texts.
class TextSource : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = testing::TempDir() + "specimen_texts_XXXXXX";
    ASSERT_NE(mkdtemp(directory_.data()), nullptr);
    write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nred\ndress\n##es\n.\n");
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }
  void write(const char* name, const std::string& text) {
    std::ofstream(directory_ + "/" + name, std::ios::binary) << text;
  }

  // The inputs of one example, padded to `length`.
  struct Made {
    std::vector<std::int32_t> ids, segments, mask;
    std::int32_t label = -1;
    Status status;
  };
  static Made make(const data::Dataset& dataset, std::int64_t index, std::int32_t length, const TextInput& input) {
    const auto size = static_cast<std::size_t>(length);
    Made made{
        std::vector<std::int32_t>(size), std::vector<std::int32_t>(size), std::vector<std::int32_t>(size), -1, {}};
    data::Example example;
    made.status = dataset.read(index, &example);
    data::Slot slots[4];
    slots[0] = {nullptr, made.ids.data(), length};
    slots[1] = {nullptr, made.segments.data(), length};
    slots[2] = {nullptr, made.mask.data(), length};
    slots[3] = {nullptr, &made.label, 1};
    if (made.status) made.status = text_and_label(&input, example, {1, 0, 0}, slots);
    return made;
  }

  std::string directory_;
  TextInput input_ = {0, 1, 2, 3, 2};
};

TEST_F(TextSource, TokensMaskAndLabel) {
  write("train.tsv", "text\tid\tlabel\na red dress\t1\t1\n\"Dresses.\tRed.\"\t2\t0\n");
  std::unique_ptr<data::Dataset> dataset;
  const Status status = open_texts(directory_.c_str(), true, 6, &dataset);
  ASSERT_TRUE(status) << status.message();
  ASSERT_EQ(dataset->size(), 2);
  std::vector<std::int32_t> lengths;
  ASSERT_TRUE(text_lengths(*dataset, &input_, &lengths));
  EXPECT_EQ(lengths, (std::vector<std::int32_t>{5, 6}));  // the second has seven, of which six are kept
  const Made first = make(*dataset, 0, 6, input_);
  ASSERT_TRUE(first.status) << first.status.message();
  EXPECT_EQ(first.ids, (std::vector<std::int32_t>{2, 5, 6, 7, 3, 0}));
  EXPECT_EQ(first.segments, std::vector<std::int32_t>(6, 0));
  EXPECT_EQ(first.mask, (std::vector<std::int32_t>{1, 1, 1, 1, 1, 0}));
  EXPECT_EQ(first.label, 1);
  const Made second = make(*dataset, 1, 6, input_);
  EXPECT_EQ(second.ids, (std::vector<std::int32_t>{2, 7, 8, 9, 6, 3}));
  EXPECT_EQ(second.label, 0);
}

// As BERT reads two sentences: the longer one is cut first.
TEST_F(TextSource, Pairs) {
  write("train.tsv", "text\ttext_pair\tlabel\na red dress\tred\t1\na\tred red red red\t0\n");
  std::unique_ptr<data::Dataset> dataset, cut;
  const Status status = open_texts(directory_.c_str(), true, 8, &dataset);
  ASSERT_TRUE(status) << status.message();
  const Made whole = make(*dataset, 0, 8, input_);
  ASSERT_TRUE(whole.status) << whole.status.message();
  EXPECT_EQ(whole.ids, (std::vector<std::int32_t>{2, 5, 6, 7, 3, 6, 3, 0}));
  EXPECT_EQ(whole.segments, (std::vector<std::int32_t>{0, 0, 0, 0, 0, 1, 1, 0}));
  EXPECT_EQ(whole.mask, (std::vector<std::int32_t>{1, 1, 1, 1, 1, 1, 1, 0}));
  ASSERT_TRUE(open_texts(directory_.c_str(), true, 6, &cut));
  EXPECT_EQ(make(*cut, 0, 6, input_).ids, (std::vector<std::int32_t>{2, 5, 6, 3, 6, 3}));
  const Made second = make(*cut, 1, 6, input_);
  EXPECT_EQ(second.ids, (std::vector<std::int32_t>{2, 5, 3, 6, 6, 3}));
  EXPECT_EQ(second.segments, (std::vector<std::int32_t>{0, 0, 0, 1, 1, 1}));
  EXPECT_EQ(second.label, 0);
}

TEST_F(TextSource, SaysWhatIsWrong) {
  std::unique_ptr<data::Dataset> dataset;
  EXPECT_FALSE(open_texts(directory_.c_str(), false, 6, &dataset));  // there is no test.tsv
  write("test.tsv", "text\tlabel\na red dress\t2\nred\tblue\n");
  ASSERT_TRUE(open_texts(directory_.c_str(), false, 6, &dataset));
  const Status no_class = make(*dataset, 0, 6, input_).status;
  EXPECT_EQ(no_class.code(), StatusCode::data_error);
  EXPECT_STREQ(no_class.message(), "the label 2 is none of 2 classes");
  EXPECT_EQ(make(*dataset, 1, 6, input_).status.code(), StatusCode::data_error);
  std::filesystem::remove(directory_ + "/vocab.txt");
  EXPECT_FALSE(open_texts(directory_.c_str(), false, 6, &dataset));
}

}  // namespace
}  // namespace specimen_v2::train
