// specimen weights diff: two files of weights, tensor by tensor.
#include <fmt/format.h>

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/weights.h"
#include "import/floats.h"

namespace specimen::gen {

namespace {

using Json = nlohmann::ordered_json;
using ByName = std::map<std::string, const CheckpointTensor*>;

struct WeightsDiffOptions {
  std::string a, b;
};

// Both sides of a tensor that differs.
struct Change {
  std::string name;
  std::vector<std::int64_t> from, to;
  bool comparable = false;              // of one shape, and numbers
  double difference = 0, relative = 0;  // max |a - b|, and that over max |a|
};

std::optional<Checkpoint> read(Session& session, const std::string& path) {
  auto checkpoint = read_checkpoint(path, session.diagnostics);
  if (checkpoint) name_variables(*checkpoint, {}, session.diagnostics);
  return checkpoint;
}

ByName by_name(const Checkpoint& checkpoint) {
  ByName map;
  for (const CheckpointTensor& tensor : checkpoint.tensors) map[tensor.name] = &tensor;
  return map;
}

// No value: the same shape and the same numbers, whatever their types.
std::optional<Change> change_of(const CheckpointTensor& a, const CheckpointTensor& b) {
  Change change{a.name, a.shape, b.shape};
  if (a.dtype == b.dtype && a.shape == b.shape && std::equal(a.data, a.data + a.bytes, b.data, b.data + b.bytes))
    return std::nullopt;
  change.comparable = a.shape == b.shape && is_float(a.dtype) && is_float(b.dtype);
  if (!change.comparable) return change;
  const std::vector<float> from = to_float(a).values, to = to_float(b).values;
  double largest = 0;
  bool equal = true;
  for (std::size_t i = 0; i < from.size(); ++i) {
    if (from[i] == to[i]) {
      largest = std::max(largest, std::abs(double{from[i]}));
      continue;
    }
    equal = false;
    const double difference = std::abs(double{to[i]} - double{from[i]});
    if (!(difference <= change.difference)) change.difference = difference;  // NaN stays
    largest = std::max(largest, std::abs(double{from[i]}));
    if (std::isnan(difference)) break;
  }
  change.relative = largest > 0 ? change.difference / largest : change.difference;
  return equal ? std::nullopt : std::optional<Change>(std::move(change));
}

std::string text_of(const Change& change) {
  if (change.from != change.to) return fmt::format("{} -> {}", shape_text(change.from), shape_text(change.to));
  if (!change.comparable) return fmt::format("{}: other types", shape_text(change.from));
  return fmt::format("{}: max difference {:.3g}, {:.3g} of the largest", shape_text(change.from), change.difference,
                     change.relative);
}

Json json_of(const Change& change) {
  Json json = {{"name", change.name}, {"from", change.from}, {"to", change.to}};
  if (change.comparable) {
    json["max_difference"] = change.difference;
    json["relative"] = change.relative;
  }
  return json;
}

void diff(Session& session, const WeightsDiffOptions& options) {
  const auto a = read(session, options.a);
  const auto b = a ? read(session, options.b) : std::nullopt;
  if (!b) return;
  const ByName from = by_name(*a), to = by_name(*b);
  std::vector<Change> changed;
  std::vector<std::string> removed, added;
  std::size_t equal = 0;
  for (const auto& [name, tensor] : from) {
    const auto other = to.find(name);
    if (other == to.end()) {
      removed.push_back(name);
    } else if (auto change = change_of(*tensor, *other->second)) {
      changed.push_back(std::move(*change));
    } else {
      ++equal;
    }
  }
  for (const auto& [name, tensor] : to)
    if (!from.count(name)) added.push_back(name);
  if (session.json) {
    Json list = Json::array();
    for (const Change& change : changed) list.push_back(json_of(change));
    const Json json = {{"equal", equal}, {"changed", std::move(list)}, {"removed", removed}, {"added", added}};
    fmt::print("{}\n", json.dump(1, ' ', false, Json::error_handler_t::replace));
    return;
  }
  fmt::print("{} equal, {} changed, {} removed, {} added\n", equal, changed.size(), removed.size(), added.size());
  for (const Change& change : changed)
    fmt::print("  ~ {} {}\n", printable(change.name, kLongestShown), text_of(change));
  for (const std::string& name : removed)
    fmt::print("  - {} {}\n", printable(name, kLongestShown), shape_text(from.at(name)->shape));
  for (const std::string& name : added)
    fmt::print("  + {} {}\n", printable(name, kLongestShown), shape_text(to.at(name)->shape));
}

}  // namespace

void add_weights_diff(CLI::App& weights, Session& session) {
  CLI::App* command = weights.add_subcommand("diff", "Two files of weights, tensor by tensor");
  auto options = std::make_shared<WeightsDiffOptions>();
  command->add_option("from", options->a, "A file of weights")->required();
  command->add_option("to", options->b, "Another one")->required();
  command->add_flag("--json", session.json, "As JSON");
  command->footer("Example:\n  specimen weights diff before.safetensors after.safetensors");
  command->callback([options, &session] {
    diff(session, *options);
    session.report();
  });
}

}  // namespace specimen::gen
