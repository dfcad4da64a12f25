// The symbols of a model: their maxima, and what its constraints say of them.
#include "base/text.h"
#include "spec/constraints.h"
#include "spec/expander.h"

namespace specimen::gen {
namespace {

constexpr std::int64_t kLargestSymbol = std::int64_t{1} << 31;
constexpr std::size_t kMostConstraints = 100;  // each is held against all others

}  // namespace

bool Expander::symbols(Frame& frame, const ModelSpec& model, Scope& scope, Expansion& out) {
  for (const SymbolSpec& symbol : model.symbols) {
    std::optional<Value> max = symbol.max.evaluate(frame.scope, diagnostics_);
    if (!max) return false;
    if (!max->is(Value::Kind::integer) || max->integer() < 1 || max->integer() > kLargestSymbol) {
      diagnostics_.error(Kind::dimension_invalid, symbol.max.span(),
                         "the maximum of `{}` is an int from 1 to {}, not {}", symbol.name, kLargestSymbol,
                         max->is(Value::Kind::integer) ? std::to_string(max->integer()) : describe(max->kind()));
      return false;
    }
    scope.set(symbol.name, Value(Dim::symbol(symbol.name)));
    out.symbols.emplace_back(symbol.name, max->integer());
    sink_.symbol(symbol.name, max->integer(), symbol.name_span);
  }
  return constraints(model, out);
}

// Each must hold for some values of the symbols. So must each with another: what both leave room for is not negative,
// so `a + b <= 10` and `a + b >= 20`, whose sum is -10, contradict each other. And so must all of them together.
bool Expander::constraints(const ModelSpec& model, Expansion& out) {
  if (model.constraints.size() > kMostConstraints) {
    diagnostics_.error(Kind::limit_nodes, model.constraints.back().span, "a model has at most {} constraints, not {}",
                       kMostConstraints, model.constraints.size());
    return false;
  }
  const Dim::Bindings maxima(out.symbols.begin(), out.symbols.end());
  const auto never = [&](const Dim& room) {
    const std::optional<std::int64_t> most = room.maximum(maxima);
    return most && *most < 0;
  };
  const auto note_maxima = [&](Diagnostic& error, const Dim& room) {
    for (const std::string& name : room.symbols()) error.note("the maximum of `{}` is {}", name, maxima.at(name));
  };
  for (const ConstraintSpec& constraint : model.constraints) {
    const Dim room = constraint.more - constraint.less;
    if (never(room)) {
      auto& error =
          diagnostics_.error(Kind::constraint_invalid, constraint.span,
                             "`{}` can never hold within the maxima of its symbols", printable(constraint.text));
      note_maxima(error, room);
      return false;
    }
    for (const Constraint& earlier : out.constraints) {
      const Dim both = room + (earlier.more - earlier.less);
      if (!never(both)) continue;
      auto& error = diagnostics_.error(Kind::constraint_invalid, constraint.span, "`{}` can never hold beside `{}`",
                                       printable(constraint.text), printable(earlier.text));
      error.note_at(earlier.span, "the other constraint is here: leave one out, or fix its numbers");
      note_maxima(error, both);
      return false;
    }
    out.constraints.push_back({constraint.less, constraint.more, constraint.text, constraint.span});
    for (const Dim* dim : {&constraint.less, &constraint.more})
      for (const std::string& name : dim->symbols()) used_symbols_.insert(name);
  }
  std::vector<Dim> rooms;
  for (const Constraint& constraint : out.constraints) rooms.push_back(constraint.more - constraint.less);
  const std::vector<std::size_t> never_together = contradiction(rooms, maxima);
  if (never_together.empty()) return true;
  const Constraint& last = out.constraints[never_together.back()];
  auto& error = diagnostics_.error(Kind::constraint_invalid, last.span, "`{}` can never hold beside the others",
                                   printable(last.text));
  for (std::size_t i : never_together) {
    const Constraint& other = out.constraints[i];
    if (&other != &last) error.note_at(other.span, "`{}`: leave one out, or fix its numbers", printable(other.text));
  }
  return false;
}

void Expander::warn_unused_symbols(const ModelSpec& model) {
  for (const SymbolSpec& symbol : model.symbols)
    if (used_symbols_.count(symbol.name) == 0)
      diagnostics_.error(Kind::spec_unused_symbol, symbol.name_span, "no input and no constraint reads the symbol `{}`",
                         symbol.name);
}

}  // namespace specimen::gen
