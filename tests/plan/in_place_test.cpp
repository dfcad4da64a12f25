// Kernels, calls and loops that write where they read: where they may, and where they must not.
#include <gtest/gtest.h>

#include <random>

#include "graph/maker.h"
#include "machine.h"
#include "passes/passes.h"
#include "plan/build.h"

namespace specimen::gen {
namespace {

// Both compute the same.
Plan checked_plan(const Maker& m) {
  const Graph graph = run_passes(m.graph, TargetKind::cpu);
  Plan reuse = build_plan(graph, TargetKind::cpu);
  const Plan trivial = build_plan(graph, TargetKind::cpu, {MemoryPlanner::trivial});
  EXPECT_EQ(Machine(reuse).run(), Machine(trivial).run());
  return reuse;
}

// Kernels that write over what they read, in all functions.
int kernels_in_place(const Plan& plan) {
  int count = 0;
  for (const PlanFunction& f : plan.functions) {
    for (const PlanStep& step : f.steps) {
      const auto* kernel = std::get_if<KernelStep>(&step.action);
      for (std::size_t i = 0; kernel && i + kernel->outputs < kernel->arguments.size(); ++i) {
        const int value = kernel->arguments[i].value;
        for (std::size_t o = kernel->arguments.size() - kernel->outputs; o < kernel->arguments.size(); ++o)
          count += value >= 0 && value == kernel->arguments[o].value;
      }
    }
  }
  return count;
}

TensorId relu_conv(Maker& m, TensorId x, const std::string& path) {
  return m.relu(m.conv(x, 8, 3, 1, path), path + "/relu");
}

// y = x + conv(conv(x)), where `also` may do something else with the tensors.
template <class F>
Plan sum_plan(F also) {
  Maker m;
  const TensorId x = relu_conv(m, m.input("image", 8, 8, 8), "first");
  const TensorId b = m.conv(m.relu(m.conv(x, 8, 1, 1, "a"), "a/relu"), 8, 1, 1, "b");
  const TensorId sum = m.add(b, x, "add");
  also(m, x, sum);
  return checked_plan(m);
}

TEST(InPlace, AResidualThatNobodyReadsLater) {
  const Plan plan = sum_plan([](Maker& m, TensorId, TensorId sum) { m.output("y", m.conv(sum, 4, 1, 1, "last")); });
  EXPECT_EQ(kernels_in_place(plan), 1);
}

TEST(InPlace, NotAResidualThatIsReadLater) {
  const Plan plan = sum_plan([](Maker& m, TensorId x, TensorId sum) {
    m.output("y", m.conv(sum, 4, 1, 1, "last"));
    m.output("z", m.conv(x, 4, 1, 1, "later"));
  });
  EXPECT_EQ(kernels_in_place(plan), 0);
}

TEST(InPlace, NotWithOtherPadding) {
  // The input of a convolution with padding has padding, the sum has none.
  Maker m;
  const TensorId x = relu_conv(m, m.input("image", 8, 8, 8), "first");
  const TensorId b = m.conv(m.relu(m.conv(x, 8, 3, 1, "a"), "a/relu"), 8, 1, 1, "b");
  m.output("y", m.conv(m.add(b, x, "add"), 4, 1, 1, "last"));
  EXPECT_EQ(kernels_in_place(checked_plan(m)), 0);
}

TEST(InPlace, NotTheModelsInput) {
  Maker m;
  const TensorId x = m.input("image", 8, 8, 8);
  const TensorId b = m.conv(m.relu(m.conv(x, 8, 1, 1, "a"), "a/relu"), 8, 1, 1, "b");
  m.output("y", m.conv(m.add(b, x, "add"), 4, 1, 1, "last"));
  EXPECT_EQ(kernels_in_place(checked_plan(m)), 0);
}

TEST(InPlace, NotTheModelsOutput) {
  const Plan plan = sum_plan([](Maker& m, TensorId, TensorId sum) { m.output("y", sum); });
  EXPECT_EQ(kernels_in_place(plan), 0);
}

TEST(InPlace, NotWhatTheSameKernelReadsAsItsImage) {
  // x + conv(x): the convolution reads all of x while it writes.
  Maker m;
  const TensorId x = relu_conv(m, m.input("image", 8, 8, 8), "first");
  m.output("y", m.conv(m.add(m.conv(x, 8, 1, 1, "a"), x, "add"), 4, 1, 1, "last"));
  EXPECT_EQ(kernels_in_place(checked_plan(m)), 0);
}

// A block around the function's body; its output goes on to `after`.
template <class Body>
TensorId block(Maker& m, const std::string& path, Body body) {
  m.enter(path, "made");
  const TensorId y = body(path);
  m.leave();
  return y;
}

int overlays(const Plan& plan) { return static_cast<int>(plan.functions[0].overlays.size()); }

TEST(InPlace, ABlockWritesOverItsInputWhereTheCallerAllows) {
  for (const bool read_later : {false, true}) {
    Maker m;
    const TensorId x = relu_conv(m, m.input("image", 8, 8, 8), "first");
    const TensorId y = block(m, "block1", [&](const std::string& p) {
      return m.add(m.conv(m.relu(m.conv(x, 8, 1, 1, p + "/a"), p + "/relu"), 8, 1, 1, p + "/b"), x, p + "/add");
    });
    m.output("y", m.conv(y, 4, 1, 1, "last"));
    if (read_later) m.output("z", m.conv(x, 4, 1, 1, "later"));
    const Plan plan = checked_plan(m);
    ASSERT_EQ(plan.functions.size(), 2u);
    ASSERT_EQ(overlays(plan), 1);
    EXPECT_TRUE(plan.functions[0].overlays[0].residual);
    for (const PlanStep& step : plan.functions[1].steps) {
      const auto* call = std::get_if<CallStep>(&step.action);
      if (!call) continue;
      EXPECT_EQ(call->inputs == call->outputs, !read_later);
    }
  }
}

// A block that sums up two branches, and a convolution of `kernel_size` that reads the sum.
Plan shortcut_plan(int kernel_size) {
  Maker m;
  const TensorId x = relu_conv(m, m.input("image", 8, 8, 8), "first");
  const TensorId y = block(m, "block1", [&](const std::string& p) {
    const TensorId b = m.conv(m.relu(m.conv(x, 8, 1, 1, p + "/a"), p + "/relu"), 8, 1, 1, p + "/b");
    return m.relu(m.add(b, m.conv(x, 8, 1, 1, p + "/shortcut"), p + "/add"), p + "/out");
  });
  m.output("y", m.conv(y, 4, kernel_size, 1, "last"));
  return checked_plan(m);
}

TEST(InPlace, ABlockThatReadsItsInputAfterItBeganToWriteItsOutput) {
  const Plan plan = shortcut_plan(1);
  EXPECT_EQ(kernels_in_place(plan), 1);  // the branch that is computed first is written into y
  EXPECT_EQ(overlays(plan), 0);
}

TEST(InPlace, ABranchGetsThePaddingOfTheSum) {
  // The sum is read by a convolution with padding, the branch that is written into it by nobody else.
  const Plan plan = shortcut_plan(3);
  EXPECT_EQ(kernels_in_place(plan), 1);
  int fills = 0;
  for (const PlanStep& step : plan.functions[0].steps) fills += std::holds_alternative<FillStep>(step.action);
  EXPECT_EQ(fills, 1);
}

TEST(InPlace, LoopsCarryOneTensorWhereTheyCan) {
  const Plan plan = checked_plan(sample_network(12, 5));
  int loops = 0;
  for (const PlanStep& step : plan.functions.back().steps) {
    const auto* loop = std::get_if<LoopStep>(&step.action);
    if (!loop) continue;
    ++loops;
    for (const LoopArgument& input : loop->inputs) EXPECT_TRUE(!input.carried() || input.value == input.next);
  }
  EXPECT_EQ(loops, 1);
}

// What DenseNets are made of: the input, and new channels beside it.
TensorId dense_layer(Maker& m, TensorId x, const std::string& path) {
  m.enter(path, "dense_layer");
  const TensorId a = m.relu(m.conv(x, 16, 1, 1, path + "/a"), path + "/ar");
  x = m.op(ConcatOp{}, {x, m.conv(a, 8, 3, 1, path + "/b")}, path + "/concat");
  m.leave();
  return x;
}

// Blocks of several kinds in a row and again later, nested ones, blocks that keep their input for a later sum.
Maker any_network(unsigned seed) {
  Maker m(seed);
  std::mt19937 random(seed);
  auto pick = [&](int count) { return static_cast<int>(random() % static_cast<unsigned>(count)); };
  TensorId x = m.relu(m.conv(m.input("image", 16, 16, 3), 8, 3, 1, "stem"), "stem_relu");
  TensorId kept = x;
  const int kinds[] = {pick(8), pick(8), pick(8)};
  const int widths[] = {8, 8 + 8 * pick(2)};
  for (int i = 0; i < 3 + pick(8); ++i) {
    const std::string path = "block" + std::to_string(i + 1);
    const int filters = widths[pick(2)], stride = pick(8) == 0 ? 2 : 1;
    const int repeats = pick(3) == 0 ? 2 + pick(3) : 1, kind = kinds[pick(3)];
    for (int r = 0; r < repeats; ++r) {
      const std::string p = repeats > 1 ? path + "/part" + std::to_string(r + 1) : path;
      switch (kind) {
        case 0:
          x = residual_block(m, x, filters, r == 0 ? stride : 1, p);
          break;
        case 1:
          x = preactivation_block(m, x, filters, p);
          break;
        case 2: {
          m.enter(p, "plain");
          x = m.relu(m.conv(m.relu(m.conv(x, 2 * filters, 3, 1, p + "/a"), p + "/ar"), filters, 3, stride, p + "/b"),
                     p + "/br");
          m.leave();
          break;
        }
        case 3: {
          m.enter(p, "inverted");
          const TensorId wide = m.relu(m.conv(x, 4 * filters, 1, 1, p + "/expand"), p + "/er");
          const TensorId y =
              m.conv(m.relu(m.conv(wide, filters, 3, 1, p + "/mix"), p + "/mr"), filters, 1, 1, p + "/project");
          x = m.channels(x) == filters ? m.add(y, x, p + "/add") : y;
          m.leave();
          break;
        }
        case 4: {
          m.enter(p, "dense");
          const TensorId y = m.conv(m.relu(m.conv(x, 16, 1, 1, p + "/a"), p + "/ar"), 8, 3, 1, p + "/b");
          x = m.conv(m.op(ConcatOp{}, {x, y}, p + "/concat"), filters, 1, 1, p + "/squeeze");
          m.leave();
          break;
        }
        case 5: {
          m.enter(p, "dense_block");
          for (int layer = 0; layer < 3; ++layer) x = dense_layer(m, x, p + "/layer" + std::to_string(layer));
          x = m.conv(x, filters, 1, 1, p + "/transition");
          m.leave();
          break;
        }
        case 6: {
          m.enter(p, "branches");
          std::vector<TensorId> parts = {m.conv(x, filters, 1, 1, p + "/point")};
          for (int branch = 0; branch < 2; ++branch) {
            const std::string b = p + "/branch" + std::to_string(branch);
            m.enter(b, "branch");
            parts.push_back(relu_conv(m, relu_conv(m, x, b + "/a"), b + "/b"));
            m.leave();
          }
          if (pick(2) == 0) parts.push_back(x);
          x = m.op(ConcatOp{}, parts, p + "/mixed");
          m.leave();
          x = m.conv(x, filters, 3, 1, p + "/after");
          break;
        }
        default: {
          m.enter(p, "pair");
          x = residual_block(m, x, filters, 1, p + "/one");
          x = residual_block(m, x, filters, 1, p + "/two");
          m.leave();
        }
      }
    }
    if (m.graph[kept].shape == m.graph[x].shape && pick(3) == 0) x = m.add(x, kept, path + "/kept");
    if (pick(3) == 0) kept = x;
  }
  m.output("y", m.conv(x, 4, 1, 1, "last"));
  return m;
}

TEST(InPlace, RandomNetworksComputeTheSame) {
  int shared = 0, loops = 0, in_place = 0, over = 0;
  constexpr int kNetworks = 200;
  for (unsigned seed = 1; seed <= kNetworks; ++seed) {
    SCOPED_TRACE(seed);
    const Plan plan = checked_plan(any_network(seed));
    std::vector<int> places(plan.functions.size());
    for (const PlanFunction& f : plan.functions) {
      for (const PlanStep& step : f.steps) {
        if (const auto* call = std::get_if<CallStep>(&step.action)) ++places[call->function];
        if (const auto* loop = std::get_if<LoopStep>(&step.action)) ++places[loop->function], ++loops;
      }
    }
    for (int count : places) shared += count > 1;
    in_place += kernels_in_place(plan);
    // What functions cost over one list. Above it: an input that the callee could write over, but must not.
    over += plan.arena_bytes_per_example > plan.flat_bytes_per_example * 105 / 100;
    EXPECT_LE(plan.arena_bytes_per_example, plan.flat_bytes_per_example * 115 / 100);
  }
  EXPECT_LE(over, kNetworks / 100);
  EXPECT_GT(shared, kNetworks / 2);
  EXPECT_GT(loops, kNetworks / 2);
  EXPECT_GT(in_place, kNetworks / 2);
}

TEST(InPlace, EncodersOfEveryDepth) {
  for (int blocks : {1, 2, 3, 4, 5}) checked_plan(sample_encoder(blocks));
}

int slices(const Plan& plan) {
  int count = 0;
  for (const PlanFunction& f : plan.functions) {
    for (const PlanValue& value : f.values) count += value.parent >= 0;
  }
  return count;
}

// Each layer writes behind the channels of those before it: nothing is copied.
TEST(Slices, ADenseBlockGrowsInOneBuffer) {
  Maker m;
  TensorId x = m.relu(m.conv(m.input("image", 8, 8, 3), 8, 3, 1, "stem"), "stem_relu");
  m.enter("block", "dense_block");
  for (int layer = 0; layer < 3; ++layer) x = dense_layer(m, x, "block/layer" + std::to_string(layer));
  m.leave();
  m.output("y", m.conv(x, 4, 3, 1, "last"));
  const Plan plan = checked_plan(m);
  EXPECT_EQ(plan.kernels.size(), 7u);  // a padded image, the stem, three 1x1, one 3x3 for all layers, the last
  for (const PlanKernel& kernel : plan.kernels) {
    const auto* conv = std::get_if<Conv2D>(&kernel.problem);
    if (conv && conv->kernel_height == 1) {
      EXPECT_EQ(conv->in.pixel, 32);
    }
    if (conv && conv->out_channels == 8) {
      EXPECT_EQ(conv->out.pixel, 32);
    }
  }
}

// The input of a block is in a concatenation inside of it: the caller has the memory, the block gets it.
TEST(Slices, ABlockIsGivenTheMemoryThatItsInputLiesIn) {
  Maker m;
  const TensorId x = relu_conv(m, m.input("image", 8, 8, 8), "first");
  m.enter("block", "squeezed");
  const TensorId b = m.conv(m.conv(x, 8, 1, 1, "block/a"), 8, 3, 1, "block/b");
  const TensorId y = m.conv(m.op(ConcatOp{}, {x, b}, "block/concat"), 4, 1, 1, "block/squeeze");
  m.leave();
  m.output("y", m.conv(y, 4, 1, 1, "last"));
  const Plan plan = checked_plan(m);
  const PlanFunction& block = plan.functions[0];
  int outputs = 0;
  for (const PlanValue& value : block.values) outputs += value.place == PlanValue::Place::output;
  EXPECT_EQ(outputs, 2);
  EXPECT_EQ(slices(plan), 2);  // x in forward, b in the block
}

}  // namespace
}  // namespace specimen::gen
