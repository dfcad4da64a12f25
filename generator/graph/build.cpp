#include "graph/build.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "graph/layers/layer.h"
#include "graph/shapes.h"
#include "graph/traits.h"
#include "graph/verify.h"

namespace specimen::gen {

namespace {

RegionKind region_kind(ScopeKind kind) {
  switch (kind) {
    case ScopeKind::block:
      return RegionKind::block;
    case ScopeKind::model:
      return RegionKind::model;
    case ScopeKind::repeat:
      return RegionKind::repeat;
    case ScopeKind::iteration:
      return RegionKind::iteration;
  }
  return RegionKind::block;
}

// Turns what the expander says into a graph.
class GraphSink : public LayerSink {
 public:
  explicit GraphSink(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  Graph graph;

  void enter_function(const std::string& name, const std::string& doc) override {
    region_ = RegionId(static_cast<int>(graph.regions.size()));
    Region region;
    region.kind = RegionKind::function;
    graph.regions.push_back(region);
    graph.functions.push_back({name, region_, {}, {}, doc});
  }

  void symbol(const std::string& name, std::int64_t maximum, const Span&) override {
    graph.symbol_maxima[name] = maximum;
  }

  Ref input(const std::string& name, const std::string& dtype, const std::vector<Dim>& shape,
            const InputMeaning& meaning, const Span& span) override {
    if (dtype != "float32" && dtype != "int32") {
      diagnostics_.error(Kind::spec_bad_value, span, "input `{}` is {}; inputs are float32 or int32", name, dtype);
    }
    for (std::size_t i = 1; i < shape.size(); ++i) {
      if (number(shape[i]) >= 1 || (i == 1 && is_sequence(shape[1]))) continue;
      diagnostics_.error(Kind::dimension_invalid, span,
                         "dimensions of `{}` after the first are numbers; the second may be the symbol `sequence`",
                         name);
    }
    // Of int32 there may be one number for each example: an id.
    const std::size_t fewest = dtype == "int32" ? 1 : 2, most = dtype == "int32" ? 3 : 4;
    if (shape.size() < fewest || shape.size() > most) {
      diagnostics_.error(Kind::dimension_invalid, span,
                         "`{}` is {}: {} inputs have {} to {} dimensions, the batch first", name, to_string(shape),
                         dtype, fewest, most);
    }
    Tensor tensor;
    tensor.name = name;
    tensor.shape = shape;
    tensor.kind = TensorKind::input;
    tensor.dtype = dtype == "int32" ? DType::i32 : DType::f32;
    const TensorId id = graph.add_tensor(std::move(tensor));
    graph.functions.back().inputs.push_back({name, id, meaning});
    return Ref(id.index);
  }

  std::optional<std::vector<Ref>> layer(const LayerCall& call) override;

  bool is_int32(Ref ref) const override { return graph.tensors[ref.index].dtype == DType::i32; }

  void enter_scope(const ScopeInfo& scope) override {
    Region region;
    region.kind = region_kind(scope.kind);
    region.path = scope.path;
    region.block = scope.definition;
    region.doc = scope.doc;
    region.parent = region_;
    const RegionId id(static_cast<int>(graph.regions.size()));
    graph.regions.push_back(std::move(region));
    graph[region_].items.push_back({{}, id});
    region_ = id;
  }

  void leave_scope() override { region_ = graph[region_].parent; }

  const std::vector<Dim>* shape(Ref ref) const override { return &graph.tensors[ref.index].shape; }

  void output(const std::string& name, Ref ref, const OutputMeaning& meaning, const Span& span) override {
    if (graph.tensors[ref.index].dtype != DType::f32) {
      diagnostics_.error(Kind::spec_bad_value, span, "output `{}` is int32; outputs are float32", name)
          .note("`{}` is an input: its caller has it", graph.tensors[ref.index].name);
    }
    graph.functions.back().outputs.push_back({name, TensorId(ref.index), meaning});
  }

 private:
  friend class Builder;
  Diagnostics& diagnostics_;
  RegionId region_;
  std::map<std::string, TensorId> weights_;
};

class Builder : public LayerBuilder {
 public:
  Builder(GraphSink& sink, const LayerCall& layer_call) : LayerBuilder(layer_call, sink.diagnostics_), sink_(sink) {}

  TensorId input(int i) const override { return TensorId(call.inputs[i].index); }
  const Shape& shape(TensorId id) const override { return sink_.graph[id].shape; }
  bool failed() const override { return failed_; }

  std::int64_t maximum(const Dim& dim) const override { return dim.maximum(sink_.graph.symbol_maxima).value_or(-1); }

  void fail(Kind kind, const Span& span, const std::string& message) override {
    if (!failed_ && !message.empty()) diagnostics.error(kind, span, "{}", message);
    failed_ = true;
  }

  TensorId weight(const std::string& name, const Shape& shape, const WeightOptions& options) override {
    if (failed_) return {};
    const bool shared = !call.weights_of.empty() && !options.own;
    const std::string path = (shared ? call.weights_of : call.path) + "/" + name;
    const auto known = sink_.weights_.find(path);
    if (known != sink_.weights_.end()) {
      if (sink_.graph[known->second].shape != shape) {
        fail(Kind::weights_of_shape, call.span,
             fmt::format("`{}` is {}, and this layer needs {}", path, to_string(sink_.graph[known->second].shape),
                         to_string(shape)));
      }
      return known->second;
    }
    if (shared) {
      fail(Kind::weights_unknown, call.span, fmt::format("`{}` has no weight `{}`", call.weights_of, name));
      return {};
    }
    Tensor tensor;
    tensor.name = path;
    tensor.shape = shape;
    tensor.kind = TensorKind::weight;
    tensor.trainable = options.trainable;
    tensor.initializer = options.initializer;
    tensor.regularizer = options.regularizer == "null" ? "" : options.regularizer;
    return sink_.weights_[path] = sink_.graph.add_tensor(std::move(tensor));
  }

  TensorId weight_as(std::vector<int> shape, const std::string& name, const Shape& held,
                     const WeightOptions& options) override {
    const TensorId tensor = weight(name, held, options);
    if (failed_) return {};
    const OpId id = sink_.graph.add_op(ReshapeWeightOp{std::move(shape)}, {tensor}, 1,
                                       call.path + "/" + name + "_as_read", call.span);
    sink_.graph.pack.push_back(id);
    return sink_.graph[id].outputs[0];
  }

  TensorId op(Attributes attributes, std::vector<TensorId> inputs) override {
    if (failed_) return {};
    std::vector<Shape> shapes;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const Tensor& tensor = sink_.graph[inputs[i]];
      if (const DType wanted = input_dtype(attributes, i); tensor.dtype != wanted) {
        fail(Kind::layer_shape, call.span,
             fmt::format("{} reads {} here, and `{}` is {}", call.class_name, dtype_name(wanted), tensor.name,
                         dtype_name(tensor.dtype)));
        return {};
      }
      shapes.push_back(tensor.shape);
    }
    Shapes inferred = infer_shapes(attributes, shapes);
    for (const Shape& y : inferred.outputs) {
      const std::int64_t most = most_example_elements(y, sink_.graph.symbol_maxima);
      if (most < 0 || most > kMostElements)
        inferred.error = fmt::format("{} is too large for one example", to_string(y));
    }
    if (!inferred.error.empty()) {
      fail(Kind::layer_shape, call.span, inferred.error);
      return {};
    }
    // A layer of several ops: the last one has the layer's name, those before it say what they are.
    const OpId id = sink_.graph.add_op(std::move(attributes), std::move(inputs),
                                       static_cast<int>(inferred.outputs.size()), call.path, call.span);
    sink_.graph[id].region = sink_.region_;
    sink_.graph[sink_.region_].items.push_back({id, {}});
    return sink_.graph[id].outputs[0];
  }

 private:
  GraphSink& sink_;
  bool failed_ = false;
};

std::optional<std::vector<Ref>> GraphSink::layer(const LayerCall& call) {
  const LayerRule* rule = find_layer_rule(call.class_name);
  if (!rule) return std::nullopt;  // the expander asked the same table
  Builder builder(*this, call);
  const TensorId y = rule->build(builder);
  if (builder.failed() || !y.valid()) return std::nullopt;
  return std::vector<Ref>{Ref(y.index)};
}

}  // namespace

std::optional<Graph> build_graph(Library& library, const ModelChoice& choice, const Settings& settings,
                                 Diagnostics& diagnostics, Expansion* expansion) {
  GraphSink sink(diagnostics);
  const int errors = diagnostics.errors();
  std::optional<Expansion> expanded = expand(library, choice, settings, sink, diagnostics);
  if (!expanded || diagnostics.errors() > errors) return std::nullopt;
  sink.graph.model = choice.name();
  sink.graph.doc = choice.doc();
  sink.graph.source = choice.model->source;
  if (choice.model->file) {
    const std::string& path = choice.model->file->path();
    const std::size_t directory = path.rfind("specs/");
    sink.graph.spec_path = directory == std::string::npos ? path.substr(path.rfind('/') + 1) : path.substr(directory);
  }
  if (expansion) *expansion = std::move(*expanded);
  return std::move(sink.graph);
}

}  // namespace specimen::gen
