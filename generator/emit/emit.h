// Plan -> Sources: the text of every file of a generated folder. Touches no disk: templates and quoted files come in as text.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "plan/plan.h"

namespace specimen::gen {

// One generated file. `template_lines[i]` is the line of the template that line i + 1 came from (0: none), for messages
// of the checks; empty for files that are quoted whole.
struct GeneratedFile {
  std::string path;  // in the generated folder
  std::string text;
  std::string template_name;
  std::vector<int> template_lines;
};

struct EmitOptions {
  // Alone: runtime and kernel families are quoted into the folder. Shared: model files only, for find_package(specimen).
  bool shared_runtime = false;
  std::map<std::string, std::string> templates;  // file name in templates/ -> text
  std::map<std::string, std::string> quoted;     // path in the generated folder (runtime/..., kernels/...) -> text
};

// Sorted by path; the same plan and options give the same bytes. `error` says what is wrong with a template (a name that
// the view lacks, with template and line): a defect of ours.
bool emit(const Plan& plan, const EmitOptions& options, std::vector<GeneratedFile>* files, std::string* error);

// Every generated file says in its head what made it and holds a hash of the rest. False: the text was edited since.
bool is_as_generated(const std::string& text);

}  // namespace specimen::gen
