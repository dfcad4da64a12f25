// What edits ask of a call: whether a selector fits it, what its arguments are, what it reads.
#include <algorithm>

#include "base/text.h"
#include "spec/edit_editing.h"

namespace specimen::gen {
namespace {

// The path of a call within the use of a definition.
std::string_view path_within(const std::string& full, const std::string& root) {
  return root.empty() ? std::string_view(full) : std::string_view(full).substr(root.size() + 1);
}

}  // namespace

// A call that edits could act on is kept by what they know it by.
void Expander::see(const Editing& editing) {
  for (EditCursor at = editing.use.edits; at.valid(); at = at.level->outer)
    edited_[at.level->definition].seen.push_back(
        {std::string(path_within(editing.use.path->full, *at.level->path)), editing.use.callee, nullptr});
}

std::optional<bool> Expander::matches(const EditCursor& at, Editing& editing) {
  const std::string_view path = path_within(editing.use.path->full, *at.level->path);
  for (const Selector& selector : at.edit().at) {
    if (!selector.layer.empty() && selector.layer != editing.use.callee) continue;
    if (!selector.path.matches(path)) continue;
    bool holds = true;
    for (const Binding& binding : selector.where) {
      const Value::Object& arguments = arguments_of(editing);
      auto argument = std::find_if(arguments.begin(), arguments.end(),
                                   [&](const Value::Entry& entry) { return entry.key == binding.name; });
      holds = holds && argument != arguments.end();
      if (!holds) break;
      std::optional<Value> wanted = binding.value.evaluate(edit_scope(at, editing), diagnostics_);
      if (!wanted) return std::nullopt;
      holds = equal(argument->value, *wanted).value_or(false);
    }
    if (holds) return true;
  }
  return false;
}

const Value::Object& Expander::arguments_of(Editing& editing) {
  if (editing.arguments) return *editing.arguments;
  editing.arguments = *editing.use.given;
  // What is wrong with them is reported where the call is made.
  Diagnostics quiet;
  std::optional<Callee> callee = find_callee(editing.use, quiet);
  if (!callee) return *editing.arguments;
  if (!callee->layer) add_variant(callee->block, *editing.arguments);
  const std::vector<Argument>& declared =
      callee->layer ? callee->layer->arguments : callee->block.definition().arguments;
  Scope scope(callee->layer ? nullptr : editing.frame.symbols);
  std::optional<std::vector<BoundArgument>> bound =
      bind_arguments(declared, *editing.arguments, "", editing.use.key_span, library_, scope, quiet);
  if (!bound) return *editing.arguments;
  editing.arguments->clear();
  for (BoundArgument& argument : *bound) editing.arguments->push_back({argument.name, std::move(argument.value), {}});
  return *editing.arguments;
}

// An edit's expressions read the names of the spec that it stands in; `layer.filters` is an argument of the call, and
// shapes are of tensors beside it.
Scope Expander::edit_scope(const EditCursor& at, Editing& editing) {
  Scope scope(at.level->scope);
  scope.set("layer", Value(arguments_of(editing)));
  scope.set_shapes(&editing.frame.tensors);
  return scope;
}

// Whether the two are in one list, which is an error that this reports. Edits of a derived spec override those of its
// base.
bool Expander::conflicts(const EditCursor& at, const EditCursor& former, const Span& span, const std::string& what) {
  if (at.level != former.level || at.edit().generation != former.edit().generation) return false;
  diagnostics_.error(Kind::edit_conflict, span, "{}", printable(what, 300))
      .note_at(former.edit().span, "it is here: leave one of the two out, or let one select less");
  return true;
}

// The name of a call that an edit puts beside `anchor`: given, or made of both names.
std::optional<Expander::Path> Expander::inserted_path(const Use& use, const std::string& anchor, Frame& frame) {
  Path path;
  Span span = use.key_span;
  if (use.call->name) {
    span = use.call->name->span();
    std::optional<std::string> name = given_name(*use.call->name, *use.scope);
    if (!name) return std::nullopt;
    std::size_t slash = anchor.rfind('/');
    path.name = slash == std::string::npos ? *name : anchor.substr(0, slash + 1) + *name;
    if (!frame.names.add(path.name, "the names", span, diagnostics_)) return std::nullopt;
  } else {
    const std::string base = anchor + "_" + (is_upper_camel(use.callee) ? snake_case(use.callee) : use.callee);
    path.name = base;
    for (int count = 1; frame.names.has(path.name); ++count) path.name = fmt::format("{}_{}", base, count);
    if (!check_path(path.name, "a layer", span, diagnostics_) ||
        !frame.names.add(path.name, "the names", span, diagnostics_))
      return std::nullopt;
  }
  frame.inserted.emplace(path.name, span);
  path.full = join_path(frame.path, path.name);
  return path;
}

// Drops the inputs whose branch lost all of its layers to edits, where another input is made from the tensor at which
// the branch began, or where only ids or a mask are left of it (a lookup was removed). False: there is none.
bool Expander::drop_removed(Inputs& inputs, const Frame& frame) {
  const auto reads = [&](const std::string& name) {
    auto found = frame.made_from.find(name);
    return found == frame.made_from.end() ? std::vector<std::string>() : found->second;
  };
  // Whether `made` was made of `part`, by way of none of `branch`.
  const auto made_past = [&](const std::string& made, const std::string& part, std::set<std::string> branch) {
    std::vector<std::string> open = {made};
    while (!open.empty()) {
      std::string name = std::move(open.back());
      open.pop_back();
      if (name == part) return true;
      if (!branch.insert(name).second) continue;
      for (std::string& read : reads(name)) open.push_back(std::move(read));
    }
    return false;
  };
  bool dropped = false;
  for (std::size_t i = 0; i < inputs.refs.size();) {
    std::set<std::string> branch;
    std::string part = inputs.names[i];
    while (frame.removed.count(part) != 0 && branch.insert(part).second) part = reads(part).at(0);
    bool parts = !branch.empty() && inputs.refs.size() > 1 && sink_.is_int32(inputs.refs[i]);
    for (std::size_t j = 0; j < inputs.refs.size(); ++j)
      parts = parts || (j != i && !branch.empty() && made_past(inputs.names[j], part, branch));
    if (!parts) {
      ++i;
      continue;
    }
    dropped = true;
    const auto at = static_cast<std::ptrdiff_t>(i);
    inputs.refs.erase(inputs.refs.begin() + at);
    inputs.spans.erase(inputs.spans.begin() + at);
    inputs.names.erase(inputs.names.begin() + at);
  }
  return dropped;
}

}  // namespace specimen::gen
