// JSON as a tree, for the small files that say how a tokenizer works. Strict: UTF-8, no key twice, limits on depth and
// size.
#ifndef SPECIMEN_V2_TEXT_JSON_H
#define SPECIMEN_V2_TEXT_JSON_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "../core/status.h"

namespace specimen_v2 {

struct Json {
  enum class Kind : unsigned char { null, boolean, integer, real, string, array, object };

  Kind kind = Kind::null;
  std::int64_t number = 0;     // an integer's value; 0 or 1 of a boolean
  std::string key;             // in an object
  std::string text;            // of a string
  std::vector<Json> children;  // of an array or object, in the order of the file

  bool is_null() const { return kind == Kind::null; }
  // The member of an object; null, the constant, where it is not there or this is no object.
  const Json& operator[](std::string_view name) const;
};

// `file` stands in messages. Errors: data_error (not JSON, a key twice), unsupported (over 64 levels, over 2 million
// values).
Status parse_json(std::string_view text, const char* file, Json* out);

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_TEXT_JSON_H
