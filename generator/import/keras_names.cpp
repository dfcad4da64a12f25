#include "import/keras_names.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "base/text.h"
#include "import/floats.h"

namespace specimen::gen {
namespace {

// Source: the build() methods of keras.layers. One order serves all classes.
constexpr const char* kVariables[] = {"depthwise_kernel",
                                      "pointwise_kernel",
                                      "kernel",
                                      "recurrent_kernel",
                                      "embeddings",
                                      "scale",
                                      "alpha",
                                      "gamma",
                                      "beta",
                                      "bias",
                                      "moving_mean",
                                      "moving_variance",
                                      "mean",
                                      "variance",
                                      "count"};

struct KindRow {
  std::string_view prefix;  // of the class in snake case
  std::vector<std::string> variables;
};

// The last ones of a row may be absent (no bias).
const std::vector<KindRow>& kind_rows() {
  static const std::vector<KindRow> rows = {
      {"dense", {"kernel", "bias"}},
      {"einsum_dense", {"kernel", "bias"}},
      {"conv", {"kernel", "bias"}},
      {"depthwise_conv", {"kernel", "bias"}},
      {"separable_conv", {"depthwise_kernel", "pointwise_kernel", "bias"}},
      {"layer_normalization", {"gamma", "beta"}},
      {"group_normalization", {"gamma", "beta"}},
      {"rms_normalization", {"scale"}},
      {"embedding", {"embeddings"}},
      {"lstm_cell", {"kernel", "recurrent_kernel", "bias"}},
      {"gru_cell", {"kernel", "recurrent_kernel", "bias"}},
      {"simple_rnn_cell", {"kernel", "recurrent_kernel", "bias"}},
      {"p_re_lu", {"alpha"}},
      {"normalization", {"mean", "variance", "count"}},
  };
  return rows;
}

// The state of a layer's random number generator, which Keras's SeedGenerator keeps: two integers.
bool is_random_state(const CheckpointTensor& tensor) {
  const std::string_view place = tensor.place;
  const bool named = place.ends_with("/seed_generator/vars/0") || place.ends_with("/generator/vars/0") ||
                     place.ends_with("/seed_generator_state") || place.ends_with("/seed_generator_state:0");
  return named && !is_float(tensor.dtype) && tensor.shape == std::vector<std::int64_t>{2};
}

class KerasFile {
 public:
  KerasFile(const std::string& path, Checkpoint& checkpoint, Diagnostics& diagnostics, const Span& span)
      : path_(path), checkpoint_(checkpoint), diagnostics_(diagnostics), span_(span) {}

  bool read() {
    bool legacy = false;
    for (const SafetensorsFile& file : checkpoint_.files) {  // several where Keras wrote shards
      for (const SafetensorsEntry& entry : file.entries())
        if (!add(entry)) return false;
      legacy = legacy || std::any_of(file.metadata().begin(), file.metadata().end(),
                                     [](const SafetensorsMetadata& item) { return item.key.starts_with("layer:"); });
    }
    if (!(legacy ? read_legacy() : read_numbered())) return false;
    make_short_names();
    return true;
  }

 private:
  bool add(const SafetensorsEntry& entry);
  std::string_view metadata(const std::string& key) const {
    for (const SafetensorsFile& file : checkpoint_.files)
      if (const std::string_view value = file.find_metadata(key); !value.empty()) return value;
    return {};
  }
  bool read_numbered();
  bool read_legacy();
  void legacy_layer(const std::string& layer, const std::vector<int>& variables);
  std::string qualified_name(const std::string& place) const;
  void make_short_names();

  const std::string& path_;
  Checkpoint& checkpoint_;
  Diagnostics& diagnostics_;
  const Span& span_;
  std::map<std::string, int> by_place_;
};

bool KerasFile::add(const SafetensorsEntry& entry) {
  const std::string place(entry.name);
  CheckpointTensor tensor = {"", place, entry.dtype, {entry.shape, entry.shape + entry.rank}, entry.data, entry.bytes};
  if (is_random_state(tensor)) return true;
  if (!by_place_.emplace(place, static_cast<int>(checkpoint_.tensors.size())).second) {
    diagnostics_.error(Kind::checkpoint_unreadable, span_, "`{}`: `{}` is in two of its files", path_,
                       printable(place));
    return false;
  }
  checkpoint_.tensors.push_back(std::move(tensor));
  return true;
}

// Of "/layers/a/layers/b": the names of a and b. An element of a list of layers has a name of its own; any other step
// is an attribute ("cell", "query_dense"), which is a name already. "": the file does not say.
std::string KerasFile::qualified_name(const std::string& place) const {
  if (place.empty()) {  // variables of the model itself
    std::string_view name = metadata("name:/");
    return name.empty() ? "model" : std::string(name);
  }
  std::string name, so_far;
  bool element = false;
  for (const std::string& step : split(place.substr(1), '/')) {
    so_far += "/" + step;
    if (!element && (step == "layers" || step == "_layer_checkpoint_dependencies")) {
      element = true;
      continue;
    }
    std::string part(metadata("name:" + so_far));
    if (part.empty() && !element) part = step;
    if (part.empty()) return "";
    name += (name.empty() ? "" : "/") + part;
    element = false;
  }
  return name;
}

bool KerasFile::read_numbered() {
  std::map<std::string, std::map<std::size_t, int>> variables;  // of each layer, by number
  for (std::size_t i = 0; i < checkpoint_.tensors.size(); ++i) {
    const std::string& place = checkpoint_.tensors[i].place;
    std::size_t slash = place.rfind('/');
    std::string group = place.substr(0, slash);
    std::size_t number = 0;
    const char* end = place.data() + place.size();
    auto [stop, error] = std::from_chars(place.data() + slash + 1, end, number);
    if (!group.ends_with("/vars") || error != std::errc() || stop != end) {
      diagnostics_
          .error(Kind::checkpoint_format, span_, "`{}` is HDF5, but not weights of Keras: it holds `{}`", path_,
                 printable(place))
          .note("Keras 3 keeps tensors as `.../vars/0`; older versions list them in `layer_names`");
      return false;
    }
    variables[group.substr(0, group.size() - 5)][number] = static_cast<int>(i);
  }
  if (variables.empty()) {
    diagnostics_.error(Kind::checkpoint_format, span_, "`{}` is HDF5, but holds no weights", path_);
    return false;
  }
  for (const auto& [place, numbered] : variables) {
    CheckpointLayer layer;
    layer.place = place;
    layer.name = qualified_name(place);
    split_ordinal(place.substr(place.rfind('/') + 1), layer.kind, layer.ordinal);
    if (numbered.rbegin()->first != numbered.size() - 1) {
      diagnostics_.error(Kind::checkpoint_layer, span_,
                         "`{}`: the variables of `{}` are not numbered from 0 without gaps", path_, printable(place));
      return false;
    }
    for (const auto& [number, tensor] : numbered) layer.variables.push_back(tensor);
    checkpoint_.layers.push_back(std::move(layer));
  }
  return true;
}

bool KerasFile::read_legacy() {
  std::map<std::string, std::pair<std::string, std::vector<int>>> layers;         // by number: name, variables
  for (const SafetensorsMetadata& item : checkpoint_.files.front().metadata()) {  // sorted: in the file's order
    std::vector<std::string> key = split(item.key, ':');
    if (key[0] == "layer" && key.size() == 2) layers[key[1]].first = item.value;
    if (key[0] != "weight" || key.size() != 3) continue;
    auto tensor = by_place_.find(std::string(item.value));
    if (tensor == by_place_.end()) {
      diagnostics_.error(Kind::checkpoint_unreadable, span_,
                         "`{}`: `weight_names` lists `{}`, but there is no such dataset", path_, printable(item.value));
      return false;
    }
    layers[key[1]].second.push_back(tensor->second);
  }
  for (const auto& [number, layer] : layers) legacy_layer(layer.first, layer.second);
  return true;
}

// Places end in ".../layer/layer/kernel:0"; files before Keras 2 have names like "conv1_W_1:0", which say too little.
void KerasFile::legacy_layer(const std::string& layer, const std::vector<int>& variables) {
  std::vector<std::string> names;
  bool known = true;
  for (int i : variables) {
    const std::string& place = checkpoint_.tensors[static_cast<std::size_t>(i)].place;
    std::string name = place.substr(place.starts_with("/model_weights/") ? 15 : 1);
    name = name.substr(layer.size() + 1);  // without the layer's own group
    if (name.ends_with(":0")) name.resize(name.size() - 2);
    if (!name.starts_with(layer + "/")) name = layer + "/" + name;
    known = known && is_variable_name(std::string_view(name).substr(name.rfind('/') + 1));
    names.push_back(name);
  }
  if (known) {
    for (std::size_t k = 0; k < variables.size(); ++k) {
      checkpoint_.tensors[static_cast<std::size_t>(variables[k])].name = names[k];
    }
    return;
  }
  CheckpointLayer numbered;
  numbered.place = numbered.name = layer;
  numbered.variables = variables;
  checkpoint_.layers.push_back(std::move(numbered));
}

void KerasFile::make_short_names() {
  auto last = [](const CheckpointLayer& layer) { return layer.name.substr(layer.name.rfind('/') + 1); };
  std::map<std::string, int> count;
  for (const CheckpointLayer& layer : checkpoint_.layers) ++count[last(layer)];
  for (CheckpointLayer& layer : checkpoint_.layers) {
    if (count[last(layer)] == 1) layer.short_name = last(layer);
  }
}

}  // namespace

void split_ordinal(const std::string& element, std::string& kind, int& ordinal) {
  std::size_t underscore = element.rfind('_');
  kind = element;
  ordinal = 0;
  if (underscore == std::string::npos || underscore + 1 == element.size()) return;
  const char* end = element.data() + element.size();
  int number = 0;
  auto [stop, error] = std::from_chars(element.data() + underscore + 1, end, number);
  if (error != std::errc() || stop != end || number <= 0) return;
  kind = element.substr(0, underscore);
  ordinal = number;
}

bool is_layer_kind(std::string_view kind) {
  constexpr std::string_view kKinds[] = {"batch_normalization",
                                         "conv1d",
                                         "conv1d_transpose",
                                         "conv2d",
                                         "conv2d_transpose",
                                         "conv3d",
                                         "dense",
                                         "depthwise_conv1d",
                                         "depthwise_conv2d",
                                         "einsum_dense",
                                         "embedding",
                                         "functional",
                                         "group_normalization",
                                         "group_query_attention",
                                         "gru",
                                         "layer_normalization",
                                         "lstm",
                                         "model",
                                         "multi_head_attention",
                                         "normalization",
                                         "p_re_lu",
                                         "reversible_embedding",
                                         "rms_normalization",
                                         "separable_conv1d",
                                         "separable_conv2d",
                                         "sequential",
                                         "simple_rnn"};
  return std::find(std::begin(kKinds), std::end(kKinds), kind) != std::end(kKinds);
}

int variable_rank(std::string_view variable) {
  return static_cast<int>(std::find(std::begin(kVariables), std::end(kVariables), variable) - std::begin(kVariables));
}

bool is_variable_name(std::string_view variable) {
  return static_cast<std::size_t>(variable_rank(variable)) < std::size(kVariables);
}

bool changes_nothing(const CheckpointTensor& tensor) {
  const std::size_t slash = tensor.name.rfind('/');
  if (slash == std::string::npos) return false;
  const std::string layer = tensor.name.substr(0, slash), variable = tensor.name.substr(slash + 1);
  if (!layer.substr(layer.rfind('/') + 1).starts_with("normalization")) return false;
  if (variable == "count") return true;
  const float nothing = variable == "mean" ? 0.0f : 1.0f;
  if ((variable != "mean" && variable != "variance") || !is_float(tensor.dtype)) return false;
  const std::vector<float> values = to_float(tensor).values;
  return std::all_of(values.begin(), values.end(), [&](float value) { return value == nothing; });
}

std::vector<std::string> default_variables(std::string_view kind, std::size_t count) {
  if (kind == "batch_normalization") {
    if (count == 4) return {"gamma", "beta", "moving_mean", "moving_variance"};
    if (count == 2) return {"moving_mean", "moving_variance"};
    return {};  // with three, either gamma or beta is absent
  }
  for (const KindRow& row : kind_rows()) {
    if (kind.starts_with(row.prefix) && count <= row.variables.size()) {
      return {row.variables.begin(), row.variables.begin() + static_cast<std::ptrdiff_t>(count)};
    }
  }
  return {};
}

bool keras_layers(const std::string& path, Checkpoint& checkpoint, Diagnostics& diagnostics, const Span& span) {
  return KerasFile(path, checkpoint, diagnostics, span).read();
}

}  // namespace specimen::gen
