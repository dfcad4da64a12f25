// Compiled kernels loaded into this process and run on memory of their own, for measuring.
#pragma once

#include <string>
#include <vector>

#include "compiler/machine.h"
#include "kernels/catalog.h"

namespace specimen::gen {

struct RunOptions {
  int threads = 1;
  int batch = 1, sequence = 1;  // kernels that see only rows run on batch * sequence rows
  bool cold = true;             // weights cycle through copies of 128 MB together, as if other layers ran in between
  double seconds = 0.25;        // for each kernel
  std::string cache;            // directory of compiled objects
  int jobs = 1;
};

struct Measured {
  bool ok = false;
  std::string error;
  Timing time;
};

// How often one call does what flops() of its kernel counts.
double repeats(const Problem& problem, const RunOptions& options);
// Bytes of inputs, weights, operands and outputs of one call, each touched once.
double touched_bytes(const Problem& problem, const RunOptions& options);

// Compiles, links with `ld`, loads and times every instance.
std::vector<Measured> measure(const std::vector<Instance>& instances, const RunOptions& options);

}  // namespace specimen::gen
