// Shapes of tensors that are combined element by element, as Keras combines them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/dim.h"

namespace specimen::gen {

// The shape of more dimensions: those that `shape` lacks come after the batch and are 1, as in Keras's merging layers.
template <class Extent>
std::vector<Extent> with_rank(std::vector<Extent> shape, std::size_t rank) {
  if (!shape.empty() && shape.size() < rank) shape.insert(shape.begin() + 1, rank - shape.size(), Extent(1));
  return shape;
}

// The shape of the result: of two extents of a dimension, one is 1 or both are equal. No value: the shapes do not fit.
template <class Extent>
std::optional<std::vector<Extent>> broadcast(const std::vector<Extent>& a, const std::vector<Extent>& b) {
  const std::size_t rank = a.size() > b.size() ? a.size() : b.size();
  const std::vector<Extent> first = with_rank(a, rank), second = with_rank(b, rank);
  if (first.size() != rank || second.size() != rank) return std::nullopt;
  std::vector<Extent> result = first;
  for (std::size_t i = 0; i < rank; ++i) {
    if (first[i] == Extent(1)) {
      result[i] = second[i];
    } else if (!(second[i] == Extent(1)) && !(second[i] == first[i])) {
      return std::nullopt;
    }
  }
  return result;
}

// One value for each channel of each example, beside an image: (batch, channels) or (batch, 1, 1, channels).
bool gates_channels(const std::vector<Dim>& gate, const std::vector<Dim>& image);

}  // namespace specimen::gen
