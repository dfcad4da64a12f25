// Vocabulary files, good and hostile.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "runtime/text/wordpiece.h"
#include "text/golden.h"

namespace specimen_test {
namespace {

using namespace specimen_v2;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

Status open(WordPiece* tokenizer, const std::string& bytes) {
  return tokenizer->open_memory(bytes.data(), bytes.size(), "vocab");
}

std::string error_of(const std::string& bytes, StatusCode code) {
  WordPiece tokenizer;
  const Status status = open(&tokenizer, bytes);
  EXPECT_EQ(status.code(), code) << status.message();
  EXPECT_THAT(status.message(), StartsWith("vocab: "));
  EXPECT_EQ(tokenizer.size(), 0u);
  return status.message();
}

std::string data_error(const std::string& bytes) { return error_of(bytes, StatusCode::data_error); }
std::string unsupported(const std::string& bytes) { return error_of(bytes, StatusCode::unsupported); }

// A tokenizer.json with parts in place of the usual ones.
struct Parts {
  std::string vocab = R"({"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "a": 3, "##b": 4})";
  std::string model = R"("type": "WordPiece")";
  std::string normalizer = R"({"type": "BertNormalizer"})";
  std::string pre_tokenizer = R"({"type": "BertPreTokenizer"})";
  std::string post_processor = R"({"type": "BertProcessing", "sep": ["[SEP]", 2], "cls": ["[CLS]", 1]})";
  std::string decoder = "null";
  std::string added_tokens = "[]";
  std::string json() const {
    return "{\"model\": {" + model + ", \"vocab\": " + vocab + "}, \"normalizer\": " + normalizer +
           ", \"pre_tokenizer\": " + pre_tokenizer + ", \"post_processor\": " + post_processor +
           ", \"decoder\": " + decoder + ", \"added_tokens\": " + added_tokens + "}";
  }
};

std::vector<std::int32_t> ids_of(const WordPiece& tokenizer, std::string_view text) {
  Encoding encoding;
  EXPECT_TRUE(tokenizer.encode(text, {}, &encoding).ok());
  return encoding.ids;
}

TEST(Vocabulary, BothRealFilesAreOne) {
  WordPiece txt, json;
  ASSERT_TRUE(txt.open(minilm_path("vocab.txt").c_str()).ok());
  ASSERT_TRUE(json.open(minilm_path("tokenizer.json").c_str()).ok());
  ASSERT_EQ(txt.size(), 30522u);
  ASSERT_EQ(json.size(), 30522u);
  for (std::int32_t id = 0; id < 30522; ++id) {
    ASSERT_EQ(txt.token(id), json.token(id));
    ASSERT_EQ(txt.find(txt.token(id)), id);
  }
  EXPECT_EQ(txt.find("##unthere"), -1);
  EXPECT_EQ(txt.find(""), -1);
  EXPECT_EQ(txt.token(-1), "");
  EXPECT_EQ(txt.token(30522), "");
  EXPECT_EQ(ids_of(txt, "Text [MASK] one"), ids_of(json, "Text [MASK] one"));
}

TEST(Vocabulary, TxtLines) {
  WordPiece tokenizer;
  // Windows line ends, no last line end, an empty line, a token twice: the last line counts.
  ASSERT_TRUE(open(&tokenizer, "[UNK]\r\n[CLS]\r\n\r\n[SEP]\r\na\r\na\r\n[PAD]\r\n[MASK]").ok());
  EXPECT_EQ(tokenizer.size(), 8u);
  EXPECT_EQ(tokenizer.find("a"), 5);
  EXPECT_EQ(tokenizer.token(2), "");
  EXPECT_EQ(ids_of(tokenizer, "a"), (std::vector<std::int32_t>{1, 5, 3}));
  // What is missing goes behind the others, as Hugging Face has it, where a model has no rows for it.
  ASSERT_TRUE(open(&tokenizer, "[UNK]\n[CLS]\n[SEP]\na\n").ok());
  EXPECT_EQ(tokenizer.find("[PAD]"), 4);
  EXPECT_EQ(tokenizer.find("[MASK]"), 5);
  EXPECT_EQ(tokenizer.vocabulary().own_size, 4u);
  EncodeOptions options;
  options.max_length = 4;
  options.pad_to_max_length = true;
  Encoding encoding;
  ASSERT_TRUE(tokenizer.encode("a", options, &encoding).ok());
  EXPECT_EQ(encoding.ids, (std::vector<std::int32_t>{1, 3, 2, 4}));
}

TEST(Vocabulary, TxtErrors) {
  EXPECT_THAT(data_error(""), HasSubstr("is empty"));
  EXPECT_THAT(data_error("[PAD]\n[CLS]\n[SEP]\n"), AllOf(HasSubstr("[UNK]"), HasSubstr("one token a line")));
  EXPECT_THAT(data_error("[UNK]\n[CLS]\n"), HasSubstr("[SEP]"));
  EXPECT_THAT(data_error("[UNK]\n\xFF\x1B[31m\n"), HasSubstr("line 2 is not UTF-8: \"??[31m\""));
  EXPECT_THAT(data_error(std::string(100000, '\0')), HasSubstr("[UNK]"));
  EXPECT_THAT(data_error("[UNK]\n[CLS]\n[SEP]\na\nb\na\nb\nc\n"), HasSubstr("is the id of another token"));
  EXPECT_THAT(unsupported(std::string((1 << 20) + 1, '\n')), HasSubstr("more than 1048576 lines"));
  // One prefix tree for all: long tokens that share nothing take too much of it.
  std::string huge;
  for (int i = 0; i < 40; ++i) huge += std::to_string(i) + std::string(1 << 18, 'x') + "\n";
  EXPECT_THAT(unsupported(huge), HasSubstr("too many or too long"));
}

TEST(Vocabulary, Files) {
  WordPiece tokenizer;
  EXPECT_EQ(tokenizer.open("no/such/vocab.txt").code(), StatusCode::not_found);
  EXPECT_THAT(tokenizer.open(SPECIMEN_SOURCE_DIR).message(), HasSubstr("neither a tokenizer.json nor a vocab.txt"));
  EXPECT_EQ(tokenizer.open(nullptr).code(), StatusCode::invalid_argument);
  const std::string path = std::string(::testing::TempDir()) + "/sparse_vocab.txt";
  std::ofstream(path).put('x');
  std::filesystem::resize_file(path, std::uintmax_t{2} << 30);
  const Status status = tokenizer.open(path.c_str());
  std::filesystem::remove(path);
  EXPECT_EQ(status.code(), StatusCode::unsupported);
  EXPECT_THAT(status.message(), AllOf(StartsWith(path), HasSubstr("over the limit")));
}

TEST(Vocabulary, Json) {
  WordPiece tokenizer;
  Parts parts;
  ASSERT_TRUE(open(&tokenizer, parts.json()).ok());
  EXPECT_EQ(ids_of(tokenizer, "ab A aa"), (std::vector<std::int32_t>{1, 3, 4, 3, 0, 2}));
  parts.post_processor = "null";
  parts.normalizer = "null";
  ASSERT_TRUE(open(&tokenizer, parts.json()).ok());
  EXPECT_EQ(ids_of(tokenizer, "ab A"), (std::vector<std::int32_t>{3, 4, 0}));
  parts = Parts();
  parts.post_processor = R"({"type": "TemplateProcessing",
    "single": [{"Sequence": {"id": "A", "type_id": 3}}, {"SpecialToken": {"id": "x", "type_id": 4}}],
    "pair": [{"Sequence": {"id": "B", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 1}}],
    "special_tokens": {"x": {"id": "x", "ids": [2, 1], "tokens": ["[SEP]", "[CLS]"]}}})";
  ASSERT_TRUE(open(&tokenizer, parts.json()).ok());
  Encoding encoding;
  ASSERT_TRUE(tokenizer.encode("a", {}, &encoding).ok());
  EXPECT_EQ(encoding.ids, (std::vector<std::int32_t>{3, 2, 1}));
  EXPECT_EQ(encoding.segments, (std::vector<std::int32_t>{3, 4, 4}));
  ASSERT_TRUE(tokenizer.encode_pair("a", "ab", {}, &encoding).ok());
  EXPECT_EQ(encoding.ids, (std::vector<std::int32_t>{3, 4, 3}));
}

TEST(Vocabulary, JsonOfOtherKinds) {
  Parts parts;
  parts.model = R"("type": "BPE")";
  EXPECT_THAT(unsupported(parts.json()), AllOf(HasSubstr("the model is of type \"BPE\""), HasSubstr("only WordPiece")));
  parts = Parts();
  parts.normalizer = R"({"type": "Sequence", "normalizers": []})";
  EXPECT_THAT(unsupported(parts.json()), HasSubstr("the normalizer is of type \"Sequence\""));
  parts = Parts();
  parts.pre_tokenizer = "null";
  EXPECT_THAT(unsupported(parts.json()), HasSubstr("the pre_tokenizer is of type \"null\""));
  parts = Parts();
  parts.post_processor = R"({"type": "RobertaProcessing"})";
  EXPECT_THAT(unsupported(parts.json()), HasSubstr("only TemplateProcessing or BertProcessing is read"));
  parts = Parts();
  parts.decoder = R"({"type": "ByteLevel"})";
  EXPECT_THAT(unsupported(parts.json()), HasSubstr("the decoder is of type \"ByteLevel\""));
}

TEST(Vocabulary, JsonErrors) {
  EXPECT_THAT(data_error("{\"model\": "), HasSubstr("this is not JSON"));
  EXPECT_THAT(data_error("{\"model\": \"\xFF\"}"), HasSubstr("this is not JSON in UTF-8"));
  EXPECT_THAT(data_error(R"({"model": 1, "model": 2})"), HasSubstr("the key \"model\" stands twice"));
  EXPECT_THAT(unsupported("{\"a\": " + std::string(1000000, '[')), HasSubstr("over 64 levels"));
  std::string list = "{\"a\": [0";
  for (int i = 0; i < (2 << 20); ++i) list += ",0";
  EXPECT_THAT(unsupported(list + "]}"), HasSubstr("over 2097152 values"));
  EXPECT_THAT(unsupported("{}"), HasSubstr("the model is of type \"null\""));

  const auto with_vocab = [](const char* vocab) {
    Parts parts;
    parts.vocab = vocab;
    return parts.json();
  };
  EXPECT_THAT(data_error(with_vocab("{}")), HasSubstr("no \"vocab\""));
  EXPECT_THAT(data_error(with_vocab("[1]")), HasSubstr("no \"vocab\""));
  EXPECT_THAT(data_error(with_vocab(R"({"a": 0})")), HasSubstr("unk_token is not in its vocabulary: \"[UNK]\""));
  EXPECT_THAT(data_error(with_vocab(R"({"[UNK]": 0, "a": 0})")), HasSubstr("have the same id, 0"));
  EXPECT_THAT(data_error(with_vocab(R"({"[UNK]": 0, "[UNK]": 1})")), HasSubstr("stands twice"));
  for (const char* id : {"-1", "1048576", "1e3", "99999999999999999999", "\"1\"", "null"}) {
    EXPECT_THAT(data_error(with_vocab((R"({"[UNK]": )" + std::string(id) + "}").c_str())),
                HasSubstr("is not a whole number from 0 to 1048575"));
  }

  const auto with_model = [](const char* model) {
    Parts parts;
    parts.model = std::string(R"("type": "WordPiece", )") + model;
    return parts.json();
  };
  EXPECT_THAT(data_error(with_model(R"("max_input_chars_per_word": 0)")), HasSubstr("from 1 to 1000"));
  EXPECT_THAT(data_error(with_model(R"("max_input_chars_per_word": 1000000000)")), HasSubstr("from 1 to 1000"));
  EXPECT_THAT(data_error(with_model(R"("unk_token": 3)")), HasSubstr("not a string: \"unk_token\""));

  const auto with_added = [](const char* added) {
    Parts parts;
    parts.added_tokens = added;
    return parts.json();
  };
  EXPECT_THAT(data_error(with_added("{}")), HasSubstr("not a list"));
  EXPECT_THAT(data_error(with_added(R"([{"id": 9}])")), HasSubstr("no \"content\""));
  EXPECT_THAT(data_error(with_added(R"([{"content": "x"}])")), HasSubstr("has no id"));
  EXPECT_THAT(data_error(with_added(R"([{"id": -3, "content": "x"}])")), HasSubstr("from 0 to"));
  EXPECT_THAT(data_error(with_added(R"([{"id": 4, "content": "a"}])")),
              HasSubstr("would give it 3, that of the vocabulary"));
  EXPECT_THAT(data_error(with_added(R"([{"id": 3, "content": "x"}])")),
              HasSubstr("has the id 3 there, and Hugging Face's tokenizers would give it 5"));
  EXPECT_THAT(data_error(with_added(R"([{"id": 9, "content": "x"}])")), HasSubstr("would give it 5"));
  EXPECT_THAT(data_error(with_added(R"([{"id": 5, "content": "x"}, {"id": 5, "content": "y"}])")),
              HasSubstr("would give it 6"));
  EXPECT_THAT(data_error(with_added(R"([{"id": 5, "content": "x"}, {"id": 6, "content": "x"}])")),
              HasSubstr("would give it 5"));
  EXPECT_THAT(data_error(with_added(R"([{"id": 5, "content": "\u0001", "normalized": true}])")),
              HasSubstr("nothing is left"));
  EXPECT_THAT(data_error(with_added(
                  R"([{"id": 5, "content": "X", "normalized": true}, {"id": 6, "content": "x", "normalized": true}])")),
              HasSubstr("two added tokens are \"x\""));

  const auto with_post = [](const char* post) {
    Parts parts;
    parts.post_processor = post;
    return parts.json();
  };
  EXPECT_THAT(data_error(with_post(R"({"type": "BertProcessing", "sep": ["[SEP]", 2], "cls": ["[CLS]", 77]})")),
              HasSubstr("\"cls\""));
  Parts holes;  // an id that the vocabulary leaves out is no token's
  holes.vocab = R"({"[UNK]": 0, "[CLS]": 1, "a": 3})";
  EXPECT_THAT(data_error(holes.json()), HasSubstr("a token and its id, as in [\"[SEP]\", 102], for: \"sep\""));
  holes.post_processor = "null";
  holes.decoder = R"(null, "padding": {"pad_id": 2})";
  EXPECT_THAT(data_error(holes.json()), HasSubstr("the padding's pad_id is no token's"));
  EXPECT_THAT(data_error(with_post(R"({"type": "TemplateProcessing", "single": [], "pair": []})")),
              HasSubstr("\"single\" needs the sequence A once"));
  EXPECT_THAT(data_error(with_post(R"({"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "x"}}]})")),
              HasSubstr("no ids for: \"x\""));
}

// A file cut anywhere, or with any byte changed, is read or refused.
TEST(Vocabulary, DamagedJson) {
  std::ifstream file(text_data_path("tiny_tokenizer.json"), std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  const std::string good = bytes.str();
  ASSERT_GT(good.size(), 1000u);
  WordPiece tokenizer;
  ASSERT_TRUE(open(&tokenizer, good).ok());
  for (std::size_t i = 1; i < good.size(); ++i) {
    const Status cut = open(&tokenizer, good.substr(0, i));
    EXPECT_TRUE(!cut.ok() || i + 2 >= good.size()) << i;
    std::string changed = good;
    changed[i] = static_cast<char>(changed[i] ^ 0x11);
    const Status status = open(&tokenizer, changed);
    if (status.ok()) ids_of(tokenizer, "a [CLS] ab \xC3\xA9");
  }
}

}  // namespace
}  // namespace specimen_test
