#include "emit/render.h"

#include <kainjow/mustache.hpp>

namespace specimen::gen {

namespace {

namespace mustache = kainjow::mustache;
using Json = nlohmann::ordered_json;

mustache::data to_data(const Json& json) {
  if (json.is_object()) {
    mustache::data object = mustache::data::type::object;
    for (const auto& [key, value] : json.items()) object.set(key, to_data(value));
    return object;
  }
  if (json.is_array()) {
    mustache::data list = mustache::data::type::list;
    for (const Json& item : json) list.push_back(to_data(item));
    return list;
  }
  if (json.is_boolean()) return json.get<bool>() ? mustache::data::type::bool_true : mustache::data::type::bool_false;
  if (json.is_string()) return json.get<std::string>();
  return json.dump();
}

// Remembers the first name that is not there.
class StrictContext : public mustache::context<std::string> {
 public:
  using mustache::context<std::string>::context;

  const mustache::data* get(const std::string& name) const override {
    const mustache::data* found = context::get(name);
    if (!found && missing_.empty()) missing_ = name;
    return found;
  }
  const mustache::data* get_partial(const std::string& name) const override {
    const mustache::data* found = context::get_partial(name);
    if (!found && missing_.empty()) missing_ = ">" + name;
    return found;
  }
  const std::string& missing() const { return missing_; }

 private:
  mutable std::string missing_;
};

// Each line starts with a mark that holds its number, so that the text knows where it came from. A line that holds one
// section tag and nothing else leaves no line behind, and would if it were marked.
constexpr char kMark = '\x01';

bool stands_alone(const std::string& line) {
  const std::size_t first = line.find_first_not_of(" \t"), last = line.find_last_not_of(" \t");
  if (first == std::string::npos) return false;
  if (line.compare(first, 2, "{{") != 0 || line.compare(last - 1, 2, "}}") != 0) return false;
  const char kind = line[first + 2];
  if (kind != '#' && kind != '/' && kind != '^' && kind != '!' && kind != '>') return false;
  return line.find("}}", first) == last - 1;
}

std::string marked(const std::string& text) {
  std::string result;
  int number = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = text.find('\n', at);
    if (end == std::string::npos) end = text.size();
    const std::string line = text.substr(at, end - at);
    ++number;
    if (!stands_alone(line)) result += kMark + std::to_string(number) + kMark;
    result += line;
    if (end < text.size()) result += '\n';
    at = end + 1;
  }
  return result;
}

// Takes the marks out again. Lines without one (of a value with several lines) belong to the line before.
void unmark(const std::string& text, Rendered& result) {
  int current = 0;
  bool line_open = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == kMark) {
      const std::size_t end = text.find(kMark, at + 1);
      current = std::stoi(text.substr(at + 1, end - at - 1));
      at = end;
      continue;
    }
    if (!line_open) {
      result.lines.push_back(current);
      line_open = true;
    }
    result.text += c;
    if (c == '\n') line_open = false;
  }
}

}  // namespace

Rendered render(const std::string& text, const Json& view, const std::map<std::string, std::string>& partials) {
  Rendered result;
  mustache::mustache parsed(marked(text));
  parsed.set_custom_escape([](const std::string& s) { return s; });
  mustache::data data = to_data(view);
  for (const auto& [name, partial] : partials) data.set(name, mustache::partial([partial] { return partial; }));
  StrictContext context(&data);
  const std::string rendered = parsed.render(context);
  if (!parsed.is_valid()) {
    result.error = parsed.error_message();
  } else if (!context.missing().empty()) {
    result.error = "the view has no `" + context.missing() + "`";
  } else {
    unmark(rendered, result);
  }
  return result;
}

}  // namespace specimen::gen
