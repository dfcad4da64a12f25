// Protobuf's wire format, field by field: the messages of TensorFlow's indexes and examples are small, and need no
// generated code.
// (protobuf.dev/programming-guides/encoding)
#ifndef SPECIMEN_V2_CORE_WIRE_H
#define SPECIMEN_V2_CORE_WIRE_H

#include <cstdint>
#include <string_view>

namespace specimen_v2 {

// Takes a base-128 number off the front of `bytes`. False: there is none, or it has more than 64 bits.
bool take_varint(std::string_view& bytes, std::uint64_t* value);
// Takes a little-endian number of 4 or 8 bytes.
bool take_fixed(std::string_view& bytes, int size, std::uint64_t* value);

// for (WireReader message(bytes); message.next();) if (message.field() == 1) ... message.number() ...
class WireReader {
 public:
  explicit WireReader(std::string_view message) : rest_(message) {}

  // To the next field. False at the end, and where the message is damaged: `good` tells.
  bool next();
  bool good() const { return good_; }
  std::string_view rest() const { return rest_; }  // what it reads next; of a damaged message, from the damage on

  int field() const { return field_; }
  bool is_number() const { return is_number_; }
  std::uint64_t number() const { return number_; }   // of a varint, fixed32 or fixed64 field; 0 for others
  std::string_view bytes() const { return bytes_; }  // of text, bytes or a message in it; empty for others

 private:
  std::string_view rest_, bytes_;
  std::uint64_t number_ = 0;
  int field_ = 0;
  bool is_number_ = false, good_ = true;
};

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_WIRE_H
