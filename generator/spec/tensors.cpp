#include "spec/tensors.h"

#include <algorithm>

#include "base/nearest.h"
#include "base/text.h"

namespace specimen::gen {
namespace {

// ": `a`, `b` and 3 others": the names most like the one that is not there.
std::string listed(const std::string& name, const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 8, kCompared = 1000;
  std::vector<std::pair<int, std::string>> near;
  for (const std::string& one : names)
    if (near.size() < kCompared) near.emplace_back(edit_distance(name.substr(0, 100), one.substr(0, 100)), one);
  std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  near.resize(std::min(near.size(), kShown));
  std::vector<std::string> shown;
  for (const auto& [distance, one] : near) shown.push_back("`" + printable(one) + "`");
  if (shown.empty()) return "";
  const std::size_t others = names.size() - shown.size();
  return ": " + join(shown, ", ") + (others == 0 ? "" : " and " + count_of(others, "other"));
}

}  // namespace

const NamedRefs* Tensors::whole(std::string_view name) const {
  auto found = tensors_.find(name);
  return found == tensors_.end() ? nullptr : &found->second;
}

std::optional<Ref> Tensors::one(std::string_view name) const {
  if (const NamedRefs* refs = whole(name))
    return refs->outputs.size() == 1 ? std::optional<Ref>(refs->outputs[0].second) : std::nullopt;
  std::size_t slash = name.rfind('/');
  const NamedRefs* owner = slash == std::string_view::npos ? nullptr : whole(name.substr(0, slash));
  if (!owner) return std::nullopt;
  for (const auto& [output, ref] : owner->outputs)
    if (output == name.substr(slash + 1)) return ref;
  return std::nullopt;
}

std::optional<Ref> Tensors::find(const std::string& name, const Span& span, Diagnostics& diagnostics) const {
  if (std::optional<Ref> ref = one(name)) return ref;
  if (const NamedRefs* refs = whole(name)) {
    std::vector<std::string> names;
    for (const auto& [output, ref] : refs->outputs) names.push_back("`" + name + "/" + output + "`");
    diagnostics.error(Kind::tensor_ambiguous, span, "`{}` has {}", printable(name), count_of(names.size(), "output"))
        .note_at(refs->span, "{}", names.empty() ? "it gives no tensor" : "name one of them: " + join(names, ", "));
    return std::nullopt;
  }
  Diagnostic& d = diagnostics.error(Kind::tensor_unknown, span, "there is no tensor `{}` here", printable(name));
  const std::vector<std::string> names = tensor_names();
  const std::string close = nearest(name, names);
  std::size_t slash = name.find('/');
  if (!close.empty())
    d.suggest(close);
  else if (slash != std::string::npos && whole(name.substr(0, slash)))
    d.note_at(whole(name.substr(0, slash))->span,
              "what is inside of `{}` cannot be read from outside, other than its outputs",
              printable(name.substr(0, slash)));
  else
    d.note("`from` reads `input` and what stands above it in the same block{}", listed(name, names));
  return std::nullopt;
}

const std::vector<Dim>* Tensors::shape_of(std::string_view tensor) const {
  std::optional<Ref> ref = one(tensor);
  return ref ? sink_.shape(*ref) : nullptr;
}

std::vector<std::string> Tensors::tensor_names() const {
  std::vector<std::string> names;
  for (const auto& [name, refs] : tensors_) {
    if (refs.outputs.size() == 1) names.push_back(name);
    for (const auto& [output, ref] : refs.outputs)
      if (refs.outputs.size() > 1) names.push_back(name + "/" + output);
  }
  return names;
}

}  // namespace specimen::gen
