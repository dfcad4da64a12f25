// The tensors that have names inside one use of a block or model.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostics.h"
#include "spec/expand.h"
#include "spec/scope.h"

namespace specimen::gen {

// What a layer, block or model gave: one tensor, or several by name.
struct NamedRefs {
  std::vector<std::pair<std::string, Ref>> outputs;
  Span span;
};

class Tensors : public ShapeSource {
 public:
  explicit Tensors(const LayerSink& sink) : sink_(sink) {}

  void add(std::string name, NamedRefs refs) { tensors_.insert_or_assign(std::move(name), std::move(refs)); }
  // All that a name stands for; null where there is none.
  const NamedRefs* whole(std::string_view name) const;
  // `name`, `name/output`, or `input`. No value after diagnostics: tensor_unknown, tensor_ambiguous.
  std::optional<Ref> find(const std::string& name, const Span& span, Diagnostics& diagnostics) const;

  const std::vector<Dim>* shape_of(std::string_view tensor) const override;
  std::vector<std::string> tensor_names() const override;

 private:
  // The one tensor of that name; none, too, where there are several.
  std::optional<Ref> one(std::string_view name) const;

  const LayerSink& sink_;
  std::map<std::string, NamedRefs, std::less<>> tensors_;
};

}  // namespace specimen::gen
