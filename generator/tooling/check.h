// The check of generated C++ before it is written: it compiles, its hot path does what a hot path may, and it includes
// only what it may. A finding is a fault of a template or of the emitter, never of the user, so each one names the
// template and the template's line.
#pragma once

#include <string>
#include <vector>

namespace specimen::gen {

// One file, in memory.
struct SourceText {
  std::string path;  // relative to the generated directory, as others include it: "resnet50.h"
  std::string text;
  std::string template_name;  // what made it; empty when no template did
  // The template's line (from 1) of each line of `text`; 0 or missing where none made it.
  std::vector<int> template_lines;
  // False: the file is there to be included; it is neither compiled by itself nor held to `allowed_headers`.
  bool checked = true;
};

struct CheckOptions {
  // Directories on disk where `#include "runtime/..."` is found, when the runtime is not among the files.
  std::vector<std::string> include_dirs;
  // The roots of the hot path: names of functions with or without their namespaces, defined in the files.
  std::vector<std::string> hot_functions;
  // What the files may include besides each other, as written between the quotes or brackets: "cstdint",
  // "runtime/core/tensor.h". A `*` at the end stands for any rest.
  std::vector<std::string> allowed_headers;
  std::string standard = "c++17";
  // Added to the flags of every generated model: -Wall -Wextra -Werror -fno-exceptions -fno-rtti.
  std::vector<std::string> extra_flags;
};

struct Finding {
  // compile: a syntax error, a type error, a warning.   header: an include that is not allowed.
  // allocation, throw, virtual_call, std_function, lock: found on the hot path.   no_function: a root does not exist.
  std::string rule;
  std::string path;  // of the generated file, or of a header of `include_dirs` that the hot path reaches
  int line = 0;      // from 1; 0 where there is none
  int column = 0;
  std::string template_name;
  int template_line = 0;  // 0 when unknown
  std::string message;    // what is wrong, and on the hot path by which calls it is reached
};

// Every finding, sorted by path and place, each once. Compiles each checked .cpp in memory; touches no file.
std::vector<Finding> check_sources(const std::vector<SourceText>& files, const CheckOptions& options);

// "model.cpp.mustache:12: `new` ... (resnet50.cpp:40:5) [allocation]"
std::string finding_text(const Finding& finding);

}  // namespace specimen::gen
