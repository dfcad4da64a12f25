#include "models/golden.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

namespace specimen::gen {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

GoldenCase read_case(const json& from) {
  GoldenCase one;
  for (const auto& [name, value] : from.at("arguments").items()) {
    one.arguments.push_back({name, value.is_null() ? Value() : Value(value.get<std::int64_t>()), Span{}});
  }
  for (const auto& [name, input] : from.at("inputs").items()) {
    one.inputs[name] = input.at("shape").get<std::vector<std::int64_t>>();
  }
  for (const auto& [name, output] : from.at("outputs").items()) {
    one.outputs[name] = {output.at("shape").get<std::vector<std::int64_t>>(), output.at("stride"), output.at("max_abs"),
                         decode_floats(output.at("data"))};
  }
  return one;
}

Golden read(const fs::path& path) {
  std::ifstream file(path);
  const json from = json::parse(file);
  Golden golden;
  golden.model = from.at("model");
  golden.checkpoint = from.at("checkpoint");
  golden.seed = from.at("seed");
  golden.gain = from.value("gain", 1.0);
  const json& parameters = from.at("parameters");
  golden.tensors = parameters.at("tensors");
  golden.trainable = parameters.at("trainable");
  golden.total = parameters.at("total");
  golden.names = parameters.at("names");
  golden.multiply_adds = from.at("multiply_adds");
  golden.tolerance = from.at("tolerance");
  for (const json& one : from.at("cases")) golden.cases.push_back(read_case(one));
  for (const json& bite : from.at("bites")) golden.bites[bite.at("tensor")] = bite.at("tolerances");
  return golden;
}

std::vector<Golden> read_all() {
  std::vector<Golden> all;
  // A live comparison records into a folder of its own.
  const char* other = std::getenv("SPECIMEN_GOLDENS");
  const fs::path folder = other ? fs::path(other) : fs::path(SPECIMEN_SOURCE_DIR) / "tests" / "golden";
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    try {
      all.push_back(read(entry.path()));
    } catch (const std::exception& error) {
      fmt::print(stderr, "{}: {}\n", entry.path().string(), error.what());
      std::abort();
    }
  }
  std::sort(all.begin(), all.end(), [](const Golden& a, const Golden& b) { return a.model < b.model; });
  return all;
}

}  // namespace

std::vector<float> decode_floats(const std::string& base64) {
  std::vector<unsigned char> bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (char c : base64) {
    static const std::string kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const std::size_t digit = kAlphabet.find(c);
    if (digit == std::string::npos) break;  // the padding
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes.push_back(static_cast<unsigned char>(bits >> count & 0xff));
    }
  }
  std::vector<float> values(bytes.size() / sizeof(float));
  std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
  return values;
}

std::string GoldenCase::text() const {
  std::string text;
  for (const Value::Entry& argument : arguments) text += fmt::format("{}={} ", argument.key, to_json(argument.value));
  for (const auto& [name, shape] : inputs) text += fmt::format("{} {}", name, fmt::join(shape, "x"));
  return text;
}

std::int64_t GoldenCase::input_elements() const {
  std::int64_t sum = 0;
  for (const auto& [name, shape] : inputs) {
    std::int64_t product = 1;
    for (std::int64_t dim : shape) product *= dim;
    sum += product;
  }
  return sum;
}

const std::vector<Golden>& goldens() {
  static const std::vector<Golden> all = read_all();
  return all;
}

const Golden& golden(const std::string& model) {
  for (const Golden& one : goldens()) {
    if (one.model == model) return one;
  }
  fmt::print(stderr, "no golden of {}\n", model);
  std::abort();
}

double difference(const std::vector<double>& values, const GoldenOutput& output) {
  const double infinite = std::numeric_limits<double>::infinity();
  const std::int64_t last = output.shape.back();
  std::int64_t rows = 1;
  for (std::size_t i = 0; i + 1 < output.shape.size(); ++i) rows *= output.shape[i];
  const std::int64_t kept = (last + output.stride - 1) / output.stride;
  if (static_cast<std::int64_t>(values.size()) != rows * last) return infinite;
  if (static_cast<std::int64_t>(output.data.size()) != rows * kept) return infinite;
  double most = 0;
  for (std::int64_t row = 0; row < rows; ++row) {
    for (std::int64_t i = 0; i < kept; ++i) {
      const double d = std::abs(values[static_cast<std::size_t>(row * last + i * output.stride)] -
                                static_cast<double>(output.data[static_cast<std::size_t>(row * kept + i)]));
      if (std::isnan(d)) return infinite;
      most = std::max(most, d);
    }
  }
  return most / output.max_abs;
}

}  // namespace specimen::gen
