#include "npy.h"

#include <cinttypes>
#include <cstring>
#include <string_view>
#include <utility>

namespace specimen_v2::data {

namespace {

constexpr std::size_t kMostHeader = std::size_t{1} << 16;  // bytes; NumPy's own limit is less

// The dictionary of a header, as Python writes it: {'descr': '<f4', 'fortran_order': False, 'shape': (60000, 28), }
class HeaderText {
 public:
  explicit HeaderText(std::string_view text) : rest_(text) {}

  bool take(char c) {
    skip();
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool word(std::string_view expected) {
    skip();
    if (rest_.substr(0, expected.size()) != expected) return false;
    rest_.remove_prefix(expected.size());
    return true;
  }
  bool string(std::string_view* out) {
    skip();
    const char quote = rest_.empty() ? '\0' : rest_[0];
    if (quote != '\'' && quote != '"') return false;
    const std::size_t end = rest_.find(quote, 1);
    if (end == std::string_view::npos) return false;
    *out = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    return true;
  }
  bool number(std::int64_t* out) {
    skip();
    std::size_t digits = 0;
    for (*out = 0; digits < rest_.size() && rest_[digits] >= '0' && rest_[digits] <= '9'; ++digits) {
      if (*out > (INT64_MAX - 9) / 10) return false;
      *out = *out * 10 + (rest_[digits] - '0');
    }
    rest_.remove_prefix(digits);
    take('L');  // as Python 2 wrote long integers
    return digits > 0;
  }
  bool ended() {
    skip();
    return rest_.empty();
  }

 private:
  void skip() {
    while (!rest_.empty() && (rest_[0] == ' ' || rest_[0] == '\n')) rest_.remove_prefix(1);
  }
  std::string_view rest_;
};

float from_half(std::uint16_t half) {
  const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000) << 16;
  const std::uint32_t exponent = half >> 10 & 0x1F, fraction = half & 0x3FF;
  float value = 0;
  if (exponent == 0) {
    value = static_cast<float>(fraction) * 0x1p-24f;
  } else {
    const std::uint32_t bits = (exponent == 31 ? 0xFFu : exponent + 112) << 23 | fraction << 13;
    std::memcpy(&value, &bits, 4);
  }
  return sign != 0 ? -value : value;
}

FieldType field_of(char kind, int width) {
  if (kind == 'f') return width == 8 ? FieldType::f64 : FieldType::f32;
  if (kind == 'b' || (kind == 'u' && width == 1)) return FieldType::u8;
  return width == 8 || (kind == 'u' && width == 4) ? FieldType::i64 : FieldType::i32;
}

std::uint64_t bits_at(const unsigned char* at, int width, bool swapped) {
  std::uint64_t bits = 0;
  for (int i = 0; i < width; ++i) bits = bits << 8 | at[swapped ? i : width - 1 - i];
  return bits;
}

// The integer in the lowest `width` bytes.
std::int64_t extended(std::uint64_t bits, int width, bool is_signed) {
  const int unused = 64 - 8 * width;
  if (!is_signed || unused == 0) return static_cast<std::int64_t>(bits);
  const std::uint64_t sign = std::uint64_t{1} << (8 * width - 1);
  return static_cast<std::int64_t>((bits ^ sign) - sign);
}

template <typename T>
void store(void* data, std::size_t i, T value) {
  std::memcpy(static_cast<unsigned char*>(data) + i * sizeof value, &value, sizeof value);
}

}  // namespace

Status NpyFile::open(const std::string& path) {
  const Status status = input_.open(path);
  return status.ok() ? parse() : status;
}

Status NpyFile::open_memory(const void* bytes, std::size_t size, const std::string& path) {
  const Status status = input_.open_memory(bytes, size, path);
  return status.ok() ? parse() : status;
}

Status NpyFile::parse() {
  const unsigned char* bytes = input_.data();
  const std::size_t size = input_.size();
  const char* path = input_.path().c_str();
  constexpr std::size_t kMagic = 6;
  if (size < kMagic || std::memcmp(bytes, "\x93NUMPY", kMagic) != 0) {
    return Status(StatusCode::data_error, "%s: byte 0: a .npy file begins with 93 4e 55 4d 50 59", path);
  }
  if (size < 8) return Status(StatusCode::data_error, "%s: ends after %zu bytes, inside its version", path, size);
  const int version = bytes[6];
  if (version < 1 || version > 3) {
    return Status(StatusCode::unsupported, "%s: byte 6: version %d of the format; 1 to 3 are read", path, version);
  }
  const int width = version == 1 ? 2 : 4;
  const std::size_t start = 8 + static_cast<std::size_t>(width);
  const std::uint64_t length = size < start ? 0 : bits_at(bytes + 8, width, false);
  if (size < start || size - start < length) {
    return Status(StatusCode::data_error, "%s: ends after %zu bytes, inside its header", path, size);
  }
  if (length > kMostHeader) {
    return Status(StatusCode::unsupported, "%s: byte 8: a header of %" PRIu64 " bytes", path, length);
  }
  header_ = start + static_cast<std::size_t>(length);
  Status status = parse_header(reinterpret_cast<const char*>(bytes) + start, static_cast<std::size_t>(length));
  if (!status.ok()) return status;
  item_ = static_cast<std::size_t>(width_);
  bool fits = true;
  for (int i = 1; i < rank_; ++i) {
    fits = fits && !__builtin_mul_overflow(item_, static_cast<std::uint64_t>(shape_[i]), &item_);
  }
  std::uint64_t needed = 0;
  fits = fits && !__builtin_mul_overflow(item_, static_cast<std::uint64_t>(shape_[0]), &needed);
  if (!fits || needed != size - header_) {
    return Status(StatusCode::data_error,
                  "%s: byte %zu: the shape in the header does not belong to %zu bytes of values", path, header_,
                  size - header_);
  }
  if (item_ == 0 && shape_[0] > 0) return Status(StatusCode::data_error, "%s: examples of no values", path);
  return Status();
}

Status NpyFile::parse_header(const char* text, std::size_t size) {
  HeaderText header({text, size});
  const char* path = input_.path().c_str();
  bool good = header.take('{'), has_type = false, has_order = false, has_shape = false, column_major = false;
  std::string_view key, type;
  rank_ = 0;
  while (good && !header.take('}')) {
    good = header.string(&key) && header.take(':');
    if (!good) break;
    if (key == "descr" && !has_type) {
      if (!header.string(&type)) {
        return Status(StatusCode::unsupported, "%s: an array of structures", path);
      }
      has_type = true;
    } else if (key == "fortran_order" && !has_order) {
      column_major = header.word("True");
      good = has_order = column_major || header.word("False");
    } else if (key == "shape" && !has_shape) {
      good = has_shape = header.take('(');
      while (good && !header.take(')')) {
        if (rank_ == Field::kMaxRank) return Status(StatusCode::unsupported, "%s: rank over %d", path, rank_);
        good = header.number(&shape_[rank_++]);
        if (good && !header.take(',')) {
          good = header.take(')');
          break;
        }
      }
    } else {
      good = false;
    }
    if (good && !header.take(',')) {
      good = header.take('}');
      break;
    }
  }
  if (!good || !has_type || !has_order || !has_shape || !header.ended()) {
    return Status(StatusCode::data_error, "%s: byte 10: a header that NumPy does not write", path);
  }
  if (rank_ == 0) return Status(StatusCode::unsupported, "%s: an array of rank 0 holds no examples", path);
  if (column_major && rank_ > 1) {
    return Status(StatusCode::unsupported, "%s: column-major order; save numpy.ascontiguousarray(x)", path);
  }
  const bool known =
      type.size() == 3 && std::strchr("<>|=", type[0]) != nullptr && type[0] != '\0' &&
      ((type[1] == 'b' && type[2] == '1') ||
       ((type[1] == 'i' || type[1] == 'u') && std::string_view("1248").find(type[2]) != std::string_view::npos) ||
       (type[1] == 'f' && std::string_view("248").find(type[2]) != std::string_view::npos));
  if (!known) {
    return Status(StatusCode::unsupported,
                  "%s: values of type \"%.*s\"; booleans, integers and floats of 2, 4 and 8 bytes are read", path,
                  static_cast<int>(type.size() < 20 ? type.size() : 20), type.data());
  }
  swapped_ = type[0] == '>';
  kind_ = type[1];
  width_ = type[2] - '0';
  return Status();
}

Status NpyFile::add_field(std::int64_t index, const char* name, Example* example) const {
  const unsigned char* from = input_.data() + offset(index);
  const FieldType type = field_of(kind_, width_);
  const auto width = static_cast<std::size_t>(width_);
  const bool same = field_type_bytes(type) == width && (!swapped_ || width == 1) && !(kind_ == 'u' && width == 8) &&
                    reinterpret_cast<std::uintptr_t>(from) % width == 0;
  if (same) {
    example->add_view(name, type, shape_ + 1, rank_ - 1, from);
    return Status();
  }
  const Field* field = example->add(name, type, shape_ + 1, rank_ - 1);
  if (field == nullptr) return Status(StatusCode::out_of_memory, "%s: no memory for an example", path().c_str());
  void* to = const_cast<void*>(field->data);
  const std::size_t count = item_ / width;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t bits = bits_at(from + i * width, width_, swapped_);
    if (kind_ == 'u' && width == 8 && bits > INT64_MAX) {
      return Status(StatusCode::unsupported, "%s: byte %" PRIu64 ": %" PRIu64 " is over 2^63 - 1", path().c_str(),
                    offset(index) + i * width, bits);
    }
    if (kind_ == 'f' && width == 2) {
      store(to, i, from_half(static_cast<std::uint16_t>(bits)));
    } else if (type == FieldType::i64 || type == FieldType::f64) {
      store(to, i, kind_ == 'f' ? static_cast<std::int64_t>(bits) : extended(bits, width_, kind_ == 'i'));
    } else {
      store(to, i, static_cast<std::uint32_t>(extended(bits, width_, kind_ == 'i')));
    }
  }
  return Status();
}

Status NpyDataset::open(const std::vector<Array>& arrays) {
  names_.clear();
  files_.clear();
  size_ = 0;
  for (const Array& array : arrays) {
    NpyFile file;
    Status status = file.open(array.path);
    if (status.ok()) status = add(array.name, std::move(file));
    if (!status.ok()) return status;
  }
  return Status();
}

Status NpyDataset::add(const std::string& name, NpyFile file) {
  if (!files_.empty() && file.shape()[0] != size_) {
    return Status(StatusCode::data_error, "%s: %" PRId64 " examples, but %s has %" PRId64, file.path().c_str(),
                  file.shape()[0], files_[0].path().c_str(), size_);
  }
  size_ = file.shape()[0];
  names_.push_back(name);
  files_.push_back(std::move(file));
  return Status();
}

Status NpyDataset::read(std::int64_t index, Example* example) const {
  Status status = check_index(index);
  example->clear();
  for (std::size_t i = 0; status.ok() && i < files_.size(); ++i) {
    status = files_[i].add_field(index, names_[i].c_str(), example);
  }
  return status;
}

std::string NpyDataset::place(std::int64_t index) const {
  return files_[0].path() + ", example " + std::to_string(index) + " (byte " + std::to_string(files_[0].offset(index)) +
         ")";
}

}  // namespace specimen_v2::data
