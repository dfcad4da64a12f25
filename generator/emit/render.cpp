#include "emit/render.h"

#include <kainjow/mustache.hpp>

#include "base/text.h"

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
// section tag and nothing else leaves no line behind.
constexpr char kMark = '\x01';

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines = split(text, '\n');
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

bool stands_alone(const std::string& line) {
  const std::size_t first = line.find_first_not_of(" \t"), last = line.find_last_not_of(" \t");
  if (first == std::string::npos) return false;
  if (line.compare(first, 2, "{{") != 0 || line.compare(last - 1, 2, "}}") != 0) return false;
  const char kind = line[first + 2];
  if (kind != '#' && kind != '/' && kind != '^' && kind != '!') return false;
  return line.find("}}", first) == last - 1;
}

using Partials = std::map<std::string, std::string>;

void mark_line(const std::string& line, int number, std::string& result) {
  if (stands_alone(line)) {
    result += trim(line);
  } else {
    result += kMark + std::to_string(number) + kMark + line + '\n';
  }
}

// With partials in place of the lines that name them: the library would leave those lines' ends behind.
std::string marked(const std::string& text, const Partials& partials, std::string* error) {
  std::string result;
  int number = 0;
  for (const std::string& line : lines_of(text)) {
    ++number;
    const std::string_view tag = trim(line);
    if (tag.substr(0, 3) != "{{>") {
      mark_line(line, number, result);
      continue;
    }
    const std::string name(tag.substr(3, tag.find("}}") - 3));
    const auto partial = partials.find(name);
    if (partial == partials.end()) {
      *error = "there is no template `" + name + "`";
      return result;
    }
    for (const std::string& inner : lines_of(partial->second)) mark_line(inner, number, result);
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

struct RenderedView::Data {
  mustache::data view;
};

RenderedView::RenderedView(const Json& view) : data_(new Data{to_data(view)}) {}
RenderedView::~RenderedView() = default;
RenderedView::RenderedView(RenderedView&&) noexcept = default;
RenderedView& RenderedView::operator=(RenderedView&&) noexcept = default;

Rendered render(const std::string& text, const RenderedView& view, const Partials& partials) {
  Rendered result;
  const std::string source = marked(text, partials, &result.error);
  if (!result.error.empty()) return result;
  mustache::mustache parsed(source);
  parsed.set_custom_escape([](const std::string& s) { return s; });
  StrictContext context(&view.data_->view);
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
