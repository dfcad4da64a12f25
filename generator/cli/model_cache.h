// Programs of models that were built before, for `run`, `bench` and `weights pack`.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/cache.h"
#include "cli/process.h"
#include "plan/plan.h"
#include "spec/recipe.h"

namespace specimen::gen {

// A model's program, held open: it stays this one whatever becomes of the cache.
class ModelProgram {
 public:
  ModelProgram(std::string path, int file) : path_(std::move(path)), file_(file) {}
  ~ModelProgram();
  ModelProgram(ModelProgram&& other) noexcept { *this = std::move(other); }
  ModelProgram& operator=(ModelProgram&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(file_, other.file_);
    return *this;
  }

  Command command(std::vector<std::string> arguments) const;

 private:
  std::string path_;
  int file_ = -1;
};

// The model's program for one target (auto: this machine's, reference: the kernels in plain C++): from the cache, where
// its name is a hash of all that it is made from, else built. Any number of processes may do so at once. No value after
// diagnostics.
std::optional<ModelProgram> built_program(Session& session, Plan plan, const std::string& target = "auto");

// The same of the program that trains the model by a recipe; with `mpi` it links MPI, where there is one.
std::optional<ModelProgram> built_training(Session& session, Plan plan, Plan training, const Recipe& recipe,
                                           const std::string& target, bool mpi);

}  // namespace specimen::gen
