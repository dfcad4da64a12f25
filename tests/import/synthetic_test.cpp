// Synthetic values against those that tests/oracles/synthetic.py computed in NumPy.
#include "runtime/core/synthetic.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <sstream>

#include "base/runtime.h"
#include "base/text.h"
#include "samples.h"

namespace specimen::gen {
namespace {

template <class T>
std::string hash_of(const std::vector<T>& values) {
  std::uint64_t state = 0xcbf29ce484222325;
  const unsigned char* bytes = reinterpret_cast<const unsigned char*>(values.data());
  for (std::size_t i = 0; i < values.size() * sizeof(T); ++i) state = (state ^ bytes[i]) * 0x100000001b3;
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(state));
  return text;
}

TEST(Synthetic, EqualsNumPyBitForBit) {
  std::istringstream table(read_bytes(data_file("synthetic.tsv")));
  int rows = 0;
  for (std::string line; std::getline(table, line); ++rows) {
    std::vector<std::string> fields = split(line, '\t');
    ASSERT_EQ(fields.size(), 8u);
    SCOPED_TRACE(fields[1]);
    std::uint64_t seed = std::strtoull(fields[0].c_str(), nullptr, 10);
    std::vector<std::int64_t> shape;
    std::size_t count = 1;
    for (const std::string& dimension : split(fields[2], 'x')) {
      shape.push_back(std::atoll(dimension.c_str()));
      count *= static_cast<std::size_t>(shape.back());
    }
    SyntheticTensor tensor;
    if (fields[1].starts_with("input:")) {
      tensor = synthetic_input(seed, fields[1].substr(6));
    } else if (fields[1].starts_with("pixels:")) {
      tensor = synthetic_pixels(seed, fields[1].substr(7));
    } else {
      const bool gain = fields[1].starts_with("gain:");
      Status status = synthetic_weight(seed, gain ? fields[1].substr(5) : fields[1], shape.data(), shape.size(),
                                       &tensor, gain ? 1.375 : 1);
      ASSERT_TRUE(status.ok()) << status.message();
    }
    std::vector<float> values(count);
    fill_synthetic(tensor, 0, count, values.data());
    for (std::size_t i : {0, 1, 2}) EXPECT_EQ(values[i], std::strtof(fields[3 + i].c_str(), nullptr));
    EXPECT_EQ(values.back(), std::strtof(fields[6].c_str(), nullptr));
    EXPECT_EQ(hash_of(values), fields[7]);
  }
  EXPECT_EQ(rows, 23);
}

TEST(Synthetic, IdsEqualNumPyBitForBit) {
  std::istringstream table(read_bytes(data_file("synthetic_ids.tsv")));
  int rows = 0;
  for (std::string line; std::getline(table, line); ++rows) {
    const std::vector<std::string> fields = split(line, '\t');
    ASSERT_EQ(fields.size(), 9u);
    SCOPED_TRACE(line);
    const std::uint64_t seed = std::strtoull(fields[0].c_str(), nullptr, 10);
    const std::int32_t below = std::atoi(fields[2].c_str());
    std::vector<std::int32_t> ids(static_cast<std::size_t>(std::atoi(fields[3].c_str()))), late(2);
    fill_synthetic_ids(seed, fields[1], below, 0, ids.size(), ids.data());
    for (std::size_t i : {0, 1, 2}) EXPECT_EQ(ids[i], std::atoi(fields[4 + i].c_str()));
    EXPECT_EQ(ids.back(), std::atoi(fields[7].c_str()));
    EXPECT_EQ(hash_of(ids), fields[8]);
    for (std::int32_t id : ids) EXPECT_TRUE(id >= 0 && id < below) << id;
    fill_synthetic_ids(seed, fields[1], below, 3, late.size(), late.data());
    EXPECT_EQ(late, (std::vector<std::int32_t>{ids[3], ids[4]}));
  }
  EXPECT_EQ(rows, 4);
}

TEST(Synthetic, AnySplitGivesTheSameValues) {
  SyntheticTensor tensor = synthetic_pixels(5, "image");
  std::vector<float> whole(1000), parts(1000);
  fill_synthetic(tensor, 0, 1000, whole.data());
  for (std::size_t at = 0, step = 1; at < 1000; at += step, step = step * 2 % 37) {
    step = std::min<std::size_t>(step == 0 ? 1 : step, 1000 - at);
    fill_synthetic(tensor, at, step, parts.data() + at);
  }
  EXPECT_EQ(whole, parts);
  std::vector<float> late(3), shifted(4);
  fill_synthetic(tensor, std::uint64_t{1} << 40, 3, late.data());
  fill_synthetic(tensor, (std::uint64_t{1} << 40) - 1, 4, shifted.data());
  EXPECT_TRUE(std::equal(late.begin(), late.end(), shifted.begin() + 1));
}

TEST(Synthetic, UnknownRolesAndShapesAreErrors) {
  SyntheticTensor tensor;
  const std::int64_t shape[] = {3, 0, std::int64_t{1} << 40, std::int64_t{1} << 40};
  EXPECT_EQ(synthetic_weight(1, "a/running_mean", shape, 1, &tensor).code(), StatusCode::unsupported);
  EXPECT_EQ(synthetic_weight(1, "", shape, 1, &tensor).code(), StatusCode::unsupported);
  EXPECT_EQ(synthetic_weight(1, "a/kernel", shape, 0, &tensor).code(), StatusCode::invalid_argument);
  EXPECT_EQ(synthetic_weight(1, "a/kernel", shape, 4, &tensor).code(), StatusCode::invalid_argument);
  EXPECT_EQ(synthetic_weight(1, "a/kernel", shape + 2, 2, &tensor).code(), StatusCode::ok);
  const std::int64_t large[] = {std::int64_t{1} << 40, std::int64_t{1} << 40, 1};
  EXPECT_EQ(synthetic_weight(1, "a/kernel", large, 3, &tensor).code(), StatusCode::invalid_argument);
  EXPECT_EQ(synthetic_weight(1, "a/depthwise_kernel", shape, 1, &tensor).code(), StatusCode::invalid_argument);
  EXPECT_TRUE(synthetic_weight(1, "kernel", shape, 1, &tensor).ok());
}

}  // namespace
}  // namespace specimen::gen
