// The families of sequence models on every level, at lengths around their tiles, against their references in double.
#include <gtest/gtest.h>

#include "check.h"
#include "shapes.h"

namespace specimen::gen {
namespace {

class Sequences : public testing::TestWithParam<Level> {};

CheckOptions options(int batch, int sequence, Mask mask = Mask::padding) {
  CheckOptions options;
  options.batch = batch, options.sequence = sequence, options.mask = mask;
  return options;
}

std::vector<CheckOptions> row_counts(std::initializer_list<int> counts) {
  std::vector<CheckOptions> list;
  for (int rows : counts) list.push_back(options(rows, 1));
  return list;
}

TEST_P(Sequences, GemmEdges) {
  check_all(gemm_edges(), GetParam(),
            row_counts({1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 14, 15, 17, 23, 25}));
}
TEST_P(Sequences, AttentionEdges) {
  check_all(attention_edges(), GetParam(),
            {options(1, 1), options(2, 7), options(1, 16, Mask::all), options(2, 17, Mask::random),
             options(1, 128, Mask::random), options(2, 33), options(1, 5, Mask::none), options(1, 509)});
}
TEST_P(Sequences, NormEdges) { check_all(norm_edges(), GetParam(), row_counts({1, 2, 7, 8, 9, 33})); }
TEST_P(Sequences, TokenEdges) {
  check_all(token_edges(), GetParam(),
            {options(1, 1), options(3, 7), options(2, 16, Mask::none), options(1, 17, Mask::random), options(2, 128),
             options(1, 512, Mask::all)});
}

INSTANTIATE_TEST_SUITE_P(Levels, Sequences, testing::Values(Level::v3, Level::v4),
                         [](const auto& info) { return std::string(to_string(info.param)); });

}  // namespace
}  // namespace specimen::gen
