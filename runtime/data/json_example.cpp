#include "json_example.h"

#include <charconv>
#include <cstring>

#include "../core/printable.h"

namespace specimen_v2::data {

namespace {

constexpr std::size_t kMostMembers = 4096;

std::size_t put_utf8(std::uint32_t code, char* out) {
  if (code < 0x80) {
    out[0] = static_cast<char>(code);
    return 1;
  }
  const std::size_t size = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  for (std::size_t i = size; i-- > 1; code >>= 6) out[i] = static_cast<char>(0x80 | (code & 0x3F));
  out[0] = static_cast<char>((0xF00 >> size & 0xF0) | code);
  return size;
}

// A member is read twice: first for its shape and type, which also checks it, then for its values.
class JsonParser {
 public:
  JsonParser(std::string_view line, Example* example) : line_(line), example_(example) {}

  Status parse() {
    if (!take('{')) fail("expected a JSON object");
    bool more = status_.ok() && !take('}');
    while (more && status_.ok()) {
      member();
      if (!status_.ok()) break;
      more = take(',');
      if (!more && !take('}')) fail("expected ',' or '}' after a member");
    }
    skip_space();
    if (status_.ok() && at_ < line_.size()) fail("more text after the object");
    return status_;
  }

 private:
  enum class Kind : unsigned char { none, boolean, integer, real, text };

  // What a value is made of.
  struct Shape {
    Kind kind = Kind::none;
    int rank = 0;
    std::int64_t extent[Field::kMaxRank] = {};
    bool known[Field::kMaxRank] = {};  // an array of that depth has ended
    int depth_of_values = -1;
    std::int64_t count = 0;
  };

  void fail(const char* what, StatusCode code = StatusCode::data_error) {
    if (status_.ok()) status_ = Status(code, "column %zu: %s", at_ + 1, what);
  }

  void skip_space() {
    while (at_ < line_.size() && (line_[at_] == ' ' || line_[at_] == '\t' || line_[at_] == '\r')) ++at_;
  }
  char peek() {
    skip_space();
    return at_ < line_.size() ? line_[at_] : '\0';
  }
  bool take(char c) {
    const bool there = peek() == c && at_ < line_.size();
    at_ += there;
    return there;
  }
  bool take_word(std::string_view word) {
    const bool there = line_.substr(at_, word.size()) == word;
    if (there) at_ += word.size();
    return there;
  }

  void member() {
    skip_space();
    const std::size_t start = at_;
    std::string_view name;
    if (!check_string()) return;
    at_ = start;
    name = string();
    if (!status_.ok()) return;
    if (example_->find(name) != nullptr) {
      at_ = start;
      fail("a name that was there before");
      return;
    }
    if (!take(':')) {
      fail("expected ':' after a name");
      return;
    }
    skip_space();
    if (take_word("null")) return;
    if (example_->fields().size() >= kMostMembers) {
      fail("over 4096 members", StatusCode::unsupported);
      return;
    }
    const std::size_t value = at_;
    Shape shape;
    measure(0, &shape);
    if (!status_.ok()) return;
    const std::size_t end = at_;
    at_ = value;
    fill(name, shape);
    at_ = end;
  }

  void measure(int depth, Shape* shape) {
    if (peek() == '{') {
      fail("an object in the object; only numbers, strings, booleans and arrays of them are read",
           StatusCode::unsupported);
      return;
    }
    if (peek() != '[') {
      leaf(depth, shape);
      return;
    }
    if (depth == Field::kMaxRank) {
      fail("arrays in more than 8 arrays", StatusCode::unsupported);
      return;
    }
    if (shape->depth_of_values >= 0 && depth >= shape->depth_of_values) {
      fail("an array among values");
      return;
    }
    ++at_;
    std::int64_t extent = 0;
    bool more = !take(']');
    while (more && status_.ok()) {
      measure(depth + 1, shape);
      ++extent;
      more = status_.ok() && take(',');
      if (!more && status_.ok() && !take(']')) fail("expected ',' or ']' in an array");
    }
    if (!status_.ok()) return;
    if (shape->known[depth] && shape->extent[depth] != extent) {
      fail("this array has another size than the one before it");
      return;
    }
    shape->known[depth] = true;
    shape->extent[depth] = extent;
    if (depth >= shape->rank) shape->rank = depth + 1;
    // An empty array has no depth of its own, but nothing may be deeper than it.
    if (extent == 0 && shape->depth_of_values < 0) shape->depth_of_values = depth + 1;
    if (extent == 0 && shape->depth_of_values != depth + 1) fail("an empty array among others");
  }

  void leaf(int depth, Shape* shape) {
    if (shape->depth_of_values >= 0 && shape->depth_of_values != depth) {
      fail("a value among arrays");
      return;
    }
    shape->depth_of_values = depth;
    if (depth > shape->rank) shape->rank = depth;
    Kind kind = Kind::none;
    const std::size_t start = at_;
    if (line_[at_ < line_.size() ? at_ : 0] == '"' && at_ < line_.size()) {
      if (!check_string()) return;
      kind = Kind::text;
    } else if (take_word("true") || take_word("false")) {
      kind = Kind::boolean;
    } else if (!number(&kind)) {
      if (status_.ok()) fail("expected a value");
      return;
    }
    const bool both_numbers =
        (kind == Kind::integer || kind == Kind::real) && (shape->kind == Kind::integer || shape->kind == Kind::real);
    if (shape->kind == Kind::none) {
      shape->kind = kind;
    } else if (both_numbers) {
      if (kind == Kind::real) shape->kind = kind;
    } else if (shape->kind != kind) {
      at_ = start;
      fail("an array of different things");
      return;
    }
    ++shape->count;
  }

  bool digits() {
    const std::size_t start = at_;
    while (at_ < line_.size() && line_[at_] >= '0' && line_[at_] <= '9') ++at_;
    return at_ > start;
  }
  bool take_one_of(std::string_view set) {
    const bool there = at_ < line_.size() && set.find(line_[at_]) != std::string_view::npos;
    at_ += there;
    return there;
  }

  // Passes over a number as JSON writes it, and checks that it fits.
  bool number(Kind* kind) {
    const std::size_t start = at_;
    take_one_of("-");
    const bool zero = take_one_of("0");
    bool good = zero || digits();
    bool integer = true;
    if (good && take_one_of(".")) {
      integer = false;
      good = digits();
    }
    if (good && take_one_of("eE")) {
      integer = false;
      take_one_of("+-");
      good = digits();
    }
    if (!good) {
      at_ = start;
      return false;
    }
    const char* begin = line_.data() + start;
    const char* end = line_.data() + at_;
    std::int64_t whole = 0;
    double real = 0;
    const bool fits = integer && std::from_chars(begin, end, whole).ec == std::errc();
    if (!fits && std::from_chars(begin, end, real).ec != std::errc()) {
      at_ = start;
      fail("a number that no float64 holds");
      return false;
    }
    *kind = fits ? Kind::integer : Kind::real;
    return true;
  }

  bool hex4(std::uint32_t* code) {
    if (line_.size() - at_ < 4) return false;
    const char* begin = line_.data() + at_;
    if (*begin == '-' || std::from_chars(begin, begin + 4, *code, 16).ptr != begin + 4) return false;
    at_ += 4;
    return true;
  }

  // After "\u". Two halves of a pair are one character.
  bool unicode(std::uint32_t* code) {
    if (!hex4(code)) return false;
    if (*code < 0xD800 || *code > 0xDFFF) return true;
    std::uint32_t low = 0;
    if (*code > 0xDBFF || !take_word("\\u") || !hex4(&low) || low < 0xDC00 || low > 0xDFFF) return false;
    *code = 0x10000 + ((*code - 0xD800) << 10) + (low - 0xDC00);
    return true;
  }

  bool check_string() {
    if (at_ >= line_.size() || line_[at_] != '"') {
      fail("expected a string");
      return false;
    }
    ++at_;
    while (at_ < line_.size() && line_[at_] != '"') {
      const char c = line_[at_];
      if (static_cast<unsigned char>(c) < 0x20) {
        fail("a control character in a string");
        return false;
      }
      ++at_;
      if (c != '\\') continue;
      std::uint32_t code = 0;
      const bool good = take_one_of("u") ? unicode(&code) : take_one_of("\"\\/bfnrt");
      if (!good) {
        fail("an escape that JSON does not have");
        return false;
      }
    }
    if (at_ >= line_.size()) {
      fail("a string that does not end");
      return false;
    }
    ++at_;
    return true;
  }

  // A string that was checked. Without escapes it is a part of the line.
  std::string_view string() {
    const std::size_t start = ++at_;
    while (line_[at_] != '"' && line_[at_] != '\\') ++at_;
    if (line_[at_] == '"') return line_.substr(start, at_++ - start);
    std::size_t end = at_;
    while (line_[end] != '"') end += line_[end] == '\\' ? 2 : 1;
    auto* out = static_cast<char*>(example_->allocate(end - start));
    if (out == nullptr) {
      fail("no memory for a string", StatusCode::out_of_memory);
      return {};
    }
    std::size_t size = at_ - start;
    std::memcpy(out, line_.data() + start, size);
    while (line_[at_] != '"') {
      const char c = line_[at_++];
      if (c != '\\') {
        out[size++] = c;
        continue;
      }
      constexpr std::string_view kLetters = "bfnrt", kMeanings = "\b\f\n\r\t";
      const char letter = line_[at_++];
      const std::size_t known = kLetters.find(letter);
      std::uint32_t code = 0;
      if (letter == 'u' && unicode(&code)) {
        size += put_utf8(code, out + size);
      } else {
        out[size++] = known == std::string_view::npos ? letter : kMeanings[known];
      }
    }
    ++at_;
    return {out, size};
  }

  void fill(std::string_view name, const Shape& shape) {
    constexpr FieldType kTypes[] = {FieldType::f64, FieldType::u8, FieldType::i64, FieldType::f64, FieldType::text};
    const Field* field = example_->add(name, kTypes[static_cast<int>(shape.kind)], shape.extent, shape.rank);
    if (field == nullptr) {
      fail("no memory for a value", StatusCode::out_of_memory);
      return;
    }
    void* data = const_cast<void*>(field->data);
    for (std::int64_t i = 0; i < shape.count && status_.ok(); ++i) {
      while (peek() == '[' || peek() == ']' || peek() == ',') ++at_;
      value(shape.kind, data, i);
    }
  }

  void value(Kind kind, void* data, std::int64_t i) {
    if (kind == Kind::text) {
      static_cast<std::string_view*>(data)[i] = string();
    } else if (kind == Kind::boolean) {
      const bool yes = take_word("true");
      if (!yes) take_word("false");
      static_cast<std::uint8_t*>(data)[i] = yes;
    } else {
      Kind own = Kind::none;
      const std::size_t start = at_;
      number(&own);
      const char* begin = line_.data() + start;
      const char* end = line_.data() + at_;
      if (kind == Kind::integer) std::from_chars(begin, end, static_cast<std::int64_t*>(data)[i]);
      if (kind == Kind::real) std::from_chars(begin, end, static_cast<double*>(data)[i]);
    }
  }

  std::string_view line_;
  std::size_t at_ = 0;
  Example* example_;
  Status status_;
};

}  // namespace

Status parse_json_example(std::string_view line, Example* example) {
  example->clear();
  return JsonParser(line, example).parse();
}

}  // namespace specimen_v2::data
