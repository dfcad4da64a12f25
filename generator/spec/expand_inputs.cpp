// What one use of a layer, block or model reads.
#include <algorithm>

#include "base/nearest.h"
#include "base/text.h"
#include "spec/expander.h"

namespace specimen::gen {

std::vector<std::string> Expander::input_names(const Definition& definition) {
  std::vector<std::string> names;
  for (const InputSpec& input : definition.inputs) names.push_back(input.name);
  return names.empty() ? std::vector<std::string>{"input"} : names;
}

std::string Expander::Frame::call_name(const std::string& tensor) const {
  if (!body.inputs.empty() && tensor == body.inputs[0].name) return "input";
  return tensors.whole(tensor) ? tensor : tensor.substr(0, tensor.rfind('/'));
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
    if (frame.absent.count(name.text()) != 0) return true;
    Span place = name.span.valid() ? name.span : call.from->span();
    std::optional<Ref> ref = frame.tensors.find(name.text(), place, diagnostics_);
    if (!ref) return false;
    inputs.refs.push_back(*ref);
    inputs.spans.push_back(place);
    inputs.names.push_back(frame.call_name(name.text()));
    inputs.written.push_back(name.text());
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
    inputs.names.push_back(frame.current_name);
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
      // Inputs that may be left out come last; whether all others are there is for the caller to see.
      if (!value && inputs.refs.size() == from->object().size()) break;
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

std::optional<Expander::Inputs> Expander::read_inputs(const Use& use, Frame& frame) {
  if (use.inputs) return use.inputs;
  std::optional<Callee> callee = find_callee(use, diagnostics_);
  if (!callee) return std::nullopt;
  if (callee->layer)
    return inputs_of(*use.call, use.key_span, nullptr, static_cast<std::size_t>(std::max(callee->layer->min_inputs, 0)),
                     frame, *use.scope);
  const std::vector<std::string> named = input_names(callee->block.definition());
  return inputs_of(*use.call, use.key_span, &named, 1, frame, *use.scope);
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
      std::optional<std::vector<Dim>> declared = shape_of(frame, input.shape);
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
