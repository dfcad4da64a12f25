// What sinks and command lines share with the expander.
#include <algorithm>

#include "base/text.h"
#include "spec/expand.h"
#include "spec/json.h"
#include "spec/template.h"

namespace specimen::gen {

void LayerSink::symbol(const std::string&, std::int64_t, const Span&) {}
void LayerSink::enter_function(const std::string&, const std::string&) {}
void LayerSink::enter_scope(const ScopeInfo&) {}
void LayerSink::leave_scope() {}

const LayerArgument* LayerCall::find(std::string_view argument) const {
  auto found =
      std::find_if(arguments.begin(), arguments.end(), [&](const LayerArgument& a) { return a.name == argument; });
  return found == arguments.end() ? nullptr : &*found;
}

const Value& LayerCall::value(std::string_view argument) const {
  static const Value none;
  const LayerArgument* found = find(argument);
  return found ? found->value : none;
}

Span LayerCall::argument_span(std::string_view argument) const {
  const LayerArgument* found = find(argument);
  return found && found->span.valid() ? found->span : span;
}

std::optional<std::vector<std::int64_t>> LayerCall::integers(std::string_view argument, std::size_t count,
                                                             Diagnostics& diagnostics) const {
  const Value& given = value(argument);
  if (given.is(Value::Kind::integer)) return std::vector<std::int64_t>(count, given.integer());
  std::vector<std::int64_t> result;
  for (const Value& item : given.list())
    if (item.is(Value::Kind::integer)) result.push_back(item.integer());
  if (given.list().size() == count && result.size() == count) return result;
  diagnostics.error(Kind::argument_wrong_type, argument_span(argument),
                    "`{}` of {} takes an int or a list of {} ints, not {}", argument, class_name, count,
                    printable(to_json(given), 60));
  return std::nullopt;
}

Scope Expansion::scope() const {
  Scope result;
  for (const Value::Entry& entry : arguments.object()) result.set(entry.key, entry.value);
  for (const Value::Entry& entry : let.object()) result.set(entry.key, entry.value);
  return result;
}

std::optional<Value::Entry> parse_setting(std::string_view text, Sources& sources, Diagnostics& diagnostics) {
  std::size_t equals = text.find('=');
  std::string name(trim(text.substr(0, equals)));
  if (equals == std::string_view::npos || !is_identifier(name)) {
    diagnostics.error(Kind::argument_malformed, {}, "`{}` does not set an argument", printable(text))
        .note("write `name=value`, such as `classes=37`");
    return std::nullopt;
  }
  const SourceFile* file = sources.add("--set " + name, std::string(trim(text.substr(equals + 1))));
  Span whole{file, 0, static_cast<std::uint32_t>(file->text().size())};
  const std::string& value = file->text();
  if (value.substr(0, 1) == "=") {
    std::optional<Expression> expression = Expression::parse(LocatedText(value, whole), diagnostics, 1);
    std::optional<Value> result = expression ? expression->evaluate(Scope(), diagnostics) : std::nullopt;
    if (!result) return std::nullopt;
    return Value::Entry{std::move(name), std::move(*result), whole};
  }
  Diagnostics quiet;
  std::optional<Value> json = parse_json(*file, quiet);
  bool structured = !value.empty() && (value[0] == '[' || value[0] == '{' || value[0] == '"');
  if (!json && structured) {
    parse_json(*file, diagnostics);
    return std::nullopt;
  }
  // Shells make quotes a burden: what is no JSON is a string.
  if (!json) json = Value(value).at(whole);
  return Value::Entry{std::move(name), std::move(*json), whole};
}

}  // namespace specimen::gen
