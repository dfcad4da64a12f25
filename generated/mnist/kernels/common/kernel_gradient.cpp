#include "kernel_gradient.h"

#include <algorithm>

namespace mnist::kernels {
namespace {

// Shares of the FMA peak as in the rules of conv2d: two FMAs a cycle with a latency of four want twelve accumulators; a
// single vector of units needs as many loads as FMAs.
double tile_efficiency(int vectors, int inputs) {
  const int accumulators = vectors * inputs;
  const double latency = accumulators <= 8 ? 0.106 * accumulators : accumulators < 12 ? 0.94 : 0.97;
  return std::min(latency, vectors == 1 ? 0.87 : 1.0);
}

void choose_tile(const KernelGradient& shape, Target target, KernelGradientSchedule* schedule) {
  struct Tile {
    int vectors, inputs;
  };
  // The most inputs that do not spill, for each number of vectors.
  static constexpr Tile kV4[] = {{2, 14}, {3, 8}, {4, 6}, {1, 16}};
  static constexpr Tile kV3[] = {{2, 6}, {3, 4}, {1, 8}};
  const int vector = vector_floats(target), vectors = divide_up(shape.units, vector);
  double least = 1e300;
  const auto consider = [&](const Tile& tile) {
    for (int inputs = std::min(tile.inputs, shape.inputs); inputs >= 1; --inputs) {
      const double computed =
          double(divide_up(vectors, tile.vectors)) * tile.vectors * divide_up(shape.inputs, inputs) * inputs;
      const double cost = computed / tile_efficiency(tile.vectors, inputs);
      if (cost >= least * 0.999) continue;
      least = cost;
      schedule->unit_vectors = tile.vectors, schedule->inputs = inputs;
    }
  };
  if (target == Target::v4) {
    for (const Tile& tile : kV4) consider(tile);
  } else {
    for (const Tile& tile : kV3) consider(tile);
  }
}

// The pixels of a chunk: adding up a tile's sums costs as much as four to eight of them.
void choose_chunk(const KernelGradient& shape, KernelGradientSchedule* schedule) {
  constexpr int kPixels = kRowsOfChunk;
  schedule->rows = std::max(1, std::min(shape.height, kPixels / shape.width));
  schedule->rows = divide_up(shape.height, divide_up(shape.height, schedule->rows));
  if (schedule->rows == shape.height) schedule->examples = std::max(1, kPixels / (shape.height * shape.width));
}

// Tiles of a task: what is packed and the sums stay in half of a cache of 1 MB, and large blocks pack less. Where that
// leaves few tasks, the chunks are shared out too.
void choose_blocks(const KernelGradient& shape, Target target, KernelGradientSchedule* schedule) {
  constexpr std::int64_t kBytes = 600 * 1024;
  const int unit_tiles = divide_up(shape.units, schedule->unit_vectors * vector_floats(target));
  const int input_tiles = divide_up(shape.inputs, schedule->inputs);
  schedule->parts = 1;
  double least = 1e300;
  KernelGradientSchedule best = *schedule;
  for (int unit_parts = 1; unit_parts <= unit_tiles; ++unit_parts) {
    for (int input_parts = 1; input_parts <= input_tiles; ++input_parts) {
      KernelGradientSchedule one = *schedule;
      one.unit_tiles = divide_up(unit_tiles, unit_parts), one.input_tiles = divide_up(input_tiles, input_parts);
      if (kernel_gradient_workspace(shape, one, target) > kBytes && (one.unit_tiles > 1 || one.input_tiles > 1))
        continue;
      // What is packed again by each task, and tasks that are smaller than the others.
      const int tasks = unit_parts * input_parts * shape.groups;
      const double packed = double(input_parts) * unit_tiles * schedule->unit_vectors * vector_floats(target) +
                            double(unit_parts) * input_tiles * input_lanes(*schedule);
      const double computed = double(unit_parts) * one.unit_tiles * input_parts * one.input_tiles;
      const double cost = packed + computed * 1e3 + tasks * 1e-3;
      if (cost >= least) continue;
      least = cost;
      best = one;
      best.parts = tasks >= 8 ? 1 : 16;
    }
  }
  *schedule = best;
}

}  // namespace

int input_lanes(const KernelGradientSchedule& schedule) {
  int lanes = 1;
  while (lanes < schedule.inputs) lanes *= 2;
  return lanes;
}

KernelGradientSchedule kernel_gradient_rule(const KernelGradient& shape, Target target) {
  KernelGradientSchedule schedule;
  choose_tile(shape, target, &schedule);
  for (int unroll : {4, 7, 5, 3, 2}) {
    if (shape.width % unroll != 0) continue;
    schedule.unroll = unroll;
    break;
  }
  choose_chunk(shape, &schedule);
  choose_blocks(shape, target, &schedule);
  return schedule;
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

}  // namespace mnist::kernels
