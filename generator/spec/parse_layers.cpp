// The statements of a `layers` list: calls, `for`, `if`, `let`.
#include <algorithm>

#include "base/nearest.h"
#include "base/text.h"
#include "spec/expression.h"
#include "spec/fields.h"
#include "spec/names.h"
#include "spec/spec_parser.h"

namespace specimen::gen {
namespace {

const std::vector<std::string> kBeside = {"name", "from", "weights_of", "doc"};

Statements body_of(Fields& fields, std::string_view key, Diagnostics& diagnostics) {
  const Value* list = fields.list(key);
  return list ? parse_statements(*list, diagnostics) : Statements();
}

std::optional<Statement> parse_for(Fields fields, Diagnostics& diagnostics) {
  bool good = fields.only({"for", "in", "layers", "doc"});
  const Value *variable = fields.string("for"), *in = fields.required("in");
  fields.required("layers");
  auto result = std::make_shared<ForStatement>();
  result->body = body_of(fields, "layers", diagnostics);
  if (!good || !variable || !in || fields.failed()) return std::nullopt;
  if (!check_variable(variable->text(), "a variable", variable->span, diagnostics)) return std::nullopt;
  if (!in->is_list() && !(in->is_string() && in->text().substr(0, 1) == "=")) {
    diagnostics.error(Kind::spec_wrong_type, in->span, "`in` is a list, or an expression that gives one, not {}",
                      describe(in->kind()));
    return std::nullopt;
  }
  std::optional<Template> list = Template::value(*in, diagnostics);
  if (!list) return std::nullopt;
  result->variable = variable->text();
  result->variable_span = variable->span;
  result->in = std::move(*list);
  Statement statement;
  statement.kind = Statement::Kind::repeat;
  statement.repeat = std::move(result);
  return statement;
}

std::optional<Statement> parse_if(Fields fields, Diagnostics& diagnostics) {
  bool good = fields.only({"if", "layers", "else", "doc"});
  const Value* condition = fields.required("if");
  fields.required("layers");
  auto result = std::make_shared<IfStatement>();
  result->then_body = body_of(fields, "layers", diagnostics);
  result->else_body = body_of(fields, "else", diagnostics);
  if (!good || !condition || fields.failed()) return std::nullopt;
  if (!condition->is(Value::Kind::boolean) && !(condition->is_string() && condition->text().substr(0, 1) == "=")) {
    diagnostics.error(Kind::spec_wrong_type, condition->span, "`if` is a bool, or an expression that gives one, not {}",
                      describe(condition->kind()));
    return std::nullopt;
  }
  std::optional<Template> compiled = Template::value(*condition, diagnostics);
  if (!compiled) return std::nullopt;
  result->condition = std::move(*compiled);
  Statement statement;
  statement.kind = Statement::Kind::condition;
  statement.condition = std::move(result);
  return statement;
}

std::optional<Statement> parse_let(Fields fields, Diagnostics& diagnostics) {
  bool good = fields.only({"let", "layers", "doc"});
  auto result = std::make_shared<LetStatement>();
  const Value* bindings = fields.object("let");
  result->has_body = fields.get("layers") != nullptr;
  result->body = body_of(fields, "layers", diagnostics);
  if (!good || !bindings || fields.failed()) return std::nullopt;
  result->bindings = parse_bindings(*bindings, "a `let`", diagnostics);
  Statement statement;
  statement.kind = Statement::Kind::let;
  statement.let = std::move(result);
  return statement;
}

// The key that names the layer, block or model; null after a diagnostic.
const Value::Entry* callee_of(const Value& json, Diagnostics& diagnostics) {
  std::vector<const Value::Entry*> candidates;
  for (const Value::Entry& entry : json.object())
    if (std::find(kBeside.begin(), kBeside.end(), entry.key) == kBeside.end()) candidates.push_back(&entry);
  if (candidates.empty()) {
    diagnostics.error(Kind::spec_missing_key, json.span, "a layer needs the name of its class or block as a key")
        .note("as in {{\"Dense\": {{\"units\": 10}}, \"name\": \"logits\"}}");
    return nullptr;
  }
  // Of several, the callee is the one that looks like one; a mistyped `nmae` beside a layer is then what is reported.
  const Value::Entry* callee = candidates[0];
  for (const Value::Entry* entry : candidates)
    if (is_upper_camel(entry->key) || (entry->key.size() > 1 && entry->key[0] == '=')) callee = entry;
  if (candidates.size() > 1 && !is_upper_camel(callee->key) && callee->key[0] != '=')
    for (const Value::Entry* entry : candidates)
      if (entry->value.is_object()) callee = entry;
  bool good = true;
  for (const Value::Entry* entry : candidates) {
    if (entry == callee) continue;
    diagnostics
        .error(Kind::spec_unknown_key, entry->key_span, "the layer `{}` has no key `{}` beside it",
               printable(callee->key, 40), printable(entry->key))
        .suggest(nearest(entry->key, kBeside));
    good = false;
  }
  const std::vector<std::string>& words = statement_words();
  if (good && std::find(words.begin(), words.end(), callee->key) != words.end()) {
    diagnostics.error(Kind::spec_unknown_key, callee->key_span, "`{}` does not stand alone", callee->key)
        .note(
            "statements are {{\"for\", \"in\", \"layers\"}}, {{\"if\", \"layers\", \"else\"}}, {{\"let\"}} and layers");
    good = false;
  }
  return good ? callee : nullptr;
}

// A name or list of names that must be a string, list or object.
std::optional<Template> name_template(const Value& json, const char* what, bool several, Diagnostics& diagnostics) {
  if (json.is_string() || (several && (json.is_list() || json.is_object()))) return Template::name(json, diagnostics);
  diagnostics.error(Kind::spec_wrong_type, json.span, "`{}` is a name{}, not {}", what,
                    several ? " or a list of names" : "", describe(json.kind()));
  return std::nullopt;
}

std::optional<Statement> parse_call(const Value& json, Diagnostics& diagnostics, Span* key_span) {
  const Value::Entry* callee = callee_of(json, diagnostics);
  if (!callee) return std::nullopt;
  *key_span = callee->key_span;
  auto call = std::make_shared<CallStatement>();
  std::optional<Template> name = Template::value(Value(callee->key).at(callee->key_span), diagnostics);
  bool good = name.has_value();
  if (name) call->callee = std::move(*name);

  const Value& arguments = callee->value;
  if (arguments.is_string() && arguments.text().substr(0, 1) == "=") {
    call->all_arguments = Template::value(arguments, diagnostics);
    good = good && call->all_arguments;
  } else if (arguments.is_object()) {
    for (const Value::Entry& entry : arguments.object()) {
      std::optional<Template> value = Template::value(entry.value, diagnostics);
      good = good && value;
      if (value) call->arguments.push_back({entry.key, entry.key_span, std::move(*value)});
    }
  } else {
    diagnostics.error(Kind::spec_wrong_type, arguments.span, "the arguments of `{}` are an object, not {}",
                      printable(callee->key, 40), describe(arguments.kind()));
    good = false;
  }
  auto read = [&](const char* key, bool several, std::optional<Template>& out) {
    const Value* value = json.find(key);
    if (!value) return;
    out = name_template(*value, key, several, diagnostics);
    good = good && out;
  };
  read("name", false, call->name);
  read("from", true, call->from);
  read("weights_of", false, call->weights_of);
  if (const Value* doc = json.find("doc")) call->doc = doc->text();
  if (!good) return std::nullopt;
  Statement statement;
  statement.kind = Statement::Kind::call;
  statement.call = std::move(call);
  return statement;
}

}  // namespace

const std::vector<std::string>& statement_words() {
  static const std::vector<std::string> words = {"name",   "from", "if",   "for",        "in",
                                                 "layers", "let",  "else", "weights_of", "doc"};
  return words;
}

bool check_variable(const std::string& name, std::string_view what, const Span& span, Diagnostics& diagnostics) {
  if (!check_identifier(name, what, span, diagnostics)) return false;
  if (!is_expression_word(name)) return true;
  diagnostics.error(Kind::name_keyword, span, "{} cannot be named `{}`: expressions use that word themselves", what,
                    name);
  return false;
}

std::vector<Binding> parse_bindings(const Value& object, std::string_view what, Diagnostics& diagnostics) {
  std::vector<Binding> result;
  for (const Value::Entry& entry : object.object()) {
    std::optional<Template> value = Template::value(entry.value, diagnostics);
    if (check_variable(entry.key, what, entry.key_span, diagnostics) && value)
      result.push_back({entry.key, entry.key_span, std::move(*value)});
  }
  return result;
}

Statements parse_statements(const Value& list, Diagnostics& diagnostics) {
  Statements result;
  for (const Value& json : list.list()) {
    if (diagnostics.full()) break;
    std::optional<Fields> fields = Fields::of(json, "a layer", diagnostics);
    if (!fields) continue;
    std::optional<Statement> statement;
    Span key_span;
    for (const char* word : {"for", "if", "let"}) {
      if (!json.find(word) || key_span.valid()) continue;
      key_span = fields->key_span(word);
      fields = Fields::of(json, fmt::format("a `{}`", word), diagnostics);
      statement = word[0] == 'f'   ? parse_for(*fields, diagnostics)
                  : word[0] == 'i' ? parse_if(*fields, diagnostics)
                                   : parse_let(*fields, diagnostics);
    }
    if (!key_span.valid()) statement = parse_call(json, diagnostics, &key_span);
    if (!statement) continue;
    statement->span = json.span;
    statement->key_span = key_span;
    result.push_back(std::move(*statement));
  }
  return result;
}

}  // namespace specimen::gen
