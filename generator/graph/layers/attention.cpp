// Layers in which the tokens of one sequence look at those of another, or of their own.
#include <fmt/format.h>

#include <cmath>

#include "graph/layers/layer.h"
#include "graph/shapes.h"

namespace specimen::gen {

namespace {

TensorId dot_product_attention(LayerBuilder& layer) {
  const TensorId query = layer.input(0);
  AttentionOp op;
  op.heads = layer.integer("num_heads");
  const Value& given = layer.call.value("num_key_value_heads");
  const int kv_heads = given.is_null() ? op.heads : static_cast<int>(given.integer());
  if (op.heads % kv_heads != 0) {
    layer.fail(Kind::argument_out_of_range, layer.call.argument_span("num_key_value_heads"),
               fmt::format("{} heads of keys and values cannot serve {} heads of queries alike", kv_heads, op.heads));
  }
  op.group = op.heads / kv_heads;
  op.causal = layer.call.flag("causal");
  op.dropout = layer.call.number("dropout");
  op.masked = layer.inputs() == 4;
  const int features = layer.channels(query);
  if (layer.failed()) return query;
  const Value& scale = layer.call.value("scale");
  op.scale = scale.is_null() ? 1 / std::sqrt(static_cast<double>(features) / op.heads) : scale.number();
  std::vector<TensorId> inputs;
  for (int i = 0; i < layer.inputs(); ++i) inputs.push_back(layer.input(i));
  return layer.op(op, inputs);
}

// What Keras's layers of attention have: heads of queries, heads of keys and values, the features of each.
struct Heads {
  int queries = 1, key_values = 1;
  int key_dim = 1, value_dim = 1;
};

// A dense layer whose kernel in the checkpoint says which of its units, or inputs, belong to which head.
TensorId projection(LayerBuilder& layer, TensorId x, const std::string& name, const Shape& kernel, const Shape& bias) {
  const auto elements = [](const Shape& shape) {
    std::int64_t count = 1;
    for (const Dim& dim : shape) count *= number(dim);
    return static_cast<int>(count);
  };
  const int units = elements(bias);
  if (layer.failed()) return x;
  const TensorId weight =
      layer.weight_as({elements(kernel) / units, units}, name + "/kernel", kernel, trained_options(layer, "kernel"));
  const TensorId y = layer.op(DenseOp{units}, {x, weight}, name);
  if (layer.failed() || !layer.call.flag("use_bias")) return y;
  const WeightOptions options = trained_options(layer, "bias");
  const TensorId vector = bias.size() == 1 ? layer.weight(name + "/bias", bias, options)
                                           : layer.weight_as({units}, name + "/bias", bias, options);
  return layer.op(BinaryOp{Fn::add}, {y, vector}, name);
}

// Inputs are query, value, [key], [mask], as in Keras; without a key it is the value.
TensorId attend(LayerBuilder& layer, const Heads& heads, int units) {
  const int last = layer.inputs() - 1;
  const bool masked = layer.is_int32(layer.input(last));
  const int tensors = layer.inputs() - masked;
  const TensorId query = layer.input(0);
  if (tensors < 2 || tensors > 3) {
    layer.fail(Kind::layer_shape, layer.call.span,
               layer.call.class_name + " reads query, value, [key] and then [mask], which is int32");
  }
  if (layer.failed()) return query;
  const TensorId value = layer.input(1), key = layer.input(tensors - 1);
  AttentionOp op;
  op.heads = heads.queries;
  op.group = heads.queries / heads.key_values;
  op.causal = layer.call.flag("use_causal_mask");
  op.masked = masked;
  op.scale = 1 / std::sqrt(static_cast<double>(heads.key_dim));
  op.dropout = layer.call.number("dropout");
  const Shape &of_query = layer.shape(query), &of_key = layer.shape(key);
  if (op.causal && of_query.size() == 3 && of_key.size() == 3 && of_query[1] != of_key[1]) {
    layer.fail(Kind::layer_shape, layer.call.argument_span("use_causal_mask"),
               fmt::format("with use_causal_mask there are as many keys as queries, not {} and {}; `causal` of "
                           "DotProductAttention takes any",
                           of_key[1].text(), of_query[1].text()));
    return query;
  }
  const auto of = [&](TensorId x, const char* name, int count, int dim) {
    return projection(layer, x, name, {Dim(layer.channels(x)), Dim(count), Dim(dim)}, {Dim(count), Dim(dim)});
  };
  std::vector<TensorId> inputs = {of(query, "query", heads.queries, heads.key_dim),
                                  of(key, "key", heads.key_values, heads.key_dim),
                                  of(value, "value", heads.key_values, heads.value_dim)};
  if (masked) inputs.push_back(layer.input(last));
  const TensorId y = layer.op(op, inputs);
  return projection(layer, y, "attention_output", {Dim(heads.queries), Dim(heads.value_dim), Dim(units)}, {Dim(units)});
}

TensorId multi_head_attention(LayerBuilder& layer) {
  Heads heads;
  heads.queries = heads.key_values = layer.integer("num_heads");
  heads.key_dim = heads.value_dim = layer.integer("key_dim");
  if (!layer.call.value("value_dim").is_null()) heads.value_dim = layer.integer("value_dim");
  const Value& units = layer.call.value("output_shape");
  return attend(layer, heads, units.is_null() ? layer.channels(layer.input(0)) : static_cast<int>(units.integer()));
}

TensorId group_query_attention(LayerBuilder& layer) {
  Heads heads;
  heads.queries = layer.integer("num_query_heads");
  heads.key_values = layer.integer("num_key_value_heads");
  heads.key_dim = heads.value_dim = layer.integer("head_dim");
  if (heads.queries % heads.key_values != 0) {
    layer.fail(Kind::argument_out_of_range, layer.call.argument_span("num_key_value_heads"),
               fmt::format("{} heads of keys and values cannot serve {} heads of queries alike", heads.key_values,
                           heads.queries));
  }
  return attend(layer, heads, layer.channels(layer.input(0)));
}

Argument count_of(const char* name, const char* doc) {
  return Argument::needed(name, "int", doc).at_least(1).at_most(4096);
}

Argument dropout_argument() {
  return Argument::with_default("dropout", "float", 0.0, "Share of the weights of values dropped, in training.")
      .at_least(0)
      .at_most(1);
}

std::vector<Argument> shared_arguments() {
  return std::vector<Argument>{
             dropout_argument(),
             Argument::with_default("use_bias", "bool", true, "Adds a bias in each of the four dense layers."),
             Argument::with_default("use_causal_mask", "bool", false, "Tokens see none after themselves."),
         } +
         weight_arguments();
}

}  // namespace

std::vector<LayerRule> attention_layers() {
  return {
      {LayerInfo(
           "DotProductAttention",
           "softmax(query . key * scale) . value in each head. Inputs: query (batch, queries, num_heads * head_dim), "
           "key and value (batch, keys, ...), and a mask of the keys (batch, keys) int32, 1 for those that count.",
           {
               Argument::needed("num_heads", "int", "Heads of queries that the features are split into.").at_least(1),
               Argument::with_default("num_key_value_heads", "int", Value(),
                                      "Heads of keys and values, each for as many heads of queries that follow each "
                                      "other; null: num_heads.")
                   .or_null()
                   .at_least(1),
               Argument::with_default("causal", "bool", false,
                                      "Queries see no key after their own place; the last one is at the last key."),
               Argument::with_default("scale", "float", Value(), "Of the scores; null: 1 / sqrt(head_dim).").or_null(),
               dropout_argument(),
           },
           3, 4),
       dot_product_attention},
      {LayerInfo(
           "MultiHeadAttention",
           "Dense layers for queries, keys and values, attention in each head, and a dense layer for its results "
           "(https://arxiv.org/abs/1706.03762). Inputs: query (batch, queries, features), value (batch, keys, "
           "features), a key where it is not the value, and a mask of the keys (batch, keys) int32, 1 for those "
           "that count.",
           std::vector<Argument>{
               count_of("num_heads", "Heads."),
               count_of("key_dim", "Features of each head of queries and keys."),
               Argument::with_default("value_dim", "int", Value(), "Features of each head of values; null: key_dim.")
                   .or_null()
                   .at_least(1)
                   .at_most(4096),
               Argument::with_default("output_shape", "int", Value(), "Features of the output; null: of the query.")
                   .or_null()
                   .at_least(1)
                   .at_most(1 << 20),
           } + shared_arguments(),
           2, 4),
       multi_head_attention},
      {LayerInfo("GroupQueryAttention",
                 "MultiHeadAttention in which several heads of queries read one head of keys and values "
                 "(https://arxiv.org/abs/2305.13245).",
                 std::vector<Argument>{
                     count_of("head_dim", "Features of each head."),
                     count_of("num_query_heads", "Heads of queries."),
                     count_of("num_key_value_heads", "Heads of keys and values, which divide those of queries."),
                 } + shared_arguments(),
                 2, 4),
       group_query_attention},
  };
}

}  // namespace specimen::gen
