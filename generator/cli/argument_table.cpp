#include "cli/argument_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace specimen::gen {

namespace {

std::string type_text(const Argument& argument) { return argument.type.text() + (argument.nullable ? " or null" : ""); }

// "from 1", "from 0 to 1", "one of same, valid".
std::string range_text(const Argument& argument) {
  std::string text;
  if (argument.min) text += fmt::format("from {}", *argument.min);
  if (argument.max) text += fmt::format("{}to {}", text.empty() ? "" : " ", *argument.max);
  for (const Value& choice : argument.choices)
    text += (&choice == argument.choices.data() ? "one of " : ", ") + to_json(choice);
  return text;
}

}  // namespace

std::string default_text(const Argument& argument) {
  if (argument.required) return "";
  const Template& value = argument.default_value;
  if (value.constant()) return to_json(value.constant_value());
  const Span& span = value.span();
  return span.valid() ? span.file->text().substr(span.begin, span.end - span.begin) : "an expression";
}

std::string argument_lines(const std::vector<Argument>& arguments) {
  std::size_t name = 0, type = 0, standard = 0;
  for (const Argument& argument : arguments) {
    name = std::max(name, argument.name.size());
    type = std::max(type, type_text(argument).size());
    standard = std::max(standard, default_text(argument).size());
  }
  std::string text;
  for (const Argument& argument : arguments) {
    std::string line = fmt::format("  {:<{}}  {:<{}}  {:<{}}", argument.name, name, type_text(argument), type,
                                   argument.required ? "-" : default_text(argument), standard);
    const std::string range = range_text(argument);
    if (!range.empty()) line += "  " + range;
    if (!argument.doc.empty()) line += (range.empty() ? "  " : "; ") + argument.doc;
    line.erase(line.find_last_not_of(' ') + 1);
    text += printable(line, 2000) + "\n";
  }
  return text;
}

nlohmann::ordered_json argument_list(const std::vector<Argument>& arguments) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Argument& argument : arguments) {
    nlohmann::ordered_json entry = {{"name", argument.name}, {"type", type_text(argument)}};
    if (!argument.required) entry["default"] = default_text(argument);
    if (const std::string range = range_text(argument); !range.empty()) entry["range"] = range;
    if (!argument.doc.empty()) entry["doc"] = argument.doc;
    list.push_back(std::move(entry));
  }
  return list;
}

}  // namespace specimen::gen
