#include "spec/checkpoints.h"

#include <algorithm>

#include "base/text.h"

namespace specimen::gen {
namespace {

constexpr std::size_t kLongestText = 1024;  // of a name to match

// A capture of digits is an int, so that `{i + 1}` works; leading zeros are kept as text.
Value captured(std::string_view text) {
  bool digits = !text.empty() && text.size() <= 15 &&
                std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || (text.size() > 1 && text[0] == '0')) return Value(std::string(text));
  std::int64_t value = 0;
  for (char c : text) value = value * 10 + (c - '0');
  return Value(value);
}

// A step of a transform whose names of theirs, if it has any, stand behind `prefix`.
Value step_behind(const std::string& prefix, const Value& step) {
  if (prefix.empty() || (!step.find("alias") && !step.find("tie"))) return step;
  const Value::Entry& entry = step.object().front();
  Value::List names;
  const Value::List several = entry.value.is_list() ? entry.value.list() : Value::List{entry.value};
  for (const Value& name : several) names.push_back(Value(prefix + name.text()).at(name.span));
  return Value(Value::Object{{entry.key, Value(std::move(names)).at(entry.value.span), entry.key_span}}).at(step.span);
}

// PyTorch's names of the variables of Keras's layers.
Value torch_names() {
  Value::Object names;
  for (const auto& [ours, theirs] :
       {std::pair("kernel", "weight"), std::pair("embeddings", "weight"), std::pair("gamma", "weight"),
        std::pair("scale", "weight"), std::pair("alpha", "weight"), std::pair("beta", "bias"),
        std::pair("bias", "bias"), std::pair("moving_mean", "running_mean"),
        std::pair("moving_variance", "running_var")})
    names.push_back({ours, Value(theirs), {}});
  return Value(std::move(names));
}

}  // namespace

std::optional<NamePattern> NamePattern::parse(const Value& string, Diagnostics& diagnostics) {
  LocatedText located(string);
  const std::string& text = located.text();
  NamePattern pattern;
  auto fail = [&](std::size_t begin, std::size_t end, const char* message) -> std::optional<NamePattern> {
    diagnostics.error(Kind::checkpoint_pattern, located.at(begin, end), "{}", message)
        .note("a capture is `{{name}}`, or `{{name**}}` across levels; expressions stand in `theirs` only");
    return std::nullopt;
  };
  if (text.empty() || text.size() > kLongestText)
    return fail(0, text.size(), "a name pattern has 1 to 1024 characters");
  std::string literal;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '}') return fail(i, i + 1, "`}` without `{`");
    if (text[i] != '{') {
      literal += text[i++];
      continue;
    }
    std::size_t close = text.find('}', i);
    if (close == std::string::npos) return fail(i, i + 1, "`{` without `}`");
    std::string name = text.substr(i + 1, close - i - 1);
    bool across = name.size() > 2 && name.compare(name.size() - 2, 2, "**") == 0;
    if (across) name.resize(name.size() - 2);
    if (!is_identifier(name)) return fail(i, close + 1, "a capture holds a name");
    if (!literal.empty()) pattern.pieces_.push_back({literal, false, false});
    literal.clear();
    if (!pattern.pieces_.empty() && pattern.pieces_.back().capture)
      return fail(i, close + 1, "two captures need something between them, or it is open where one ends");
    for (const Piece& piece : pattern.pieces_)
      if (piece.capture && piece.text == name) return fail(i, close + 1, "this name is captured twice");
    pattern.pieces_.push_back({std::move(name), true, across});
    i = close + 1;
  }
  if (!literal.empty()) pattern.pieces_.push_back({literal, false, false});
  return pattern;
}

std::optional<Value> NamePattern::match(std::string_view name) const {
  if (name.size() > kLongestText) return std::nullopt;
  // reach[p][i]: pieces from p on match the text from i on. Filled from the end, so hostile patterns cost no more than
  // pieces * length^2.
  std::size_t count = pieces_.size(), length = name.size();
  std::vector<std::vector<char>> reach(count + 1, std::vector<char>(length + 1, 0));
  reach[count][length] = 1;
  for (std::size_t p = count; p-- > 0;) {
    const Piece& piece = pieces_[p];
    for (std::size_t i = 0; i <= length; ++i) {
      if (!piece.capture) {
        reach[p][i] = name.substr(i, piece.text.size()) == piece.text && reach[p + 1][i + piece.text.size()];
        continue;
      }
      for (std::size_t end = i + 1; end <= length && (piece.across || name[end - 1] != '/') && !reach[p][i]; ++end)
        reach[p][i] = reach[p + 1][end];
    }
  }
  if (!reach[0][0]) return std::nullopt;
  Value::Object captures;
  std::size_t at = 0;
  for (std::size_t p = 0; p < count; ++p) {
    if (!pieces_[p].capture) {
      at += pieces_[p].text.size();
      continue;
    }
    std::size_t end = at + 1;
    while (!reach[p + 1][end]) ++end;
    captures.push_back({pieces_[p].text, captured(name.substr(at, end - at)), {}});
    at = end;
  }
  return Value(std::move(captures));
}

NamePattern NamePattern::behind(const std::string& text) const {
  NamePattern pattern;
  if (!text.empty()) pattern.pieces_.push_back({text, false, false});
  pattern.pieces_.insert(pattern.pieces_.end(), pieces_.begin(), pieces_.end());
  return pattern;
}

void CheckpointMapping::include(const CheckpointUse& use, const CheckpointMapping& other) {
  for (CheckpointRule rule : other.rules) {
    rule.ours = rule.ours.behind(use.at.empty() ? "" : use.at + "/");
    rule.theirs_prefix = use.theirs + rule.theirs_prefix;
    rules.push_back(std::move(rule));
  }
  for (const NamePattern& pattern : other.ignored) ignored.push_back(pattern.behind(use.theirs));
  if (use.theirs.empty()) prefixes.insert(prefixes.end(), other.prefixes.begin(), other.prefixes.end());
}

std::optional<WeightOrigin> CheckpointMapping::match(std::string_view ours, const Scope& scope,
                                                     Diagnostics& diagnostics) const {
  for (const CheckpointRule& rule : rules) {
    std::optional<Value> captures = rule.ours.match(ours);
    if (!captures) continue;
    Scope inner(&scope);
    if (rule.layout == CheckpointLayout::torch && !scope.find("torch")) inner.set("torch", torch_names());
    for (const Value::Entry& capture : captures->object()) inner.set(capture.key, capture.value);
    if (rule.condition) {
      std::optional<Value> holds = rule.condition->evaluate(inner, diagnostics);
      if (!holds) return std::nullopt;
      if (!holds->is(Value::Kind::boolean)) {
        diagnostics.error(Kind::expression_type, rule.condition->span(), "`if` takes a bool, not {}",
                          describe(holds->kind()));
        return std::nullopt;
      }
      if (!holds->boolean()) continue;
    }
    std::optional<Value> theirs = rule.theirs.evaluate(inner, diagnostics);
    std::optional<Value> transform = rule.transform.evaluate(inner, diagnostics);
    if (!theirs || !transform) return std::nullopt;
    WeightOrigin origin;
    origin.rule = rule.span;
    origin.layout = rule.layout;
    for (const Value& step : transform->list()) origin.transform.push_back(step_behind(rule.theirs_prefix, step));
    if (theirs->is_string()) origin.theirs.push_back(rule.theirs_prefix + theirs->text());
    for (const Value& name : theirs->list()) {
      if (name.is_string()) origin.theirs.push_back(rule.theirs_prefix + name.text());
    }
    if (origin.theirs.size() != std::max<std::size_t>(1, theirs->list().size())) {
      diagnostics.error(Kind::spec_wrong_type, rule.theirs.span(), "`theirs` is a name or a list of names, not {}",
                        describe(theirs->kind()));
      return std::nullopt;
    }
    return origin;
  }
  return std::nullopt;
}

std::optional<std::string> renamed(const std::vector<Renaming>& table, std::string_view ours, const Scope& scope,
                                   Diagnostics& diagnostics) {
  for (const Renaming& renaming : table) {
    std::optional<Value> captures = renaming.ours.match(ours);
    if (!captures) continue;
    Scope inner(&scope);
    for (const Value::Entry& capture : captures->object()) inner.set(capture.key, capture.value);
    std::optional<Value> theirs = renaming.theirs.evaluate(inner, diagnostics);
    if (!theirs) return std::nullopt;
    if (theirs->is_string()) return theirs->text();
    diagnostics.error(Kind::spec_wrong_type, renaming.theirs.span(), "a name in `renamed` is a string, not {}",
                      describe(theirs->kind()));
    return std::nullopt;
  }
  return std::string(ours);
}

std::vector<Renaming> parse_renamings(const Value& object, Diagnostics& diagnostics) {
  std::vector<Renaming> table;
  for (const Value::Entry& entry : object.object()) {
    std::optional<NamePattern> ours = NamePattern::parse(Value(entry.key).at(entry.key_span), diagnostics);
    if (!entry.value.is_string()) {
      diagnostics.error(Kind::spec_wrong_type, entry.value.span, "a name in `renamed` is a string, not {}",
                        describe(entry.value.kind()));
      continue;
    }
    std::optional<Template> theirs = Template::name(entry.value, diagnostics);
    if (ours && theirs) table.push_back({std::move(*ours), std::move(*theirs)});
  }
  return table;
}

bool CheckpointMapping::ignores(std::string_view theirs) const {
  auto matches = [&](std::string_view name) {
    return std::any_of(ignored.begin(), ignored.end(),
                       [&](const NamePattern& pattern) { return pattern.match(name).has_value(); });
  };
  // How many batches a BatchNorm of PyTorch has seen.
  if (layout == CheckpointLayout::torch && theirs.ends_with("num_batches_tracked")) return true;
  return matches(theirs) || std::any_of(prefixes.begin(), prefixes.end(), [&](const std::string& prefix) {
           return theirs.starts_with(prefix) && matches(theirs.substr(prefix.size()));
         });
}

}  // namespace specimen::gen
