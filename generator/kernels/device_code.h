// A kernel for GPUs as the product launches it: its PTX, and how many blocks and which arguments a call has. Plain C++;
// the kernel compiler writes it as text, and generated code is made from it.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "common/target.h"

namespace specimen::gen {

// An integer of a launch: `fixed`, and `times` for every `each` rows of the call that are begun. Rows are examples, or
// what kernels of rows count.
struct LaunchNumber {
  int fixed = 0, times = 0, each = 1;

  int at(int rows) const { return fixed + times * ((rows + each - 1) / each); }
};

// What the kernel gets: the address of an argument of the family, in the order of its arguments(), or an int32.
struct LaunchArgument {
  int buffer = -1;
  LaunchNumber number;
};

struct DeviceCode {
  std::string ptx;  // one entry, of the name kNeutralEntry
  std::array<LaunchNumber, 3> grid;
  std::array<int, 3> block = {1, 1, 1};
  int shared_bytes = 0;  // dynamic shared memory of a block
  std::vector<LaunchArgument> arguments;
};

// How its text begins. The number counts up when the kernel compiler reads launches in another way: kept files of
// before are then not used.
inline constexpr const char* kDeviceCodeHead = "specimen device code 1";
inline constexpr const char* kNeutralEntry = "specimen_neutral_kernel";

// What ends the name of a compiled kernel's file.
inline const char* result_ending(TargetKind kind) {
  switch (kind) {
    case TargetKind::cpu:
      return ".o";
    case TargetKind::gpu:
      return ".device";
  }
  return "";
}

// Of a target of GPUs: 80, ten times the major number and the minor one. Its name ends in it.
inline int compute_capability(Target target) {
  const std::string name = to_string(target);
  return std::stoi(name.substr(name.find("sm") + 2));
}

// As text, and read back; empty where it is no such text.
std::string to_text(const DeviceCode& code);
bool parse(const std::string& text, DeviceCode* code);

// The PTX with the entry under that name.
std::string named_ptx(const DeviceCode& code, const std::string& entry);

}  // namespace specimen::gen
