// The kernel families: everything that plans, tools and tests ask of a kernel without knowing its family. Plain C++.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "common/argument.h"
#include "common/target.h"

#define FAMILY_FILE schedule.h
#include "families.def"

namespace mnist::kernels {

namespace catalog_detail {
template <class None, class... Alternatives>
struct Variant {
  using Type = std::variant<Alternatives...>;
};
}  // namespace catalog_detail

// The alternatives are in the order of families.def: index() is the family.
#define FAMILY(Type, name) , Type
using Problem = catalog_detail::Variant<void
#include "families.def"
                                        >::Type;
// The schedules for CPUs, then those for GPUs: schedule_index() says where a family's is.
#define FAMILY(Type, name) , Type##Schedule
#define GPU_FAMILY(Type, name) , Type##GpuSchedule
using Schedule = catalog_detail::Variant<void
#include "families.def"
                                         >::Type;

// The structs' names in C++: Conv2D, Conv2DSchedule.
#define FAMILY(Type, name)                                    \
  inline const char* type_name(const Type&) { return #Type; } \
  inline const char* type_name(const Type##Schedule&) { return #Type "Schedule"; }
#define GPU_FAMILY(Type, name) \
  inline const char* type_name(const Type##GpuSchedule&) { return #Type "GpuSchedule"; }
#include "families.def"

// One kernel to compile: its C symbol is `<symbol>__<target>`.
struct Instance {
  std::string symbol;
  Problem problem;
  Schedule schedule;
  Target target = Target::v3;
};

const char* family_name(const Problem& problem);  // conv2d
// f32_<family>[_<prologue>]_<shape>[_<epilogue>]: f32_conv2d_3x3_56x56x64_64_relu,
// f32_conv2d_multiply_1x1_7x7x1152_192. What a reader needs; not always unique.
std::string symbol_stem(const Problem& problem);
// Symbols for the distinct kernels of one model: the stem, and where different kernels share one, a short hash behind
// it.
std::vector<std::string> symbols(const std::vector<Problem>& problems);
// What one image (row, token; of attention: its longest sequence) needs at least: floating point operations of the
// plain algorithm, and bytes of inputs, weights, operands and outputs, each touched once.
std::int64_t flops(const Problem& problem);
std::int64_t bytes(const Problem& problem);
std::vector<KernelArgument> arguments(const Problem& problem);
KernelTraits traits(const Problem& problem);
std::string describe(const Problem& problem);  // for people: "3x3 convolution, stride 2, 64 -> 128, bias, relu"

// Two arguments of a kernel that may be given one buffer, by their places in arguments().
struct InPlace {
  int residual = 0, output = 0;
};
// A residual that is like the outputs, in kernels that read it only at the element that they write next: each pair
// is one choice. Kernels whose tail tiles compute elements twice have none.
std::vector<InPlace> in_place(const Problem& problem);

// Whether the problem's family has a schedule for targets of the kind. What follows takes only those that have.
bool has_schedule(const Problem& problem, TargetKind kind);
// Which alternative of Schedule it is, by the family's place in families.def.
std::optional<std::size_t> schedule_index(std::size_t family, TargetKind kind);
Schedule rule(const Problem& problem, Target target);
std::vector<Schedule> candidates(const Problem& problem, Target target);
// Bytes that a kernel asks of one thread's workspace at the same time, at most; on a GPU none.
std::int64_t workspace_bytes(const Problem& problem, const Schedule& schedule, Target target);

// The key of tuned schedules: element type and shape, without the epilogue. Storage that changes the loops (rows with
// gaps) is part of it.
std::string shape_class(const Problem& problem);

// Schedules found by measuring, by family and shape class: "conv2d 1x1_7x7x512_2048".
using TunedTable = std::map<std::string, Schedule>;
std::string tuned_key(const Problem& problem);

}  // namespace mnist::kernels
