// The expander's state: one run of a model's spec. What expand.cpp and expand_call.cpp share; nothing else includes it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "spec/binding.h"
#include "spec/expand.h"
#include "spec/names.h"
#include "spec/tensors.h"

namespace specimen::gen {

class Expander {
 public:
  Expander(Library& library, LayerSink& sink, Diagnostics& diagnostics, const ExpandLimits& limits)
      : library_(library), sink_(sink), diagnostics_(diagnostics), limits_(limits) {}

  std::optional<Expansion> run(const ModelChoice& choice, const Settings& settings);

 private:
  // One use of a block or model.
  struct Frame {
    Frame(const Definition& d, const LayerSink& sink, const Scope* symbols)
        : definition(d), scope(symbols), tensors(sink) {
      scope.set_shapes(&tensors);
    }

    const Definition& definition;
    std::string path;         // from the root, "" for the model itself
    std::string shared_path;  // of the use whose weights this one takes, or ""
    Span call;
    const Frame* outer = nullptr;
    const Scope* symbols = nullptr;
    Scope scope;
    Tensors tensors;
    NameTable names;
    NamedRefs current;  // what came before
    std::map<std::string, int> unnamed;
  };
  struct Path {
    std::string name, full;
  };

  // ---- expand.cpp: a definition from its arguments to its outputs
  bool bind(Frame& frame, const Value::Object& given, const std::string& owner, std::vector<BoundArgument>* bound);
  bool add_input(Frame& frame, const std::string& name, Ref ref, const Span& span);
  bool symbols(Frame& frame, const ModelSpec& model, Scope& scope, Expansion& out);
  bool model_inputs(Frame& frame, const ModelSpec& model, const Expansion& out);
  std::optional<std::vector<Dim>> input_shape(const Frame& frame, const InputSpec& input);
  void warn_unused_symbols(const ModelSpec& model);
  std::optional<NamedRefs> outputs(Frame& frame, bool to_sink);
  std::optional<bool> condition(const Template& text, const Scope& scope);

  bool run(const Statements& statements, Frame& frame, Scope& scope);
  bool run(const ForStatement& loop, Frame& frame, const Scope& scope);
  bool bind_let(const std::vector<Binding>& bindings, Scope& scope);

  // ---- expand_call.cpp: one layer, block or model
  bool call(const Statement& statement, Frame& frame, const Scope& scope);
  bool call_layer(const LayerInfo& layer, const Statement& statement, Frame& frame, const Scope& scope);
  bool call_block(const BlockChoice& choice, const Statement& statement, Frame& frame, const Scope& scope);
  std::optional<Value::Object> given_arguments(const CallStatement& call, const Scope& scope);
  std::optional<Path> path_of(const CallStatement& call, const Span& span, const std::string& callee, Frame& frame,
                              const Scope& scope);
  // The tensors that `from` names, or what came before; in the order of `named` where `from` is an object.
  struct Inputs {
    std::vector<Ref> refs;
    std::vector<Span> spans;
  };
  std::optional<Inputs> inputs_of(const CallStatement& call, const Span& span, const std::vector<std::string>* named,
                                  std::size_t fewest, Frame& frame, const Scope& scope);
  std::optional<std::string> weights_of(const CallStatement& call, const std::string& name, bool block,
                                        const Frame& frame, const Scope& scope, const Span& span);
  bool fit_inputs(Frame& frame, const ModelSpec& model, const Inputs& inputs, Scope& symbols);

  Library& library_;
  LayerSink& sink_;
  Diagnostics& diagnostics_;
  ExpandLimits limits_;
  std::int64_t layers_ = 0, steps_ = 0;
  int depth_ = 0, nesting_ = 0;
  std::set<const Definition*> checked_;
  std::map<std::string, std::string> layer_weights_;  // path of each layer -> path of the layer that owns its weights
  std::set<std::string> block_paths_;
  std::set<std::string> used_symbols_;
};

}  // namespace specimen::gen
