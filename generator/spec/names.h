// The rules for names. Names of layers, inputs and models become C++ identifiers, members and file names, so they are
// held to a strict pattern, and words that C++ or the spec language keeps for itself are refused.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/diagnostics.h"

namespace specimen::gen {

constexpr std::size_t kLongestName = 200;

// A C++ keyword, a name reserved in C++, or a macro of its headers.
bool is_cpp_word(std::string_view name);
// `what` is `layer`, `argument`, ...: for the message.
bool check_identifier(std::string_view name, std::string_view what, const Span& span, Diagnostics& diagnostics);
// [a-z][a-z0-9_]*: blocks, models, variants.
bool check_lower_name(std::string_view name, std::string_view what, const Span& span, Diagnostics& diagnostics);
// The same of models and variants, whose names become those of directories, namespaces, programs and targets of CMake.
bool check_model_name(std::string_view name, std::string_view what, const Span& span, Diagnostics& diagnostics);
// Identifiers with `/` between them.
bool check_path(std::string_view path, std::string_view what, const Span& span, Diagnostics& diagnostics);

// The names given in one scope: no two equal, none inside another (`a` and `a/b`), no two that give one identifier
// (`a_b` and `a/b`).
class NameTable {
 public:
  bool add(const std::string& path, std::string_view what, const Span& span, Diagnostics& diagnostics);
  bool has(const std::string& path) const { return names_.count(path) != 0; }

 private:
  std::map<std::string, Span> names_;         // as given
  std::map<std::string, std::string> flat_;   // identifier -> name
  std::map<std::string, std::string> inner_;  // every proper prefix of a path -> the path
};

}  // namespace specimen::gen
