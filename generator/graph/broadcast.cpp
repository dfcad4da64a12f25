#include "graph/broadcast.h"

namespace specimen::gen {

bool gates_channels(const std::vector<Dim>& gate, const std::vector<Dim>& image) {
  if (image.size() != 4 || gate.empty() || gate.front() != image.front() || gate.back() != image.back()) return false;
  return gate.size() == 2 || (gate.size() == 4 && gate[1] == 1 && gate[2] == 1);
}

}  // namespace specimen::gen
