#include "safetensors_header.h"

#include <algorithm>
#include <cinttypes>
#include <cstring>
#include <new>
#include <numeric>

#include "printable.h"

namespace specimen_v2 {
namespace {

// A tensor of the largest rank that any framework makes is far below this; it bounds what a hostile header costs.
constexpr std::size_t kMaxHeaderRank = 32;

// Recursive descent over the few shapes of JSON that a header has. After the first error every method returns false.
class HeaderParser {
 public:
  HeaderParser(const unsigned char* json, std::size_t size, const char* file, SafetensorsHeader* header)
      : begin_(json), at_(json), end_(json + size), file_(file), header_(header) {}

  bool parse(char* text);
  Status status() const { return status_; }

 private:
  bool fail(const char* what, std::string_view subject = {}) {
    if (!status_.ok()) return false;
    if (subject.data() == nullptr) {
      status_ = Status(StatusCode::data_error, "%s: header, byte %zu: %s", file_, offset(), what);
    } else {
      status_ = Status(StatusCode::data_error, "%s: header, byte %zu: tensor \"%s\": %s", file_, offset(),
                       Printable(subject).text(), what);
    }
    return false;
  }
  std::size_t offset() const { return static_cast<std::size_t>(at_ - begin_); }

  void skip_space() {
    while (at_ < end_ && (*at_ == ' ' || *at_ == '\t' || *at_ == '\n' || *at_ == '\r')) ++at_;
  }
  bool peek(char c) {
    skip_space();
    return at_ < end_ && *at_ == static_cast<unsigned char>(c);
  }
  bool expect(char c, const char* what) {
    if (!peek(c)) return fail(what);
    ++at_;
    return true;
  }
  // After an element: true and *more = true at a comma, true and *more = false at the closing character.
  bool next(char closing, bool* more, const char* what) {
    if (peek(',')) {
      ++at_;
      *more = true;
      return true;
    }
    *more = false;
    return expect(closing, what);
  }

  bool string(std::string_view* value, const char* what);
  bool escape();
  bool hex4(std::uint32_t* code);
  bool utf8_sequence();
  void put(std::uint32_t code);
  bool integer(std::uint64_t* value, const char* what);
  bool tensor(std::string_view name);
  bool shape(SafetensorsEntry* entry);
  bool data_offsets(std::uint64_t* first, std::uint64_t* last);
  bool metadata();

  const unsigned char* begin_;
  const unsigned char* at_;
  const unsigned char* end_;
  const char* file_;
  SafetensorsHeader* header_;
  char* write_ = nullptr;  // the next free byte of header_->text: a decoded string is never longer than its source
  Status status_;
};

bool HeaderParser::hex4(std::uint32_t* code) {
  *code = 0;
  for (int i = 0; i < 4; ++i, ++at_) {
    if (at_ == end_) return fail("the header ends inside a string");
    unsigned char c = *at_;
    unsigned digit = c >= '0' && c <= '9'   ? c - '0'
                     : c >= 'a' && c <= 'f' ? c - 'a' + 10
                     : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                            : 16;
    if (digit == 16) return fail("\\u needs four hexadecimal digits");
    *code = *code * 16 + digit;
  }
  return true;
}

void HeaderParser::put(std::uint32_t code) {
  auto byte = [&](std::uint32_t value) { *write_++ = static_cast<char>(static_cast<unsigned char>(value)); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0 | code >> 6), byte(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    byte(0xE0 | code >> 12), byte(0x80 | (code >> 6 & 0x3F)), byte(0x80 | (code & 0x3F));
  } else {
    byte(0xF0 | code >> 18), byte(0x80 | (code >> 12 & 0x3F)), byte(0x80 | (code >> 6 & 0x3F)),
        byte(0x80 | (code & 0x3F));
  }
}

bool HeaderParser::escape() {
  if (at_ == end_) return fail("the header ends inside a string");
  constexpr std::string_view kLetters = "\"\\/bfnrt", kMeanings = "\"\\/\b\f\n\r\t";
  std::size_t letter = kLetters.find(static_cast<char>(*at_));
  if (letter != std::string_view::npos) {
    *write_++ = kMeanings[letter];
    ++at_;
    return true;
  }
  if (*at_ != 'u') return fail("unknown escape in a string");
  ++at_;
  std::uint32_t code;
  if (!hex4(&code)) return false;
  if (code >= 0xDC00 && code < 0xE000) return fail("\\u: second half of a surrogate pair without the first");
  if (code >= 0xD800 && code < 0xDC00) {
    std::uint32_t low;
    if (end_ - at_ < 2 || at_[0] != '\\' || at_[1] != 'u') return fail("\\u: half of a surrogate pair");
    at_ += 2;
    if (!hex4(&low)) return false;
    if (low < 0xDC00 || low >= 0xE000) return fail("\\u: half of a surrogate pair");
    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
  }
  if (code == 0) return fail("a string holds a zero character");
  put(code);
  return true;
}

// Copies one multi-byte character, refusing overlong forms, surrogates and numbers over U+10FFFF.
bool HeaderParser::utf8_sequence() {
  unsigned char lead = *at_;
  int length = lead >= 0xC2 && lead < 0xE0 ? 2 : lead >= 0xE0 && lead < 0xF0 ? 3 : lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
  if (length == 0 || end_ - at_ < length) return fail("a string is not UTF-8");
  std::uint32_t code = lead & (0xFF >> (length + 1));
  for (int i = 1; i < length; ++i) {
    if ((at_[i] & 0xC0) != 0x80) return fail("a string is not UTF-8");
    code = code << 6 | (at_[i] & 0x3F);
  }
  constexpr std::uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code < kSmallest[length] || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) {
    return fail("a string is not UTF-8");
  }
  std::memcpy(write_, at_, static_cast<std::size_t>(length));
  write_ += length;
  at_ += length;
  return true;
}

bool HeaderParser::string(std::string_view* value, const char* what) {
  if (!expect('"', what)) return false;
  const char* start = write_;
  for (;;) {
    if (at_ == end_) return fail("the header ends inside a string");
    unsigned char c = *at_;
    if (c == '"') break;
    if (c < 0x20) return fail("a string holds a control character");
    if (c == '\\') {
      ++at_;
      if (!escape()) return false;
    } else if (c < 0x80) {
      *write_++ = static_cast<char>(c);
      ++at_;
    } else if (!utf8_sequence()) {
      return false;
    }
  }
  ++at_;
  *value = std::string_view(start, static_cast<std::size_t>(write_ - start));
  *write_++ = '\0';
  return true;
}

bool HeaderParser::integer(std::uint64_t* value, const char* what) {
  skip_space();
  if (at_ == end_ || *at_ < '0' || *at_ > '9') return fail(what);
  if (*at_ == '0' && at_ + 1 < end_ && at_[1] >= '0' && at_[1] <= '9') return fail("a number starts with 0");
  std::uint64_t result = 0;
  for (; at_ < end_ && *at_ >= '0' && *at_ <= '9'; ++at_) {
    std::uint64_t digit = static_cast<std::uint64_t>(*at_ - '0');
    if (result > (static_cast<std::uint64_t>(INT64_MAX) - digit) / 10) return fail("a number is over 63 bits");
    result = result * 10 + digit;
  }
  if (at_ < end_ && (*at_ == '.' || *at_ == 'e' || *at_ == 'E')) return fail(what);
  *value = result;
  return true;
}

bool HeaderParser::shape(SafetensorsEntry* entry) {
  if (!expect('[', "expected a list of dimensions, as in [64, 3]")) return false;
  entry->rank = 0;
  if (peek(']')) {
    ++at_;
    return true;
  }
  for (bool more = true; more;) {
    std::uint64_t dimension;
    if (!integer(&dimension, "expected a dimension: a whole number, not negative")) return false;
    if (++entry->rank > kMaxHeaderRank) return fail("more than 32 dimensions", entry->name);
    header_->dimensions.push_back(static_cast<std::int64_t>(dimension));
    if (!next(']', &more, "expected ',' or ']' in a list of dimensions")) return false;
  }
  return true;
}

bool HeaderParser::data_offsets(std::uint64_t* first, std::uint64_t* last) {
  const char* what = "expected data_offsets as two whole numbers, as in [0, 16]";
  return expect('[', what) && integer(first, what) && expect(',', what) && integer(last, what) && expect(']', what);
}

bool HeaderParser::tensor(std::string_view name) {
  SafetensorsEntry entry;
  entry.name = name;
  std::string_view dtype;
  std::uint64_t first = 0, last = 0;
  bool seen_dtype = false, seen_shape = false, seen_offsets = false;
  if (!expect('{', "expected an object with dtype, shape and data_offsets")) return false;
  for (bool more = !peek('}'); more;) {
    std::string_view key;
    if (!string(&key, "expected a key in double quotes")) return false;
    bool* seen = key == "dtype"          ? &seen_dtype
                 : key == "shape"        ? &seen_shape
                 : key == "data_offsets" ? &seen_offsets
                                         : nullptr;
    if (seen == nullptr) return fail("a key that is not dtype, shape or data_offsets", name);
    if (*seen) return fail("a key stands there twice", name);
    *seen = true;
    if (!expect(':', "expected ':' after a key")) return false;
    bool good = key == "dtype"   ? string(&dtype, "expected the name of a dtype, as in \"F32\"")
                : key == "shape" ? shape(&entry)
                                 : data_offsets(&first, &last);
    if (!good) return false;
    if (peek('}')) break;
    if (!expect(',', "expected ',' or '}' in a tensor's object")) return false;
  }
  if (!expect('}', "expected '}' after a tensor's object")) return false;
  if (!seen_dtype || !seen_shape || !seen_offsets) return fail("dtype, shape or data_offsets is missing", name);
  if (!parse_safetensors_dtype(dtype, &entry.dtype)) {
    status_ = Status(StatusCode::unsupported, "%s: header, byte %zu: tensor \"%s\": unknown dtype \"%s\"", file_,
                     offset(), Printable(name).text(), Printable(dtype).text());
    return false;
  }
  std::uint64_t elements;
  const std::int64_t* dimensions = header_->dimensions.data() + header_->dimensions.size() - entry.rank;
  if (!safetensors_extent(entry.dtype, dimensions, entry.rank, &elements, &entry.bytes)) {
    return fail("the shape's size overflows, or is no whole number of bytes", name);
  }
  if (first > last) return fail("data_offsets end before they begin", name);
  if (last - first != entry.bytes) {
    status_ = Status(StatusCode::data_error,
                     "%s: header, byte %zu: tensor \"%s\": data_offsets hold %" PRIu64
                     " bytes, shape and dtype need %" PRIu64,
                     file_, offset(), Printable(name).text(), last - first, entry.bytes);
    return false;
  }
  header_->entries.push_back(entry);
  header_->offsets.push_back(first);
  return true;
}

bool HeaderParser::metadata() {
  if (!expect('{', "expected an object of strings after __metadata__")) return false;
  if (peek('}')) {
    ++at_;
    return true;
  }
  for (bool more = true; more;) {
    SafetensorsMetadata item;
    if (!string(&item.key, "expected a key in double quotes")) return false;
    if (!expect(':', "expected ':' after a key")) return false;
    if (!string(&item.value, "expected a string: __metadata__ holds only strings")) return false;
    header_->metadata.push_back(item);
    if (!next('}', &more, "expected ',' or '}' in __metadata__")) return false;
  }
  return true;
}

bool HeaderParser::parse(char* text) {
  write_ = text;
  if (at_ == end_ || *at_ != '{') return fail("the header must start with '{': is this a safetensors file?");
  ++at_;
  bool seen_metadata = false;
  if (peek('}')) {
    ++at_;
  } else {
    for (bool more = true; more;) {
      std::string_view name;
      if (!string(&name, "expected a tensor's name in double quotes")) return false;
      if (!expect(':', "expected ':' after a tensor's name")) return false;
      if (name == "__metadata__") {
        if (seen_metadata) return fail("__metadata__ stands there twice");
        seen_metadata = true;
        if (!metadata()) return false;
      } else if (!tensor(name)) {
        return false;
      }
      if (!next('}', &more, "expected ',' or '}' after a tensor")) return false;
    }
  }
  skip_space();
  if (at_ != end_) return fail("more text after the end of the header");
  return true;
}

// The ranges, in the order of the data, must follow each other from 0 to the end of the file.
Status check_layout(const SafetensorsHeader& header, const std::vector<std::size_t>& by_offset, std::uint64_t data_size,
                    const char* file) {
  std::uint64_t end = 0;
  const SafetensorsEntry* previous = nullptr;
  for (std::size_t i : by_offset) {
    const SafetensorsEntry& entry = header.entries[i];
    if (header.offsets[i] != end) {
      return Status(StatusCode::data_error,
                    "%s: tensor \"%s\" starts at byte %" PRIu64 " of the data, but %s \"%s\" ends at %" PRIu64 ": %s",
                    file, Printable(entry.name).text(), header.offsets[i], previous ? "tensor" : "nothing before",
                    Printable(previous ? previous->name : "").text(), end,
                    header.offsets[i] < end ? "they overlap" : "there is a hole between them");
    }
    end += entry.bytes;
    previous = &entry;
  }
  if (end > data_size) {
    return Status(StatusCode::data_error,
                  "%s: the tensors need %" PRIu64 " bytes, the file has %" PRIu64 " after its header: it is cut short",
                  file, end, data_size);
  }
  if (end < data_size) {
    return Status(StatusCode::data_error, "%s: %" PRIu64 " bytes after the last tensor that belong to none", file,
                  data_size - end);
  }
  return Status();
}

}  // namespace

Status parse_safetensors_header(const unsigned char* json, std::size_t size, std::uint64_t data_size, const char* file,
                                SafetensorsHeader* header) {
  *header = SafetensorsHeader();
  header->text.reset(new (std::nothrow) char[size + 1]);
  if (!header->text) return Status(StatusCode::out_of_memory, "%s: no memory for a header of %zu bytes", file, size);
  HeaderParser parser(json, size, file, header);
  if (!parser.parse(header->text.get())) return parser.status();

  const std::int64_t* dimensions = header->dimensions.data();
  for (SafetensorsEntry& entry : header->entries) {
    entry.shape = dimensions;
    dimensions += entry.rank;
  }
  std::vector<std::size_t> order(header->entries.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (header->offsets[a] != header->offsets[b]) return header->offsets[a] < header->offsets[b];
    return header->entries[a].bytes < header->entries[b].bytes;  // an empty tensor comes before its neighbour
  });
  Status layout = check_layout(*header, order, data_size, file);
  if (!layout.ok()) return layout;

  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return header->entries[a].name < header->entries[b].name; });
  std::vector<SafetensorsEntry> entries;
  std::vector<std::uint64_t> offsets;
  entries.reserve(order.size());
  offsets.reserve(order.size());
  for (std::size_t i : order) {
    if (!entries.empty() && entries.back().name == header->entries[i].name) {
      return Status(StatusCode::data_error, "%s: two tensors are named \"%s\"", file,
                    Printable(entries.back().name).text());
    }
    entries.push_back(header->entries[i]);
    offsets.push_back(header->offsets[i]);
  }
  header->entries = std::move(entries);
  header->offsets = std::move(offsets);

  std::vector<SafetensorsMetadata>& metadata = header->metadata;
  std::sort(metadata.begin(), metadata.end(),
            [](const SafetensorsMetadata& a, const SafetensorsMetadata& b) { return a.key < b.key; });
  for (std::size_t i = 1; i < metadata.size(); ++i) {
    if (metadata[i].key == metadata[i - 1].key) {
      return Status(StatusCode::data_error, "%s: __metadata__ has two keys \"%s\"", file,
                    Printable(metadata[i].key).text());
    }
  }
  return Status();
}

}  // namespace specimen_v2
