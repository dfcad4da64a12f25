#include "import/initializer.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace specimen::gen {
namespace {

using Json = nlohmann::json;

// SplitMix64.
class Stream {
 public:
  Stream(std::uint64_t seed, std::string_view name) : state_(0xcbf29ce484222325) {  // FNV-1a of seed and name
    for (int i = 0; i < 8; ++i) add(static_cast<unsigned char>(seed >> (8 * i)));
    for (char c : name) add(static_cast<unsigned char>(c));
  }

  // A multiple of 2^-24 in [0, 1).
  double uniform() { return static_cast<double>(next() >> 40) * 0x1p-24; }

  // True with probability exp(-h), exactly, by comparisons alone (von Neumann, 1951).
  bool survives(double h) {
    while (h > 1) {
      if (!survives_one(1)) return false;
      h -= 1;
    }
    return survives_one(h);
  }

  // Normal, by comparisons alone (Karney, https://arxiv.org/abs/1303.6257, algorithm N).
  double normal() {
    for (;;) {
      int k = 0;
      while (survives(0.5)) ++k;
      bool kept = true;
      for (int i = 0; i < k * (k - 1) && kept; ++i) kept = survives(0.5);
      if (!kept) continue;
      const double x = uniform();
      if (!survives(x * (2 * k + x) * 0.5)) continue;  // exact: x has 24 bits
      return next() >> 63 ? -(k + x) : k + x;
    }
  }

 private:
  void add(unsigned char byte) { state_ = (state_ ^ byte) * 0x100000001b3; }
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }
  bool survives_one(double h) {
    bool even = true;
    for (;;) {
      const double u = uniform();
      if (u >= h) return even;
      h = u;
      even = !even;
    }
  }

  std::uint64_t state_;
};

// keras.initializers.compute_fans.
void fans(const std::vector<std::int64_t>& shape, double& in, double& out) {
  in = out = 1;
  if (shape.size() == 1) in = out = static_cast<double>(shape[0]);
  if (shape.size() < 2) return;
  double field = 1;
  for (std::size_t i = 0; i + 2 < shape.size(); ++i) field *= static_cast<double>(shape[i]);
  in = field * static_cast<double>(shape[shape.size() - 2]);
  out = field * static_cast<double>(shape.back());
}

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
  const auto scaling = [&](double scale, Mode mode, Distribution distribution) {
    result.scale_ = scale;
    result.mode_ = mode;
    result.distribution_ = distribution;
  };
  const std::string key = folded(name);
  const auto constant = [&](double value) { result.low_ = value; };
  using D = Distribution;
  if (key == "zeros" || key == "zero") {
    constant(0);
  } else if (key == "ones" || key == "one") {
    constant(1);
  } else if (key == "constant") {
    constant(number("value", 0));
  } else if (key == "glorotuniform") {
    scaling(1, Mode::fan_avg, D::uniform);
  } else if (key == "glorotnormal") {
    scaling(1, Mode::fan_avg, D::truncated_normal);
  } else if (key == "heuniform") {
    scaling(2, Mode::fan_in, D::uniform);
  } else if (key == "henormal") {
    scaling(2, Mode::fan_in, D::truncated_normal);
  } else if (key == "lecununiform") {
    scaling(1, Mode::fan_in, D::uniform);
  } else if (key == "lecunnormal") {
    scaling(1, Mode::fan_in, D::truncated_normal);
  } else if (key == "randomuniform" || key == "uniform") {
    result.distribution_ = D::uniform;
    result.low_ = number("minval", -0.05);
    result.high_ = number("maxval", 0.05);
  } else if (key == "randomnormal" || key == "normal" || key == "truncatednormal") {
    result.distribution_ = key == "truncatednormal" ? D::truncated_normal : D::normal;
    result.mean_ = number("mean", 0);
    result.stddev_ = number("stddev", 0.05);
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
            mode == "fan_in"    ? Mode::fan_in
            : mode == "fan_out" ? Mode::fan_out
                                : Mode::fan_avg,
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
  double low = low_, high = high_, stddev = stddev_;
  if (mode_ != Mode::none) {
    double in, out;
    fans(shape, in, out);
    const double fan = mode_ == Mode::fan_in ? in : mode_ == Mode::fan_out ? out : (in + out) / 2;
    const double variance = scale_ / std::max(1.0, fan);
    high = std::sqrt(3 * variance);
    low = -high;
    // What is left of a normal distribution between two standard deviations has a smaller one.
    stddev = std::sqrt(variance) / (distribution_ == Distribution::truncated_normal ? 0.87962566103423978 : 1);
  }
  Stream stream(seed, name);
  std::vector<float> values(count, static_cast<float>(low));
  if (distribution_ == Distribution::constant) return values;
  for (float& value : values) {
    if (distribution_ == Distribution::uniform) {
      value = static_cast<float>(std::fma(high - low, stream.uniform(), low));
      continue;
    }
    double z = stream.normal();
    while (distribution_ == Distribution::truncated_normal && (z < -2 || z > 2)) z = stream.normal();
    value = static_cast<float>(std::fma(stddev, z, mean_));
  }
  return values;
}

}  // namespace specimen::gen
