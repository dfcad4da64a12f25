#include "import/keras_places.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/text.h"
#include "import/keras_names.h"

namespace specimen::gen {
namespace {

std::string keras_layer_of(const std::string& tensor) { return tensor.substr(0, tensor.rfind('/')); }
std::string variable_of(const std::string& tensor) { return tensor.substr(tensor.rfind('/') + 1); }

// The layers of a graph as Keras orders them (keras/src/ops/function.py, map_graph): by depth, counted from the
// outputs, and among equals as a walk from the outputs meets them.
class KerasOrder {
 public:
  explicit KerasOrder(const Graph& graph) : graph_(graph) {
    for (OpId id : graph.order()) add(id);
    for (const Function& function : graph.functions) {
      for (const Output& output : function.outputs) visit(output.tensor);
    }
    for (auto layer = layers_.rbegin(); layer != layers_.rend(); ++layer)
      for (int reader : layer->readers)
        layer->depth = std::max(layer->depth, layers_[static_cast<std::size_t>(reader)].depth + 1);
    for (Layer& layer : layers_)
      if (!layer.path.empty() && !layer.kind.empty()) order_.push_back(&layer);
    std::stable_sort(order_.begin(), order_.end(), [](const Layer* a, const Layer* b) {
      return std::tuple(-a->depth, a->met) < std::tuple(-b->depth, b->met);
    });
  }

  struct Layer {
    std::string path, kind;  // kind: the class of a layer with weights, in snake case
    std::vector<TensorId> inputs;
    std::vector<int> readers;
    std::vector<std::vector<std::int64_t>> shapes;
    int depth = 0, met = 1 << 30;
  };
  const std::vector<const Layer*>& layers() const { return order_; }

  // Two layers of one class and shapes that are on branches beside each other; {} if there are none.
  std::pair<const Layer*, const Layer*> open_pair() const {
    for (std::size_t i = 0; i < order_.size(); ++i) {
      std::vector<char> after = readers_of(*order_[i]);
      for (std::size_t k = i + 1; k < order_.size(); ++k) {
        if (order_[k]->kind == order_[i]->kind && order_[k]->shapes == order_[i]->shapes &&
            !after[static_cast<std::size_t>(order_[k] - layers_.data())])
          return {order_[i], order_[k]};
      }
    }
    return {};
  }

 private:
  // Ops of one layer are one after the other, and the layer of an op that uses weights is theirs.
  void add(OpId id) {
    const Op& op = graph_[id];
    std::string path = op.path;
    for (TensorId input : op.inputs)
      if (graph_[input].kind == TensorKind::weight) path = keras_layer_of(graph_[input].name);
    auto [at, fresh] = index_.emplace(path, static_cast<int>(layers_.size()));
    if (fresh) layers_.push_back({path, "", {}, {}, {}});
    const int self = at->second;
    Layer& layer = layers_[static_cast<std::size_t>(self)];
    bool weights = false;
    for (TensorId input : op.inputs) {
      if (graph_[input].kind == TensorKind::weight) {
        weights = true;
        std::vector<std::int64_t> shape;
        for (const Dim& dim : graph_[input].shape) shape.push_back(dim.is_constant() ? dim.value() : -1);
        layer.shapes.push_back(std::move(shape));
        continue;
      }
      const auto made = maker_.find(input.index);
      if (made == maker_.end() || made->second != self) layer.inputs.push_back(input);
      if (made != maker_.end() && made->second != self)
        layers_[static_cast<std::size_t>(made->second)].readers.push_back(self);
    }
    if (weights) layer.kind = kind_of(op, layer.kind);
    for (TensorId output : op.outputs) maker_[output.index] = self;
  }

  static std::string kind_of(const Op& op, const std::string& before) {
    const std::string name = op_name(op.attributes);
    if (name == "binary" && !before.empty()) return before;  // the layer's bias
    if (before == "depthwise_conv2d" && name == "conv2d") return "separable_conv2d";
    return name == "batch_norm" ? "batch_normalization" : name;
  }

  void visit(TensorId from) {
    std::vector<TensorId> todo = {from};
    while (!todo.empty()) {
      const auto made = maker_.find(todo.back().index);
      todo.pop_back();
      if (made == maker_.end()) continue;
      Layer& layer = layers_[static_cast<std::size_t>(made->second)];
      if (layer.met != 1 << 30) continue;
      layer.met = met_++;
      todo.insert(todo.end(), layer.inputs.rbegin(), layer.inputs.rend());
    }
  }

  std::vector<char> readers_of(const Layer& layer) const {
    std::vector<char> seen(layers_.size(), 0);
    std::vector<const Layer*> todo = {&layer};
    while (!todo.empty()) {
      const Layer* one = todo.back();
      todo.pop_back();
      for (int reader : one->readers) {
        if (seen[static_cast<std::size_t>(reader)]++) continue;
        todo.push_back(&layers_[static_cast<std::size_t>(reader)]);
      }
    }
    return seen;
  }

  const Graph& graph_;
  std::vector<Layer> layers_;  // in order of execution
  std::map<std::string, int> index_;
  std::map<int, int> maker_;  // tensor -> layer
  int met_ = 0;
  std::vector<const Layer*> order_;
};

}  // namespace

std::optional<std::vector<WantedTensor>> keras_names(std::vector<WantedTensor> wanted, Diagnostics& diagnostics) {
  for (WantedTensor& tensor : wanted) {
    const bool renamed_only = std::all_of(
        tensor.transforms.begin(), tensor.transforms.end(),
        [](const Transform& step) { return step.op == Transform::Op::alias || step.op == Transform::Op::tie; });
    if (tensor.theirs.size() > 1 || !renamed_only) {
      diagnostics.error(Kind::checkpoint_transform, tensor.rule,
                        "`{}` is transformed on the way from a checkpoint, and there is no way back", tensor.ours);
      return std::nullopt;
    }
    tensor.transforms.clear();
    if (!tensor.theirs.empty() && tensor.theirs[0] != tensor.ours) continue;
    std::string layer = keras_layer_of(tensor.ours);
    std::replace(layer.begin(), layer.end(), '/', '_');
    tensor.theirs = {layer + "/" + variable_of(tensor.ours)};
  }
  return wanted;
}

std::optional<std::vector<KerasVariable>> places_like(Checkpoint& like, const std::vector<WantedTensor>& wanted,
                                                      Diagnostics& diagnostics) {
  if (!check(like, wanted, {}, diagnostics)) return std::nullopt;
  std::vector<KerasVariable> variables;
  for (const WantedTensor& tensor : wanted) {
    const std::string& place = like.tensors[static_cast<std::size_t>(like.find(tensor.theirs[0]))].place;
    const std::size_t slash = place.rfind('/');
    const std::string group = place.substr(0, slash);
    const std::string number = place.substr(slash + 1);
    if (!group.ends_with("/vars") || like.layers.empty()) {
      diagnostics
          .error(Kind::checkpoint_format, Span(), "`{}` is not where a `.weights.h5` keeps a tensor", printable(place))
          .note("`--like` takes a file that `model.save_weights(\"NAME.weights.h5\")` wrote");
      return std::nullopt;
    }
    const std::string_view name = like.files.front().find_metadata("name:" + group.substr(0, group.size() - 5));
    variables.push_back({tensor.ours, group, static_cast<std::size_t>(std::stoul(number)),
                         name.empty() ? keras_layer_of(tensor.theirs[0]) : std::string(name)});
  }
  return variables;
}

std::vector<KerasVariable> places_by_order(const Graph& graph, const std::vector<WantedTensor>& wanted,
                                           Diagnostics& diagnostics) {
  std::map<std::string, std::vector<const WantedTensor*>> layers;  // by our path
  for (const WantedTensor& tensor : wanted) layers[keras_layer_of(tensor.ours)].push_back(&tensor);
  const KerasOrder order(graph);
  std::map<std::string, int> counts;
  std::vector<KerasVariable> variables;
  for (const KerasOrder::Layer* layer : order.layers()) {
    const int count = counts[layer->kind]++;
    const std::string group = "/layers/" + layer->kind + (count == 0 ? "" : "_" + std::to_string(count)) + "/vars";
    std::vector<const WantedTensor*>& tensors = layers[layer->path];
    std::sort(tensors.begin(), tensors.end(), [](const WantedTensor* a, const WantedTensor* b) {
      return variable_rank(variable_of(a->ours)) < variable_rank(variable_of(b->ours));
    });
    for (std::size_t i = 0; i < tensors.size(); ++i)
      variables.push_back({tensors[i]->ours, group, i, keras_layer_of(tensors[i]->theirs[0])});
  }
  if (const auto [a, b] = order.open_pair(); a) {
    diagnostics
        .error(Kind::checkpoint_by_order, Span(),
               "Keras tells layers by class and order; `{}` and others stand in the order of the spec", a->path)
        .note("`{}` and `{}` are on branches beside each other, with weights of the same shapes", a->path, b->path)
        .note("to be sure, give `--like` a file that the Keras model itself saved");
  }
  return variables;
}

}  // namespace specimen::gen
