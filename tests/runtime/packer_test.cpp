#include "runtime/core/packer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <map>
#include <string>
#include <type_traits>
#include <vector>

namespace specimen_v2 {
namespace {

// What plans call.
#define PACK_FUNCTION(name, algorithm, tensor, norm) \
  static_assert(std::is_member_function_pointer_v<decltype(&Packer::name)>);
#include "plan/pack_functions.def"
#undef PACK_FUNCTION

constexpr FunctionInfo kForward = {"forward", nullptr, 0, nullptr, 0, nullptr, 0, 0};
constexpr ModelInfo kInfo = {
    "toy", "0123456789abcdef", &kForward, 1, 1, 0, 0, 4 * (3 * 3 * 2 * 16 + 16 + 16), 0, nullptr, 0, nullptr, 0};

struct Toy : PackedWeights {
  const float *filter = nullptr, *bias = nullptr, *vector = nullptr;

  Status load(Packer& p) {
    p.conv2d_batch_norm(filter, bias, ConvAlgorithm::direct, {3, 3, 2, 4}, "conv/kernel", "conv/bias",
                        {"bn/gamma", none, "bn/moving_mean", "bn/moving_variance", 1e-3});
    p.vector(vector, {3}, "v");
    return p.finish();
  }
};

using Tensors = std::map<std::string, std::vector<float>>;

TensorSource source_of(Tensors& tensors) {
  return {[](void* data, const char* name, const std::int64_t* shape, int rank, const float** values) {
            Tensors& t = *static_cast<Tensors*>(data);
            std::int64_t count = 1;
            for (int d = 0; d < rank; ++d) count *= shape[d];
            const auto at = t.find(name);
            if (at == t.end()) return Status(StatusCode::not_found, "%s is not there", name);
            if (static_cast<std::int64_t>(at->second.size()) != count) {
              return Status(StatusCode::data_error, "%s has another shape", name);
            }
            *values = at->second.data();
            return Status();
          },
          &tensors};
}

Tensors toy_tensors() {
  Tensors t;
  for (int i = 0; i < 3 * 3 * 2 * 4; ++i) t["conv/kernel"].push_back(0.01f * static_cast<float>(i));
  t["conv/bias"] = {1, 2, 3, 4};
  t["bn/gamma"] = {1, 0.5f, 2, -1};
  t["bn/moving_mean"] = {0, 1, -1, 5};
  t["bn/moving_variance"] = {1, 4, 0.25f, 2};
  t["v"] = {7, 8, 9};
  return t;
}

TEST(Pack, FoldsAndPacks) {
  Tensors tensors = toy_tensors();
  Toy toy;
  Packer p(toy, kInfo, Target::v3, {});
  ASSERT_TRUE(p.open_source(source_of(tensors)).ok());
  ASSERT_TRUE(toy.load(p).ok());
  EXPECT_TRUE(toy.is_open());
  EXPECT_EQ(toy.target(), Target::v3);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(toy.bias) % 64, 0u);
  for (std::size_t c = 0; c < 4; ++c) {
    const double scale = tensors["bn/gamma"][c] / std::sqrt(tensors["bn/moving_variance"][c] + 1e-3);
    EXPECT_EQ(toy.filter[5 * 16 + c], static_cast<float>(tensors["conv/kernel"][5 * 4 + c] * scale));
    EXPECT_NEAR(toy.bias[c], (tensors["conv/bias"][c] - tensors["bn/moving_mean"][c]) * scale, 1e-6);
  }
  EXPECT_EQ(toy.bias[4], 0);
  EXPECT_EQ(toy.vector[2], 9);
  EXPECT_EQ(toy.vector[3], 0);
}

TEST(Pack, ReportsTheFirstErrorAndCountsTheRest) {
  Tensors tensors = toy_tensors();
  tensors.erase("conv/bias");
  tensors.erase("v");
  Toy toy;
  Packer p(toy, kInfo, Target::v3, {});
  ASSERT_TRUE(p.open_source(source_of(tensors)).ok());
  const Status status = toy.load(p);
  EXPECT_EQ(status.code(), StatusCode::not_found);
  EXPECT_STREQ(status.message(), "conv/bias is not there (and 1 more)");
  EXPECT_FALSE(toy.is_open());
}

TEST(Pack, RefusesAPlanThatDoesNotAddUp) {
  Tensors tensors = toy_tensors();
  for (int difference : {-64, 64}) {
    ModelInfo info = kInfo;
    info.packed_bytes += static_cast<std::size_t>(difference);
    Toy toy;
    Packer p(toy, info, Target::v3, {});
    ASSERT_TRUE(p.open_source(source_of(tensors)).ok());
    EXPECT_EQ(toy.load(p).code(), StatusCode::internal);
  }
}

// A kernel that a checkpoint has in another shape: that is what is looked for, whatever is folded into it.
TEST(Pack, FindsKernelsByTheirShapeInTheCheckpoint) {
  std::map<std::string, std::vector<std::int64_t>> asked;
  const TensorSource source = {
      [](void* data, const char* name, const std::int64_t* shape, int rank, const float** values) {
        static const std::vector<float> ones(64, 1.0f);
        (*static_cast<decltype(asked)*>(data))[name].assign(shape, shape + rank);
        *values = ones.data();
        return Status();
      },
      &asked};
  ModelInfo info = kInfo;
  info.packed_bytes = 1 << 16;
  Toy toy;
  Packer p(toy, info, Target::v3, {});
  ASSERT_TRUE(p.open_source(source).ok());
  const float *filter = nullptr, *bias = nullptr;
  const BatchNormNames norm = {"gamma", "beta", "mean", "variance", 1e-3};
  p.dense(filter, {8, 4}, "dense", {2, 4, 4});
  p.dense_batch_norm(filter, bias, {8, 4}, "dense_batch_norm", none, norm, {2, 4, 4});
  p.conv2d(filter, ConvAlgorithm::direct, {1, 1, 8, 4}, "conv2d", {8, 4});
  p.conv2d_batch_norm(filter, bias, ConvAlgorithm::direct, {1, 1, 8, 4}, "conv2d_batch_norm", none, norm, {8, 4});
  p.vector(bias, {8}, "vector", {2, 4});
  EXPECT_EQ(asked["dense"], (std::vector<std::int64_t>{2, 4, 4}));
  EXPECT_EQ(asked["dense_batch_norm"], (std::vector<std::int64_t>{2, 4, 4}));
  EXPECT_EQ(asked["conv2d"], (std::vector<std::int64_t>{8, 4}));
  EXPECT_EQ(asked["conv2d_batch_norm"], (std::vector<std::int64_t>{8, 4}));
  EXPECT_EQ(asked["vector"], (std::vector<std::int64_t>{2, 4}));
}

class PackedFile : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ = ::testing::TempDir() + "specimen_packed_" +
            std::to_string(::testing::UnitTest::GetInstance()->random_seed()) +
            ::testing::UnitTest::GetInstance()->current_test_info()->name();
    Tensors tensors = toy_tensors();
    Packer p(toy_, kInfo, Target::v3, {});
    ASSERT_TRUE(p.open_source(source_of(tensors)).ok());
    ASSERT_TRUE(toy_.load(p).ok());
    ASSERT_TRUE(toy_.save_packed(path_.c_str(), kInfo).ok());
  }
  void TearDown() override { std::remove(path_.c_str()); }

  Status open(const ModelInfo& info, Target target, bool verify = false) {
    Toy toy;
    WeightsOptions options;
    options.verify = verify;
    Packer p(toy, info, target, options);
    if (Status status = p.open(path_.c_str()); !status) return status;
    return toy.load(p);
  }

  Toy toy_;
  std::string path_;
};

TEST_F(PackedFile, MapsBackWithTheSameBits) {
  Toy mapped;
  Packer p(mapped, kInfo, Target::v3, {});
  ASSERT_TRUE(p.open(path_.c_str()).ok());
  ASSERT_TRUE(mapped.load(p).ok());
  EXPECT_TRUE(mapped.is_mapped());
  EXPECT_FALSE(toy_.is_mapped());
  EXPECT_EQ(std::memcmp(mapped.filter, toy_.filter, kInfo.packed_bytes), 0);
  EXPECT_EQ(mapped.vector - mapped.filter, toy_.vector - toy_.filter);
  const Toy moved = std::move(mapped);
  EXPECT_EQ(moved.vector[2], 9);
  EXPECT_TRUE(moved.is_open());
  EXPECT_FALSE(mapped.is_open());  // NOLINT(bugprone-use-after-move): that is the question
}

TEST_F(PackedFile, OfAnotherModelTargetOrSizeIsRefused) {
  EXPECT_TRUE(open(kInfo, Target::v3).ok());
  EXPECT_EQ(open(kInfo, Target::v4).code(), StatusCode::data_error);
  ModelInfo other = kInfo;
  other.structure = "fedcba9876543210";
  EXPECT_EQ(open(other, Target::v3).code(), StatusCode::data_error);
  other = kInfo;
  other.packed_bytes += 64;
  EXPECT_EQ(open(other, Target::v3).code(), StatusCode::data_error);
  std::ifstream in(path_, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(in)), {});
  for (std::size_t size : {bytes.size() - 4, std::size_t{4096}, std::size_t{100}, std::size_t{0}}) {
    std::ofstream(path_, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(size));
    EXPECT_EQ(open(kInfo, Target::v3).code(), StatusCode::data_error) << size;
  }
}

// What is before the tensors is always compared with its checksum, the tensors where the caller asks for it.
TEST_F(PackedFile, DamageIsFound) {
  std::ifstream in(path_, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  const auto open_changed = [&](std::size_t at, bool verify) {
    std::string changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 16);
    std::ofstream(path_, std::ios::binary).write(changed.data(), static_cast<std::streamsize>(changed.size()));
    return open(kInfo, Target::v3, verify).code();
  };
  for (std::size_t at = 0; at < sizeof(PackedHead); ++at) {
    EXPECT_EQ(open_changed(at, false), StatusCode::data_error) << at;
  }
  for (std::size_t at = kPackedHead; at < bytes.size(); ++at) {
    EXPECT_EQ(open_changed(at, true), StatusCode::data_error) << at;
  }
  EXPECT_EQ(open_changed(kPackedHead, false), StatusCode::ok);
  std::ofstream(path_, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  EXPECT_TRUE(open(kInfo, Target::v3, true).ok());
}

TEST(Pack, SaysWhenItCannotSave) {
  EXPECT_EQ(Toy().save_packed("/nowhere", kInfo).code(), StatusCode::invalid_argument);
  Tensors tensors = toy_tensors();
  Toy toy;
  Packer p(toy, kInfo, Target::v3, {});
  ASSERT_TRUE(p.open_source(source_of(tensors)).ok());
  ASSERT_TRUE(toy.load(p).ok());
  EXPECT_EQ(toy.save_packed("/nowhere/at/all", kInfo).code(), StatusCode::io_error);
}

TEST(Pack, ScopesJoinPaths) {
  EXPECT_EQ(Scope("stage1/block2")("conv/kernel"), "stage1/block2/conv/kernel");
  EXPECT_EQ(Scope()("conv/kernel"), "conv/kernel");
  EXPECT_EQ(Scope("stage1")(""), "stage1");
  EXPECT_EQ(Scope(Scope("a")("b"))("c"), "a/b/c");
}

}  // namespace
}  // namespace specimen_v2
