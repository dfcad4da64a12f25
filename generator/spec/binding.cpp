#include "spec/binding.h"

#include <algorithm>

#include "base/nearest.h"
#include "base/text.h"
#include "spec/missing_layers.h"

namespace specimen::gen {
namespace {

const Argument* find_argument(const std::vector<Argument>& declared, std::string_view name) {
  auto found = std::find_if(declared.begin(), declared.end(), [&](const Argument& a) { return a.name == name; });
  return found == declared.end() ? nullptr : &*found;
}

void missing(const Argument& argument, std::string_view owner, const Span& call, Diagnostics& diagnostics) {
  diagnostics.error(Kind::argument_missing, call, "{} needs the argument `{}`: {}", printable(owner), argument.name,
                    argument.type.text());
}

class CallChecker {
 public:
  CallChecker(Library& library, Diagnostics& diagnostics) : library_(library), diagnostics_(diagnostics) {}

  void check(const Statements& statements) {
    for (const Statement& statement : statements) {
      if (diagnostics_.full()) return;
      if (statement.call) check(*statement.call, statement.key_span);
      if (statement.repeat) check(statement.repeat->body);
      if (statement.condition) check(statement.condition->then_body), check(statement.condition->else_body);
      if (statement.let) check(statement.let->body);
    }
  }

  void check(const Edit& edit) {
    check(edit.layers);
    for (const Selector& selector : edit.at) {
      if (selector.layer.empty()) continue;
      std::optional<Declared> declared = find(selector.layer, selector.layer_span);
      if (!declared) continue;
      Value::Object given;
      for (const Binding& binding : selector.where) given.push_back({binding.name, Value(), binding.name_span});
      check_names(*declared->arguments, given, declared->owner, diagnostics_);
    }
  }

 private:
  // What a name stands for.
  struct Declared {
    const std::vector<Argument>* arguments;
    std::string owner;
  };

  std::optional<Declared> find(const std::string& name, const Span& span) {
    if (const LayerInfo* layer = library_.layers().find(name)) return Declared{&layer->arguments, name};
    if (is_upper_camel(name)) {
      report_missing_layer(name, span, library_.block_names(), diagnostics_);
      return std::nullopt;
    }
    std::optional<BlockChoice> block = library_.find_block(name, diagnostics_, span);
    if (!block) return std::nullopt;
    return Declared{&block->definition().arguments, owner_text(*block)};
  }

  void check(const CallStatement& call, const Span& span) {
    if (!call.callee.constant()) return;
    std::optional<Declared> declared = find(call.callee.constant_value().text(), span);
    if (declared) check(*declared->arguments, declared->owner, call, span);
  }

  void check(const std::vector<Argument>& declared, const std::string& owner, const CallStatement& call,
             const Span& span) {
    Value::Object given;
    for (const Binding& binding : call.arguments)
      given.push_back(
          {binding.name, binding.value.constant() ? binding.value.constant_value() : Value(), binding.name_span});
    check_names(declared, given, owner, diagnostics_);
    for (const Binding& binding : call.arguments)
      if (const Argument* argument = find_argument(declared, binding.name); argument && binding.value.constant())
        check_argument(*argument, binding.value.constant_value(), owner, &library_, diagnostics_);
    if (call.all_arguments) return;
    for (const Argument& argument : declared)
      if (argument.required &&
          std::none_of(given.begin(), given.end(), [&](const Value::Entry& e) { return e.key == argument.name; }))
        missing(argument, owner, span, diagnostics_);
  }

  Library& library_;
  Diagnostics& diagnostics_;
};

}  // namespace

std::string owner_text(const BlockChoice& choice) {
  return choice.block ? "block " + choice.block->name : "model " + choice.model.name();
}

bool check_names(const std::vector<Argument>& declared, const Value::Object& given, std::string_view owner,
                 Diagnostics& diagnostics) {
  bool good = true;
  for (const Value::Entry& entry : given) {
    if (find_argument(declared, entry.key)) continue;
    std::vector<std::string> names;
    for (const Argument& argument : declared) names.push_back(argument.name);
    Diagnostic& d = diagnostics.error(Kind::argument_unknown, entry.key_span, "{} has no argument `{}`",
                                      printable(owner), printable(entry.key));
    std::string close = nearest(entry.key, names);
    if (!close.empty())
      d.suggest(close);
    else if (names.empty())
      d.note("it has no arguments");
    else
      d.note("it has {}", join(names, ", "));
    good = false;
  }
  return good;
}

std::optional<std::vector<BoundArgument>> bind_arguments(const std::vector<Argument>& declared,
                                                         const Value::Object& given, std::string_view owner,
                                                         const Span& call, const BlockNames& blocks, Scope& scope,
                                                         Diagnostics& diagnostics) {
  bool good = check_names(declared, given, owner, diagnostics);
  std::vector<BoundArgument> result;
  for (const Argument& argument : declared) {
    auto entry =
        std::find_if(given.begin(), given.end(), [&](const Value::Entry& e) { return e.key == argument.name; });
    bool is_given = entry != given.end();
    if (!is_given && argument.required) {
      missing(argument, owner, call, diagnostics);
      good = false;
      continue;
    }
    if (!is_given && !good) continue;  // a default may read what is missing
    std::optional<Value> value =
        is_given ? std::optional<Value>(entry->value) : argument.default_value.evaluate(scope, diagnostics);
    if (value) value = check_argument(argument, *value, owner, &blocks, diagnostics);
    good = good && value;
    if (!value) continue;
    if (!value->span.valid()) value->span = call;
    scope.set(argument.name, *value);
    result.push_back({argument.name, std::move(*value), is_given});
  }
  return good ? std::optional<std::vector<BoundArgument>>(std::move(result)) : std::nullopt;
}

bool check_calls(const Definition& definition, const Body& body, Library& library, Diagnostics& diagnostics) {
  int errors = diagnostics.errors();
  CallChecker checker(library, diagnostics);
  checker.check(body.layers);
  if (&body == &definition) {
    for (const Edit& edit : definition.edits) checker.check(edit);
  }
  return diagnostics.errors() == errors;
}

}  // namespace specimen::gen
