// What an embedding kernel computes: y(b, s, :) = epilogue(table(row, :)), f32, where the row is ids(b, s), or the
// place s in the sequence. Sums of embeddings are epilogues that add the tensor before. Batch and sequence are run-time
// extents. An id outside the table gives the row at its nearer end: nothing is read out of bounds. Arguments: [ids
// (batch, sequence), int32], table (vocabulary, features), the epilogue's operands; then y, dense.
#pragma once

#include "../common/traits.h"

namespace mnist::kernels {

enum class Lookup : unsigned char { ids, positions };
const char* to_string(Lookup lookup);
bool parse(const char* text, Lookup* out);

struct Embedding {
  int vocabulary = 1, features = 1;
  Lookup lookup = Lookup::ids;
  Chain epilogue;

  template <class V>
  void fields(V&& v) {
    v("vocabulary", vocabulary), v("features", features), v("lookup", lookup), v("epilogue", epilogue);
  }
};

std::string shape_name(const Embedding& problem);  // ids_30522x768, positions_512x768
std::int64_t flops(const Embedding& problem);      // a token; one for each step of the epilogue and element
std::vector<KernelArgument> arguments(const Embedding& problem);
KernelTraits traits(const Embedding& problem);
std::string describe(const Embedding& problem);  // for people

}  // namespace mnist::kernels
