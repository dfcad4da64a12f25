// Runs a kernel on random data and compares it with its family's reference in double.
#pragma once

#include <functional>
#include <optional>

#include "library.h"

namespace specimen::gen {

// What one operation may differ by, relative to the largest output.
double tolerance(const Problem& problem);

// Which tokens a mask keeps: the first ones of each sequence, at least one; random ones.
enum class Mask { padding, random, all, none };

struct CheckOptions {
  int batch = 1;  // or rows
  int sequence = 1;
  int keys = 0;  // of attention; 0: as many as the sequence is long
  Mask mask = Mask::padding;
  std::optional<InPlace> in_place;  // one buffer for both
  // Runs the kernel instead of a call, with complete buffers; nothing then is said of threads.
  std::function<int(void* const* buffers, int count)> run = nullptr;
};

// Besides the values: memory is read only where the arguments' description says (guard pages and NaN are around it),
// gaps of the outputs stay as they were, the bits are the same for 1 and 5 threads and in reverse order, and workspace
// is what workspace_bytes() says. Failures are reported through GoogleTest.
void check(const Instance& instance, void* kernel, const CheckOptions& options);

// Builds all, checks batch 1 and 3, and each way of running in place.
void check_all(const std::vector<Problem>& problems, Target target);

// Builds all, checks each with each of the options, and each way of running in place with the last.
void check_all(const std::vector<Problem>& problems, Target target, const std::vector<CheckOptions>& list);

}  // namespace specimen::gen
