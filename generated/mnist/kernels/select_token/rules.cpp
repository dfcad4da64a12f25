#include "how.h"

namespace mnist::kernels {

SelectTokenSchedule rule(const SelectToken&, Level) {
  SelectTokenSchedule how;
  how.sequences = 16;
  return how;
}

std::vector<SelectTokenSchedule> candidates(const SelectToken& what, Level level) { return {rule(what, level)}; }

std::int64_t scratch_bytes(const SelectToken&, const SelectTokenSchedule&, Level) { return 0; }

}  // namespace mnist::kernels
