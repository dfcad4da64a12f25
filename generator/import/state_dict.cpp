#include "import/state_dict.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"

namespace specimen::gen {
namespace {

constexpr std::size_t kMaxTorchRank = 64;       // PyTorch's own
constexpr int kMaxDictionaryDepth = 4;          // of dictionaries in dictionaries
constexpr std::size_t kMaxListed = 20;          // dictionaries in a message
constexpr std::size_t kMaxName = 4096;          // of a tensor
constexpr std::size_t kMaxDictionaryKey = 200;  // of a storage or a dictionary
constexpr const char* kRoot = ".";              // the path of the outermost dictionary, for users
constexpr const char* kSaveAgain =
    "nothing of it was executed. Where you trust the file, save only the weights, with the program that made it: "
    "torch.save(model.state_dict(), \"weights.pth\")";

struct Name {
  std::string_view module, name;
};

// What may be called or named in a file of weights. `_rebuild_*` is PyTorch's torch/_utils.py; the rest is data that
// training programs put beside the weights. Nothing of it is ever called here.
constexpr Name kPlain[] = {
    {"collections", "OrderedDict"},
    {"collections", "defaultdict"},
    {"collections", "Counter"},
    {"_codecs", "encode"},
    {"argparse", "Namespace"},
    {"pathlib", "Path"},
    {"pathlib", "PosixPath"},
    {"pathlib", "PurePosixPath"},
    {"datetime", "datetime"},
    {"datetime", "timedelta"},
    {"torch", "Size"},
    {"torch", "device"},
    {"torch", "Tensor"},
    {"torch.nn.parameter", "Parameter"},
    {"torch._utils", "_rebuild_tensor"},
    {"torch._utils", "_rebuild_tensor_v2"},
    {"torch._utils", "_rebuild_tensor_v3"},
    {"torch._utils", "_rebuild_parameter"},
    {"torch._utils", "_rebuild_parameter_with_state"},
    {"torch._tensor", "_rebuild_from_type_v2"},
    {"torch.storage", "UntypedStorage"},
    {"torch.storage", "TypedStorage"},
};
constexpr std::string_view kBuiltins[] = {"set",  "frozenset", "dict",    "list",      "tuple", "int",
                                          "bool", "float",     "complex", "bytearray", "slice", "object"};
constexpr std::string_view kNumpy[] = {"dtype", "ndarray", "scalar", "_reconstruct"};

struct TypeRow {
  std::string_view name;     // of a dtype
  std::string_view storage;  // of its class, without `Storage`
  std::optional<SafetensorsDtype> dtype;
};
using D = SafetensorsDtype;
const TypeRow kTypes[] = {
    {"float32", "Float", D::f32},
    {"float64", "Double", D::f64},
    {"float16", "Half", D::f16},
    {"bfloat16", "BFloat16", D::bf16},
    {"int64", "Long", D::i64},
    {"int32", "Int", D::i32},
    {"int16", "Short", D::i16},
    {"int8", "Char", D::i8},
    {"uint8", "Byte", D::u8},
    {"bool", "Bool", D::boolean},
    {"uint16", "", D::u16},
    {"uint32", "", D::u32},
    {"uint64", "", D::u64},
    {"float8_e4m3fn", "", D::f8_e4m3},
    {"float8_e5m2", "", D::f8_e5m2},
    {"float8_e4m3fnuz", "", D::f8_e4m3fnuz},
    {"float8_e5m2fnuz", "", D::f8_e5m2fnuz},
    {"complex64", "ComplexFloat", D::c64},
    {"complex128", "ComplexDouble", std::nullopt},
    {"qint8", "QInt8", std::nullopt},
    {"quint8", "QUInt8", std::nullopt},
    {"qint32", "QInt32", std::nullopt},
};

const TypeRow* dtype_row(const PickleNode& node) {
  for (const TypeRow& row : kTypes)
    if (node.kind == PickleKind::global && node.text == "torch" && node.name == row.name) return &row;
  return nullptr;
}

const TypeRow* storage_row(const PickleNode& node) {
  if (node.kind != PickleKind::global || (node.text != "torch" && node.text != "torch.cuda")) return nullptr;
  for (const TypeRow& row : kTypes)
    if (!row.storage.empty() && node.name.size() == row.storage.size() + 7 && node.name.starts_with(row.storage) &&
        node.name.ends_with("Storage"))
      return &row;
  return nullptr;
}

bool is(const PickleNode& node, std::string_view module, std::string_view name) {
  return node.kind == PickleKind::global && node.text == module && node.name == name;
}

bool is_plain(const PickleNode& node) {
  if (dtype_row(node) || storage_row(node)) return true;
  if (node.text == "builtins" || node.text == "__builtin__")
    return std::find(std::begin(kBuiltins), std::end(kBuiltins), node.name) != std::end(kBuiltins);
  if (node.text == "numpy" || node.text == "numpy.core.multiarray" || node.text == "numpy._core.multiarray")
    return std::find(std::begin(kNumpy), std::end(kNumpy), node.name) != std::end(kNumpy);
  return std::any_of(std::begin(kPlain), std::end(kPlain),
                     [&](const Name& plain) { return is(node, plain.module, plain.name); });
}

std::size_t element_bytes(SafetensorsDtype dtype) {
  return static_cast<std::size_t>(safetensors_dtype_bits(dtype)) / 8;
}

// A dictionary with tensors in it.
struct Found {
  std::string path;
  int node = -1;
  std::size_t tensors = 0;
};

class Reader {
 public:
  Reader(const Pickle& pickle, const std::map<std::string, TorchStorage>& storages, ReadFailure& failure)
      : pickle_(pickle), storages_(storages), failure_(failure) {}

  bool only_plain() {
    for (const PickleNode& node : pickle_.nodes()) {
      if (node.kind != PickleKind::global || is_plain(node)) continue;
      const std::string name = printable(fmt::format("{}.{}", node.text, node.name));
      return failure_.set(Failed::unsupported, "it names `" + name + "`, which is neither a tensor nor plain data",
                          kSaveAgain);
    }
    return true;
  }

  bool choose(const std::string& wanted, StateDict& result, int& chosen) {
    find(pickle_.root(), "", 0);
    const Found* pick = nullptr;
    if (!wanted.empty()) {
      for (const Found& found : found_)
        if (found.path == (wanted == kRoot ? "" : wanted)) pick = &found;
    } else if (found_.size() == 1) {
      pick = &found_[0];
    } else {
      pick = usual();
    }
    if (!pick) return none_chosen(wanted);
    result.path = pick->path;
    chosen = pick->node;
    return true;
  }

  bool read(int dictionary, StateDict& result) {
    std::map<std::string_view, int> entries;  // the last of a name counts, as in Python
    for (const auto& [key, value] : pairs_of(pickle_[dictionary])) {
      const PickleNode& name = pickle_[key];
      if (name.kind != PickleKind::text) continue;
      if (name.text.empty() || name.text.size() > kMaxName)
        return failure_.damaged(fmt::format("a tensor has a name of {} bytes", name.text.size()));
      entries[name.text] = value;
    }
    for (const auto& [name, value] : entries) {
      const int tensor = tensor_of(value);
      if (tensor < 0) {
        ++result.others;
        continue;
      }
      TorchTensor read;
      read.name = std::string(name);
      if (!read_tensor(pickle_[tensor], read)) return false;
      result.tensors.push_back(std::move(read));
    }
    return true;
  }

 private:
  // Keys and values of a dictionary: its items, or those that were put into what a call returned. Python 2 gave an
  // OrderedDict all of them at once, as a list of lists.
  std::vector<std::pair<int, int>> pairs_of(const PickleNode& node) const {
    std::vector<std::pair<int, int>> pairs;
    const bool called = node.kind == PickleKind::call;
    for (std::size_t i = called ? 2 : 0; i + 1 < node.items.size(); i += 2)
      pairs.emplace_back(node.items[i], node.items[i + 1]);
    const PickleNode* const arguments = called ? &pickle_[node.items[1]] : nullptr;
    if (!arguments || arguments->kind != PickleKind::tuple || arguments->items.size() != 1) return pairs;
    for (int item : pickle_[arguments->items[0]].items)
      if (pickle_[item].items.size() == 2) pairs.emplace_back(pickle_[item].items[0], pickle_[item].items[1]);
    return pairs;
  }

  bool is_dictionary(const PickleNode& node) const {
    return node.kind == PickleKind::dict ||
           (node.kind == PickleKind::call && (is(pickle_[node.items[0]], "collections", "OrderedDict") ||
                                              is(pickle_[node.items[0]], "collections", "defaultdict")));
  }

  // The call that makes a tensor, inside of those that wrap it as a parameter; -1: `value` is no tensor.
  int tensor_of(int value) const {
    for (int depth = 0; depth < 8; ++depth) {
      const PickleNode& node = pickle_[value];
      if (node.kind != PickleKind::call) return -1;
      const PickleNode &function = pickle_[node.items[0]], &arguments = pickle_[node.items[1]];
      if (function.text == "torch._utils" && function.name.starts_with("_rebuild_tensor")) return value;
      const bool parameter = function.text == "torch._utils" && function.name.starts_with("_rebuild_parameter");
      if (!parameter || arguments.kind != PickleKind::tuple || arguments.items.empty()) return -1;
      value = arguments.items[0];
    }
    return -1;
  }

  // Lists the dictionaries below `node` that have tensors. An optimizer's state does not count.
  void find(int node, const std::string& path, int depth) {
    if (depth > kMaxDictionaryDepth || found_.size() > kMaxListed || !is_dictionary(pickle_[node])) return;
    if (!visited_.insert(node).second) return;
    std::size_t tensors = 0, optimizer = 0;
    const std::vector<std::pair<int, int>> pairs = pairs_of(pickle_[node]);
    for (const auto& [key, value] : pairs) {
      if (pickle_[key].kind != PickleKind::text) continue;
      optimizer += pickle_[key].text == "state" || pickle_[key].text == "param_groups";
      tensors += tensor_of(value) >= 0;
    }
    if (optimizer == 2) return;
    if (tensors > 0) found_.push_back({path, node, tensors});
    for (const auto& [key, value] : pairs) {
      const PickleNode& name = pickle_[key];
      if (name.kind != PickleKind::text || name.text.empty() || name.text.size() > kMaxDictionaryKey) continue;
      find(value, (path.empty() ? "" : path + ".") + std::string(name.text), depth + 1);
    }
  }

  // The one that is called as weights are, unless another one is called an average of them.
  const Found* usual() const {
    const Found* pick = nullptr;
    for (const Found& found : found_) {
      if (found.path.find("ema") != std::string::npos || found.path.find("average") != std::string::npos)
        return nullptr;
      const std::string last = found.path.substr(found.path.rfind('.') + 1);
      if (last != "state_dict" && last != "model_state_dict" && last != "model") continue;
      if (pick) return nullptr;
      pick = &found;
    }
    return pick;
  }

  bool none_chosen(const std::string& wanted) {
    if (found_.empty())
      return failure_.set(Failed::unsupported, "there is no dictionary of tensors in it",
                          "a state dict is what model.state_dict() returns: torch.save(model.state_dict(), "
                          "\"weights.pth\")");
    std::vector<std::string> names;
    for (const Found& found : found_)
      names.push_back("`" + (found.path.empty() ? kRoot : printable(found.path)) + "` (" +
                      count_of(found.tensors, "tensor") + ")");
    return failure_.set(Failed::unsupported,
                        wanted.empty() ? "there are several dictionaries of tensors in it"
                                       : "there is no dictionary of tensors `" + printable(wanted) + "` in it",
                        "there are " + join(names, ", ") + ": name one with `--state-dict`");
  }

  bool damaged(const TorchTensor& tensor, std::string_view what) {
    return failure_.damaged(fmt::format("`{}`: {}", printable(tensor.name), what));
  }

  bool integers(const PickleNode& node, std::vector<std::int64_t>& values) const {
    // torch.Size, where it was saved as such, is a call of it with a tuple.
    const PickleNode* list = &node;
    if (node.kind == PickleKind::call && is(pickle_[node.items[0]], "torch", "Size")) {
      const PickleNode& arguments = pickle_[node.items[1]];
      if (arguments.kind != PickleKind::tuple || arguments.items.size() != 1) return false;
      list = &pickle_[arguments.items[0]];
    }
    if ((list->kind != PickleKind::tuple && list->kind != PickleKind::list) || list->items.size() > kMaxTorchRank)
      return false;
    for (int item : list->items) {
      if (pickle_[item].kind != PickleKind::integer || pickle_[item].integer < 0) return false;
      values.push_back(pickle_[item].integer);
    }
    return true;
  }

  // _rebuild_tensor(storage, offset, shape, strides), _v2 and _v3 with more behind.
  bool read_tensor(const PickleNode& call, TorchTensor& tensor) {
    const std::string_view function = pickle_[call.items[0]].name;
    const PickleNode& arguments = pickle_[call.items[1]];
    if (arguments.kind != PickleKind::tuple || arguments.items.size() < (function == "_rebuild_tensor_v3" ? 7u : 4u))
      return damaged(tensor, "too few arguments");
    const auto argument = [&](std::size_t i) -> const PickleNode& { return pickle_[arguments.items[i]]; };
    const auto storage = storage_of(argument(0));
    if (storage == storages_.end()) return damaged(tensor, "its storage is not in the file");
    tensor.storage = storage->first;
    std::optional<SafetensorsDtype> dtype = storage->second.dtype;
    if (!storage->second.known) dtype = std::nullopt;
    if (function == "_rebuild_tensor_v3") {
      const TypeRow* const row = dtype_row(argument(6));
      dtype = row ? row->dtype : std::nullopt;
    }
    if (!dtype)
      return failure_.set(Failed::unsupported,
                          fmt::format("`{}` has numbers of a type that no weight has", printable(tensor.name)),
                          "quantised and complex weights are not read: save the model before it was quantised");
    tensor.dtype = *dtype;
    if (argument(1).kind != PickleKind::integer || argument(1).integer < 0)
      return damaged(tensor, "its offset is no number");
    tensor.offset = static_cast<std::uint64_t>(argument(1).integer);
    if (!integers(argument(2), tensor.shape) || !integers(argument(3), tensor.strides) ||
        tensor.shape.size() != tensor.strides.size())
      return damaged(tensor, "its shape or its strides are damaged");
    if (!safetensors_extent(tensor.dtype, tensor.shape.data(), tensor.shape.size(), &tensor.elements, &tensor.bytes))
      return damaged(tensor, "its shape's size overflows");
    return inside(tensor, storage->second.bytes / element_bytes(tensor.dtype)) ||
           damaged(tensor, "it reaches beyond its storage");
  }

  // Whether every element is one of the storage's.
  static bool inside(const TorchTensor& tensor, std::uint64_t elements) {
    if (tensor.elements == 0) return true;
    std::uint64_t last = tensor.offset;
    if (last >= elements) return false;
    for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
      const std::uint64_t steps = static_cast<std::uint64_t>(tensor.shape[i]) - 1,
                          stride = static_cast<std::uint64_t>(tensor.strides[i]);
      if (steps > 0 && stride > (elements - 1 - last) / steps) return false;
      last += steps * stride;
    }
    return true;
  }

  std::map<std::string, TorchStorage>::const_iterator storage_of(const PickleNode& node) const {
    if (node.kind != PickleKind::persistent) return storages_.end();
    const PickleNode& id = pickle_[node.items[0]];
    if (id.kind != PickleKind::tuple || id.items.size() < 5 || pickle_[id.items[2]].kind != PickleKind::text)
      return storages_.end();
    return storages_.find(std::string(pickle_[id.items[2]].text));
  }

  const Pickle& pickle_;
  const std::map<std::string, TorchStorage>& storages_;
  ReadFailure& failure_;
  std::vector<Found> found_;
  std::set<int> visited_;
};

}  // namespace

bool read_storages(const Pickle& pickle, std::map<std::string, TorchStorage>& storages, ReadFailure& failure) {
  for (const PickleNode& node : pickle.nodes()) {
    if (node.kind != PickleKind::persistent) continue;
    // ("storage", its class, its key, where it was, how many elements)
    const PickleNode& id = pickle[node.items[0]];
    if (id.kind != PickleKind::tuple || id.items.size() < 5 || pickle[id.items[0]].text != "storage" ||
        pickle[id.items[2]].kind != PickleKind::text || pickle[id.items[2]].text.size() > kMaxDictionaryKey ||
        pickle[id.items[4]].kind != PickleKind::integer || pickle[id.items[4]].integer < 0)
      return failure.damaged("what should name a storage is something else");
    if (id.items.size() > 5 && pickle[id.items[5]].kind != PickleKind::none)
      return failure.set(Failed::unsupported, "it has views of storages, as PyTorch before 0.4 wrote them",
                         "load it and save it again with a current PyTorch");
    const PickleNode& type = pickle[id.items[1]];
    const TypeRow* const row = storage_row(type);
    const bool untyped = is(type, "torch.storage", "UntypedStorage");
    if (!row && !untyped)
      return failure.set(Failed::unsupported, "it has a storage of the class `" + printable(type.name) + "`", "");
    TorchStorage storage;
    storage.elements = static_cast<std::uint64_t>(pickle[id.items[4]].integer);
    storage.known = untyped || row->dtype;
    if (row && row->dtype) storage.dtype = *row->dtype;
    // Elements of types that no weight has: qint32 and complex128 are the wide ones.
    std::uint64_t size = element_bytes(storage.dtype);
    if (row && row->name == "complex128") size = 16;
    if (row && row->name == "qint32") size = 4;
    if (storage.elements > static_cast<std::uint64_t>(INT64_MAX) / 16)
      return failure.damaged("a storage's size overflows");
    storage.bytes = storage.elements * size;
    const auto [at, fresh] = storages.emplace(std::string(pickle[id.items[2]].text), storage);
    if (!fresh && at->second.bytes != storage.bytes) return failure.damaged("a storage is said to have two sizes");
  }
  return true;
}

bool read_state_dict(const Pickle& pickle, const std::map<std::string, TorchStorage>& storages,
                     const std::string& wanted, StateDict& result, ReadFailure& failure) {
  Reader reader(pickle, storages, failure);
  int chosen = -1;
  return reader.only_plain() && reader.choose(wanted, result, chosen) && reader.read(chosen, result);
}

}  // namespace specimen::gen
