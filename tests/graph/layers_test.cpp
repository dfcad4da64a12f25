// Layers that cannot be what a spec says: what the diagnostic tells.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

#include "graph/build.h"
#include "graph/layers/layer.h"
#include "spec/library.h"

namespace specimen::gen {
namespace {

struct Wrong {
  const char* layer;  // with its arguments, and `from`
  const char* kind;
  const char* said;
};

// Of two images, a sequence, a shorter one and a mask.
std::string spec_of(const Wrong& wrong) {
  return fmt::format(R"({{"model": "wrong", "symbols": {{"batch": {{"max": 2}}}},
    "inputs": {{"image": {{"shape": ["batch", 6, 4, 8], "dtype": "float32"}}, "x": {{"shape": ["batch", 5, 12], "dtype": "float32"}},
               "brief": {{"shape": ["batch", 3, 12], "dtype": "float32"}}, "mask": {{"shape": ["batch", 5], "dtype": "int32"}}}},
    "layers": [{{{}, "name": "y"}}], "outputs": {{"y": {{}}}}}})",
                     wrong.layer);
}

const Wrong kWrong[] = {
    {R"("DotProductAttention": {"num_heads": 4, "num_key_value_heads": 3}, "from": ["x", "x", "x"])",
     "argument_out_of_range", "3 heads of keys and values cannot serve 4"},
    {R"("DotProductAttention": {"num_heads": 5}, "from": ["x", "x", "x"])", "layer_shape", "are no 5 heads"},
    {R"("DotProductAttention": {"num_heads": 2}, "from": ["x", "x", "brief"])", "layer_shape",
     "as many keys as values"},
    {R"("DotProductAttention": {"num_heads": 2}, "from": ["x", "brief", "brief", "mask"])", "layer_shape",
     "the mask of (batch, 3, 12) is (batch, 3)"},
    {R"("DotProductAttention": {"num_heads": 4, "num_key_value_heads": 2}, "from": ["x", "x", "x"])", "layer_shape",
     "differ in size"},
    {R"("MultiHeadAttention": {"num_heads": 2, "key_dim": 4}, "from": ["x", "mask"])", "layer_shape",
     "reads query, value, [key] and then [mask]"},
    {R"("MultiHeadAttention": {"num_heads": 2, "key_dim": 4, "use_causal_mask": true}, "from": ["x", "brief"])",
     "layer_shape", "as many keys as queries, not 3 and 5"},
    {R"("MultiHeadAttention": {"num_heads": 2, "key_dim": 4}, "from": ["image", "image"])", "layer_shape",
     "attention needs a sequence"},
    {R"("GroupQueryAttention": {"head_dim": 4, "num_query_heads": 4, "num_key_value_heads": 3}, "from": ["x", "x"])",
     "argument_out_of_range", "3 heads of keys and values cannot serve 4"},
    {R"("Resizing": {"height": 3, "width": 3}, "from": "x")", "layer_shape", "resizing needs an image"},
    {R"("Resizing": {"height": 3, "width": 3, "crop_to_aspect_ratio": true}, "from": "image")", "argument_not_a_choice",
     "`Cropping2D` first, or let `from_image`"},
    {R"("Resizing": {"height": 3, "width": 3, "pad_to_aspect_ratio": true}, "from": "image")", "argument_not_a_choice",
     "`ZeroPadding2D` first"},
    {R"("Resizing": {"height": 3, "width": 3, "antialias": true}, "from": "image")", "argument_not_a_choice",
     "`AveragePooling2D` first"},
    {R"("UpSampling2D": {"interpolation": "bilinear"}, "from": "x")", "layer_shape", "resizing needs an image"},
    {R"("Split": {"num_or_size_splits": 3}, "from": "image")", "argument_out_of_range", "of 8 elements"},
    {R"("Split": {"num_or_size_splits": 0}, "from": "image")", "argument_out_of_range", "of 8 elements"},
    {R"("Split": {"num_or_size_splits": [3, 4]}, "from": "image")", "argument_out_of_range", "of 8 elements"},
    {R"("Split": {"num_or_size_splits": [9, -1]}, "from": "image")", "argument_out_of_range", "of 8 elements"},
    {R"("Split": {"num_or_size_splits": [-1, 3, -1]}, "from": "image")", "argument_out_of_range", "of 8 elements"},
    {R"("Split": {"num_or_size_splits": 2, "axis": 0}, "from": "image")", "argument_out_of_range",
     "an axis after the batch"},
    {R"("Normalization": {"mean": 1.0}, "from": "x")", "argument_out_of_range", "both mean and variance, or neither"},
    {R"("Normalization": {"axis": 3}, "from": "x")", "argument_out_of_range", "an axis after the batch"},
    {R"("LearnedTensor": {"shape": []}, "from": "x")", "argument_out_of_range", "one to three extents"},
    {R"("LearnedTensor": {"shape": [4096, 4096, 4096]}, "from": "x")", "argument_out_of_range", "not too large"},
};

TEST(Layers, WhatCannotBeIsSaid) {
  for (const Wrong& wrong : kWrong) {
    SCOPED_TRACE(wrong.layer);
    Library library({}, layer_table());
    library.add_text("wrong.json", spec_of(wrong));
    Diagnostics diagnostics;
    const auto choice = library.find_model("wrong", diagnostics);
    ASSERT_TRUE(choice) << diagnostics.text();
    EXPECT_FALSE(build_graph(library, *choice, {}, diagnostics));
    const std::string text = diagnostics.text();
    EXPECT_NE(text.find(wrong.said), std::string::npos) << text;
    EXPECT_NE(text.find(std::string("[") + wrong.kind + "]"), std::string::npos) << text;
    EXPECT_EQ(diagnostics.errors(), 1) << text;
  }
}

}  // namespace
}  // namespace specimen::gen
