#include "text/lines.h"

#include <iterator>

#include "runtime/text/utf8.h"

namespace specimen_test {
namespace {

constexpr std::uint32_t kControls[] = {0,      1,      8,      0x0E,   0x1B,   0x1F,   0x7F,   0x85,  0xAD,
                                       0x200B, 0x200D, 0x200E, 0x202E, 0x2060, 0xFEFF, 0xFFFD, 0xE000};
constexpr std::uint32_t kSpaces[] = {9, 10, 11, 12, 13, 32, 0xA0, 0x1680, 0x2003, 0x2028, 0x2029, 0x202F, 0x3000};
constexpr const char* kSpecials[] = {"[MASK]", "[SEP]", "[CLS]", "[UNK]", "[PAD]", "[mask]", "[MASK", "[[MASK]]"};
constexpr const char* kAfterEmoji[] = {"", "\uFE0F", "\U0001F3FD", "\u200D\U0001F525"};

std::string utf8(std::uint32_t code) {
  char bytes[4];
  return std::string(bytes, specimen_v2::encode_utf8(code, bytes));
}

template <typename T, std::size_t n>
T choice(Random& random, const T (&list)[n]) {
  return list[random.below(n)];
}

}  // namespace

std::string random_line(std::uint64_t number, const std::vector<std::string>& vocabulary,
                        const std::vector<std::uint32_t>& codes) {
  Random random(number);
  const auto letter = [&] { return static_cast<char>('a' + random.below(26)); };
  std::string out;
  for (std::size_t items = 1 + random.below(6); items > 0; --items) {
    const std::size_t kind = random.below(16);
    if (kind < 5) {
      out += vocabulary[random.below(vocabulary.size())];
    } else if (kind == 5) {
      for (char c : vocabulary[random.below(vocabulary.size())]) out += c >= 'a' && c <= 'z' ? char(c - 32) : c;
    } else if (kind == 6) {
      out += utf8(codes[random.below(codes.size())]);
    } else if (kind == 7) {  // some of one script
      const std::size_t start = random.below(codes.size());
      for (std::size_t n = 2 + random.below(4); n > 0; --n)
        out += utf8(codes[(start + random.below(24)) % codes.size()]);
    } else if (kind == 8) {  // accents, often too many
      out += letter();
      for (std::size_t n = 1 + random.below(3); n > 0; --n) {
        out += utf8(0x300 + static_cast<std::uint32_t>(random.below(0x70)));
      }
    } else if (kind == 9) {
      out += utf8(choice(random, kControls));
    } else if (kind == 10) {
      out += utf8(choice(random, kSpaces));
    } else if (kind == 11) {
      for (std::size_t n = 1 + random.below(3); n > 0; --n) out += static_cast<char>(0x80 + random.below(0x80));
    } else if (kind == 12) {
      out += static_cast<char>(33 + random.below(94));
    } else if (kind == 13) {
      out += choice(random, kSpecials);
    } else if (kind == 14) {  // emoji: with a variation selector, a skin tone, or joined to another
      out += utf8(0x1F300 + static_cast<std::uint32_t>(random.below(0x350)));
      out += choice(random, kAfterEmoji);
    } else if (random.below(8) == 0) {  // around the longest word that is cut
      const char repeated = letter();
      out += std::string(95 + random.below(12), repeated);
    } else {
      out += std::to_string(random.below(100000));
    }
    if (random.below(3) != 0) out += ' ';
  }
  return out;
}

std::vector<std::string> coverage_lines(const std::vector<std::uint32_t>& codes) {
  std::vector<std::string> lines;
  std::size_t chosen = 0;
  for (std::uint32_t c : codes) {
    if (c % 8 != 0 && c >= 0x3400 && !(c >= 0xA000 && c < 0xAC00) && !(c >= 0xF900 && c < 0x20000)) continue;
    if (chosen++ % 16 == 0) lines.emplace_back();
    lines.back() += "a" + utf8(c) + "b ";
  }
  return lines;
}

std::string random_words(std::uint64_t number, const std::vector<std::string>& words) {
  Random random(number);
  std::string out;
  for (std::size_t n = 1 + random.below(6); n > 0; --n) out += words[random.below(words.size())];
  return out;
}

}  // namespace specimen_test
