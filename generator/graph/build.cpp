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
  std::map<TensorId, Span> spans;  // where inputs and states are declared

  void enter_function(const std::string& name, const std::string& doc) override {
    region_ = RegionId(static_cast<int>(graph.regions.size()));
    Region region;
    region.kind = RegionKind::function;
    graph.regions.push_back(region);
    graph.functions.push_back({name, region_, {}, {}, doc});
    written_.clear();
  }

  void symbol(const std::string& name, std::int64_t maximum, const Span&) override {
    graph.symbol_maxima[name] = maximum;
  }

  Ref input(const std::string& name, const std::string& dtype, const std::vector<Dim>& shape,
            const InputMeaning& meaning, const Span& span) override {
    if (dtype != "float32" && dtype != "int32") {
      diagnostics_.error(Kind::spec_bad_value, span, "input `{}` is {}; inputs are float32 or int32", name, dtype);
    }
    if (!shape.empty() && !has_batch(shape)) {
      diagnostics_.error(Kind::dimension_invalid, span, "the first dimension of `{}` is the symbol `batch`, not {}",
                         name, shape[0].text());
    }
    for (std::size_t i = 1; i < shape.size(); ++i) {
      if (number(shape[i]) >= 1 || (i == 1 && is_symbol(shape[1]))) continue;
      diagnostics_.error(Kind::dimension_invalid, span,
                         "dimensions of `{}` after the first are numbers; the second may be a symbol", name);
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
    spans[id] = span;
    return Ref(id.index);
  }

  std::optional<Ref> state(const StateInfo& state) override;

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
    const Tensor& tensor = graph.tensors[ref.index];
    const bool plain = tensor.dtype == DType::f32 && has_batch(tensor.shape);
    if (!plain && tensor.kind == TensorKind::input) {
      diagnostics_
          .error(Kind::spec_bad_value, span, "output `{}` is {}; outputs are float32", name, dtype_name(tensor.dtype))
          .note("`{}` is an input: its caller has it", tensor.name);
    }
    // Of others a copy would be made.
    for (const Output& other : graph.functions.back().outputs) {
      if (plain || other.tensor != TensorId(ref.index)) continue;
      diagnostics_.error(Kind::spec_bad_value, span, "outputs `{}` and `{}` are one tensor", other.name, name)
          .note("only tensors of float32 with a batch may be several outputs; `{}` is {} {}", tensor.name,
                dtype_name(tensor.dtype), to_string(tensor.shape));
    }
    graph.functions.back().outputs.push_back({name, TensorId(ref.index), meaning});
  }

 private:
  friend class Builder;

  // A symbol other than the batch, by itself.
  bool is_symbol(const Dim& dim) const {
    return dim != batch_symbol() && std::any_of(graph.symbol_maxima.begin(), graph.symbol_maxima.end(),
                                                [&](const auto& symbol) { return dim == Dim::symbol(symbol.first); });
  }

  Diagnostics& diagnostics_;
  RegionId region_;
  std::map<std::string, TensorId> weights_, states_;
  std::map<TensorId, std::string> written_;  // states that the function has written, by which layer
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

  bool is_int32(TensorId id) const override { return sink_.graph[id].dtype == DType::i32; }

  TensorId op(Attributes attributes, std::vector<TensorId> inputs, const std::string& part) override {
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
      const bool weight =
          tensor.kind == TensorKind::weight ||
          (tensor.producer.valid() && stage_of(sink_.graph[tensor.producer].attributes) == Stage::weights);
      const bool operand = inputs.size() > 1 && !traits(attributes).writes_state;  // one value a channel
      if (!weight && !has_batch(tensor.shape) &&
          (!may_lack_batch(attributes, i) || (operand && tensor.shape.size() != 1))) {
        fail(Kind::layer_shape, call.span,
             fmt::format("{} reads a tensor with a batch here, and `{}` has none: {}", call.class_name, tensor.name,
                         to_string(tensor.shape)));
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
    for (TensorId id : inputs) {
      const auto written = sink_.written_.find(shown_by(sink_.graph, id));
      if (written == sink_.written_.end()) continue;
      fail(Kind::state_invalid, call.span,
           fmt::format("`{}` was written by `{}` before: read what that layer gives", sink_.graph[written->first].name,
                       written->second));
      return {};
    }
    if (traits(attributes).writes_state && !writes(inputs[0])) return {};
    const OpId id =
        sink_.graph.add_op(std::move(attributes), std::move(inputs), static_cast<int>(inferred.outputs.size()),
                           part.empty() ? call.path : call.path + "/" + part, call.span);
    sink_.graph[id].region = sink_.region_;
    sink_.graph[sink_.region_].items.push_back({id, {}});
    return sink_.graph[id].outputs[0];
  }

 private:
  // The layer writes a state of the block that it is in.
  bool writes(TensorId state) {
    const Tensor& tensor = sink_.graph[state];
    if (tensor.kind != TensorKind::state) {
      fail(Kind::state_invalid, call.span,
           fmt::format("{} writes a state, and `{}` is not a state: declare it under `state`", call.class_name,
                       tensor.name));
      return false;
    }
    const std::string block = call.path.substr(0, call.path.size() - call.name.size());
    if (tensor.name.substr(0, tensor.name.rfind('/') + 1) != block) {
      fail(Kind::state_invalid, call.span,
           fmt::format("`{}` is written outside of the block that declares it", tensor.name));
      return false;
    }
    sink_.written_[state] = call.path;
    return true;
  }

  GraphSink& sink_;
  bool failed_ = false;
};

// A state's shape: numbers, behind a batch and a length where the context owns it.
std::optional<Ref> GraphSink::state(const StateInfo& state) {
  const auto refuse = [&](const std::string& message) {
    diagnostics_.error(Kind::state_invalid, state.span, "the state `{}` is {}: {}", state.path, to_string(state.shape),
                       message);
    return std::nullopt;
  };
  const Shape& shape = state.shape;
  const Dim batch = batch_symbol();
  std::size_t first = 0;  // dimension that is a number
  if (state.owner == StateOwner::context && !shape.empty() && shape[0] == batch) first = 1;
  if (first == 1 && shape.size() == 3 && !shape[1].is_constant()) {
    if (!is_symbol(shape[1])) return refuse("its length is one symbol, whose maximum is its capacity");
    first = 2;
  }
  for (std::size_t d = first; d < shape.size(); ++d) {
    if (number(shape[d]) >= 1) continue;
    return refuse(
        state.owner == StateOwner::model
            ? "what all callers share has dimensions that are numbers"
            : "it is (batch, length, features), or has numbers as dimensions, behind the batch or without it");
  }
  if (shape.empty() || shape.size() > 4) return refuse("it has 1 to 4 dimensions");
  const std::int64_t most = most_example_elements(shape, graph.symbol_maxima);
  if (most < 0 || most > kMostElements) return refuse("it is too large");
  const auto [known, added] = states_.try_emplace(state.path);
  if (added) {
    Tensor tensor;
    tensor.name = state.path;
    tensor.shape = shape;
    tensor.kind = TensorKind::state;
    tensor.owner = state.owner;
    tensor.initial_value = state.initial_value;
    known->second = graph.add_tensor(std::move(tensor));
    spans[known->second] = state.span;
  } else if (const Tensor& tensor = graph[known->second];
             tensor.shape != shape || tensor.owner != state.owner || tensor.initial_value != state.initial_value) {
    return refuse(
        fmt::format("another function has it as {} of the {}", to_string(tensor.shape), to_string(tensor.owner)));
  }
  return Ref(known->second.index);
}

std::optional<std::vector<Ref>> GraphSink::layer(const LayerCall& call) {
  const LayerRule* rule = find_layer_rule(call.class_name);
  if (!rule) return std::nullopt;  // the expander asked the same table
  Builder builder(*this, call);
  const LayerOutputs outputs = rule->build(builder);
  if (builder.failed()) return std::nullopt;
  std::vector<Ref> refs;
  for (const TensorId& tensor : outputs.tensors) refs.push_back(Ref(tensor.index));
  return refs;
}

// States of one length grow together: a function appends as much to each of them, or to none.
bool check_lengths(const Graph& graph, const std::map<TensorId, Span>& spans, Diagnostics& diagnostics) {
  bool good = true;
  for (const Function& function : graph.functions) {
    for (const Input& input : function.inputs) {
      for (const Dim& dim : graph[input.tensor].shape) {
        if (dim.is_constant() || !is_length(graph, dim.text())) continue;
        diagnostics
            .error(Kind::state_invalid, spans.at(input.tensor),
                   "the input `{}` has the dimension `{}`, which is how much states hold", input.name, dim.text())
            .note("the context counts it: no input says it");
        good = false;
      }
    }
    std::map<std::string, Dim> added;  // by length, in this function
    for (const Tensor& tensor : graph.tensors) {
      if (tensor.kind != TensorKind::state || tensor.shape.size() < 2 || tensor.shape[1].is_constant()) continue;
      const TensorId state(static_cast<int>(&tensor - graph.tensors.data()));
      const std::string length = tensor.shape[1].text();
      const OpId writer = graph.writer_of(function, state);
      const Dim more = writer.valid() && std::holds_alternative<AppendOp>(graph[writer].attributes)
                           ? graph[graph[writer].inputs[1]].shape[1]
                           : Dim(0);
      const auto [known, first] = added.try_emplace(length, more);
      if (first || known->second == more) continue;
      diagnostics
          .error(Kind::state_invalid, writer.valid() ? graph[writer].span : spans.at(state),
                 "`{}` appends `{}` to one state of the length `{}`, and `{}` to `{}`", function.name,
                 known->second.text(), length, more.text(), tensor.name)
          .note("states of one length grow together; give the others a symbol of their own");
      good = false;
    }
  }
  return good;
}

// The layers whose kernels read weights of other types than f32.
bool reads_other_types(const Graph& graph, TensorId weight) {
  const auto users = graph.users();
  return std::all_of(users[weight.index].begin(), users[weight.index].end(), [&](OpId id) {
    const Attributes& op = graph[id].attributes;
    if (std::holds_alternative<ReshapeWeightOp>(op)) return reads_other_types(graph, graph[id].outputs[0]);
    const auto* dense = std::get_if<DenseOp>(&op);
    const bool reads = std::holds_alternative<Conv2DOp>(op) || (dense && !dense->transposed);
    return reads && graph[id].inputs[0] != weight && graph[id].inputs[1] == weight;
  });
}

void set_weight_types(const ModelSpec& model, Graph& graph, Diagnostics& diagnostics) {
  for (const WeightType& entry : model.weight_types) {
    bool used = false;
    for (std::size_t i = 0; i < graph.tensors.size(); ++i) {
      Tensor& tensor = graph.tensors[i];
      if (tensor.kind != TensorKind::weight || !entry.at.matches(tensor.name)) continue;
      used = true;
      parse_dtype_name(entry.type.c_str(), &tensor.packed_as);
      if (tensor.packed_as == DType::f32 || reads_other_types(graph, TensorId(static_cast<int>(i)))) continue;
      diagnostics
          .error(Kind::weight_type_unsupported, entry.span, "`{}` cannot be packed as {}", tensor.name, entry.type)
          .note("kernels of Dense and of Conv2D can; a pattern such as `**/kernel` leaves biases and norms out");
      return;
    }
    if (used) continue;
    diagnostics.error(Kind::weight_type_unused, entry.span, "no weight of {} fits `{}`", model.name, entry.at.text())
        .note("a weight is called by the path of its layer and its name in Keras: `stage1/conv1/kernel`");
  }
}

}  // namespace

std::optional<Graph> build_graph(Library& library, const ModelChoice& choice, const Settings& settings,
                                 Diagnostics& diagnostics, Expansion* expansion) {
  GraphSink sink(diagnostics);
  const int errors = diagnostics.errors();
  std::optional<Expansion> expanded = expand(library, choice, settings, sink, diagnostics);
  if (!expanded || diagnostics.errors() > errors || !check_lengths(sink.graph, sink.spans, diagnostics))
    return std::nullopt;
  sink.graph.model = choice.name();
  sink.graph.doc = choice.doc();
  sink.graph.source = choice.model->source;
  if (choice.model->file) {
    const std::string& path = choice.model->file->path();
    const std::size_t directory = path.rfind("specs/");
    sink.graph.spec_path = directory == std::string::npos ? path.substr(path.rfind('/') + 1) : path.substr(directory);
  }
  for (const Constraint& constraint : expanded->constraints)
    sink.graph.constraints.push_back({constraint.less, constraint.more, constraint.text});
  set_weight_types(*choice.model, sink.graph, diagnostics);
  if (diagnostics.errors() > errors) return std::nullopt;
  if (expansion) *expansion = std::move(*expanded);
  return std::move(sink.graph);
}

}  // namespace specimen::gen
