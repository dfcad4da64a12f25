// The names that an expression may read: a chain of scopes, the inner ones first.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spec/value.h"

namespace specimen::gen {

// Answers `name.shape`: the shapes of tensors that exist when the expression is evaluated.
class ShapeSource {
 public:
  virtual ~ShapeSource() = default;
  // Null: no tensor of that name here.
  virtual const std::vector<Dim>* shape_of(std::string_view tensor) const = 0;
  virtual std::vector<std::string> tensor_names() const { return {}; }
};

class Scope {
 public:
  explicit Scope(const Scope* outer = nullptr) : outer_(outer), shapes_(outer ? outer->shapes_ : nullptr) {}

  void set(std::string name, Value value);
  void set_shapes(const ShapeSource* shapes) { shapes_ = shapes; }

  const Value* find(std::string_view name) const;  // null: not bound
  const Value* find_here(std::string_view name) const;
  const ShapeSource* shapes() const { return shapes_; }
  std::vector<std::string> names() const;

 private:
  const Scope* outer_;
  const ShapeSource* shapes_;
  std::vector<std::pair<std::string, Value>> values_;
};

}  // namespace specimen::gen
