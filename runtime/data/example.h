// One example of a data set, as a reader gives it: a few named fields of numbers or texts.
#ifndef SPECIMEN_V2_DATA_EXAMPLE_H
#define SPECIMEN_V2_DATA_EXAMPLE_H

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <vector>

namespace specimen_v2::data {

enum class FieldType : unsigned char { u8, i32, i64, f32, f64, text };

const char* field_type_name(FieldType type);   // as NumPy calls it: "uint8", "float32"; "text"
std::size_t field_type_bytes(FieldType type);  // of one value; of a text, the string_view

// Row-major values. They are valid until the example is cleared or read again, and as long as the data set is open.
struct Field {
  static constexpr int kMaxRank = 8;

  std::string_view name;
  FieldType type = FieldType::u8;
  int rank = 0;  // 0: one value
  std::int64_t shape[kMaxRank] = {};
  const void* data = nullptr;  // count() values, aligned to their type; of texts, std::string_view

  std::int64_t count() const;
  // Value i as the type that is asked for: integer() cuts fractions and is held within 64 bits, NaN becomes 0; a text
  // gives 0. 0 <= i < count().
  double number(std::int64_t i = 0) const;
  std::int64_t integer(std::int64_t i = 0) const;
  std::string_view text(std::int64_t i = 0) const;  // of texts; "" for other types
  const std::uint8_t* bytes() const { return static_cast<const std::uint8_t*>(data); }

 private:
  friend class Example;
  std::size_t place_ = 0;  // while fields are sorted
};

// Keeps its memory between examples: reading into the same one allocates only while examples grow.
class Example {
 public:
  void clear();

  const std::vector<Field>& fields() const { return fields_; }
  const Field* find(std::string_view name) const;  // null: none has this name

  // For readers. A field with room for its values; null: no memory. The pointer lasts until the next field is added.
  Field* add(std::string_view name, FieldType type, const std::int64_t* shape, int rank);
  // A field whose values are elsewhere, aligned, for as long as the data set is open.
  Field* add_view(std::string_view name, FieldType type, const std::int64_t* shape, int rank, const void* data);
  // Sorts the fields by name; of several with one name the last one stays.
  void sort_fields();
  // `bytes` bytes, aligned to 16, as long as the fields; null: no memory.
  void* allocate(std::size_t bytes);

 private:
  struct Free {
    void operator()(unsigned char* bytes) const { std::free(bytes); }
  };
  struct Block {
    std::unique_ptr<unsigned char, Free> bytes;
    std::size_t size = 0, used = 0;
  };

  std::vector<Field> fields_;
  std::vector<Block> blocks_;
};

}  // namespace specimen_v2::data

#endif  // SPECIMEN_V2_DATA_EXAMPLE_H
