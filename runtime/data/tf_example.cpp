#include "tf_example.h"

#include <algorithm>
#include <cstring>

#include "../core/printable.h"
#include "../core/wire.h"

namespace specimen_v2::data {

namespace {

constexpr std::size_t kMostFeatures = 4096;

// example.proto: Example { features = 1 }, Features { map<string, Feature> feature = 1 }, Feature { bytes_list = 1,
// float_list = 2, int64_list = 3 }, each list { repeated value = 1 }, numbers packed or not.
class ExampleParser {
 public:
  ExampleParser(std::string_view bytes, Example* example) : bytes_(bytes), example_(example) {}

  Status parse() {
    WireReader message(bytes_);
    while (status_.ok() && message.next())
      if (message.field() == 1 && !message.is_number()) features(message.bytes());
    finish(message, "a damaged example");
    return status_;
  }

 private:
  // `at` is the start of what is damaged, a part of the record.
  void fail(std::string_view at, const char* what) {
    if (!status_.ok()) return;
    status_ = Status(StatusCode::data_error, "byte %td of the record: %s%s%s%s", at.data() - bytes_.data(), what,
                     name_.empty() ? "" : " of feature \"", Printable(name_).text(), name_.empty() ? "" : "\"");
  }
  void finish(const WireReader& message, const char* what) {
    if (!message.good()) fail(message.rest(), what);
  }
  void no_memory() { status_ = Status(StatusCode::out_of_memory, "no memory for an example"); }

  void features(std::string_view bytes) {
    WireReader message(bytes);
    while (status_.ok() && message.next())
      if (message.field() == 1 && !message.is_number()) entry(message.bytes());
    finish(message, "damaged features");
  }

  void entry(std::string_view bytes) {
    name_ = {};
    std::string_view value;
    WireReader message(bytes);
    while (message.next()) {
      if (message.is_number()) continue;
      if (message.field() == 1) name_ = message.bytes();
      if (message.field() == 2) value = message.bytes();
    }
    finish(message, "a damaged entry");
    if (!status_.ok()) return;
    if (example_->fields().size() >= kMostFeatures) {
      status_ = Status(StatusCode::unsupported, "over %zu features", kMostFeatures);
      return;
    }
    feature(value);
    name_ = {};
  }

  void feature(std::string_view bytes) {
    int kind = 0;
    std::string_view list;
    WireReader message(bytes);
    while (message.next()) {
      if (message.is_number() || message.field() > 3) continue;
      kind = message.field();
      list = message.bytes();
    }
    finish(message, "a damaged value");
    if (!status_.ok()) return;
    if (kind <= 1) texts(list);
    if (kind == 2) floats(list);
    if (kind == 3) integers(list);
  }

  void texts(std::string_view list) {
    std::int64_t count = 0;
    WireReader counter(list);
    while (counter.next()) count += counter.field() == 1 && !counter.is_number();
    finish(counter, "a damaged list of bytes");
    if (!status_.ok()) return;
    auto* to = static_cast<std::string_view*>(add(FieldType::text, count));
    WireReader values(list);
    while (to != nullptr && values.next())
      if (values.field() == 1 && !values.is_number()) *to++ = values.bytes();
  }

  void floats(std::string_view list) {
    std::size_t count = 0;
    WireReader counter(list);
    while (counter.next()) {
      if (counter.field() != 1) continue;
      if (!counter.is_number() && counter.bytes().size() % 4 != 0) {
        return fail(counter.bytes(), "half a float in the list");
      }
      count += counter.is_number() ? 1 : counter.bytes().size() / 4;
    }
    finish(counter, "a damaged list of floats");
    if (!status_.ok()) return;
    auto* to = static_cast<unsigned char*>(add(FieldType::f32, static_cast<std::int64_t>(count)));
    WireReader values(list);
    while (to != nullptr && values.next()) {
      if (values.field() != 1) continue;
      std::string_view packed = values.bytes();
      std::uint64_t bits = values.number();
      while (values.is_number() || take_fixed(packed, 4, &bits)) {
        const auto word = static_cast<std::uint32_t>(bits);
        std::memcpy(to, &word, 4);
        to += 4;
        if (values.is_number()) break;
      }
    }
  }

  void integers(std::string_view list) {
    std::int64_t count = 0;
    std::uint64_t bits = 0;
    WireReader counter(list);
    while (counter.next()) {
      if (counter.field() != 1) continue;
      std::string_view packed = counter.bytes();
      count += counter.is_number();
      while (!packed.empty()) {
        if (!take_varint(packed, &bits)) return fail(packed, "a damaged integer in the list");
        ++count;
      }
    }
    finish(counter, "a damaged list of integers");
    if (!status_.ok()) return;
    auto* to = static_cast<std::int64_t*>(add(FieldType::i64, count));
    WireReader values(list);
    while (to != nullptr && values.next()) {
      if (values.field() != 1) continue;
      std::string_view packed = values.bytes();
      if (values.is_number()) *to++ = static_cast<std::int64_t>(values.number());
      while (take_varint(packed, &bits)) *to++ = static_cast<std::int64_t>(bits);
    }
  }

  void* add(FieldType type, std::int64_t count) {
    const Field* field = example_->add(name_, type, &count, 1);
    if (field == nullptr) no_memory();
    return field == nullptr ? nullptr : const_cast<void*>(field->data);
  }

  std::string_view bytes_, name_;
  Example* example_;
  Status status_;
};

}  // namespace

Status parse_tf_example(std::string_view bytes, Example* example) {
  example->clear();
  const Status status = ExampleParser(bytes, example).parse();
  if (status.ok()) example->sort_fields();
  return status;
}

}  // namespace specimen_v2::data
