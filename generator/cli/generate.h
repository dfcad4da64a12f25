// Generating a directory: shared by `generate`, `build` and `run`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/session.h"
#include "emit/emit.h"
#include "spec/recipe.h"

namespace specimen::gen {

constexpr std::uint64_t kLargestText = 16 << 20;  // bytes of a file of a generated directory

struct GenerateOptions {
  bool shared_runtime = false;
  bool check = true;
  const Plan* training = nullptr;  // the plan of a step of training, whose files are written, too
  const Recipe* recipe = nullptr;  // how it is trained: with a program that does it
};

// The files of a model's directory as the templates give them: neither checked nor formatted. No value after
// diagnostics.
std::optional<std::vector<GeneratedFile>> emit_files(Session& session, const Plan& plan, bool shared_runtime,
                                                     const Plan* training = nullptr, const Recipe* recipe = nullptr);

// The files of a model's directory, checked and formatted. No value after diagnostics.
std::optional<std::vector<GeneratedFile>> generate_model(Session& session, const Plan& plan,
                                                         const GenerateOptions& options);

// Compiles and checks the text; findings are diagnostics.
void check_generated(Session& session, const Plan& plan, const std::vector<GeneratedFile>& files,
                     const std::string& data_directory);

}  // namespace specimen::gen
