// Generating a folder: shared by `generate`, `build` and `run`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/session.h"
#include "emit/emit.h"

namespace specimen::gen {

struct GenerateOptions {
  bool shared_runtime = false;
  bool check = true;
};

// The files of a model's folder, checked. No value after diagnostics.
std::optional<std::vector<GeneratedFile>> generate_model(Session& session, const Plan& plan,
                                                         const GenerateOptions& options);

// Compiles and checks the text; findings are diagnostics.
void check_generated(Session& session, const std::vector<GeneratedFile>& files, const std::string& data_folder);

// Writes the files that changed. Refuses to replace one that was edited, unless forced, before anything is written.
bool write_files(Session& session, const std::vector<GeneratedFile>& files, const std::string& folder, bool force);

}  // namespace specimen::gen
