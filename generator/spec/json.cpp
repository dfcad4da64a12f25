#include "spec/json.h"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <unordered_set>

#include "base/text.h"

namespace specimen::gen {
namespace {

// Walks the text and leaves behind how far the parser has read: the end of the token that an event is about.
class CountingIterator {
 public:
  using iterator_category = std::forward_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator() = default;
  CountingIterator(const char* at, std::size_t* count) : at_(at), count_(count) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    ++at_;
    ++*count_;
    return *this;
  }
  CountingIterator operator++(int) {
    CountingIterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
  bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

 private:
  const char* at_ = nullptr;
  std::size_t* count_ = nullptr;
};

class Reader : public nlohmann::json_sax<nlohmann::json> {
 public:
  Reader(const SourceFile& file, Diagnostics& diagnostics, const JsonLimits& limits)
      : file_(file), text_(file.text()), diagnostics_(diagnostics), limits_(limits) {}

  std::optional<Value> read() {
    CountingIterator begin(text_.data(), &count_), end(text_.data() + text_.size(), &count_);
    bool good = nlohmann::json::sax_parse(begin, end, this, nlohmann::json::input_format_t::json, true, true);
    if (!good || failed_ || !root_) return std::nullopt;
    return std::move(root_);
  }

  bool null() override { return put(Value(), token_end()); }
  bool boolean(bool v) override { return put(Value(v), token_end()); }
  bool number_integer(number_integer_t v) override { return put(Value(static_cast<std::int64_t>(v)), number_end()); }
  bool number_unsigned(number_unsigned_t v) override {
    if (v > static_cast<number_unsigned_t>(INT64_MAX)) return too_large();
    return put(Value(static_cast<std::int64_t>(v)), number_end());
  }
  bool number_float(number_float_t v, const string_t& digits) override {
    if (digits.find_first_of(".eE") == std::string::npos) return too_large();
    return put(Value(static_cast<double>(v)), number_end());
  }
  bool string(string_t& v) override { return put(Value(std::move(v)), token_end()); }
  bool binary(binary_t&) override { return false; }

  bool start_object(std::size_t) override { return open(true); }
  bool start_array(std::size_t) override { return open(false); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    Span span = token(token_end());
    Frame& frame = stack_.back();
    frame.skip_value = !frame.keys.insert(name).second;
    if (frame.skip_value) {
      failed_ = true;
      Diagnostic& d = diagnostics_.error(Kind::json_duplicate_key, span, "the key `{}` appears twice in this object",
                                         printable(name));
      for (const Value::Entry& entry : frame.entries)
        if (entry.key == name) d.note_at(entry.key_span, "it was first given here");
    }
    frame.key = std::move(name);
    frame.key_span = span;
    return !diagnostics_.full();
  }

  bool parse_error(std::size_t position, const std::string& last, const nlohmann::detail::exception& error) override {
    failed_ = true;
    std::string what = error.what();
    std::size_t size = text_.size();
    std::size_t end = std::min(position, size);
    std::size_t begin = std::min(skip(end_), end);
    std::size_t word = skip(end_);
    std::string_view rest = std::string_view(text_).substr(word);
    for (std::string_view name : {"NaN", "nan", "Infinity", "-Infinity", "inf", "-inf"}) {
      if (rest.substr(0, name.size()) != name) continue;
      diagnostics_
          .error(Kind::json_not_finite, span(word, word + name.size()), "`{}` is not a number that JSON has", name)
          .note("give a finite number, or null where the argument takes it");
      return false;
    }
    if (what.find("UTF-8") != std::string::npos) {
      diagnostics_.error(Kind::json_encoding, span(end > 0 ? end - 1 : 0, end), "the text is not UTF-8 here");
      return false;
    }
    if (error.id == 406) {
      diagnostics_.error(Kind::json_number_range, token(number_end()), "the number `{}` does not fit into a double",
                         printable(last, 40));
      return false;
    }
    // "...: syntax error while parsing object - unexpected ...; expected ...": what follows the place.
    std::size_t from = what.find("syntax error");
    std::string message = from == std::string::npos ? what : what.substr(from);
    std::size_t read = message.find("; last read: ");
    if (read != std::string::npos) {
      std::size_t expected = message.find("; expected ", read);
      message = message.substr(0, read) + (expected == std::string::npos ? "" : message.substr(expected));
    }
    auto unexpected = [&](const char* token) {
      return message.find(std::string("unexpected ") + token) != std::string::npos;
    };
    if (unexpected("'")) begin = end > 0 ? end - 1 : 0;
    while (unexpected("number") && begin > 0 &&
           std::string_view("+-.eE0123456789").find(text_[begin - 1]) != std::string_view::npos)
      --begin;
    if (begin >= size && size > 0) begin = size - 1, end = size;
    // A string that never ends: its opening is what the reader needs to see.
    if (end - begin > 40) end = begin + 40;
    diagnostics_.error(Kind::json_syntax, span(begin, std::max(end, std::min(begin + 1, size))), "{}",
                       printable(message, 200));
    return false;
  }

 private:
  struct Frame {
    bool is_object = false, skip_value = false;
    std::size_t begin = 0;
    Value::List items;
    Value::Object entries;
    std::unordered_set<std::string> keys;
    std::string key;
    Span key_span;
  };

  Span span(std::size_t begin, std::size_t end) const {
    return {&file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }

  // The first byte of a token at or after `at`: past blanks, comments, and the marks between values.
  std::size_t skip(std::size_t at) const {
    if (at == 0 && text_.compare(0, 3, "\xEF\xBB\xBF") == 0) at = 3;
    while (at < text_.size()) {
      char c = text_[at];
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',' || c == ':') {
        ++at;
      } else if (text_.compare(at, 2, "//") == 0) {
        at = std::min(text_.find('\n', at), text_.size());
      } else if (text_.compare(at, 2, "/*") == 0) {
        std::size_t end = text_.find("*/", at + 2);
        at = end == std::string::npos ? text_.size() : end + 2;
      } else {
        break;
      }
    }
    return at;
  }

  std::size_t token_end() const { return std::min(count_, text_.size()); }
  // The parser reads one character past a number to see its end, so its count does not tell.
  std::size_t number_end() const {
    std::size_t at = skip(end_);
    while (at < text_.size() && std::string_view("+-.eE0123456789").find(text_[at]) != std::string_view::npos) ++at;
    return at;
  }
  Span token(std::size_t end) {
    std::size_t begin = std::min(skip(end_), end);
    end_ = end;
    return span(begin, end);
  }

  bool too_large() {
    failed_ = true;
    Span place = token(number_end());
    diagnostics_.error(Kind::json_integer_range, place, "the integer `{}` does not fit into 64 bits",
                       printable(std::string_view(text_).substr(place.begin, place.end - place.begin), 40));
    return store(Value(0)) && !diagnostics_.full();
  }

  bool put(Value value, std::size_t end) {
    value.span = token(end);
    return store(std::move(value));
  }

  bool store(Value value) {
    if (stack_.empty()) {
      root_ = std::move(value);
      return true;
    }
    Frame& frame = stack_.back();
    if (!frame.is_object)
      frame.items.push_back(std::move(value));
    else if (!frame.skip_value)
      frame.entries.push_back({std::move(frame.key), std::move(value), frame.key_span});
    return true;
  }

  bool open(bool is_object) {
    Span place = token(token_end());
    if (static_cast<int>(stack_.size()) >= limits_.depth) {
      failed_ = true;
      diagnostics_.error(Kind::json_too_deep, place, "lists and objects are nested more than {} deep", limits_.depth);
      return false;
    }
    Frame& frame = stack_.emplace_back();
    frame.is_object = is_object;
    frame.begin = place.begin;
    return true;
  }

  bool close() {
    Span place = token(token_end());
    Frame frame = std::move(stack_.back());
    stack_.pop_back();
    Value value = frame.is_object ? Value(std::move(frame.entries)) : Value(std::move(frame.items));
    value.span = span(frame.begin, place.end);
    return store(std::move(value));
  }

  const SourceFile& file_;
  const std::string& text_;
  Diagnostics& diagnostics_;
  const JsonLimits& limits_;
  std::size_t count_ = 0;  // bytes that the parser has taken
  std::size_t end_ = 0;    // of the last token
  bool failed_ = false;
  std::vector<Frame> stack_;
  std::optional<Value> root_;
};

// Appends the offsets of the bytes of one UTF-8 character that an escape stands for.
int utf8_length(unsigned code) { return code < 0x80 ? 1 : code < 0x800 ? 2 : 3; }

}  // namespace

std::optional<Value> parse_json(const SourceFile& file, Diagnostics& diagnostics, const JsonLimits& limits) {
  if (file.text().size() > limits.bytes) {
    diagnostics.error(Kind::file_too_large, {&file, 0, 0}, "the text is larger than {} bytes", limits.bytes);
    return std::nullopt;
  }
  return Reader(file, diagnostics, limits).read();
}

LocatedText::LocatedText(const Value& string) : text_(string.text()), span_(string.span) {
  if (!span_.file) return;
  const std::string& source = span_.file->text();
  std::size_t at = span_.begin;
  if (at >= source.size() || source[at] != '"') return;
  ++at;
  while (offsets_.size() < text_.size() && at < source.size()) {
    std::uint32_t begin = static_cast<std::uint32_t>(at);
    int bytes = 1;
    if (source[at] != '\\') {
      ++at;
    } else if (at + 1 < source.size() && source[at + 1] == 'u') {
      unsigned code = static_cast<unsigned>(std::strtoul(source.substr(at + 2, 4).c_str(), nullptr, 16));
      bool pair = code >= 0xD800 && code < 0xDC00;
      bytes = pair ? 4 : utf8_length(code);
      at += pair ? 12 : 6;
    } else {
      at += 2;
    }
    offsets_.insert(offsets_.end(), static_cast<std::size_t>(bytes), begin);
  }
  offsets_.push_back(static_cast<std::uint32_t>(at));
  if (offsets_.size() != text_.size() + 1) offsets_.clear();  // not this literal's text: the span as a whole serves
}

Span LocatedText::at(std::size_t begin, std::size_t end) const {
  if (offsets_.empty()) return span_;
  begin = std::min(begin, text_.size());
  end = std::clamp(end, begin, text_.size());
  return {span_.file, offsets_[begin], offsets_[end]};
}

}  // namespace specimen::gen
