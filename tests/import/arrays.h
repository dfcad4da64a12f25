// Files of tensors as arrays that a graph is evaluated on.
#pragma once

#include <gtest/gtest.h>

#include <cstring>
#include <map>
#include <string>

#include "graph/evaluate/evaluate.h"
#include "samples.h"

namespace specimen::gen {

// Tensors of float32 or int32, by name.
inline std::map<std::string, DenseArray> read_arrays(const std::string& path) {
  SafetensorsFile file;
  EXPECT_TRUE(file.open(path.c_str()).ok()) << path;
  std::map<std::string, DenseArray> result;
  for (const SafetensorsEntry& entry : file.entries()) {
    DenseArray& array = result[std::string(entry.name)];
    array.shape.assign(entry.shape, entry.shape + entry.rank);
    for (std::uint64_t at = 0; at < entry.bytes; at += 4) {
      float real;
      std::int32_t integer;
      std::memcpy(&real, entry.data + at, 4);
      std::memcpy(&integer, entry.data + at, 4);
      array.data.push_back(entry.dtype == SafetensorsDtype::f32 ? static_cast<double>(real) : integer);
    }
  }
  return result;
}

}  // namespace specimen::gen
