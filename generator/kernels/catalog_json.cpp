#include "catalog_json.h"

namespace specimen::gen {
namespace {

// Reads alternative `index` of a variant.
template <class Variant, std::size_t... I>
Variant read_alternative(const nlohmann::ordered_json& json, const std::string& path, std::size_t index,
                         std::index_sequence<I...>) {
  Variant value;
  const auto read_if = [&](auto chosen) {
    constexpr std::size_t kIndex = decltype(chosen)::value;
    if (kIndex == index) value = from_json<std::variant_alternative_t<kIndex, Variant>>(json, path);
  };
  (read_if(std::integral_constant<std::size_t, I>()), ...);
  return value;
}

template <class Variant>
Variant read_alternative(const nlohmann::ordered_json& json, const std::string& path, std::size_t index) {
  return read_alternative<Variant>(json, path, index, std::make_index_sequence<std::variant_size_v<Variant>>());
}

template <std::size_t... I>
std::optional<std::size_t> family_index(const std::string& name, std::index_sequence<I...>) {
  std::optional<std::size_t> found;
  ((name == family_name(Problem(std::in_place_index<I>)) ? void(found = I) : void()), ...);
  return found;
}

const nlohmann::ordered_json& member(const nlohmann::ordered_json& json, const char* key, const std::string& path) {
  if (!json.is_object()) throw std::runtime_error(path + ": expected an object, found " + json.type_name());
  const auto found = json.find(key);
  if (found == json.end()) throw std::runtime_error(path + ": key `" + key + "` is missing");
  return *found;
}

Schedule read_schedule(const nlohmann::ordered_json& json, const std::string& path, std::size_t family, Target target) {
  const std::optional<std::size_t> index = schedule_index(family, kind_of(target));
  if (!index) throw std::runtime_error(path + ": the family has no schedule for " + to_string(target));
  return read_alternative<Schedule>(json, path, *index);
}

}  // namespace

nlohmann::ordered_json to_json(const Problem& problem) {
  return std::visit([](const auto& w) { return json_detail::write(w); }, problem);
}

nlohmann::ordered_json to_json(const Schedule& schedule) {
  return std::visit([](const auto& h) { return json_detail::write(h); }, schedule);
}

nlohmann::ordered_json to_json(const std::vector<Instance>& instances) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Instance& instance : instances) {
    list.push_back({{"symbol", instance.symbol},
                    {"target", to_string(instance.target)},
                    {"family", family_name(instance.problem)},
                    {"problem", to_json(instance.problem)},
                    {"schedule", to_json(instance.schedule)}});
  }
  return {{"instances", list}};
}

std::vector<Instance> instances_from_json(const nlohmann::ordered_json& json, const std::string& path) {
  const nlohmann::ordered_json& list = member(json, "instances", path);
  if (!list.is_array()) throw std::runtime_error(path + ".instances: expected an array, found " + list.type_name());
  std::vector<Instance> instances;
  for (const nlohmann::ordered_json& item : list) {
    const std::string where = path + ".instances[" + std::to_string(instances.size()) + "]";
    Instance instance;
    json_detail::read(member(item, "symbol", where), where + ".symbol", &instance.symbol);
    json_detail::read(member(item, "target", where), where + ".target", &instance.target);
    std::string family;
    json_detail::read(member(item, "family", where), where + ".family", &family);
    const auto index = family_index(family, std::make_index_sequence<std::variant_size_v<Problem>>());
    if (!index) throw std::runtime_error(where + ".family: no family is named `" + family + "`");
    instance.problem = read_alternative<Problem>(member(item, "problem", where), where + ".problem", *index);
    instance.schedule = read_schedule(member(item, "schedule", where), where + ".schedule", *index, instance.target);
    instances.push_back(instance);
  }
  return instances;
}

TunedTable tuned_from_json(const nlohmann::ordered_json& json, const std::string& path, Target target) {
  if (!json.is_object()) throw std::runtime_error(path + ": expected an object, found " + json.type_name());
  TunedTable table;
  for (const auto& [family, entries] : json.items()) {
    const std::string where = path + "." + family;
    const auto index = family_index(family, std::make_index_sequence<std::variant_size_v<Problem>>());
    if (!index) throw std::runtime_error(where + ": no family is named `" + family + "`");
    if (!entries.is_object()) throw std::runtime_error(where + ": expected an object, found " + entries.type_name());
    for (const auto& [shape, schedule] : entries.items())
      table[family + " " + shape] = read_schedule(schedule, where + "." + shape, *index, target);
  }
  return table;
}

nlohmann::ordered_json to_json(const TunedTable& table) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  for (const auto& [key, schedule] : table) {
    const std::size_t space = key.find(' ');
    json[key.substr(0, space)][key.substr(space + 1)] = to_json(schedule);
  }
  return json;
}

}  // namespace specimen::gen
