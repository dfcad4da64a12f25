#include "loss.h"

#include "enum_names.h"

namespace specimen::gen {

namespace {

constexpr const char* kLosses[] = {
    "categorical_crossentropy",       "binary_crossentropy",      "mean_squared_error", "mean_absolute_error", "huber",
    "categorical_focal_crossentropy", "binary_focal_crossentropy"};

}  // namespace

const char* to_string(LossFn fn) { return kLosses[static_cast<int>(fn)]; }

bool parse(const char* text, LossFn* out) { return parse_enum(text, kLosses, out); }

}  // namespace specimen::gen
