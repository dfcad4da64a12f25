#include "base/hash.h"
#include "emit/emit.h"

namespace specimen::gen {

namespace {

constexpr std::string_view kLabel = "specimen-hash: ";
constexpr std::size_t kDigits = 16;

// Where the hash stands; npos: nowhere. JSON has it as a string.
std::size_t place(const std::string& text) {
  std::size_t at = text.find(kLabel);
  if (at == std::string::npos || at + kLabel.size() + kDigits > text.size()) return std::string::npos;
  return at + kLabel.size();
}

std::string hash_at(std::string text, std::size_t at) {
  text.replace(at, kDigits, kDigits, '-');
  return hash_text(text);
}

}  // namespace

std::string stamp(std::string text) {
  const std::size_t at = place(text);
  if (at != std::string::npos) text.replace(at, kDigits, hash_at(text, at));
  return text;
}

bool is_as_generated(const std::string& text) {
  const std::size_t at = place(text);
  return at != std::string::npos && text.compare(at, kDigits, hash_at(text, at)) == 0;
}

}  // namespace specimen::gen
