// Where each tensor of a model comes from in a checkpoint: by the rules of its spec, or, of a model that extends
// another one, by those of that one.
//
// A tensor of a variant has an origin if the model that it extends has a tensor of that name (`renamed` may say of
// which); the rules of that model, with that model's arguments, then say what the checkpoint calls it. What the
// variant added has none, unless rules of its own give one.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "graph/graph.h"
#include "import/convert.h"
#include "spec/expand.h"
#include "spec/library.h"

namespace specimen::gen {

// The mapping that every model has: a checkpoint with the model's own names.
inline constexpr std::string_view kOwnNames = "specimen";

class Origins {
 public:
  // Builds the models that `choice` extends. No value after diagnostics.
  static std::optional<Origins> of(Library& library, const ModelChoice& choice, const Graph& graph,
                                   const Expansion& expansion, Diagnostics& diagnostics);

  // Names of the mappings of the model and of those that it extends, then kOwnNames.
  std::vector<std::string> kinds() const;
  // Every weight of the model's graph. No value after diagnostics: checkpoint_unmapped, what expressions of rules
  // report.
  std::optional<std::vector<WantedTensor>> wanted(const std::string& kind, const Graph& graph,
                                                  Diagnostics& diagnostics) const;
  // What a checkpoint of the first model, which the others extend, has; empty where the model extends none.
  std::vector<ExpectedTensor> expected(const std::string& kind) const;
  // What a tensor is called in `base`, where that is a model that this one extends; its own name otherwise.
  std::string name_in(const ModelSpec& base, const std::string& name) const;
  bool ignores(const std::string& kind, std::string_view theirs) const;

 private:
  struct Weight {
    std::vector<std::int64_t> shape;
    bool depthwise = false;  // the kernel of a depthwise convolution
  };
  struct Model {
    const ModelSpec* spec;
    Expansion expansion;
    std::map<std::string, Weight> weights;
  };
  static std::map<std::string, Weight> weights_of(const Graph& graph);
  bool find(const std::string& kind, std::size_t at, const std::string& name, WantedTensor& tensor,
            Diagnostics& diagnostics) const;
  bool find_own(const std::string& name, WantedTensor& tensor, Diagnostics& diagnostics) const;

  std::vector<Model> models_;  // the model, what it extends, what that extends, ...
};

}  // namespace specimen::gen
