#include "pooling.h"

#include "enum_names.h"

namespace mnist::kernels {

namespace {

constexpr const char* kPoolings[] = {"max", "average"};

}  // namespace

const char* to_string(Pooling pooling) { return kPoolings[static_cast<int>(pooling)]; }

bool parse(const char* text, Pooling* out) { return parse_enum(text, kPoolings, out); }

}  // namespace mnist::kernels
