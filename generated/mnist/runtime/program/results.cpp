#include "results.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <numeric>

#include "../core/output_file.h"
#include "../core/safetensors_writer.h"
#include "shown_text.h"

namespace specimen_v2::program {
namespace {

std::string number(double value) {
  if (!std::isfinite(value)) return "null";
  char text[40];
  std::snprintf(text, sizeof text, "%.9g", value);
  return text;
}

std::string list(const std::vector<std::int64_t>& numbers, const char* separator) {
  std::string text;
  for (std::int64_t n : numbers) text += (text.empty() ? "" : separator) + std::to_string(n);
  return text;
}

bool ends_with(const std::string& text, const char* end) {
  const std::size_t length = std::strlen(end);
  return text.size() >= length && text.compare(text.size() - length, length, end) == 0;
}

// Output `o` of all examples as one array; false where their shapes differ.
bool stack(const std::vector<Result>& results, std::size_t o, ResultOutput* all) {
  const ResultOutput& first = results[0].outputs[o];
  all->name = first.name;
  all->shape = first.shape;
  all->is_int32 = first.is_int32;
  all->shape.insert(all->shape.begin(), static_cast<std::int64_t>(results.size()));
  for (const Result& result : results) {
    const ResultOutput& output = result.outputs[o];
    if (output.shape != first.shape) return false;
    all->values.insert(all->values.end(), output.values.begin(), output.values.end());
    all->indices.insert(all->indices.end(), output.indices.begin(), output.indices.end());
  }
  return true;
}

const void* data_of(const ResultOutput& array) {
  return array.is_int32 ? static_cast<const void*>(array.indices.data()) : array.values.data();
}

// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html, version 1.0
Status save_npy(const std::string& path, const ResultOutput& array) {
  constexpr std::size_t kAlignment = 64, kPrefix = 10;
  const char* const type = array.is_int32 ? "<i4" : "<f4";
  std::string header = std::string("{'descr': '") + type + "', 'fortran_order': False, 'shape': (" +
                       list(array.shape, ", ") + (array.shape.size() == 1 ? ",), }" : "), }");
  header.append(kAlignment - (kPrefix + header.size() + 1) % kAlignment, ' ');
  header += '\n';
  const unsigned char prefix[kPrefix] = {0x93,
                                         'N',
                                         'U',
                                         'M',
                                         'P',
                                         'Y',
                                         1,
                                         0,
                                         static_cast<unsigned char>(header.size()),
                                         static_cast<unsigned char>(header.size() >> 8)};
  OutputFile file;
  int error = file.open(path);
  if (error == 0) error = file.write(prefix, sizeof prefix);
  if (error == 0) error = file.write(header.data(), header.size());
  if (error == 0) error = file.write(data_of(array), (array.values.size() + array.indices.size()) * sizeof(float));
  if (error == 0) error = file.commit();
  if (error == 0) return Status();
  return Status(StatusCode::io_error, "cannot write %s: %s", path.c_str(), std::strerror(error));
}

}  // namespace

std::vector<std::size_t> largest(const float* values, std::size_t size, std::size_t count) {
  std::vector<std::size_t> order(size);
  std::iota(order.begin(), order.end(), std::size_t{0});
  count = std::min(count, size);
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
                    [&](std::size_t a, std::size_t b) {
                      const bool a_lost = std::isnan(values[a]), b_lost = std::isnan(values[b]);
                      if (a_lost != b_lost) return b_lost;
                      if (!a_lost && values[a] != values[b]) return values[a] > values[b];
                      return a < b;
                    });
  order.resize(count);
  return order;
}

std::string json_line(const Result& result, std::size_t top, const std::vector<std::string>& names) {
  std::string text = "{\"input\": " + json_text(result.input) + ", \"ms\": " + number(result.best_ms) +
                     ", \"median_ms\": " + number(result.median_ms) + ", \"outputs\": {";
  const char* before_output = "";
  for (const ResultOutput& output : result.outputs) {
    text += before_output + json_text(output.name) + ": {\"shape\": [" + list(output.shape, ", ") + "], ";
    before_output = ", ";
    if (output.is_int32) {
      text += "\"values\": [" + list({output.indices.begin(), output.indices.end()}, ", ") + "]}";
      continue;
    }
    text += "\"top\": [";
    const char* before = "";
    for (std::size_t i : largest(output.values.data(), output.values.size(), top)) {
      text += before + ("{\"index\": " + std::to_string(i)) + ", \"value\": " + number(output.values[i]);
      if (names.size() == output.values.size()) text += ", \"name\": " + json_text(names[i]);
      text += "}";
      before = ", ";
    }
    text += "]}";
  }
  return text + "}}\n";
}

Status save_results(const std::string& path, const std::vector<Result>& results) {
  if (results.empty()) return Status(StatusCode::invalid_argument, "%s: there is nothing to write", path.c_str());
  const std::size_t outputs = results[0].outputs.size();
  std::vector<ResultOutput> arrays;
  for (std::size_t o = 0; o < outputs; ++o) {
    ResultOutput all;
    if (stack(results, o, &all)) {
      arrays.push_back(std::move(all));
      continue;
    }
    for (std::size_t i = 0; i < results.size(); ++i) {
      arrays.push_back(results[i].outputs[o]);
      arrays.back().name += "/";
      arrays.back().name += std::to_string(i);
    }
  }
  if (ends_with(path, ".npy")) {
    if (arrays.size() == 1) return save_npy(path, arrays[0]);
    return Status(StatusCode::invalid_argument,
                  "%s: a .npy file holds one array, and there are %zu; name a .safetensors file", path.c_str(),
                  arrays.size());
  }
  std::vector<SafetensorsTensor> tensors;
  for (const ResultOutput& array : arrays) {
    const SafetensorsDtype dtype = array.is_int32 ? SafetensorsDtype::i32 : SafetensorsDtype::f32;
    tensors.push_back({array.name, dtype, array.shape, data_of(array)});
  }
  return write_safetensors(path.c_str(), tensors);
}

}  // namespace specimen_v2::program
