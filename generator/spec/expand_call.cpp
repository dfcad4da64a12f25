// One use of a layer, block or model: its name, inputs, arguments and weights.
#include <algorithm>

#include "base/nearest.h"
#include "base/text.h"
#include "spec/expander.h"

namespace specimen::gen {
namespace {

std::string join_path(const std::string& outer, const std::string& inner) {
  return outer.empty() ? inner : outer + "/" + inner;
}

}  // namespace

bool Expander::call(const Statement& statement, Frame& frame, const Scope& scope) {
  std::optional<Value> callee = statement.call->callee.evaluate(scope, diagnostics_);
  if (!callee) return false;
  if (!callee->is_string()) {
    diagnostics_.error(Kind::expression_type, statement.key_span, "a layer or block is called by name, not by {}",
                       describe(callee->kind()));
    return false;
  }
  const std::string& name = callee->text();
  if (const LayerInfo* layer = library_.layers().find(name)) return call_layer(*layer, statement, frame, scope);
  if (is_upper_camel(name)) {
    diagnostics_.error(Kind::layer_unknown, statement.key_span, "there is no layer `{}`", printable(name))
        .suggest(nearest(name, library_.block_names()));
    return false;
  }
  std::optional<BlockChoice> block = library_.find_block(name, diagnostics_, statement.key_span);
  return block && call_block(*block, statement, frame, scope);
}

std::optional<Value::Object> Expander::given_arguments(const CallStatement& call, const Scope& scope) {
  Value::Object given;
  for (const Binding& binding : call.arguments) {
    std::optional<Value> value = binding.value.evaluate(scope, diagnostics_);
    if (!value) return std::nullopt;
    given.push_back({binding.name, std::move(*value), binding.name_span});
  }
  if (call.all_arguments) {
    std::optional<Value> value = call.all_arguments->evaluate(scope, diagnostics_);
    if (!value) return std::nullopt;
    if (!value->is_object()) {
      diagnostics_.error(Kind::expression_type, call.all_arguments->span(),
                         "the arguments of a call are an object, not {}", describe(value->kind()));
      return std::nullopt;
    }
    given = value->object();
  }
  return given;
}

std::optional<Expander::Path> Expander::path_of(const CallStatement& call, const Span& span, const std::string& callee,
                                                Frame& frame, const Scope& scope) {
  Path path;
  if (call.name) {
    std::optional<Value> name = call.name->evaluate(scope, diagnostics_);
    if (!name) return std::nullopt;
    if (!name->is_string()) {
      diagnostics_.error(Kind::spec_wrong_type, call.name->span(), "`name` is a string, not {}",
                         describe(name->kind()));
      return std::nullopt;
    }
    path.name = name->text();
    if (!check_path(path.name, "a layer", call.name->span(), diagnostics_)) return std::nullopt;
    if (!frame.names.add(path.name, "the names", call.name->span(), diagnostics_)) return std::nullopt;
  } else {
    // As Keras counts: conv2d, conv2d_1, conv2d_2.
    std::string base = is_upper_camel(callee) ? snake_case(callee) : callee;
    for (bool taken = true; taken;) {
      int count = frame.unnamed[base]++;
      path.name = count == 0 ? base : fmt::format("{}_{}", base, count);
      Diagnostics quiet;
      taken = is_cpp_word(path.name) || !frame.names.add(path.name, "the names", span, quiet);
    }
  }
  path.full = join_path(frame.path, path.name);
  if (path.full.size() > 4 * kLongestName) {
    diagnostics_.error(Kind::name_invalid, span, "the path `{}` is longer than {} characters", printable(path.full),
                       4 * kLongestName);
    return std::nullopt;
  }
  return path;
}

std::optional<Expander::Inputs> Expander::inputs_of(const CallStatement& call, const Span& span,
                                                    const std::vector<std::string>* named, std::size_t fewest,
                                                    Frame& frame, const Scope& scope) {
  Inputs inputs;
  auto add = [&](const Value& name) {
    if (!name.is_string()) {
      diagnostics_.error(Kind::spec_wrong_type, name.span.valid() ? name.span : call.from->span(),
                         "`from` holds names, not {}", describe(name.kind()));
      return false;
    }
    Span place = name.span.valid() ? name.span : call.from->span();
    std::optional<Ref> ref = frame.tensors.find(name.text(), place, diagnostics_);
    if (!ref) return false;
    inputs.refs.push_back(*ref);
    inputs.spans.push_back(place);
    return true;
  };
  if (!call.from) {
    if (fewest == 0) return inputs;
    if (frame.current.outputs.size() != 1) {
      diagnostics_
          .error(Kind::tensor_ambiguous, span, "what came before has {}: say which with `from`",
                 count_of(frame.current.outputs.size(), "output"))
          .note_at(frame.current.span, "it came from here");
      return std::nullopt;
    }
    inputs.refs.push_back(frame.current.outputs[0].second);
    inputs.spans.push_back(span);
    return inputs;
  }
  std::optional<Value> from = call.from->evaluate(scope, diagnostics_);
  if (!from) return std::nullopt;
  if (from->is_object()) {
    if (!named) {
      diagnostics_.error(Kind::spec_wrong_type, call.from->span(),
                         "the inputs of a layer have no names: `from` is a name or a list");
      return std::nullopt;
    }
    for (const Value::Entry& entry : from->object()) {
      if (std::find(named->begin(), named->end(), entry.key) != named->end()) continue;
      diagnostics_.error(Kind::input_count, entry.key_span, "there is no input `{}`", printable(entry.key))
          .suggest(nearest(entry.key, *named));
      return std::nullopt;
    }
    for (const std::string& name : *named) {
      const Value* value = from->find(name);
      if (!value) {
        diagnostics_.error(Kind::input_count, call.from->span(), "the input `{}` is missing", name);
        return std::nullopt;
      }
      if (!add(*value)) return std::nullopt;
    }
    return inputs;
  }
  if (!from->is_list()) return add(*from) ? std::optional<Inputs>(inputs) : std::nullopt;
  for (const Value& name : from->list())
    if (!add(name)) return std::nullopt;
  return inputs;
}

std::optional<std::string> Expander::weights_of(const CallStatement& call, const std::string& name, bool block,
                                                const Frame& frame, const Scope& scope, const Span& span) {
  auto exists = [&](const std::string& path) {
    return block ? block_paths_.count(path) != 0 : layer_weights_.count(path) != 0;
  };
  if (!call.weights_of) {
    if (frame.shared_path.empty()) return "";
    std::string path = join_path(frame.shared_path, name);
    if (exists(path)) return path;
    diagnostics_
        .error(Kind::weights_unknown, span, "this use shares the weights of `{}`, which has no `{}`",
               printable(frame.shared_path), printable(name))
        .note("both uses need the same arguments, as far as they decide which layers there are");
    return std::nullopt;
  }
  std::optional<Value> value = call.weights_of->evaluate(scope, diagnostics_);
  if (!value) return std::nullopt;
  if (!value->is_string()) {
    diagnostics_.error(Kind::spec_wrong_type, call.weights_of->span(), "`weights_of` is a name, not {}",
                       describe(value->kind()));
    return std::nullopt;
  }
  for (const Frame* f = &frame; f; f = f->outer)
    if (exists(join_path(f->path, value->text()))) return join_path(f->path, value->text());
  std::vector<std::string> names(block_paths_.begin(), block_paths_.end());
  if (!block) {
    names.clear();
    for (const auto& [path, owner] : layer_weights_) names.push_back(path);
  }
  diagnostics_
      .error(Kind::weights_unknown, call.weights_of->span(), "there is no {} `{}` above", block ? "block" : "layer",
             printable(value->text()))
      .suggest(nearest(value->text(), names));
  return std::nullopt;
}

bool Expander::call_layer(const LayerInfo& layer, const Statement& statement, Frame& frame, const Scope& scope) {
  const CallStatement& call = *statement.call;
  if (++layers_ > limits_.layers) {
    diagnostics_.error(Kind::limit_nodes, statement.key_span, "the model has more than {} layers", limits_.layers);
    return false;
  }
  std::optional<Value::Object> given = given_arguments(call, scope);
  if (!given) return false;
  Scope defaults;
  std::optional<std::vector<BoundArgument>> bound =
      bind_arguments(layer.arguments, *given, layer.name, statement.key_span, library_, defaults, diagnostics_);
  if (!bound) return false;
  std::optional<Inputs> inputs = inputs_of(call, statement.key_span, nullptr,
                                           static_cast<std::size_t>(std::max(layer.min_inputs, 0)), frame, scope);
  if (!inputs) return false;
  int count = static_cast<int>(inputs->refs.size());
  if (count < layer.min_inputs || (layer.max_inputs >= 0 && count > layer.max_inputs)) {
    std::string expected = layer.max_inputs < 0 ? fmt::format("at least {} inputs", layer.min_inputs)
                           : layer.max_inputs == layer.min_inputs
                               ? count_of(static_cast<std::size_t>(layer.min_inputs), "input")
                               : fmt::format("{} to {} inputs", layer.min_inputs, layer.max_inputs);
    Diagnostic& d = diagnostics_.error(Kind::input_count, call.from ? call.from->span() : statement.key_span,
                                       "{} takes {}, not {}", layer.name, expected, count);
    if (!call.from) d.note("name them with `from`, a list");
    return false;
  }
  std::optional<Path> path = path_of(call, statement.key_span, layer.name, frame, scope);
  if (!path) return false;
  std::optional<std::string> weights = weights_of(call, path->name, false, frame, scope, statement.key_span);
  if (!weights) return false;

  LayerCall result;
  result.class_name = layer.name;
  for (BoundArgument& argument : *bound) {
    Span span = argument.value.span;
    result.arguments.push_back({argument.name, std::move(argument.value), span, argument.given});
  }
  result.inputs = std::move(inputs->refs);
  result.input_spans = std::move(inputs->spans);
  result.path = path->full;
  result.name = path->name;
  // Of a chain of uses, the first owns the weights.
  result.weights_of = weights->empty() ? "" : layer_weights_[*weights];
  result.span = statement.key_span;
  layer_weights_[path->full] = weights->empty() ? path->full : result.weights_of;

  std::optional<std::vector<Ref>> refs = sink_.layer(result);
  if (!refs) return false;
  NamedRefs outputs;
  outputs.span = statement.key_span;
  for (std::size_t i = 0; i < refs->size(); ++i) outputs.outputs.emplace_back(std::to_string(i), (*refs)[i]);
  frame.current = outputs;
  frame.tensors.add(path->name, std::move(outputs));
  return true;
}

bool Expander::call_block(const BlockChoice& choice, const Statement& statement, Frame& frame, const Scope& scope) {
  const CallStatement& call = *statement.call;
  const Definition& definition = choice.definition();
  for (const Frame* f = &frame; f; f = f->outer) {
    if (&f->definition != &definition) continue;
    Diagnostic& d = diagnostics_.error(Kind::block_cycle, statement.key_span, "`{}` contains itself", definition.name);
    for (const Frame* use = &frame; use != f; use = use->outer)
      d.note_at(use->call, "`{}` is used here", use->definition.name);
    return false;
  }
  if (depth_ >= limits_.depth) {
    diagnostics_.error(Kind::limit_depth, statement.key_span, "blocks are nested more than {} deep", limits_.depth);
    return false;
  }

  std::optional<Value::Object> given = given_arguments(call, scope);
  if (!given) return false;
  if (choice.model.variant) {
    for (const Binding& binding : choice.model.variant->arguments) {
      if (std::any_of(given->begin(), given->end(), [&](const Value::Entry& e) { return e.key == binding.name; }))
        continue;
      std::optional<Value> value = binding.value.evaluate(Scope(), diagnostics_);
      if (!value) return false;
      given->push_back({binding.name, std::move(*value), binding.name_span});
    }
  }
  std::vector<std::string> named;
  for (const InputSpec& input : definition.inputs) named.push_back(input.name);
  if (named.empty()) named.push_back("input");
  std::optional<Inputs> inputs = inputs_of(call, statement.key_span, &named, 1, frame, scope);
  if (!inputs) return false;
  std::string owner = owner_text(choice);
  if (inputs->refs.size() != named.size()) {
    diagnostics_
        .error(Kind::input_count, call.from ? call.from->span() : statement.key_span, "{} takes {}, not {}", owner,
               count_of(named.size(), "input"), inputs->refs.size())
        .note_at(definition.name_span, "{}: {}", named.size() == 1 ? "its input" : "its inputs", join(named, ", "));
    return false;
  }
  std::optional<Path> path = path_of(call, statement.key_span, definition.name, frame, scope);
  if (!path) return false;
  std::optional<std::string> weights = weights_of(call, path->name, true, frame, scope, statement.key_span);
  if (!weights) return false;

  Scope own_symbols;
  const Scope* symbols = choice.block ? frame.symbols : &own_symbols;
  Frame inner(definition, sink_, symbols);
  inner.symbols = symbols;
  inner.path = path->full;
  inner.shared_path = *weights;
  inner.call = statement.key_span;
  inner.outer = &frame;
  if (!inner.names.add("input", "an input", statement.key_span, diagnostics_)) return false;
  for (std::size_t i = 0; i < named.size(); ++i) {
    Span place = definition.inputs.empty() ? statement.key_span : definition.inputs[i].name_span;
    if (i == 0)
      inner.current = {{{named[0], inputs->refs[0]}}, place}, add_input(inner, "input", inputs->refs[0], place);
    if (named[i] != "input" && !add_input(inner, named[i], inputs->refs[i], place)) return false;
  }
  if (!bind(inner, *given, owner, nullptr)) return false;
  if (!choice.block && !fit_inputs(inner, *choice.model.model, *inputs, own_symbols)) return false;

  block_paths_.insert(path->full);
  ++depth_;
  sink_.enter_scope({choice.block ? ScopeKind::block : ScopeKind::model, path->name, path->full, definition.name,
                     definition.doc, statement.key_span});
  bool good = run(definition.layers, inner, inner.scope);
  std::optional<NamedRefs> outputs = good ? this->outputs(inner, false) : std::nullopt;
  sink_.leave_scope();
  --depth_;
  if (!outputs) return false;
  outputs->span = statement.key_span;
  frame.current = *outputs;
  frame.tensors.add(path->name, std::move(*outputs));
  return true;
}

// A model used as a block: its symbols are read off the shapes that it is given, and the rest of the shapes must fit.
bool Expander::fit_inputs(Frame& frame, const ModelSpec& model, const Inputs& inputs, Scope& symbols) {
  std::map<std::string, Dim> bound;
  for (bool check : {false, true}) {
    for (std::size_t i = 0; i < model.inputs.size(); ++i) {
      const InputSpec& input = model.inputs[i];
      const std::vector<Dim>* given = sink_.shape(inputs.refs[i]);
      if (!given) continue;
      auto misfit = [&](const std::string& expected) {
        diagnostics_
            .error(Kind::input_shape, inputs.spans[i], "input `{}` of model {} takes {}, not {}", input.name,
                   model.name, expected, to_string(*given))
            .note_at(input.name_span, "it is declared here");
        return false;
      };
      if (given->size() != input.shape.size()) return misfit(count_of(input.shape.size(), "dimension"));
      if (!check) {
        for (std::size_t d = 0; d < given->size(); ++d)
          for (const SymbolSpec& symbol : model.symbols)
            if (input.shape[d].is_dim && input.shape[d].dim == Dim::symbol(symbol.name))
              bound.emplace(symbol.name, (*given)[d]);
        continue;
      }
      std::optional<std::vector<Dim>> declared = input_shape(frame, input);
      if (!declared) return false;
      for (std::size_t d = 0; d < declared->size(); ++d)
        if (input.shape[d].is_dim) (*declared)[d] = (*declared)[d].substitute(bound);
      if (*declared != *given) return misfit(to_string(*declared));
    }
    for (const SymbolSpec& symbol : model.symbols) {
      auto found = bound.find(symbol.name);
      if (found != bound.end()) {
        symbols.set(symbol.name, Value(found->second));
        continue;
      }
      diagnostics_
          .error(Kind::input_shape, frame.call, "the symbol `{}` of model {} stands alone in no input's shape",
                 symbol.name, model.name)
          .note_at(symbol.name_span, "a model used as a block reads its symbols off its inputs");
      return false;
    }
  }
  return true;
}

}  // namespace specimen::gen
