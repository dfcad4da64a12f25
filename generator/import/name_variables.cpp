// Naming the variables that a Keras file only numbers: what the model expects decides.
#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "import/automatic_names.h"
#include "import/checkpoint.h"
#include "import/keras_names.h"
#include "import/transform.h"

namespace specimen::gen {
namespace {

struct Variable {
  std::string name;
  ArrayShape shape;
};

struct ExpectedLayer {
  std::string name;
  std::vector<Variable> variables;  // in the order in which a layer makes them
};

std::vector<ExpectedLayer> group(const std::vector<ExpectedTensor>& expected) {
  std::vector<ExpectedLayer> layers;
  std::map<std::string, std::size_t> index;
  for (const ExpectedTensor& tensor : expected) {
    std::size_t slash = tensor.name.rfind('/');
    if (slash == std::string::npos) continue;
    auto [at, fresh] = index.emplace(tensor.name.substr(0, slash), layers.size());
    if (fresh) layers.push_back({at->first, {}});
    std::vector<Variable>& variables = layers[at->second].variables;
    std::string name = tensor.name.substr(slash + 1);
    // Two of our tensors may be slices of one of theirs.
    if (std::none_of(variables.begin(), variables.end(), [&](const Variable& v) { return v.name == name; })) {
      variables.push_back({name, tensor.shape});
    }
  }
  for (ExpectedLayer& layer : layers) {
    std::sort(layer.variables.begin(), layer.variables.end(), [](const Variable& a, const Variable& b) {
      return std::pair(variable_rank(a.name), a.name) < std::pair(variable_rank(b.name), b.name);
    });
  }
  return layers;
}

class Naming {
 public:
  Naming(Checkpoint& checkpoint, const std::vector<ExpectedTensor>& expected, Diagnostics& diagnostics,
         const Span& span)
      : checkpoint_(checkpoint), expected_(group(expected)), diagnostics_(diagnostics), span_(span) {}

  void run() {
    bool unnamed = std::any_of(checkpoint_.layers.begin(), checkpoint_.layers.end(),
                               [](const CheckpointLayer& layer) { return layer.name.empty(); });
    if (unnamed) {
      by_order();
    } else {
      for (const CheckpointLayer& layer : checkpoint_.layers) by_name(layer);
    }
    for (CheckpointTensor& tensor : checkpoint_.tensors) {
      if (tensor.name.empty()) tensor.name = tensor.place;
    }
    without_containers();
  }

 private:
  CheckpointTensor& tensor(int index) { return checkpoint_.tensors[static_cast<std::size_t>(index)]; }
  void assign(const CheckpointLayer& layer, const ExpectedLayer& expected) {
    for (std::size_t k = 0; k < layer.variables.size(); ++k) {
      tensor(layer.variables[k]).name = expected.name + "/" + expected.variables[k].name;
    }
  }
  void by_name(const CheckpointLayer& layer);
  void by_order();
  bool fits(const CheckpointLayer& layer, const ExpectedLayer& expected);
  void without_containers();
  std::string shapes(const CheckpointLayer& layer);

  Checkpoint& checkpoint_;
  std::vector<ExpectedLayer> expected_;
  Diagnostics& diagnostics_;
  const Span& span_;
};

std::string Naming::shapes(const CheckpointLayer& layer) {
  std::vector<std::string> parts;
  for (int i : layer.variables) parts.push_back(shape_text(tensor(i).shape));
  return join(parts, ", ");
}

void Naming::by_name(const CheckpointLayer& layer) {
  for (const ExpectedLayer& expected : expected_) {
    if (expected.name != layer.name && (layer.short_name.empty() || expected.name != layer.short_name)) continue;
    if (expected.variables.size() == layer.variables.size()) {
      assign(layer, expected);
    } else {
      std::vector<std::string> names;
      for (const Variable& variable : expected.variables) names.push_back(variable.name);
      diagnostics_
          .error(Kind::checkpoint_layer, span_, "layer `{}` of the checkpoint has {}, the model expects {}: {}",
                 printable(layer.name), count_of(layer.variables.size(), "variable"), names.size(), join(names, ", "))
          .note("those of the checkpoint have the shapes {}", shapes(layer));
    }
    return;
  }
  std::string name = layer.short_name.empty() ? layer.name : layer.short_name;
  std::vector<std::string> variables = default_variables(layer.kind, layer.variables.size());
  for (std::size_t k = 0; k < layer.variables.size(); ++k) {
    tensor(layer.variables[k]).name = name + "/" + (variables.empty() ? std::to_string(k) : variables[k]);
  }
}

// Legacy files keep a model inside of the model as one layer, and put its name before those of its own layers, which
// may be all that is expected: "backbone/conv/kernel" is then "conv/kernel".
void Naming::without_containers() {
  std::set<std::string> expected, taken;
  for (const ExpectedLayer& layer : expected_)
    for (const Variable& variable : layer.variables) expected.insert(layer.name + "/" + variable.name);
  for (const CheckpointTensor& tensor : checkpoint_.tensors) taken.insert(tensor.name);
  std::map<std::string, std::vector<CheckpointTensor*>> shorter;
  for (CheckpointTensor& tensor : checkpoint_.tensors) {
    if (!tensor.place.starts_with('/') || expected.count(tensor.name)) continue;  // not of an HDF5 file
    for (std::size_t slash = tensor.name.find('/'); slash != std::string::npos;
         slash = tensor.name.find('/', slash + 1)) {
      const std::string name = tensor.name.substr(slash + 1);
      if (!expected.count(name)) continue;
      if (!taken.count(name)) shorter[name].push_back(&tensor);
      break;
    }
  }
  for (const auto& [name, tensors] : shorter)
    if (tensors.size() == 1) tensors.front()->name = name;
}

bool Naming::fits(const CheckpointLayer& layer, const ExpectedLayer& expected) {
  if (layer.variables.size() != expected.variables.size()) return false;
  for (std::size_t k = 0; k < layer.variables.size(); ++k) {
    const ArrayShape& shape = expected.variables[k].shape;
    if (!shape.empty() && shape != tensor(layer.variables[k]).shape) return false;
  }
  return true;
}

// The file says how many layers of each class there are and in which order, not what they are called. The model's
// layers are taken in order, each as the next of that class whose shapes fit.
void Naming::by_order() {
  std::map<std::string, std::vector<const CheckpointLayer*>> kinds;  // layers of one class in one container
  for (const CheckpointLayer& layer : checkpoint_.layers) {
    kinds[layer.place.substr(0, layer.place.rfind('/')) + "/" + layer.kind].push_back(&layer);
  }
  for (auto& [kind, layers] : kinds) {
    std::sort(layers.begin(), layers.end(),
              [](const CheckpointLayer* a, const CheckpointLayer* b) { return a->ordinal < b->ordinal; });
  }
  std::map<std::string, std::size_t> next;
  for (const ExpectedLayer& expected : expected_) {
    const CheckpointLayer* found = nullptr;
    for (auto& [kind, layers] : kinds) {
      std::size_t at = next[kind];
      if (at >= layers.size() || !fits(*layers[at], expected)) continue;
      found = layers[at];
      ++next[kind];
      break;
    }
    if (found != nullptr) {
      assign(*found, expected);
      continue;
    }
    std::vector<std::string> wanted;
    for (const Variable& variable : expected.variables)
      wanted.push_back(variable.name + " " + shape_text(variable.shape));
    Diagnostic& error = diagnostics_.error(Kind::checkpoint_layer, span_,
                                           "no layer of the checkpoint is next in order and fits `{}`: {}",
                                           printable(expected.name), join(wanted, ", "));
    for (auto& [kind, layers] : kinds) {
      if (next[kind] < layers.size())
        error.note("next: `{}`, {}", layers[next[kind]]->place, shapes(*layers[next[kind]]));
    }
    return;  // what follows would be off by one
  }
  if (expected_.empty()) return;
  diagnostics_
      .error(Kind::checkpoint_by_order, span_,
             "the checkpoint holds no names of layers (Keras before 3.6): they were matched by class and order")
      .note(
          "shapes agree, but two layers of one shape may be exchanged: load and save it with a current Keras to be "
          "sure");
}

}  // namespace

void name_variables(Checkpoint& checkpoint, const std::vector<ExpectedTensor>& expected, Diagnostics& diagnostics,
                    const Span& span) {
  std::vector<std::string> names;
  for (const ExpectedTensor& tensor : expected) names.push_back(tensor.name);
  const int errors = diagnostics.errors();
  align_automatic_names(checkpoint, names, diagnostics, span);
  if (diagnostics.errors() == errors) Naming(checkpoint, expected, diagnostics, span).run();
}

}  // namespace specimen::gen
