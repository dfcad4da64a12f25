#include "graph/reasons.h"

#include <cstring>
#include <iterator>

namespace specimen::gen {

namespace {

constexpr struct {
  const char* name;
  const char* text;
} kReasons[] = {
#define REASON(name, text) {#name, text},
#include "graph/reasons.def"
#undef REASON
};

}  // namespace

const char* to_string(Reason reason) { return kReasons[static_cast<int>(reason)].name; }
const char* text_of(Reason reason) { return kReasons[static_cast<int>(reason)].text; }

bool parse(const char* text, Reason* out) {
  for (std::size_t i = 0; i < std::size(kReasons); ++i) {
    if (std::strcmp(kReasons[i].name, text) == 0) {
      *out = static_cast<Reason>(i);
      return true;
    }
  }
  return false;
}

}  // namespace specimen::gen
