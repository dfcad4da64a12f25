// The graph: tensors and ops in vectors, referred to by typed ids; a tree of regions that keeps the shape of the spec.
// Passes copy a graph and return another; nothing here is changed behind a reader's back.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/dim.h"
#include "base/ids.h"
#include "base/meaning.h"
#include "base/padding.h"
#include "base/source.h"
#include "base/state.h"
#include "graph/ops.h"
#include "graph/remarks.h"

namespace specimen::gen {

using TensorId = Id<struct TensorTag>;
using OpId = Id<struct OpTag>;
using RegionId = Id<struct RegionTag>;
using Shape = std::vector<Dim>;

enum class TensorKind {
  input,   // of a function
  weight,  // of the checkpoint: trainable, or a moving statistic
  value,   // written by an op
  state,   // kept between runs; what a reader sees is what earlier runs left
};

// Where an operand of a concatenation is: among the channels of its result.
struct Slice {
  TensorId of;      // none: the tensor has memory of its own
  int channel = 0;  // of `of`, at which it begins
  int width = 0;    // channels from one pixel to the next: those of the outermost tensor

  bool operator==(const Slice&) const = default;
};

struct Tensor {
  std::string name;  // a path: stage1/block1/conv1, stage1/block1/conv1/kernel
  Shape shape;
  TensorKind kind = TensorKind::value;
  DType dtype = DType::f32;
  bool trainable = true;  // of a weight
  OpId producer;          // of a value
  StoredPadding padding;
  Slice slice;
  std::string initializer;                 // of a weight: Keras's name of it, or an object as JSON
  std::string regularizer;                 // of a weight: the same; empty: none
  DType packed_as = DType::f32;            // of a weight: in which type kernels read it
  StateOwner owner = StateOwner::context;  // of a state
  double initial_value = 0;                // of a state: what it holds before the first run, and after a reset
};

struct Op {
  Attributes attributes;
  std::vector<TensorId> inputs, outputs;
  RegionId region;   // none: the op is in `pack`
  std::string path;  // of the layer that it came from
  Span span;
  std::vector<std::string> fused;  // paths of the layers that passes moved into it
  std::vector<Remark> remarks;     // why passes did not move it into another
};

enum class RegionKind { function, block, model, repeat, iteration };
const char* to_string(RegionKind kind);
bool parse(const char* text, RegionKind* out);

struct Region {
  RegionKind kind = RegionKind::block;
  std::string path;   // "" for the function's own
  std::string block;  // the block or model that it is a use of
  RegionId parent;
  struct Item {
    OpId op;  // one of the two is set
    RegionId region;
  };
  std::vector<Item> items;  // in order of execution
  std::string doc;
  bool backward = false;  // of a block or repeat: the gradients of the one with the same path

  bool is_block() const { return kind == RegionKind::block || kind == RegionKind::model; }  // models are used as blocks
};

struct Output {
  std::string name;
  TensorId tensor;
  OutputMeaning meaning;
  TensorId gradient_of = {};  // the weight that it is the gradient of, with as many elements; none: an output as others
  double momentum = -1;       // of the batch's statistic: how much of its own value the moving one keeps; below 0: none
};

struct Input {
  std::string name;
  TensorId tensor;
  InputMeaning meaning;
  bool random = false;  // what random numbers depend on: no caller gives it, the state of training does
};

// What a program calls: its inputs, the ops of its region, its outputs.
struct Function {
  std::string name = "forward";
  RegionId region;
  std::vector<Input> inputs;
  std::vector<Output> outputs;
  std::string doc;
};

// Between symbols: checked when a function is called.
struct GraphConstraint {
  Dim less, more;    // less <= more
  std::string text;  // as the spec says it

  bool operator==(const GraphConstraint&) const = default;
};

struct Graph {
  std::string model;
  std::string doc, source, spec_path;
  std::map<std::string, std::int64_t> symbol_maxima;
  std::vector<GraphConstraint> constraints;
  std::vector<Tensor> tensors;
  std::vector<Op> ops;
  std::vector<Region> regions;
  std::vector<OpId> pack;           // in order of execution
  std::vector<Function> functions;  // they share the weights

  Tensor& operator[](TensorId id) { return tensors[id.index]; }
  const Tensor& operator[](TensorId id) const { return tensors[id.index]; }
  Op& operator[](OpId id) { return ops[id.index]; }
  const Op& operator[](OpId id) const { return ops[id.index]; }
  Region& operator[](RegionId id) { return regions[id.index]; }
  const Region& operator[](RegionId id) const { return regions[id.index]; }

  TensorId add_tensor(Tensor tensor);
  // Appends an op; shapes of its outputs are inferred. Output tensors are named after the path (and /2 for a second).
  OpId add_op(Attributes attributes, std::vector<TensorId> inputs, int outputs, std::string path, Span span = {});

  std::vector<OpId> order(const Function& function) const;  // its ops in order of execution
  std::vector<OpId> order() const;                          // those of all functions, one after the other
  std::vector<std::vector<OpId>> users() const;             // of each tensor: ops of functions and of pack that read it
  bool is_output(TensorId id) const;                        // of any function
  // The op of the function that writes the state; none: it only reads it.
  OpId writer_of(const Function& function, TensorId state) const;
  // The function that the region is in.
  const Function& function_of(RegionId region) const;
};

// The symbol counts what the states of a context hold.
bool is_length(const Graph& graph, const std::string& symbol);
// The symbol of how many tokens a function reads: the first one in its inputs after the batch; "": it reads none.
std::string sequence_symbol(const Graph& graph, const Function& function);
// The most tokens that it reads; 0: it reads none.
std::int64_t longest_sequence(const Graph& graph, const Function& function);

// The tensor that a chain of reshapes shows: itself, where it is no reshape.
TensorId shown_by(const Graph& graph, TensorId id);

// The state that the tensor is, or that holds it since an op wrote it; none: it is of no state.
TensorId state_of(const Graph& graph, TensorId id);

// The tensor is what a state with a length holds: after each example there is room for more tokens.
bool has_room_between(const Graph& graph, TensorId id);

// The tensor in whose memory this one is: itself, or what it is a slice of, however deep.
TensorId memory_of(const Graph& graph, TensorId id);

}  // namespace specimen::gen
