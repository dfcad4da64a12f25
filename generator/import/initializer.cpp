#include "import/initializer.h"

#include <nlohmann/json.hpp>

#include "base/text.h"

namespace specimen::gen {
namespace {

using Json = nlohmann::json;

// HeNormal, he_normal -> henormal.
std::string folded(std::string_view name) {
  std::string result;
  for (char c : name)
    if (c != '_') result += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return result;
}

}  // namespace

std::optional<Initializer> Initializer::parse(std::string_view text, std::string& message) {
  std::string name(text);
  Json config = Json::object();
  if (text.substr(0, 1) == "{") {
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object() || json.empty())
      return message = "it is not an object that names an initializer", std::nullopt;
    const bool keras = json.contains("class_name") && json["class_name"].is_string();
    name = keras ? json["class_name"].get<std::string>() : json.begin().key();
    const Json inner = keras ? json.value("config", Json::object()) : *json.begin();
    if (inner.is_object()) config = inner;
  }
  const auto number = [&](const char* key, double otherwise) {
    return config.contains(key) && config[key].is_number() ? config[key].get<double>() : otherwise;
  };
  Initializer result;
  InitializerInfo& info = result.info_;
  const auto scaling = [&](double scale, FanMode mode, Distribution distribution) {
    info.scale = scale;
    info.mode = mode;
    info.distribution = distribution;
  };
  const std::string key = folded(name);
  const auto constant = [&](double value) { info.low = value; };
  using D = Distribution;
  if (key == "zeros" || key == "zero") {
    constant(0);
  } else if (key == "ones" || key == "one") {
    constant(1);
  } else if (key == "constant") {
    constant(number("value", 0));
  } else if (key == "glorotuniform") {
    scaling(1, FanMode::fan_avg, D::uniform);
  } else if (key == "glorotnormal") {
    scaling(1, FanMode::fan_avg, D::truncated_normal);
  } else if (key == "heuniform") {
    scaling(2, FanMode::fan_in, D::uniform);
  } else if (key == "henormal") {
    scaling(2, FanMode::fan_in, D::truncated_normal);
  } else if (key == "lecununiform") {
    scaling(1, FanMode::fan_in, D::uniform);
  } else if (key == "lecunnormal") {
    scaling(1, FanMode::fan_in, D::truncated_normal);
  } else if (key == "randomuniform" || key == "uniform") {
    info.distribution = D::uniform;
    info.low = number("minval", -0.05);
    info.high = number("maxval", 0.05);
  } else if (key == "randomnormal" || key == "normal" || key == "truncatednormal") {
    info.distribution = key == "truncatednormal" ? D::truncated_normal : D::normal;
    info.mean = number("mean", 0);
    info.stddev = number("stddev", 0.05);
  } else if (key == "variancescaling") {
    const std::string mode = config.value("mode", "fan_in"), form = config.value("distribution", "truncated_normal");
    const bool known_mode = mode == "fan_in" || mode == "fan_out" || mode == "fan_avg";
    const bool known_form =
        form == "truncated_normal" || form == "normal" || form == "untruncated_normal" || form == "uniform";
    if (!known_mode || !known_form) {
      message = "`" + printable(known_mode ? form : mode) + "` is no " + (known_mode ? "distribution" : "mode") +
                " of VarianceScaling";
      return std::nullopt;
    }
    scaling(number("scale", 1),
            mode == "fan_in"    ? FanMode::fan_in
            : mode == "fan_out" ? FanMode::fan_out
                                : FanMode::fan_avg,
            form == "uniform"              ? D::uniform
            : form == "untruncated_normal" ? D::normal
                                           : D::truncated_normal);
  } else {
    message =
        "`" + printable(name) +
        "` is none of zeros, ones, constant, {glorot, he, lecun}_{uniform, normal}, random_uniform, random_normal, "
        "truncated_normal, variance_scaling";
    return std::nullopt;
  }
  return result;
}

std::vector<float> Initializer::values(std::uint64_t seed, std::string_view name,
                                       const std::vector<std::int64_t>& shape) const {
  std::size_t count = 1;
  for (std::int64_t extent : shape) count *= static_cast<std::size_t>(extent);
  std::vector<float> values(count);
  fill_initial(info_, seed, name, shape.data(), static_cast<int>(shape.size()), values.data());
  return values;
}

}  // namespace specimen::gen
