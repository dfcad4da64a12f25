// Sums over the rows of a batch whose results are few: they are computed in parts, which follow from the number of rows
// alone, and the parts' sums are added pairwise. So there is one order, whatever the threads are.
#pragma once

namespace mnist::kernels {

// Enough for all threads to be busy, and few enough that adding up the parts costs nothing.
inline constexpr int kParts = 32;

}  // namespace mnist::kernels
