// Inputs, outputs, shapes and constraints of blocks and models.
#include <algorithm>

#include "base/nearest.h"
#include "base/text.h"
#include "spec/fields.h"
#include "spec/json.h"
#include "spec/names.h"
#include "spec/spec_parser.h"

namespace specimen::gen {
namespace {

std::vector<std::string> input_keys() {
  std::vector<std::string> keys = {"shape", "dtype", "doc"};
  for (const DataKey& key : data_keys()) keys.push_back(key.name);
  return keys;
}

std::vector<std::string> output_keys(bool is_model) {
  std::vector<std::string> keys = {"from", "if", "doc"};
  if (is_model)
    for (const Argument& argument : output_arguments()) keys.push_back(argument.name);
  return keys;
}

const std::vector<std::string> kDtypes = {"bfloat16", "bool", "float16", "float32", "int32", "int64", "int8", "uint8"};

class TensorParser {
 public:
  explicit TensorParser(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  // Block: a list of names, or an object whose members have a `doc` and may be `optional`.
  void block_inputs(const Value& json, Body& out) {
    for (const Value& name : json.list()) {
      if (!name.is_string()) {
        diagnostics_.error(Kind::spec_wrong_type, name.span, "an input of a block is a name, not {}",
                           describe(name.kind()));
        continue;
      }
      InputSpec input;
      input.name = name.text();
      input.name_span = name.span;
      add_input(std::move(input), out);
    }
    for (const Value::Entry& entry : json.object()) {
      std::optional<Fields> fields = Fields::of(entry.value, "an input of a block", diagnostics_);
      if (!fields || !fields->only({"doc", "optional"})) continue;
      InputSpec input;
      input.name = entry.key;
      input.name_span = entry.key_span;
      input.doc = fields->text("doc");
      input.optional = fields->flag("optional");
      if (out.inputs.empty() ? input.optional : out.inputs.back().optional && !input.optional) {
        diagnostics_.error(Kind::spec_bad_value, input.name_span,
                           "inputs that are optional come last, and the first input is not optional");
        continue;
      }
      add_input(std::move(input), out);
    }
    if (!json.is_list() && !json.is_object())
      diagnostics_.error(Kind::spec_wrong_type, json.span, "`inputs` of a block is a list of names, not {}",
                         describe(json.kind()));
  }

  void model_inputs(const Value& object, const ModelSpec& model, Body& out) {
    for (const Value::Entry& entry : object.object()) {
      std::optional<Fields> fields = Fields::of(entry.value, "an input of a model", diagnostics_);
      if (!fields || !fields->only(input_keys())) continue;
      InputSpec input;
      input.name = entry.key;
      input.name_span = entry.key_span;
      input.doc = fields->text("doc");
      if (const Value* dtype = fields->string("dtype")) {
        input.dtype = dtype->text();
        if (std::find(kDtypes.begin(), kDtypes.end(), input.dtype) == kDtypes.end())
          diagnostics_.error(Kind::spec_bad_value, dtype->span, "there is no dtype `{}`", printable(input.dtype))
              .suggest(nearest(input.dtype, kDtypes));
      }
      fields->required("shape");
      const Value* shape = fields->list("shape");
      for (const Value& dim : shape ? shape->list() : Value::List())
        if (std::optional<ShapeEntry> parsed = shape_entry(dim, &model)) input.shape.push_back(std::move(*parsed));
      if (!data(entry.value, input)) continue;
      add_input(std::move(input), out);
    }
  }

  void outputs(const Value& json, bool is_model, Body& out) {
    for (const Value& name : json.list()) {
      if (!name.is_string()) {
        diagnostics_.error(Kind::spec_wrong_type, name.span, "an output in a list is a name, not {}",
                           describe(name.kind()));
        continue;
      }
      add_output({name.text(), name.span, std::nullopt, {}, {}}, name, out);
    }
    for (const Value::Entry& entry : json.object()) {
      OutputSpec output{entry.key, entry.key_span, std::nullopt, {}, {}};
      if (entry.value.is_string()) {
        add_output(std::move(output), entry.value, out);
        continue;
      }
      std::optional<Fields> fields = Fields::of(entry.value, "an output", diagnostics_);
      if (!fields || !fields->only(output_keys(is_model))) continue;
      if (const Value* condition = fields->get("if")) {
        output.condition = Template::value(*condition, diagnostics_);
        if (!output.condition) continue;
      }
      fields->text("doc");
      if (!meaning(entry.value, output.meaning)) continue;
      const Value* from = fields->string("from");
      if (!fields->failed()) add_output(std::move(output), from ? *from : Value(entry.key).at(entry.key_span), out);
    }
    if (!json.is_list() && !json.is_object())
      diagnostics_.error(Kind::spec_wrong_type, json.span, "`outputs` is an object or a list of names, not {}",
                         describe(json.kind()));
  }

  void states(const Value& object, const ModelSpec* model, Definition& out) {
    for (const Value::Entry& entry : object.object()) {
      std::optional<Fields> fields = Fields::of(entry.value, "a state", diagnostics_);
      if (!fields || !fields->only({"shape", "owner", "initial_value", "doc"})) continue;
      StateSpec state;
      state.name = entry.key;
      state.name_span = entry.key_span;
      state.doc = fields->text("doc");
      state.initial_value = fields->number("initial_value").value_or(0);
      if (const Value* owner = fields->string("owner"); owner && !parse(owner->text(), &state.owner))
        diagnostics_.error(Kind::spec_bad_value, owner->span,
                           "a state belongs to the `context` or to the `model`, not to `{}`", printable(owner->text()));
      fields->required("shape");
      const Value* shape = fields->list("shape");
      for (const Value& dim : shape ? shape->list() : Value::List())
        if (std::optional<ShapeEntry> parsed = shape_entry(dim, model)) state.shape.push_back(std::move(*parsed));
      if (check_identifier(state.name, "a state", state.name_span, diagnostics_))
        out.states.push_back(std::move(state));
    }
  }

  void constraint(const Value& json, ModelSpec& out) {
    const std::string& text = json.text();
    std::size_t at = text.find_first_of("<>=!");
    std::string op = at == std::string::npos ? "" : text.substr(at, text.substr(at + 1, 1) == "=" ? 2 : 1);
    if (op != "<=" && op != ">=" && op != "<" && op != ">" && op != "==") {
      diagnostics_.error(Kind::constraint_invalid, json.span,
                         "a constraint compares two dimensions by <=, <, >=, > or ==");
      return;
    }
    Dim::Failure failure;
    std::optional<Dim> left = Dim::parse(text.substr(0, at), &failure);
    std::size_t offset = failure.offset;
    std::optional<Dim> right = left ? Dim::parse(text.substr(at + op.size()), &failure) : std::nullopt;
    if (left && !right) offset = at + op.size() + failure.offset;
    if (!left || !right) {
      diagnostics_.error(Kind::constraint_invalid, LocatedText(json).at(offset, offset + 1), "{}", failure.message);
      return;
    }
    if (!symbols_declared(*left, json.span, out) || !symbols_declared(*right, json.span, out)) return;
    auto add = [&](const Dim& less, const Dim& more) {
      Dim difference = less - more;
      if (!difference.valid() || (difference.is_constant() && difference.value() > 0))
        diagnostics_.error(Kind::constraint_invalid, json.span, "`{}` can never hold", printable(text));
      else
        out.constraints.push_back({less, more, text, json.span});
    };
    if (op == "<=" || op == "==") add(*left, *right);
    if (op == ">=" || op == "==") add(*right, *left);
    if (op == "<") add(*left + Dim(1), *right);
    if (op == ">") add(*right + Dim(1), *left);
  }

 private:
  bool add_input(InputSpec input, Body& out) {
    if (!check_identifier(input.name, "an input", input.name_span, diagnostics_)) return false;
    if (input.name == "input" && !out.inputs.empty()) {
      diagnostics_.error(Kind::name_duplicate, input.name_span, "`input` is the name of the first input in any case")
          .note_at(out.inputs[0].name_span, "the first is here");
      return false;
    }
    for (const InputSpec& other : out.inputs) {
      if (other.name != input.name) continue;
      diagnostics_.error(Kind::name_duplicate, input.name_span, "there are two inputs of the name `{}`", input.name)
          .note_at(other.name_span, "it was first given here");
      return false;
    }
    out.inputs.push_back(std::move(input));
    return true;
  }

  void add_output(OutputSpec output, const Value& from, Body& out) {
    if (!check_identifier(output.name, "an output", output.name_span, diagnostics_)) return;
    for (const OutputSpec& other : out.outputs) {
      if (other.name != output.name) continue;
      diagnostics_.error(Kind::name_duplicate, output.name_span, "there are two outputs of the name `{}`", output.name)
          .note_at(other.name_span, "it was first given here");
      return;
    }
    std::optional<Template> compiled = Template::name(from, diagnostics_);
    if (!compiled) return;
    output.from = std::move(*compiled);
    out.outputs.push_back(std::move(output));
  }

  // How raw data becomes an input: at most one key says it.
  bool data(const Value& object, InputSpec& out) {
    for (const Value::Entry& entry : object.object()) {
      const DataKey* key = find_data_key(entry.key);
      if (!key) continue;
      if (out.data_key) {
        diagnostics_.error(Kind::spec_bad_value, entry.key_span,
                           "an input comes from one kind of data, and here is `{}` already", out.data_key->name);
        return false;
      }
      std::optional<Template> compiled = Template::value(entry.value, diagnostics_);
      if (!compiled) return false;
      if (compiled->constant() && !compiled->is_object()) {
        diagnostics_.error(Kind::spec_wrong_type, entry.value.span, "`{}` is an object, not {}", key->name,
                           describe(entry.value.kind()));
        return false;
      }
      if (!check_constants(*compiled, key->arguments, key->name, diagnostics_)) return false;
      out.data_key = key;
      out.data = std::move(*compiled);
    }
    return true;
  }

  // The members of an output that say what it means.
  bool meaning(const Value& object, Template& out) {
    Value::Object said;
    for (const Argument& argument : output_arguments())
      for (const Value::Entry& entry : object.object())
        if (entry.key == argument.name) said.push_back(entry);
    std::optional<Template> compiled = Template::value(Value(std::move(said)).at(object.span), diagnostics_);
    if (!compiled || !check_constants(*compiled, output_arguments(), "an output", diagnostics_)) return false;
    out = std::move(*compiled);
    return true;
  }

  bool symbols_declared(const Dim& dim, const Span& span, const ModelSpec& model) {
    std::vector<std::string> names;
    for (const SymbolSpec& symbol : model.symbols) names.push_back(symbol.name);
    for (const std::string& name : dim.symbols()) {
      if (std::find(names.begin(), names.end(), name) != names.end()) continue;
      bool argument = std::any_of(model.arguments.begin(), model.arguments.end(),
                                  [&](const Argument& a) { return a.name == name; });
      Diagnostic& d = diagnostics_.error(Kind::dimension_invalid, span, "there is no symbol `{}`", printable(name));
      if (argument)
        d.note("to read the argument, write \"={}\"", name);
      else
        d.suggest(nearest(name, names));
      return false;
    }
    return true;
  }

  // Symbols of a block are those of the model that uses it, which is not known here (`model` is null).
  std::optional<ShapeEntry> shape_entry(const Value& json, const ModelSpec* model) {
    ShapeEntry entry;
    entry.span = json.span;
    if (json.is_string() && json.text().substr(0, 1) != "=") {
      Dim::Failure failure;
      std::optional<Dim> dim = Dim::parse(json.text(), &failure);
      if (!dim) {
        diagnostics_.error(Kind::dimension_invalid, LocatedText(json).at(failure.offset, failure.offset + 1),
                           "`{}` is not a dimension: {}", printable(json.text(), 60), failure.message);
        return std::nullopt;
      }
      if (model && !symbols_declared(*dim, json.span, *model)) return std::nullopt;
      entry.is_dim = true;
      entry.dim = *dim;
      return entry;
    }
    if (!json.is(Value::Kind::integer) && !json.is_string()) {
      diagnostics_.error(Kind::dimension_invalid, json.span,
                         "a dimension is an int, an expression, or text over symbols, not {}", describe(json.kind()));
      return std::nullopt;
    }
    std::optional<Template> value = Template::value(json, diagnostics_);
    if (!value) return std::nullopt;
    entry.value = std::move(*value);
    return entry;
  }

  Diagnostics& diagnostics_;
};

}  // namespace

void parse_block_inputs(const Value& json, Body& out, Diagnostics& diagnostics) {
  TensorParser(diagnostics).block_inputs(json, out);
}

void parse_model_inputs(const Value& object, const ModelSpec& model, Body& out, Diagnostics& diagnostics) {
  TensorParser(diagnostics).model_inputs(object, model, out);
}

void parse_states(const Value& object, const ModelSpec* model, Definition& out, Diagnostics& diagnostics) {
  TensorParser(diagnostics).states(object, model, out);
}

void parse_outputs(const Value& json, bool is_model, Body& out, Diagnostics& diagnostics) {
  TensorParser(diagnostics).outputs(json, is_model, out);
}

void parse_constraints(const Value& list, ModelSpec& out, Diagnostics& diagnostics) {
  for (const Value& json : list.list()) {
    if (!json.is_string()) {
      diagnostics.error(Kind::spec_wrong_type, json.span,
                        "a constraint is a string such as \"past + tokens <= 1024\", not {}", describe(json.kind()));
      continue;
    }
    TensorParser(diagnostics).constraint(json, out);
  }
}

}  // namespace specimen::gen
