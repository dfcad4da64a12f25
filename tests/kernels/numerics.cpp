#include "numerics.h"

#include <HalideRuntime.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <limits>

#include "runtime/core/float_mode.h"

namespace specimen::gen {

int point_count() {
  const char* full = std::getenv("SPECIMEN_FULL");
  return full && std::string(full) == "1" ? 999'999 : 5'999;
}

std::vector<float> function_points() {
  std::vector<float> points;
  const std::int64_t third = point_count() / 3;
  for (std::int64_t i = 0; i < third; ++i) {
    const auto bits = static_cast<std::uint32_t>(i * 0x7F800000 / third | (i & 1) << 31);
    float x;
    std::memcpy(&x, &bits, sizeof x);
    points.push_back(x);
  }
  for (const double reach : {104.0, 8.0}) {
    for (std::int64_t i = 0; i < third; ++i) {
      const double middle = (static_cast<double>(i) + 0.5) / static_cast<double>(third);
      points.push_back(static_cast<float>(-reach + 2 * reach * middle));
    }
  }
  constexpr float kMost = std::numeric_limits<float>::max(), kLeast = std::numeric_limits<float>::min();
  std::vector<float> ends = {0, kLeast, kMost, 1e10f, 1e20f, 1e30f, 1, 3, 5.6f, 6, 9.02f, 17.4f, 20, 88.0296860f};
  for (int k = 0; k <= 260; ++k) ends.push_back(static_cast<float>(k * 0.34657359028));  // multiples of (ln 2) / 2
  for (const float end : ends) {
    for (const float x : {end, std::nextafter(end, 0.0f), std::nextafter(end, kMost)}) {
      points.push_back(x);
      points.push_back(-x);
    }
  }
  return points;
}

std::vector<std::pair<std::string, std::vector<float>>> feature_rows(int features) {
  std::vector<std::pair<std::string, std::vector<float>>> rows;
  const auto add = [&](const char* name, double offset, double scale) {
    std::vector<float> row;
    for (int i = 0; i < features; ++i) {
      const double u = (i * 7919 + 13) % 1021 / 512.0 - 1;
      row.push_back(static_cast<float>(offset + scale * u));
    }
    rows.emplace_back(name, std::move(row));
  };
  add("ordinary", 0, 1);
  const std::vector<float> ordinary = rows[0].second;
  add("wide", 0, 80);
  add("large mean", 1e4, 1);
  add("small", 0, 1e-3);
  add("tiny", 0, 1e-20);
  add("tiniest", 0, 1e-37);
  add("large", 0, 1e15);
  add("huge", 0, 1e30);
  add("largest", 0, 1.7e38);
  add("zeros", 0, 0);
  add("constant 3.7", 3.7, 0);
  add("constant 1e4", 10000.1, 0);
  add("constant 1e-30", 1e-30, 0);
  add("constant 1e15", 1e15, 0);
  add("constant -1e30", -1e30, 0);
  const auto put = [&](const char* name, std::size_t place, float value) {
    rows.emplace_back(name, ordinary);
    rows.back().second[place] = value;
  };
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  put("outlier", 0, 1e6f);
  put("nan first", 0, std::nanf(""));
  put("nan last", ordinary.size() - 1, std::nanf(""));
  put("inf", 5, kInfinity);
  put("-inf", 5, -kInfinity);
  rows.emplace_back("all inf", std::vector<float>(ordinary.size(), kInfinity));
  rows.emplace_back("all -inf", std::vector<float>(ordinary.size(), -kInfinity));
  return rows;
}

const nlohmann::json& frameworks() {
  static const nlohmann::json golden =
      nlohmann::json::parse(std::ifstream(SPECIMEN_SOURCE_DIR "/tests/golden/numerics/frameworks.json"));
  return golden;
}

double relative_error(double got, double want) {
  constexpr double kSmallest = 1.2e-38, kInfinity = std::numeric_limits<double>::infinity();
  for (double* v : {&got, &want}) {
    if (std::isinf(static_cast<float>(*v))) *v = std::copysign(kInfinity, *v);
  }
  // The largest float and what is allowed beyond it.
  constexpr double kMost = std::numeric_limits<float>::max();
  if (std::isinf(got) && std::isfinite(want) && got * want > 0 && std::fabs(want) > kMost * (1 - kNumericBound)) {
    got = std::copysign(kMost, got);
  }
  if (got == want || (std::isnan(got) && std::isnan(want))) return 0;
  if (!std::isfinite(got) || !std::isfinite(want)) return kInfinity;
  if (std::fabs(want) < kSmallest && std::fabs(got) < kSmallest) return 0;
  return std::fabs(got - want) / std::fabs(want);
}

void run_kernel(const Instance& instance, void* kernel, int batch, const std::vector<float*>& data) {
  const specimen_v2::FloatMode mode;
  const std::vector<KernelArgument> list = arguments(instance.problem);
  ASSERT_EQ(list.size(), data.size());
  std::vector<halide_buffer_t> buffers(list.size());
  std::vector<halide_dimension_t> dims(4 * list.size());
  std::vector<void*> pointers;
  for (std::size_t i = 0; i < list.size(); ++i) {
    halide_dimension_t* dim = &dims[4 * i];
    const std::size_t rank = list[i].shape.size();
    if (rank > 0 && list[i].shape[0] == kBatch) dim[rank - 1].extent = batch;
    buffers[i] = {};
    buffers[i].host = reinterpret_cast<std::uint8_t*>(data[i]);
    buffers[i].type = halide_type_t(halide_type_float, 32);
    buffers[i].dimensions = static_cast<int>(rank);
    buffers[i].dim = dim;
    pointers.push_back(&buffers[i]);
  }
  FakeRuntime runtime;
  ASSERT_EQ(call(kernel, &runtime, pointers.data(), static_cast<int>(pointers.size())), 0);
}

}  // namespace specimen::gen
