// Texts whose mask keeps nothing, or no token that a causal one may see: zeros, as PyTorch's own attention gives them
// (tests/oracles/record_masked_out.py).
#include <gtest/gtest.h>

#include <cmath>

#include "arrays.h"
#include "graph/build.h"
#include "graph/layers/layer.h"
#include "spec/library.h"

namespace specimen::gen {
namespace {

constexpr const char* kSpec = R"({
  "model": "masked_out",
  "symbols": {"batch": {"max": 3}, "sequence": {"max": 40}},
  "inputs": {
    "token_ids": {"shape": ["batch", "sequence"], "dtype": "int32"},
    "padding_mask": {"shape": ["batch", "sequence"], "dtype": "int32"}
  },
  "layers": [
    {"Embedding": {"input_dim": 50, "output_dim": 12}, "name": "token", "from": "token_ids"},
    {"DotProductAttention": {"num_heads": 4}, "name": "attention", "from": ["token", "token", "token", "padding_mask"]},
    {"DotProductAttention": {"num_heads": 3, "causal": true}, "name": "causal",
     "from": ["token", "token", "token", "padding_mask"]},
    {"GlobalAveragePooling1D": {}, "name": "mean", "from": ["attention", "padding_mask"]}
  ],
  "outputs": {"attention": {"from": "attention"}, "causal": {"from": "causal"}, "mean": {"from": "mean"}}
})";

TEST(MaskedOut, IsZero) {
  Library library({std::string(SPECIMEN_SOURCE_DIR) + "/specs"}, layer_table());
  Diagnostics diagnostics;
  library.add_text("masked_out.json", kSpec);
  const auto choice = library.find_model("masked_out", diagnostics);
  ASSERT_TRUE(choice) << diagnostics.text();
  const auto graph = build_graph(library, *choice, {}, diagnostics);
  ASSERT_TRUE(graph) << diagnostics.text();
  const std::map<std::string, DenseArray> recorded = read_arrays(data_file("masked_out.safetensors"));
  const auto outputs =
      evaluate(*graph, {{"token_ids", recorded.at("token_ids")}, {"padding_mask", recorded.at("padding_mask")}},
               {{"token/embeddings", recorded.at("token/embeddings")}});
  for (const char* name : {"attention", "causal", "mean"}) {
    const std::vector<double>&found = outputs.at(name).data, &expected = recorded.at(name).data;
    ASSERT_EQ(found.size(), expected.size()) << name;
    for (std::size_t i = 0; i < found.size(); ++i) EXPECT_NEAR(found[i], expected[i], 1e-6) << name << " at " << i;
  }
  const std::vector<double>& mean = outputs.at("mean").data;
  for (std::size_t i = 12; i < 24; ++i) EXPECT_EQ(mean[i], 0) << "the text that is all padding";
}

}  // namespace
}  // namespace specimen::gen
