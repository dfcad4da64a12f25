// A model made by editing a spec, and the same made by changing the text of the specs: their graphs have one text.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/file.h"
#include "graph/build.h"
#include "graph/layers/layer.h"
#include "graph/text.h"
#include "spec/library.h"

namespace specimen::gen {

// A change by hand: in a file below specs/, `from` becomes `to`, everywhere.
struct HandChange {
  std::string file, from, to;
};

// A model, and the specs that it was built from.
struct BuiltModel {
  explicit BuiltModel() : library({std::string(SPECIMEN_SOURCE_DIR) + "/specs"}, layer_table()) {}

  Library library;
  Diagnostics diagnostics;
  std::optional<Graph> graph;

  void build(const std::string& name, const std::vector<std::string>& settings = {}) {
    const std::optional<ModelChoice> choice = library.find_model(name, diagnostics);
    Settings values;
    for (const std::string& setting : settings)
      if (auto value = parse_setting(setting, library.sources(), diagnostics)) values.push_back(*value);
    if (choice && !diagnostics.has_errors()) graph = build_graph(library, *choice, values, diagnostics);
    EXPECT_TRUE(graph) << diagnostics.text();
  }

  // Without the header, which names the model and its file.
  std::string text() const {
    if (!graph) return "";
    const std::string whole = print(*graph);
    return whole.substr(whole.find("  symbol"));
  }
};

// `edits`: what stands between the brackets of `edit`, after a line break.
inline std::string extension(const std::string& base, const std::string& edits, const std::string& more = "") {
  return R"J({"extends": ")J" + base + R"J(", "model": "mine", )J" + more + R"J("edit": [)J" + edits + "]}";
}

inline std::string by_edit(const std::string& spec, const std::vector<std::string>& settings = {}) {
  BuiltModel model;
  model.library.add_text("mine.json", spec);
  model.build("mine", settings);
  return model.text();
}

inline std::string by_hand(const std::string& name, const std::vector<HandChange>& changes,
                           const std::vector<std::string>& settings = {}) {
  BuiltModel model;
  std::vector<std::pair<std::string, std::string>> texts;
  for (const HandChange& change : changes) {
    const std::string path = change.file.substr(change.file.rfind('/') + 1);
    auto known = std::find_if(texts.begin(), texts.end(), [&](const auto& text) { return text.first == path; });
    if (known == texts.end()) {
      std::optional<std::string> text =
          read_file(std::string(SPECIMEN_SOURCE_DIR) + "/specs/" + change.file, 1 << 20, model.diagnostics);
      known = texts.insert(texts.end(), {path, text.value_or("")});
    }
    std::string& text = known->second;
    EXPECT_NE(text.find(change.from), std::string::npos) << change.file << " has no " << change.from;
    for (std::size_t at = text.find(change.from); at != std::string::npos;
         at = text.find(change.from, at + change.to.size()))
      text.replace(at, change.from.size(), change.to);
  }
  for (auto& [path, text] : texts) model.library.add_text(path, text);
  model.build(name, settings);
  return model.text();
}

}  // namespace specimen::gen
