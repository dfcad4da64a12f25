// Structs that list their `fields`, to and from JSON. Enums are strings. Reading is strict: a missing or unknown key,
// or a value of the wrong type, throws std::runtime_error that names the path.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace specimen::gen {
namespace json_detail {

template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <class T>
nlohmann::ordered_json write(const T& value);

struct Writer {
  nlohmann::ordered_json out = nlohmann::ordered_json::object();

  template <class T>
  void operator()(const char* name, const T& member) {
    if constexpr (IsOptional<T>::value) {
      if (member) out[name] = write(*member);  // what is not there has no key
    } else {
      out[name] = write(member);
    }
  }
};

template <class T>
nlohmann::ordered_json write(const T& value) {
  if constexpr (std::is_enum_v<T>) {
    return to_string(value);
  } else if constexpr (IsVector<T>::value) {
    nlohmann::ordered_json out = nlohmann::ordered_json::array();
    for (const auto& item : value) out.push_back(write(item));
    return out;
  } else if constexpr (std::is_arithmetic_v<T> || std::is_same_v<T, std::string>) {
    return value;
  } else {
    Writer writer;
    const_cast<T&>(value).fields(writer);
    return writer.out;
  }
}

template <class Json, class T>
void read(const Json& json, const std::string& path, T* value);

template <class Json>
struct Reader {
  const Json& json;
  const std::string& path;
  std::set<std::string> known = {};

  template <class T>
  void operator()(const char* name, T& member) {
    known.insert(name);
    const auto found = json.find(name);
    if constexpr (IsOptional<T>::value) {
      member.reset();
      if (found != json.end()) read(*found, path + "." + name, &member.emplace());
      return;
    } else {
      if (found == json.end()) throw std::runtime_error(path + ": key `" + name + "` is missing");
      read(*found, path + "." + name, &member);
    }
  }
};

template <class Json, class T>
void read(const Json& json, const std::string& path, T* value) {
  if constexpr (std::is_enum_v<T>) {
    if (!json.is_string() || !parse(json.template get<std::string>().c_str(), value)) {
      throw std::runtime_error(path + ": " + json.dump() + " is not one of its names");
    }
  } else if constexpr (IsVector<T>::value) {
    if (!json.is_array())
      throw std::runtime_error(path + ": expected an array, found " + std::string(json.type_name()));
    value->clear();
    for (const auto& item : json) {
      value->emplace_back();
      read(item, path + "[" + std::to_string(value->size() - 1) + "]", &value->back());
    }
  } else if constexpr (std::is_same_v<T, bool>) {
    if (!json.is_boolean()) throw std::runtime_error(path + ": expected true or false, found " + json.dump());
    *value = json.template get<bool>();
  } else if constexpr (std::is_integral_v<T>) {
    if (!json.is_number_integer() ||
        json.template get<std::int64_t>() != static_cast<T>(json.template get<std::int64_t>())) {
      throw std::runtime_error(path + ": expected an integer in range, found " + json.dump());
    }
    *value = json.template get<T>();
  } else if constexpr (std::is_floating_point_v<T>) {
    if (!json.is_number()) throw std::runtime_error(path + ": expected a number, found " + json.dump());
    *value = json.template get<T>();
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (!json.is_string()) throw std::runtime_error(path + ": expected a string, found " + json.dump());
    *value = json.template get<std::string>();
  } else {
    if (!json.is_object())
      throw std::runtime_error(path + ": expected an object, found " + std::string(json.type_name()));
    Reader<Json> reader{json, path};
    value->fields(reader);
    for (auto item = json.begin(); item != json.end(); ++item) {
      if (reader.known.count(item.key()) == 0) throw std::runtime_error(path + ": unknown key `" + item.key() + "`");
    }
  }
}

}  // namespace json_detail

template <class T>
nlohmann::ordered_json to_json(const T& value) {
  return json_detail::write(value);
}

// `path` opens the messages: the file, or the place in it.
template <class T, class Json>
T from_json(const Json& json, const std::string& path) {
  T value;
  json_detail::read(json, path, &value);
  return value;
}

}  // namespace specimen::gen
