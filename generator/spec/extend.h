// A spec that extends another one: the other's, with what it says itself in place of it.
#pragma once

#include "base/diagnostics.h"
#include "spec/library.h"
#include "spec/spec.h"

namespace specimen::gen {

// One of block and model is set; neither after diagnostics.
ParsedSpec extend(const ExtensionSpec& extension, const BlockChoice& base, Diagnostics& diagnostics);

}  // namespace specimen::gen
