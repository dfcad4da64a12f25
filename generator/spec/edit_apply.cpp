// Edits act on a call where it is expanded: each in its turn, on what those before it made of the call.
#include <algorithm>

#include "base/text.h"
#include "spec/edit_editing.h"

namespace specimen::gen {
namespace {

// "b", or "shortcut"
std::string one_of(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", or ") + json_string(name);
  return text.empty() ? "NAME" : text;
}

constexpr int kDeepestInsertions = 100;  // calls that edits insert beside calls that edits inserted

}  // namespace

void Expander::open_edits(const EditCursor& outer, Frame& frame) {
  const std::vector<Edit>& edits = frame.definition.edits;
  std::size_t index = 0;
  while (index < edited_.size() && edited_[index].definition != &frame.definition) ++index;
  if (index == edited_.size() && !edits.empty()) edited_.push_back({&frame.definition, {}});
  frame.own_edits = {&edits, index, &frame.path, &frame.scope, outer};
  frame.edits = frame.own_edits.begin();
}

bool Expander::edit(Use& use, Frame& frame) {
  if (++steps_ > limits_.steps || ++insertions_ > kDeepestInsertions) {
    diagnostics_.error(steps_ > limits_.steps ? Kind::limit_repeats : Kind::limit_depth, use.key_span,
                       "edits insert too many calls beside calls that edits inserted");
    return false;
  }
  use.path = path_of(use, frame);
  if (use.path && !use.given) use.given = given_arguments(*use.call, *use.scope);
  bool good = use.path && use.given;
  Editing editing{use, frame, {}, {}, {}, nullptr, {}, {}, good ? use.path->name : "", "0"};
  if (good) see(editing);
  for (EditCursor at = use.edits; good && at.valid() && !editing.removed; at = at.next()) {
    std::optional<bool> match = matches(at, editing);
    good = match && (!*match || apply(at, editing));
  }
  good = good && (editing.removed ? join_removed(editing) : make(use, frame)) && insert_after(editing);
  --insertions_;
  return good;
}

bool Expander::apply(const EditCursor& at, Editing& editing) {
  acted_.insert(&at.edit());
  last_edit_ = &at.edit();
  last_edited_ = editing.use.path->full;
  switch (at.edit().verb) {
    case Edit::Verb::set:
      return set(at, editing);
    case Edit::Verb::replace:
      return replace(at, editing);
    case Edit::Verb::insert_before:
      return insert_before(at, editing);
    case Edit::Verb::insert_after:
      editing.after.push_back({at, edit_scope(at, editing)});
      return true;
    case Edit::Verb::remove:
      return remove(at, editing);
  }
  return false;
}

bool Expander::set(const EditCursor& at, Editing& editing) {
  std::optional<Callee> callee = find_callee(editing.use, diagnostics_);
  if (!callee) return false;
  const Scope scope = edit_scope(at, editing);
  for (const Binding& binding : at.edit().set) {
    std::optional<Value> value = binding.value.evaluate(scope, diagnostics_);
    if (!value) return false;
    if (!value->span.valid()) value->span = binding.value.span();
    const auto named = [&](const auto& one) { return one.name == binding.name; };
    bool is_let = false;
    if (!callee->layer) {
      const Definition& definition = callee->block.definition();
      is_let = std::any_of(definition.let.begin(), definition.let.end(), named) &&
               std::none_of(definition.arguments.begin(), definition.arguments.end(), named);
    }
    Value::Object& values = is_let ? editing.use.lets : *editing.use.given;
    auto known =
        std::find_if(values.begin(), values.end(), [&](const Value::Entry& e) { return e.key == binding.name; });
    auto former = editing.set.find(binding.name);
    if (former != editing.set.end() && known != values.end() && !(known->value == *value) &&
        conflicts(at, former->second, binding.name_span,
                  fmt::format("`{}` of `{}` was set to {} by a former edit", binding.name, editing.use.path->full,
                              printable(to_json(known->value), 40))))
      return false;
    editing.set.insert_or_assign(binding.name, at);
    if (known == values.end())
      values.push_back({binding.name, std::move(*value), binding.name_span});
    else
      *known = {binding.name, std::move(*value), binding.name_span};
  }
  editing.arguments.reset();
  return true;
}

bool Expander::replace(const EditCursor& at, Editing& editing) {
  Use& use = editing.use;
  const Edit& edit = at.edit();
  if (editing.replaced &&
      conflicts(at, *editing.replaced, edit.span, fmt::format("`{}` was replaced by a former edit", use.path->full)))
    return false;
  std::optional<Callee> callee = find_callee(use, diagnostics_);
  std::optional<Inputs> inputs = callee ? read_inputs(use, editing.frame) : std::nullopt;
  if (!inputs) return false;
  if (callee->block.valid() && callee->block.definition().outputs.size() == 1)
    editing.output = callee->block.definition().outputs[0].name;
  const Scope& scope = editing.scopes.emplace_back(edit_scope(at, editing));
  if (!run_calls(at, edit.layers.size() - 1, scope, editing.name, *inputs, editing.frame)) return false;

  const Statement& last = edit.layers.back();
  std::optional<std::string> name = callee_of(*last.call, last.key_span, scope);
  std::optional<Value::Object> given = name ? given_arguments(*last.call, scope) : std::nullopt;
  if (!given) return false;
  use.call = last.call.get();
  use.key_span = last.key_span;
  use.scope = &scope;
  use.callee = std::move(*name);
  use.edits = at.next();
  use.given = std::move(given);
  use.lets.clear();
  use.inputs.reset();
  if (!last.call->from) use.inputs = std::move(inputs);
  if (last.call->name) {
    use.path = inserted_path(use, editing.name, editing.frame);
    if (!use.path) return false;
  }
  editing.set.clear();
  editing.arguments.reset();
  editing.replaced = at;
  return true;
}

bool Expander::insert_before(const EditCursor& at, Editing& editing) {
  Use& use = editing.use;
  std::optional<Inputs> inputs = read_inputs(use, editing.frame);
  if (!inputs) return false;
  const Scope scope = edit_scope(at, editing);
  // Of several inputs, the one that the inserted call reads.
  std::vector<std::size_t> slots;
  const Statement& first = at.edit().layers[0];
  std::optional<Inputs> named;
  if (inputs->refs.size() > 1 && first.call->from) {
    std::optional<std::string> callee = callee_of(*first.call, first.key_span, scope);
    if (!callee) return false;
    named = read_inputs({first.call.get(), first.key_span, &scope, *callee, {}, {}, {}, {}, {}}, editing.frame);
    if (!named) return false;
  }
  for (std::size_t i = 0; i < inputs->refs.size(); ++i)
    if (inputs->refs.size() == 1 ||
        (named && std::find(named->refs.begin(), named->refs.end(), inputs->refs[i]) != named->refs.end()))
      slots.push_back(i);
  if (slots.size() != 1) {
    diagnostics_
        .error(Kind::edit_ambiguous, at.edit().span, "`{}` has {}: it is not clear where to insert",
               printable(use.path->full), count_of(inputs->refs.size(), "input"))
        .note_at(use.key_span, "{}",
                 inputs->refs.empty() ? "insert after it" : "say which with `from` of the inserted layer");
    return false;
  }
  Inputs chain{{inputs->refs[slots[0]]}, {inputs->spans[slots[0]]}, {inputs->names[slots[0]]}};
  if (!run_calls(at, at.edit().layers.size(), scope, editing.name, chain, editing.frame)) return false;
  inputs->refs[slots[0]] = chain.refs[0];
  inputs->names[slots[0]] = chain.names[0];
  use.inputs = std::move(inputs);
  return true;
}

// What the call gave goes through the inserted calls, and what read the call reads the last of them.
bool Expander::insert_after(Editing& editing) {
  Frame& frame = editing.frame;
  const NamedRefs* made = frame.tensors.whole(editing.use.path->name);
  if (editing.replaced && (editing.name != editing.use.path->name || editing.output != "0")) {
    // A replacement goes by the names of what it replaced, too.
    NamedRefs alias = *made;
    if (alias.outputs.size() == 1 && editing.output != "0") alias.outputs[0].first = editing.output;
    frame.made_from[editing.name] = frame.made_from[editing.use.path->name];
    frame.tensors.add(editing.name, std::move(alias));
    made = frame.tensors.whole(editing.name);
  }
  for (auto after = editing.after.rbegin(); after != editing.after.rend(); ++after) {
    NamedRefs result = *made;
    if (result.outputs.size() != 1) {
      diagnostics_
          .error(Kind::edit_ambiguous, after->at.edit().span, "`{}` has {}: it is not clear which to insert after",
                 printable(editing.use.path->full), count_of(result.outputs.size(), "output"))
          .note_at(result.span, "insert before what reads the output");
      return false;
    }
    Inputs chain{{result.outputs[0].second}, {editing.use.key_span}, {editing.name}};
    if (!run_calls(after->at, after->at.edit().layers.size(), after->scope, editing.name, chain, frame)) return false;
    result.outputs[0].second = chain.refs[0];
    frame.current = result;
    frame.current_name = editing.name;
    frame.removed.erase(editing.name);
    frame.tensors.add(editing.name, std::move(result));
    made = frame.tensors.whole(editing.name);
  }
  return true;
}

bool Expander::remove(const EditCursor& at, Editing& editing) {
  std::optional<Callee> callee = find_callee(editing.use, diagnostics_);
  std::optional<Inputs> inputs = callee ? read_inputs(editing.use, editing.frame) : std::nullopt;
  if (!inputs) return false;
  const std::size_t outputs = callee->layer ? 1 : callee->block.definition().outputs.size();
  if (inputs->refs.size() != 1 || outputs > 1) {
    diagnostics_
        .error(Kind::edit_ambiguous, at.edit().span, "`{}` has {}: it is not clear what is to stand for its output",
               printable(editing.use.path->full),
               outputs > 1 ? count_of(outputs, "output") : count_of(inputs->refs.size(), "input"))
        .note_at(editing.use.key_span,
                 "to drop a branch, remove its layers; to keep one, replace this by "
                 "{{\"Identity\": {{}}, \"from\": {}}}",
                 one_of(inputs->written.empty() ? inputs->names : inputs->written));
    return false;
  }
  if (outputs == 1 && !callee->layer) editing.output = callee->block.definition().outputs[0].name;
  editing.removed = &at.edit();
  editing.use.inputs = std::move(inputs);
  const std::string& root = *at.level->path;
  const std::string& full = editing.use.path->full;
  edited_[at.level->definition].seen.push_back(
      {root.empty() ? full : full.substr(root.size() + 1), editing.use.callee, &at.edit()});
  return true;
}

bool Expander::join_removed(Editing& editing) {
  const std::string& name = editing.use.path->name;
  give(name, {{{editing.output, editing.use.inputs->refs[0]}}, editing.use.key_span}, editing.use.inputs->names,
       editing.frame);
  editing.frame.removed.insert(name);
  return true;
}

// Runs the first `count` calls of the edit: the first reads `inputs`, each other what the one before it gave, unless
// they say otherwise. `inputs` is then what the last one gave.
bool Expander::run_calls(const EditCursor& at, std::size_t count, const Scope& scope, const std::string& anchor,
                         Inputs& inputs, Frame& frame) {
  for (std::size_t i = 0; i < count; ++i) {
    const Statement& statement = at.edit().layers[i];
    std::optional<std::string> callee = callee_of(*statement.call, statement.key_span, scope);
    if (!callee) return false;
    Use use{statement.call.get(), statement.key_span, &scope, std::move(*callee), at.next(), {}, {}, {}, {}};
    use.path = inserted_path(use, anchor, frame);
    if (!use.path) return false;
    if (!statement.call->from) use.inputs = inputs;
    if (!(use.edits.valid() ? edit(use, frame) : make(use, frame))) return false;
    if (frame.current.outputs.size() != 1) {
      diagnostics_
          .error(Kind::edit_ambiguous, statement.key_span, "`{}` has {}: it is not clear which goes on",
                 printable(use.path->full), count_of(frame.current.outputs.size(), "output"))
          .note("put it into a block of one output");
      return false;
    }
    inputs = {{frame.current.outputs[0].second}, {statement.key_span}, {frame.current_name}};
  }
  return true;
}

}  // namespace specimen::gen
