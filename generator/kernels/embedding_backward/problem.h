// What an embedding_backward kernel computes: the gradient of an embedding's table, f32: dtable(row, :) is the sum of
// dy(b, s, :) over all places whose row it is, one after the other from the first to the last: so there is one order
// for any number of threads. The row is ids(b, s), or the place s in the sequence. Batch and sequence are run-time
// extents. An id outside the table counts as the row at its nearer end, which the forward kernel read. Arguments: [ids
// (batch, sequence), int32], dy (batch, sequence, features); then dtable (vocabulary, features), which has no batch.
#pragma once

#include "../common/traits.h"
#include "../embedding/problem.h"

namespace specimen::gen {

struct EmbeddingBackward {
  int vocabulary = 1, features = 1;
  Lookup lookup = Lookup::ids;

  template <class V>
  void fields(V&& v) {
    v("vocabulary", vocabulary), v("features", features), v("lookup", lookup);
  }
};

std::string shape_name(const EmbeddingBackward& problem);  // ids_30522x768, positions_512x768
std::int64_t flops(const EmbeddingBackward& problem);      // a token; one for each element
std::vector<KernelArgument> arguments(const EmbeddingBackward& problem);
KernelTraits traits(const EmbeddingBackward& problem);
std::string describe(const EmbeddingBackward& problem);  // for people

}  // namespace specimen::gen
