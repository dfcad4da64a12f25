// Arguments as a call gives them, against arguments as a layer, block or model declares them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "spec/argument.h"
#include "spec/library.h"
#include "spec/scope.h"
#include "spec/spec.h"

namespace specimen::gen {

struct BoundArgument {
  std::string name;
  Value value;
  bool given = false;
};

// "Conv2D", "block bottleneck", "model resnet": for messages.
std::string owner_text(const BlockChoice& choice);

// Reports names that are not declared.
bool check_names(const std::vector<Argument>& declared, const Value::Object& given, std::string_view owner,
                 Diagnostics& diagnostics);

// All declared arguments, in their order: given values checked, defaults evaluated. Each is set in `scope` as soon as
// it is known, so that later defaults may read it. No value after diagnostics argument_*.
std::optional<std::vector<BoundArgument>> bind_arguments(const std::vector<Argument>& declared,
                                                         const Value::Object& given, std::string_view owner,
                                                         const Span& call, const BlockNames& blocks, Scope& scope,
                                                         Diagnostics& diagnostics);

// What can be known of a definition's calls without running it: that layers, blocks and arguments exist and constants
// fit, in branches that are not taken too.
// Of a model with functions: `body` is one of them, or the definition itself for its edits.
bool check_calls(const Definition& definition, const Body& body, Library& library, Diagnostics& diagnostics);

}  // namespace specimen::gen
