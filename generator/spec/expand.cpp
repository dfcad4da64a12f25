// Runs a model's spec: arguments, symbols, inputs, statements, outputs.
#include "spec/expand.h"

#include <algorithm>
#include <map>

#include "base/nearest.h"
#include "base/text.h"
#include "spec/expander.h"

namespace specimen::gen {
namespace {

constexpr int kDeepestStatements = 200;  // in all blocks that are open

}  // namespace

std::optional<Expansion> expand(Library& library, const ModelChoice& choice, const Settings& settings, LayerSink& sink,
                                Diagnostics& diagnostics, const ExpandLimits& limits) {
  int errors = diagnostics.errors();
  Expander expander(library, sink, diagnostics, limits);
  std::optional<Expansion> result = expander.run(choice, settings);
  if (!result) expander.note_last_edit();
  return diagnostics.errors() == errors ? result : std::nullopt;
}

std::optional<Expansion> Expander::run(const ModelChoice& choice, const Settings& settings) {
  const ModelSpec& model = *choice.model;
  Scope symbol_scope;
  Expansion out;

  // What the command line sets counts over the variant; the variant's expressions read no names.
  Value::Object given;
  for (const Binding& binding : choice.variant ? choice.variant->arguments : std::vector<Binding>()) {
    if (std::any_of(settings.begin(), settings.end(), [&](const Value::Entry& e) { return e.key == binding.name; }))
      continue;
    std::optional<Value> value = binding.value.evaluate(Scope(), diagnostics_);
    if (!value) return std::nullopt;
    given.push_back({binding.name, std::move(*value), binding.name_span});
  }
  for (const Value::Entry& entry : settings) {
    auto known = std::find_if(given.begin(), given.end(), [&](const Value::Entry& e) { return e.key == entry.key; });
    if (known == given.end())
      given.push_back(entry);
    else
      *known = entry;
  }

  // The arguments have the same values in all functions.
  const auto open = [&](Frame& frame, std::vector<BoundArgument>* bound) {
    frame.absent.insert(model.left_out.begin(), model.left_out.end());
    frame.symbols = &symbol_scope;
    frame.call = choice.variant ? choice.variant->name_span : model.name_span;
    open_edits({}, frame);
    return bind(frame, given, "model " + choice.name(), bound);
  };
  std::vector<BoundArgument> bound;
  Frame whole(model, model, sink_, &symbol_scope);
  if (!open(whole, &bound) || !symbols(whole, model, symbol_scope, out)) return std::nullopt;
  if (model.functions.empty()) {
    if (!function(whole, "forward", "", out)) return std::nullopt;
  }
  for (const FunctionSpec& spec : model.functions) {
    Frame frame(model, spec, sink_, &symbol_scope);
    if (!open(frame, nullptr) || !function(frame, spec.name, spec.doc, out)) return std::nullopt;
  }
  if (!every_edit_acted()) return std::nullopt;
  warn_unused_symbols(model);

  Value::Object arguments, named;
  for (BoundArgument& argument : bound) arguments.push_back({argument.name, std::move(argument.value), {}});
  for (const Binding& binding : model.let)
    if (const Value* value = whole.scope.find(binding.name)) named.push_back({binding.name, *value, binding.name_span});
  out.arguments = Value(std::move(arguments));
  out.let = Value(std::move(named));
  return out;
}

bool Expander::function(Frame& frame, const std::string& name, const std::string& doc, const Expansion& out) {
  sink_.enter_function(name, doc);
  return model_inputs(frame, out) && states(frame) && run(frame.body.layers, frame, frame.scope) &&
         outputs(frame, true);
}

bool Expander::bind(Frame& frame, const Value::Object& given, const std::string& owner,
                    std::vector<BoundArgument>* bound) {
  if (checked_.insert(&frame.body).second && !check_calls(frame.definition, frame.body, library_, diagnostics_))
    return false;
  std::optional<std::vector<BoundArgument>> arguments =
      bind_arguments(frame.definition.arguments, given, owner, frame.call, library_, frame.scope, diagnostics_);
  if (!arguments) return false;
  if (bound) *bound = std::move(*arguments);
  for (const Binding& binding : frame.definition.let) {
    auto edited = std::find_if(frame.lets.begin(), frame.lets.end(),
                               [&](const Value::Entry& entry) { return entry.key == binding.name; });
    std::optional<Value> value =
        edited != frame.lets.end() ? edited->value : binding.value.evaluate(frame.scope, diagnostics_);
    if (!value) return false;
    frame.scope.set(binding.name, std::move(*value));
  }
  return true;
}

bool Expander::bind_let(const std::vector<Binding>& bindings, Scope& scope) {
  for (const Binding& binding : bindings) {
    std::optional<Value> value = binding.value.evaluate(scope, diagnostics_);
    if (!value) return false;
    scope.set(binding.name, std::move(*value));
  }
  return true;
}

std::optional<std::vector<Dim>> Expander::shape_of(const Frame& frame, const std::vector<ShapeEntry>& entries) {
  std::vector<Dim> shape;
  for (const ShapeEntry& entry : entries) {
    Dim dim = entry.dim;
    if (!entry.is_dim) {
      std::optional<Value> value = entry.value.evaluate(frame.scope, diagnostics_);
      if (!value) return std::nullopt;
      if (!value->is(Value::Kind::integer) && !value->is(Value::Kind::dim)) {
        diagnostics_.error(Kind::dimension_invalid, value->span, "a dimension is an int, not {}",
                           describe(value->kind()));
        return std::nullopt;
      }
      dim = value->dim();
    }
    if (!dim.valid() || (dim.is_constant() && dim.value() < 1)) {
      diagnostics_.error(Kind::dimension_invalid, entry.span, "a dimension is at least 1, not {}", dim.text());
      return std::nullopt;
    }
    shape.push_back(std::move(dim));
  }
  return shape;
}

// Symbols in a shape of a block are those of the model around it; those of a model that is used as a block are what
// its inputs say.
bool Expander::bind_symbols(const Frame& frame, const StateSpec& spec, std::vector<Dim>& shape) {
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (!spec.shape[i].is_dim) continue;
    std::map<std::string, Dim> symbols;
    for (const std::string& name : shape[i].symbols()) {
      const Value* value = frame.symbols->find(name);
      if (!value) {
        diagnostics_.error(Kind::dimension_invalid, spec.shape[i].span, "there is no symbol `{}`", printable(name))
            .suggest(nearest(name, frame.symbols->names()));
        return false;
      }
      symbols[name] = value->dim();
    }
    shape[i] = shape[i].substitute(symbols);
  }
  return true;
}

bool Expander::states(Frame& frame) {
  for (const StateSpec& spec : frame.definition.states) {
    std::optional<std::vector<Dim>> shape = shape_of(frame, spec.shape);
    if (!shape || !bind_symbols(frame, spec, *shape) ||
        !frame.names.add(spec.name, "a state", spec.name_span, diagnostics_))
      return false;
    for (const Dim& dim : *shape)
      for (const std::string& name : dim.symbols()) used_symbols_.insert(name);
    std::optional<Ref> ref = sink_.state(
        {join_path(frame.path, spec.name), std::move(*shape), spec.owner, spec.initial_value, spec.name_span});
    if (!ref) return false;
    frame.tensors.add(spec.name, {{{spec.name, *ref}}, spec.name_span});
  }
  return true;
}

bool Expander::add_input(Frame& frame, const std::string& name, Ref ref, const Span& span) {
  frame.tensors.add(name, {{{name, ref}}, span});
  return name == "input" || frame.names.add(name, "an input", span, diagnostics_);
}

bool Expander::model_inputs(Frame& frame, const Expansion& out) {
  if (!frame.names.add("input", "an input", frame.call, diagnostics_)) return false;
  for (const InputSpec& input : frame.body.inputs) {
    std::optional<std::vector<Dim>> shape = shape_of(frame, input.shape);
    if (!shape) return false;
    Dim::Bindings maxima(out.symbols.begin(), out.symbols.end());
    Dim elements(1);
    for (const Dim& dim : *shape) {
      for (const std::string& name : dim.symbols()) used_symbols_.insert(name);
      elements = elements * dim;
    }
    if (!elements.maximum(maxima)) {
      diagnostics_.error(Kind::dimension_invalid, input.name_span,
                         "the input `{}` has more elements than fit into 64 bits", input.name);
      return false;
    }
    std::optional<InputMeaning> meaning = InputMeaning();
    if (input.data_key) {
      std::optional<Value> data = input.data.evaluate(frame.scope, diagnostics_);
      if (!data) return false;
      meaning = input_meaning(*input.data_key, *data, {input.dtype, *shape, input.name_span}, diagnostics_);
    }
    if (!meaning) return false;
    int errors = diagnostics_.errors();
    Ref ref = sink_.input(input.name, input.dtype, *shape, *meaning, input.name_span);
    if (diagnostics_.errors() > errors || !add_input(frame, input.name, ref, input.name_span)) return false;
    if (frame.current.outputs.empty()) {
      frame.current = {{{input.name, ref}}, input.name_span};
      add_input(frame, "input", ref, input.name_span);
    }
  }
  return true;
}

std::optional<bool> Expander::condition(const Template& text, const Scope& scope) {
  std::optional<Value> value = text.evaluate(scope, diagnostics_);
  if (!value) return std::nullopt;
  if (value->is(Value::Kind::boolean)) return value->boolean();
  diagnostics_
      .error(value->is(Value::Kind::dim) ? Kind::expression_symbolic : Kind::expression_type, text.span(),
             "`if` takes a bool, not {}", describe(value->kind()))
      .note("compare it, as in `x != 0` or `x != null`");
  return std::nullopt;
}

// The tensors that a definition gives; those of the model itself go to the sink.
std::optional<NamedRefs> Expander::outputs(Frame& frame, bool to_sink) {
  NamedRefs result;
  result.span = frame.call;
  for (const OutputSpec& output : frame.body.outputs) {
    if (output.condition) {
      std::optional<bool> wanted = condition(*output.condition, frame.scope);
      if (!wanted) return std::nullopt;
      if (!*wanted) continue;
    }
    std::optional<Value> from = output.from.evaluate(frame.scope, diagnostics_);
    if (!from) return std::nullopt;
    if (!from->is_string()) {
      diagnostics_.error(Kind::spec_wrong_type, output.from.span(), "`from` of an output is a name, not {}",
                         describe(from->kind()));
      return std::nullopt;
    }
    std::optional<Ref> ref =
        frame.tensors.find(from->text(), from->span.valid() ? from->span : output.name_span, diagnostics_);
    std::optional<Value> said = ref ? output.meaning.evaluate(frame.scope, diagnostics_) : std::nullopt;
    std::optional<OutputMeaning> meaning = said ? output_meaning(*said, output.name_span, diagnostics_) : std::nullopt;
    if (!meaning) return std::nullopt;
    result.outputs.emplace_back(output.name, *ref);
    if (to_sink) sink_.output(output.name, *ref, *meaning, output.name_span);
  }
  if (frame.body.outputs.empty() && !to_sink) return frame.current;
  if (result.outputs.empty()) {
    diagnostics_.error(Kind::block_empty, frame.call, "`{}` gives no output", frame.definition.name)
        .note_at(frame.definition.name_span, "each of its outputs has an `if` that does not hold");
    return std::nullopt;
  }
  return result;
}

bool Expander::count_step(const Span& span) {
  if (++steps_ <= limits_.steps) return true;
  diagnostics_.error(Kind::limit_repeats, span, "the model runs more than {} statements and iterations", limits_.steps);
  return false;
}

bool Expander::run(const Statements& statements, Frame& frame, Scope& scope) {
  if (++nesting_ > kDeepestStatements) {
    diagnostics_.error(Kind::limit_depth, frame.call, "statements and blocks are nested more than {} deep",
                       kDeepestStatements);
    return false;
  }
  bool good = true;
  for (const Statement& statement : statements) {
    if (!count_step(statement.key_span)) {
      good = false;
    } else if (statement.call) {
      good = call(statement, frame, scope);
    } else if (statement.repeat) {
      good = run(*statement.repeat, frame, scope);
    } else if (statement.condition) {
      std::optional<bool> holds = condition(statement.condition->condition, scope);
      Scope inner(&scope);
      good = holds && run(*holds ? statement.condition->then_body : statement.condition->else_body, frame, inner);
    } else if (statement.let->has_body) {
      Scope inner(&scope);
      good = bind_let(statement.let->bindings, inner) && run(statement.let->body, frame, inner);
    } else {
      good = bind_let(statement.let->bindings, scope);
    }
    if (!good) break;
  }
  --nesting_;
  return good;
}

bool Expander::run(const ForStatement& loop, Frame& frame, const Scope& scope) {
  std::optional<Value> items = loop.in.evaluate(scope, diagnostics_);
  if (!items) return false;
  if (!items->is_list()) {
    diagnostics_.error(Kind::expression_type, loop.in.span(), "`in` takes a list, not {}", describe(items->kind()))
        .note("`range(n)` is the list of the ints below n");
    return false;
  }
  std::int64_t count = static_cast<std::int64_t>(items->list().size());
  if (count > limits_.repeats) {
    diagnostics_.error(Kind::limit_repeats, loop.in.span(), "`for` repeats {} times; the limit is {}", count,
                       limits_.repeats);
    return false;
  }
  ScopeInfo repeat{ScopeKind::repeat, loop.variable, frame.path, "", "", loop.variable_span};
  sink_.enter_scope(repeat);
  bool good = true;
  for (std::int64_t i = 0; good && i < count; ++i) {
    good = count_step(loop.in.span());
    if (!good) break;
    sink_.enter_scope({ScopeKind::iteration, std::to_string(i), frame.path, "", "", loop.variable_span});
    Scope inner(&scope);
    inner.set(loop.variable, items->list()[static_cast<std::size_t>(i)]);
    good = run(loop.body, frame, inner);
    sink_.leave_scope();
  }
  sink_.leave_scope();
  return good;
}

}  // namespace specimen::gen
