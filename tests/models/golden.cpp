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

Value to_value(const json& from) {
  if (from.is_null()) return Value();
  return from.is_string() ? Value(from.get<std::string>()) : Value(from.get<std::int64_t>());
}

GoldenCase read_case(const json& from) {
  GoldenCase one;
  for (const auto& [name, value] : from.at("arguments").items()) {
    one.arguments.push_back({name, to_value(value), Span{}});
  }
  for (const auto& [name, input] : from.at("inputs").items()) {
    one.inputs[name] = {input.at("role").get<std::string>(), input.at("shape").get<std::vector<std::int64_t>>(),
                        input.value("below", 0), input.value("lengths", std::vector<std::int64_t>())};
  }
  for (const auto& [name, output] : from.at("outputs").items()) {
    one.outputs[name] = {output.at("shape").get<std::vector<std::int64_t>>(), output.value("stride", std::int64_t{1}),
                         output.value("rows", std::vector<std::int64_t>()), output.value("max_abs", 0.0),
                         decode_floats(output.value("data", std::string()))};
  }
  return one;
}

Golden read(const fs::path& path) {
  std::ifstream file(path);
  const json from = json::parse(file);
  Golden golden;
  golden.model = from.at("model");
  golden.checkpoint = from.at("checkpoint");
  golden.seed = from.value("seed", std::uint64_t{1});
  golden.gain = from.value("gain", 1.0);
  const json& parameters = from.at("parameters");
  golden.tensors = parameters.at("tensors");
  golden.trainable = parameters.at("trainable");
  golden.total = parameters.at("total");
  golden.names = parameters.at("names");
  golden.multiply_adds = from.at("multiply_adds");
  golden.tolerance = from.value("tolerance", 0.0);
  for (const json& one : from.at("cases")) golden.cases.push_back(read_case(one));
  for (const json& moved : from.value("sensitivity", json::array()))
    golden.sensitivity[moved.at("tensor")] = moved.at("tolerances");
  return golden;
}

std::vector<Golden> read_all(const char* below) {
  std::vector<Golden> all;
  // A live comparison records into a directory of its own.
  const char* other = std::getenv("SPECIMEN_GOLDENS");
  const fs::path directory = (other ? fs::path(other) : fs::path(SPECIMEN_SOURCE_DIR) / "tests" / "golden") / below;
  if (!fs::exists(directory)) return all;
  for (const auto& entry : fs::directory_iterator(directory)) {
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
  if (!values.empty()) std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
  return values;
}

std::string GoldenCase::text() const {
  std::string text;
  for (const Value::Entry& argument : arguments) text += fmt::format("{}={} ", argument.key, to_json(argument.value));
  for (const auto& [name, input] : inputs) text += fmt::format("{} {} ", name, fmt::join(input.shape, "x"));
  return text;
}

std::int64_t GoldenCase::input_elements() const {
  std::int64_t sum = 0;
  for (const auto& [name, input] : inputs) {
    std::int64_t product = 1;
    for (std::int64_t dim : input.shape) product *= dim;
    sum += product;
  }
  return sum;
}

const std::vector<Golden>& goldens() {
  static const std::vector<Golden> all = read_all("");
  return all;
}

const std::vector<Golden>& shape_only_goldens() {
  static const std::vector<Golden> all = read_all("shape_only");
  return all;
}

const std::vector<Golden>& layer_goldens() {
  static const std::vector<Golden> all = read_all("layer_specs");
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
  std::int64_t all = 1;
  for (std::size_t i = 0; i + 1 < output.shape.size(); ++i) all *= output.shape[i];
  const std::int64_t rows = output.rows.empty() ? all : static_cast<std::int64_t>(output.rows.size());
  const std::int64_t kept = (last + output.stride - 1) / output.stride;
  if (static_cast<std::int64_t>(values.size()) != all * last) return infinite;
  if (static_cast<std::int64_t>(output.data.size()) != rows * kept) return infinite;
  double most = 0;
  for (std::int64_t stored = 0; stored < rows; ++stored) {
    const std::int64_t row = output.rows.empty() ? stored : output.rows[static_cast<std::size_t>(stored)];
    if (row < 0 || row >= all) return infinite;
    for (std::int64_t i = 0; i < kept; ++i) {
      const double d = std::abs(values[static_cast<std::size_t>(row * last + i * output.stride)] -
                                static_cast<double>(output.data[static_cast<std::size_t>(stored * kept + i)]));
      if (std::isnan(d)) return infinite;
      most = std::max(most, d);
    }
  }
  return most / output.max_abs;
}

}  // namespace specimen::gen
