// Why passes left a layer an op of its own, where others of its kind are fused.
#pragma once

#include <cstdint>

namespace specimen::gen {

enum class Remark : std::uint8_t {
#define REMARK(name, text) name,
#include "graph/remarks.def"
#undef REMARK
};
const char* to_string(Remark remark);  // its name
const char* text_of(Remark remark);    // for readers of a plan
bool parse(const char* text, Remark* out);

}  // namespace specimen::gen
