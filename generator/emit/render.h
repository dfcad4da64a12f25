// Templates to text, strictly: a name that the view lacks is an error, and nothing is escaped.
#pragma once

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace specimen::gen {

struct Rendered {
  std::string text;
  std::vector<int> lines;  // the template's line (from 1) that made each line of `text`
  std::string error;       // empty when all went well
};

// A view as the template library wants it. Made once for all templates that show it: that takes longer than to render
// one.
class RenderedView {
 public:
  explicit RenderedView(const nlohmann::ordered_json& view);
  ~RenderedView();
  RenderedView(RenderedView&&) noexcept;
  RenderedView& operator=(RenderedView&&) noexcept;

 private:
  friend Rendered render(const std::string& text, const RenderedView& view,
                         const std::map<std::string, std::string>& partials);
  struct Data;
  std::unique_ptr<Data> data_;
};

// Renders `text`, a Mustache template. Partials ({{>step}}) are other templates, by name; their lines count as the line
// that names them. Strings and numbers are printed as they are; lists, objects and booleans open sections.
Rendered render(const std::string& text, const RenderedView& view, const std::map<std::string, std::string>& partials);

}  // namespace specimen::gen
