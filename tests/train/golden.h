// What tests/oracles/record_training.py recorded.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "runtime/core/safetensors.h"

namespace specimen_v2::train {

class Golden {
 public:
  explicit Golden(const std::string& name) {
    const std::string path = std::string(SPECIMEN_SOURCE_DIR) + "/tests/golden/train/" + name + ".safetensors";
    const Status status = file_.open(path.c_str());
    EXPECT_TRUE(status) << status.message();
  }
  std::vector<double> values(const std::string& name) const {
    const SafetensorsEntry* entry = file_.find(name);
    if (!entry) {
      ADD_FAILURE() << "there is no " << name;
      return {};
    }
    const double* data = reinterpret_cast<const double*>(entry->data);
    return {data, data + entry->bytes / sizeof(double)};
  }
  double value(const std::string& name) const { return values(name).at(0); }

 private:
  SafetensorsFile file_;
};

}  // namespace specimen_v2::train
