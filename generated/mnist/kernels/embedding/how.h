// How an embedding kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/level.h"
#include "what.h"

namespace mnist::kernels {

struct EmbeddingSchedule {
  int tokens = 1;  // in a task

  template <class V>
  void fields(V&& v) {
    v("tokens", tokens);
  }
};

EmbeddingSchedule rule(const Embedding& what, Level level);
std::vector<EmbeddingSchedule> candidates(const Embedding& what, Level level);

std::string shape_name(const Embedding& what);  // ids_30522x768, positions_512x768
std::int64_t flops(const Embedding& what);      // a token; one for each step of the epilogue and element
std::vector<KernelArgument> arguments(const Embedding& what);
std::int64_t scratch_bytes(const Embedding& what, const EmbeddingSchedule& how, Level level);

}  // namespace mnist::kernels
