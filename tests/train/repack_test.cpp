// Weights that are packed again: what they hold against weights that were opened anew, and what it takes from the heap.
#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <vector>

#include "allocations.h"
#include "runtime/core/packer.h"

namespace specimen_v2 {
namespace {

constexpr FunctionInfo kForward = {"forward", nullptr, 0, nullptr, 0, nullptr, 0, 0};

// Every tensor has the same values, from `first` on. A source without data has none.
struct Ramp {
  explicit Ramp(float first) {
    for (int i = 0; i < 2000; ++i) values.push_back(first + 0.01f * static_cast<float>(i % 97));
  }
  TensorSource source() {
    return {[](void* data, const char* name, const std::int64_t*, int, const float** at) {
              if (data == nullptr) return Status(StatusCode::not_found, "%s is not there", name);
              *at = static_cast<Ramp*>(data)->values.data();
              return Status();
            },
            this};
  }
  std::vector<float> values;
};

std::size_t padded(std::size_t elements) { return (elements + 15) / 16 * 16; }

// One of everything that is packed, in every type.
struct Model : PackedWeights {
  const Real *conv = nullptr, *bias = nullptr, *transposed = nullptr, *depthwise = nullptr, *depthwise_bias = nullptr;
  const Real *table = nullptr, *factors = nullptr, *dense_bias = nullptr, *scale = nullptr, *shift = nullptr;
  const Real* vector = nullptr;
  const Bfloat16* rounded = nullptr;
  const std::int8_t* integers = nullptr;

  static std::size_t bytes() {
    const std::size_t conv = packed_elements(ConvAlgorithm::winograd_4, {3, 3, 3, 20}) + 32;
    const std::size_t transposed = packed_elements(ConvAlgorithm::direct, {3, 3, 20, 10});
    const std::size_t depthwise = padded(9 * 20) + 32, dense = packed_dense_elements(20, 33);
    const std::size_t reals = conv + transposed + depthwise + dense + 48 + 48 + 32 + 32 + 16;
    return sizeof(Real) * reals + (sizeof(Bfloat16) + 1) * dense;
  }

  Status open(const TensorSource& source, bool repack) {
    const ModelInfo info = {"toy", "0", &kForward, 1, 1, 0, 0, bytes(), 0, nullptr, 0, nullptr, 0};
    WeightsOptions options;
    options.repack = repack;
    Packer p(*this, info, Target::v3, options);
    if (Status status = p.open_source(source); !status) return status;
    const BatchNormNames norm = {"a norm with a long path/gamma", "beta", "mean", "variance", 1e-3};
    p.conv2d_batch_norm(conv, bias, ConvAlgorithm::winograd_4, {3, 3, 3, 20}, "conv/kernel", "conv/bias", norm);
    p.conv2d_transposed(transposed, ConvAlgorithm::direct, {3, 3, 10, 20}, "transposed/kernel");
    p.depthwise_batch_norm(depthwise, depthwise_bias, {3, 3, 20, 1}, "depthwise/kernel", none, norm);
    p.dense_transposed(table, {33, 20}, "table");
    p.dense(rounded, {20, 33}, "dense/kernel");
    p.dense_batch_norm({integers, factors}, dense_bias, {20, 33}, "dense/kernel", none, norm);
    p.scale_shift(scale, shift, {20}, norm);
    p.vector(vector, {3}, "vector");
    return p.finish();
  }
};

TEST(Repack, HasTheBitsOfWeightsThatAreOpenedAnewAndTakesNothingFromTheHeap) {
  Ramp before(0.5f), after(0.25f);
  Model model, anew;
  ASSERT_TRUE(model.open(before.source(), true));
  ASSERT_TRUE(anew.open(after.source(), false));
  EXPECT_NE(std::memcmp(model.conv, anew.conv, Model::bytes()), 0);
  Model moved = std::move(model);
  const long allocated = allocations();
  const Status status = moved.repack(after.source());
  EXPECT_EQ(allocations(), allocated);
  ASSERT_TRUE(status) << status.message();
  EXPECT_EQ(std::memcmp(moved.conv, anew.conv, Model::bytes()), 0);
}

TEST(Repack, SaysWhatIsMissing) {
  Ramp ramp(0.5f);
  Model model;
  ASSERT_TRUE(model.open(ramp.source(), true));
  const TensorSource empty = {ramp.source().get, nullptr};
  const Status status = model.repack(empty);
  EXPECT_EQ(status.code(), StatusCode::not_found);
  EXPECT_NE(std::strstr(status.message(), "conv/kernel is not there (and "), nullptr) << status.message();
  EXPECT_TRUE(model.repack(ramp.source()));
}

TEST(Repack, RefusesWeightsThatWereNotOpenedForIt) {
  Ramp ramp(0.5f);
  Model model;
  EXPECT_EQ(model.repack(ramp.source()).code(), StatusCode::invalid_argument);
  ASSERT_TRUE(model.open(ramp.source(), false));
  const Status status = model.repack(ramp.source());
  EXPECT_EQ(status.code(), StatusCode::invalid_argument);
  EXPECT_NE(std::strstr(status.message(), "WeightsOptions::repack"), nullptr);
}

}  // namespace
}  // namespace specimen_v2
