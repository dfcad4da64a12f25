// What a spec says of the meaning of inputs and outputs: `from_image`, `from_text`, `kind`, `labels`. They are given
// like the arguments of a layer, so one table serves the check, the JSON schema and the documentation.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/meaning.h"
#include "spec/argument.h"
#include "spec/template.h"

namespace specimen::gen {

// A key of an input that says how raw data becomes it.
struct DataKey {
  std::string name;  // from_image
  std::string doc;
  std::vector<Argument> arguments;
};

const std::vector<DataKey>& data_keys();
const DataKey* find_data_key(std::string_view name);
// Of an output: `kind` and `labels`.
const std::vector<Argument>& output_arguments();

// What can be known before an expression is evaluated: that the keys exist and constants fit. False after diagnostics.
bool check_constants(const Template& object, const std::vector<Argument>& arguments, std::string_view owner,
                     Diagnostics& diagnostics);

// An input as the model declares it, which its meaning must fit.
struct DeclaredInput {
  std::string_view dtype;
  const std::vector<Dim>& shape;
  Span span;
};
// `given` is the value of `key`: an object, or null, which says nothing. No value after diagnostics.
std::optional<InputMeaning> input_meaning(const DataKey& key, const Value& given, const DeclaredInput& input,
                                          Diagnostics& diagnostics);
// `given` is an object. No value after diagnostics.
std::optional<OutputMeaning> output_meaning(const Value& given, const Span& span, Diagnostics& diagnostics);

// What to_json in base/meaning.h wrote; no value for other text.
std::optional<InputMeaning> parse_input_meaning(const std::string& json);
std::optional<OutputMeaning> parse_output_meaning(const std::string& json);

}  // namespace specimen::gen
