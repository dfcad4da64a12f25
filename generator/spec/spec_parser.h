// Reads specs: what parse_spec.cpp and parse_layers.cpp share. Nothing else includes it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "spec/spec.h"

namespace specimen::gen {

// Words that stand beside a layer or make a statement, and so name no block.
const std::vector<std::string>& statement_words();

// The statements of a `layers` list. Reports and leaves out what is malformed.
Statements parse_statements(const Value& list, Diagnostics& diagnostics);
// The names of a `let`, or of a variant.
std::vector<Binding> parse_bindings(const Value& object, std::string_view what, Diagnostics& diagnostics);
// A name that expressions read: an identifier that is no word or function of theirs.
bool check_variable(const std::string& name, std::string_view what, const Span& span, Diagnostics& diagnostics);

}  // namespace specimen::gen
