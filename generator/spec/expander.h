// The expander's state: one run of a model's spec. What expand*.cpp and edit_*.cpp share; nothing else includes it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "spec/binding.h"
#include "spec/edit_cursor.h"
#include "spec/expand.h"
#include "spec/names.h"
#include "spec/tensors.h"

namespace specimen::gen {

class Expander {
 public:
  Expander(Library& library, LayerSink& sink, Diagnostics& diagnostics, const ExpandLimits& limits)
      : library_(library), sink_(sink), diagnostics_(diagnostics), limits_(limits) {}

  std::optional<Expansion> run(const ModelChoice& choice, const Settings& settings);
  // After a failure in what a spec's edits made of another spec: says which edit.
  void note_last_edit();

 private:
  // One use of a block or model.
  struct Frame {
    Frame(const Definition& d, const Body& b, const LayerSink& sink, const Scope* symbols)
        : definition(d), body(b), scope(symbols), tensors(sink) {
      scope.set_shapes(&tensors);
    }

    const Definition& definition;
    const Body& body;         // the definition itself, or a function of the model
    EditLevel own_edits;      // of the definition
    EditCursor edits;         // those that act on what is in here: its own, then those from around it
    std::string path;         // from the root, "" for the model itself
    std::string shared_path;  // of the use whose weights this one takes, or ""
    Span call;
    const Frame* outer = nullptr;
    const Scope* symbols = nullptr;
    Scope scope;
    Tensors tensors;
    NameTable names;
    NamedRefs current;  // what came before
    std::string current_name = "input";
    std::map<std::string, int> unnamed;
    Value::Object lets;                    // values that edits gave to names of the definition's `let`
    std::map<std::string, Span> inserted;  // names that edits gave
    std::set<std::string> absent;   // inputs that are not given: optional ones, and those that an extension left out
    std::set<std::string> removed;  // names of calls that edits removed: they stand for what the call would have read
    std::map<std::string, std::vector<std::string>> made_from;  // of each call in here: the calls that it reads

    // The call, or "input", that a tensor belongs to: `t` of `t/p`.
    std::string call_name(const std::string& tensor) const;
  };
  struct Path {
    std::string name, full;
  };
  // The tensors that `from` names, or what came before; in the order of `named` where `from` is an object.
  struct Inputs {
    std::vector<Ref> refs;
    std::vector<Span> spans;
    std::vector<std::string> names;         // of the calls that gave them
    std::vector<std::string> written = {};  // as `from` says them; empty where nothing does
  };
  // One call of a layer, block or model, with what edits have decided about it already.
  struct Use {
    const CallStatement* call;
    Span key_span;
    const Scope* scope;  // of the call's expressions
    std::string callee;
    EditCursor edits;  // those that are still to act on it
    std::optional<Path> path;
    std::optional<Value::Object> given;  // arguments
    Value::Object lets;                  // of a block
    std::optional<Inputs> inputs;
  };

  // ---- expand.cpp: a definition from its arguments to its outputs
  bool bind(Frame& frame, const Value::Object& given, const std::string& owner, std::vector<BoundArgument>* bound);
  bool add_input(Frame& frame, const std::string& name, Ref ref, const Span& span);
  // One function of the model, with its arguments bound.
  bool function(Frame& frame, const std::string& name, const std::string& doc, const Expansion& out);
  bool model_inputs(Frame& frame, const Expansion& out);
  std::optional<std::vector<Dim>> shape_of(const Frame& frame, const std::vector<ShapeEntry>& entries);
  // The states that the definition declares.
  bool states(Frame& frame);
  bool bind_symbols(const Frame& frame, const StateSpec& spec, std::vector<Dim>& shape);
  std::optional<NamedRefs> outputs(Frame& frame, bool to_sink);
  std::optional<bool> condition(const Template& text, const Scope& scope);

  // One statement or iteration more. False after a diagnostic: there are too many.
  bool count_step(const Span& span);
  bool run(const Statements& statements, Frame& frame, Scope& scope);
  bool run(const ForStatement& loop, Frame& frame, const Scope& scope);
  bool bind_let(const std::vector<Binding>& bindings, Scope& scope);

  // ---- expand_symbols.cpp: what sizes are known at run time
  bool symbols(Frame& frame, const ModelSpec& model, Scope& scope, Expansion& out);
  bool constraints(const ModelSpec& model, Expansion& out);
  void warn_unused_symbols(const ModelSpec& model);

  // ---- expand_call.cpp: one layer, block or model
  bool call(const Statement& statement, Frame& frame, const Scope& scope);
  // The call as it is, edited or not.
  bool make(const Use& use, Frame& frame);
  bool call_layer(const LayerInfo& layer, const Use& use, Frame& frame);
  bool call_block(const BlockChoice& choice, const Use& use, Frame& frame);
  std::optional<std::string> callee_of(const CallStatement& call, const Span& span, const Scope& scope);
  std::optional<Value::Object> given_arguments(const CallStatement& call, const Scope& scope);
  // Arguments that the variant gives and the call does not.
  bool add_variant(const BlockChoice& choice, Value::Object& given);
  std::optional<std::string> given_name(const Template& name, const Scope& scope);
  std::optional<Path> path_of(const Use& use, Frame& frame);
  // The path of the layer or block whose weights this use has; empty: its own. No value after a diagnostic.
  std::optional<std::string> weights_of(const Use& use, const std::string& name, bool block, const Frame& frame);
  // The same where the use itself says nothing: what a block that shares weights says.
  std::optional<std::string> shared_of(const Use& use, const std::string& name, bool block, const Frame& frame);
  bool has_weights(const std::string& path, bool block) const;
  void give(const std::string& name, NamedRefs outputs, std::vector<std::string> inputs, Frame& frame);

  // What a call's name stands for: one of the two is set. No value after diagnostics.
  struct Callee {
    const LayerInfo* layer = nullptr;
    BlockChoice block;
  };
  std::optional<Callee> find_callee(const Use& use, Diagnostics& diagnostics);

  // ---- expand_inputs.cpp: what it reads
  static std::vector<std::string> input_names(const Definition& definition);
  std::optional<Inputs> inputs_of(const CallStatement& call, const Span& span, const std::vector<std::string>* named,
                                  std::size_t fewest, Frame& frame, const Scope& scope);
  std::optional<Inputs> read_inputs(const Use& use, Frame& frame);
  bool fit_inputs(Frame& frame, const ModelSpec& model, const Inputs& inputs, Scope& symbols);

  // ---- edit_apply.cpp: what edits do to one call
  struct Editing;
  void open_edits(const EditCursor& outer, Frame& frame);
  bool edit(Use& use, Frame& frame);
  bool apply(const EditCursor& at, Editing& editing);
  bool set(const EditCursor& at, Editing& editing);
  bool replace(const EditCursor& at, Editing& editing);
  bool insert_before(const EditCursor& at, Editing& editing);
  bool insert_after(Editing& editing);
  bool remove(const EditCursor& at, Editing& editing);
  bool join_removed(Editing& editing);
  bool run_calls(const EditCursor& at, std::size_t count, const Scope& scope, const std::string& anchor, Inputs& inputs,
                 Frame& frame);

  // ---- edit_place.cpp: what edits ask of one call, and of what it reads
  void see(const Editing& editing);
  std::optional<bool> matches(const EditCursor& at, Editing& editing);
  const Value::Object& arguments_of(Editing& editing);
  Scope edit_scope(const EditCursor& at, Editing& editing);
  bool conflicts(const EditCursor& at, const EditCursor& former, const Span& span, const std::string& what);
  std::optional<Path> inserted_path(const Use& use, const std::string& anchor, Frame& frame);
  bool drop_removed(Inputs& inputs, const Frame& frame);

  // ---- edit_report.cpp: edits that act on nothing
  bool every_edit_acted();

  Library& library_;
  LayerSink& sink_;
  Diagnostics& diagnostics_;
  ExpandLimits limits_;
  std::int64_t layers_ = 0, steps_ = 0;
  int depth_ = 0, nesting_ = 0, insertions_ = 0;
  std::set<const Body*> checked_;
  std::map<std::string, std::string> layer_weights_;  // path of each layer -> path of the layer that owns its weights
  std::set<std::string> block_paths_;
  std::set<std::string> used_symbols_;

  struct SeenCall {
    std::string path, callee;  // the path within the definition
    const Edit* removed_by = nullptr;
  };
  // A definition with edits, and the calls that they could act on: for the report of those that act on nothing.
  struct EditedDefinition {
    const Definition* definition;
    std::vector<SeenCall> seen;
  };
  std::vector<EditedDefinition> edited_;
  std::set<const Edit*> acted_;
  const Edit* last_edit_ = nullptr;  // that acted
  std::string last_edited_;          // on the call of this path
};

}  // namespace specimen::gen
