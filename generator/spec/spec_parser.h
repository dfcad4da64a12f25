// Reads specs: what extend.cpp, edit_parse.cpp and parse_*.cpp share. Nothing else includes it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "spec/fields.h"
#include "spec/spec.h"

namespace specimen::gen {

// The names of one block or model: arguments, `let` and symbols share a scope.
class DeclarationParser {
 public:
  explicit DeclarationParser(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  void name(const Value& name, const char* kind, Definition& out);
  void arguments(const Value& object, Definition& out);
  void argument(const Value::Entry& entry, Definition& out);
  void let(const Value& object, Definition& out);
  void symbols(const Value& object, ModelSpec& out);
  void variants(const Value& object, ModelSpec& out);  // needs the arguments
  // False after a diagnostic: the name is taken.
  bool declare(const std::string& name, const Span& span);

 private:
  Diagnostics& diagnostics_;
  std::vector<std::pair<std::string, Span>> declared_;
};

// Words that stand beside a layer or make a statement, and so name no block.
const std::vector<std::string>& statement_words();

// The statements of a `layers` list. Reports and leaves out what is malformed.
Statements parse_statements(const Value& list, Diagnostics& diagnostics);
// The names of a `let`, or of a variant.
std::vector<Binding> parse_bindings(const Value& object, std::string_view what, Diagnostics& diagnostics);
// A name that expressions read: an identifier that is no word or function of theirs.
bool check_variable(const std::string& name, std::string_view what, const Span& span, Diagnostics& diagnostics);

// A block's inputs are a list of names, or an object whose members have only a `doc`.
void parse_block_inputs(const Value& json, Body& out, Diagnostics& diagnostics);
// Needs the model's arguments and symbols; `out` is the model itself, or one of its functions.
void parse_model_inputs(const Value& object, const ModelSpec& model, Body& out, Diagnostics& diagnostics);
// States of a block (`model` is null: its symbols are those of the model around it) or of a model.
void parse_states(const Value& object, const ModelSpec* model, Definition& out, Diagnostics& diagnostics);
void parse_outputs(const Value& json, bool is_model, Body& out, Diagnostics& diagnostics);
void parse_source(Fields& fields, ModelSpec& out);
// Mappings of a kind that is there already are replaced.
void parse_checkpoints(const Value& object, ModelSpec& out, Diagnostics& diagnostics);
void parse_constraints(const Value& list, ModelSpec& out, Diagnostics& diagnostics);

}  // namespace specimen::gen
