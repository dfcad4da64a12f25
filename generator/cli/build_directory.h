// Compiling a generated directory: its kernels with Halide, then its C++ with CMake.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/session.h"
#include "emit/emit.h"
#include "kernels/catalog.h"

namespace specimen::gen {

constexpr std::uint64_t kLargestProgram = 1 << 30;  // bytes of what is built, read whole

struct BuildOptions {
  std::string directory;           // made by `generate`; what is built is in <directory>/build
  std::string kernel_cache;        // compiled kernels by content
  std::string target;              // of CMake; all of them without it
  int jobs = 0;                    // 0: one for each processor
  bool quiet = false;              // no progress
  bool verbose = false;            // all that the compilers and CMake say
  bool reference = false;          // the kernels in plain C++: any machine runs them, slowly
  bool mpi = false;                // the training program links MPI, where there is one
  const Plan* training = nullptr;  // of a step of training, whose kernels are compiled, too
};

// The kernels of a plan, for each target.
std::vector<Instance> instances_of(const Plan& plan);

// Writes `list` to the file `instances` and has each compiled into the directory `out`. False after diagnostics.
bool compile_instances(Session& session, const std::vector<Instance>& list, const std::string& instances,
                       const std::string& out, const BuildOptions& options);

// Compiles the kernels into kernels/lib, with a list of their hashes; what is there of other kernels goes. With them
// the directory is built without Halide. False after diagnostics.
bool compile_kernels(Session& session, const Plan& plan, const BuildOptions& options);

// The Python module and its shared libraries, in build/module/python. False after diagnostics.
bool build_module(Session& session, const Plan& plan, const BuildOptions& options);

// Compiles the kernels into kernels/lib, then library, program and test. False after diagnostics.
bool build_directory(Session& session, const Plan& plan, const BuildOptions& options);

// Names what is built by all that it is made from: the text of the files, the compilers, the settings.
std::string build_key(const std::vector<GeneratedFile>& files, const BuildOptions& options);

// Says that CMake cannot build in such a path, if that is so. False after a diagnostic.
bool check_build_path(Session& session, const std::string& path);

}  // namespace specimen::gen
