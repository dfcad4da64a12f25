// From a kernel instance to an object file. No JSON: a generated directory's own host tool is made of this too.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "kernels/catalog.h"

namespace specimen::gen {

// Compiles one kernel under the neutral name `kernel`, with Halide's own names for what it imports. False, with
// Halide's message in `error`, when it cannot.
bool compile_neutral(const Problem& problem, const Schedule& schedule, Target target, const std::string& object,
                     std::string* error);

// Under which a compiled kernel is kept: of the families' text, Halide's version, and all that was asked for.
std::string content_key(const Problem& problem, const Schedule& schedule, Target target);

// The assembly of the same.
bool compile_assembly(const Problem& problem, const Schedule& schedule, Target target, const std::string& path,
                      std::string* error);

struct CompileOptions {
  std::string out;    // directory for <symbol>__<target>.o; of GPUs, .device: kernels/device_code.h
  std::string cache;  // directory of objects by content; empty: none
  int jobs = 1;       // processes
  // Called when a kernel has been compiled: how many of how many, and its name.
  std::function<void(std::size_t done, std::size_t total, const std::string& symbol)> progress;
};

// Compiles every instance, one process each, so that Halide's names, which count up within a process, are the same in
// every run. Objects that the cache knows are renamed and copied. False, with every failure in `error`.
bool compile_all(const std::vector<Instance>& instances, const CompileOptions& options, std::string* error);

// A shared library of objects, by `ld`. What the kernels import stays open: the program that loads it has it.
bool link_shared(const std::vector<std::string>& objects, const std::string& library, std::string* error);

}  // namespace specimen::gen
