// Instances and tuned tables as JSON: what `specimen` and `specimen-kernels` hand to each other.
//
//   instances: {"instances": [{"symbol": "...", "target": "v4", "family": "conv2d", "problem": {...}, "schedule":
//   {...}}]} a tuned table, specs/targets/<target>.json: {"conv2d": {"<shape class>": {...schedule...}}}
#pragma once

#include "catalog.h"
#include "common/json.h"

namespace specimen::gen {

nlohmann::ordered_json to_json(const Problem& problem);
nlohmann::ordered_json to_json(const Schedule& schedule);
nlohmann::ordered_json to_json(const std::vector<Instance>& instances);
// Throws std::runtime_error with the path of what is wrong; `path` opens the message.
std::vector<Instance> instances_from_json(const nlohmann::ordered_json& json, const std::string& path);

// The table of one target. Throws std::runtime_error with the path of what is wrong.
TunedTable tuned_from_json(const nlohmann::ordered_json& json, const std::string& path, Target target);
nlohmann::ordered_json to_json(const TunedTable& table);

}  // namespace specimen::gen
