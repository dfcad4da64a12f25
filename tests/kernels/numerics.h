// What the tests of numerics share: points and rows as tests/oracles/record_numerics.py makes them, too, what the
// frameworks' own f32 reaches there, and kernels run on given numbers.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "library.h"

namespace specimen::gen {

// 10^6 where the environment has SPECIMEN_FULL=1, else some thousand.
int point_count();

// A third each: of all powers of ten, of -104 to 104, of -8 to 8. Then the ends of the domain and of range reductions,
// the floats beside them, zeros, infinities and NaNs.
std::vector<float> function_points();

// Rows by name: ordinary, constant, huge and tiny ones, rows with a NaN or an infinity.
std::vector<std::pair<std::string, std::vector<float>>> feature_rows(int features);

const nlohmann::json& frameworks();

// What a float32 may be off by, relative to the truth.
inline constexpr double kNumericBound = 1e-6;

// |got - want| / |want|. What is under 1.2e-38 counts as 0; infinite where one is a number and the other none.
double relative_error(double got, double want);

// Runs the kernel on `batch` images or rows, in the floating point mode of the runtime; `data` are its arguments.
void run_kernel(const Instance& instance, void* kernel, int batch, const std::vector<float*>& data);

}  // namespace specimen::gen
