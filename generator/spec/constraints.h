// Whether constraints between symbols can hold together.
#pragma once

#include <cstddef>
#include <vector>

#include "base/dim.h"

namespace specimen::gen {

// `rooms`: what each constraint leaves room for, `more - less`, which is not negative where it holds. Symbols are
// between 0 and their maxima. Some of them, in order, which cannot hold together; empty: no contradiction was found.
// Exact for systems of differences (`a < b`, `a + 3 <= b`, `a <= 10`); in others, sums of symbols with factors, bounds
// that follow from bounds are found; what is not linear is left alone.
std::vector<std::size_t> contradiction(const std::vector<Dim>& rooms, const Dim::Bindings& maxima);

}  // namespace specimen::gen
