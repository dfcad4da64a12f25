#include "graph/remarks.h"

#include <cstring>
#include <iterator>

namespace specimen::gen {

namespace {

constexpr struct {
  const char* name;
  const char* text;
} kRemarks[] = {
#define REMARK(name, text) {#name, text},
#include "graph/remarks.def"
#undef REMARK
};

}  // namespace

const char* to_string(Remark remark) { return kRemarks[static_cast<int>(remark)].name; }
const char* text_of(Remark remark) { return kRemarks[static_cast<int>(remark)].text; }

bool parse(const char* text, Remark* out) {
  for (std::size_t i = 0; i < std::size(kRemarks); ++i) {
    if (std::strcmp(kRemarks[i].name, text) == 0) {
      *out = static_cast<Remark>(i);
      return true;
    }
  }
  return false;
}

}  // namespace specimen::gen
