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

  Diagnostics& diagnostics_;
  std::vector<std::pair<std::string, Span>> declared_;
};

void read_block(Fields& fields, BlockSpec& block, Diagnostics& diagnostics) {
  fields.only({"$schema", "block", "doc", "source", "arguments", "let", "inputs", "outputs", "layers"}, kReserved);
  SpecParser parser(diagnostics);
  parser.definition(fields, "block", block);
  block.source = fields.text("source");
  if (const Value* inputs = fields.get("inputs")) parse_block_inputs(*inputs, block, diagnostics);
  if (const Value* outputs = fields.get("outputs")) parse_outputs(*outputs, false, block, diagnostics);
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
  if (const Value* constraints = fields.list("constraints")) parse_constraints(*constraints, model, diagnostics);
  fields.required("inputs");
  if (const Value* inputs = fields.object("inputs")) {
    parse_model_inputs(*inputs, model, diagnostics);
    if (inputs->object().empty())
      diagnostics.error(Kind::spec_bad_value, inputs->span, "a model has at least one input");
  }
  fields.required("outputs");
  if (const Value* outputs = fields.get("outputs")) parse_outputs(*outputs, true, model, diagnostics);
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
