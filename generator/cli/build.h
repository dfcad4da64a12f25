// Building a generated folder: shared by `build`, `run` and `bench`.
#pragma once

#include <string>

#include "cli/session.h"
#include "kernels/catalog.h"

namespace specimen::gen {

struct BuildOptions {
  std::string out;  // the folder; its program and library come to lie in <out>/build
  int jobs = 0;     // 0: one for each processor
  bool check = true;
  bool quiet = false;
  bool reference = false;  // the kernels in plain C++: any machine runs them, slowly
};

// Where objects of kernels are kept by content, so that models share them: SPECIMEN_CACHE, else the user's cache
// folder.
std::string cache_folder();

// The kernels of a plan, for each level.
std::vector<Instance> instances_of(const Plan& plan);

// Generates, compiles the kernels, builds library and program. False after diagnostics.
bool build_model(Session& session, const Plan& plan, const BuildOptions& options);

// Builds the model where `run` and `bench` keep what they built, and says where its program is. `model` is what the
// plan was made of: a second time starts at once.
std::optional<std::string> build_program(Session& session, const Plan& plan, const ModelArguments& model,
                                         bool reference = false);

// Runs a program and waits. Its exit status, or -1. Standard output: shown, thrown away, or kept in `text`.
enum class Printed : std::uint8_t { show, drop, keep };
int run_program(const std::vector<std::string>& command, Printed printed, std::string* text = nullptr);

// The diagnostic of a program that failed after it said why. Always false.
bool run_failed(Session& session, const std::string& program);

}  // namespace specimen::gen
