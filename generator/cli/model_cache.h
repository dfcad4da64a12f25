// Programs of models that were built before, for `run`, `bench` and `weights prepare`.
#pragma once

#include <optional>
#include <string>

#include "cli/cache.h"
#include "cli/process.h"
#include "plan/plan.h"

namespace specimen::gen {

// A model's program, held open: it stays this one whatever becomes of the cache.
class ModelProgram {
 public:
  ModelProgram(std::string path, int file) : path_(std::move(path)), file_(file) {}
  ~ModelProgram();
  ModelProgram(ModelProgram&& other) noexcept : path_(std::move(other.path_)), file_(other.file_) { other.file_ = -1; }
  ModelProgram(const ModelProgram&) = delete;

  Command command(std::vector<std::string> arguments) const;

 private:
  std::string path_;
  int file_ = -1;
};

// The model's program: from the cache, where its name is a hash of all that it is made from, else built. Any number of
// processes may do so at once. No value after diagnostics.
std::optional<ModelProgram> built_program(Session& session, const Plan& plan, bool reference = false);

}  // namespace specimen::gen
