// Instances and tuned tables as JSON: what `specimen` and `specimen-kernels` hand to each other.
//
//   instances: {"instances": [{"symbol": "...", "level": "v4", "family": "conv2d", "what": {...}, "how": {...}}]}
//   a tuned table, specs/targets/<level>.json: {"conv2d": {"<shape class>": {...how...}}}
#pragma once

#include <optional>

#include "catalog.h"
#include "common/json.h"

namespace specimen::gen {

nlohmann::ordered_json to_json(const What& what);
nlohmann::ordered_json to_json(const How& how);
nlohmann::ordered_json to_json(const std::vector<Instance>& instances);
// Throws std::runtime_error with the path of what is wrong; `path` opens the message.
std::vector<Instance> instances_from_json(const nlohmann::ordered_json& json, const std::string& path);

// The table's schedule for this kernel, if it has one. Throws std::runtime_error where the entry is malformed.
std::optional<How> tuned(const nlohmann::ordered_json& table, const What& what, const std::string& path);

}  // namespace specimen::gen
