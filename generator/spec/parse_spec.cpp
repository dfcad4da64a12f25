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

// What blocks and models share.
void read_definition(Fields& fields, const char* kind, DeclarationParser& parser, Definition& out) {
  if (const Value* name = fields.required_string(kind)) parser.name(*name, kind, out);
  out.span = fields.json().span;
  out.file = out.span.file;
  out.doc = fields.text("doc");
  if (const Value* object = fields.object("arguments")) parser.arguments(*object, out);
  if (const Value* object = fields.object("let")) parser.let(*object, out);
}

void read_layers(Fields& fields, Body& out, Diagnostics& diagnostics) {
  fields.required("layers");
  if (const Value* list = fields.list("layers")) out.layers = parse_statements(*list, diagnostics);
}

void read_block(Fields& fields, BlockSpec& block, Diagnostics& diagnostics) {
  fields.only({"$schema", "block", "doc", "source", "arguments", "let", "state", "inputs", "outputs", "layers"});
  DeclarationParser parser(diagnostics);
  read_definition(fields, "block", parser, block);
  read_layers(fields, block, diagnostics);
  block.source = fields.text("source");
  if (const Value* states = fields.object("state")) parse_states(*states, nullptr, block, diagnostics);
  if (const Value* inputs = fields.get("inputs")) parse_block_inputs(*inputs, block, diagnostics);
  if (const Value* outputs = fields.get("outputs")) parse_outputs(*outputs, false, block, diagnostics);
}

// A model's own body, or that of one of its functions.
void read_body(Fields& fields, const ModelSpec& model, Body& out, Diagnostics& diagnostics) {
  read_layers(fields, out, diagnostics);
  fields.required("inputs");
  if (const Value* inputs = fields.object("inputs")) {
    parse_model_inputs(*inputs, model, out, diagnostics);
    if (inputs->object().empty())
      diagnostics.error(Kind::spec_bad_value, inputs->span, "a model has at least one input");
  }
  fields.required("outputs");
  if (const Value* outputs = fields.get("outputs")) parse_outputs(*outputs, true, out, diagnostics);
}

void read_functions(const Value& object, ModelSpec& model, Diagnostics& diagnostics) {
  if (object.object().empty())
    diagnostics.error(Kind::spec_bad_value, object.span, "a model has at least one function");
  for (const Value::Entry& entry : object.object()) {
    std::optional<Fields> fields = Fields::of(entry.value, "a function", diagnostics);
    if (!check_identifier(entry.key, "a function", entry.key_span, diagnostics) || !fields) continue;
    fields->only({"doc", "inputs", "layers", "outputs"});
    FunctionSpec function;
    function.name = entry.key;
    function.name_span = entry.key_span;
    function.doc = fields->text("doc");
    read_body(*fields, model, function, diagnostics);
    model.functions.push_back(std::move(function));
  }
}

void read_model(Fields& fields, ModelSpec& model, Diagnostics& diagnostics) {
  fields.only({"$schema", "model", "doc", "source", "arguments", "let", "symbols", "constraints", "state", "functions",
               "inputs", "layers", "outputs", "variants", "checkpoints", "weight_types"});
  DeclarationParser parser(diagnostics);
  read_definition(fields, "model", parser, model);
  parse_source(fields, model);
  if (const Value* symbols = fields.object("symbols")) parser.symbols(*symbols, model);
  if (const Value* constraints = fields.list("constraints")) parse_constraints(*constraints, model, diagnostics);
  if (const Value* states = fields.object("state")) parse_states(*states, &model, model, diagnostics);
  if (const Value* functions = fields.object("functions")) {
    for (const char* key : {"inputs", "layers", "outputs"}) {
      if (!fields.get(key)) continue;
      diagnostics
          .error(Kind::spec_bad_value, fields.key_span(key), "a model with `functions` has no `{}` beside them", key)
          .note("each function has its own `inputs`, `layers` and `outputs`");
    }
    read_functions(*functions, model, diagnostics);
  } else {
    read_body(fields, model, model, diagnostics);
  }
  if (const Value* variants = fields.object("variants")) parser.variants(*variants, model);
  if (const Value* checkpoints = fields.object("checkpoints")) parse_checkpoints(*checkpoints, model, diagnostics);
  if (const Value* types = fields.list("weight_types")) model.weight_types = parse_weight_types(*types, diagnostics);
}

std::unique_ptr<ExtensionSpec> read_extension(Fields& fields, const char* kind) {
  auto extension = std::make_unique<ExtensionSpec>();
  extension->is_block = kind == std::string_view("block");
  extension->json = fields.json();
  if (const Value* name = fields.required_string(kind)) {
    extension->name = name->text();
    extension->name_span = name->span;
  }
  if (const Value* base = fields.string("extends")) {
    extension->base = base->text();
    extension->base_span = base->span;
  }
  if (const Value* variants = extension->is_block ? nullptr : fields.object("variants"))
    for (const Value::Entry& entry : variants->object()) extension->variants.emplace_back(entry.key, entry.key_span);
  return extension;
}

}  // namespace

void parse_source(Fields& fields, ModelSpec& out) {
  const Value* source = fields.get("source");
  if (!source) return;
  if (source->is_object())
    out.source_details = *source;
  else
    out.source = fields.text("source");
  if (const Value* paper = source->find("paper")) out.source = paper->text();
}

void parse_checkpoints(const Value& object, ModelSpec& out, Diagnostics& diagnostics) {
  for (const Value::Entry& entry : object.object()) {
    std::optional<CheckpointMapping> mapping = CheckpointMapping::parse(entry.key, entry.value, diagnostics);
    if (!mapping) continue;
    std::erase_if(out.checkpoints, [&](const CheckpointMapping& known) { return known.kind == mapping->kind; });
    out.checkpoints.push_back(std::move(*mapping));
  }
}

const CheckpointMapping* ModelSpec::checkpoint(std::string_view kind) const {
  for (const CheckpointMapping& mapping : checkpoints)
    if (mapping.kind == kind) return &mapping;
  return nullptr;
}

const Definition* ParsedSpec::definition() const {
  return block ? static_cast<const Definition*>(block.get()) : model.get();
}

std::vector<std::pair<std::string, Span>> ParsedSpec::names() const {
  std::vector<std::pair<std::string, Span>> result;
  if (extension) {
    result = extension->variants;
    result.insert(result.begin(), {extension->name, extension->name_span});
  }
  if (const Definition* whole = definition()) result.emplace_back(whole->name, whole->name_span);
  for (const VariantSpec& variant : model ? model->variants : std::vector<VariantSpec>())
    result.emplace_back(variant.name, variant.name_span);
  return result;
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
  if (is_block == is_model) {
    diagnostics.error(Kind::spec_not_a_spec, start, "{}",
                      is_block ? "a spec is a block or a model, not both"
                               : "a spec has the key `block` or `model`, and this file has neither");
    return std::nullopt;
  }
  if (json->find("edit") && !json->find("extends")) {
    diagnostics
        .error(Kind::spec_missing_key, fields->key_span("edit"),
               "`edit` changes the spec that this one `extends`, and "
               "that key is missing")
        .note("write `\"extends\": \"NAME\"` beside it");
    return std::nullopt;
  }
  ParsedSpec result;
  if (json->find("extends")) {
    result.extension = read_extension(*fields, is_block ? "block" : "model");
  } else if (is_block) {
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
