// Building a generated folder: shared by `build` and `run`.
#pragma once

#include <string>

#include "cli/session.h"

namespace specimen::gen {

struct BuildOptions {
  ModelArguments model;
  std::string out;  // the folder; its program and library come to lie in <out>/build
  std::string levels = "all";
  int jobs = 0;  // 0: one for each processor
  bool check = true;
  bool quiet = false;
};

// Where objects of kernels are kept by content, so that models share them: SPECIMEN_CACHE, else the user's cache
// folder.
std::string cache_folder();

// Generates, compiles the kernels, builds library and program. False after diagnostics.
bool build_model(Session& session, const BuildOptions& options);

// Runs a program and waits. Its exit status, or -1.
int run_program(const std::vector<std::string>& command, bool quiet);

}  // namespace specimen::gen
