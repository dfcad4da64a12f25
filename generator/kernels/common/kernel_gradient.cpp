#include "kernel_gradient.h"

#include <algorithm>

namespace specimen::gen {
namespace {

// Shares of the FMA peak as in the rules of conv2d: two FMAs a cycle with a latency of four want twelve accumulators,
// and more need fewer loads (768 -> 3072: 2 x 8 in 16.8 ms, 3 x 8 in 15.9 ms); a single vector of units needs as many
// loads as FMAs, and what four read is more than L1 holds.
double tile_efficiency(int vectors, int inputs) {
  const int accumulators = vectors * inputs;
  const double latency = accumulators <= 8   ? 0.106 * accumulators
                         : accumulators < 12 ? 0.92
                                             : 0.91 + 0.09 * std::min(accumulators, 24) / 24;
  return std::min(latency, vectors == 1 ? 0.8 : vectors == 4 ? 0.93 : 1.0);
}

int lanes_of(int inputs) {
  int lanes = 1;
  while (lanes < inputs) lanes *= 2;
  return lanes;
}

// The tiles to choose from: the best number of inputs for each number of vectors of units.
std::vector<KernelGradientSchedule> tiles(const KernelGradient& shape, Target target) {
  struct Tile {
    int vectors, most_inputs;  // that do not spill
  };
  const std::vector<Tile> most = target == Target::v4 ? std::vector<Tile>{{2, 12}, {3, 8}, {4, 6}, {1, 16}}
                                                      : std::vector<Tile>{{2, 6}, {3, 4}, {1, 8}};
  std::vector<KernelGradientSchedule> list;
  for (const Tile& tile : most) {
    KernelGradientSchedule best;
    double least = 1e300;
    for (int inputs = std::min(tile.most_inputs, shape.inputs); inputs >= 1; --inputs) {
      // Lanes that are packed for nothing cost, too: 768 -> 3072 with 2 x 12, in 16 lanes, 17.2 ms, with 2 x 8 16.8 ms.
      const double waste = 1 + 0.1 * (double(lanes_of(inputs)) / inputs - 1);
      const double cost =
          double(divide_up(shape.inputs, inputs)) * inputs * waste / tile_efficiency(tile.vectors, inputs);
      if (cost >= least * 0.999) continue;
      least = cost;
      best.unit_vectors = tile.vectors, best.inputs = inputs;
    }
    list.push_back(best);
  }
  return list;
}

// Into how many parts tiles are split, each of fewer tiles than the one before.
std::vector<int> splits(int tiles) {
  std::vector<int> list;
  for (int parts = 1, fewest = tiles + 1; parts <= tiles; ++parts) {
    if (divide_up(tiles, parts) == fewest) continue;
    fewest = divide_up(tiles, parts);
    list.push_back(parts);
  }
  return list;
}

// The pixels of a chunk, and how many of a row follow each other in the code: adding up a tile's sums costs as much as
// four to eight of them.
void choose_chunk(const KernelGradient& shape, KernelGradientSchedule* schedule) {
  constexpr int kPixels = kRowsOfChunk;
  schedule->rows = std::max(1, std::min(shape.height, kPixels / shape.width));
  schedule->rows = divide_up(shape.height, divide_up(shape.height, schedule->rows));
  if (schedule->rows == shape.height) schedule->examples = std::max(1, kPixels / (shape.height * shape.width));
  for (int unroll : {4, 7, 5, 3, 2}) {
    if (shape.width % unroll != 0) continue;
    schedule->unroll = unroll;
    break;
  }
}

// Tiles of a task: what is packed and the sums stay in a cache of 1 MB, and large blocks pack less. Where that leaves
// few tasks, the chunks are shared out too. Returns what it costs: cycles of a thread for each pixel.
double choose_blocks(const KernelGradient& shape, Target target, KernelGradientSchedule* schedule) {
  constexpr std::int64_t kBytes = 900 * 1024;
  // Fewer tasks than kTasks leave threads idle: then the chunks are split into kParts parts.
  constexpr int kTasks = 8, kParts = 16;
  const int vector = vector_floats(target), unit_tiles = divide_up(shape.units, schedule->unit_vectors * vector);
  const int input_tiles = divide_up(shape.inputs, schedule->inputs);
  const double taps = double(shape.kernel_height) * shape.kernel_width;
  const double pixels = 16.0 * shape.height * shape.width;  // of a batch of 16 images, or of 16 chunks of rows
  // A store for each vector of units, or tile of inputs, half vectors a little less; of inputs there may be more
  // pixels.
  const double of_units = unit_tiles * schedule->unit_vectors;
  const double of_inputs = input_tiles * std::max(0.75, double(input_lanes(*schedule)) / vector) *
                           shape.packed_height(shape.height) * shape.packed_width() / (shape.height * shape.width);
  const double of_tile = taps * schedule->unit_vectors * schedule->inputs * 0.5 /
                         tile_efficiency(schedule->unit_vectors, schedule->inputs);
  double least = 1e300;
  KernelGradientSchedule best = *schedule;
  for (int unit_parts : splits(unit_tiles)) {
    for (int input_parts : splits(input_tiles)) {
      KernelGradientSchedule one = *schedule;
      one.unit_tiles = divide_up(unit_tiles, unit_parts), one.input_tiles = divide_up(input_tiles, input_parts);
      if (kernel_gradient_workspace(shape, one, target) > kBytes && (one.unit_tiles > 1 || one.input_tiles > 1))
        continue;
      const int tasks = unit_parts * input_parts;
      one.parts = tasks * shape.groups < kTasks ? kParts : 1;
      // Tasks are as long as the longest; eight cycles for each vector that a task packs, two for each of a part's
      // sums.
      const double computed = double(tasks) * one.unit_tiles * one.input_tiles * of_tile;
      const double packed = 8 * (input_parts * of_units + unit_parts * of_inputs);
      const double parts = one.parts > 1 ? 2 * one.parts * taps * shape.inputs * shape.units / pixels : 0;
      const double cost = shape.groups * (computed + packed + parts + tasks * 1e-3);
      if (cost >= least) continue;
      least = cost;
      best = one;
    }
  }
  *schedule = best;
  return least;
}

}  // namespace

int input_lanes(const KernelGradientSchedule& schedule) { return lanes_of(schedule.inputs); }

KernelGradientSchedule kernel_gradient_rule(const KernelGradient& shape, Target target) {
  KernelGradientSchedule best;
  double least = 1e300;
  for (KernelGradientSchedule schedule : tiles(shape, target)) {
    choose_chunk(shape, &schedule);
    const double cost = choose_blocks(shape, target, &schedule);
    if (cost >= least * 0.999) continue;
    least = cost;
    best = schedule;
  }
  return best;
}

std::vector<KernelGradientSchedule> kernel_gradient_candidates(const KernelGradient& shape, Target target) {
  std::vector<KernelGradientSchedule> list = {kernel_gradient_rule(shape, target)};
  for (int parts : {1, 3, 8, 32}) {
    list.push_back(list[0]);
    list.back().parts = parts;
  }
  return list;
}

std::int64_t kernel_gradient_workspace(const KernelGradient& shape, const KernelGradientSchedule& schedule,
                                       Target target) {
  const int units = schedule.unit_vectors * vector_floats(target);
  const std::int64_t unit_tiles = std::min(schedule.unit_tiles, divide_up(shape.units, units));
  const std::int64_t input_tiles = std::min(schedule.input_tiles, divide_up(shape.inputs, schedule.inputs));
  const std::int64_t pixels = std::int64_t{shape.width} * schedule.rows * schedule.examples;
  const std::int64_t packed =
      std::int64_t{shape.packed_width()} * shape.packed_height(schedule.rows) * schedule.examples;
  const std::int64_t taps = std::int64_t{shape.kernel_height} * shape.kernel_width;
  std::int64_t floats = pixels * units * unit_tiles + packed * input_lanes(schedule) * input_tiles +
                        taps * units * unit_tiles * schedule.inputs * input_tiles;
  if (schedule.parts > 1) {
    floats += schedule.parts * taps * shape.inputs * shape.units * shape.groups;
  }
  return 4 * floats;
}

}  // namespace specimen::gen
