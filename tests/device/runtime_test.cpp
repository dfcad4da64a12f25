// The runtime's own use of the driver, against the fake one: sequence, lifetimes, failures.
#include <gtest/gtest.h>

#include <cstdlib>
#include <utility>

#include "fake.h"
#include "runtime/device/model.h"

namespace specimen_v2 {
namespace {

const LaunchArgument kArguments[] = {{0, {0, 0, 1}}, {1, {0, 0, 1}}, {-1, {0, 1, 1}}};
const KernelCode kOne[] = {
    {"copy", {{2, 0, 1}, {0, 1, 4}, {1, 0, 1}}, {32, 4, 1}, 128, kArguments, 3, ".visible .entry copy", nullptr}};
const KernelTable k80 = {80, kOne, 1}, k90 = {90, kOne, 1};
const KernelTable* const kTables[] = {&k80, &k90};

const TensorInfo kInput = {"x", DType::f32, 2, {kBatch, 4}, "{}"};
const FunctionInfo kForward = {"forward", &kInput, 1, &kInput, 1, nullptr, 0, 0};
const ModelInfo kInfo = {"toy", "", &kForward, 1, 8, 256, 0, 64, 16, nullptr, 0, nullptr, 0};

class DeviceTest : public testing::Test {
 protected:
  FakeRecord& record = fake_driver();

  void SetUp() override { reset(&record); }
  void TearDown() override {
    EXPECT_EQ(testing::PrintToString(record.violations), "{}");
    EXPECT_EQ(record.allocations, 0);
    EXPECT_EQ(record.modules, 0);
    EXPECT_EQ(record.contexts_retained, 0);
    EXPECT_TRUE(record.current.empty());
  }

  // Everything that a program does, once.
  Status run_all() {
    Device device;
    if (Status status = device.open(fake_options()); !status) return status;
    DeviceWeights weights;
    if (Status status = weights.create(device, kInfo, kTables, 2); !status) return status;
    const float packed[16] = {1, 2, 3};
    if (Status status = weights.upload(packed, kInfo); !status) return status;
    DeviceModelContext context;
    if (Status status = context.create(weights, kInfo, {2, this}); !status) return status;
    DeviceRunning running(context);
    if (!running.entered()) return Status(StatusCode::internal, "not entered");
    const float* const x = weights.address();
    const void* const buffers[] = {x, context.arena(2).base};
    context.launch(0, 2, buffers);
    return running.finish();
  }
};

TEST_F(DeviceTest, AProgramWithoutADriverIsToldSo) {
  Device device;
  DeviceOptions options;
  options.driver = "libcuda_that_is_not_there.so";
  const Status status = device.open(options);
  EXPECT_EQ(status.code(), StatusCode::unsupported);
  EXPECT_NE(std::string(status.message()).find("no CUDA driver: "), std::string::npos) << status.message();
  EXPECT_EQ(std::string(status.message()).find('\n'), std::string::npos);
  EXPECT_FALSE(device.is_open());
}

TEST_F(DeviceTest, TheEnvironmentNamesTheDriver) {
  setenv("SPECIMEN_CUDA_DRIVER", fake_options().driver, 1);
  Device device;
  EXPECT_TRUE(device.open().ok());
  EXPECT_EQ(device.compute_capability(), 80);
  unsetenv("SPECIMEN_CUDA_DRIVER");
}

TEST_F(DeviceTest, NoDeviceAndTooOldADevice) {
  record.devices = 0;
  Device none;
  EXPECT_EQ(none.open(fake_options()).code(), StatusCode::unsupported);
  record.devices = 1;
  DeviceOptions second = fake_options();
  second.index = 1;
  EXPECT_EQ(none.open(second).code(), StatusCode::unsupported);
  record.capability = 75;
  Device old;
  ASSERT_TRUE(old.open(fake_options()).ok());
  DeviceWeights weights;
  EXPECT_EQ(weights.create(old, kInfo, kTables, 2).code(), StatusCode::unsupported);
}

TEST_F(DeviceTest, TheHighestTargetThatRuns) {
  for (const auto& [device_has, chosen] : {std::pair(80, 80), {86, 80}, {90, 90}, {120, 90}}) {
    record.capability = device_has;
    Device device;
    ASSERT_TRUE(device.open(fake_options()).ok());
    DeviceWeights weights;
    ASSERT_TRUE(weights.create(device, kInfo, kTables, 2).ok());
    EXPECT_EQ(weights.compute_capability(), chosen);
  }
}

TEST_F(DeviceTest, ARunEnqueuesAndNothingElse) {
  Device device;
  ASSERT_TRUE(device.open(fake_options()).ok());
  DeviceWeights weights;
  ASSERT_TRUE(weights.create(device, kInfo, kTables, 2).ok());
  DeviceModelContext context;
  ASSERT_TRUE(context.create(weights, kInfo, {8, this}).ok());
  record.calls.clear();
  {
    DeviceRunning running(context);
    const void* const buffers[] = {weights.address(), context.arena(5).base};
    const void* const* expected = buffers;
    record.run = [](void* data, const FakeLaunch& launch) {
      EXPECT_EQ(*static_cast<std::int32_t*>(launch.parameters[2]), 5);
      const void* const* buffers = *static_cast<const void* const* const*>(data);
      for (int i = 0; i < 2; ++i) EXPECT_EQ(*static_cast<const void**>(launch.parameters[i]), buffers[i]);
    };
    record.data = &expected;
    context.launch(0, 5, buffers);
    EXPECT_TRUE(running.finish().ok());
  }
  EXPECT_EQ(record.calls, (std::vector<std::string>{"cuCtxPushCurrent", "cuLaunchKernel", "cuCtxPopCurrent"}));
  ASSERT_EQ(record.launches.size(), 1u);
  const FakeLaunch& launch = record.launches[0];
  EXPECT_EQ(launch.kernel, "copy");
  EXPECT_EQ(launch.grid[0], 2u);
  EXPECT_EQ(launch.grid[1], 2u);  // 5 rows, 4 a block
  EXPECT_EQ(launch.block[1], 4u);
  EXPECT_EQ(launch.shared, 128u);
  EXPECT_EQ(launch.stream, this);
}

TEST_F(DeviceTest, TheCallersContextAndArena) {
  int callers = 0;
  alignas(256) static char arena[4096];
  DeviceOptions options = fake_options();
  options.context = &callers;
  Device device;
  ASSERT_TRUE(device.open(options).ok());
  EXPECT_EQ(record.contexts_retained, 0);
  DeviceWeights weights;
  ASSERT_TRUE(weights.create(device, kInfo, kTables, 2).ok());
  const int before = record.allocations;
  DeviceContextOptions own;
  own.arena = reinterpret_cast<std::uintptr_t>(arena);
  own.arena_bytes = 100;
  DeviceModelContext small;
  EXPECT_EQ(small.create(weights, kInfo, own).code(), StatusCode::invalid_argument);
  own.arena_bytes = sizeof arena;
  DeviceModelContext context;
  EXPECT_TRUE(context.create(weights, kInfo, own).ok());
  EXPECT_EQ(record.allocations, before);
  EXPECT_EQ(context.create(weights, kInfo, own).code(), StatusCode::invalid_argument);
}

TEST_F(DeviceTest, TooMuchMemoryIsSaid) {
  Device device;
  ASSERT_TRUE(device.open(fake_options()).ok());
  DeviceMemory memory;
  const Status status = memory.allocate(device, std::size_t{3} << 30, "the arena");
  EXPECT_EQ(status.code(), StatusCode::out_of_memory);
  EXPECT_NE(
      std::string(status.message()).find("the arena: 3221225472 bytes of the device, of which 1073741824 are free"),
      std::string::npos)
      << status.message();
}

TEST_F(DeviceTest, WeightsMove) {
  Device device;
  ASSERT_TRUE(device.open(fake_options()).ok());
  DeviceWeights first;
  ASSERT_TRUE(first.create(device, kInfo, kTables, 2).ok());
  const float* const address = first.address();
  DeviceWeights second = std::move(first);
  EXPECT_EQ(second.address(), address);
  EXPECT_TRUE(second.is_open());
  EXPECT_FALSE(first.is_open());
}

// Every call fails once: a status, and nothing is left behind. What only undoes or tells more may fail in silence.
TEST_F(DeviceTest, EveryCallFailsOnce) {
  ASSERT_TRUE(run_all().ok());
  const std::vector<std::string> calls = record.calls;
  ASSERT_GT(calls.size(), 15u);
  for (std::size_t i = 0; i < calls.size(); ++i) {
    SCOPED_TRACE(std::to_string(i) + ": " + calls[i]);
    reset(&record);
    record.fail_at = static_cast<int>(i);
    const Status status = run_all();
    const bool undoes = calls[i] == "cuCtxPopCurrent" || calls[i] == "cuMemGetInfo" || calls[i] == "cuModuleUnload" ||
                        calls[i] == "cuMemFree" || calls[i] == "cuDevicePrimaryCtxRelease" ||
                        (calls[i] == "cuCtxPushCurrent" && status.ok());
    EXPECT_EQ(status.ok(), undoes) << status.message();
    if (!status) {
      EXPECT_NE(std::string(status.message()).find("CUDA_ERROR_FAKE"), std::string::npos) << status.message();
    }
    if (undoes) reset(&record);  // what could not be undone is left
    EXPECT_EQ(record.allocations, 0);
    EXPECT_EQ(record.modules, 0);
    EXPECT_EQ(record.contexts_retained, 0);
  }
  reset(&record);
}

}  // namespace
}  // namespace specimen_v2
