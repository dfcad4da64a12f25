#include "spec/scope.h"

namespace specimen::gen {

void Scope::set(std::string name, Value value) {
  for (auto& [known, old] : values_) {
    if (known == name) {
      old = std::move(value);
      return;
    }
  }
  values_.emplace_back(std::move(name), std::move(value));
}

const Value* Scope::find_here(std::string_view name) const {
  for (const auto& [known, value] : values_)
    if (known == name) return &value;
  return nullptr;
}

const Value* Scope::find(std::string_view name) const {
  for (const Scope* scope = this; scope; scope = scope->outer_)
    if (const Value* value = scope->find_here(name)) return value;
  return nullptr;
}

std::vector<std::string> Scope::names() const {
  std::vector<std::string> result;
  for (const Scope* scope = this; scope; scope = scope->outer_)
    for (const auto& [name, value] : scope->values_) result.push_back(name);
  return result;
}

}  // namespace specimen::gen
