#include "spec/extend.h"

#include <algorithm>
#include <utility>

#include "base/nearest.h"
#include "base/text.h"
#include "spec/fields.h"
#include "spec/spec_parser.h"

namespace specimen::gen {
namespace {

template <class Named>
Named* find_named(std::vector<Named>& list, std::string_view name) {
  auto found = std::find_if(list.begin(), list.end(), [&](const Named& one) { return one.name == name; });
  return found == list.end() ? nullptr : &*found;
}

class Extender {
 public:
  Extender(const ExtensionSpec& extension, Fields& fields, Diagnostics& diagnostics)
      : extension_(extension), fields_(fields), diagnostics_(diagnostics), parser_(diagnostics) {}

  void block(BlockSpec& out) {
    only({"$schema", "extends", "block", "doc", "source", "arguments", "let", "outputs", "edit"});
    definition(out);
    if (fields_.get("source")) out.source = fields_.text("source");
    if (const Value* outputs = fields_.get("outputs")) {
      out.outputs.clear();
      parse_outputs(*outputs, false, out, diagnostics_);
    }
  }

  void model(const VariantSpec* variant, ModelSpec& out) {
    only({"$schema", "extends", "model", "doc", "source", "arguments", "let", "symbols", "constraints", "inputs",
          "outputs", "variants", "checkpoints", "weight_types", "renamed", "edit"});
    for (const Binding& binding : variant ? variant->arguments : std::vector<Binding>())
      if (Argument* argument = find_named(out.arguments, binding.name)) set_default(*argument, binding.value);
    if (variant && !variant->doc.empty()) out.doc = variant->doc;
    definition(out);
    parse_source(fields_, out);
    if (const Value* symbols = fields_.object("symbols")) {
      out.symbols.clear();
      parser_.symbols(*symbols, out);
    } else {
      for (const SymbolSpec& symbol : out.symbols) parser_.declare(symbol.name, symbol.name_span);
    }
    if (const Value* constraints = fields_.list("constraints")) {
      out.constraints.clear();
      parse_constraints(*constraints, out, diagnostics_);
    }
    for (const char* key : {"inputs", "outputs"}) {
      if (out.functions.empty() || !fields_.get(key)) continue;
      diagnostics_.error(Kind::spec_unknown_key, fields_.key_span(key), "`{}` has functions, each with its own `{}`",
                         printable(extension_.base), key);
      return;
    }
    if (const Value* inputs = fields_.object("inputs")) {
      for (const InputSpec& input : std::exchange(out.inputs, {})) out.left_out.push_back(input.name);
      parse_model_inputs(*inputs, out, out, diagnostics_);
      std::erase_if(out.left_out, [&](const std::string& name) { return find_named(out.inputs, name) != nullptr; });
      if (inputs->object().empty())
        diagnostics_.error(Kind::spec_bad_value, inputs->span, "a model has at least one input");
    }
    if (const Value* outputs = fields_.get("outputs")) {
      out.outputs.clear();
      parse_outputs(*outputs, true, out, diagnostics_);
    }
    out.variants.clear();  // they are names of the other model
    if (const Value* variants = fields_.object("variants")) parser_.variants(*variants, out);
    out.checkpoints.clear();  // they hold for the other model's tensors, and are found there
    out.renamed.clear();
    if (const Value* checkpoints = fields_.object("checkpoints")) parse_checkpoints(*checkpoints, out, diagnostics_);
    if (const Value* types = fields_.list("weight_types")) out.weight_types = parse_weight_types(*types, diagnostics_);
    if (const Value* table = fields_.object("renamed")) out.renamed = parse_renamings(*table, diagnostics_);
  }

 private:
  void only(const std::vector<std::string>& known) {
    if (!fields_.get("layers")) {
      fields_.only(known);
      return;
    }
    diagnostics_
        .error(Kind::spec_unknown_key, fields_.key_span("layers"), "a spec that extends another one has its layers")
        .note("`edit` changes them");
  }

  void definition(Definition& out) {
    parser_.name(*fields_.get(extension_.is_block ? "block" : "model"), extension_.is_block ? "block" : "model", out);
    out.span = fields_.json().span;
    out.file = out.span.file;
    if (fields_.get("doc")) out.doc = fields_.text("doc");
    for (const Argument& argument : out.arguments) parser_.declare(argument.name, argument.span);
    for (const Binding& binding : out.let) parser_.declare(binding.name, binding.name_span);
    if (const Value* object = fields_.object("arguments"))
      for (const Value::Entry& entry : object->object()) argument(entry, out);
    if (const Value* object = fields_.object("let")) let(*object, out);
    const Value* list = fields_.list("edit");
    if (!list) return;
    int generation = out.edits.empty() ? 0 : out.edits.back().generation + 1;
    for (Edit& edit : parse_edits(*list, generation, diagnostics_)) out.edits.push_back(std::move(edit));
  }

  static void set_default(Argument& argument, const Template& value) {
    argument.required = false;
    argument.default_value = value;
  }

  // Of an argument that is there, its default; else a declaration.
  void argument(const Value::Entry& entry, Definition& out) {
    Argument* known = find_named(out.arguments, entry.key);
    if (!known && entry.value.find("type")) {
      // Before those that are there, so that their defaults may read it.
      const std::size_t count = out.arguments.size();
      parser_.argument(entry, out);
      if (out.arguments.size() > count)
        std::rotate(out.arguments.begin() + declared_++, out.arguments.end() - 1, out.arguments.end());
      return;
    }
    if (!known) {
      std::vector<std::string> names;
      for (const Argument& argument : out.arguments) names.push_back(argument.name);
      std::string close = nearest(entry.key, names);
      Diagnostic& d = diagnostics_.error(Kind::argument_unknown, entry.key_span, "`{}` has no argument `{}`",
                                         printable(extension_.base), printable(entry.key));
      if (close.empty())
        d.note("a new argument is declared: `{{\"type\": ..., \"default\": ...}}`");
      else
        d.suggest(close);
      return;
    }
    std::optional<Template> value = Template::value(entry.value, diagnostics_);
    if (!value) return;
    if (value->constant() && !check_argument(*known, value->constant_value(), extension_.base, nullptr, diagnostics_))
      return;
    set_default(*known, *value);
  }

  void let(const Value& object, Definition& out) {
    for (Binding& binding : parse_bindings(object, "a `let`", diagnostics_)) {
      if (Binding* known = find_named(out.let, binding.name)) {
        *known = std::move(binding);
      } else {
        parser_.declare(binding.name, binding.name_span);
        out.let.push_back(std::move(binding));
      }
    }
  }

  const ExtensionSpec& extension_;
  Fields& fields_;
  Diagnostics& diagnostics_;
  DeclarationParser parser_;
  std::ptrdiff_t declared_ = 0;  // arguments that the extension declares
};

}  // namespace

ParsedSpec extend(const ExtensionSpec& extension, const BlockChoice& base, Diagnostics& diagnostics) {
  ParsedSpec result;
  int errors = diagnostics.errors();
  std::optional<Fields> fields = Fields::of(extension.json, "a spec that extends another one", diagnostics);
  if (!fields) return result;
  Extender extender(extension, *fields, diagnostics);
  if (extension.is_block) {
    result.block = std::make_unique<BlockSpec>(*base.block);
    extender.block(*result.block);
  } else {
    result.model = std::make_unique<ModelSpec>(*base.model.model);
    result.model->base = base.model.model;
    result.model->base_variant = base.model.variant;
    extender.model(base.model.variant, *result.model);
  }
  if (diagnostics.errors() > errors || fields->failed()) return {};
  return result;
}

}  // namespace specimen::gen
