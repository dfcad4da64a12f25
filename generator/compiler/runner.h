// Compiled kernels loaded into this process and run on memory of their own, for measuring.
#pragma once

#include <string>
#include <vector>

#include "compiler/machine.h"
#include "kernels/catalog.h"

namespace specimen::gen {

struct RunOptions {
  int threads = 1;
  bool cold = true;       // weights cycle through copies of 128 MB together, as if other layers ran in between
  double seconds = 0.25;  // for each kernel
  std::string cache;      // folder of compiled objects
  int jobs = 1;
};

struct Measured {
  bool ok = false;
  std::string error;
  Timing time;
};

// Compiles, links with `ld`, loads and times every instance, one image each.
std::vector<Measured> measure(const std::vector<Instance>& instances, const RunOptions& options);

}  // namespace specimen::gen
