// The plan: what the generated code does, decided down to every kernel, buffer and offset. The last stage before text.
//
// A plan is a list of functions: one for each distinct block that needs more than one kernel call, and `forward`.
// Buffers are sized per example and offsets count in examples: a local of offset k is k * batch bytes into its
// function's arena, so one plan serves every batch. What has no batch is in a region of its own, whose sizes and
// offsets are bytes. An example is one element of the batch; of a sequence, its longest. A function that is called from
// one place has its caller's arena. All targets of a kind share one plan.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "base/dim.h"
#include "base/meaning.h"
#include "base/padding.h"
#include "base/runtime.h"
#include "base/state.h"
#include "kernels/catalog.h"
#include "plan/pack_functions.h"
#include "runtime/core/layout.h"

namespace specimen::gen {

// Where a value without a place in the caller's memory is stored.
enum class ArenaRegion : std::uint8_t {
  examples,  // sizes and offsets are bytes of one example, times the batch of the call
  fixed,     // of tensors without a batch: bytes
};

// Sizes, or offsets, in the two regions.
struct ArenaBytes {
  std::int64_t examples = 0, fixed = 0;

  std::int64_t& in(ArenaRegion region) { return region == ArenaRegion::fixed ? fixed : examples; }
  std::int64_t in(ArenaRegion region) const { return region == ArenaRegion::fixed ? fixed : examples; }
  bool empty() const { return examples == 0 && fixed == 0; }
};

// A tensor as a function sees it: a parameter, a local in its arena, or a view of one of these: some of its channels
// (slice), or all of it in another shape (reshape); what a state holds (state), or of that the last tokens (appended);
// where the gradient of a parameter is written (gradient). In training, what a block keeps for its gradients (saved) is
// in memory that the caller hands to both; what loops write is one of several tensors in a row (element).
struct PlanValue {
  enum class Place { input, output, local, slice, reshape, state, appended, gradient, saved, element };

  std::string name;  // a C++ identifier, unique in the function: x, y, a, shortcut
  std::string path;  // of the tensor in the graph, at the function's first placement
  Place place = Place::local;
  DType dtype = DType::f32;
  // Logical: (batch, height, width, channels), (batch, sequence, features) or (batch, features).
  std::vector<Dim> shape;
  int height = 1, width = 1, channels = 1;  // of one example; features are channels
  StoredPadding padding;                    // in the buffer, around the image
  Storage storage;                          // strides, padding included
  int capacity = 0;                         // tokens from one example to the next; 0: there is no room between them
  ArenaRegion region = ArenaRegion::examples;
  std::int64_t bytes = 0;              // of one example with its padding, at the longest sequence, a multiple of 64
  std::int64_t offset = 0;             // local, saved: from the start of the arena, or of what is saved, in its region
  int state = -1;                      // state: index into PlanFunction::states
  int weights = -1, tensor = -1;       // gradient: index into PlanFunction::weights and its tensors
  int parent = -1;                     // slice, reshape, appended, element: the value that it is a view of
  int channel = 0;                     // slice: the first of them
  int count = 1;                       // how many tensors in a row it is, `bytes` in all
  int element = 0;                     // element: which of them
  bool opaque = false;                 // local, saved, element: what a function that is called here keeps
  bool viewed = false;                 // others are views of it
  int first_step = 0, last_step = -1;  // that touch it, in steps of the function, inclusive; none: not there any more
};

// One packed tensor that a function's weights struct holds a pointer to.
struct PlanWeight {
  std::string member;  // of its op's struct: filter, bias, scale, shift
  std::vector<int> shape;
  DType dtype = DType::f32;
  std::int64_t bytes = 0;  // a multiple of 64
};

// A name of the checkpoint, or the start of one, as a function knows it: below one of its scopes. Functions are shared
// by many placements, which differ in their scopes.
struct ScopedName {
  int scope = 0;         // index into PlanFunction::scopes
  std::string relative;  // the rest, without a slash in front; empty: the scope itself
};

// The weights of one kernel call, or of one function call: a member of the function's weights struct.
struct PlanWeights {
  std::string name;                             // the member: conv1, shortcut, block1
  std::vector<PlanWeight> tensors;              // of a kernel call
  int function = -1;                            // of a function call: the struct of that function
  int count = 1;                                // more than one: an array, one element an iteration
  std::vector<std::vector<ScopedName>> scopes;  // of a function call: the callee's scopes, for each element
};

// A state that a function reads or writes, or the states of a block that it calls: a member of its struct of states.
struct PlanState {
  std::string name;                             // the member: key, attention, layer1
  ScopedName path;                              // of a state
  std::vector<Dim> shape;                       // of a state
  int function = -1;                            // of a function call: the struct of that function
  int count = 1;                                // more than one: an array, one element an iteration
  std::vector<std::vector<ScopedName>> scopes;  // of a function call: the callee's scopes, for each element
};

// How one kernel call's packed tensors come from the checkpoint: one row per pack operation of the graph.
struct PackStep {
  PackFunction function = PackFunction::vector;
  int weights = -1;  // index into PlanFunction::weights
  struct Source {
    PackRole role = PackRole::values;  // those that are not there are absent (no bias)
    ScopedName name;
    std::vector<int> shape;
    std::vector<int> stored;  // its shape in the checkpoint, where that is another one of the same elements
  };
  std::vector<Source> sources;
  std::vector<std::string> results;                 // members that it writes: filter, bias
  double epsilon = 0;                               // of a batch norm
  ConvAlgorithm algorithm = ConvAlgorithm::direct;  // of conv2d
  DType type = DType::f32;                          // of its first result; of i8 the second one are factors
};

// A view handed to a kernel: a value or a packed tensor.
struct PlanArgument {
  int value = -1;                 // index into PlanFunction::values, or
  int weights = -1, tensor = -1;  // index into PlanFunction::weights and its tensors
  int row = 0, column = 0;  // value: pixel that the view starts at, relative to the image's (negative: in the padding)
  std::string random;       // what the random numbers of the layer at that path depend on; empty: one of the others
};

// Of one example: fixed + per_token * tokens + per_pair * tokens * tokens, of the tokens that the function reads; one
// that reads none has the fixed part alone. States count as if they were full.
struct PlanCost {
  std::int64_t fixed = 0, per_token = 0, per_pair = 0;
};

struct KernelStep {
  int kernel = -1;                      // index into Plan::kernels
  std::vector<PlanArgument> arguments;  // in the kernel's own order: inputs, then outputs
  int outputs = 1;                      // how many of them, at the end, are outputs
  int weights = -1;                     // index into PlanFunction::weights, or -1
  PlanCost flops, bytes;
};

struct FillStep {  // writes the padding of a value
  int value = -1;
};

struct CallStep {  // a block, or its gradients
  int function = -1;
  int weights = -1;                  // index into PlanFunction::weights; -1: the block has none
  int element = -1;                  // of an array of weights
  int states = -1;                   // index into PlanFunction::states; -1: the block has none
  std::vector<int> inputs, outputs;  // values
  ArenaBytes arena;                  // where the callee's arena begins in this one's
  std::vector<ScopedName> scopes;    // what the callee's scopes are, at this placement
  std::vector<int> saved;            // values: what the callee keeps, or reads of that, in each region of the arena
};

// What an iteration of a loop reads or writes. A tensor that is carried from one iteration to the next is in one value
// where the block may write over what it reads (`value` and `next` are the same); else it alternates between two:
// iteration 0 has `value`, iteration 1 `next`, and so on.
struct LoopArgument {
  int value = -1;
  int next = -1;     // -1: every iteration has `value`
  int element = -1;  // not -1: `value` is tensors in a row, and element i of the weights has tensor i + `element`

  bool carried() const { return next >= 0; }
  int at(int iteration) const { return carried() && iteration % 2 == 1 ? next : value; }
};

// `count` calls of one block in a row, with one element of the weights each; what one writes, the next reads.
struct LoopStep {
  int function = -1;
  int weights = -1;  // an array
  int states = -1;   // an array, or -1: the block has none
  int first = 0;     // element of the first iteration
  int count = 0;
  bool backward = false;                      // from element first down to first - count + 1; else up
  std::vector<LoopArgument> inputs, outputs;  // in the order of the block's
  ArenaBytes arena;
  std::vector<std::vector<ScopedName>> scopes;  // one list an iteration
  std::vector<LoopArgument> saved;              // as CallStep::saved
};

struct PlanStep {
  std::variant<KernelStep, FillStep, CallStep, LoopStep> action;
  std::string path;                  // of the op or block in the graph, at the first placement
  std::string comment;               // what a reader wants to know: "3x3, stride 2, batch norm folded, relu"
  std::vector<std::string> fused;    // of a kernel: paths of the layers that run in it beside its own
  std::vector<std::string> remarks;  // of a kernel: why its layer does not run in another's
};

// An output that may be in the memory of an input which the caller needs no more: the function reads the input for the
// last time before it writes the output, or as the residual of the kernel that writes it.
struct Overlay {
  int input = 0, output = 0;  // which of its inputs and outputs
  bool residual = false;
};

struct PlanFunction {
  std::string name;               // a C++ identifier: bottleneck_56x56x64, or an entry's
  std::string block;              // the block in the spec, empty for an entry
  std::string doc;                // one line: shapes in and out, what is fused
  std::string weights_struct;     // type name of its weights: Bottleneck56x56x64; Weights for entries
  std::vector<PlanValue> values;  // inputs, then outputs, then locals
  std::vector<PlanWeights> weights;
  std::vector<PackStep> pack;
  std::string states_struct;  // type name of its states: Bottleneck56x56x64State; empty: it has none
  std::vector<PlanState> states;
  std::vector<PlanStep> steps;
  std::vector<std::string> scopes;  // the names' prefixes at the first placement; [0] is the block's own path
  std::vector<Overlay> overlays;
  ArenaBytes arena_bytes;  // how far into the memory it is given it reaches, callees included
  ArenaBytes saved_bytes;  // what it keeps for its gradients, or these read, callees included
  bool backward = false;   // the gradients of a block
  int placements = 1;
};

struct PlanKernel {
  std::string symbol;  // without model prefix and target: f32_conv2d_3x3_56x56x64_64_relu
  Problem problem;
  std::map<Target, Schedule> schedule;  // empty: the kernel is the reference, plain C++
  std::string doc;                      // one line
  std::int64_t flops = 0, bytes = 0;    // per example
  std::int64_t rows = 1;                // the most that one example has: tokens of the longest text
  bool of_sequence = false;             // as many rows as there are tokens
  int calls = 0;                        // in one forward
  std::string reason;                   // why this algorithm and schedule: a rule, or a tuned entry
};

struct PlanInput {
  std::string name;
  std::vector<Dim> shape;
  InputMeaning meaning;
  DType dtype = DType::f32;
  std::int64_t below = 0;  // int32: values are 0 .. below - 1
  bool is_mask = false;    // int32: 1 for tokens that count
};

struct PlanOutput {
  std::string name;
  std::vector<Dim> shape;
  OutputMeaning meaning;
  DType dtype = DType::f32;
  bool by_example = true;  // an example's part depends on that example alone, and not on the others of the batch
};

// A tensor that keeps its values between runs.
struct PlanStateTensor {
  std::string path;  // layer1/attention/key
  std::vector<Dim> shape;
  StateOwner owner = StateOwner::context;
  double initial_value = 0;
};

// Compared when a function is called: less <= more.
struct PlanConstraint {
  Dim less, more;
  std::string text;
};

struct PlanParameter {  // a tensor of the checkpoint
  std::string name;     // stage1/block1/conv1/kernel
  std::vector<int> shape;
  bool trainable = true;
  std::string initializer;  // Keras's name of it, or an object as JSON
  std::string regularizer;  // the same; empty: none
  double momentum =
      -1;  // in training, of a moving statistic: how much it keeps of its value; below 0: of other tensors
  std::int64_t offset = 0;  // in training: elements before it in the buffer of all parameters

  std::int64_t elements() const {
    std::int64_t count = 1;
    for (int extent : shape) count *= extent;
    return count;
  }
  // In training: where the next tensor begins, at a whole vector.
  std::int64_t end() const { return offset + panels(elements()) * kPanel; }
};

// What a program calls: one of the model's functions.
struct PlanEntry {
  std::string name;  // a C++ identifier: forward, prefill
  std::string doc;   // what the spec says of it
  int function = -1;
  std::vector<PlanInput> inputs;
  std::vector<PlanOutput> outputs;
  std::int64_t flops = 0;           // per example
  std::string sequence;             // the symbol of how many tokens it reads; empty: it reads none
  std::map<std::string, Dim> adds;  // what a run adds to a length of states
  bool has_states = false;          // it reads or writes some
};

struct Plan {
  TargetKind kind = TargetKind::cpu;  // of the targets that share it
  bool training = false;              // a step of training: kernels read the parameters as checkpoints hold them
  std::string model;                  // a C++ identifier
  std::string doc, source;
  std::string spec_path;                              // relative to the specs directory, for the header comment
  std::map<std::string, std::int64_t> symbol_maxima;  // batch: 8
  std::set<std::string> lengths;                      // symbols that say how much states hold
  std::vector<PlanConstraint> constraints;            // between symbols
  std::vector<PlanStateTensor> states;                // in the order of the spec
  std::vector<PlanEntry> entries;                     // in the order of the spec
  std::vector<PlanParameter> parameters;              // sorted by name
  std::vector<PlanFunction> functions;                // callees before callers
  std::vector<PlanKernel> kernels;                    // sorted by symbol
  std::int64_t arena_bytes_per_example = 0;           // the most that an entry needs
  std::int64_t arena_fixed_bytes = 0;                 // the same of what has no batch
  std::int64_t flat_bytes_per_example = 0;            // what planning without functions would need
  std::int64_t thread_workspace_bytes = 0;            // the most that one kernel asks for, per thread
  std::string structure_hash;                         // of parameters and layouts: packed weights carry it
};

}  // namespace specimen::gen
