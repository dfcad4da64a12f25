// One use of a layer, block or model: its name, inputs, arguments and weights.
#include <algorithm>

#include "base/nearest.h"
#include "base/text.h"
#include "spec/expander.h"
#include "spec/missing_layers.h"

namespace specimen::gen {
bool Expander::call(const Statement& statement, Frame& frame, const Scope& scope) {
  std::optional<std::string> callee = callee_of(*statement.call, statement.key_span, scope);
  if (!callee) return false;
  Use use{statement.call.get(), statement.key_span, &scope, std::move(*callee), frame.edits, {}, {}, {}, {}};
  return use.edits.valid() ? edit(use, frame) : make(use, frame);
}

bool Expander::make(const Use& use, Frame& frame) {
  std::optional<Callee> callee = find_callee(use, diagnostics_);
  if (!callee) return false;
  return callee->layer ? call_layer(*callee->layer, use, frame) : call_block(callee->block, use, frame);
}

std::optional<Expander::Callee> Expander::find_callee(const Use& use, Diagnostics& diagnostics) {
  if (const LayerInfo* layer = library_.layers().find(use.callee)) return Callee{layer, {}};
  if (is_upper_camel(use.callee)) {
    report_missing_layer(use.callee, use.key_span, library_.block_names(), diagnostics);
    return std::nullopt;
  }
  std::optional<BlockChoice> block = library_.find_block(use.callee, diagnostics, use.key_span);
  if (block && !block->block && !block->model.model->functions.empty()) {
    diagnostics.error(Kind::spec_bad_value, use.key_span, "`{}` has several functions, and a block has one", use.callee)
        .note_at(block->model.model->functions[0].name_span, "its functions begin here");
    return std::nullopt;
  }
  return block ? std::optional<Callee>({nullptr, *block}) : std::nullopt;
}

std::optional<std::string> Expander::callee_of(const CallStatement& call, const Span& span, const Scope& scope) {
  std::optional<Value> callee = call.callee.evaluate(scope, diagnostics_);
  if (!callee) return std::nullopt;
  if (callee->is_string()) return callee->text();
  diagnostics_.error(Kind::expression_type, span, "a layer or block is called by name, not by {}",
                     describe(callee->kind()));
  return std::nullopt;
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

bool Expander::add_variant(const BlockChoice& choice, Value::Object& given) {
  for (const Binding& binding : choice.model.variant ? choice.model.variant->arguments : std::vector<Binding>()) {
    if (std::any_of(given.begin(), given.end(), [&](const Value::Entry& e) { return e.key == binding.name; })) continue;
    std::optional<Value> value = binding.value.evaluate(Scope(), diagnostics_);
    if (!value) return false;
    given.push_back({binding.name, std::move(*value), binding.name_span});
  }
  return true;
}

std::optional<std::string> Expander::given_name(const Template& text, const Scope& scope) {
  std::optional<Value> name = text.evaluate(scope, diagnostics_);
  if (!name) return std::nullopt;
  if (!name->is_string()) {
    diagnostics_.error(Kind::spec_wrong_type, text.span(), "`name` is a string, not {}", describe(name->kind()));
    return std::nullopt;
  }
  if (!check_path(name->text(), "a layer", text.span(), diagnostics_)) return std::nullopt;
  return name->text();
}

std::optional<Expander::Path> Expander::path_of(const Use& use, Frame& frame) {
  if (use.path) return use.path;
  Path path;
  if (use.call->name) {
    std::optional<std::string> name = given_name(*use.call->name, *use.scope);
    if (!name || !frame.names.add(*name, "the names", use.call->name->span(), diagnostics_)) return std::nullopt;
    path.name = std::move(*name);
  } else {
    // As Keras counts: conv2d, conv2d_1, conv2d_2.
    std::string base = is_upper_camel(use.callee) ? snake_case(use.callee) : use.callee;
    for (bool taken = true; taken;) {
      int count = frame.unnamed[base]++;
      path.name = count == 0 ? base : fmt::format("{}_{}", base, count);
      // Names of the spec's own layers do not change with what is inserted: their weights go by them.
      auto inserted = frame.inserted.find(path.name);
      if (inserted != frame.inserted.end()) {
        diagnostics_
            .error(Kind::name_duplicate, inserted->second, "`{}` is the name of a layer that comes later",
                   printable(path.name))
            .note_at(use.key_span, "it is counted here");
        return std::nullopt;
      }
      Diagnostics quiet;
      taken = is_cpp_word(path.name) || !frame.names.add(path.name, "the names", use.key_span, quiet);
    }
  }
  path.full = join_path(frame.path, path.name);
  if (path.full.size() > 4 * kLongestName) {
    diagnostics_.error(Kind::name_invalid, use.key_span, "the path `{}` is longer than {} characters",
                       printable(path.full), 4 * kLongestName);
    return std::nullopt;
  }
  return path;
}

bool Expander::has_weights(const std::string& path, bool block) const {
  return block ? block_paths_.count(path) != 0 : layer_weights_.count(path) != 0;
}

std::optional<std::string> Expander::shared_of(const Use& use, const std::string& name, bool block,
                                               const Frame& frame) {
  if (frame.shared_path.empty()) return "";
  std::string path = join_path(frame.shared_path, name);
  if (has_weights(path, block)) return path;
  diagnostics_
      .error(Kind::weights_unknown, use.key_span, "this use shares the weights of `{}`, which has no `{}`",
             printable(frame.shared_path), printable(name))
      .note("both uses need the same arguments, as far as they decide which layers there are");
  return std::nullopt;
}

std::optional<std::string> Expander::weights_of(const Use& use, const std::string& name, bool block,
                                                const Frame& frame) {
  const CallStatement& call = *use.call;
  if (!call.weights_of) return shared_of(use, name, block, frame);
  std::optional<Value> value = call.weights_of->evaluate(*use.scope, diagnostics_);
  if (!value) return std::nullopt;
  if (value->is_null()) return shared_of(use, name, block, frame);
  if (!value->is_string()) {
    diagnostics_.error(Kind::spec_wrong_type, call.weights_of->span(), "`weights_of` is a name or null, not {}",
                       describe(value->kind()));
    return std::nullopt;
  }
  for (const Frame* f = &frame; f; f = f->outer)
    if (has_weights(join_path(f->path, value->text()), block)) return join_path(f->path, value->text());
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

bool Expander::call_layer(const LayerInfo& layer, const Use& use, Frame& frame) {
  const CallStatement& call = *use.call;
  if (++layers_ > limits_.layers) {
    diagnostics_.error(Kind::limit_nodes, use.key_span, "the model has more than {} layers", limits_.layers);
    return false;
  }
  std::optional<Value::Object> given = use.given ? use.given : given_arguments(call, *use.scope);
  if (!given) return false;
  Scope defaults;
  std::optional<std::vector<BoundArgument>> bound =
      bind_arguments(layer.arguments, *given, layer.name, use.key_span, library_, defaults, diagnostics_);
  if (!bound) return false;
  std::optional<Inputs> inputs = read_inputs(use, frame);
  if (!inputs) return false;
  if (layer.min_inputs > 1 && layer.max_inputs < 0 && drop_removed(*inputs, frame) && inputs->refs.size() == 1) {
    // One operand is left: it is the result.
    std::optional<Path> path = path_of(use, frame);
    if (path) give(path->name, {{{"0", inputs->refs[0]}}, use.key_span}, std::move(inputs->names), frame);
    return path.has_value();
  }
  int count = static_cast<int>(inputs->refs.size());
  if (count < layer.min_inputs || (layer.max_inputs >= 0 && count > layer.max_inputs)) {
    std::string expected = layer.max_inputs < 0 ? fmt::format("at least {} inputs", layer.min_inputs)
                           : layer.max_inputs == layer.min_inputs
                               ? count_of(static_cast<std::size_t>(layer.min_inputs), "input")
                               : fmt::format("{} to {} inputs", layer.min_inputs, layer.max_inputs);
    Diagnostic& d = diagnostics_.error(Kind::input_count, call.from ? call.from->span() : use.key_span,
                                       "{} takes {}, not {}", layer.name, expected, count);
    if (!call.from) d.note("name them with `from`, a list");
    return false;
  }
  std::optional<Path> path = path_of(use, frame);
  if (!path) return false;
  std::optional<std::string> weights = weights_of(use, path->name, false, frame);
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
  result.span = use.key_span;
  layer_weights_[path->full] = weights->empty() ? path->full : result.weights_of;

  std::optional<std::vector<Ref>> refs = sink_.layer(result);
  if (!refs) return false;
  NamedRefs outputs;
  outputs.span = use.key_span;
  for (std::size_t i = 0; i < refs->size(); ++i) outputs.outputs.emplace_back(std::to_string(i), (*refs)[i]);
  give(path->name, std::move(outputs), std::move(inputs->names), frame);
  return true;
}

// What a call gave is there for those that come after it.
void Expander::give(const std::string& name, NamedRefs outputs, std::vector<std::string> inputs, Frame& frame) {
  frame.made_from[name] = std::move(inputs);
  frame.current = outputs;
  frame.current_name = name;
  frame.tensors.add(name, std::move(outputs));
}

bool Expander::call_block(const BlockChoice& choice, const Use& use, Frame& frame) {
  const CallStatement& call = *use.call;
  const Definition& definition = choice.definition();
  for (const Frame* f = &frame; f; f = f->outer) {
    if (&f->definition != &definition) continue;
    Diagnostic& d = diagnostics_.error(Kind::block_cycle, use.key_span, "`{}` contains itself", definition.name);
    for (const Frame* use = &frame; use != f; use = use->outer)
      d.note_at(use->call, "`{}` is used here", use->definition.name);
    return false;
  }
  if (depth_ >= limits_.depth) {
    diagnostics_.error(Kind::limit_depth, use.key_span, "blocks are nested more than {} deep", limits_.depth);
    return false;
  }

  std::optional<Value::Object> given = use.given ? use.given : given_arguments(call, *use.scope);
  if (!given || !add_variant(choice, *given)) return false;
  std::optional<Inputs> inputs = read_inputs(use, frame);
  if (!inputs) return false;
  const std::vector<std::string> named = input_names(definition);
  std::string owner = owner_text(choice);
  const auto fewest = static_cast<std::size_t>(std::count_if(definition.inputs.begin(), definition.inputs.end(),
                                                             [](const InputSpec& i) { return !i.optional; }));
  if (inputs->refs.size() > named.size() || inputs->refs.size() < std::max<std::size_t>(fewest, 1)) {
    diagnostics_
        .error(Kind::input_count, call.from ? call.from->span() : use.key_span, "{} takes {}{}, not {}", owner,
               fewest > 0 && fewest < named.size() ? fmt::format("{} to ", fewest) : "",
               count_of(named.size(), "input"), inputs->refs.size())
        .note_at(definition.name_span, "{}: {}", named.size() == 1 ? "its input" : "its inputs", join(named, ", "));
    return false;
  }
  std::optional<Path> path = path_of(use, frame);
  if (!path) return false;
  std::optional<std::string> weights = weights_of(use, path->name, true, frame);
  if (!weights) return false;

  Scope own_symbols;
  const Scope* symbols = choice.block ? frame.symbols : &own_symbols;
  Frame inner(definition, definition, sink_, symbols);
  inner.symbols = symbols;
  inner.path = path->full;
  inner.shared_path = *weights;
  inner.call = use.key_span;
  inner.outer = &frame;
  inner.lets = use.lets;
  open_edits(use.edits, inner);
  if (!inner.names.add("input", "an input", use.key_span, diagnostics_)) return false;
  if (!choice.block) inner.absent.insert(choice.model.model->left_out.begin(), choice.model.model->left_out.end());
  for (std::size_t i = inputs->refs.size(); i < named.size(); ++i) {
    inner.absent.insert(named[i]);
    if (!inner.names.add(named[i], "an input", definition.inputs[i].name_span, diagnostics_)) return false;
  }
  for (std::size_t i = 0; i < inputs->refs.size(); ++i) {
    Span place = definition.inputs.empty() ? use.key_span : definition.inputs[i].name_span;
    if (i == 0)
      inner.current = {{{named[0], inputs->refs[0]}}, place}, add_input(inner, "input", inputs->refs[0], place);
    if (named[i] != "input" && !add_input(inner, named[i], inputs->refs[i], place)) return false;
  }
  if (!bind(inner, *given, owner, nullptr)) return false;
  if (!choice.block && !fit_inputs(inner, *choice.model.model, *inputs, own_symbols)) return false;

  block_paths_.insert(path->full);
  ++depth_;
  sink_.enter_scope({choice.block ? ScopeKind::block : ScopeKind::model, path->name, path->full, definition.name,
                     definition.doc, use.key_span});
  bool good = states(inner) && run(definition.layers, inner, inner.scope);
  std::optional<NamedRefs> outputs = good ? this->outputs(inner, false) : std::nullopt;
  sink_.leave_scope();
  --depth_;
  if (!outputs) return false;
  outputs->span = use.key_span;
  give(path->name, std::move(*outputs), std::move(inputs->names), frame);
  return true;
}

}  // namespace specimen::gen
