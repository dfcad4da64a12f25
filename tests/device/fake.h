// The fake driver, in this process.
#pragma once

#include <dlfcn.h>

#include "fake_driver.h"
#include "runtime/device/device.h"

inline specimen_v2::DeviceOptions fake_options() {
  specimen_v2::DeviceOptions options;
  options.driver = FAKE_DRIVER;
  return options;
}

// Its record; the library stays loaded.
inline FakeRecord& fake_driver() {
  static void* const library = dlopen(FAKE_DRIVER, RTLD_NOW | RTLD_LOCAL);
  static auto* const record = reinterpret_cast<FakeRecordFunction*>(dlsym(library, "fake_cuda_record"));
  return *record();
}

// As if nothing had been called; what is alive is forgotten.
inline void reset(FakeRecord* record) { *record = FakeRecord(); }
