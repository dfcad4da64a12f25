// The gradient of every op of a layer: from those of its results to those of its inputs.
#pragma once

#include <string>
#include <vector>

#include "graph/graph.h"

namespace specimen::gen {

// Where the ops of a gradient are added, and which inputs want one.
class Backward {
 public:
  Backward(Graph& graph, OpId op, std::vector<bool> wanted) : graph_(graph), op_(op), wanted_(std::move(wanted)) {}

  const Op& op() const { return graph_[op_]; }
  const Shape& shape(TensorId id) const { return graph_[id].shape; }
  // A copy: adding ops moves tensors.
  Shape input_shape(std::size_t input) const { return graph_[op().inputs[input]].shape; }
  bool wants(std::size_t input) const { return wanted_[input]; }

  // Adds an op, which runs after those that were added before; its first output.
  TensorId add(Attributes attributes, std::vector<TensorId> inputs, const std::string& name);
  // The same, of several outputs.
  std::vector<TensorId> add_several(Attributes attributes, std::vector<TensorId> inputs, int outputs,
                                    const std::string& name);
  // The same, of which the result is the gradient of that input. One input may get several, which are added up.
  void give(std::size_t input, Attributes attributes, std::vector<TensorId> inputs);
  // The gradient of that input is a tensor that exists.
  void give(std::size_t input, TensorId gradient) { given_.push_back({input, gradient}); }
  // The same, summed up over the dimensions along which the input is repeated.
  void give_unspread(std::size_t input, TensorId gradient);

  struct Given {
    std::size_t input;
    TensorId gradient;
  };
  const std::vector<Given>& given() const { return given_; }
  const std::vector<OpId>& added() const { return added_; }

 private:
  std::string gradient_name(std::size_t input) const;

  Graph& graph_;
  OpId op_;
  std::vector<bool> wanted_;
  std::vector<Given> given_;
  std::vector<OpId> added_;
};

// Adds the gradients of the op's wanted inputs, from that of its first result. The op has a gradient.
void add_gradients(Backward& backward, TensorId gradient);

// Whether the op has a gradient, or needs none because nothing that is trained is before it.
bool has_gradient(const Graph& graph, const Op& op);

}  // namespace specimen::gen
