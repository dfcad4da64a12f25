// A CUDA driver for tests, without a device: it keeps what it is asked for, in the host's memory, and says what was
// wrong about how it was asked. A test that loaded it through the runtime opens the same library and reads the Record.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

struct FakeLaunch {
  std::string kernel;
  unsigned grid[3], block[3], shared = 0;
  void* stream = nullptr;
  void** parameters = nullptr;  // valid during the call
};

struct FakeRecord {
  std::vector<std::string> calls;       // names of the driver's functions, in order
  std::vector<std::string> violations;  // of the driver's rules
  std::vector<FakeLaunch> launches;
  int contexts_retained = 0, modules = 0, allocations = 0;  // that are alive
  int fail_at = -1;                                         // the call of that number, from 0, fails; -1: none
  int capability = 80;                                      // of the device
  int devices = 1;
  std::vector<void*> current;                                   // contexts that were pushed
  void (*run)(void* data, const FakeLaunch& launch) = nullptr;  // does a launch's work
  void* data = nullptr;
};

using FakeRecordFunction = FakeRecord*();  // exported as fake_cuda_record
