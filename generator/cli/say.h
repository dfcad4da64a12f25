// What a command says on standard output: one thing for people, or JSON for programs.
#pragma once

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>

#include "base/text.h"
#include "cli/session.h"

namespace specimen::gen {

// As ASCII alone, so that text from files cannot command a terminal; bytes that are no UTF-8 become U+FFFD.
inline std::string json_text(const nlohmann::ordered_json& json, int indent = 1) {
  return json.dump(indent, ' ', true, nlohmann::ordered_json::error_handler_t::replace);
}

inline void say(const Session& session, const nlohmann::ordered_json& json, const std::string& text) {
  fmt::print("{}\n", session.json ? json_text(json) : text);
}

// A text of a spec on one line: whole, unless it is absurdly long.
inline std::string doc_text(std::string_view doc) { return printable(doc, 2000); }

}  // namespace specimen::gen
