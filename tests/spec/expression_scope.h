// Values of every kind under names, for texts of expressions.
#pragma once

#include <string>
#include <vector>

#include "spec/expression.h"

namespace specimen::gen {

// The shape of the tensors "input" and "conv".
class ImageShapes : public ShapeSource {
 public:
  std::vector<Dim> shape = {Dim::symbol("batch"), 56, 56, 64};
  const std::vector<Dim>* shape_of(std::string_view tensor) const override {
    return tensor == "input" || tensor == "conv" ? &shape : nullptr;
  }
  std::vector<std::string> tensor_names() const override { return {"input", "conv"}; }
};

// n, x, s, flag, blocks, items, and the symbols batch and past; `shapes` must outlive the scope.
inline Scope expression_scope(const ShapeSource& shapes) {
  Scope scope;
  scope.set_shapes(&shapes);
  scope.set("n", Value(7));
  scope.set("x", Value(2.5));
  scope.set("s", Value("stage"));
  scope.set("flag", Value(true));
  scope.set("blocks", Value(Value::List{3, 4, 6, 3}));
  const Value a(Value::Object{{"k", Value(1), {}}, {"name", Value("a"), {}}});
  const Value b(Value::Object{{"k", Value(2), {}}, {"name", Value("b"), {}}});
  scope.set("items", Value(Value::List{a, b}));
  scope.set("batch", Value(Dim::symbol("batch")));
  scope.set("past", Value(Dim::symbol("past")));
  return scope;
}

}  // namespace specimen::gen
