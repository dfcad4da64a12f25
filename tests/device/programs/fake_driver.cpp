#include "fake_driver.h"

#include <cstdlib>
#include <cstring>
#include <map>
#include <set>

namespace {

constexpr int kFailure = 700, kOutOfMemory = 2, kInvalidValue = 1, kNotInitialized = 3;

FakeRecord record;
bool initialized = false;
std::map<std::uint64_t, std::size_t> memory;  // by address
std::set<void*> modules;
std::map<void*, std::pair<void*, std::string>> functions;  // module and name

bool violated(const std::string& what) {
  record.violations.push_back(what);
  return true;
}

// The call's own error, if it is to fail. `needs_context`: one must be current.
int entered(const char* name, bool needs_context) {
  const int number = static_cast<int>(record.calls.size());
  record.calls.push_back(name);
  if (!initialized && std::string(name) != "cuInit") violated(std::string(name) + " before cuInit");
  if (needs_context && record.current.empty()) violated(std::string(name) + " without a current context");
  return number == record.fail_at ? kFailure : 0;
}

void* primary() { return &record; }

}  // namespace

#define FAKE extern "C" __attribute__((visibility("default")))
#define ENTER(name, needs_context) \
  if (const int failed = entered(#name, needs_context); failed != 0) return failed

FAKE FakeRecord* fake_cuda_record() { return &record; }

FAKE int cuInit(unsigned) {
  ENTER(cuInit, false);
  initialized = true;
  return 0;
}
FAKE int cuGetErrorName(int error, const char** name) {
  *name = error == kFailure       ? "CUDA_ERROR_FAKE"
          : error == kOutOfMemory ? "CUDA_ERROR_OUT_OF_MEMORY"
                                  : "CUDA_ERROR_OTHER";
  return 0;
}
FAKE int cuDeviceGetCount(int* count) {
  ENTER(cuDeviceGetCount, false);
  *count = record.devices;
  return 0;
}
FAKE int cuDeviceGet(int* device, int index) {
  ENTER(cuDeviceGet, false);
  if (index < 0 || index >= record.devices) return kInvalidValue;
  *device = index;
  return 0;
}
FAKE int cuDeviceGetAttribute(int* value, int attribute, int) {
  ENTER(cuDeviceGetAttribute, false);
  *value = attribute == 75 ? record.capability / 10 : record.capability % 10;
  return 0;
}
FAKE int cuDevicePrimaryCtxRetain(void** context, int) {
  ENTER(cuDevicePrimaryCtxRetain, false);
  ++record.contexts_retained;
  *context = primary();
  return 0;
}
FAKE int cuDevicePrimaryCtxRelease_v2(int) {
  ENTER(cuDevicePrimaryCtxRelease, false);
  if (record.contexts_retained == 0) violated("a context was released that nobody retains");
  --record.contexts_retained;
  if (record.contexts_retained == 0 && (record.allocations > 0 || record.modules > 0))
    violated("the last user of a context left memory or modules behind");
  return 0;
}
FAKE int cuCtxPushCurrent_v2(void* context) {
  ENTER(cuCtxPushCurrent, false);
  if (!context) return kInvalidValue;
  record.current.push_back(context);
  return 0;
}
FAKE int cuCtxPopCurrent_v2(void** context) {
  ENTER(cuCtxPopCurrent, true);
  if (record.current.empty()) return kInvalidValue;
  *context = record.current.back();
  record.current.pop_back();
  return 0;
}
FAKE int cuCtxGetDevice(int* device) {
  ENTER(cuCtxGetDevice, true);
  *device = 0;
  return 0;
}
FAKE int cuMemGetInfo_v2(std::size_t* free, std::size_t* total) {
  ENTER(cuMemGetInfo, true);
  *free = std::size_t{1} << 30, *total = std::size_t{1} << 33;
  return 0;
}
FAKE int cuMemAlloc_v2(std::uint64_t* address, std::size_t bytes) {
  ENTER(cuMemAlloc, true);
  if (bytes == 0) return kInvalidValue;
  if (bytes > (std::size_t{1} << 30)) return kOutOfMemory;
  void* block = std::aligned_alloc(256, (bytes + 255) / 256 * 256);
  std::memset(block, 0xff, bytes);  // NaN: what nobody wrote
  *address = reinterpret_cast<std::uintptr_t>(block);
  memory[*address] = bytes;
  ++record.allocations;
  return 0;
}
FAKE int cuMemFree_v2(std::uint64_t address) {
  ENTER(cuMemFree, true);
  if (memory.erase(address) == 0) return violated("memory was released that is not allocated"), kInvalidValue;
  std::free(reinterpret_cast<void*>(static_cast<std::uintptr_t>(address)));
  --record.allocations;
  return 0;
}
FAKE int cuMemcpyHtoD_v2(std::uint64_t to, const void* from, std::size_t bytes) {
  ENTER(cuMemcpyHtoD, true);
  const auto block = memory.find(to);
  if (block == memory.end() || bytes > block->second)
    return violated("a copy to memory that is not allocated"), kInvalidValue;
  std::memcpy(reinterpret_cast<void*>(static_cast<std::uintptr_t>(to)), from, bytes);
  return 0;
}
FAKE int cuModuleLoadData(void** module, const void* image) {
  ENTER(cuModuleLoadData, true);
  const bool cubin = std::memcmp(image, "\177ELF", 4) == 0;
  const bool ptx = !cubin && std::strstr(static_cast<const char*>(image), ".visible .entry");
  if (!cubin && !ptx) return violated("a module that is neither PTX nor a cubin"), kInvalidValue;
  *module = new int(0);
  modules.insert(*module);
  ++record.modules;
  return 0;
}
FAKE int cuModuleUnload(void* module) {
  ENTER(cuModuleUnload, true);
  if (modules.erase(module) == 0) return violated("a module was unloaded that is not loaded"), kInvalidValue;
  for (auto at = functions.begin(); at != functions.end();)
    at = at->second.first == module ? functions.erase(at) : ++at;
  delete static_cast<int*>(module);
  --record.modules;
  return 0;
}
FAKE int cuModuleGetFunction(void** function, void* module, const char* name) {
  ENTER(cuModuleGetFunction, true);
  if (modules.count(module) == 0) return violated("a function of a module that is not loaded"), kInvalidValue;
  *function = static_cast<char*>(module) + 1;
  functions[*function] = {module, name};
  return 0;
}
FAKE int cuLaunchKernel(void* function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz,
                        unsigned shared, void* stream, void** parameters, void**) {
  ENTER(cuLaunchKernel, true);
  const auto found = functions.find(function);
  if (found == functions.end()) return violated("a launch of a function that is not loaded"), kInvalidValue;
  if (gx * gy * gz == 0 || bx * by * bz == 0 || bx * by * bz > 1024 || bz > 64 || gy > 65535 || gz > 65535)
    violated("a launch of " + found->second.second + " with a grid or block that no device takes");
  if (shared > 48 * 1024) violated("a launch with more than 48 KB of shared memory");
  FakeLaunch launch = {found->second.second, {gx, gy, gz}, {bx, by, bz}, shared, stream, parameters};
  if (record.run) record.run(record.data, launch);
  launch.parameters = nullptr;
  record.launches.push_back(launch);
  return 0;
}
