#include "import/automatic_names.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "base/text.h"
#include "import/keras_names.h"

namespace specimen::gen {
namespace {

// Of each class, the numbers that its automatic names have; `conv2d` is 0.
using Numbers = std::map<std::string, std::set<int>>;

std::string name_of(const std::string& kind, int number) {
  return number == 0 ? kind : kind + "_" + std::to_string(number);
}

// The automatic names among the levels of a layer's name.
void collect(const std::string& layer, Numbers& numbers) {
  for (const std::string& level : split(layer, '/')) {
    std::string kind;
    int number = 0;
    split_ordinal(level, kind, number);
    if (is_layer_kind(kind)) numbers[kind].insert(number);
  }
}

std::string layer_of(const std::string& tensor) {
  const std::size_t slash = tensor.rfind('/');
  return slash == std::string::npos ? "" : tensor.substr(0, slash);
}

std::string renamed(const std::string& layer, const std::map<std::string, std::string>& names) {
  std::vector<std::string> levels = split(layer, '/');
  for (std::string& level : levels)
    if (const auto at = names.find(level); at != names.end()) level = at->second;
  return join(levels, "/");
}

}  // namespace

void align_automatic_names(Checkpoint& checkpoint, const std::vector<std::string>& expected, Diagnostics& diagnostics,
                           const Span& span) {
  Numbers theirs, ours;
  for (const CheckpointLayer& layer : checkpoint.layers) collect(layer.name, theirs);
  for (const CheckpointTensor& tensor : checkpoint.tensors) collect(layer_of(tensor.name), theirs);
  for (const std::string& tensor : expected) collect(layer_of(tensor), ours);

  std::map<std::string, std::string> names;
  for (const auto& [kind, wanted] : ours) {
    const std::set<int>& found = theirs[kind];
    const bool subset = std::includes(found.begin(), found.end(), wanted.begin(), wanted.end());
    if (found.empty() || found == wanted) continue;
    if (found.size() != wanted.size()) {
      // Names that are all there, or count from where the model's do, are what they say.
      if (subset || *found.begin() == *wanted.begin()) continue;
      diagnostics
          .error(Kind::checkpoint_layer, span,
                 "the checkpoint's {} of the class `{}` begin with `{}`, the model's {} with `{}`",
                 count_of(found.size(), "layer"), kind, name_of(kind, *found.begin()), wanted.size(),
                 name_of(kind, *wanted.begin()))
          .note(
              "Keras counts names from the start of the process; they are matched by order where there are as many: "
              "save the model from a process that makes no other layer before it");
      return;
    }
    for (auto [a, b] = std::pair(found.begin(), wanted.begin()); a != found.end(); ++a, ++b)
      names[name_of(kind, *a)] = name_of(kind, *b);
    checkpoint.notes.push_back("the layers of the class `" + kind + "` are called `" + name_of(kind, *found.begin()) +
                               "` to `" + name_of(kind, *found.rbegin()) + "`: they were matched by order");
  }
  if (names.empty()) return;
  for (CheckpointLayer& layer : checkpoint.layers) {
    layer.name = renamed(layer.name, names);
    layer.short_name = renamed(layer.short_name, names);
  }
  for (CheckpointTensor& tensor : checkpoint.tensors) {
    const std::string layer = layer_of(tensor.name);
    if (!layer.empty()) tensor.name = renamed(layer, names) + tensor.name.substr(layer.size());
  }
}

}  // namespace specimen::gen
