// Why passes left a layer an op of its own, where others of its kind are fused.
#pragma once

#include <cstdint>

namespace specimen::gen {

enum class Reason : std::uint8_t {
#define REASON(name, text) name,
#include "graph/reasons.def"
#undef REASON
};
const char* to_string(Reason reason);  // its name
const char* text_of(Reason reason);    // for readers of a plan
bool parse(const char* text, Reason* out);

}  // namespace specimen::gen
