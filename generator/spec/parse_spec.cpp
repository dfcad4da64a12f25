// Reads the members of a block's or model's JSON.
#include <algorithm>

#include "base/nearest.h"
#include "base/text.h"
#include "spec/fields.h"
#include "spec/json.h"
#include "spec/names.h"
#include "spec/spec.h"
#include "spec/spec_parser.h"

namespace specimen::gen {
namespace {

const std::vector<std::string> kReserved = {"functions", "state", "extends", "edit"};
const std::vector<std::string> kInputKeys = {"shape",     "dtype",      "doc",          "from_image",
                                             "from_text", "from_table", "from_sequence"};
const std::vector<std::string> kOutputKeys = {"from", "if", "doc", "labels", "kind"};
const std::vector<std::string> kDtypes = {"bfloat16", "bool", "float16", "float32", "int32", "int64", "int8", "uint8"};

class SpecParser {
 public:
  explicit SpecParser(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  void definition(Fields& fields, const char* kind, Definition& out) {
    const Value* name = fields.required_string(kind);
    if (name) {
      out.name = name->text();
      out.name_span = name->span;
      if (check_lower_name(out.name, fmt::format("a {}", kind), name->span, diagnostics_) &&
          std::count(statement_words().begin(), statement_words().end(), out.name) != 0)
        diagnostics_.error(Kind::name_keyword, name->span, "a {} cannot be named `{}`: the word stands beside layers",
                           kind, out.name);
    }
    out.span = fields.json().span;
    out.file = out.span.file;
    out.doc = fields.text("doc");
    if (const Value* object = fields.object("arguments")) arguments(*object, out);
    if (const Value* object = fields.object("let")) {
      out.let = parse_bindings(*object, "a `let`", diagnostics_);
      for (const Binding& binding : out.let) declare(binding.name, binding.name_span);
    }
    fields.required("layers");
    if (const Value* list = fields.list("layers")) out.layers = parse_statements(*list, diagnostics_);
  }

  void symbols(const Value& object, ModelSpec& out) {
    for (const Value::Entry& entry : object.object()) {
      std::optional<Fields> fields = Fields::of(entry.value, "a symbol", diagnostics_);
      if (!check_variable(entry.key, "a symbol", entry.key_span, diagnostics_) || !declare(entry.key, entry.key_span))
        continue;
      if (!fields || !fields->only({"max", "doc"})) continue;
      const Value* max = fields->required("max");
      std::optional<Template> compiled = max ? Template::value(*max, diagnostics_) : std::nullopt;
      if (compiled) out.symbols.push_back({entry.key, entry.key_span, std::move(*compiled), fields->text("doc")});
    }
  }

  void constraints(const Value& list, ModelSpec& out) {
    for (const Value& json : list.list()) {
      if (!json.is_string()) {
        diagnostics_.error(Kind::spec_wrong_type, json.span,
                           "a constraint is a string such as \"past + tokens <= 1024\", not {}", describe(json.kind()));
        continue;
      }
      constraint(json, out);
    }
  }

  // Block: a list of names, or an object whose members only have a `doc`.
  void block_inputs(const Value& json, Definition& out) {
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
      if (!fields || !fields->only({"doc"})) continue;
      InputSpec input;
      input.name = entry.key;
      input.name_span = entry.key_span;
      input.doc = fields->text("doc");
      add_input(std::move(input), out);
    }
    if (!json.is_list() && !json.is_object())
      diagnostics_.error(Kind::spec_wrong_type, json.span, "`inputs` of a block is a list of names, not {}",
                         describe(json.kind()));
  }

  void model_inputs(const Value& object, ModelSpec& out) {
    for (const Value::Entry& entry : object.object()) {
      std::optional<Fields> fields = Fields::of(entry.value, "an input of a model", diagnostics_);
      if (!fields || !fields->only(kInputKeys)) continue;
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
        if (std::optional<ShapeEntry> parsed = shape_entry(dim, out)) input.shape.push_back(std::move(*parsed));
      if (!meaning(entry.value, {"shape", "dtype", "doc"}, input.meaning)) continue;
      add_input(std::move(input), out);
    }
  }

  void outputs(const Value& json, bool is_model, Definition& out) {
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
      if (!fields || !fields->only(is_model ? kOutputKeys : std::vector<std::string>{"from", "if", "doc"})) continue;
      if (const Value* condition = fields->get("if")) {
        output.condition = Template::value(*condition, diagnostics_);
        if (!output.condition) continue;
      }
      if (!meaning(entry.value, {"from", "if"}, output.meaning)) continue;
      const Value* from = fields->string("from");
      if (!fields->failed()) add_output(std::move(output), from ? *from : Value(entry.key).at(entry.key_span), out);
    }
    if (!json.is_list() && !json.is_object())
      diagnostics_.error(Kind::spec_wrong_type, json.span, "`outputs` is an object or a list of names, not {}",
                         describe(json.kind()));
  }

  void variants(const Value& object, ModelSpec& out) {
    for (const Value::Entry& entry : object.object()) {
      if (!check_lower_name(entry.key, "a variant", entry.key_span, diagnostics_)) continue;
      if (!entry.value.is_object()) {
        diagnostics_.error(Kind::spec_wrong_type, entry.value.span, "a variant is an object of arguments, not {}",
                           describe(entry.value.kind()));
        continue;
      }
      VariantSpec variant;
      variant.name = entry.key;
      variant.name_span = entry.key_span;
      for (const Value::Entry& argument : entry.value.object()) {
        auto known = std::find_if(out.arguments.begin(), out.arguments.end(),
                                  [&](const Argument& a) { return a.name == argument.key; });
        if (known == out.arguments.end()) {
          if (argument.key == "doc" && argument.value.is_string()) {
            variant.doc = argument.value.text();
            continue;
          }
          std::vector<std::string> names;
          for (const Argument& a : out.arguments) names.push_back(a.name);
          diagnostics_
              .error(Kind::argument_unknown, argument.key_span, "model {} has no argument `{}`", printable(out.name),
                     printable(argument.key))
              .suggest(nearest(argument.key, names));
          continue;
        }
        std::optional<Template> value = Template::value(argument.value, diagnostics_);
        if (!value) continue;
        if (value->constant())
          check_argument(*known, value->constant_value(), "model " + out.name, nullptr, diagnostics_);
        variant.arguments.push_back({argument.key, argument.key_span, std::move(*value)});
      }
      out.variants.push_back(std::move(variant));
    }
  }

 private:
  void arguments(const Value& object, Definition& out) {
    for (const Value::Entry& entry : object.object()) {
      std::optional<Fields> fields = Fields::of(entry.value, "an argument", diagnostics_);
      if (!check_variable(entry.key, "an argument", entry.key_span, diagnostics_) ||
          !declare(entry.key, entry.key_span))
        continue;
      if (!fields || !fields->only({"type", "default", "nullable", "min", "max", "choices", "doc"})) continue;
      Argument argument;
      argument.name = entry.key;
      argument.span = entry.key_span;
      argument.doc = fields->text("doc");
      argument.nullable = fields->flag("nullable");
      argument.min = fields->number("min");
      argument.max = fields->number("max");
      if (const Value* choices = fields->list("choices")) argument.choices = choices->list();
      const Value* type = fields->required_string("type");
      if (fields->failed() || !argument_type(*type, argument)) continue;
      if (argument.min && argument.max && *argument.min > *argument.max) {
        diagnostics_.error(Kind::spec_bad_value, fields->key_span("max"), "the maximum of `{}` is below its minimum",
                           argument.name);
        continue;
      }
      if (const Value* value = fields->get("default")) {
        argument.required = false;
        std::optional<Template> compiled = Template::value(*value, diagnostics_);
        if (!compiled) continue;
        argument.default_value = std::move(*compiled);
        if (argument.default_value.constant() &&
            !check_argument(argument, argument.default_value.constant_value(), "the default", nullptr, diagnostics_))
          continue;
      }
      out.arguments.push_back(std::move(argument));
    }
  }

  bool argument_type(const Value& text, Argument& argument) {
    std::string failure;
    std::size_t offset = 0;
    std::optional<ArgumentType> type = ArgumentType::parse(text.text(), &failure, &offset);
    if (!type) {
      LocatedText located(text);
      diagnostics_.error(Kind::spec_bad_type, located.at(offset, text.text().size()), "`{}` is not a type: {}",
                         printable(text.text(), 40), failure);
      return false;
    }
    argument.type = std::move(*type);
    return true;
  }

  // Arguments, symbols and `let` share one scope.
  bool declare(const std::string& name, const Span& span) {
    for (const auto& [known, place] : declared_) {
      if (known != name) continue;
      diagnostics_.error(Kind::name_duplicate, span, "there are two of the name `{}` here", printable(name))
          .note_at(place, "it was first given here");
      return false;
    }
    declared_.emplace_back(name, span);
    return true;
  }

  bool add_input(InputSpec input, Definition& out) {
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

  void add_output(OutputSpec output, const Value& from, Definition& out) {
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

  // The members that say what a value means, without those that say how it is made.
  bool meaning(const Value& object, const std::vector<std::string>& without, Template& out) {
    Value::Object rest;
    for (const Value::Entry& entry : object.object())
      if (std::find(without.begin(), without.end(), entry.key) == without.end()) rest.push_back(entry);
    std::optional<Template> compiled = Template::value(Value(std::move(rest)).at(object.span), diagnostics_);
    if (compiled) out = std::move(*compiled);
    return compiled.has_value();
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

  std::optional<ShapeEntry> shape_entry(const Value& json, const ModelSpec& model) {
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
      if (!symbols_declared(*dim, json.span, model)) return std::nullopt;
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

  Diagnostics& diagnostics_;
  std::vector<std::pair<std::string, Span>> declared_;
};

void read_block(Fields& fields, BlockSpec& block, Diagnostics& diagnostics) {
  fields.only({"$schema", "block", "doc", "source", "arguments", "let", "inputs", "outputs", "layers"}, kReserved);
  SpecParser parser(diagnostics);
  parser.definition(fields, "block", block);
  block.source = fields.text("source");
  if (const Value* inputs = fields.get("inputs")) parser.block_inputs(*inputs, block);
  if (const Value* outputs = fields.get("outputs")) parser.outputs(*outputs, false, block);
}

void read_model(Fields& fields, ModelSpec& model, Diagnostics& diagnostics) {
  fields.only({"$schema", "model", "doc", "source", "arguments", "let", "symbols", "constraints", "inputs", "layers",
               "outputs", "variants", "checkpoints"},
              kReserved);
  SpecParser parser(diagnostics);
  parser.definition(fields, "model", model);
  if (const Value* source = fields.get("source")) {
    if (source->is_object())
      model.source_details = *source;
    else
      model.source = fields.text("source");
    if (const Value* paper = source->find("paper")) model.source = paper->text();
  }
  if (const Value* symbols = fields.object("symbols")) parser.symbols(*symbols, model);
  if (const Value* constraints = fields.list("constraints")) parser.constraints(*constraints, model);
  fields.required("inputs");
  if (const Value* inputs = fields.object("inputs")) {
    parser.model_inputs(*inputs, model);
    if (inputs->object().empty())
      diagnostics.error(Kind::spec_bad_value, inputs->span, "a model has at least one input");
  }
  fields.required("outputs");
  if (const Value* outputs = fields.get("outputs")) parser.outputs(*outputs, true, model);
  if (const Value* variants = fields.object("variants")) parser.variants(*variants, model);
  const Value* checkpoints = fields.object("checkpoints");
  for (const Value::Entry& entry : checkpoints ? checkpoints->object() : Value::Object()) {
    std::optional<CheckpointMapping> mapping = CheckpointMapping::parse(entry.key, entry.value, diagnostics);
    if (mapping) model.checkpoints.push_back(std::move(*mapping));
  }
}

}  // namespace

const CheckpointMapping* ModelSpec::checkpoint(std::string_view kind) const {
  for (const CheckpointMapping& mapping : checkpoints)
    if (mapping.kind == kind) return &mapping;
  return nullptr;
}

std::optional<ParsedSpec> parse_spec(const SourceFile& file, Diagnostics& diagnostics) {
  int errors = diagnostics.errors();
  std::optional<Value> json = parse_json(file, diagnostics);
  if (!json) return std::nullopt;
  std::optional<Fields> fields = Fields::of(*json, "a spec", diagnostics);
  if (!fields) return std::nullopt;
  bool is_block = json->find("block") != nullptr, is_model = json->find("model") != nullptr;
  Span start = json->span;
  start.end = start.begin + 1;
  if (json->find("extends")) {
    diagnostics.error(Kind::spec_reserved_key, fields->key_span("extends"), "`extends` is reserved for a later version")
        .note("a variant with other arguments is an entry of the model's `variants`, or `--set name=value`");
    return std::nullopt;
  }
  if (is_block == is_model) {
    diagnostics.error(Kind::spec_not_a_spec, start, "{}",
                      is_block ? "a spec is a block or a model, not both"
                               : "a spec has the key `block` or `model`, and this file has neither");
    return std::nullopt;
  }
  ParsedSpec result;
  if (is_block) {
    result.block = std::make_unique<BlockSpec>();
    read_block(*fields, *result.block, diagnostics);
  } else {
    result.model = std::make_unique<ModelSpec>();
    read_model(*fields, *result.model, diagnostics);
  }
  if (diagnostics.errors() > errors) return std::nullopt;
  return result;
}

}  // namespace specimen::gen
