// Layers of sequences, (batch, sequence, features), and of the ids that they are made of, (batch, sequence) int32.
#include <fmt/format.h>

#include "graph/layers/layer.h"
#include "graph/shapes.h"

namespace specimen::gen {

namespace {

TensorId embedding(LayerBuilder& layer) {
  const Shape table = {Dim(layer.integer("input_dim")), Dim(layer.integer("output_dim"))};
  const std::string start = text_of(layer.call.value("embeddings_initializer"));
  return layer.op(EmbeddingOp{}, {layer.input(0), layer.weight("embeddings", table, {.initializer = start})});
}

TensorId position_embedding(LayerBuilder& layer) {
  const TensorId x = layer.input(0);
  const int positions = layer.integer("sequence_length");
  const Shape table = {Dim(positions), Dim(layer.channels(x))};
  if (layer.failed()) return x;
  const Shape& shape = layer.shape(x);
  if (shape.size() == 3 && layer.maximum(shape[1]) > positions) {
    layer.fail(Kind::layer_shape, layer.call.argument_span("sequence_length"),
               fmt::format("PositionEmbedding has {} positions, and `{}` reaches {}", positions, shape[1].text(),
                           layer.maximum(shape[1])));
    return x;
  }
  const std::string start = text_of(layer.call.value("initializer"));
  return layer.op(PositionEmbeddingOp{}, {x, layer.weight("position_embeddings", table, {.initializer = start})});
}

// The table of the Embedding that `weights_of` names, read backwards: KerasHub's ReversibleEmbedding(reverse=True).
TensorId reverse_embedding(LayerBuilder& layer) {
  const TensorId x = layer.input(0);
  if (layer.call.weights_of.empty()) {
    layer.fail(Kind::weights_unknown, layer.call.span,
               "ReverseEmbedding reads the table of an Embedding: name that with `weights_of`");
    return x;
  }
  DenseOp op;
  op.units = layer.integer("input_dim");
  op.transposed = true;
  const Shape table = {Dim(op.units), Dim(layer.channels(x))};
  const TensorId y = layer.op(op, {x, layer.weight("embeddings", table, {.initializer = ""})});
  if (!layer.call.flag("use_bias")) return y;
  return layer.op(BinaryOp{Fn::add}, {y, layer.weight("bias", {Dim(op.units)}, {.own = true})});
}

TensorId sequence_average(LayerBuilder& layer) {
  std::vector<TensorId> inputs = {layer.input(0)};
  const bool masked = layer.inputs() == 2;
  if (masked) inputs.push_back(layer.input(1));
  return layer.op(SequencePoolOp{masked}, inputs);
}

// A learned row in front of each sequence. The table of one row is looked up at the only place of a sequence of one.
TensorId class_token(LayerBuilder& layer) {
  const TensorId x = layer.input(0);
  const int features = layer.channels(x);
  if (layer.failed()) return x;
  const Shape& shape = layer.shape(x);
  const int inside = shape.size() == 3 ? layer.extent_of(x, 1, 3) : -1;
  if (inside < 1) {
    layer.fail(Kind::layer_shape, layer.call.span,
               "ClassToken needs (batch, sequence, features) with a number of tokens, got " + to_string(shape));
    return x;
  }
  const std::string start = text_of(layer.call.value("initializer"));
  const TensorId table = layer.weight("embeddings", {Dim(1), Dim(features)}, {.initializer = start});
  const TensorId place = layer.reshaped(layer.op(SelectTokenOp{0}, {x}), {1, features});
  const TensorId token = layer.reshaped(layer.op(PositionEmbeddingOp{}, {place, table}), {features});
  const TensorId all = layer.op(ConcatOp{}, {token, layer.reshaped(x, {inside})});
  return layer.reshaped(all, {inside / features + 1, features});
}

// A weight as a tensor of each example. Its last dimension is that of the rows of a table.
TensorId learned_tensor(LayerBuilder& layer) {
  const TensorId x = layer.input(0);
  Shape held;
  std::vector<int> extents;
  std::int64_t rows = 1;
  for (const Value& extent : layer.call.value("shape").list()) {
    held.push_back(Dim(extent.integer()));
    extents.push_back(static_cast<int>(extent.integer()));
    rows *= extents.size() < layer.call.value("shape").list().size() ? extent.integer() : 1;
  }
  if (extents.empty() || extents.size() > 3 || rows > kMostElements / extents.back()) {
    layer.fail(Kind::argument_out_of_range, layer.call.argument_span("shape"),
               "shape has one to three extents, without the batch, of a tensor that is not too large");
    return x;
  }
  const WeightOptions options{.initializer = text_of(layer.call.value("initializer"))};
  const int features = extents.back();
  const TensorId table = extents.size() == 2
                             ? layer.weight("embeddings", held, options)
                             : layer.weight_as({static_cast<int>(rows), features}, "embeddings", held, options);
  const TensorId y = layer.op(PositionEmbeddingOp{true}, {x, table});
  return extents.size() == 2 ? y : layer.reshaped(y, extents);
}

TensorId select_token(LayerBuilder& layer) { return layer.op(SelectTokenOp{layer.integer("index")}, {layer.input(0)}); }

Argument table_initializer(const char* name) {
  return Argument::with_default(name, "string | object", "uniform", "How training starts the table.");
}

}  // namespace

std::vector<LayerRule> sequence_layers() {
  return {
      {LayerInfo(
           "Embedding",
           "A row of a table for each id: (batch, sequence) int32 -> (batch, sequence, output_dim), or ids (batch), or "
           "(batch, n, m).",
           {
               Argument::needed("input_dim", "int", "Rows of the table: the size of the vocabulary.")
                   .at_least(1)
                   .at_most(1 << 24),
               Argument::needed("output_dim", "int", "Features of a row.").at_least(1).at_most(1 << 20),
               table_initializer("embeddings_initializer"),
           }),
       embedding},
      {LayerInfo(
           "PositionEmbedding",
           "A row of a table for each place of the sequence, in the shape of its input, of which nothing else is read.",
           {
               Argument::needed("sequence_length", "int", "Rows of the table: the longest sequence.")
                   .at_least(1)
                   .at_most(1 << 24),
               table_initializer("initializer"),
           }),
       position_embedding},
      {LayerInfo("ClassToken",
                 "A learned token in front of each sequence: (batch, sequence, features) -> (batch, sequence + 1, "
                 "features).",
                 {table_initializer("initializer")}),
       class_token},
      {LayerInfo("LearnedTensor",
                 "A weight of this shape, the same for each example of its input, of which only the batch counts: for "
                 "`Add`, `Multiply` or `Concatenate`.",
                 {
                     Argument::needed("shape", "list[int]", "Of the weight: one to three extents, without the batch.")
                         .at_least(1)
                         .at_most(1 << 24),
                     table_initializer("initializer"),
                 }),
       learned_tensor},
      {LayerInfo("ReverseEmbedding",
                 "Features times the table of an Embedding (`weights_of`): (batch, sequence, features) -> (batch, "
                 "sequence, input_dim).",
                 {
                     Argument::needed("input_dim", "int", "Rows of the table.").at_least(1).at_most(1 << 24),
                     Argument::with_default("use_bias", "bool", true, "Adds a bias of its own to every row."),
                 }),
       reverse_embedding},
      {LayerInfo(
           "GlobalAveragePooling1D",
           "The mean over the sequence, of the tokens that count where a padding mask (batch, sequence) int32 is the "
           "second input: (batch, sequence, features) -> (batch, features).",
           {}, 1, 2),
       sequence_average},
      {LayerInfo("SelectToken", "One token of each sequence: (batch, sequence, features) -> (batch, features).",
                 {Argument::with_default("index", "int", 0, "Which one.").at_least(0).at_most(1 << 24)}),
       select_token},
  };
}

}  // namespace specimen::gen
