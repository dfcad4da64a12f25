// Names of a block or model, and what they stand for: arguments, `let`, symbols, variants.
#include <algorithm>

#include "base/nearest.h"
#include "base/text.h"
#include "spec/fields.h"
#include "spec/json.h"
#include "spec/names.h"
#include "spec/spec_parser.h"

namespace specimen::gen {
namespace {

bool read_type(const Value& text, Argument& argument, Diagnostics& diagnostics) {
  std::string failure;
  std::size_t offset = 0;
  std::optional<ArgumentType> type = ArgumentType::parse(text.text(), &failure, &offset);
  if (!type) {
    LocatedText located(text);
    diagnostics.error(Kind::spec_bad_type, located.at(offset, text.text().size()), "`{}` is not a type: {}",
                      printable(text.text(), 40), failure);
    return false;
  }
  argument.type = std::move(*type);
  return true;
}

}  // namespace

void DeclarationParser::name(const Value& name, const char* kind, Definition& out) {
  out.name = name.text();
  out.name_span = name.span;
  const auto check = kind == std::string_view("model") ? check_model_name : check_lower_name;
  if (check(out.name, fmt::format("a {}", kind), name.span, diagnostics_) &&
      std::count(statement_words().begin(), statement_words().end(), out.name) != 0)
    diagnostics_.error(Kind::name_keyword, name.span, "a {} cannot be named `{}`: the word stands beside layers", kind,
                       out.name);
}

void DeclarationParser::arguments(const Value& object, Definition& out) {
  for (const Value::Entry& entry : object.object()) argument(entry, out);
}

void DeclarationParser::argument(const Value::Entry& entry, Definition& out) {
  std::optional<Fields> fields = Fields::of(entry.value, "an argument", diagnostics_);
  if (!check_variable(entry.key, "an argument", entry.key_span, diagnostics_) || !declare(entry.key, entry.key_span))
    return;
  if (!fields || !fields->only({"type", "default", "nullable", "min", "max", "choices", "doc"})) return;
  Argument argument;
  argument.name = entry.key;
  argument.span = entry.key_span;
  argument.doc = fields->text("doc");
  argument.nullable = fields->flag("nullable");
  argument.min = fields->number("min");
  argument.max = fields->number("max");
  if (const Value* choices = fields->list("choices")) argument.choices = choices->list();
  const Value* type = fields->required_string("type");
  if (fields->failed() || !read_type(*type, argument, diagnostics_)) return;
  if (argument.min && argument.max && *argument.min > *argument.max) {
    diagnostics_.error(Kind::spec_bad_value, fields->key_span("max"), "the maximum of `{}` is below its minimum",
                       argument.name);
    return;
  }
  if (const Value* value = fields->get("default")) {
    argument.required = false;
    std::optional<Template> compiled = Template::value(*value, diagnostics_);
    if (!compiled) return;
    argument.default_value = std::move(*compiled);
    if (argument.default_value.constant() &&
        !check_argument(argument, argument.default_value.constant_value(), "the default", nullptr, diagnostics_))
      return;
  }
  out.arguments.push_back(std::move(argument));
}

void DeclarationParser::let(const Value& object, Definition& out) {
  for (Binding& binding : parse_bindings(object, "a `let`", diagnostics_)) {
    declare(binding.name, binding.name_span);
    out.let.push_back(std::move(binding));
  }
}

void DeclarationParser::symbols(const Value& object, ModelSpec& out) {
  for (const Value::Entry& entry : object.object()) {
    std::optional<Fields> fields = Fields::of(entry.value, "a symbol", diagnostics_);
    if (!check_variable(entry.key, "a symbol", entry.key_span, diagnostics_) ||
        !check_identifier(entry.key, "a symbol", entry.key_span, diagnostics_) || !declare(entry.key, entry.key_span))
      continue;
    if (!fields || !fields->only({"max", "doc"})) continue;
    const Value* max = fields->required("max");
    std::optional<Template> compiled = max ? Template::value(*max, diagnostics_) : std::nullopt;
    if (compiled) out.symbols.push_back({entry.key, entry.key_span, std::move(*compiled), fields->text("doc")});
  }
}

void DeclarationParser::variants(const Value& object, ModelSpec& out) {
  for (const Value::Entry& entry : object.object()) {
    if (!check_model_name(entry.key, "a variant", entry.key_span, diagnostics_)) continue;
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

bool DeclarationParser::declare(const std::string& name, const Span& span) {
  for (const auto& [known, place] : declared_) {
    if (known != name) continue;
    diagnostics_.error(Kind::name_duplicate, span, "there are two of the name `{}` here", printable(name))
        .note_at(place, "it was first given here");
    return false;
  }
  declared_.emplace_back(name, span);
  return true;
}

}  // namespace specimen::gen
